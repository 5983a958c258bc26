// What a run knows of a host's facts: `ansible_facts`, the same as variables, and the cache that outlives the run.
import { setTextKind, textKindAt, type Value, type ValueMap } from '../value/index.js';
import type { FactCache } from './types.js';

/** Connection settings and the like, which a host must not set by a fact. Specified by what ansible-core takes out of facts. */
const UNSAFE =
  /^ansible_(?:become(?:_.*)?|connection|connection_user|host|user|port|password|timeout|pipelining|private_key_file|shell_type|shell_executable|module_compression|network_os|sftp_extra_args|scp_extra_args|rsync_path|playbook_python|facts|.*_interpreter)$/;
const OF_CONNECTIONS = /^ansible_(?:ssh|local|paramiko_ssh|paramiko|winrm|psrp|docker|podman)_/;

/** Whether a fact of this name stays in `ansible_facts` and is no variable of its own. */
export function isUnsafeFact(name: string): boolean {
  if (UNSAFE.test(name)) return true;
  if (!OF_CONNECTIONS.test(name)) return false;
  return !/^ansible_ssh_host_key_/.test(name) && !/_(?:bridge|gwbridge)$/.test(name);
}

export interface FactSettings {
  /** The setting `inject_facts_as_vars`. */
  readonly inject?: boolean | undefined;
  readonly cache?: FactCache | undefined;
}

/** The facts of one host. */
export class HostFacts {
  /** Without the `ansible_` prefix: the value of `ansible_facts`. */
  readonly named: ValueMap = new Map();
  /** As variables: `ansible_facts`, and each under its own name as far as facts are injected. */
  readonly vars: ValueMap = new Map<Value, Value>([['ansible_facts', this.named]]);
  /** Under the names the modules gave them, as the cache keeps them. */
  private readonly given: ValueMap = new Map();

  constructor(
    private readonly host: string,
    private readonly settings: FactSettings = {},
  ) {
    const cached = settings.cache?.get(host);
    if (cached) this.take(cached);
  }

  /** Whether facts were gathered, in this run or in one the cache remembers (`gathering: smart` asks it). */
  get gathered(): boolean {
    return this.given.get('_ansible_facts_gathered') === true || this.given.get('module_setup') === true;
  }

  /** Takes a module's `ansible_facts`. `compat:` names keep working with and without the prefix. */
  add(facts: ValueMap): void {
    this.take(facts);
    this.settings.cache?.set(this.host, new Map(this.given));
  }

  forget(): void {
    this.settings.cache?.forget(this.host);
    this.given.clear();
    this.named.clear();
    this.vars.clear();
    this.vars.set('ansible_facts', this.named);
  }

  private take(facts: ValueMap): void {
    for (const [key, value] of facts) {
      if (typeof key !== 'string') continue;
      this.given.set(key, value);
      const kind = typeof value === 'string' ? textKindAt(facts, key, value) : undefined;
      if (kind) for (const into of [this.given, this.named, this.vars]) setTextKind(into, key, value as string, kind);
      if (key.startsWith('_ansible_')) continue;
      this.named.set(key === 'ansible_local' ? key : key.replace(/^ansible_/, ''), value);
      // `compat:` local facts are a variable whatever the setting says.
      if (key === 'ansible_local' || (this.settings.inject !== false && !isUnsafeFact(key))) this.vars.set(key, value);
    }
  }
}
