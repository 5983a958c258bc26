// Gathers the objects a task is about from its definition, file on the target, templates or parameters.
import { ModuleFailure, type RenderOptions, type RunContext } from '../../src/kit/index.js';
import { complete, manifestsOf, parseManifest, type Manifest } from '../../src/kit/kube.js';
import type { ObjectsArgs } from './kube-session.js';

const NEWLINES: Readonly<Record<string, '\n' | '\r' | '\r\n'>> = {
  '\n': '\n',
  '\r': '\r',
  '\r\n': '\r\n',
  '\\n': '\n',
  '\\r': '\r',
  '\\r\\n': '\r\n',
};

const TRUE = /^(?:y|yes|on|1|true|t)$/i;

export interface TemplateChoice {
  readonly path: string;
  readonly options: RenderOptions;
}

/** One `template` as given: a path, or a dict with one. @throws ModuleFailure */
export function templateChoice(given: unknown): TemplateChoice {
  if (typeof given === 'string') return { path: given, options: { trimBlocks: true, lstripBlocks: false } };
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw new ModuleFailure("'template' must be a path, a dict with 'path', or a list of these");
  }
  const dict = given as Record<string, unknown>;
  const known = ['path', 'newline_sequence', 'variable_start_string', 'variable_end_string'];
  known.push('block_start_string', 'block_end_string', 'trim_blocks', 'lstrip_blocks');
  const unknown = Object.keys(dict).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new ModuleFailure(`'template' has no key '${unknown}': it knows ${known.join(', ')}`);
  const { path } = dict;
  if (typeof path !== 'string' || path === '') throw new ModuleFailure("'template' as a dict needs 'path'");
  const text = (key: string): string | undefined => {
    const value = dict[key];
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    throw new ModuleFailure(`'template.${key}' must be text`);
  };
  const flag = (key: string, unset: boolean): boolean => {
    const value = dict[key] ?? unset;
    return typeof value === 'boolean' ? value : TRUE.test(typeof value === 'string' ? value : JSON.stringify(value));
  };
  const newline = text('newline_sequence') ?? '\n';
  const newlineSequence = NEWLINES[newline];
  if (newlineSequence === undefined)
    throw new ModuleFailure("'template.newline_sequence' needs to be one of: \\n, \\r or \\r\\n");
  const marks = {
    variableStart: text('variable_start_string'),
    variableEnd: text('variable_end_string'),
    blockStart: text('block_start_string'),
    blockEnd: text('block_end_string'),
  };
  const given2 = Object.fromEntries(Object.entries(marks).filter(([, mark]) => mark !== undefined));
  return {
    path,
    options: {
      newlineSequence,
      trimBlocks: flag('trim_blocks', true),
      lstripBlocks: flag('lstrip_blocks', false),
      ...given2,
    },
  };
}

/** A text of manifests, and the file or address it is from. */
export interface ManifestText {
  readonly text: string;
  readonly place: string;
}

/** @param source the text of `src`, when the task has one */
export function definitionsOf(context: RunContext<ObjectsArgs>, source: ManifestText | undefined): Manifest[] {
  const { args, task } = context;
  return complete(raw(), args);

  function raw(): Manifest[] {
    if (source !== undefined) return parseManifest(source.text, source.place);
    if (args.template !== undefined && args.template !== null) {
      const list: unknown[] = Array.isArray(args.template) ? args.template : [args.template];
      return list.flatMap((given) => {
        const { path, options } = templateChoice(given);
        const found = task.files.find('templates', path);
        return parseManifest(task.render(found, options), path);
      });
    }
    const definition = args.resource_definition;
    const isGiven = definition !== undefined && definition !== null && definition !== '';
    return isGiven ? manifestsOf(definition, 'definition') : [{ object: {}, place: 'parameters' }];
  }
}
