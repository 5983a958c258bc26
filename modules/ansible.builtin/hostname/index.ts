// Sets the name of a host.
import { choice, defineModule, lines, ModuleFailure, script, sh, str, z } from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { editOf, STRATEGIES, strategyOf, SYSTEMD_LOOK, type StrategyName } from './strategies.js';

const args = z.strictObject({
  name: str().describe('The name.'),
  use: choice(
    'alpine',
    'debian',
    'freebsd',
    'generic',
    'macos',
    'macosx',
    'darwin',
    'openbsd',
    'openrc',
    'redhat',
    'sles',
    'solaris',
    'systemd',
  )
    .optional()
    .describe('The way it is set; default that of the system.'),
});

const BY_USE: Readonly<Record<string, StrategyName>> = {
  alpine: 'alpine',
  debian: 'systemd',
  openrc: 'openrc',
  redhat: 'redhat',
  sles: 'sles',
  systemd: 'systemd',
};

const FQDN = script('say fqdn "$(hostname -f 2>/dev/null || hostname 2>/dev/null || uname -n)"');

export default defineModule({
  name: 'ansible.builtin.hostname',
  summary: 'Sets the name of a host, now and after a boot.',
  args,
  returns: z.object({
    name: z.string().describe('The name.'),
    ansible_facts: z.record(z.string(), z.string()).describe('The facts that tell the name.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  rules: (a) => [
    ...(a.use !== undefined && BY_USE[a.use] === undefined ? [`tsplay cannot set host names by use: ${a.use}`] : []),
    ...(a.name === '' || /[\s\0]/.test(a.name) ? ["'name' is one word"] : []),
  ],
  examples: [{ name: 'A name', task: 'ansible.builtin.hostname:\n  name: web01' }],
  async run({ args: { name, use }, host, change, checkMode }) {
    const way = use === undefined ? strategyOf(await host.platform()) : BY_USE[use];
    if (way === undefined) {
      const { system, distribution } = await host.platform();
      throw new ModuleFailure(`hostname module cannot be used on platform ${system} (${distribution})`);
    }
    const strategy = STRATEGIES[way];
    const look = strategy.file === undefined ? SYSTEMD_LOOK : sh`tell ${strategy.file}`;
    const told = await ask(host, lines([SBIN, look, FQDN]));
    if (way === 'systemd') {
      if (name.length > 64)
        throw new ModuleFailure('name cannot be longer than 64 characters on systemd servers, try a shorter name');
      if (told.value('static') === undefined)
        throw new ModuleFailure('hostnamectl is not on the host: choose another way with use');
      for (const key of ['transient', 'static']) {
        const rc = Number(told.value(`${key}.rc`));
        if (rc !== 0) throw new ModuleFailure(`hostnamectl --${key} status failed: ${told.value(key)}`, { rc });
      }
    }
    const { current, permanent } = strategy.names(told);
    const differs = { current: current !== name, permanent: permanent !== name };
    let fqdn = told.value('fqdn') ?? name;
    if (differs.current || differs.permanent) {
      const before = differs.current ? current : permanent;
      const diff = { before: `hostname = ${before}\n`, after: `hostname = ${name}\n` };
      await change({ summary: `set the host name to ${name}`, diff }, async (hands) => {
        const edit = editOf(strategy, told, name);
        if (edit) await hands.write(edit.path, Buffer.from(edit.text, 'latin1'));
        const { rc, stdout, stderr } = await hands.run(lines([SBIN, strategy.apply(name, differs)]));
        if (rc !== 0) throw new ModuleFailure(`Command failed rc=${rc}, out=${stdout}, err=${stderr}`, { rc });
      });
      if (!checkMode) fqdn = (await ask(host, FQDN)).value('fqdn') ?? name;
    }
    return {
      name,
      ansible_facts: {
        ansible_hostname: name.split('.')[0],
        ansible_nodename: name,
        ansible_fqdn: fqdn,
        ansible_domain: fqdn.split('.').slice(1).join('.'),
      },
    };
  },
});
