// Sets parameters of the kernel, in a file that is read at boot and, if asked for, at once.
import {
  alias,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { contentDiff } from '../../_shared/text-diff.js';
import { ask, fromLatin, toLatin } from '../../_shared/told.js';
import { edited, valueIn } from './file.js';

const args = z.strictObject({
  name: alias(str(), 'key').describe('The parameter, e.g. `net.ipv4.ip_forward`.'),
  value: alias(str().optional(), 'val').describe('Its value; words for yes and no are 1 and 0.'),
  state: choice('present', 'absent').default('present').describe('Whether the parameter shall be in the file.'),
  ignoreerrors: bool().default(false).describe('Do not mind parameters the kernel does not know.'),
  reload: bool().default(true).describe('Load the file (`sysctl -p`) after a change.'),
  sysctl_file: path().default('/etc/sysctl.conf').describe('The file.'),
  sysctl_set: bool().default(false).describe('Set the value at once, and compare with the one that is in force.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  if (a.name.trim() === '') return ['name cannot be blank'];
  if (a.state === 'present' && a.value === undefined)
    return ['state is present but all of the following are missing: value'];
  if (a.state === 'present' && a.value === '') return ['value cannot be blank'];
  if (/[\r\n=]/.test(a.name.trim()) || /[\r\n]/.test((a.value ?? '').trim())) {
    return ['name and value must be one line, and a name has no equals sign'];
  }
  return [];
}

const YES = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0']);
const NO = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0']);

function parseValue(value: string): string {
  const word = value.toLowerCase();
  return YES.has(word) ? '1' : NO.has(word) ? '0' : value.trim();
}

/** The kernel prints tabs where blanks were given. */
const sameWords = (a: string, b: string): boolean =>
  a.trim().split(/\s+/).join(' ') === b.trim().split(/\s+/).join(' ');

/** sysctl may say so and end with success all the same. */
const REFUSED = /^sysctl: setting key "[^"]+"[^\n]*: (?:Invalid argument|Read-only file system)$/m;

export default defineModule({
  name: 'ansible.posix.sysctl',
  summary: 'Sets parameters of the kernel in a file that is read at boot, and loads it.',
  args,
  returns: z.object({}),
  requires: ['sysctl'],
  check: 'full',
  foreseeable: true,
  diff: true,
  rules,
  examples: [
    {
      name: 'Forwarding, at once and after a boot',
      task: 'ansible.posix.sysctl:\n  name: net.ipv4.ip_forward\n  value: "1"\n  sysctl_set: true\n  sysctl_file: /etc/sysctl.d/60-forward.conf',
    },
  ],
  async run(context) {
    const { args: a, host, change } = context;
    const name = a.name.trim();
    const value = parseValue(a.value ?? '');
    const told = await ask(
      host,
      lines([
        SBIN,
        script('command -v sysctl >/dev/null 2>&1 || exit 0\nsay sysctl yes'),
        sh`v=$(sysctl -e -n ${name} 2>/dev/null) && say current "$v"
tell ${a.sysctl_file}`,
      ]),
    );
    if (told.value('sysctl') === undefined) {
      throw new ModuleFailure('the sysctl program is not installed on the host: on Debian it is in the package procps');
    }
    const current = told.value('current');
    const text = told.text(a.sysctl_file);
    const key = toLatin(name);
    const after = edited(text, key, a.state === 'present' ? toLatin(value) : undefined);
    const written = valueIn(text, key);
    const write = a.state === 'present' ? written !== toLatin(value) : written !== undefined;
    const differs = current === undefined || !sameWords(current, value);
    const set = a.sysctl_set && a.state === 'present' && differs;
    const reload = a.reload && (write || set || (a.state === 'present' && differs));

    const quiet = a.ignoreerrors ? ['-e'] : [];
    if (set) {
      const diff = { before: `${name}=${current?.trim() ?? ''}\n`, after: `${name}=${value}\n` };
      await change({ summary: `set ${name} to ${value}`, diff }, (hands) =>
        sysctl(hands, [...quiet, '-w', `${name}=${value}`], `setting ${name} failed`),
      );
    }
    if (write) {
      const file = told.file(a.sysctl_file);
      const diff = contentDiff(
        { content: file?.bytes ?? null, header: a.sysctl_file },
        { content: Buffer.from(fromLatin(after)), header: a.sysctl_file },
      );
      await change({ summary: `write ${a.sysctl_file}`, diff }, (hands) =>
        hands.write(file?.realPath ?? a.sysctl_file, Buffer.from(after, 'latin1')),
      );
    }
    if (reload) {
      await change({ summary: `load ${a.sysctl_file}` }, (hands) =>
        sysctl(hands, [...quiet, '-p', a.sysctl_file], 'Failed to reload sysctl'),
      );
    }
    return {};
  },
});

async function sysctl(hands: HostHands, words: readonly string[], failure: string): Promise<void> {
  const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C sysctl ${words}`]));
  if (rc !== 0 || REFUSED.test(stderr)) throw new ModuleFailure(`${failure}: ${(stdout + stderr).trim()}`, { rc });
}
