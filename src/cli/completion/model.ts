// What there is to complete, per command and action, gathered from the commands' own tables.
import { actionNames } from '../modules.js';
import type { Completes, OptionTable } from '../args/index.js';
import { commands } from '../dispatch.js';

export interface CompletedOption {
  readonly names: readonly string[];
  readonly help: string;
  /** What the value is; undefined for an option without one. */
  readonly value: Value | undefined;
  readonly repeatable: boolean;
}

/** `file`, `directory`, `nothing`, or the words there are. */
export type Value = 'file' | 'directory' | 'nothing' | readonly string[];

export interface Completed {
  /** `run`, `vault`, `vault view`. */
  readonly command: string;
  readonly help: string;
  readonly options: readonly CompletedOption[];
  /** What a word that is no option is. */
  readonly word: Value;
  /** Actions that come first, with their help. */
  readonly actions: readonly (readonly [name: string, help: string])[];
}

export interface CompletionModel {
  readonly commands: readonly Completed[];
  /** Names of links and the command each stands for. */
  readonly links: readonly (readonly [link: string, command: string])[];
}

/** Loads every command and reads its tables. */
export async function completionModel(): Promise<CompletionModel> {
  const found: Completed[] = [];
  for (const { name, load } of commands()) {
    const specs = (await load()).SPECS ?? {};
    const actions = Object.keys(specs).filter((action) => action !== '');
    for (const [action, spec] of Object.entries(specs)) {
      const [first] = spec.positionals;
      found.push({
        command: action === '' ? name : `${name} ${action}`,
        help: spec.summary,
        options: completedOptions(spec.options),
        word: first ? valueOf(first.completes ?? 'file') : 'nothing',
        actions: action === '' ? actions.map((a) => [a, specs[a]?.summary ?? '']) : [],
      });
    }
  }
  const links = commands().flatMap(({ name, link }) => (link === undefined ? [] : [[link, name] as const]));
  return { commands: found, links };
}

function completedOptions(table: OptionTable): CompletedOption[] {
  return Object.values(table)
    .filter((option) => option.refused === undefined)
    .map((option) => ({
      names: option.names,
      help: option.help,
      value: option.metavar === undefined ? undefined : valueOf(option.completes ?? 'file'),
      repeatable: Array.isArray(option.initial) || typeof option.initial === 'number',
    }));
}

function valueOf(completes: Completes): Value {
  return completes === 'module' ? [...new Set(actionNames())].sort() : completes;
}
