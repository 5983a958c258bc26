// Says whether SELinux enforces its policy, and which: in its configuration, in the kernel's and now.
import {
  alias,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { answerOf, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { selinuxStep, STATUS } from '../../_shared/selinux.js';
import { ask, fromLatin, toLatin, type Told } from '../../_shared/told.js';

const args = z.strictObject({
  state: choice('enforcing', 'permissive', 'disabled').describe('enforcing forbids, permissive only reports.'),
  policy: str().optional().describe('The policy, e.g. targeted; needed unless disabled.'),
  configfile: alias(str(), 'conf', 'file').default('/etc/selinux/config').describe('The configuration.'),
  update_kernel_param: bool()
    .default(false)
    .describe('Whether the command lines of kernels, too, say that it is on or off (by grubby).'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'ansible.posix.selinux',
  summary: 'Says whether SELinux enforces its policy, and which policy that is.',
  args,
  returns: z.object({
    msg: z.string().describe('What was changed.'),
    configfile: z.string().describe('The configuration.'),
    policy: z.string().describe('The policy.'),
    state: z.string().describe('As asked for.'),
    reboot_required: z.boolean().describe('Whether it takes a reboot.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => (a.state !== 'disabled' && !a.policy ? ["Policy is required if state is not 'disabled'"] : []),
  examples: [
    { name: 'On', task: 'ansible.posix.selinux:\n  policy: targeted\n  state: enforcing' },
    { name: 'Off', task: 'ansible.posix.selinux:\n  state: disabled' },
  ],
  async run(context) {
    const { args: a, host, checkMode } = context;
    const { configfile, state } = a;
    const told = await ask(host, lookScript(a));
    if (!told.file(configfile)) {
      throw new ModuleFailure(`Unable to find file ${configfile}`, {
        details: 'Please install SELinux-policy package, if this package is not installed previously.',
      });
    }
    const config = new Config(told, configfile);
    const kernel = a.update_kernel_param ? kernelEnabled(told) : undefined;
    // The tools take the policy that runs from the configuration of the system, too.
    const running = settingIn(told.text('/etc/selinux/config'), 'SELINUXTYPE') ?? 'targeted';
    const policy = a.policy ?? config.policy ?? running;
    const msgs: string[] = [];
    let changed = false;
    if (policy !== running) {
      if (checkMode) return { changed: true };
      msgs.push(`Running SELinux policy changed from '${running}' to '${policy}'`);
      changed = true;
    }
    if (policy !== config.policy) {
      if (checkMode) return { changed: true };
      if (told.value('policy') === undefined)
        throw new ModuleFailure(`Policy ${policy} does not exist in /etc/selinux/`);
      msgs.push(
        `SELinux policy configuration in '${configfile}' changed from '${config.policy ?? 'None'}' to '${policy}'`,
      );
      await config.write(context, 'SELINUXTYPE', policy);
    }
    const { reboot, acted } = await now(context, told, msgs);
    if (state !== config.state) {
      msgs.push(`Config SELinux state changed from '${config.state ?? 'None'}' to '${state}'`);
      await config.write(context, 'SELINUX', state);
      changed = true;
    }
    if (a.update_kernel_param && kernel !== (state !== 'disabled')) {
      await setKernel(context, state !== 'disabled', kernel, msgs);
    }
    const result = { msg: msgs.join(', '), configfile, policy, state, reboot_required: reboot };
    return { ...result, ...(changed || acted ? { changed: true } : {}) } satisfies ModuleReturn;
  },
});

const lookScript = (a: Args) =>
  lines([
    SBIN,
    QUERY,
    STATUS,
    sh`tell ${a.configfile}
[ ${a.configfile} = /etc/selinux/config ] || tell /etc/selinux/config
if [ "$(cat /sys/fs/selinux/enforce 2>/dev/null)" = 1 ] || [ "$(getenforce 2>/dev/null)" = Enforcing ]; then say enforcing yes; fi
if [ -e /etc/selinux/${a.policy ?? ''}/policy ]; then say policy yes; fi`,
    a.update_kernel_param
      ? script('if command -v grubby >/dev/null 2>&1; then query grubby grubby --info=ALL; fi')
      : script(':'),
  ]);

const settingIn = (text: string, key: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${key}=`))
    ?.split('=')[1]
    ?.trim();

/** The file of settings; written again as a whole for each that changes. */
class Config {
  readonly state: string | undefined;
  readonly policy: string | undefined;
  private text: string;
  private readonly path: string;

  constructor(told: Told, path: string) {
    this.text = told.text(path);
    this.path = told.file(path)?.realPath ?? toLatin(path);
    this.state = settingIn(this.text, 'SELINUX');
    this.policy = settingIn(this.text, 'SELINUXTYPE');
  }

  async write({ change }: Context, key: string, value: string): Promise<void> {
    const rows = this.text === '' ? [] : this.text.replace(/\n$/, '').split('\n');
    const line = toLatin(`${key}=${value}`);
    const there = rows.some((row) => row.startsWith(`${key}=`));
    const written = rows.map((row) => (row.startsWith(`${key}=`) ? line : row));
    this.text = `${[...written, ...(there ? [] : [line])].join('\n')}\n`;
    const content = Buffer.from(this.text, 'latin1');
    await change({ summary: `set ${key} in ${fromLatin(this.path)}` }, (hands) => hands.write(this.path, content));
  }
}

/** The state at present. `compat:` that a reboot is needed counts as no change of its own. */
async function now(context: Context, told: Told, msgs: string[]): Promise<{ reboot: boolean; acted: boolean }> {
  const { args: a, warn } = context;
  const enabled = told.value('enabled') !== undefined;
  const running = !enabled ? 'disabled' : told.value('enforcing') !== undefined ? 'enforcing' : 'permissive';
  if (a.state === running) return { reboot: false, acted: false };
  if (!enabled) {
    warn(`Reboot is required to set SELinux state to '${a.state}'`);
    return { reboot: true, acted: false };
  }
  if (a.state !== 'disabled') {
    await selinuxStep(context, ['setenforce', a.state === 'enforcing' ? '1' : '0']);
    msgs.push(`SELinux state changed from '${running}' to '${a.state}'`);
    return { reboot: false, acted: true };
  }
  if (running === 'permissive') {
    warn('SELinux state change will take effect next reboot');
    return { reboot: true, acted: false };
  }
  await selinuxStep(context, ['setenforce', '0']);
  warn(
    `SELinux state temporarily changed from '${running}' to 'permissive'. State change will take effect next reboot.`,
  );
  return { reboot: true, acted: true };
}

/** Whether all kernels are started with SELinux; undefined when they differ. */
function kernelEnabled(told: Told): boolean | undefined {
  const answer = answerOf(told, 'grubby');
  if (!answer) {
    throw new ModuleFailure("'grubby' command not found on host", {
      details:
        'In order to update the kernel command line enabled/disabled setting, the grubby package needs to be present on the system.',
    });
  }
  if (answer.rc !== 0) throw new ModuleFailure('unable to run grubby');
  const off = [...answer.out.matchAll(/^args="(.*)"$/gm)].map(([, words = '']) =>
    words.split(' ').includes('selinux=0'),
  );
  const [first] = off;
  return first === undefined || off.some((one) => one !== first) ? undefined : !first;
}

async function setKernel(context: Context, on: boolean, was: boolean | undefined, msgs: string[]): Promise<void> {
  await selinuxStep(context, ['grubby', '--update-kernel=ALL', on ? '--remove-args' : '--args', 'selinux=0']);
  const before = was === undefined ? '<inconsistent>' : on ? 'disabled' : 'enabled';
  msgs.push(`Kernel SELinux state changed from '${before}' to '${on ? 'enabled' : 'disabled'}'`);
}
