// Gives network ports types of SELinux.
import { bool, choice, defineModule, list, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { answerOf } from '../../_shared/query.js';
import { askSelinux, selinuxStep } from '../../_shared/selinux.js';

export default defineModule({
  name: 'community.general.seport',
  summary: 'Gives network ports types of SELinux.',
  args: z.strictObject({
    ports: list(str()).describe('Ports and ranges of ports.'),
    proto: choice('tcp', 'udp').describe('Their protocol.'),
    setype: str().describe('The type.'),
    state: choice('absent', 'present').default('present').describe('Whether they shall have it.'),
    reload: bool().default(true).describe('Make the kernel use the policy at once.'),
    ignore_selinux_state: bool().default(false).describe('Work where SELinux is off as well.'),
    local: bool().default(false).describe('Look at local modifications only.'),
  }),
  returns: z.object({
    ports: z.array(z.string()).describe('As asked for.'),
    proto: z.string().describe('As asked for.'),
    setype: z.string().describe('As asked for.'),
    state: z.string().describe('As asked for.'),
  }),
  requires: ['semanage'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.ports.every((port) => /^\d+(?:-\d+)?$/.test(port))
      ? []
      : ["'ports' are numbers and ranges of numbers: 8080, 9000-9010"],
  examples: [
    {
      name: 'Another port for SSH',
      task: 'community.general.seport:\n  ports: 8991\n  proto: tcp\n  setype: ssh_port_t',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const query = sh`query all semanage port -l -n
${a.local ? sh`query local semanage port -l -n -C` : sh`:`}`;
    const told = await askSelinux(context.host, ['semanage'], query, a.ignore_selinux_state);
    const all = portsIn(answered(answerOf(told, 'all')));
    const mine = (a.local ? portsIn(answered(answerOf(told, 'local'))) : all)
      .filter(({ type, proto }) => type === a.setype && proto === a.proto)
      .map(({ port }) => port);
    const rest = a.reload ? [] : ['-N'];
    for (const port of a.ports) {
      if (mine.includes(port) === (a.state === 'present')) continue;
      if (a.state === 'absent') await selinuxStep(context, ['semanage', 'port', '-d', ...rest, '-p', a.proto, port]);
      else {
        const known = all.some((one) => one.port === port && one.proto === a.proto);
        const verb = known ? '-m' : '-a';
        await selinuxStep(context, [
          'semanage',
          'port',
          verb,
          ...rest,
          '-t',
          a.setype,
          '-r',
          's0',
          '-p',
          a.proto,
          port,
        ]);
      }
    }
    return { ports: a.ports, proto: a.proto, setype: a.setype, state: a.state };
  },
});

function answered(answer: { readonly rc: number; readonly out: string; readonly err: string } | undefined): string {
  if (answer?.rc === 0) return answer.out;
  throw new ModuleFailure(answer?.err.trim() ?? 'semanage did not answer', { rc: answer?.rc });
}

interface Port {
  readonly type: string;
  readonly proto: string;
  readonly port: string;
}

/** Lines of a type, a protocol and its ports, as `semanage port -l` prints them. */
export function portsIn(output: string): Port[] {
  return output.split('\n').flatMap((line) => {
    const [, type = '', proto = '', ports = ''] = /^(\S+)\s+(tcp|udp|sctp|dccp)\s+(.+)$/.exec(line) ?? [];
    return ports
      .split(',')
      .map((port) => ({ type, proto, port: port.trim() }))
      .filter(({ port }) => port !== '');
  });
}
