// Manages other names of the programs of snaps.
import { alias, choice, defineModule, list, ModuleFailure, script, str, z } from '../../../src/kit/index.js';
import { mustRun } from '../../_shared/program.js';
import { lookAtSnap, versionsOf } from '../../_shared/snap.js';

const args = z.strictObject({
  name: str().optional().describe('The snap, or the program `snap.program`.'),
  alias: alias(list(str()).optional(), 'aliases').describe('Its other names; without them `absent` removes all.'),
  state: choice('absent', 'present').default('present').describe('Whether they shall be there.'),
});

export default defineModule({
  name: 'community.general.snap_alias',
  summary: 'Manages snap aliases.',
  args,
  returns: z.object({
    snap_aliases: z.unknown().describe('The aliases afterwards, in check mode as they are: by snap a list.'),
    version: z.record(z.string(), z.string()).describe("Versions of snap's parts."),
  }),
  requires: ['snap'],
  check: 'full',
  diff: true,
  rules: (a) => {
    if (a.state === 'present' && (a.name === undefined || a.alias === undefined)) {
      return ['state is present but all of the following are missing: name, alias'];
    }
    return a.name === undefined && a.alias === undefined
      ? ['state is absent but any of the following are missing: name, alias']
      : [];
  },
  examples: [
    { name: 'Another name', task: 'community.general.snap_alias:\n  name: hello-world.env\n  alias: hello-env' },
  ],
  async run({ args: a, change, checkMode, host }) {
    const told = await lookAtSnap(host, [script('o=$(snap aliases 2>&1 </dev/null); say rc $?; say aliases "$o"')]);
    if (told.value('rc') !== '0')
      throw new ModuleFailure(told.value('aliases') ?? '', { rc: Number(told.value('rc')) });
    const before = parseAliases(told.value('aliases') ?? '');
    const after = new Map([...before].map(([name, some]) => [name, [...some]]));
    const steps = decide(a, after);
    const shown = (all: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> =>
      a.name === undefined ? Object.fromEntries(all) : { [a.name]: all.get(a.name) ?? [] };
    const text = (all: ReadonlyMap<string, readonly string[]>): string =>
      `${JSON.stringify(shown(all), undefined, 4)}\n`;
    for (const [at, words] of steps.entries()) {
      const diff = at === 0 ? { before: text(before), after: text(after) } : undefined;
      await change({ summary: `run snap ${words.join(' ')}`, diff }, (hands) => mustRun(hands, ['snap', ...words]));
    }
    return {
      name: a.name ?? null,
      alias: a.alias ?? null,
      state: a.state,
      snap_aliases: shown(checkMode ? before : after),
      version: versionsOf(told),
    };
  },
});

/** `snap.program  alias  notes` below a header. */
export function parseAliases(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n').slice(1)) {
    const [, snap, name] = /^(\S+)\s+([\w.-]+)\s/.exec(`${line.trim()} `) ?? [];
    if (snap !== undefined && name !== undefined) found.set(snap, [...(found.get(snap) ?? []), name]);
  }
  return found;
}

/** The snap commands that are needed; `all` becomes what it will be. */
export function decide(
  a: { readonly name?: string | undefined; readonly alias?: readonly string[] | undefined; readonly state: string },
  all: Map<string, string[]>,
): string[][] {
  const names = a.alias ?? [];
  if (a.state === 'present') {
    const mine = all.get(a.name ?? '') ?? [];
    const missing = names.filter((one) => !mine.includes(one));
    if (missing.length > 0) all.set(a.name ?? '', [...mine, ...missing]);
    return missing.map((one) => ['alias', a.name ?? '', one]);
  }
  if (names.length === 0) {
    const had = (all.get(a.name ?? '') ?? []).length > 0;
    if (had) all.delete(a.name ?? '');
    return had ? [['unalias', a.name ?? '']] : [];
  }
  return names.flatMap((one) => {
    const owners = [...all].filter(([snap, some]) => (a.name === undefined || snap === a.name) && some.includes(one));
    for (const [snap, some] of owners)
      all.set(
        snap,
        some.filter((other) => other !== one),
      );
    return owners.length > 0 ? [['unalias', one]] : [];
  });
}
