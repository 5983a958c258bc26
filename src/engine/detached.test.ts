import { describe, expect, it } from 'vitest';
import { defineModule, script, z, type ModuleRun } from '../kit/index.js';
import type { HostJobs } from '../host/types.js';
import { detach } from './detached.js';

const JOB = { jid: 'j1.1', directory: '/jobs', seconds: 5, isAwaited: false };

/** A module that asks the host, and runs a script unless it is told to stay. */
const module = defineModule({
  name: 'acme.tools.work',
  summary: 'asks, then works',
  args: z.looseObject({}),
  returns: z.object({}),
  check: 'full',
  detaches: true,
  diff: false,
  examples: [],
  async run({ args, host, change }) {
    const { stdout } = await host.probe(script('ask'));
    if (args['stay'] === true) return { msg: stdout };
    await change({ summary: 'work' }, (hands) => hands.run(script('work')));
    return { msg: 'done' };
  },
});

function start(args: Record<string, unknown>): { started: Promise<unknown>; recipes: string[]; scripts: string[] } {
  const recipes: string[] = [];
  const scripts: string[] = [];
  const jobs = {
    start: (run: { text: string }, _options: unknown, job: { recipe: string }) => {
      scripts.push(run.text);
      recipes.push(job.recipe);
      return Promise.resolve('/jobs/j1.1');
    },
  } as unknown as HostJobs;
  const answer = { rc: 0, stdout: 'yes', stderr: '', stdoutBytes: Buffer.from('yes') };
  const host = { probe: () => Promise.resolve(answer) } as unknown as ModuleRun['host'];
  const task = { warn: () => undefined, now: () => 0 } as unknown as ModuleRun['task'];
  const hands = {} as unknown as ModuleRun['hands'];
  const run: ModuleRun = { module, args, host, hands, task, checkMode: false, diffMode: false };
  return { started: detach(run, jobs, JOB), recipes, scripts };
}

describe('a detached module', () => {
  it('ends at its script, which is started with all that is needed to form the result later', async () => {
    const { started, recipes, scripts } = start({ a: 1 });
    expect(await started).toBe('/jobs/j1.1');
    expect(scripts).toEqual(['work']);
    expect(recipes.map((recipe) => JSON.parse(recipe) as unknown)).toEqual([
      { module: 'acme.tools.work', args: { a: 1 }, answers: [{ rc: 0, stdout: 'yes', stderr: '' }] },
    ]);
  });

  it('that needs no script is done at once', async () => {
    const { started, recipes } = start({ stay: true });
    expect(await started).toMatchObject({ changed: false, msg: 'yes' });
    expect(recipes).toEqual([]);
  });
});
