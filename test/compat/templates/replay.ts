// What our engine says to the cases of the differential corpus, and where that is not what the real ones said.
import { readFileSync } from 'node:fs';
import { createTemplatePort } from '../../../src/controller/index.js';
import { TsplayError } from '../../../src/ground/index.js';
import { createTemplateEngine, type Scope, type TemplatePort } from '../../../src/template/index.js';
import { repr } from '../../../src/template/python/text.js';
import { fromJs, TemplateText, Undefined, type Value, type ValueMap } from '../../../src/value/index.js';
import { closedPort, refuse } from './port.js';

export type Answer = { repr?: string; text?: string; undefined?: true; error?: string };
export type Case = [source: string, theirs: Answer];

/** What the replay needs of the disk. */
export interface Corpus {
  /** variables.json */
  readonly variables: unknown;
  /** Where the templates are that cases include, import and extend; ends with a slash. */
  readonly files: URL;
  /** What else the port offers: nothing of the machine when left out. */
  readonly port?: Partial<TemplatePort>;
}

const real = createTemplatePort({ searchPath: () => [] });

function portOn({ files, port }: Corpus): TemplatePort {
  const read = (path: string): Uint8Array | undefined => {
    try {
      return readFileSync(new URL(path, files));
    } catch {
      return undefined;
    }
  };
  return {
    ...closedPort,
    ...port,
    readFile: (path) => read(path) ?? refuse(),
    find: (_kind, name) => (read(name) ? name : undefined),
    exists: (path) => (read(path) ? 'file' : undefined),
    hash: (algorithm, bytes) => real.hash(algorithm, bytes),
    fromYaml: (text) => real.fromYaml(text),
    fromYamlAll: (text) => real.fromYamlAll(text),
  };
}

/** Makes the function that answers a case as our engine does. */
function answerer(corpus: Corpus): (source: string) => Answer {
  const engine = createTemplateEngine(portOn(corpus));
  return (source) => {
    const variables = fromJs(corpus.variables) as ValueMap;
    const scope: Scope = { lookup: (name) => variables.get(name), names: () => [...variables.keys()].map(String) };
    try {
      if (source.startsWith('%'))
        return { text: engine.renderFile(JSON.parse(source.slice(1)) as string, 't.j2', scope) };
      let value: Value;
      if (source.startsWith('=')) {
        const text = new TemplateText(JSON.parse(source.slice(1)) as string, { file: 'v.yml', line: 1, col: 1 });
        value = engine.evaluate(text, scope);
      } else value = engine.expression(source, undefined, scope);
      return value instanceof Undefined ? { undefined: true } : { repr: repr(value) };
    } catch (error) {
      // Jinja2 hands an undefined result back; we say it when a bare expression gives one.
      if (error instanceof TsplayError && error.code === 'undefined-variable' && !/^[%=]/.test(source))
        return { undefined: true };
      if (error instanceof TsplayError) return { error: error.message };
      throw error;
    }
  };
}

const SET_FILTER = /\|\s*(?:union|intersect|difference|symmetric_difference)\b/;

function same(source: string, mine: Answer, theirs: Answer): boolean {
  if (theirs.error !== undefined) return mine.error !== undefined || mine.undefined === true;
  // An undefined element is an error here where its Python representation would be printed.
  if (mine.undefined && theirs.repr?.includes('AnsibleUndefined(')) return true;
  // The order of a Python set of texts (and of None and ranges, by where they lie in memory) is another one in every run.
  const set = SET_FILTER.test(source) ? (theirs.repr ?? theirs.text) : undefined;
  if (set && /'|None|\[\d+\]/.test(set)) return sorted(mine.repr ?? mine.text) === sorted(set);
  return JSON.stringify(mine) === JSON.stringify(theirs);
}

function sorted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : [...text].sort().join('');
}

/**
 * The cases where we answer something else.
 * @param known cases that are meant to differ, with the reason
 */
export function differences(
  cases: readonly Case[],
  corpus: Corpus,
  known: Readonly<Record<string, string>>,
): { source: string; theirs: Answer; mine: Answer }[] {
  const ours = answerer(corpus);
  const wrong = [];
  for (const [source, theirs] of cases) {
    if (source in known) continue;
    let mine: Answer;
    try {
      mine = ours(source);
    } catch (error) {
      mine = { repr: `our bug: ${String((error as Error).stack)}` };
    }
    if (!same(source, mine, theirs)) wrong.push({ source, theirs, mine });
  }
  return wrong;
}
