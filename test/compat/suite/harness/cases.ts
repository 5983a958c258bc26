// What a case is and where the cases are: `cases/<theme>/<case>.yml`, or `cases/<theme>/<case>/site.yml` with what belongs to it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Case {
  readonly theme: string;
  /** `theme/case` */
  readonly id: string;
  /** The case is played with this as working directory: the case's own, or its theme's. */
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether the order of banners among hosts is part of the answer (not under the free strategy). */
  readonly ordered: boolean;
}

const NO_CASES = new Set(['roles', 'tasks', 'vars', 'files', 'templates', 'group_vars', 'host_vars', 'library']);

/** All cases whose id is, or whose theme is, one of `wanted` (all when there are none), in order. */
export function findCases(root: string, wanted: readonly string[] = []): Case[] {
  const found: Case[] = [];
  for (const theme of directories(root)) {
    for (const entry of readdirSync(join(root, theme), { withFileTypes: true })) {
      const own = join(root, theme, entry.name);
      if (entry.isDirectory()) {
        if (!NO_CASES.has(entry.name) && existsSync(join(own, 'site.yml')))
          found.push(read(root, theme, entry.name, own, 'site.yml', join(own, 'args'), join(own, 'env')));
      } else if (entry.name.endsWith('.yml')) {
        const name = entry.name.slice(0, -'.yml'.length);
        const beside = join(root, theme, name);
        found.push(read(root, theme, name, join(root, theme), entry.name, `${beside}.args`, `${beside}.env`));
      }
    }
  }
  found.sort((a, b) => (a.id < b.id ? -1 : 1));
  return wanted.length === 0 ? found : found.filter((c) => wanted.some((w) => c.id === w || c.theme === w));
}

function directories(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name);
}

function read(
  root: string,
  theme: string,
  name: string,
  cwd: string,
  playbook: string,
  argsFile: string,
  envFile: string,
): Case {
  const header = comments(join(cwd, playbook));
  const args = [...lines(argsFile), ...header.filter((h) => h.key === 'args').flatMap((h) => words(h.text))];
  const env = [...lines(envFile), ...header.filter((h) => h.key === 'env').map((h) => h.text)];
  const inventory = ['hosts', 'hosts.yml', 'inventory'].find((n) => existsSync(join(cwd, n)) && cwd.endsWith(name));
  const named = args.some((a) => a === '-i' || a.startsWith('--inventory') || a.startsWith('-i'));
  const configured =
    existsSync(join(cwd, 'ansible.cfg')) && /^inventory\s*=/m.test(readFileSync(join(cwd, 'ansible.cfg'), 'utf8'));
  const hosts = named || configured ? [] : ['-i', inventory ?? join(root, 'hosts')];
  const plain = args.some((a) => a.endsWith('.yml') && !a.startsWith('@'));
  return {
    theme,
    id: `${theme}/${name}`,
    cwd,
    argv: [...(plain ? [] : [playbook]), ...hosts, ...args],
    env: Object.fromEntries(env.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
    ordered: !header.some((h) => h.key === 'unordered'),
  };
}

/** `# args: …`, `# env: NAME=value` and `# unordered: why` in the first lines of the playbook. */
function comments(path: string): { key: string; text: string }[] {
  const found: { key: string; text: string }[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line.startsWith('#')) break;
    const match = /^# (args|env|unordered): (.*)$/.exec(line);
    if (match) found.push({ key: match[1] ?? '', text: (match[2] ?? '').trim() });
  }
  return found;
}

function lines(path: string): string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((l) => l !== '' && !l.startsWith('# '));
}

/** Words of a line, quotes as in a shell. */
function words(text: string): string[] {
  const found = text.matchAll(/(?:'([^']*)'|"([^"]*)"|[^\s'"]+)+/g);
  return [...found].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, a?: string, b?: string) => a ?? b ?? ''),
  );
}
