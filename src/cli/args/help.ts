// The texts of `--help` and of the usage line, from a command's table.
import type { CommandSpec, Option, OptionTable, Positional } from './table.js';

const COLUMNS = 80;
/** Where the explanations begin. */
const MARGIN = 24;

/** `usage: …`, wrapped below the name of the program. */
export function usageText(program: string, spec: CommandSpec<OptionTable>): string {
  const words = [
    ...exclusiveGroups(Object.values(spec.options)).map(bracketed),
    ...spec.positionals.map(positionalWord),
  ];
  const head = `usage: ${program} `;
  return `${head}${wrap(words, COLUMNS - head.length).join(`\n${' '.repeat(head.length)}`)}\n`;
}

/** The whole page: usage, what the command does, its words and options. */
export function helpText(program: string, spec: CommandSpec<OptionTable>): string {
  const options = Object.values(spec.options).filter((o) => o.refused === undefined);
  const groups = [...new Set(options.map((o) => o.group ?? 'options'))];
  const sections = [
    ...(spec.positionals.length > 0
      ? [['positional arguments:', ...spec.positionals.flatMap((p) => entry(p.name, p.help))].join('\n')]
      : []),
    ...groups.map((group) =>
      [
        `${group}:`,
        ...options.filter((o) => (o.group ?? 'options') === group).flatMap((o) => entry(spellings(o), explained(o))),
      ].join('\n'),
    ),
  ];
  return `${usageText(program, spec)}\n${wrap(spec.summary.split(' '), COLUMNS).join('\n')}\n\n${sections.join('\n\n')}\n`;
}

/** `-i, --inventory INVENTORY`, as the help and README's table show it. */
export function spellings(option: Option<unknown>): string {
  return option.names.join(', ') + (option.metavar === undefined ? '' : ` ${option.metavar}`);
}

function explained(option: Option<unknown>): string {
  return option.defaultText === undefined ? option.help : `${option.help} (default: ${option.defaultText})`;
}

function exclusiveGroups(options: readonly Option<unknown>[]): Option<unknown>[][] {
  const shown = options.filter((o) => o.refused === undefined);
  return shown.flatMap((option) => {
    if (option.exclusive === undefined) return [[option]];
    const group = shown.filter((o) => o.exclusive === option.exclusive);
    return group[0] === option ? [group] : [];
  });
}

function bracketed(group: readonly Option<unknown>[]): string {
  return `[${group.map((o) => `${o.names[0]}${o.metavar === undefined ? '' : ` ${o.metavar}`}`).join(' | ')}]`;
}

function positionalWord({ name, many, optional }: Positional): string {
  const word = many ? `${name}${optional ? '' : ` [${name}`} ...${optional ? '' : ']'}` : name;
  return optional ? `[${word}]` : word;
}

function entry(head: string, explanation: string): string[] {
  const lines = wrap(explanation.split(' '), COLUMNS - MARGIN).map((line) => ' '.repeat(MARGIN) + line);
  const first = `  ${head}`;
  if (first.length > MARGIN - 2) return [first, ...lines];
  return [first.padEnd(MARGIN) + (lines[0]?.trimStart() ?? ''), ...lines.slice(1)];
}

function wrap(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
