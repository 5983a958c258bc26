// The words by which iptables is told of a rule; pure.
import type { Args } from './args.js';

/** `--flag value`; a value that begins with an exclamation mark is what must not be. */
function option(flag: string, value: string | undefined): string[] {
  if (value === undefined || value === '') return [];
  return value.startsWith('!') ? ['!', flag, value.slice(1)] : [flag, value];
}

const csv = (flag: string, values: readonly string[]): string[] => (values.length > 0 ? [flag, values.join(',')] : []);
const when = (condition: unknown, ...words: string[]): string[] =>
  condition !== undefined && condition !== '' && condition !== false ? words : [];

/** A module of matches, loaded unless the task names it itself. */
const loaded = (a: Args, name: string, ...words: readonly string[][]): string[] => {
  const all = words.flat();
  if (all.length === 0 || a.match.includes(name)) return all;
  return ['-m', name, ...all];
};

function states(a: Args): string[] {
  if (!a.match.includes('conntrack') && a.match.includes('state')) return csv('--state', a.ctstate);
  return loaded(a, 'conntrack', csv('--ctstate', a.ctstate));
}

function dscp(a: Args): string[] {
  const jump = a.jump?.toLowerCase() === 'dscp' ? [] : ['-j', 'DSCP'];
  return [
    ...option('--set-dscp', a.set_dscp_mark),
    ...when(a.set_dscp_mark, ...jump),
    ...option('--set-dscp-class', a.set_dscp_mark_class),
    ...when(a.set_dscp_mark_class, ...jump),
  ];
}

/**
 * All parts in a fixed order: the target's own options stand behind it.
 * @param jump the target, when logging options decide it
 * @param wait whether this iptables knows `-w SECONDS`
 */
export function ruleWords(a: Args, jump: string | undefined, wait: boolean): string[] {
  const { tcp_flags: tcp } = a;
  return [
    ...(wait ? when(a.wait, '-w', a.wait ?? '') : []),
    ...option('-p', a.protocol),
    ...option('-s', a.source),
    ...option('-d', a.destination),
    ...a.match.flatMap((name) => option('-m', name)),
    ...(tcp?.flags && tcp.flags_set ? ['--tcp-flags', tcp.flags.join(','), tcp.flags_set.join(',')] : []),
    ...option('-j', jump),
    ...(jump?.toLowerCase() === 'tee' ? option('--gateway', a.gateway) : []),
    ...option('--log-prefix', a.log_prefix),
    ...option('--log-level', a.log_level),
    ...option('--to-destination', a.to_destination),
    ...(a.destination_ports.length > 0 ? ['-m', 'multiport', ...csv('--dports', a.destination_ports)] : []),
    ...option('--to-source', a.to_source),
    ...option('-g', a.goto),
    ...option('-i', a.in_interface),
    ...option('-o', a.out_interface),
    ...option('-f', a.fragment),
    ...option('-c', a.set_counters),
    ...option('--source-port', a.source_port),
    ...option('--destination-port', a.destination_port),
    ...option('--to-ports', a.to_ports),
    ...dscp(a),
    ...(a.syn === 'match' ? ['--syn'] : a.syn === 'negate' ? ['!', '--syn'] : []),
    ...states(a),
    ...loaded(a, 'iprange', option('--src-range', a.src_range), option('--dst-range', a.dst_range)),
    ...loaded(a, 'set', option('--match-set', a.match_set), when(a.match_set, a.match_set_flags ?? '')).filter(
      (word) => word !== '',
    ),
    ...(a.limit !== undefined || a.limit_burst !== undefined ? ['-m', 'limit'] : []),
    ...option('--limit', a.limit),
    ...option('--limit-burst', a.limit_burst),
    ...when(a.uid_owner, '-m', 'owner', ...option('--uid-owner', a.uid_owner)),
    ...when(a.gid_owner, '-m', 'owner', ...option('--gid-owner', a.gid_owner)),
    ...(jump === undefined ? when(a.reject_with, '-j', 'REJECT') : []),
    ...option('--reject-with', a.reject_with),
    ...option(a.ip_version === 'ipv4' ? '--icmp-type' : '--icmpv6-type', a.icmp_type),
    ...when(a.comment, '-m', 'comment', ...option('--comment', a.comment)),
  ];
}
