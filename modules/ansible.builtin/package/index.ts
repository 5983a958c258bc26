// Manages packages with whatever package manager the host has, through the module for that one.
import {
  defineModule,
  fromJs,
  ModuleFailure,
  parseArguments,
  raw,
  str,
  z,
  type AnyModule,
  type ModuleReturn,
  type ValueMap,
} from '../../../src/kit/index.js';

/** Package managers and their modules; a new module gets a line here. */
const MODULES: Readonly<Record<string, () => Promise<{ readonly default: AnyModule }>>> = {
  apt: () => import('../apt/index.js'),
  dnf: () => import('../dnf/index.js'),
  dnf5: () => import('../dnf5/index.js'),
  yum: () => import('../dnf/index.js'),
  pacman: () => import('../../community.general/pacman/index.js'),
  apk: () => import('../../community.general/apk/index.js'),
  zypper: () => import('../../community.general/zypper/index.js'),
};

export default defineModule({
  name: 'ansible.builtin.package',
  summary: "Installs and removes packages with the host's own package manager.",
  args: z.looseObject({
    name: raw().describe('Packages as the package manager names them; a list where its module takes one.'),
    state: str().describe('present, absent, or what else the module of the package manager knows.'),
    use: str().default('auto').describe('The package manager; by default the one the host has.'),
  }),
  returns: z.looseObject({}),
  requires: ['the package manager'],
  check: 'full',
  diff: true,
  examples: [{ name: 'On any distribution', task: 'ansible.builtin.package:\n  name: git\n  state: present' }],
  async run(context): Promise<ModuleReturn> {
    const { use, ...rest } = context.args;
    const asked = use === 'auto' ? undefined : use.replace(/^(?:ansible\.(?:builtin|legacy)|community\.general)\./, '');
    const manager = asked ?? (await context.host.platform()).packageManager;
    const load = MODULES[manager];
    if (!load) {
      throw new ModuleFailure(
        `Could not find a matching action for the "${manager}" package manager: ` +
          `tsplay has ${Object.keys(MODULES).join(', ')}; use a command task for others`,
      );
    }
    const { default: module } = await load();
    const given = fromJs(rest) as ValueMap;
    const parsed = parseArguments(module, given, given, context.task.span);
    if ('diagnostics' in parsed) throw new ModuleFailure(parsed.diagnostics.map((d) => d.message).join('; '));
    return module.run({ ...context, args: parsed.args });
  },
});
