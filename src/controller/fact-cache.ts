// Keeps the facts of hosts between runs: one JSON file per host, which Ansible's jsonfile cache and tsplay both read.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { dumpJson } from '../template/index.js';
import { parseJson } from '../template/json-parse.js';
import type { Value, ValueMap } from '../value/index.js';
import { nodeFiles } from './files.js';
import { writeFileAtomic } from './write.js';

/** Facts by host, under the names the modules gave them (`ansible_os_family`). */
export interface FactStore {
  /** The facts of a host; undefined when there are none, or none fresh enough. @throws TsplayError file-unreadable */
  get(host: string): ValueMap | undefined;
  /** Takes all facts of a host in place of those before. @throws TsplayError write-failed */
  set(host: string, facts: ValueMap): void;
  forget(host: string): void;
}

/** Facts that last as long as the process. */
export function memoryFacts(): FactStore {
  const known = new Map<string, ValueMap>();
  return {
    get: (host) => known.get(host),
    set: (host, facts) => void known.set(host, facts),
    forget: (host) => void known.delete(host),
  };
}

/**
 * Facts in files named by `prefix` and host. What was read or written once stays known for the run, also when it grows too old.
 * @param timeout seconds after which a file no longer counts; 0 means never
 */
export function jsonFileFacts(options: {
  readonly directory: string;
  readonly prefix: string;
  readonly timeout: number;
  readonly now?: () => number;
}): FactStore {
  const { directory, prefix, timeout, now = Date.now } = options;
  const memory = memoryFacts();
  const fileOf = (host: string): string => join(directory, `${prefix}${host.replaceAll('/', '_')}`);
  return {
    get(host) {
      const known = memory.get(host);
      if (known) return known;
      const path = fileOf(host);
      const stat = nodeFiles.stat(path);
      if (stat?.kind !== 'file') return undefined;
      if (timeout !== 0 && (now() - stat.mtime) / 1000 > timeout) return undefined;
      const facts = readFacts(path);
      memory.set(host, facts);
      return facts;
    },
    set(host, facts) {
      memory.set(host, facts);
      writeFileAtomic(fileOf(host), dumpJson(facts, { indent: 4, sortKeys: true }), 0o644);
    },
    forget(host) {
      memory.forget(host);
      rmSync(fileOf(host), { force: true });
    },
  };
}

/** @throws TsplayError file-unreadable; `compat:` a file that holds no facts is taken away */
function readFacts(path: string): ValueMap {
  let value: Value;
  try {
    value = trusted(parseJson(nodeFiles.readText(path)));
  } catch (error) {
    if (error instanceof TsplayError && error.cause !== undefined) throw error;
    value = null;
  }
  if (value instanceof Map) return value;
  rmSync(path, { force: true });
  throw new TsplayError(
    'file-unreadable',
    `The cache file ${path} was corrupt, or did not otherwise contain valid data. It has been removed, so you can re-run your command now.`,
  );
}

/** `compat:` Ansible may write text that is not to be templated as a mapping with a mark; all facts are data here. */
function trusted(value: Value): Value {
  if (Array.isArray(value)) return value.map(trusted);
  if (!(value instanceof Map)) return value;
  const marked = value.get('__ansible_unsafe');
  if (value.size === 1 && marked !== undefined) return marked;
  return new Map([...value].map(([key, inner]): [Value, Value] => [key, trusted(inner)]));
}
