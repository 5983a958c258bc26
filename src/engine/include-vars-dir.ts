// Which files of a directory `include_vars` loads, in which order.
import { TsplayError } from '../ground/index.js';
import type { TaskFiles } from '../kit/index.js';
import { pythonRegex } from '../template/index.js';

export interface DirectoryRules {
  /** How many directories are looked into; 0: all. */
  readonly depth: number;
  /** A Python regular expression, searched in names. */
  readonly matching: string | undefined;
  /** Python regular expressions that match to the end of a name. */
  readonly ignored: readonly string[];
  /** Without the dot; undefined: those of YAML and JSON. */
  readonly extensions: readonly string[] | undefined;
  /** Whether files of other extensions are passed over instead of refused. */
  readonly lenient: boolean;
}

/** A mistake whose words Ansible's results have. */
export class NotIncluded extends TsplayError {
  constructor(
    readonly said: string,
    cause?: TsplayError,
  ) {
    super(cause?.code ?? 'bad-argument', said, { span: cause?.span, hint: cause?.hint });
  }
}

const EXTENSIONS = ['yaml', 'yml', 'json'];

/**
 * The files to load, one after the other, so that those before a refused one are loaded.
 * @throws NotIncluded for a directory that is none and for files of unknown extensions
 */
export function* filesOfDirectory(files: TaskFiles, root: string, rules: DirectoryRules): Generator<string> {
  const kind = files.stat(root)?.kind;
  if (kind === undefined) throw new NotIncluded(`${root} directory does not exist`);
  if (kind !== 'directory') throw new NotIncluded(`${root} is not a directory`);
  const matching = rules.matching === undefined ? undefined : regex(rules.matching);
  const ignored = rules.ignored.map((pattern) => regex(`${pattern}$`));
  const extensions = rules.extensions ?? EXTENSIONS;
  for (const [dir, names] of byDirectory(files, root, rules.depth)) {
    for (const name of names) {
      if (matching && !matching(name)) continue;
      if (ignored.some((matches) => matches(name))) continue;
      const path = `${dir}/${name}`;
      if (extensions.includes(extensionOf(name))) yield path;
      else if (!rules.lenient) {
        throw new NotIncluded(`${path} does not have a valid extension: ${extensions.join(', ')}`);
      }
    }
  }
}

function regex(pattern: string): (name: string) => boolean {
  const compiled = pythonRegex(pattern);
  return (name) => name.search(compiled) !== -1;
}

/** Python's splitext: a dot at the beginning makes no extension. */
function extensionOf(name: string): string {
  return /^\.*[^.].*\.([^.]*)$/.exec(name)?.[1] ?? '';
}

/** compat: `depth` counts directories in the order of their paths, not levels. */
function byDirectory(files: TaskFiles, root: string, depth: number): [string, string[]][] {
  const found = new Map<string, string[]>([[root, []]]);
  for (const entry of files.walk(root)) {
    const path = `${root}/${entry.path}`;
    if (entry.kind === 'directory') found.set(path, []);
    else {
      const dir = path.slice(0, path.lastIndexOf('/'));
      found.set(dir, [...(found.get(dir) ?? []), path.slice(dir.length + 1)]);
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, names] of sorted) names.sort((a, b) => (a < b ? -1 : 1));
  return depth === 0 ? sorted : sorted.slice(0, depth);
}
