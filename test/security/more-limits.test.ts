// Templates that multiply end in a value or in an error that says where, soon.
import { expect, it } from 'vitest';
import { createTemplatePort } from '../../src/controller/index.js';
import { TsplayError } from '../../src/ground/index.js';
import { createTemplateEngine, type Scope } from '../../src/template/index.js';
import { MENDED_BOMBS } from './mended-bombs.js';
import { MORE_BOMBS } from './more-bombs.js';

/** Seconds of the processor's time; alone each takes less than one. */
const LIMIT = 15;
const engine = createTemplateEngine(createTemplatePort({ searchPath: () => [] }));
const scope: Scope = { lookup: () => undefined, names: () => [] };

it.each(Object.entries({ ...MORE_BOMBS, ...MENDED_BOMBS }))(
  '%s',
  (_, source) => {
    const before = process.cpuUsage();
    try {
      engine.renderFile(source, '/nosuch/t.j2', scope);
    } catch (error) {
      expect(error).toBeInstanceOf(TsplayError);
      expect((error as TsplayError).span?.file).toBeDefined();
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(LIMIT);
  },
  120_000,
);
