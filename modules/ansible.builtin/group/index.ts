// Manages a group of the host.
import { bool, choice, defineModule, int, ModuleFailure, quote, script, str, z } from '../../../src/kit/index.js';
import { chooseTools, databaseFunction, toolsScript } from '../../_shared/account-tools.js';
import { decideGroup } from './decide.js';

export default defineModule({
  name: 'ansible.builtin.group',
  summary: 'Creates, changes and removes groups.',
  args: z.strictObject({
    name: str().describe('The group.'),
    state: choice('absent', 'present').default('present').describe('Whether it shall exist.'),
    gid: int().optional().describe('Its id.'),
    system: bool().default(false).describe('Create it as a system group.'),
    local: bool().default(false).describe("Use libuser's programs, which know the host's own files only."),
    force: bool().default(false).describe('Remove it even where it is the primary group of a user.'),
    non_unique: bool().default(false).describe('Let the id be one that another group has.'),
    gid_min: int().optional().describe('Lowest id to choose from, in place of the one in login.defs.'),
    gid_max: int().optional().describe('Highest id to choose from, in place of the one in login.defs.'),
  }),
  returns: z.object({
    name: z.string().describe('The group.'),
    state: z.string().describe('present or absent.'),
    gid: z.int().optional().describe('Its id, when present.'),
    system: z.boolean().optional().describe('Whether a system group was asked for, when present.'),
    stdout: z.string().optional().describe('What the command printed.'),
    stderr: z.string().optional().describe('What the command printed as errors.'),
  }),
  requires: ['groupadd, groupmod, groupdel, or their BusyBox kin'],
  check: 'full',
  foreseeable: true,
  diff: false,
  rules: (a) => [
    ...(a.local && a.force ? ["'force' cannot be used with 'local'"] : []),
    ...(a.non_unique && a.gid === undefined ? ['non_unique is True but all of the following are missing: gid'] : []),
    ...(a.local && a.gid_min !== undefined ? ["'gid_min' cannot be used with 'local'"] : []),
    ...(a.local && a.gid_max !== undefined ? ["'gid_max' cannot be used with 'local'"] : []),
  ],
  examples: [{ name: 'A group with a fixed id', task: 'ansible.builtin.group:\n  name: docker\n  gid: 1750' }],
  async run(context) {
    const { args, host } = context;
    const { name, state, gid, local } = args;
    const database = databaseFunction(local);
    const look = await host.probe(
      script(`${database}
${toolsScript('group')}
database group ${quote(name)} | sed 's/^/@group /'
${gid === undefined ? '' : `database group ${gid} | sed 's/^/@holder /'`}
exit 0`),
    );
    const entry = (key: string): string[] | undefined =>
      new RegExp(`^@${key} (.*)$`, 'm').exec(look.stdout)?.[1]?.split(':');
    const tools = chooseTools(
      'group',
      [...look.stdout.matchAll(/^@tool (.*)$/gm)].map((m) => m[1] ?? ''),
      local,
    );
    const entryOf = entry('group');
    // A name of digits would be looked up as an id too.
    const found = entryOf?.[0] === name ? entryOf : undefined;
    const seen = { gid: found === undefined ? undefined : Number(found[2]), holder: entry('holder')?.[0] };
    const decision = decideGroup(args, seen, tools);
    if (decision.failure !== undefined) throw new ModuleFailure(decision.failure, { name });
    let now = seen.gid;
    let output = {};
    if (decision.step) {
      const { summary, command } = decision.step;
      const after = state === 'present' ? `\ndatabase group ${quote(name)} | sed 's/^/@group /'` : '';
      const text = `${database}\n${command}\nrc=$?\n[ $rc -eq 0 ] || exit $rc${after}\nexit 0`;
      const result = await context.change({ summary }, (hands) => hands.run(script(text), { env: { LC_ALL: 'C' } }));
      if (result && result.rc !== 0) {
        const { rc, stdout, stderr } = result;
        throw new ModuleFailure(stderr.trim() || stdout.trim() || `${summary}: code ${rc}`, {
          name,
          rc,
          stdout,
          stderr,
        });
      }
      if (result) {
        const line = /^@group (.*)$/m.exec(result.stdout)?.[1];
        now = line === undefined ? undefined : Number(line.split(':')[2]);
        const stdout = result.stdout.replace(/^@group .*\n?/m, '');
        output = { ...(stdout === '' ? {} : { stdout }), ...(result.stderr === '' ? {} : { stderr: result.stderr }) };
      } else now = gid ?? now;
    }
    if (state === 'absent') return { name, state, ...output };
    return { name, state, system: args.system, ...(now === undefined ? {} : { gid: now }), ...output };
  },
});
