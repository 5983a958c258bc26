// The settings of connections, derived anew only when a variable they were made from has another value.
import { deriveSettings, type DeriveInput } from './settings.js';
import type { ConnectionSettings } from './types.js';

/** What is the same for all hosts and tasks of a run, and what a host is asked for. */
type Given = Omit<DeriveInput, 'name' | 'variables' | 'implicitLocalhost' | 'onWarning'>;
type Asked = Pick<DeriveInput, 'name' | 'variables' | 'implicitLocalhost' | 'onWarning'>;

interface Known {
  /** The variables that were asked for, with what they were. */
  readonly read: ReadonlyMap<string, unknown>;
  readonly settings: ConnectionSettings;
}

/** More kinds of connections to one host within a run are derived each time. */
const MOST_PER_HOST = 4;

export interface RememberedSettings {
  /** @throws what `deriveSettings` throws */
  of(asked: Asked): ConnectionSettings;
  /** Those that were derived before, for variables with the same values. */
  known(asked: Pick<Asked, 'name' | 'variables'>): ConnectionSettings | undefined;
}

export function rememberSettings(given: Given): RememberedSettings {
  const byHost = new Map<string, Known[]>();
  const known: RememberedSettings['known'] = ({ name, variables }) =>
    byHost.get(name)?.find(({ read }) => [...read].every(([key, value]) => variables(key) === value))?.settings;
  return {
    known,
    of(asked) {
      const same = known(asked);
      if (same) return same;
      const read = new Map<string, unknown>();
      const variables = (name: string): unknown => {
        const value = asked.variables(name);
        read.set(name, value);
        return value;
      };
      const settings = deriveSettings({ ...given, ...asked, variables });
      byHost.set(asked.name, [{ read, settings }, ...(byHost.get(asked.name) ?? [])].slice(0, MOST_PER_HOST));
      return settings;
    },
  };
}
