// Loads and unloads modules of the kernel, now and at boot.
import {
  choice,
  defineModule,
  lines,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, fromLatin, type Told } from '../../_shared/told.js';
import { splitWords } from '../../_shared/words.js';
import { disabled, hasModule, optionsOf } from './files.js';

const args = z.strictObject({
  name: str().describe('The module.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be loaded.'),
  params: str().default('').describe('Parameters, as modprobe takes them.'),
  persistent: choice('disabled', 'absent', 'present')
    .default('disabled')
    .describe('Whether it shall be loaded at boot, with its parameters; `disabled` leaves that alone.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.modprobe',
  summary: 'Loads and unloads modules of the kernel, now and at boot.',
  args,
  returns: z.object({
    name: z.string().describe('The module.'),
    params: z.string().describe('As asked for.'),
    state: z.string().describe('As asked for.'),
  }),
  requires: ['modprobe'],
  check: 'full',
  foreseeable: true,
  diff: false,
  rules: (a) =>
    /^[A-Za-z0-9][\w.-]*$/.test(a.name) && !/[\r\n]/.test(a.params)
      ? []
      : ["'name' is letters, digits, dots, dashes and underscores; 'params' is one line"],
  examples: [
    {
      name: 'Now and at boot',
      task: 'community.general.modprobe:\n  name: br_netfilter\n  persistent: present',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const told = await ask(host, lookScript(a));
    if (told.value('modprobe') === undefined) {
      throw new ModuleFailure('the modprobe program is not installed on the host: on Debian it is in the package kmod');
    }
    const result = { name: a.name, params: a.params, state: a.state };
    const loaded = told.value('loaded') !== undefined;
    let changed = false;
    if (loaded !== (a.state === 'present')) changed = await load(context, result);
    if (await atBoot(context, told)) changed = true;
    return { changed, ...result };
  },
});

const lookScript = ({ name }: Args) =>
  lines([
    SBIN,
    script('command -v modprobe >/dev/null 2>&1 && say modprobe yes'),
    sh`name=${name}
${LOADED}
loaded "$name" && say loaded yes
for f in /etc/modules-load.d/* /etc/modprobe.d/*; do if [ -f "$f" ]; then tell "$f"; fi; done`,
  ]);

/** Those built into the kernel are in a list of its own; dashes and underscores mean the same. */
const LOADED = script(`loaded() {
  m=$(printf %s "$1" | tr - _)
  grep -q "^$m " /proc/modules 2>/dev/null ||
    { cat "/lib/modules/$(uname -r)/modules.builtin" | tr - _ | grep -q "/$m\\.ko$"; } 2>/dev/null
}`);

/** @returns whether that changed anything: a module that is on a list of unwanted ones is not loaded, without an error */
async function load(context: RunContext<Args>, result: Record<string, unknown>): Promise<boolean> {
  const { args: a, host, change, checkMode, warn } = context;
  const words = a.state === 'absent' ? ['-r', a.name] : [a.name, ...splitWords(a.params)];
  const failed = (rc: number, stdout: string, stderr: string): ModuleFailure =>
    new ModuleFailure(stderr.trim() || `modprobe ended with ${rc}`, { ...result, rc, stdout, stderr });
  if (checkMode) {
    const dry = await host.probe(lines([SBIN, sh`LC_ALL=C modprobe -n ${words}`]));
    if (dry.rc !== 0) throw failed(dry.rc, dry.stdout, dry.stderr);
  }
  const ran = await change({ summary: `modprobe ${words.join(' ')}` }, (hands) =>
    hands.run(
      lines([
        SBIN,
        LOADED,
        sh`LC_ALL=C modprobe ${words} || exit`,
        sh`if ! loaded ${a.name}; then LC_ALL=C modprobe -n --first-time ${words} >&2; exit 0; fi; echo loaded`,
      ]),
    ),
  );
  if (!ran) return true;
  if (ran.rc !== 0) throw failed(ran.rc, ran.stdout, ran.stderr);
  if (a.state === 'absent' || ran.stdout.includes('loaded')) return true;
  if (ran.stderr.trim() !== '') warn(ran.stderr.trim());
  return false;
}

/** What is read at boot: a list of modules, and the options of each. */
async function atBoot({ args: a, change }: RunContext<Args>, told: Told): Promise<boolean> {
  if (a.persistent === 'disabled') return false;
  const lists = told.files.filter((file) => file.path.startsWith('/etc/modules-load.d/'));
  const options = told.files.filter((file) => file.path.startsWith('/etc/modprobe.d/'));
  const text = (file: { bytes: Buffer }): string => file.bytes.toString('latin1');
  const wanted = a.persistent === 'present' ? a.params.split(/\s+/).filter((word) => word !== '') : [];
  const present = new Set(options.flatMap((file) => optionsOf(text(file), a.name)));
  const listed = lists.some((file) => hasModule(text(file), a.name));
  const sameOptions = present.size === new Set(wanted).size && wanted.every((word) => present.has(word));
  const writes = new Map<string, string>();
  if (a.persistent === 'present' && !listed) writes.set(`/etc/modules-load.d/${a.name}.conf`, `${a.name}\n`);
  if (a.persistent === 'absent' && listed) {
    for (const file of lists) {
      if (hasModule(text(file), a.name)) writes.set(file.realPath, disabled(text(file), a.name, 'module'));
    }
  }
  if (!sameOptions) {
    for (const file of options) {
      if (optionsOf(text(file), a.name).length > 0) {
        writes.set(file.realPath, disabled(text(file), a.name, 'options'));
      }
    }
    if (a.persistent === 'present') {
      const path = `/etc/modprobe.d/${a.name}.conf`;
      writes.set(path, `${wanted.map((word) => `options ${a.name} ${word}`).join('\n')}\n`);
    }
  }
  for (const [path, content] of writes) {
    const directory = path.slice(0, path.lastIndexOf('/'));
    await change({ summary: `write ${fromLatin(path)}` }, async (hands) => {
      await hands.must(sh`mkdir -p -- ${directory}`);
      await hands.write(path, Buffer.from(content, 'latin1'));
    });
  }
  return writes.size > 0;
}
