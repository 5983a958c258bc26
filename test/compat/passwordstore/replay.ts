// What our lookup passwordstore says and does to a store, with a stand-in for pass that needs no key.
// With TSPLAY_REAL_PASS=1 the real pass is used: Debian's packages pass and gnupg, and a key made for the test.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTemplatePort } from '../../../src/controller/index.js';
import { TsplayError } from '../../../src/ground/index.js';
import { createTemplateEngine, type Scope } from '../../../src/template/index.js';
import { repr } from '../../../src/template/python/text.js';
import { fromJs, keyText, Undefined, type Value, type ValueMap } from '../../../src/value/index.js';

/** name -> mode, text */
type Stored = Record<string, [mode: string, text: string]>;
export type Answer = { repr?: string; error?: string; undefined?: true; store?: Stored };

export interface Scenario {
  readonly name: string;
  readonly store?: Readonly<Record<string, string>>;
  readonly ask: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** No variable says where the store is: it is at home. */
  readonly unset?: boolean;
  readonly program?: 'gopass';
}

const STAND_IN = new URL('stand-in.sh', import.meta.url).pathname;
const isReal = process.env['TSPLAY_REAL_PASS'] === '1';

function stored(root: string, decrypts: boolean): Stored {
  const store = join(root, 'store');
  const files = (readdirSync(store, { recursive: true }) as string[]).filter((name) => name.endsWith('.gpg')).sort();
  return Object.fromEntries(
    files.map((name) => {
      const file = join(store, name);
      const text = decrypts
        ? execFileSync('gpg', ['-q', '--batch', '--decrypt', file], { encoding: 'utf8' })
        : readFileSync(file, 'utf8');
      return [name.slice(0, -4), [(statSync(file).mode & 0o777).toString(8).padStart(3, '0'), text]];
    }),
  );
}

/** Passwords made at random and times, told apart by their order only. */
class Mask {
  private readonly made: string[] = [];

  learn(value: Value, known: string): void {
    if (Array.isArray(value)) for (const v of value) this.learn(v, known);
    else if (typeof value === 'string' && [...value].length > 7 && !known.includes(value) && !this.made.includes(value))
      this.made.push(value);
  }

  hide(text: string): string {
    const hidden = this.made.reduce((done, made, i) => {
      const symbols = made.length > 99 && !/^[A-Za-z0-9]*$/.test(made) ? ' symbols' : '';
      return done.replaceAll(made, `«${i + 1}: ${made.length}${symbols}»`);
    }, text);
    return hidden.replace(/\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/g, '«time»');
  }
}

function plant(root: string, { store = {}, unset }: Scenario, real: boolean): void {
  for (const [name, text] of Object.entries(store)) {
    const file = join(root, 'store', `${name}.gpg`);
    mkdirSync(dirname(file), { recursive: true });
    if (real) execFileSync('pass', ['insert', '-f', '-m', name], { input: text, stdio: ['pipe', 'ignore', 'inherit'] });
    else {
      writeFileSync(file, text);
      chmodSync(file, 0o600);
    }
  }
  if (!unset) return;
  renameSync(join(root, 'store'), join(root, '.password-store'));
  symlinkSync('.password-store', join(root, 'store'));
  delete process.env['PASSWORD_STORE_DIR'];
}

function asked(scenario: Scenario, root: string, real: boolean): Answer[] {
  const at = (text: string): string => text.replaceAll('«d»', root);
  const variables = fromJs(JSON.parse(at(JSON.stringify(scenario.variables ?? {})))) as ValueMap;
  const scope: Scope = { lookup: (name) => variables.get(name), names: () => [...variables.keys()].map(keyText) };
  const engine = createTemplateEngine(createTemplatePort({ searchPath: () => [root] }));
  const mask = new Mask();
  let before = stored(root, real);
  return scenario.ask.map((source) => {
    let given: Answer;
    try {
      const value = engine.expression(at(source), undefined, scope);
      const known =
        source +
        Object.values(before)
          .map(([, text]) => text)
          .join('\n');
      mask.learn(value, known);
      given = value instanceof Undefined ? { undefined: true } : { repr: mask.hide(repr(value)) };
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      given = { error: error.message };
    }
    const after = stored(root, real);
    const changed = Object.entries(after).filter(([n, now]) => now.join() !== before[n]?.join());
    if (changed.length > 0)
      given.store = Object.fromEntries(changed.map(([n, [mode, text]]) => [n, [mode, mask.hide(text)]]));
    before = after;
    return given;
  });
}

/** The expressions of a scenario, asked in order in a store of their own, where ours is not what the real one did. */
export function differences(
  scenario: Scenario,
  theirs: readonly Answer[],
  known: Readonly<Record<string, string>>,
): { source: string; theirs: Answer; mine: Answer }[] {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-pass-')));
  const environment = { ...process.env };
  const real = isReal && scenario.program === undefined;
  try {
    mkdirSync(join(root, 'store'));
    mkdirSync(join(root, 'bin'));
    mkdirSync(join(root, 'gnupg'), { mode: 0o700 });
    for (const program of real ? [] : ['pass', 'gopass']) symlinkSync(STAND_IN, join(root, 'bin', program));
    Object.assign(process.env, { TZ: 'UTC', HOME: root, GNUPGHOME: join(root, 'gnupg'), TMPDIR: root });
    Object.assign(process.env, { PASSWORD_STORE_DIR: join(root, 'store'), PATH: `${root}/bin:${process.env['PATH']}` });
    if (real) {
      const quiet = { stdio: 'ignore' } as const;
      execFileSync(
        'gpg',
        ['--batch', '--passphrase', '', '--quick-gen-key', 'tsplay', 'default', 'default', 'never'],
        quiet,
      );
      execFileSync('pass', ['init', 'tsplay'], quiet);
    }
    plant(root, scenario, real);
    for (const [name, value] of Object.entries(scenario.environment ?? {}))
      process.env[name] = value.replaceAll('«d»', root);
    const mine = asked(scenario, root, real);
    const left = readdirSync(root).filter((name) => name.startsWith('.tsplay-'));
    if (left.length > 0) throw new Error(`files are left behind: ${left.join(' ')}`);
    return scenario.ask.flatMap((source, i) => {
      const [a, b] = [theirs[i] ?? {}, mine[i] ?? {}];
      return source in known || same(a, b) ? [] : [{ source, theirs: a, mine: b }];
    });
  } finally {
    if (real) execFileSync('gpgconf', ['--kill', 'gpg-agent']);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    rmSync(root, { recursive: true });
  }
}

function same(theirs: Answer, mine: Answer): boolean {
  return theirs.repr === mine.repr && JSON.stringify(theirs.store) === JSON.stringify(mine.store);
}
