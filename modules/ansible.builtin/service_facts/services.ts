// What the init systems' answers say of each service, in the shape Ansible's facts have.
import type { Part } from './look.js';

type Service = Readonly<Record<string, unknown>>;
type Services = Record<string, Service>;

/** `compat:` of these states the first that stands anywhere in a unit's line, its last word aside, is its status. */
const BAD = ['not-found', 'masked', 'failed'];

/** @param warn told of an init system that did not answer */
export function servicesOf(parts: ReadonlyMap<string, Part>, warn: (message: string) => void): Services {
  return {
    ...sysv(parts.get('sysv'), warn),
    ...chkconfig(parts.get('chkconfig')),
    ...openrc(parts.get('openrc'), parts.get('runlevels'), warn),
    ...systemd(parts, warn),
  };
}

function sysv(part: Part | undefined, warn: (message: string) => void): Services {
  const services: Services = {};
  if (part !== undefined && part.rc !== 0) warn(`Unable to query 'service' tool (${part.rc})`);
  for (const line of part?.lines ?? []) {
    const [, sign, name] = /^\s*\[ ([-+]) \]\s+(.+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    services[name] = { name, state: sign === '+' ? 'running' : 'stopped', source: 'sysv' };
  }
  return services;
}

function chkconfig(part: Part | undefined): Services {
  const services: Services = {};
  for (const line of part?.lines ?? []) {
    const [name, state, status] = line.split('\t');
    if (name !== undefined && status !== undefined) services[name] = { name, state, status, source: 'sysv' };
  }
  return services;
}

function openrc(states: Part | undefined, levels: Part | undefined, warn: (message: string) => void): Services {
  const runlevels = new Map<string, string[] | null>();
  for (const line of levels?.lines ?? []) {
    const [name, given] = line.split('|').map((text) => text.trim());
    if (name !== undefined && given !== undefined) runlevels.set(name, given === '' ? null : given.split(/\s+/));
  }
  const services: Services = {};
  for (const line of states?.lines ?? []) {
    const [name, state] = line.trim().split(/\s+/);
    if (name === undefined || state === undefined || name === '*') continue;
    const own = runlevels.get(name);
    if (own === undefined) warn(`Service ${name} not found in the service list`);
    else services[name] = { name, runlevels: own, state, source: 'openrc' };
  }
  return services;
}

function systemd(parts: ReadonlyMap<string, Part>, warn: (message: string) => void): Services {
  const units = parts.get('units');
  const files = parts.get('files');
  if (units !== undefined && units.rc !== 0) warn('Could not list units from systemd');
  if (files !== undefined && files.rc !== 0) warn('Could not get unit files data from systemd');
  const services: Record<string, { name: string; state: string; status: string; source: string }> = {};
  for (const line of units?.rc === 0 ? units.lines : []) {
    const fields = line.trim().split(/\s+/);
    const [name = '', , active = '', sub] = fields;
    if (!line.includes('.service') || sub === undefined) continue;
    const status = BAD.find((bad) => fields.slice(0, -1).includes(bad)) ?? active;
    services[name] = { name, state: sub === 'running' ? 'running' : 'stopped', status, source: 'systemd' };
  }
  const states = new Map((parts.get('states')?.lines ?? []).map((line) => line.split('\t') as [string, string]));
  for (const line of files?.rc === 0 ? files.lines : []) {
    const [name = '', status = ''] = line.trim().split(/\s+/);
    if (!line.includes('.service')) continue;
    const known = services[name];
    // A unit that is not loaded has the state systemd gives it, in systemd's own words.
    if (!known) services[name] = { name, state: states.get(name) ?? 'unknown', status, source: 'systemd' };
    else if (!BAD.includes(known.status)) known.status = status;
  }
  return services;
}
