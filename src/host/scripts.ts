// How a view's or a hand's script becomes a job of the resident shell and its result.
import { script as text, textOfBytes, type Script } from '../ground/index.js';
import type { HostCore, ViewOptions } from './host.js';
import { composeScript } from './script.js';
import type { Job, JobResult } from './session.js';
import { sizeOf, type Content } from './stdin.js';
import type { ScriptOptions, ScriptResult } from './types.js';

const NOTHING = new Uint8Array(0);

export interface Kind {
  /** Its output is parsed by us or a module, so it is in the C locale. */
  readonly parsed: boolean;
  /** It may start daemons. */
  readonly changes: boolean;
  /**
   * It must not run twice, whatever becomes of the connection. What may only reads: nothing that was seen before is in doubt
   * after it, and its answer may have been asked for before.
   */
  readonly once: boolean;
}

export async function runScript(
  core: HostCore,
  view: ViewOptions,
  script: Script | string,
  options: ScriptOptions,
  kind: Kind,
): Promise<ScriptResult> {
  const body = typeof script === 'string' ? text(script).text : script.text;
  const stdin: Content = options.stdin ?? NOTHING;
  const job: Job = {
    script: composeScript(body, { environment: view.environment ?? {}, parsed: kind.parsed }, options),
    stdin: typeof stdin === 'string' ? Buffer.from(stdin) : stdin,
    watchHolders: kind.changes,
    keep: kind.once && core.canLoseWire,
    shortInputCode: options.shortInputCode,
    mayCutWire: options.mayCutWire,
    timeout: timeLeft(view.deadline, options.timeout),
    mostOutput: options.mostOutput,
    // What only looks talks to us, not to people.
    onOutput: kind.changes ? view.onOutput : undefined,
  };
  const result = await runJob(core, view, job, kind);
  return {
    rc: result.rc,
    // Names of files in what is parsed stay what they are, byte for byte.
    stdout: kind.parsed ? textOfBytes(result.stdout) : result.stdout.toString('utf8'),
    stderr: result.stderr.toString('utf8'),
    stdoutBytes: result.stdout,
  };
}

/** Anything but a look may change what looks see, while it runs and until it has ended. */
async function runJob(core: HostCore, view: ViewOptions, job: Job, kind: Kind): Promise<JobResult> {
  if (!kind.once) {
    const isPlain = sizeOf(job.stdin) === 0 && job.timeout === undefined && job.mostOutput === undefined;
    return view.coming && isPlain ? core.look(view.become, job, view.coming) : core.run(view.become, job);
  }
  core.stillness.disturb();
  try {
    return await core.run(view.become, job);
  } finally {
    core.stillness.disturb();
  }
}

/** The shorter of the script's own timeout and what is left until the task's deadline; milliseconds. */
function timeLeft(deadline: number | undefined, timeout: number | undefined): number | undefined {
  if (deadline === undefined) return timeout;
  const left = Math.max(1, deadline - Date.now());
  return timeout === undefined ? left : Math.min(left, timeout);
}
