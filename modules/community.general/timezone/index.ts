// Sets the time zone, and whether the hardware clock runs in it.
import {
  alias,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  sh,
  str,
  z,
  type HostHands,
  type RunContext,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { FILES, familyOf, hwclockSeen, nameSeen, withSetting, type Family } from './without-systemd.js';

const args = z.strictObject({
  name: str().optional().describe('The zone, e.g. Europe/Vienna.'),
  hwclock: alias(choice('local', 'UTC').optional(), 'rtc').describe('What time the hardware clock has.'),
});
type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  if (a.name === undefined && a.hwclock === undefined) return ['one of the following is required: hwclock, name'];
  // A path of a file below the directory of zones, and a word in other files.
  if (a.name !== undefined && !/^[A-Za-z0-9][\w+-]*(?:\/[A-Za-z0-9][\w+-]*)*$/.test(a.name)) {
    return [`given timezone "${a.name}" is not available: a name is like Europe/Vienna`];
  }
  return [];
}

interface Seen {
  readonly name: string;
  readonly hwclock: string;
}

export default defineModule({
  name: 'community.general.timezone',
  summary: 'Sets the time zone and the kind of the hardware clock: by timedatectl, or by the files of the system.',
  args,
  returns: z.object({ msg: z.string().optional().describe('The commands that were run, by systemd.') }),
  requires: ['timedatectl where systemd runs'],
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules,
  examples: [{ name: 'Vienna', task: 'community.general.timezone:\n  name: Europe/Vienna' }],
  async run(context) {
    const { args: a, host, change } = context;
    const told = await ask(host, lookScript(a));
    if (a.name !== undefined && told.value('zone') === undefined) {
      throw new ModuleFailure(
        `given timezone "${a.name}" is not available on the host: is the package tzdata installed?`,
      );
    }
    const systemd = told.value('timedatectl.rc') === '0';
    const family = systemd ? undefined : familyOf(await host.platform(), told);
    const seen = family ? seenWithoutSystemd(a, family, told) : seenBySystemd(told.value('timedatectl') ?? '');
    const keys = (['name', 'hwclock'] as const).filter((key) => a[key] !== undefined && a[key] !== seen[key]);
    for (const key of keys) {
      const value = a[key] ?? '';
      const note = {
        summary: `set ${key} to ${value}`,
        diff: { before: { [key]: seen[key] }, after: { [key]: value } },
      };
      await change(note, (hands) =>
        family ? setWithoutSystemd(hands, family, told, key, value) : setBySystemd(hands, key, value),
      );
    }
    if (keys.length > 0 && !context.checkMode) await verify(context, family);
    // compat: the commands that were run.
    if (!systemd || context.checkMode || keys.length === 0) return {};
    const ran = keys.map((key) => [told.value('tool') ?? 'timedatectl', ...wordsOf(key, a[key] ?? '')].join(' '));
    return { msg: ran.map((command) => `executed \`${command}\``).join('\n') };
  },
});

const lookScript = ({ name }: Args) =>
  lines([
    SBIN,
    sh`zone=${name ?? ''}
[ -n "$zone" ] && [ -f "/usr/share/zoneinfo/$zone" ] && say zone yes
command -v timedatectl >/dev/null 2>&1 && say tool "$(command -v timedatectl)" && try timedatectl timedatectl status
[ "$c" = 0 ] && exit 0
for p in dpkg-reconfigure tzdata-update setup-timezone hwclock; do command -v "$p" >/dev/null 2>&1 && say program "$p"; done
if [ -L /etc/localtime ]; then say link "$(readlink /etc/localtime)"; [ -e /etc/localtime ] || say broken yes
elif [ -n "$zone" ] && cmp -s /etc/localtime "/usr/share/zoneinfo/$zone"; then say same yes; fi
for f in ${FILES}; do tell "$f"; done`,
  ]);

function seenBySystemd(status: string): Seen {
  const local = /^\s*RTC in local TZ\s*:\s*(\S+)/m.exec(status)?.[1];
  return {
    name: /^\s*Time ?zone\s*:\s*(\S+)/m.exec(status)?.[1] ?? 'n/a',
    hwclock: local === 'yes' ? 'local' : 'UTC',
  };
}

const seenWithoutSystemd = (a: Args, family: Family, told: Told): Seen => ({
  name: nameSeen(family, told, a.name ?? ''),
  hwclock: hwclockSeen(family, told, a.hwclock ?? ''),
});

async function execute(hands: HostHands, argv: readonly string[]): Promise<void> {
  const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C ${argv}`]));
  if (rc !== 0) throw new ModuleFailure(`${argv.join(' ')} failed: ${(stderr + stdout).trim()}`, { rc });
}

async function setBySystemd(hands: HostHands, key: 'name' | 'hwclock', value: string): Promise<void> {
  await execute(hands, ['timedatectl', ...wordsOf(key, value)]);
}

const wordsOf = (key: 'name' | 'hwclock', value: string): string[] =>
  key === 'name' ? ['set-timezone', value] : ['set-local-rtc', value === 'local' ? 'yes' : 'no'];

async function setWithoutSystemd(
  hands: HostHands,
  family: Family,
  told: Told,
  key: 'name' | 'hwclock',
  value: string,
): Promise<void> {
  const setting = family[key];
  const line = setting.line(key === 'name' ? value : value === 'local' ? 'no' : 'yes');
  const text = withSetting(told.text(setting.file), setting.pattern, line);
  const path = told.file(setting.file)?.realPath ?? setting.file;
  await hands.must(sh`mkdir -p -- ${path.slice(0, path.lastIndexOf('/'))}`);
  await hands.write(path, Buffer.from(text, 'latin1'));
  if (key === 'name') for (const command of family.apply(value)) await execute(hands, command);
  else await execute(hands, ['hwclock', '--systohc', value === 'local' ? '--localtime' : '--utc']);
}

/** Some tools end with success and change nothing. */
async function verify({ args: a, host }: RunContext<Args>, family: Family | undefined): Promise<void> {
  const told = await ask(host, lookScript(a));
  const seen = family ? seenWithoutSystemd(a, family, told) : seenBySystemd(told.value('timedatectl') ?? '');
  for (const key of ['name', 'hwclock'] as const) {
    if (a[key] !== undefined && a[key] !== seen[key]) {
      throw new ModuleFailure(`still not the desired state after the change: ${key} is ${seen[key]}, not ${a[key]}`);
    }
  }
}
