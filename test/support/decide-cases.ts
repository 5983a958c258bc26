// Runs tables of decisions: what is asked for and what was seen on the host → the steps, as one line of text each.
//
// A case has `name`, `args` (as in a task), `seen` (in whatever form the module's test reads), and `steps` or `fails`
// (a regular expression of the refusal); what a test gives in `more` is compared with `result`. All cases together: what is
// stated as seen is read, what is looked at is decided by, and there is a case in which nothing is to be done.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModuleFailure, parseArguments, type AnyModule } from '../../src/kit/index.js';
import { toJs, type ValueMap } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { Fields } from './waste.js';

export interface Decided {
  readonly steps: readonly string[];
  readonly failure?: string | undefined;
  readonly more?: Record<string, unknown>;
}

const KEYS = ['name', 'args', 'seen', 'steps', 'fails', 'result'];

/**
 * @param decide gets the validated arguments and the plain data under `seen`; what it makes of that for the decision it hands
 *   through `watch`, so that a field no decision reads is found; `elsewhere` are fields that `run` reads itself
 * @param options.words the table is of words that are put together, not of decisions: there is always something to say
 */
export function decideCases<S>(
  module: AnyModule,
  directory: string,
  decide: (
    args: never,
    seen: S,
    watch: <T extends object>(looked: T, elsewhere?: readonly (keyof T)[]) => T,
  ) => Decided,
  options: { readonly words?: boolean } = {},
): void {
  const stated = new Fields();
  const looked = new Fields();
  const all = { cases: 0, runs: 0, idle: 0 };
  const files = fs.readdirSync(directory).filter((file) => file.endsWith('.yml'));
  describe.each(files)(`${module.name} %s`, (file) => {
    const { value, diagnostics } = loadYamlDocument(fs.readFileSync(join(directory, file), 'utf8'), file, {
      trust: 'data',
    });
    if (diagnostics.length > 0 || !Array.isArray(value)) throw new Error(`${file}: ${JSON.stringify(diagnostics)}`);
    all.cases += value.length;
    it.each(value.map((raw) => ({ name: (raw as ValueMap).get('name') as string, raw: raw as ValueMap })))(
      '$name',
      ({ raw }) => {
        const unknown = [...raw.keys()].filter((key) => typeof key !== 'string' || !KEYS.includes(key));
        expect(unknown, 'unknown keys of the case').toEqual([]);
        const given = (raw.get('args') ?? new Map()) as ValueMap;
        const wanted = toJs(raw) as { seen?: S; steps?: string[]; fails?: string; result?: Record<string, unknown> };
        const parsed = parseArguments(module, given, given, undefined);
        const decided =
          'diagnostics' in parsed
            ? refused(parsed.diagnostics)
            : attempt(() =>
                decide(parsed.args as never, stated.watch(wanted.seen ?? {}) as S, (l, elsewhere) =>
                  looked.watch(l, elsewhere),
                ),
              );
        all.runs++;
        if (decided.failure === undefined && decided.steps.every((step) => step === '')) all.idle++;
        if (wanted.fails === undefined) expect(decided.failure).toBeUndefined();
        else expect(decided.failure).toMatch(new RegExp(wanted.fails));
        expect(decided.steps).toEqual(wanted.steps ?? []);
        if (wanted.result) expect(decided.more).toMatchObject(wanted.result);
      },
    );
  });
  it(`${module.name}: the decisions are whole`, ({ skip }) => {
    if (all.runs < all.cases) skip();
    expect(stated.unused(), 'stated as seen, read by nobody').toEqual([]);
    expect(looked.unused(), 'looked at, decided by in no case').toEqual([]);
    if (options.words !== true) expect(all.idle, 'cases in which nothing is to be done').toBeGreaterThan(0);
  });
}

const refused = (diagnostics: readonly { message: string; hint?: string | undefined }[]): Decided => ({
  steps: [],
  failure: diagnostics.map((d) => `${d.message} ${d.hint ?? ''}`).join('; '),
});

function attempt(run: () => Decided): Decided {
  try {
    return run();
  } catch (error) {
    if (error instanceof ModuleFailure) return { steps: [], failure: error.message };
    throw error;
  }
}
