// Keeps the entries of hosts in the configuration of the SSH client.
import { bool, choice, defineModule, lines, ModuleFailure, path, sh, str, z } from '../../../src/kit/index.js';
import { ask, fromLatin, toLatin } from '../../_shared/told.js';
import { configText, parseConfig, plan, type Entry } from './config.js';

const args = z.strictObject({
  state: choice('present', 'absent').default('present').describe('Whether there shall be an entry of the host.'),
  host: str().describe('The host, as it is named on the command line; patterns as they stand in the file.'),
  user: str().optional().describe("Whose configuration: that user's ~/.ssh/config; default that of the machine."),
  group: str().optional().describe("The file's group; default that of the name of `user`."),
  ssh_config_file: path().optional().describe('The file, instead of that of `user`.'),
  hostname: str().optional().describe('The address to connect to.'),
  port: str().optional().describe('The port to connect to.'),
  remote_user: str().optional().describe('Whom to log in as.'),
  identity_file: path().optional().describe('The key to log in with; it has to be there.'),
  identities_only: bool().optional().describe('Offer no other keys.'),
  user_known_hosts_file: str().optional().describe('The file with the keys of known hosts.'),
  strict_host_key_checking: choice('yes', 'no', 'ask', 'accept-new')
    .optional()
    .describe('What is done with hosts that are not known.'),
  proxycommand: str().optional().describe('The command that connects.'),
  proxyjump: str().optional().describe('The host to connect through.'),
  host_key_algorithms: str().optional().describe("Which kinds of host's keys are taken."),
  forward_agent: bool().optional().describe('Forward the agent.'),
  add_keys_to_agent: bool().optional().describe('Add keys that are used to the agent.'),
  controlmaster: choice('yes', 'no', 'ask', 'auto', 'autoask').optional().describe('Share connections.'),
  controlpath: str().optional().describe('The socket of a shared connection.'),
  controlpersist: str().optional().describe('How long a shared connection stays open.'),
  dynamicforward: str().optional().describe('The port of a SOCKS proxy.'),
  other_options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Further options, names in small letters, values as text.'),
});
type Args = z.output<typeof args>;

const MACHINE = '/etc/ssh/ssh_config';

export default defineModule({
  name: 'community.general.ssh_config',
  summary: 'Keeps the entries of hosts in the configuration of the SSH client.',
  args,
  returns: z.object({
    hosts_added: z.array(z.string()).describe('The host, when its entry was added.'),
    hosts_changed: z.array(z.string()).describe('The host, when its entry was changed.'),
    hosts_removed: z.array(z.string()).describe('The host, when its entry was removed.'),
    hosts_change_diff: z
      .array(z.record(z.string(), z.unknown()))
      .describe('The options of changed entries: `old` and `new`, by the host.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.user !== undefined && a.ssh_config_file !== undefined
      ? ['parameters are mutually exclusive: user|ssh_config_file']
      : []),
    ...(a.proxycommand !== undefined && a.proxyjump !== undefined
      ? ['parameters are mutually exclusive: proxycommand|proxyjump']
      : []),
    ...(Object.values(a).some((value) => typeof value === 'string' && /[\r\n\0]/.test(value))
      ? ['each value stands on one line']
      : []),
  ],
  examples: [
    {
      name: 'By way of another host',
      task: 'community.general.ssh_config:\n  user: deploy\n  host: inner\n  hostname: 10.0.0.7\n  proxyjump: gate.example.org',
    },
  ],
  async run({ args: a, host, change }) {
    const wanted = wantedOptions(a);
    const file = await placeOf(a, (text) => host.expand(text));
    const directory = file.slice(0, file.lastIndexOf('/')) || '/';
    const key = a.identity_file ?? '';
    const identity = key === '' || key.startsWith('/') ? key : `${directory}/${key}`;
    const told = await ask(host, lines([sh`tell ${file}`, sh`if [ -e ${identity} ]; then say identity yes; fi`]));
    if (key !== '' && told.file(file) !== undefined && told.value('identity') === undefined) {
      throw new ModuleFailure(`IdentityFile ${key} does not exist`);
    }
    const { entries, added, changed, removed, differences } = plan(
      entriesOf(told.text(file)),
      toLatin(a.host),
      a.state,
      wanted,
    );
    const result = {
      hosts_added: added.map(fromLatin),
      hosts_changed: changed.map(fromLatin),
      hosts_removed: removed.map(fromLatin),
      hosts_change_diff: JSON.parse(fromLatin(JSON.stringify(differences))) as unknown,
    };
    if (added.length + changed.length + removed.length === 0) return result;
    const owner = a.user;
    const group = a.group ?? a.user;
    await change({ summary: `write ${file}` }, async (hands) => {
      // A directory that was not there is the user's own.
      await hands.must(
        sh`d=${directory}; if ! [ -d "$d" ]; then mkdir -p -- "$d" && chmod 700 -- "$d" && { [ -z ${owner ?? ''} ] || chown -- ${`${owner ?? ''}:${group ?? ''}`} "$d"; }; fi`,
      );
      const mode = file === MACHINE ? 0o644 : 0o600;
      await hands.write(told.file(file)?.realPath ?? file, Buffer.from(configText(entries), 'latin1'), {
        mode,
        owner,
        group,
      });
    });
    return result;
  },
});

async function placeOf(a: Args, expand: (text: string) => Promise<string>): Promise<string> {
  if (a.user === undefined || a.user === '') return a.ssh_config_file ?? MACHINE;
  if (!/^[\w.][\w.@-]*\$?$/.test(a.user)) throw new ModuleFailure(`'${a.user}' is not the name of a user`);
  const home = await expand(`~${a.user}`);
  if (!home.startsWith('/')) throw new ModuleFailure(`there is no user '${a.user}' on the host`);
  return `${home}/.ssh/config`;
}

function entriesOf(text: string): Entry[] {
  try {
    return parseConfig(text);
  } catch (error) {
    throw new ModuleFailure((error as Error).message);
  }
}

const yes = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';

/** The options by the names they have in the file. @throws ModuleFailure for `other_options` that cannot be */
export function wantedOptions(a: Omit<Args, 'state' | 'host'>): (readonly [string, string | undefined])[] {
  const persist = a.controlpersist;
  const named: [string, string | undefined][] = [
    ['hostname', a.hostname],
    ['port', a.port],
    ['identityfile', a.identity_file],
    ['identitiesonly', yes(a.identities_only)],
    ['user', a.remote_user],
    ['stricthostkeychecking', a.strict_host_key_checking],
    ['userknownhostsfile', a.user_known_hosts_file],
    ['proxycommand', a.proxycommand],
    ['proxyjump', a.proxyjump],
    ['hostkeyalgorithms', a.host_key_algorithms],
    ['forwardagent', yes(a.forward_agent)],
    ['addkeystoagent', yes(a.add_keys_to_agent)],
    ['controlmaster', a.controlmaster],
    ['controlpath', a.controlpath],
    ['controlpersist', persist === 'True' ? 'yes' : persist === 'False' ? 'no' : persist],
    ['dynamicforward', a.dynamicforward],
  ];
  const known = new Set(named.map(([name]) => name));
  for (const [key, value] of Object.entries(a.other_options ?? {})) {
    if (key !== key.toLowerCase()) throw new ModuleFailure(`The other_options key '${key}' must be lower case`);
    if (typeof value !== 'string') {
      throw new ModuleFailure(`The other_options value provided for key '${key}' must be a string`);
    }
    if (/[\r\n\0]/.test(value) || !/^\w+$/.test(key)) throw new ModuleFailure(`the option '${key}' stands on one line`);
    if (known.has(key.replaceAll('_', ''))) throw new ModuleFailure(`Multiple values provided for key '${key}'`);
    named.push([key.replaceAll('_', ''), value]);
  }
  return named.map(([name, value]) => [name, value === undefined ? undefined : toLatin(value)]);
}
