// `tsplay doc`, `ansible-doc`: what modules take and return, from the schemas that check them.
import { didYouMean, TsplayError } from '../../ground/index.js';
import { describeModule, type ModuleDescription } from '../../kit/describe.js';
import { choice, flag, text, type CommandSpec } from '../args/index.js';
import { COMMON, readCommandLine } from '../command-line.js';
import { openConsole } from '../console.js';
import { catalogue, TYPES, type DocType } from '../doc/catalogue.js';
import { pageText, snippetText } from '../doc/text.js';
import { actionNames, loadModule } from '../modules.js';
import { stderr, stdout } from '../../controller/streams.js';

/** Types of plugins that Ansible documents and tsplay has none of that could be named. */
const OTHERS = [
  'become',
  'cache',
  'callback',
  'cliconf',
  'connection',
  'httpapi',
  'inventory',
  'netconf',
  'shell',
  'vars',
  'strategy',
  'role',
] as const;

const OPTIONS = {
  ...COMMON,
  list: flag(['-l', '--list'], 'list what there is; words given are namespaces or collections', { exclusive: 'form' }),
  listFiles: flag(['-F', '--list_files'], 'list files', {
    exclusive: 'form',
    refused: 'modules of tsplay are part of the program; -l lists them',
  }),
  snippet: flag(['-s', '--snippet'], 'show a task to paste into a playbook', { exclusive: 'form' }),
  json: flag(['-j', '--json'], 'show JSON'),
  type: choice(['-t', '--type'], 'TYPE', [...TYPES, ...OTHERS], 'what the names are of', { defaultText: 'module' }),
  entryPoint: text(['-e', '--entry-point'], 'NAME', 'of a role', {
    refused: "read the role's meta/argument_specs.yml",
  }),
  rolesPath: text(['-r', '--roles-path'], 'PATH', 'roles', { refused: "read the role's meta/argument_specs.yml" }),
  playbookDir: text(['--playbook-dir'], 'DIRECTORY', 'project', {
    refused: 'only what is built in is documented; a module of a project documents itself',
  }),
  modulePath: text(['-M', '--module-path'], 'PATHS', 'modules', {
    refused: 'only what is built in is documented; a module of a project documents itself',
  }),
};

const DOC: CommandSpec<typeof OPTIONS> = {
  summary: 'Shows what modules do, take and return.',
  options: OPTIONS,
  positionals: [
    { name: 'name', help: 'modules, by full or short name', many: true, optional: true, completes: 'module' },
  ],
};

/** For shell completion. */
export const SPECS = { '': DOC };

/** @throws TsplayError bad-option, not-supported */
export async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(DOC, argv);
  if (!line) return 0;
  const { options, positionals } = line;
  openConsole(options.verbosity);
  const type = TYPES.find((t) => t === (options.type ?? 'module'));
  if (type === undefined)
    throw new TsplayError('not-supported', `tsplay has no documentation of type '${options.type}'`, {
      hint: `types are: ${TYPES.join(', ')}`,
    });
  if (options.list) stdout.write(await listText(type, positionals, options.json));
  else if (positionals.length === 0)
    throw new TsplayError('bad-option', 'Missing name(s), incorrect options passed for detailed documentation.', {
      hint: 'name a module, or list them by -l',
    });
  else if (type === 'module') stdout.write(await modulesText(positionals, options));
  else stdout.write(await namesText(type, positionals, options.json));
  return 0;
}

async function listText(type: DocType, prefixes: readonly string[], json: boolean): Promise<string> {
  const rows = await catalogue(type, prefixes);
  if (json) return `${JSON.stringify(Object.fromEntries(rows), undefined, 4)}\n`;
  const width = Math.max(38, ...rows.map(([name]) => name.length));
  return rows.map(([name, summary]) => `${`${name.padEnd(width)} ${summary}`.trimEnd()}\n`).join('');
}

async function modulesText(names: readonly string[], form: { json: boolean; snippet: boolean }): Promise<string> {
  const found: [name: string, description: ModuleDescription][] = [];
  for (const name of names) {
    const module = await loadModule(name);
    if (module) found.push([name, describeModule(module)]);
    else missing(name, actionNames());
  }
  if (form.json) return `${JSON.stringify(Object.fromEntries(found), undefined, 4)}\n`;
  const full = ([, { doc }]: (typeof found)[number]): string => `${doc.collection}.${doc.module}`;
  return found.map((entry) => (form.snippet ? snippetText : pageText)(full(entry), entry[1])).join('\n');
}

/** Filters, tests, lookups and keywords mean what Ansible documents; what is told is whether and where they are had. */
async function namesText(type: DocType, names: readonly string[], json: boolean): Promise<string> {
  const rows = await catalogue(type, []);
  const found = names.flatMap((name) => {
    const row = rows.find(([known]) => known === name || known === `ansible.builtin.${name}`);
    if (!row)
      missing(
        name,
        rows.map(([known]) => known),
      );
    return row ? [row] : [];
  });
  if (json) return `${JSON.stringify(Object.fromEntries(found), undefined, 4)}\n`;
  return found
    .map(([name, told]) => `> ${type.toUpperCase()} ${name}\n\n  ${told || "as Ansible's documentation says"}\n`)
    .join('\n');
}

/** `compat:` what is not found is a warning, and the exit code stays 0. */
function missing(name: string, known: readonly string[]): void {
  const hint = didYouMean(name, known);
  stderr.write(`[WARNING]: ${name} was not found${hint && `; ${hint}`}\n`);
}
