// Lines of modules-load.d(5) and modprobe.d(5) that are about one module.

const literal = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const moduleLine = (name: string): RegExp => new RegExp(`^ *${literal(name)} *(?:[#;].*)?$`);
const optionsLine = (name: string): RegExp => new RegExp(`^options ${literal(name)} (\\w+=\\S+) *(?:[#;].*)?$`);

export const hasModule = (text: string, name: string): boolean =>
  text.split('\n').some((line) => moduleLine(name).test(line));

/** The parameters the text gives the module: `a=1`. */
export function optionsOf(text: string, name: string): string[] {
  return text.split('\n').flatMap((line) => optionsLine(name).exec(line)?.[1] ?? []);
}

/** The lines that load the module, or give it options, as comments. */
export function disabled(text: string, name: string, what: 'module' | 'options'): string {
  const pattern = what === 'module' ? moduleLine(name) : optionsLine(name);
  return text
    .split('\n')
    .map((line) => (pattern.test(line) ? `#${line}` : line))
    .join('\n');
}
