// Looks of coming tasks travel with those of present ones, and nothing but time shows it: random playbooks, run both ways.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Session } from '../src/host/session.js';
import { play } from './support/play.js';

/** More by hand: TSPLAY_LOOK_AHEAD_SEEDS=1000-1200. */
const [FIRST = 1, LAST = 6] = (process.env['TSPLAY_LOOK_AHEAD_SEEDS'] ?? '').split('-').filter(Boolean).map(Number);

const root = mkdtempSync(join(tmpdir(), 'tsplay-look-ahead-'));
const frames = vi.spyOn(Session.prototype, 'run');
afterAll(() => {
  frames.mockRestore();
  rmSync(root, { recursive: true, force: true });
});

type Json = Record<string, unknown>;

/** A generator of numbers below `n`, the same for the same seed (mulberry32). */
function dice(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** Tasks over a handful of names, so that they meet each other's work. */
function playbook(seed: number): Json[] {
  const roll = dice(seed);
  const pick = <T>(...of: T[]): T => of[roll(of.length)] as T;
  let registered = 0;
  const path = (): string => `{{ dir }}/${pick('a', 'b', 'c', 'a/x', 'b/y', 'link', '{{ name }}', "it's $(a) thing")}`;
  const action = (): Json =>
    pick<() => Json>(
      () => ({ file: { path: path(), state: 'directory', mode: pick('0755', '0750') } }),
      () => ({
        file: {
          path: path(),
          state: pick('absent', 'touch', 'file'),
          access_time: 'preserve',
          modification_time: 'preserve',
        },
      }),
      () => ({ file: { path: `{{ dir }}/link`, src: path(), state: 'link', force: pick(true, false) } }),
      () => ({
        copy: {
          dest: path(),
          content: pick('one\n', '{{ name }}\n', '{{ (r1 | default({})).changed | default(3) }}\n'),
        },
      }),
      () => ({ template: { src: 't.j2', dest: path(), mode: '0644' } }),
      () => ({
        lineinfile: { path: path(), line: pick('x=1', 'y={{ name }}'), regexp: '^[xy]=', create: pick(true, false) },
      }),
      () => ({ blockinfile: { path: path(), block: 'text\nof {{ name }}', create: true } }),
      () => ({ replace: { path: path(), regexp: 'e', replace: pick('E', '{{ name }}') } }),
      () => ({ stat: { path: path() } }),
      () => ({ stat: { path: path(), get_checksum: false } }),
      () => ({ command: { cmd: `touch '${path().replaceAll("'", '')}'`, creates: path() } }),
      () => ({ command: { cmd: 'ls -A {{ dir }}' }, changed_when: false }),
      () => ({ shell: { cmd: `rm -rf "{{ dir }}/${pick('a', 'b')}"` }, changed_when: false }),
      () => ({ set_fact: { name: pick('a', 'b', 'c', '{{ name }}') } }),
      () => ({ debug: { msg: "{{ lookup('pipe', 'ls ' ~ dir) }} {{ r1 is defined }}" } }),
      () => ({ assert: { that: pick('name is defined', "(r1 | default({'changed': true})).changed is defined") } }),
      () => ({ meta: 'flush_handlers' }),
      () => ({ find: { paths: '{{ dir }}' } }),
    )();
  const task = (depth: number): Json => {
    if (depth < 2 && roll(8) === 0) {
      return {
        block: Array.from({ length: 1 + roll(4) }, () => task(depth + 1)),
        ...(roll(2) === 0 ? { rescue: [task(2)] } : {}),
        ...(roll(3) === 0 ? { always: [task(2)] } : {}),
        ...(roll(3) === 0 ? { when: "name != 'c'" } : {}),
      };
    }
    const made = action();
    if ('meta' in made) return made;
    const out: Json = { ...made, ignore_errors: roll(5) !== 0 };
    if (roll(3) === 0) out['register'] = `r${(registered = 1 + roll(2))}`;
    if (roll(5) === 0)
      out['when'] = pick(
        "name != 'b'",
        `r${registered || 1} is not defined or r${registered || 1} is succeeded`,
        `r1.stat.exists | default(true)`,
      );
    if (roll(6) === 0)
      Object.assign(out, {
        loop: pick<unknown>(['a', 'b', 'c'], '{{ range(3) | list }}'),
        loop_control: { loop_var: pick('name', 'other') },
      });
    if (roll(6) === 0) out['notify'] = 'told';
    if (roll(9) === 0) out['check_mode'] = true;
    if (roll(9) === 0) out['delegate_to'] = 'two';
    if (roll(9) === 0) out['environment'] = { FROM: '{{ name }}' };
    if (roll(12) === 0) out['run_once'] = true;
    if (roll(14) === 0) Object.assign(out, { until: 'true', retries: 1, delay: 0 });
    return out;
  };
  return [
    {
      hosts: 'all',
      gather_facts: false,
      strategy: pick('linear', 'linear', 'free'),
      vars: { dir: pick(`${root}/work`, `${root}/work/{{ inventory_hostname }}`), name: 'b' },
      tasks: Array.from({ length: 14 }, () => task(0)),
      handlers: [{ name: 'told', copy: { dest: '{{ dir }}/told', content: '{{ name }}' } }],
    },
  ];
}

/** What a directory holds, times left out. */
function state(dir: string): unknown {
  return readdirSync(dir)
    .sort()
    .map((name) => {
      const path = join(dir, name);
      const status = lstatSync(path);
      const what = status.isDirectory()
        ? state(path)
        : status.isSymbolicLink()
          ? readlinkSync(path)
          : readFileSync(path, 'utf8');
      return [name, status.mode, what];
    });
}

/** Times, what follows from them, and numbers the system hands out. */
const PASSING = new Set(
  'duration start end delta atime mtime ctime inode access_time modification_time version ts time id at'.split(' '),
);

function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting);
  if (value instanceof Map)
    return [...(value as Map<unknown, unknown>)].map(([key, v]) =>
      PASSING.has(String(key)) ? key : [key, lasting(v)],
    );
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, v]) => (PASSING.has(key) ? [] : [[key, lasting(v)]])));
}

interface Ran {
  readonly events: unknown;
  readonly exit: number;
  readonly recap: unknown;
  readonly state: unknown;
  readonly frames: number;
}

async function run(lookAhead: 'yes' | 'no', ...flags: string[]): Promise<Ran> {
  process.env['TSPLAY_LOOK_AHEAD'] = lookAhead;
  const before = frames.mock.calls.length;
  try {
    // One after the other, so that the order of hosts is the same each time.
    const played = await play([join(root, 'site.yml'), '-i', join(root, 'hosts'), '-f', '1', ...flags]);
    return {
      events: lasting(played.all),
      exit: played.exit,
      recap: played.recap,
      state: state(join(root, 'work')),
      frames: frames.mock.calls.length - before,
    };
  } finally {
    delete process.env['TSPLAY_LOOK_AHEAD'];
  }
}

/** The same playbook three times: from nothing, once more, and as a dry run. */
async function story(lookAhead: 'yes' | 'no'): Promise<Ran[]> {
  rmSync(join(root, 'work'), { recursive: true, force: true });
  for (const host of ['one', 'two']) mkdirSync(join(root, 'work', host, 'c'), { recursive: true });
  writeFileSync(join(root, 'work', 'one', 'b'), 'here\n');
  chmodSync(join(root, 'work', 'one', 'b'), 0o600);
  return [await run(lookAhead), await run(lookAhead), await run(lookAhead, '--check', '--diff')];
}

describe('looking ahead', () => {
  const saved = { yes: 0, no: 0 };
  writeFileSync(join(root, 'hosts'), 'one ansible_connection=local\ntwo ansible_connection=local\n');
  mkdirSync(join(root, 'templates'));
  writeFileSync(join(root, 'templates', 't.j2'), 'for {{ name }} on {{ inventory_hostname }}\n');

  it.each(Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i))(
    'changes nothing but time: seed %i',
    async (seed) => {
      writeFileSync(join(root, 'site.yml'), JSON.stringify(playbook(seed), null, 1));
      const without = await story('no');
      const within = await story('yes');
      for (const [i, { frames: asked, ...seen }] of within.entries()) {
        const { frames: needed, ...expected } = without[i] as Ran;
        expect(seen).toEqual(expected);
        saved.yes += asked;
        saved.no += needed;
      }
    },
    60_000,
  );

  it('is done at all', () => {
    expect(saved.yes).toBeLessThan(saved.no * 0.95);
  });
});
