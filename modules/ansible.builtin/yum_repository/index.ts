// Adds and removes repositories of dnf and yum.
import { defineModule, ModuleFailure, sh, z, type RunContext } from '../../../src/kit/index.js';
import { readText, writeText, type EditArguments } from '../../_shared/edit-file.js';
import { newAttributes } from '../../_shared/file-attributes.js';
import { fromLatin, toLatin } from '../../_shared/told.js';
import { args, DEPRECATED, OPTIONS, rules, type RepoArgs } from './args.js';
import { dumpRepoFile, parseRepoFile, printRepoFile, type RepoFile } from './repo-file.js';

export default defineModule({
  name: 'ansible.builtin.yum_repository',
  summary: 'Adds or removes repositories in files of yum and dnf.',
  args,
  returns: z.object({
    repo: z.string().describe('The repository.'),
    state: z.string().describe('As asked for.'),
  }),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules,
  examples: [
    {
      name: 'A repository',
      task: 'ansible.builtin.yum_repository:\n  name: epel\n  description: Extra packages\n  baseurl: https://repo.example.com/epel/$releasever/$basearch/\n  gpgkey: https://repo.example.com/key.asc\n  gpgcheck: true',
    },
  ],
  async run(context) {
    const { args: a, change } = context;
    const path = `${a.reposdir.replace(/\/+$/, '')}/${a.file ?? a.name}.repo`;
    const edit: RunContext<EditArguments> = { ...context, args: { ...a, path, backup: false } };
    const seen = await readText(edit);
    if (seen.file.parent !== 'directory') throw new ModuleFailure(`Repo directory '${a.reposdir}' does not exist.`);
    const text = seen.bytes?.toString('latin1') ?? '';
    const file = parseRepoFile(text, path);
    const before = dumpRepoFile(file);
    if (a.state === 'present') put(file, a, context.warn);
    else file.delete(a.name);
    const after = dumpRepoFile(file);
    const result = { repo: a.name, state: a.state };
    if (before !== after) {
      const diff = { before: fromLatin(before), after: fromLatin(after), beforeHeader: path, afterHeader: path };
      if (file.size === 0) {
        await change({ summary: `remove ${path}`, diff }, (hands) => hands.must(sh`rm -f -- ${path}`));
        return result;
      }
      const attributes = seen.file.target ? {} : newAttributes(a, seen.look, null, 'file');
      await change({ summary: `write ${path}`, diff }, (hands) =>
        hands.write(seen.file.realPath || path, Buffer.from(printRepoFile(file), 'latin1'), {
          ...attributes,
          unsafeWrites: a.unsafe_writes,
        }),
      );
    }
    await writeText(edit, seen, undefined, '');
    return result;
  },
});

/** The section as the task wants it; everything else it had goes. */
function put(file: RepoFile, a: RepoArgs, warn: (message: string) => void): void {
  const options = new Map<string, string>();
  for (const name of [...OPTIONS, 'name' as const].sort()) {
    const value = name === 'name' ? a.description : a[name];
    if (value === undefined) continue;
    if (DEPRECATED[name] !== undefined) warn(`'${name}' parameter is deprecated as ${DEPRECATED[name]}`);
    options.set(name, toLatin(textOf(name, value)));
  }
  file.delete(a.name);
  file.set(a.name, options);
}

function textOf(name: string, value: boolean | string | readonly string[]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  return value.join(name === 'baseurl' || name === 'gpgkey' ? '\n' : ' ');
}
