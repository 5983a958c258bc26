// Writes values as YAML in the very bytes Ansible would give: PyYAML's representation through libyaml's emitter.
import type { Value } from '../../value/index.js';
import { Emitter } from './emitter.js';
import { represent } from './represent.js';
import type { TagDirective } from './tags.js';

export interface DumpOptions {
  /** Spaces per level; PyYAML's default is 2, and only 2 to 9 are taken. */
  readonly indent?: number | undefined;
  /** Columns after which long text is folded; default 80, below 0: never. */
  readonly width?: number | undefined;
  /** false: block style; true: flow style; null: flow for collections of plain scalars. */
  readonly flow: boolean | null;
  readonly sortKeys?: boolean | undefined;
  readonly explicitStart?: boolean | undefined;
  readonly explicitEnd?: boolean | undefined;
  /** Whether characters beyond ASCII stay as they are; default: they do. */
  readonly unicode?: boolean | undefined;
  /** Whether a container that occurs again is written as a reference to its first occurrence. */
  readonly aliases?: boolean | undefined;
  /** The style of scalars: `"`, `'`, `|` or `>`. */
  readonly defaultStyle?: string | undefined;
  /** `\n` (the default), `\r` or `\r\n`. */
  readonly lineBreak?: string | undefined;
  /** Every tag written out, every text in double quotes. */
  readonly canonical?: boolean | undefined;
  /** The version of a `%YAML` directive. */
  readonly version?: readonly [number, number] | undefined;
  readonly tags?: readonly TagDirective[] | undefined;
}

/** The YAML text of a value, as `yaml.dump(value, …)` gives it. @throws TsplayError for values YAML cannot hold */
export function dumpYaml(value: Value, options: DumpOptions): string {
  const { indent, width } = options;
  const spaces = indent !== undefined && indent > 1 && indent < 10 ? indent : 2;
  const columns = width === undefined || (width >= 0 && width <= spaces * 2) ? 80 : width < 0 ? Infinity : width;
  const root = represent(value, {
    flow: options.flow,
    sortKeys: options.sortKeys ?? true,
    style: options.defaultStyle,
    aliases: options.aliases ?? false,
  });
  return new Emitter({
    indent: spaces,
    width: columns,
    lineBreak: options.lineBreak ?? '\n',
    unicode: options.unicode ?? true,
    explicitStart: options.explicitStart ?? false,
    explicitEnd: options.explicitEnd ?? false,
    canonical: options.canonical ?? false,
    version: options.version,
    tags: options.tags ?? [],
  }).document(root);
}
