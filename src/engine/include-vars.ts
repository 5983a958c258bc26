// `include_vars`: loads variables from a file, or from the files of a directory, for one host.
import { dirname, join } from 'node:path';
import { didYouMean, TsplayError, type Diagnostic } from '../ground/index.js';
import type { ModuleResult } from '../kit/index.js';
import { keySpan, keyText, type Value, type ValueMap } from '../value/index.js';
import { isVaulted } from '../vault/index.js';
import { mergeDicts } from '../vars/index.js';
import { filesOfDirectory, NotIncluded, type DirectoryRules } from './include-vars-dir.js';
import { HIDDEN } from './show.js';
import { statementArguments } from './statement-args.js';
import type { Frame } from './types.js';

const FOR_ALL = ['name', 'hash_behaviour'];
const FOR_FILES = ['file', '_raw_params'];
const FOR_DIRECTORIES = ['dir', 'depth', 'files_matching', 'ignore_files', 'extensions', 'ignore_unknown_extensions'];
export const INCLUDE_VARS_PARAMETERS = [...FOR_ALL, ...FOR_FILES, ...FOR_DIRECTORIES];

export interface Included {
  readonly result: ModuleResult;
  readonly diagnostic?: Diagnostic | undefined;
}

/**
 * What cannot be loaded is a failed result that names the files loaded before it.
 * @throws TsplayError for parameters that are unknown or do not go together
 */
export function includeVars(frame: Frame): Included {
  const args = settled(frame);
  checkParameters(frame, args);
  const loaded: string[] = [];
  try {
    const vars = args.has('dir') ? fromDirectory(frame, args, loaded) : fromFile(frame, args, loaded);
    const name = textOf(args, 'name');
    const named: ValueMap = name === undefined ? vars : new Map<Value, Value>([[name, vars]]);
    const facts = withBehaviour(frame, named, textOf(args, 'hash_behaviour'));
    // compat: what comes out of encrypted files is not shown.
    const hidden = loaded.some((path) => isVaultedFile(frame, path)) ? { [HIDDEN]: true } : {};
    return { result: { changed: false, ansible_included_var_files: loaded, ansible_facts: facts, ...hidden } };
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const message = error instanceof NotIncluded ? error.said : error.message;
    // compat: the result says it under `message`, not `msg`.
    const name = textOf(args, 'name');
    const facts = name === undefined ? {} : { [name]: {} };
    const result = { changed: false, failed: true, message, ansible_included_var_files: loaded, ansible_facts: facts };
    const diagnostic = error.toDiagnostic();
    return { result, diagnostic: diagnostic.span ? diagnostic : { ...diagnostic, span: frame.task.span } };
  }
}

function isVaultedFile({ run, task }: Frame, path: string): boolean {
  return isVaulted(run.ports.taskFiles(task).read(path, { decrypt: false }));
}

function settled(frame: Frame): Map<string, Value> {
  return new Map([...statementArguments(frame, 'include_vars')].map(([key, value]) => [keyText(key), value]));
}

function checkParameters({ task }: Frame, args: ReadonlyMap<string, Value>): void {
  for (const key of args.keys()) {
    if (INCLUDE_VARS_PARAMETERS.includes(key)) continue;
    throw new TsplayError('unknown-argument', `include_vars has no parameter '${key}'`, {
      span: keySpan(task.args, key) ?? task.span,
      hint: didYouMean(key, INCLUDE_VARS_PARAMETERS),
    });
  }
  const first = mixedParameter((name) => args.has(name));
  if (first !== undefined) {
    throw new TsplayError('bad-argument', `include_vars: '${first}' is for directories and does not go with a file`, {
      span: keySpan(task.args, first) ?? task.span,
      hint: 'give either a file or dir',
    });
  }
  const behaviour = args.get('hash_behaviour');
  if (behaviour !== undefined && behaviour !== null && behaviour !== 'replace' && behaviour !== 'merge') {
    throw new TsplayError('bad-argument', "include_vars: hash_behaviour must be 'replace' or 'merge'", {
      span: keySpan(task.args, 'hash_behaviour') ?? task.span,
    });
  }
}

/** The first parameter for directories, where a file is given, too. */
export function mixedParameter(given: (name: string) => boolean): string | undefined {
  return FOR_FILES.some(given) ? FOR_DIRECTORIES.find(given) : undefined;
}

function textOf(args: ReadonlyMap<string, Value>, key: string): string | undefined {
  const value = args.get(key);
  return value === undefined || value === null || typeof value === 'object' ? undefined : keyText(value);
}

/** `hash_behaviour` of the task: what it brings is joined to what the host sees under the same names. */
function withBehaviour({ run, scope }: Frame, vars: ValueMap, behaviour: string | undefined): ValueMap {
  if (behaviour !== 'merge' || run.ports.options.hashBehaviour === 'merge') return vars;
  return new Map(
    [...vars].map(([name, value]): [Value, Value] => {
      const raw = typeof name === 'string' ? scope.lookup(name) : undefined;
      const before = raw instanceof Map ? raw : undefined;
      return [name, before && value instanceof Map ? mergeDicts(before, value) : value];
    }),
  );
}

function fromFile(frame: Frame, args: ReadonlyMap<string, Value>, loaded: string[]): ValueMap {
  const name = textOf(args, '_raw_params') ?? textOf(args, 'file');
  if (name === undefined || name === '') {
    throw new TsplayError('file-missing', 'Could not find file on the Ansible Controller.', {
      hint: "include_vars needs the name of a file, or 'dir'",
    });
  }
  const path = frame.run.ports.findVarsFile(name, frame.task);
  if (path === undefined) {
    throw new TsplayError('file-missing', `Could not find or access '${name}'`, {
      hint: "it is looked for in the role's vars/, beside the task file and beside the playbook",
    });
  }
  const vars = load(frame, path);
  loaded.push(path);
  return vars;
}

function fromDirectory(frame: Frame, args: ReadonlyMap<string, Value>, loaded: string[]): ValueMap {
  const dir = textOf(args, 'dir');
  if (dir === undefined) throw new TsplayError('bad-argument', "include_vars: 'dir' must be the name of a directory");
  const root = directory(frame, dir);
  const files = frame.run.ports.taskFiles(frame.task);
  const vars: ValueMap = new Map();
  for (const path of filesOfDirectory(files, root, rulesOf(args))) {
    for (const [name, value] of load(frame, path)) vars.set(name, value);
    loaded.push(path);
  }
  return vars;
}

function rulesOf(args: ReadonlyMap<string, Value>): DirectoryRules {
  const list = (key: string): Value[] | undefined => {
    const value = args.get(key);
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? value : [value];
  };
  const depth = Number(textOf(args, 'depth') ?? 0);
  if (!Number.isInteger(depth)) throw new TsplayError('bad-argument', "include_vars: 'depth' must be a number");
  const extensions = args.get('extensions');
  const lenient = args.get('ignore_unknown_extensions');
  return {
    depth,
    matching: textOf(args, 'files_matching'),
    ignored: (list('ignore_files') ?? []).flatMap((v) => keyText(v).split(/\s+/)),
    // compat: text is taken letter by letter.
    extensions: typeof extensions === 'string' ? [...extensions] : list('extensions')?.map((v) => keyText(v)),
    lenient: lenient === true || (typeof lenient === 'string' && /^(?:yes|true|on|1|y|t)$/i.test(lenient)),
  };
}

/** compat: relative to the role's vars/, or else to the task's own file; never searched. */
function directory({ task }: Frame, dir: string): string {
  if (dir.startsWith('/')) return dir;
  if (!task.role) return join(dirname(task.file), dir);
  return dir.split('/')[0] === 'vars' ? join(task.role.path, dir) : join(task.role.path, 'vars', dir);
}

function load(frame: Frame, path: string): ValueMap {
  try {
    return frame.run.ports.loadVars(path);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.code !== 'bad-keyword') throw error;
    throw new NotIncluded(`${path} must be stored as a dictionary/hash`, error);
  }
}
