// Looks at an asynchronous task, or cleans up after it.
import { choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';

export default defineModule({
  name: 'ansible.builtin.async_status',
  summary: 'Asks what became of an asynchronous task, or removes what it left on the host.',
  args: z.strictObject({
    jid: str().describe('The job: `ansible_job_id` of the task that started it.'),
    mode: choice('status', 'cleanup').default('status').describe('`cleanup` takes its files away.'),
  }),
  returns: z.object({
    ansible_job_id: z.string().describe('The job.'),
    started: z.int().describe('1 when it was started.'),
    finished: z.int().describe('1 when it is over; then the results of its module are here too.'),
    erased: z.string().optional().describe('With `cleanup`: what was removed.'),
    results_file: z.string().optional().describe('Where its state is kept on the host.'),
    stdout: z.string().describe('What it printed.'),
    stderr: z.string().describe('What it printed as errors.'),
  }),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Wait for a job',
      task:
        'ansible.builtin.async_status:\n  jid: "{{ started.ansible_job_id }}"\nregister: job\n' +
        'until: job.finished\nretries: 30\ndelay: 10',
    },
  ],
  async run({ args, task }) {
    const { failed, msg, ...result } = await (args.mode === 'cleanup' ? task.jobs.cleanup : task.jobs.status)(args.jid);
    if (failed) throw new ModuleFailure(String(msg), result);
    return msg === undefined ? result : { ...result, msg };
  },
});
