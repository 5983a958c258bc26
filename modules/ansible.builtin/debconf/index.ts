// Answers questions of Debian packages before they are asked, through debconf's own programs.
import {
  alias,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  raw,
  script,
  sh,
  str,
  z,
} from '../../../src/kit/index.js';
import { ask, type Told } from '../../_shared/told.js';

const args = z.strictObject({
  name: alias(str(), 'pkg').describe('Name of the package.'),
  question: alias(str().optional(), 'selection', 'setting').describe('The question, e.g. `tzdata/Areas`.'),
  vtype: choice('boolean', 'error', 'multiselect', 'note', 'password', 'seen', 'select', 'string', 'text', 'title')
    .optional()
    .describe('Type of the question.'),
  value: alias(raw().optional(), 'answer').describe('The answer; for multiselect a list or text with commas.'),
  unseen: bool().default(false).describe('Do not mark the question as seen.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const together = [a.question, a.vtype, a.value];
  const broken: string[] = [];
  if (together.some((one) => one !== undefined) && together.includes(undefined)) {
    broken.push('parameters are required together: question, vtype, value');
  }
  const texts = [a.name, a.question, ...(Array.isArray(a.value) ? (a.value as unknown[]) : [a.value])];
  if (texts.some((text) => typeof text === 'string' && /[\r\n]/.test(text))) {
    broken.push('names and answers must be one line each: debconf would take the next one for another question');
  }
  if (a.value !== undefined && a.value !== null && typeof a.value === 'object') {
    if (!Array.isArray(a.value)) broken.push("'value' must be text or, for multiselect, a list");
    else if (a.vtype !== 'multiselect') broken.push(`a list is an answer for multiselect only, not for ${a.vtype}`);
    else if (a.value.some((one) => typeof one !== 'string')) {
      broken.push("Invalid value provided for 'multiselect': its elements must be text");
    }
  }
  return broken;
}

/** As Python prints it, small for a boolean, as debconf has it. */
function answerOf(a: Args): string | string[] {
  if (Array.isArray(a.value)) return a.value.map(String).sort();
  const text = typeof a.value === 'boolean' ? (a.value ? 'True' : 'False') : String(a.value);
  return a.vtype === 'boolean' ? text.toLowerCase() : text;
}

export default defineModule({
  name: 'ansible.builtin.debconf',
  summary: 'Sets answers to questions of packages in the debconf database, or reads them.',
  args,
  returns: z.object({
    current: z
      .record(z.string(), z.unknown())
      .describe('The answer as it is to be; all answers when none is asked for.'),
    previous: z.record(z.string(), z.unknown()).optional().describe('The answers as they were, after a change.'),
  }),
  requires: ['debconf-set-selections', 'debconf-show'],
  check: 'full',
  diff: true,
  oneDiff: true,
  rules,
  examples: [
    {
      name: 'A time zone beforehand',
      task: 'ansible.builtin.debconf:\n  name: tzdata\n  question: tzdata/Areas\n  vtype: select\n  value: Europe',
    },
  ],
  async run({ args: a, host, change }) {
    const told = await ask(host, lookScript(a), { env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (told.value('show') === undefined)
      throw new ModuleFailure('debconf-show is not on the host: debconf is for Debian and its kin');
    if (told.value('show.rc') !== '0') throw new ModuleFailure(told.value('show') ?? '');
    const previous = parseShow(told.value('show') ?? '');
    const { question, vtype } = a;
    if (question === undefined || vtype === undefined) return { msg: '', current: previous };
    const wanted = answerOf(a);
    if (isAnswered(a, told, previous[question], wanted)) return { msg: '', current: previous };
    const text = Array.isArray(wanted) ? wanted.join(', ') : wanted;
    const before = question in previous ? { [question]: previous[question] } : { ...previous, [question]: '' };
    const after = { ...before, [question]: vtype === 'password' ? '(password omitted)' : text };
    const note = {
      summary: `answer ${question} of ${a.name}`,
      diff: { before, after },
    };
    const ran = await change(note, (hands) =>
      hands.run(sh`LC_ALL=C DEBIAN_FRONTEND=noninteractive debconf-set-selections ${a.unseen ? ['-u'] : []}`, {
        stdin: `${a.name} ${question} ${vtype} ${text}\n`,
      }),
    );
    if (ran && ran.rc !== 0) throw new ModuleFailure(ran.stderr.trim(), { rc: ran.rc });
    return { msg: ran?.stdout ?? '', current: { [question]: text }, previous: before, diff: {} };
  },
});

/** debconf-show hides passwords, so those are asked of debconf itself. */
const lookScript = (a: Args) =>
  lines([
    script('command -v debconf-show >/dev/null 2>&1 || exit 0'),
    sh`try show debconf-show ${a.name}`,
    ...(a.vtype === 'password' && a.question !== undefined
      ? [sh`say password "$(echo GET ${a.question} | debconf-communicate ${a.name} 2>/dev/null)"`]
      : []),
  ]);

/** Lines `* question: answer`; the star marks what was seen. */
export function parseShow(text: string): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const question = line
      .slice(0, colon)
      .replace(/^\*+|\*+$/g, '')
      .trim();
    answers[question] = line.slice(colon + 1).trim();
  }
  return answers;
}

function isAnswered(a: Args, told: Told, present: string | undefined, wanted: string | string[]): boolean {
  if (present === undefined) return false;
  if (a.vtype === 'boolean') return present.toLowerCase() === wanted;
  if (a.vtype === 'password') return /^0 ?(.*)$/s.exec(told.value('password') ?? '')?.[1] === wanted;
  if (!Array.isArray(wanted)) return present === wanted;
  const chosen = present
    .split(',')
    .map((one) => one.trim())
    .sort();
  return chosen.join('\n') === wanted.join('\n');
}
