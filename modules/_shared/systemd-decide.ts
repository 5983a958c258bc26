// Which calls of systemctl bring a unit to where it shall be.
import type { SystemdScope, UnitSeen } from './systemd-look.js';

export interface UnitWanted {
  readonly name: string;
  readonly state?: 'started' | 'stopped' | 'restarted' | 'reloaded' | undefined;
  readonly enabled?: boolean | undefined;
  readonly masked?: boolean | undefined;
  readonly scope: SystemdScope;
}

interface UnitStep {
  readonly verb: 'mask' | 'unmask' | 'enable' | 'disable' | 'start' | 'stop' | 'restart' | 'reload';
  readonly unit: string;
}

export interface UnitDecision {
  readonly steps: readonly UnitStep[];
  readonly failure?: string;
  readonly warnings: readonly string[];
  /** Return values. */
  readonly result: { readonly enabled?: boolean; readonly state?: string };
}

/** What `is-enabled` calls a unit that exists and has no say in when it starts. */
const FIXED = new Set(['static', 'generated', 'transient']);
/** Words that ask for nothing more when a unit is to be enabled. */
const ENABLED = new Set(['enabled', ...FIXED]);
const KNOWN = new Set([
  ...ENABLED,
  'enabled-runtime',
  'linked',
  'linked-runtime',
  'alias',
  'masked',
  'masked-runtime',
  'indirect',
  'disabled',
]);

/** Whether systemd or an init script knows the unit. */
function unitFound(seen: UnitSeen): boolean {
  const loaded = seen.properties['LoadState'];
  if (seen.initScript) return true;
  // A template (`getty@`) cannot be shown, only enabled and masked.
  return loaded === undefined ? KNOWN.has(seen.enablement) : loaded !== 'not-found';
}

/** Pure. `failure` says why the wanted state cannot be had. */
export function decideUnit(wanted: UnitWanted, seen: UnitSeen): UnitDecision {
  const steps: UnitStep[] = [];
  const warnings: string[] = [];
  const unit = wanted.name;
  const fail = (failure: string): UnitDecision => ({ steps: [], failure, warnings, result: {} });
  if (!seen.systemctl) {
    return fail('there is no systemctl on this host: it is not managed by systemd; use ansible.builtin.service');
  }
  const found = unitFound(seen);
  const missing = `Could not find the requested service ${unit}: host`;
  const { LoadState, LoadError, ActiveState } = seen.properties;
  const masked = seen.enablement === 'masked';
  if (LoadError !== undefined && LoadState !== 'masked' && LoadState !== 'not-found' && LoadError !== '') {
    return fail(`Error loading unit file '${unit}': ${LoadError}`);
  }
  if (seen.initScript && LoadState === 'not-found') {
    warnings.push(`The service (${unit}) is actually an init script but the system is managed by systemd`);
  }
  if (wanted.masked !== undefined && masked !== wanted.masked) {
    steps.push({ verb: wanted.masked ? 'mask' : 'unmask', unit });
  }
  if (!found && (wanted.enabled !== undefined || wanted.state !== undefined)) return fail(missing);
  if (wanted.enabled !== undefined) {
    // An alias cannot be enabled itself: what it stands for is.
    const own = seen.aliasOf ?? { unit, enablement: seen.enablement };
    const enabled = ENABLED.has(own.enablement);
    if (enabled !== wanted.enabled) {
      if (FIXED.has(own.enablement)) {
        warnings.push(
          `${own.unit} is ${own.enablement}: it has nothing to disable; use masked: true to keep it from starting`,
        );
      } else steps.push({ verb: wanted.enabled ? 'enable' : 'disable', unit: own.unit });
    }
  }
  const result: { enabled?: boolean; state?: string } = {};
  if (wanted.enabled !== undefined) result.enabled = wanted.enabled;
  if (wanted.state !== undefined) {
    result.state = wanted.state === 'stopped' ? 'stopped' : 'started';
    if (ActiveState === undefined) {
      return fail(`Service is in unknown state${seen.showError === '' ? '' : `: ${seen.showError}`}`);
    }
    const verb = verbFor(wanted.state, ActiveState);
    if (verb) steps.push({ verb, unit });
  }
  return { steps, warnings, result };
}

function verbFor(state: NonNullable<UnitWanted['state']>, active: string): UnitStep['verb'] | undefined {
  // `reloading` and `refreshing` are running as well.
  const running = active === 'active' || active === 'activating' || active === 'reloading' || active === 'refreshing';
  switch (state) {
    case 'started':
      return running ? undefined : 'start';
    case 'stopped':
      return running || active === 'deactivating' ? 'stop' : undefined;
    case 'restarted':
      return running ? 'restart' : 'start';
    case 'reloaded':
      return running ? 'reload' : 'start';
  }
}
