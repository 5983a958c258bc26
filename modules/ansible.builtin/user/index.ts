// Manages a user account of the host.
import { defineModule, ModuleFailure, script, z, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { chooseTools, databaseFunction } from '../../_shared/account-tools.js';
import { splitLines } from '../../_shared/output.js';
import { args, refused, rules, type Args } from './args.js';
import { decideUser, type Step } from './decide.js';
import { lookScript, parseLook, reportScript, type Account, type Key } from './look.js';
import { commandsOf } from './verbs.js';

export default defineModule({
  name: 'ansible.builtin.user',
  summary: 'Creates, changes and removes user accounts.',
  args,
  returns: z.object({
    name: z.string().describe('The user.'),
    state: z.string().describe('present or absent.'),
    uid: z.int().optional().describe('Its id.'),
    group: z.int().optional().describe('Id of its primary group.'),
    groups: z.string().optional().describe('The groups asked for, with commas between.'),
    append: z.boolean().optional().describe('As asked for.'),
    comment: z.string().optional().describe('The description.'),
    home: z.string().optional().describe('The home directory.'),
    move_home: z.boolean().optional().describe('As asked for.'),
    shell: z.string().optional().describe('The login shell.'),
    password: z.string().optional().describe('NOT_LOGGING_PASSWORD, when a password was given.'),
    system: z.boolean().optional().describe('As asked for, when the account was made.'),
    create_home: z.boolean().optional().describe('As asked for, when the account was made.'),
    force: z.boolean().optional().describe('As asked for, when the account was removed.'),
    remove: z.boolean().optional().describe('As asked for, when the account was removed.'),
    ssh_key_file: z.string().optional().describe('The key file, with generate_ssh_key.'),
    ssh_public_key: z.string().optional().describe('The public key, with generate_ssh_key.'),
    ssh_fingerprint: z.string().optional().describe('Fingerprint of the key, with generate_ssh_key.'),
    stdout: z.string().optional().describe('What the commands printed.'),
    stderr: z.string().optional().describe('What the commands printed as errors.'),
  }),
  requires: ['useradd, usermod, userdel, or their BusyBox kin'],
  check: 'full',
  foreseeable: true,
  diff: false,
  refused,
  rules,
  examples: [
    {
      name: 'A user for an application',
      task: 'ansible.builtin.user:\n  name: app\n  system: true\n  shell: /usr/sbin/nologin\n  home: /srv/app',
    },
    { name: 'Further groups', task: 'ansible.builtin.user:\n  name: ops\n  groups: [sudo, adm]\n  append: true' },
    { name: 'Remove with home directory', task: 'ansible.builtin.user:\n  name: old\n  state: absent\n  remove: true' },
  ],
  run,
});

const HASH = /^(?:\$[a-z0-9]+\$.*|_?[./A-Za-z0-9]{13,}|[!*]+.*|)$/s;

async function run(context: RunContext<Args>): Promise<ModuleReturn> {
  const { args: a, host, checkMode } = context;
  if (a.password !== undefined && !HASH.test(a.password)) {
    context.warn(
      'The input password appears not to have been hashed. The `password` argument must be encrypted for this module to work properly.',
    );
  }
  const seen = parseLook((await host.probe(lookScript(a))).stdout, a.name);
  const tools = chooseTools('user', seen.tools, a.local);
  const decision = decideUser(a, seen);
  if (decision.failure !== undefined) throw new ModuleFailure(decision.failure, { name: a.name });
  let { account, key } = seen;
  let output: ModuleReturn = {};
  // One script for all of it, so that an account is not left half made by a connection that breaks in between.
  if (decision.steps.length > 0) {
    const commands = decision.steps.flatMap((step) => commandsOf(step, a, tools));
    const text = [databaseFunction(a.local), ...commands.map((c) => `${c} || exit`), reportScript(a), 'exit 0'].join(
      '\n',
    );
    const result = await context.change({ summary: decision.steps.map((s) => summaryOf(s, a)).join(', ') }, (hands) =>
      hands.run(script(text), { env: { LC_ALL: 'C' } }),
    );
    if (result) {
      const stdout = splitLines(result.stdout)
        .filter((line) => !/^@(?:passwd|key|pub|fingerprint)\b/.test(line))
        .join('\n');
      output = { ...(stdout === '' ? {} : { stdout }), ...(result.stderr === '' ? {} : { stderr: result.stderr }) };
      if (result.rc !== 0) {
        const msg = result.stderr.trim() || stdout || `a command ended with code ${result.rc}`;
        throw new ModuleFailure(`${a.name}: ${msg}`, { name: a.name, rc: result.rc, ...output });
      }
      ({ account, key } = parseLook(result.stdout, a.name));
    }
  }
  if (a.state === 'absent') {
    return { name: a.name, state: a.state, ...(seen.account ? { force: a.force, remove: a.remove } : {}), ...output };
  }
  return {
    ...returned(a, seen.account !== undefined, account, checkMode ? predictedKey(a, key, account) : key),
    ...output,
  };
}

/** In a check the account is as it is now, with what was asked for in place of what would change. */
function returned(a: Args, existed: boolean, account: Account | undefined, key: Key | undefined): ModuleReturn {
  const entries = {
    name: a.name,
    state: a.state,
    uid: a.uid ?? account?.uid,
    group: account?.gid,
    groups: a.groups?.join(','),
    append: existed ? a.append : undefined,
    move_home: existed ? a.move_home : undefined,
    comment: a.comment ?? account?.comment,
    home: a.home ?? account?.home,
    shell: a.shell ?? account?.shell,
    password: a.password === undefined ? undefined : 'NOT_LOGGING_PASSWORD',
    system: existed ? undefined : a.system,
    create_home: existed ? undefined : a.create_home,
    ssh_key_file: key?.file,
    ssh_public_key: key?.publicKey,
    ssh_fingerprint: key?.fingerprint,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** The file a key would be made in. */
function predictedKey(a: Args, key: Key | undefined, account: Account | undefined): Key | undefined {
  if (!a.generate_ssh_key || key) return key;
  const file = a.ssh_key_file ?? `.ssh/id_${a.ssh_key_type}`;
  const home = a.home ?? account?.home ?? `/home/${a.name}`;
  return { file: file.startsWith('/') ? file : `${home}/${file}` };
}

function summaryOf(step: Step, a: Args): string {
  const summaries: Record<Step['do'], string> = {
    create: `create user ${a.name}`,
    modify: `change user ${a.name}`,
    groups: `change groups of ${a.name}`,
    password: `set password of ${a.name}`,
    lock: `lock password of ${a.name}`,
    unlock: `unlock password of ${a.name}`,
    ageing: `change password ageing of ${a.name}`,
    home: `make home directory of ${a.name}`,
    key: `make SSH key of ${a.name}`,
    remove: `remove user ${a.name}`,
  };
  return summaries[step.do];
}
