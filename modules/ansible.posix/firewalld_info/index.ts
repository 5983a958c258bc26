// Tells which zones firewalld has and what is set in them.
import { bool, defineModule, lines, list, ModuleFailure, script, str, z } from '../../../src/kit/index.js';
import { answerOf, demand, NEEDS, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { parseZones } from './parse.js';

const LOOK = lines([
  SBIN,
  NEEDS,
  QUERY,
  script(`needs firewall-cmd
query version firewall-cmd --version
query default firewall-cmd --get-default-zone
query zones firewall-cmd --get-zones
query active firewall-cmd --get-active-zones
query all firewall-cmd --list-all-zones`),
]);

const words = z.array(z.string());
const pairs = z.array(words);

export default defineModule({
  name: 'ansible.posix.firewalld_info',
  summary: 'Tells which zones firewalld has and what is set in them at present.',
  args: z.strictObject({
    active_zones: bool().default(false).describe('Only the zones that are used.'),
    zones: list(str()).optional().describe('Only these zones.'),
  }),
  returns: z.object({
    active_zones: z.boolean().describe('As asked for.'),
    collected_zones: words.describe('The zones that are told of.'),
    undefined_zones: words.describe('Zones of `zones` that are none.'),
    firewalld_info: z
      .object({
        version: z.string().describe('The version of firewalld.'),
        default_zone: z.string().describe('The default zone.'),
        zones: z
          .record(
            z.string(),
            z.object({
              target: z.string().describe('What becomes of packets no rule is for.'),
              icmp_block_inversion: z.boolean().describe('Whether ICMP messages that are not listed are blocked.'),
              interfaces: words.describe('Network interfaces.'),
              sources: words.describe('Source addresses.'),
              services: words.describe('Services.'),
              ports: pairs.describe('Ports, each with its protocol.'),
              protocols: words.describe('Protocols.'),
              forward: z.boolean().optional().describe('Whether packets between its interfaces are forwarded.'),
              masquerade: z.boolean().describe('Whether addresses are masqueraded.'),
              forward_ports: pairs.describe('Forwarded ports: port, protocol, to port, to address.'),
              source_ports: pairs.describe('Source ports, each with its protocol.'),
              icmp_blocks: words.describe('ICMP messages that are blocked.'),
              rich_rules: words.describe('Rules in the rich language.'),
            }),
          )
          .describe('By name.'),
      })
      .describe('What firewalld told.'),
  }),
  requires: ['firewall-cmd'],
  check: 'full',
  diff: false,
  examples: [{ name: 'What is open?', task: 'ansible.posix.firewalld_info:\n  active_zones: true' }],
  async run({ args: a, host, warn }) {
    const told = await ask(host, LOOK);
    demand(told, 'install the package firewalld');
    const answer = (name: string): string => {
      const { rc, out, err } = answerOf(told, name) ?? { rc: 1, out: '', err: '' };
      if (rc !== 0) {
        throw new ModuleFailure(
          `Unable to gather firewalld settings. You may need to run as the root user or use become. (Error: ${(err + out).trim()})`,
        );
      }
      return out;
    };
    const all = answer('zones').split(/\s+/).filter(Boolean);
    const wanted = a.active_zones
      ? answer('active')
          .split('\n')
          .flatMap((line) => /^(\S+)/.exec(line)?.[1] ?? [])
      : (a.zones?.length ?? 0) > 0
        ? [...new Set(a.zones)]
        : all;
    const collected = wanted.filter((zone) => all.includes(zone));
    const unknown = wanted.filter((zone) => !all.includes(zone));
    if (unknown.length > 0) {
      warn(`Please note: zone:(${unknown.join(',')}) have been ignored in the gathering process.`);
    }
    const zones = parseZones(answer('all'));
    const collectedZones = Object.fromEntries(collected.map((zone) => [zone, zones.get(zone) ?? {}]));
    return {
      active_zones: a.active_zones,
      collected_zones: collected,
      undefined_zones: unknown,
      firewalld_info: {
        version: answer('version').trim(),
        default_zone: answer('default').trim(),
        zones: collectedZones,
      },
    };
  },
});
