// `add_host`: adds a host to the inventory, for the plays that follow.
import { addHostAtRunTime, parseAddress } from '../inventory/index.js';
import type { ModuleResult } from '../kit/index.js';
import { equal } from '../template/python/compare.js';
import { copyTextKinds, keyText, toJs, type Value, type ValueMap } from '../value/index.js';
import { statementArguments, tellFindings } from './statement-args.js';
import type { Frame } from './types.js';

/** Parameters that are no variables of the new host. `compat:` their aliases host and group are. */
const PARAMETERS: readonly string[] = ['name', 'hostname', 'groupname', 'groups'];

/** `compat:` also in a dry run; the words of failures are Ansible's. @throws TsplayError */
export function addHost(frame: Frame): ModuleResult {
  const args = statementArguments(frame, 'add_host');
  if (args.has('_raw_params')) {
    return failed('Invalid raw parameters passed, requires a dictionary/mapping got a string');
  }
  const written = args.get('name') ?? args.get('hostname') ?? args.get('host') ?? null;
  if (written === null) return failed('name, host or hostname needs to be provided');
  const text = keyText(written);
  // A range is no address of one host: then all of it is the name.
  const parsed = text.includes('[') && /\[[^\]]*:[^\]]*\]$/.test(text) ? undefined : parseAddress(text);
  const name = parsed?.host ?? text;
  if (name === '') return failed('Invalid empty host name provided: ');
  const groups = groupsFrom(args.get('groupname') ?? args.get('groups') ?? args.get('group') ?? null);
  if (groups === undefined) return failed('Groups must be specified as a list.');
  if (groups.includes('')) return failed('Invalid empty/false group name provided: ');
  const vars: ValueMap = new Map([...args].filter(([key]) => !PARAMETERS.includes(keyText(key))));
  copyTextKinds(args, vars);
  if (parsed?.port) vars.set('ansible_ssh_port', parsed.port);
  const changed = addHostAtRunTime(frame.run.ports.inventory, { name, groups, vars }, equal);
  const { allHosts, addedHosts } = frame.run;
  if (changed && ![...allHosts, ...addedHosts].some((host) => host.name === name))
    addedHosts.push(frame.run.record(name));
  tellFindings(frame);
  return { changed, add_host: { host_name: name, groups, host_vars: toJs(vars) } };
}

function groupsFrom(given: Value): string[] | undefined {
  if (given === null || given === '' || given === false || (Array.isArray(given) && given.length === 0)) return [];
  if (!Array.isArray(given) && typeof given !== 'string') return undefined;
  const listed = Array.isArray(given) ? given.map((g) => keyText(g)) : given.split(',');
  return [...new Set(listed)].map((name) => name.trim());
}

function failed(msg: string): ModuleResult {
  return { changed: false, failed: true, msg };
}
