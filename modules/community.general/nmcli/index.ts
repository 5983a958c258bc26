// Manages connections of NetworkManager, by its program nmcli.
import {
  defineModule,
  lines,
  ModuleFailure,
  script,
  sh,
  z,
  type HostHands,
  type HostView,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { args, type Args } from './args.js';
import { differences, parseShow } from './compare.js';
import { isTunnel, said, SECRETS, settingsOf, type Settings } from './settings.js';

const PORTS: Readonly<Record<string, string>> = {
  'bond-slave': 'bond',
  'bridge-slave': 'bridge',
  'team-slave': 'team',
};

function rules(a: Args): string[] {
  const broken: string[] = [];
  const exclude = (...names: (keyof Args)[]): void => {
    if (names.every((name) => a[name] !== undefined && a[name] !== false)) {
      broken.push(`parameters are mutually exclusive: ${names.join('|')}`);
    }
  };
  exclude('never_default4', 'gw4');
  exclude('routes4_extended', 'routes4');
  exclude('routes6_extended', 'routes6');
  if (a.type === 'wifi' && a.ssid === undefined) broken.push('type is wifi but all of the following are missing: ssid');
  if (a.type === 'macvlan' && a.state === 'present' && !a.macvlan) {
    broken.push('type is macvlan but all of the following are missing: macvlan');
  }
  const kind = PORTS[a.type ?? ''];
  if (kind === undefined && a.slave_type !== undefined && a.master === undefined) {
    broken.push("'master' option is required when 'slave_type' is specified.");
  }
  if (kind !== undefined && a.slave_type !== undefined && a.slave_type !== kind) {
    broken.push(
      `Connection type '${a.type}' cannot be combined with '${a.slave_type}' slave-type. Allowed slave-type for '${a.type}' is '${kind}'.`,
    );
  }
  if (a.type === 'team') {
    if (a.runner_hwaddr_policy !== undefined && a.runner !== 'activebackup') {
      broken.push('Runner-hwaddr-policy is only allowed for runner activebackup');
    }
    if (a.runner_fast_rate !== undefined && a.runner !== 'lacp') {
      broken.push('runner-fast-rate is only allowed for runner lacp');
    }
  }
  if (a.type === 'team-slave' || a.slave_type === 'team') {
    const type = a.type ?? 'None';
    if (a.master === undefined) broken.push(`Please specify a name for the master when type is ${type}`);
    if (a.ifname === undefined) {
      broken.push(`Please specify an interface name for the connection when type is ${type}`);
    }
  }
  return broken;
}

export default defineModule({
  name: 'community.general.nmcli',
  summary: 'Manages connections of NetworkManager, by its program nmcli.',
  args,
  returns: z.object({
    conn_name: z.string().optional().describe('The connection.'),
    state: z.string().optional().describe('As asked for.'),
    Exists: z.string().optional().describe('What became of a connection that was there.'),
    Connection: z.string().optional().describe('That it is made.'),
    stdout: z.string().optional().describe('What nmcli printed.'),
    stderr: z.string().optional().describe('What it printed as errors.'),
  }),
  requires: ['nmcli'],
  check: 'full',
  diff: true,
  oneDiff: true,
  rules,
  examples: [
    {
      name: 'A static address',
      task: 'community.general.nmcli:\n  conn_name: lan\n  ifname: eth1\n  type: ethernet\n  ip4: [192.0.2.10/24]\n  gw4: 192.0.2.1\n  state: present',
    },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    const told = await look(context.host, a);
    checkWifi(context, told);
    const result = { conn_name: a.conn_name, state: a.state };
    const exists = told.value('exists') !== undefined;
    if (a.state === 'present') return present(context, told, exists);
    if (!exists) return result;
    const steps = {
      absent: ['down', 'delete'],
      up: [...(a.conn_reload ? ['reload'] : []), 'up'],
      down: [...(a.conn_reload ? ['reload'] : []), 'down'],
    }[a.state];
    let last: ScriptResult | undefined;
    for (const verb of steps) {
      const argv = ['nmcli', 'con', verb, ...(verb === 'reload' ? [] : ['id', a.conn_name])];
      last = await context.change({ summary: argv.join(' ') }, (hands) => nmcli(hands, argv));
    }
    if (checkMode || !last) return {};
    if (last.rc !== 0) {
      throw new ModuleFailure(last.stderr, { name: `No Connection named ${a.conn_name} exists`, rc: last.rc });
    }
    return { ...result, ...outputs(last) };
  },
});

const nmcli = (host: Pick<HostHands, 'run'>, argv: readonly string[], stdin = ''): Promise<ScriptResult> =>
  host.run(lines([SBIN, sh`LC_ALL=C ${argv}`]), { stdin });

const outputs = ({ stdout, stderr }: ScriptResult): Record<string, unknown> => ({
  ...(stdout === '' ? {} : { stdout, stdout_lines: splitLines(stdout) }),
  ...(stderr === '' ? {} : { stderr, stderr_lines: splitLines(stderr) }),
});

/** The connections there are, this one, and which settings of wifi NetworkManager knows. */
function look(host: HostView, a: Args): Promise<Told> {
  const known = (setting: string, first: string): string =>
    `printf '%s\\n' ${first} 'print ${setting}' quit yes | nmcli con edit type wifi 2>/dev/null | sed -n 's/^${setting}\\.\\([^:]*\\):.*/\\1/p'`;
  return ask(
    host,
    lines([
      SBIN,
      QUERY,
      NEEDS,
      sh`needs nmcli
conn=${a.conn_name}; query names nmcli --escape no --fields name --terse con show
if nmcli --escape no --fields name --terse con show 2>/dev/null | grep -q -F -x -e "$conn"; then
say exists yes; query show nmcli --show-secrets con show id "$conn"; fi`,
      a.type === 'wifi' && (a.wifi || a.wifi_sec)
        ? script(`say wifi "$(${known('802-11-wireless', "''")})"
say wifi_sec "$(${known('802-11-wireless-security', "'set 802-11-wireless-security.psk FAKEVALUE'")})"`)
        : script(':'),
    ]),
  );
}

/** @throws ModuleFailure when nmcli is missing or cannot answer, or for settings of wifi it does not know */
function checkWifi({ args: a, warn }: RunContext<Args>, told: Told): void {
  demand(told, 'on Debian it is in the package network-manager');
  const names = answerOf(told, 'names');
  if (names && names.rc !== 0) throw new ModuleFailure(names.err, { name: a.conn_name, rc: names.rc });
  if (a.type !== 'wifi') return;
  if (a.wifi && 'ssid' in a.wifi) {
    warn("Ignoring option 'wifi.ssid', it must be specified with option 'ssid'");
    delete a.wifi['ssid'];
  }
  for (const group of ['wifi', 'wifi_sec'] as const) {
    const given = a[group] ?? {};
    const known = (told.value(group) ?? '').split('\n').map((name) => name.trim());
    const unknown = Object.keys(given).filter((name) => !known.includes(name));
    if (unknown.length === 0) continue;
    const msg = `Invalid or unsupported option(s): "${unknown.map((name) => `${group}.${name}`).join('", "')}"`;
    if (!a.ignore_unsupported_suboptions) throw new ModuleFailure(msg);
    warn(msg);
    for (const name of unknown) delete given[name];
  }
}

async function present(context: RunContext<Args>, told: Told, exists: boolean): Promise<ModuleReturn> {
  const { args: a, change, checkMode, warn } = context;
  const result = { conn_name: a.conn_name, state: a.state };
  const show = answerOf(told, 'show');
  if (show && show.rc !== 0) throw new ModuleFailure(show.err, { name: a.conn_name, rc: show.rc });
  const is = parseShow(show?.out ?? '');
  const seen = is.get('connection.type');
  const type = a.type ?? (seen === '802-11-wireless' ? 'wifi' : typeof seen === 'string' ? seen : undefined);
  if (a.type !== undefined && PORTS[a.type] !== undefined && a.slave_type === undefined) {
    warn(
      `Connection 'slave-type' property automatically set to '${PORTS[a.type]}' because of using '${a.type}' connection type.`,
    );
  }
  if (!exists && type === undefined) {
    throw new ModuleFailure(`there is no connection ${a.conn_name}: give its type, so that it can be made`, {
      name: a.conn_name,
    });
  }
  const interfaceName = !exists && type !== 'vpn' ? (a.ifname ?? a.conn_name) : a.ifname;
  const settings: Settings = new Map([['connection.interface-name', interfaceName], ...settingsOf(a, type)]);
  const found = differences(a, type, settings, is);
  if (exists && found.length === 0) {
    return { ...result, Exists: 'Connections already exist and no changes made' };
  }
  const words = commandOf(settings);
  const head = exists
    ? ['nmcli', 'con', 'modify', 'id', a.conn_name]
    : ['nmcli', 'con', 'add', 'type', isTunnel(type) ? 'ip-tunnel' : (type ?? ''), 'con-name', a.conn_name];
  const side = (which: 'before' | 'after'): Record<string, unknown> =>
    Object.fromEntries(found.map((one) => [one.key, SECRETS.has(one.key) ? '********' : (one[which] ?? null)]));
  const diff = { before: exists ? side('before') : {}, after: side('after') };
  const summary = `${exists ? 'modify' : 'add'} connection ${a.conn_name}: ${found.map(({ key }) => key).join(', ')}`;
  const ran = await change({ summary, diff }, (hands) =>
    carryOut(hands, a, [...head, ...words.plain], words.secret, exists, type),
  );
  const note = exists
    ? { Exists: 'Connections do exist so we are modifying them' }
    : { Connection: `Connection ${a.conn_name} of Type ${type} is being added` };
  if (checkMode || !ran) return { ...result, ...note };
  if (ran.rc !== 0) throw new ModuleFailure(ran.stderr, { name: a.conn_name, rc: ran.rc });
  return { ...result, ...note, ...outputs(ran) };
}

/** Words of a command line, and commands for the editor of what must not stand there. @throws ModuleFailure for newlines */
function commandOf(settings: Settings): { readonly plain: string[]; readonly secret: string[] } {
  const plain: string[] = [];
  const secret: string[] = [];
  for (const [key, value] of settings) {
    const text = said(value);
    if (text === undefined) continue;
    if (SECRETS.has(key)) {
      if (/[\r\n]/.test(text)) throw new ModuleFailure(`${key} must be one line`);
      secret.push(`set ${key} ${text}`);
    } else if (key === 'xmit_hash_policy' || key === 'fail_over_mac') plain.push('+bond.options', `${key}=${text}`);
    else plain.push(key, text);
  }
  return { plain, secret };
}

async function carryOut(
  hands: HostHands,
  a: Args,
  argv: readonly string[],
  secret: readonly string[],
  exists: boolean,
  type: string | undefined,
): Promise<ScriptResult> {
  let done = await nmcli(hands, argv);
  if (done.rc === 0 && secret.length > 0) {
    done = await nmcli(hands, ['nmcli', 'con', 'edit', 'id', a.conn_name], [...secret, 'save', 'quit', ''].join('\n'));
  }
  if (done.rc !== 0) return done;
  const named = a.dns4 !== undefined || a.dns6 !== undefined;
  const ups = ['bond', 'dummy', 'ethernet', 'infiniband', 'wifi'].includes(type ?? '');
  // compat: what was made with name servers or a packet size is brought up at once.
  if (!exists && ((ups && (named || a.mtu !== undefined)) || (type === 'team' && named))) {
    return nmcli(hands, ['nmcli', 'con', 'up', 'id', a.conn_name]);
  }
  return exists && a.conn_reload ? nmcli(hands, ['nmcli', 'con', 'reload']) : done;
}
