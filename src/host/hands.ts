// The changing half of a host: scripts that do something, files that are replaced, owners and modes.
import { randomBytes } from 'node:crypto';
import { quote, script, TsplayError } from '../ground/index.js';
import type { HostCore, ViewOptions } from './host.js';
import { batchScript, isHostFile, parseBatch } from './batch.js';
import { pathWord } from './script.js';
import { runScript } from './scripts.js';
import { joined, sizeOf, type Content } from './stdin.js';
import type { HostHands, ScriptResult } from './types.js';
import { ownership, parseWrite, SHORT_INPUT, writeScript } from './write.js';

const CHANGE = { parsed: false, changes: true, once: true };
/** Our own scripts: messages in the C locale, no daemons. */
const OWN = { parsed: true, changes: false, once: true };

function commandFailure(hostName: string, what: string, result: ScriptResult): TsplayError {
  const said = (result.stderr.trim() || result.stdout.trim()).slice(-2000);
  return new TsplayError(
    'command-failed',
    `${hostName}: ${what} failed with code ${result.rc}${said === '' ? '' : `: ${said}`}`,
  );
}

export function createHands(core: HostCore, options: ViewOptions): HostHands {
  const run: HostHands['run'] = (text, scriptOptions = {}) => runScript(core, options, text, scriptOptions, CHANGE);
  return {
    run,
    async must(text, scriptOptions) {
      const result = await run(text, scriptOptions);
      if (result.rc !== 0) throw commandFailure(core.name, firstLine(text.text), result);
      return result;
    },
    async write(path, content, writeOptions = {}) {
      const text = writeScript(path, sizeOf(content), writeOptions, randomBytes(8).toString('hex'));
      const result = await runScript(core, options, text, { stdin: content, shortInputCode: SHORT_INPUT }, OWN);
      return parseWrite(core.name, path, writeOptions, result);
    },
    async batch(steps) {
      if (steps.length === 0) return [];
      const mark = `ts${randomBytes(12).toString('hex')}`;
      const sent = steps.flatMap((step) => ('content' in step && !isHostFile(step.content) ? [step] : []));
      const stdin = joined(sent.map(({ content }) => content as Content));
      // All steps can be made again but a backup, which would then be of what the first attempt wrote.
      const again = sent.length < 2 || !sent.some((step) => step.options?.backup === true);
      const shortInputCode = again ? SHORT_INPUT : undefined;
      const result = await runScript(core, options, batchScript(steps, mark), { stdin, shortInputCode }, OWN);
      return parseBatch(core.name, steps, mark, result);
    },
    async attributes(path, attributes, attributeOptions = {}) {
      const p = pathWord(path);
      const owner = ownership(attributes);
      const follow = attributeOptions.follow === true;
      const lines: string[] = [];
      if (owner !== undefined) lines.push(`chown ${follow ? '' : '-h '}-- ${quote(owner)} ${p} || exit`);
      if (attributes.mode !== undefined) {
        const chmod = `chmod ${attributes.mode.toString(8).padStart(4, '0')} ${p} || exit`;
        // A link has no mode of its own, and chmod would follow it.
        lines.push(follow ? chmod : `[ -L ${p} ] || ${chmod}`);
      }
      if (lines.length === 0) return;
      const result = await runScript(core, options, script(`${lines.join('\n')}\nexit 0`), {}, OWN);
      if (result.rc !== 0) throw commandFailure(core.name, `setting owner, group or mode of ${path}`, result);
    },
  };
}

function firstLine(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return `'${line.length > 80 ? `${line.slice(0, 77)}...` : line}'`;
}
