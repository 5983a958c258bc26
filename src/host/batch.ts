// Several changes in one round trip: files that are written and scripts, in order, until one fails.
import { randomBytes } from 'node:crypto';
import { script, type Script } from '../ground/index.js';
import { pathWord } from './script.js';
import { sizeOf, type Content } from './stdin.js';
import type { BatchStep, HostFile, ScriptResult, StepResult } from './types.js';
import { parseWrite, writeScript } from './write.js';

export const isHostFile = (content: Content | HostFile): content is HostFile =>
  typeof content === 'object' && 'from' in content;

/** @param mark ends what each step prints, on both streams; nothing a step prints can know it */
export function batchScript(steps: readonly BatchStep[], mark: string): Script {
  const texts = steps.map((step) => {
    if ('script' in step) return `(\n${step.script.text}\n) </dev/null`;
    const size = isHostFile(step.content) ? undefined : sizeOf(step.content);
    // The driver's own reader, which takes not a byte too many from what the next step reads.
    const take = isHostFile(step.content)
      ? `cat < ${pathWord(step.content.from)}`
      : size === 0
        ? ':'
        : `_ts_take ${size}`;
    return `(\n${writeScript(step.path, size, step.options ?? {}, randomBytes(8).toString('hex'), take).text}\n)`;
  });
  const ended = ` || exit\nprintf '%s' ${mark}\nprintf '%s' ${mark} >&2`;
  return script(texts.map((text) => `${text}${ended}`).join('\n'));
}

/** @throws TsplayError write-failed, validate-failed; what the failed script's step makes of it */
export function parseBatch(
  hostName: string,
  steps: readonly BatchStep[],
  mark: string,
  result: ScriptResult,
): StepResult[] {
  const errors = result.stderr.split(mark);
  const done: StepResult[] = [];
  let rest = result.stdoutBytes;
  for (const [i, step] of steps.entries()) {
    const end = rest.indexOf(mark);
    const failed = end < 0;
    const stdoutBytes = failed ? rest : rest.subarray(0, end);
    rest = failed ? Buffer.alloc(0) : rest.subarray(end + mark.length);
    const ran: ScriptResult = {
      rc: failed ? result.rc || 1 : 0,
      stdout: stdoutBytes.toString('utf8'),
      stderr: errors[i] ?? '',
      stdoutBytes,
    };
    if ('content' in step) done.push({ stdoutBytes, ...parseWrite(hostName, step.path, step.options ?? {}, ran) });
    else if (failed) throw step.failed(ran);
    else done.push({ stdoutBytes });
  }
  return done;
}
