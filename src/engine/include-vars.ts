// `include_vars`: loads variables from a file, or from the files of a directory, for one host.
import { didYouMean, TsplayError } from '../ground/index.js';
import type { ModuleResult } from '../kit/index.js';
import { keySpan, keyText, type Value, type ValueMap } from '../value/index.js';
import { isVaulted } from '../vault/index.js';
import { HIDDEN } from './show.js';
import type { Frame } from './types.js';

const PARAMETERS = [
  'file',
  'dir',
  'name',
  'depth',
  'files_matching',
  'ignore_files',
  'extensions',
  'ignore_unknown_extensions',
  'hash_behaviour',
  '_raw_params',
];

/** @throws TsplayError for unknown parameters and files that are missing or broken */
export function includeVars(frame: Frame): ModuleResult {
  const { run, task, scope } = frame;
  const args = new Map([...task.args].map(([key, value]) => [keyText(key), run.ports.template.resolve(value, scope)]));
  for (const key of args.keys()) {
    if (!PARAMETERS.includes(key)) {
      throw new TsplayError('unknown-argument', `include_vars has no parameter '${key}'`, {
        span: keySpan(task.args, key) ?? task.span,
        hint: didYouMean(key, PARAMETERS),
      });
    }
  }
  if (args.has('hash_behaviour') && args.get('hash_behaviour') !== 'replace') {
    throw new TsplayError('unsupported-argument', "include_vars: only hash_behaviour 'replace' is supported", {
      span: task.span,
      hint: 'merge with the combine filter',
    });
  }
  const textOf = (key: string): string | undefined => {
    const value = args.get(key);
    return value === undefined || value === null ? undefined : keyText(value);
  };
  const file = textOf('_raw_params') ?? textOf('file');
  const dir = textOf('dir');
  if ((file === undefined) === (dir === undefined)) {
    throw new TsplayError('missing-argument', "include_vars needs either 'file' or 'dir'", { span: task.span });
  }
  const paths = file !== undefined ? [findFile(frame, file)] : filesIn(frame, dir ?? '', args);
  const vars: ValueMap = new Map(paths.flatMap((path) => [...run.ports.loadVars(path)]));
  const name = textOf('name');
  const loaded: ValueMap = name === undefined ? vars : new Map<Value, Value>([[name, vars]]);
  // compat: what comes out of encrypted files is not shown.
  const files = run.ports.taskFiles(task);
  const vaulted = paths.some((path) => isVaulted(files.read(path, { decrypt: false })));
  const hidden = vaulted ? { [HIDDEN]: true } : {};
  return { changed: false, ansible_included_var_files: paths, ansible_facts: loaded, ...hidden };
}

function findFile(frame: Frame, file: string): string {
  const path = frame.run.ports.findVarsFile(file, frame.task);
  if (path !== undefined) return path;
  throw new TsplayError('file-missing', `Could not find or access '${file}'`, {
    span: frame.task.span,
    hint: "it is looked for in the role's vars/, beside the task file and beside the playbook",
  });
}

function filesIn(frame: Frame, dir: string, args: ReadonlyMap<string, Value>): string[] {
  const files = frame.run.ports.taskFiles(frame.task);
  const root = files.find('vars', dir);
  const depth = Number(args.get('depth') ?? 0);
  const matching = args.get('files_matching');
  const pattern = typeof matching === 'string' ? new RegExp(matching) : undefined;
  const listed = (key: string, fallback: string[]): string[] => {
    const value = args.get(key);
    return value === undefined || value === null
      ? fallback
      : (Array.isArray(value) ? value : [value]).map((v) => keyText(v));
  };
  const extensions = listed('extensions', ['json', 'yaml', 'yml']);
  const ignored = listed('ignore_files', []);
  const lenient = args.get('ignore_unknown_extensions') === true;
  return files
    .walk(root)
    .filter((entry) => entry.kind === 'file' && (depth === 0 || entry.path.split('/').length <= depth))
    .filter(({ path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (ignored.includes(name) || name.startsWith('.') || (pattern && !pattern.test(name))) return false;
      if (extensions.includes(name.slice(name.lastIndexOf('.') + 1))) return true;
      if (lenient || pattern) return false;
      throw new TsplayError(
        'bad-argument',
        `${root}/${path} does not have a valid extension: ${extensions.join(', ')}`,
        { span: frame.task.span },
      );
    })
    .map((entry) => `${root}/${entry.path}`);
}
