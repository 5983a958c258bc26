// What our engine says to the cases on lookups and the controller, and where that is not what the real ones said.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTemplatePort, decryptingFiles, nodeFiles } from '../../../src/controller/index.js';
import { TsplayError } from '../../../src/ground/index.js';
import { createTemplateEngine, type Scope, type TemplateEngine } from '../../../src/template/index.js';
import { repr } from '../../../src/template/python/text.js';
import { keyText, TemplateText, Undefined, type Value, type ValueMap } from '../../../src/value/index.js';
import { Vault } from '../../../src/vault/index.js';

export type Answer = { repr?: string; undefined?: true; error?: string };
export type Case = [source: string, theirs: Answer];
type Planted = string | { link?: string; dir?: true; base64?: string };
type Given = null | boolean | number | string | readonly Given[] | { readonly [name: string]: Given };

const folder = new URL('./', import.meta.url);
const span = { file: 'v.yml', line: 1, col: 1 };
const vault = new Vault([{ id: 'default', bytes: Buffer.from('secret') }]);

export function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

export interface Servers {
  /** The address of the web server, and the port of the name server. */
  readonly web: string;
  readonly names: number;
  stop(): void;
}

/** Starts the web server and the name server. */
export async function openServers(): Promise<Servers> {
  const start = async (script: string): Promise<[ChildProcess, string]> => {
    const process = spawn('node', [new URL(script, folder).pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
    const said = await new Promise<string>((done) => {
      process.stdout.once('data', (line: Buffer) => done(line.toString().trim()));
    });
    return [process, said];
  };
  const [[web, address], [names, port]] = await Promise.all([start('web.mjs'), start('names.mjs')]);
  const stop = (): void => {
    for (const process of [web, names]) process.stdin?.end();
  };
  return { web: address, names: Number(port), stop };
}

function plant(root: string): void {
  for (const [name, what] of Object.entries(read<Record<string, Planted>>('tree.json'))) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof what === 'string') writeFileSync(path, what);
    else if (what.base64 !== undefined) writeFileSync(path, Buffer.from(what.base64, 'base64'));
    else if (what.dir) mkdirSync(path, { recursive: true });
    else symlinkSync((what.link ?? '').replace('«d»', root), path);
  }
}

function valueOf(given: Given, root: string, web: string): Value {
  if (typeof given === 'string') return given.replaceAll('«d»', root).replaceAll('«web»', web);
  if (given === null || typeof given !== 'object') return given;
  if (Array.isArray(given)) return (given as readonly Given[]).map((v) => valueOf(v, root, web));
  const map = given as { readonly [name: string]: Given };
  if (typeof map['«template»'] === 'string') return new TemplateText(map['«template»'], span);
  if (typeof map['«vaulted»'] === 'string') return vault.inline(map['«vaulted»'], span);
  return new Map(Object.entries(map).map(([k, v]) => [k, valueOf(v, root, web)]));
}

function answer(engine: TemplateEngine, scope: Scope, source: string): Answer {
  try {
    const value = engine.expression(source, undefined, scope);
    return value instanceof Undefined ? { undefined: true } : { repr: repr(value) };
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'undefined-variable') return { undefined: true };
    if (error instanceof TsplayError) return { error: error.message };
    return { repr: `our bug: ${String((error as Error).stack)}` };
  }
}

/** The cases, asked in order in a directory of their own, where we answer something else. */
export function differences(
  cases: readonly Case[],
  { web, names }: Servers,
  known: Readonly<Record<string, string>>,
): { source: string; theirs: Answer; mine: Answer }[] {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-lookups-')));
  try {
    plant(root);
    const environment = read<Record<string, string>>('environment.json');
    Object.assign(process.env, environment);
    const variables = valueOf(read<Given>('variables.json'), root, web) as ValueMap;
    variables.set('names', names);
    const scope: Scope = { lookup: (name) => variables.get(name), names: () => [...variables.keys()].map(keyText) };
    const port = createTemplatePort({
      searchPath: () => [join(root, 'role'), root],
      files: decryptingFiles(nodeFiles, vault),
    });
    const engine = createTemplateEngine(port);
    return cases.flatMap(([source, theirs]) => {
      const mine = answer(engine, scope, source);
      if (mine.repr !== undefined) mine.repr = mine.repr.replaceAll(root, '«d»').replaceAll(web, '«web»');
      return source in known || same(mine, theirs) ? [] : [{ source, theirs, mine }];
    });
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** compat: an undefined result is handed back there, and may be said by an error here. */
function same(mine: Answer, theirs: Answer): boolean {
  return theirs.repr === undefined ? mine.repr === undefined : mine.repr === theirs.repr;
}
