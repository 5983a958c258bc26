// Reboots a host and waits until it is back.
import {
  defineModule,
  int,
  isUnreachable,
  lines,
  list,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';

const args = z.strictObject({
  boot_time_command: str()
    .default('cat /proc/sys/kernel/random/boot_id')
    .describe('A command whose output is another one after each boot.'),
  connect_timeout: int().optional().describe('Seconds one attempt to connect may take.'),
  msg: str().default('Reboot initiated by Ansible').describe('What users are told before the host goes down.'),
  post_reboot_delay: int().default(0).describe('Seconds to wait after the reboot command before looking for the host.'),
  pre_reboot_delay: int().default(0).describe('Seconds to wait before the reboot; whole minutes for shutdown.'),
  reboot_command: str()
    .default('[determined based on target OS]')
    .describe('The command; its program is looked for in `search_paths` unless it is absolute.'),
  reboot_timeout: int().default(600).describe('Seconds to wait for the boot, and again for the test command.'),
  search_paths: list(str())
    .default(['/sbin', '/bin', '/usr/sbin', '/usr/bin', '/usr/local/sbin'])
    .describe('Directories the program of the reboot command is looked for in.'),
  test_command: str().default('whoami').describe('A command that succeeds when the host is ready.'),
});
type Args = z.output<typeof args>;

const OWN_COMMAND = '[determined based on target OS]';

export default defineModule({
  name: 'ansible.builtin.reboot',
  summary: 'Reboots a host, waits until it is back and answers commands.',
  args,
  returns: z.object({
    rebooted: z.boolean().describe('Whether it was rebooted.'),
    elapsed: z.int().describe('Seconds it took.'),
  }),
  requires: ['shutdown, or what reboot_command says'],
  check: 'full',
  diff: false,
  examples: [{ name: 'After an upgrade', task: 'ansible.builtin.reboot:\n  reboot_timeout: 900' }],
  async run(context) {
    const { args: a, host, task, change, checkMode } = context;
    if (task.connection.transport === 'local') {
      throw new ModuleFailure('Running reboot with local connection would reboot the control node.', {
        changed: false,
        elapsed: 0,
        rebooted: false,
      });
    }
    if (checkMode) {
      await change({ summary: 'reboot' }, () => Promise.resolve());
      return { elapsed: 0, rebooted: true };
    }
    const before = await bootTime(context);
    const command = await rebootCommand(context);
    let start = task.now();
    const elapsed = (): number => Math.floor((task.now() - start) / 1000);
    await change({ summary: 'reboot' }, async (hands) => {
      // A host that goes down at once takes the answer with it.
      const said = await hands.run(command, { mayCutWire: true }).catch((error: unknown) => {
        if (isUnreachable(error)) return { rc: 0, stdout: '', stderr: '' };
        throw error;
      });
      start = task.now();
      if (said.rc === 0) return;
      const told = `${said.stdout.trim()}, ${said.stderr.trim()}`;
      const extra = { changed: false, rebooted: false, elapsed: 0 };
      throw new ModuleFailure(`Reboot command failed. Error was: '${told}'`, extra);
    });
    if (a.post_reboot_delay > 0) await task.sleep(a.post_reboot_delay * 1000);
    const failed = (what: string): ModuleFailure =>
      new ModuleFailure(`Timed out waiting for ${what} (timeout=${a.reboot_timeout})`, {
        changed: false,
        rebooted: true,
        elapsed: elapsed(),
      });
    const wait = (what: string, attempt: () => Promise<boolean>): Promise<void> =>
      untilTrue(context, attempt, () => failed(what));
    await wait('last boot time check', async () => {
      await host.reconnect();
      const { rc, stdout } = await host.probe(inSubshell(a.boot_time_command));
      return rc === 0 && stdout.trim() !== '' && stdout.trim() !== before;
    });
    let fresh = true;
    await wait('post-reboot test command', async () => {
      // Perhaps it went down once more, and the connection with it.
      if (!fresh) await host.reconnect();
      fresh = false;
      return (await host.probe(inSubshell(a.test_command))).rc === 0;
    });
    return { changed: true, rebooted: true, elapsed: elapsed() };
  },
});

const inSubshell = (command: string): Script => lines([script('('), script(command), script(')')]);

async function bootTime({ args: a, host }: RunContext<Args>): Promise<string> {
  const { rc, stdout, stderr } = await host.probe(inSubshell(a.boot_time_command));
  if (rc === 0) return stdout.trim();
  throw new ModuleFailure(
    `reboot: failed to get host boot time info, rc: ${rc}, stdout: ${stdout}, stderr: ${stderr}`,
    { rebooted: false, elapsed: 0 },
  );
}

interface Command {
  readonly program: string;
  readonly rest: Script;
}

function wanted(a: Args, distribution: string): Command {
  if (a.reboot_command !== OWN_COMMAND) {
    const [program = '', ...rest] = a.reboot_command.split(' ');
    return { program, rest: script(rest.join(' ')) };
  }
  if (distribution === 'Alpine') return { program: 'reboot', rest: script('') };
  const minutes = Math.floor(Math.max(0, a.pre_reboot_delay) / 60);
  const when = distribution === 'Void' ? `+${minutes}` : String(minutes);
  return { program: 'shutdown', rest: sh`-r ${when} ${a.msg}` };
}

/** @throws ModuleFailure when its program is nowhere */
async function rebootCommand({ args: a, host }: RunContext<Args>): Promise<Script> {
  const { distribution } = await host.platform();
  const { program, rest } = wanted(a, distribution);
  if (program.startsWith('/')) return sh`${program} ${rest}`;
  const { stdout } = await host.probe(
    sh`for d in ${a.search_paths}; do if [ -e "$d"/${program} ]; then printf %s "$d"/${program}; break; fi; done`,
  );
  if (stdout !== '') return sh`${stdout} ${rest}`;
  throw new ModuleFailure(`Unable to find command "${program}" in search paths: ${a.search_paths.join(', ')}`, {
    rebooted: false,
    elapsed: 0,
  });
}

/** Tries with growing pauses, up to twelve seconds, while the host is away. */
async function untilTrue(
  { args: a, task }: RunContext<Args>,
  attempt: () => Promise<boolean>,
  late: () => ModuleFailure,
): Promise<void> {
  const deadline = task.now() + a.reboot_timeout * 1000;
  for (let failures = 0; task.now() < deadline; failures++) {
    if (await within(a.connect_timeout ?? 30, attempt)) return;
    const pause = Math.min(2 ** failures, 12) * 1000 + Math.random() * 1000;
    await task.sleep(Math.min(pause, Math.max(0, deadline - task.now())));
  }
  throw late();
}

/** An attempt that takes too long is left to itself. */
async function within(seconds: number, attempt: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), seconds * 1000);
  });
  const outcome = attempt().catch((error: unknown) => {
    if (error instanceof Error && (isUnreachable(error) || error.name === 'TsplayError')) return false;
    throw error;
  });
  try {
    return await Promise.race([outcome, slow]);
  } finally {
    clearTimeout(timer);
  }
}
