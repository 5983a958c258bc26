// Gives and takes capabilities of files.
import { alias, choice, defineModule, lines, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { needPrograms, requirePrograms } from '../../_shared/programs.js';
import { SBIN } from '../../_shared/sbin.js';

const args = z.strictObject({
  path: alias(str().describe('The file.'), 'key'),
  capability: alias(
    str().describe('The capability with operator and flags (cap_net_raw+ep); to remove it, its name is enough.'),
    'cap',
  ),
  state: choice('absent', 'present').default('present').describe('Whether the file shall have it.'),
});

export default defineModule({
  name: 'community.general.capabilities',
  summary: 'Gives and takes capabilities of files, by getcap and setcap.',
  args,
  returns: z.object({
    state: z.string().describe('The wanted state.'),
    msg: z.string().describe('What was done.'),
    stdout: z.string().describe('What setcap printed.'),
  }),
  requires: ['getcap, setcap'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'A server on a low port',
      task: 'community.general.capabilities:\n  path: /usr/local/bin/server\n  capability: cap_net_bind_service+ep\n  state: present',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const path = a.path.trim();
    const wanted = parseCapability(a.capability.trim().toLowerCase());
    if (a.state === 'present' && wanted.operator === undefined) {
      throw new ModuleFailure("Couldn't find operator (one of: ('=', '-', '+'))");
    }
    const look = await host.probe(sh`(${lines([SBIN, needPrograms('getcap', 'setcap'), sh`exec getcap -v ${path}`])})`);
    requirePrograms(look, 'install the package libcap2-bin (libcap)');
    const said = look.stdout.trim();
    if (look.rc !== 0 || look.stderr !== '' || (said.endsWith(')') && said !== path)) {
      throw new ModuleFailure(`Unable to get capabilities of ${path}`, { stdout: said, stderr: look.stderr });
    }
    const present = parseCapabilities(said, path);
    const others = present.filter(({ name }) => name !== wanted.name);
    const there = present.some((one) => text(one) === text(wanted));
    if (a.state === 'present' ? there : others.length === present.length) return { state: a.state };
    const after = (a.state === 'present' ? [...others, wanted] : others).map(text).join(' ');
    const ran = await change({ summary: `set capabilities of ${path} to '${after}'` }, (hands) =>
      hands.run(lines([SBIN, sh`setcap ${after} ${path}`])),
    );
    if (checkMode || !ran) return { msg: 'capabilities changed' };
    const { rc, stdout, stderr } = ran;
    if (rc !== 0) throw new ModuleFailure(`Unable to set capabilities of ${path}`, { stdout, stderr });
    return { state: a.state, msg: 'capabilities changed', stdout };
  },
});

interface Capability {
  readonly name: string;
  readonly operator: string | undefined;
  readonly flags: string;
}

const text = ({ name, operator = '', flags }: Capability): string => name + operator + flags;

export function parseCapability(given: string): Capability {
  // compat: an equals sign anywhere comes first, then a minus, then a plus.
  const operator = ['=', '-', '+'].find((sign) => given.includes(sign));
  if (operator === undefined) return { name: given, operator, flags: '' };
  const at = given.indexOf(operator);
  return { name: given.slice(0, at), operator, flags: given.slice(at + 1) };
}

/** What getcap said of a file: `path cap_a,cap_b=ep`, of older ones `path = cap_a,cap_b+ep`; several groups by blanks. */
export function parseCapabilities(said: string, path: string): Capability[] {
  if (!said.startsWith(path)) return [];
  const groups = said.slice(path.length).replace(/^ =/, '').trim().toLowerCase();
  if (groups === '') return [];
  return groups.split(/\s+/).flatMap((group) => {
    const names = group.split(',');
    const last = parseCapability(names.at(-1) ?? '');
    return [...names.slice(0, -1).map((name) => ({ ...last, name })), last];
  });
}
