// The parameters of the module, and which go together.
import { bool, choice, list, str, z } from '../../../src/kit/index.js';

const text = (meaning: string) => str().optional().describe(meaning);

export const args = z.strictObject({
  table: choice('filter', 'nat', 'mangle', 'raw', 'security').default('filter').describe('The table.'),
  state: choice('absent', 'present').default('present').describe('Whether the rule shall be there.'),
  action: choice('append', 'insert').default('append').describe('Where a new rule goes: last, or first (`rule_num`).'),
  rule_num: text('Number of the place a rule is inserted at.'),
  ip_version: choice('ipv4', 'ipv6').default('ipv4').describe('Which protocol the rules are for.'),
  chain: text('The chain, e.g. INPUT.'),
  protocol: text('Protocol, e.g. tcp; `!` in front means all others.'),
  wait: text('Seconds to wait for another iptables.'),
  source: text('Source address.'),
  destination: text('Destination address.'),
  tcp_flags: z
    .strictObject({
      flags: list(str()).optional().describe('Flags that are looked at.'),
      flags_set: list(str()).optional().describe('Those of them that must be set.'),
    })
    .optional()
    .describe('Flags of TCP.'),
  match: list(str()).default([]).describe('Modules of matches to load.'),
  jump: text('The target, e.g. ACCEPT.'),
  gateway: text('Where copies go with the target TEE.'),
  log_prefix: text('What the log begins with; the target is LOG.'),
  log_level: choice(
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    'emerg',
    'alert',
    'crit',
    'error',
    'warning',
    'notice',
    'info',
    'debug',
  )
    .optional()
    .describe('Level of the log; the target is LOG.'),
  goto: text('The chain to go on in.'),
  in_interface: text('Interface it comes in by.'),
  out_interface: text('Interface it goes out by.'),
  fragment: text('Further fragments of packets.'),
  set_counters: text('Counters the rule begins with.'),
  source_port: text('Source port, or a range a:b.'),
  destination_port: text('Destination port, or a range a:b.'),
  destination_ports: list(str()).default([]).describe('Destination ports, several.'),
  to_ports: text('Ports of the targets REDIRECT and MASQUERADE.'),
  to_destination: text('New destination, with the target DNAT.'),
  to_source: text('New source, with the target SNAT.'),
  syn: choice('ignore', 'match', 'negate').default('ignore').describe('First packets of connections, or all others.'),
  set_dscp_mark: text('DSCP mark to set, with the target DSCP.'),
  set_dscp_mark_class: text('DSCP class to set, with the target DSCP.'),
  comment: text('Comment of the rule.'),
  ctstate: list(str()).default([]).describe('States of connections: NEW, ESTABLISHED …'),
  src_range: text('Range of source addresses.'),
  dst_range: text('Range of destination addresses.'),
  match_set: text('A set of ipset.'),
  match_set_flags: choice('src', 'dst', 'src,dst', 'dst,src', 'dst,dst', 'src,src')
    .optional()
    .describe('Which parts of a packet are looked up in the set.'),
  limit: text('How often the rule may match, e.g. 5/min.'),
  limit_burst: text('How often before the limit counts.'),
  uid_owner: text('User of the process that sends.'),
  gid_owner: text('Group of the process that sends.'),
  reject_with: text('What is answered; the target is REJECT.'),
  icmp_type: text('Type of ICMP.'),
  flush: bool().default(false).describe('Take all rules of the chain, or of the table, away.'),
  policy: choice('ACCEPT', 'DROP', 'QUEUE', 'RETURN').optional().describe('What the chain does in the end.'),
  chain_management: bool().default(false).describe('Without a rule: make or delete the chain.'),
  numeric: bool().default(false).describe('Look at chains without names of hosts.'),
});
export type Args = z.output<typeof args>;

/** `compat:` what an empty text would take out of a rule is no value. */
const NEVER_EMPTY = [
  'protocol',
  'source',
  'destination',
  'jump',
  'log_prefix',
  'log_level',
  'to_destination',
  'to_source',
  'goto',
  'in_interface',
  'out_interface',
  'fragment',
  'set_counters',
  'source_port',
  'destination_port',
  'to_ports',
  'set_dscp_mark',
  'set_dscp_mark_class',
  'limit',
  'limit_burst',
  'uid_owner',
  'gid_owner',
  'reject_with',
  'icmp_type',
  'comment',
] as const;

export function rules(a: Args): string[] {
  const broken: string[] = [];
  for (const name of NEVER_EMPTY) {
    if (a[name] === '') broken.push(`'${name}' is empty: leave it out; without it the rule fits more than was meant`);
  }
  if (a.set_dscp_mark !== undefined && a.set_dscp_mark_class !== undefined) {
    broken.push('parameters are mutually exclusive: set_dscp_mark|set_dscp_mark_class');
  }
  if (a.flush && a.policy !== undefined) broken.push('parameters are mutually exclusive: flush|policy');
  for (const name of ['set_dscp_mark', 'set_dscp_mark_class'] as const) {
    if (a[name] !== undefined && a.jump === undefined) broken.push(`missing parameter(s) required by '${name}': jump`);
  }
  if (a.jump?.toLowerCase() === 'tee' && a.gateway === undefined) {
    broken.push(`jump is ${a.jump} but all of the following are missing: gateway`);
  }
  if (!a.flush && a.chain === undefined) broken.push('flush is False but all of the following are missing: chain');
  if ((a.log_prefix !== undefined || a.log_level !== undefined) && a.jump !== undefined && a.jump !== 'LOG') {
    broken.push('Logging options can only be used with the LOG jump target.');
  }
  return broken;
}
