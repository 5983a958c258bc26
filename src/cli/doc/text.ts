// A module's page as text, and its snippet to paste into a playbook.
import type { DescribedOption, ModuleDescription } from '../../kit/describe.js';

const WIDTH = 76;

/** The page that `tsplay doc NAME` shows. */
export function pageText(name: string, { doc, examples, return: returns }: ModuleDescription): string {
  const options = Object.entries(doc.options);
  const sections = [
    [`> MODULE ${name}`, '', ...wrapped(doc.short_description, 2)],
    ...(doc.aliases.length > 0 ? [['OTHER NAMES:', '', ...wrapped(doc.aliases.join(', '), 2)]] : []),
    ...(options.length > 0
      ? [['OPTIONS (= is mandatory):', '', ...options.flatMap((option) => optionLines(option))]]
      : []),
    ...refusedSection(doc.refused),
    [
      'ATTRIBUTES:',
      '',
      `  check_mode: ${doc.attributes.check_mode.support}`,
      `  diff_mode: ${doc.attributes.diff_mode.support}`,
      ...(doc.requirements.length > 0 ? [`  needs on the host: ${doc.requirements.join(', ')}`] : []),
    ],
    ...(examples === '' ? [] : [['EXAMPLES:', '', ...examples.trimEnd().split('\n')]]),
    ...returnsSection(returns),
  ];
  return `${sections.map((lines) => lines.join('\n').trimEnd()).join('\n\n')}\n`;
}

/** The task to paste that `tsplay doc -s NAME` shows. */
export function snippetText(name: string, { doc }: ModuleDescription): string {
  const lines = Object.entries(doc.options).flatMap(([option, described]) => {
    const required = described.required ? '(required) ' : '';
    const [first = '', ...more] = wrapped(required + described.description.join(' '), 0, WIDTH - 29);
    const head = `      ${`${option}:`.padEnd(23)}# ${first}`;
    return [head, ...more.map((line) => `${' '.repeat(29)}# ${line}`)];
  });
  return [`- name: ${doc.short_description}`, `  ${name}:`, ...lines, ''].join('\n');
}

function optionLines([name, option]: [string, DescribedOption], indent = 0): string[] {
  const margin = ' '.repeat(indent);
  const facts = [
    ...(option.aliases ? [`aliases: [${option.aliases.join(', ')}]`] : []),
    ...(option.choices ? [`choices: [${option.choices.map(String).join(', ')}]`] : []),
    ...(option.required ? [] : [`default: ${JSON.stringify(option.default ?? null).replace(/^"(.*)"$/, '$1')}`]),
    ...(option.elements === undefined ? [] : [`elements: ${option.elements}`]),
    `type: ${option.type}`,
  ];
  return [
    `${margin}${option.required ? '=' : '-'} ${name}`,
    ...wrapped(option.description.join(' '), indent + 8),
    ...facts.map((fact) => `${margin}        ${fact}`),
    '',
    ...Object.entries(option.suboptions ?? {}).flatMap((inner) => optionLines(inner, indent + 8)),
  ];
}

function refusedSection(refused: Readonly<Record<string, string>>): string[][] {
  const entries = Object.entries(refused);
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([name, instead]) => [`- ${name}`, ...wrapped(instead, 8)]);
  return [['NOT SUPPORTED BY TSPLAY:', '', ...lines]];
}

function returnsSection(returns: ModuleDescription['return']): string[][] {
  const entries = Object.entries(returns);
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([name, value]) => [
    `- ${name}`,
    ...wrapped(value.description, 8),
    `        returned: ${value.returned}`,
    `        type: ${value.type}`,
    '',
  ]);
  return [['RETURN VALUES:', '', ...lines]];
}

function wrapped(text: string, indent: number, width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - indent)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
