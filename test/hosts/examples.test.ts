// Every example of every module as a dry run on a real server: whatever is missing there is told as a failure, never as a bug.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toJs } from '../../src/kit/index.js';
import { TemplateText, type Value } from '../../src/value/index.js';
import { allExamples } from '../support/module-examples.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget();
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());

const hasTemplate = (value: Value): boolean =>
  value instanceof TemplateText ||
  (Array.isArray(value) && value.some(hasTemplate)) ||
  (value instanceof Map && [...value.values()].some(hasTemplate));

/** They wait, ask, or are the engine's: there is nothing to try without a run around them. */
const NOT_ALONE =
  /^ansible\.builtin\.(?:pause|reboot|wait_for|wait_for_connection|async_status|validate_argument_spec)$/;

const examples = (await allExamples()).filter(
  ({ module, args }) => args.size > 0 && !hasTemplate(args) && !NOT_ALONE.test(module.name),
);

describe('examples as dry runs', () => {
  it.each(examples)('$title', async ({ module, args }) => {
    const { result, changes } = await runOn(on, module, toJs(args) as Record<string, unknown>, { check: true });
    if (result.failed) expect(result.msg, JSON.stringify(result)).toMatch(/\w+ \w+/);
    else expect(typeof result.changed).toBe('boolean');
    expect(changes.length === 0 || module.check !== 'none').toBe(true);
  });
});
