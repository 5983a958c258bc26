// The completion script for fish.
import type { Completed, CompletedOption, CompletionModel, Value } from './model.js';

/** A script for fish's completions directory, or to be sourced. */
export function fishScript({ commands, links }: CompletionModel): string {
  const tops = commands.filter((c) => !c.command.includes(' '));
  const known = tops.map((c) => c.command).join(' ');
  const actionsOf = (top: string): string =>
    tops
      .find((c) => c.command === top)
      ?.actions.map(([name]) => name)
      .join(' ') ?? '';
  const lines = [
    `# fish completion for ${['tsplay', ...links.map(([link]) => link)].join(', ')}; load it with: tsplay completion fish | source`,
    ...tops.map((c) => `complete -c tsplay -n __fish_is_first_token -a ${quoted(c.command)} -d ${quoted(c.help)}`),
    ...commands.flatMap((c) => {
      const [top = '', action] = c.command.split(' ');
      const seen =
        top === 'playbook'
          ? `not __fish_seen_subcommand_from ${known.replace(/\bplaybook ?/, '')}`
          : `__fish_seen_subcommand_from ${top}`;
      return linesOf(
        'tsplay',
        c,
        [seen, ...(action === undefined ? [] : [`__fish_seen_subcommand_from ${action}`])],
        actionsOf(top),
      );
    }),
    ...links.flatMap(([link, command]) =>
      commands
        .filter((c) => c.command === command || c.command.startsWith(`${command} `))
        .flatMap((c) => {
          const action = c.command.split(' ')[1];
          return linesOf(
            link,
            c,
            action === undefined ? [] : [`__fish_seen_subcommand_from ${action}`],
            actionsOf(command),
          );
        }),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(program: string, completed: Completed, conditions: readonly string[], actions: string): string[] {
  const condition = conditions.length === 0 ? '' : ` -n ${quoted(conditions.join('; and '))}`;
  const head = `complete -c ${program}${condition}`;
  const without = [...conditions, `not __fish_seen_subcommand_from ${actions}`];
  return [
    ...completed.actions.map(
      ([name, help]) =>
        `complete -c ${program} -n ${quoted(without.join('; and '))} -f -a ${quoted(name)} -d ${quoted(help)}`,
    ),
    ...completed.options.map((option) => `${head} ${optionText(option)}`),
    ...(completed.word === 'file' ? [] : [`${head} -f${listed(completed.word)}`]),
  ];
}

function optionText({ names, help, value }: CompletedOption): string {
  const spelled = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const valued = value === undefined ? '' : value === 'file' ? ' -r -F' : ` -x${listed(value)}`;
  return `${spelled.join(' ')}${valued} -d ${quoted(help)}`;
}

function listed(value: Value): string {
  if (value === 'directory') return ' -a "(__fish_complete_directories)"';
  return typeof value === 'string' ? '' : ` -a ${quoted(value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
