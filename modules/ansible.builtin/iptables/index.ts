// Manages rules, chains and policies of the kernel's packet filter.
import { defineModule, lines, ModuleFailure, sh, z, type HostHands, type RunContext } from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { args, rules, type Args } from './args.js';
import { ruleWords } from './rule.js';

export default defineModule({
  name: 'ansible.builtin.iptables',
  summary: 'Manages rules, chains and policies of the packet filter, until the next boot.',
  args,
  returns: z.object({
    ip_version: z.string().describe('As asked for.'),
    table: z.string().describe('The table.'),
    chain: z.string().nullable().describe('The chain.'),
    flush: z.boolean().describe('As asked for.'),
    rule: z.string().describe('The rule, as iptables is told of it.'),
    state: z.string().describe('As asked for.'),
    chain_management: z.boolean().describe('As asked for.'),
  }),
  requires: ['iptables'],
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'The web',
      task: 'ansible.builtin.iptables:\n  chain: INPUT\n  protocol: tcp\n  destination_ports: [80, 443]\n  jump: ACCEPT\n  comment: web',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const rule = ruleWords(a, a.jump, true).join(' ');
    const { ip_version, table, flush, state, chain_management } = a;
    const result = { ip_version, table, chain: a.chain ?? null, flush, rule, state, chain_management };
    return { changed: await carryOut(context, rule !== ''), ...result };
  },
});

/** What is asked of iptables before anything is done. */
type Question = 'nothing' | 'policy' | 'chain' | 'rule';

async function carryOut(context: RunContext<Args>, hasRule: boolean): Promise<boolean> {
  const { args: a, change, host } = context;
  const program = a.ip_version === 'ipv4' ? 'iptables' : 'ip6tables';
  const jump = a.jump ?? (a.log_prefix !== undefined || a.log_level !== undefined ? 'LOG' : undefined);
  const question: Question = a.flush ? 'nothing' : a.policy !== undefined ? 'policy' : hasRule ? 'rule' : 'chain';
  const where = (action: string): string[] => ['-t', a.table, action, ...(a.chain === undefined ? [] : [a.chain])];
  const list = [...where('-L'), ...(a.numeric ? ['--numeric'] : [])];
  const words = ruleWords(a, jump, true);
  // Before 1.6 it knows no seconds to wait.
  const told = await ask(
    host,
    lines([
      SBIN,
      sh`command -v ${program} >/dev/null 2>&1 || exit 0
v=$(${program} --version); say version "$v"
case $v in *v0.*|*v1.[0-5].*) set -- ${ruleWords(a, jump, false)} ;; *) set -- ${words} ;; esac
case ${question} in
  policy|chain) try list ${program} ${list} ;;
  rule) ${program} ${where('-C')} "$@" >/dev/null 2>&1 </dev/null; say rule.rc "$?" ;;
esac`,
    ]),
  );
  const version = told.value('version');
  if (version === undefined)
    throw new ModuleFailure(`${program} is not installed on the host: install the package iptables first`);
  const run =
    (argv: readonly string[]) =>
    async (hands: HostHands): Promise<void> => {
      const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C ${program} ${argv}`]));
      if (rc !== 0)
        throw new ModuleFailure((stderr || stdout).trim(), { rc, stdout, stderr, cmd: [program, ...argv].join(' ') });
    };
  const listed = told.value('list') ?? '';
  const isListed = told.value('list.rc') === '0';
  switch (question) {
    case 'nothing':
      await change({ summary: `flush ${a.chain ?? a.table}` }, run(where('-F')));
      return true;
    case 'policy': {
      if (!isListed) throw new ModuleFailure(listed, { rc: Number(told.value('list.rc')) });
      const policy = /\(policy ([A-Z]+)\)/.exec(listed.split('\n')[0] ?? '')?.[1];
      if (policy === undefined) throw new ModuleFailure("Can't detect current policy");
      if (policy === a.policy) return false;
      await change({ summary: `policy ${a.policy} of ${a.chain}` }, run([...where('-P'), a.policy ?? '']));
      return true;
    }
    case 'chain': {
      if (isListed === (a.state === 'present')) return false;
      // `compat:` without chain_management it is told of, and not done.
      const verb = a.state === 'present' ? '-N' : '-X';
      if (a.chain_management) await change({ summary: `${verb} ${a.chain}` }, run(where(verb)));
      return true;
    }
    case 'rule': {
      if ((told.value('rule.rc') === '0') === (a.state === 'present')) return false;
      const old = /v(?:0\.|1\.[0-5]\.)/.test(version);
      const action = a.state === 'absent' ? '-D' : a.action === 'insert' ? '-I' : '-A';
      const place = action === '-I' && a.rule_num !== undefined ? [a.rule_num] : [];
      const argv = [...where(action), ...place, ...(old ? ruleWords(a, jump, false) : words)];
      await change({ summary: `${program} ${argv.join(' ')}` }, run(argv));
      return true;
    }
  }
}
