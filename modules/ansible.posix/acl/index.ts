// Sets, removes and shows entries of access control lists.
import {
  alias,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type Script,
} from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { needPrograms, requirePrograms } from '../../_shared/programs.js';
import { ask } from '../../_shared/told.js';
import { entryOf, rulesOf, type Entry } from './entry.js';

const args = z.strictObject({
  path: alias(path().describe('The file or directory.'), 'name'),
  state: choice('absent', 'present', 'query').default('query').describe('query only shows the list.'),
  etype: choice('group', 'mask', 'other', 'user').optional().describe('Whom the entry is for.'),
  entity: str().default('').describe('The user or group.'),
  permissions: str().optional().describe('Any of r, w, x and X.'),
  entry: str()
    .optional()
    .describe('All in one text as setfacl takes it (user:joe:r); instead of etype, entity, permissions.'),
  default: bool()
    .default(false)
    .describe("Of a directory the list for what is made in it; 'd:' in front of entry does the same."),
  follow: bool().default(true).describe('Whether links are followed.'),
  recursive: alias(bool().default(false).describe('With all that is below the directory.'), 'recurse'),
  recalculate_mask: choice('default', 'mask', 'no_mask')
    .default('default')
    .describe('Whether setfacl works the mask out anew.'),
  use_nfsv4_acls: bool().default(false).describe('Lists of NFSv4, by nfs4_setfacl and nfs4_getfacl.'),
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'ansible.posix.acl',
  summary: 'Sets, removes and shows entries of access control lists, by setfacl and getfacl.',
  args,
  returns: z.object({
    acl: z.array(z.string()).describe('The list as it is now.'),
    msg: z.string().describe('What is there or not.'),
  }),
  requires: ['getfacl, setfacl'],
  check: 'full',
  diff: false,
  rules: rulesOf,
  examples: [
    {
      name: 'A user may read a file',
      task: 'ansible.posix.acl:\n  path: /etc/foo.conf\n  entity: joe\n  etype: user\n  permissions: r\n  state: present',
    },
  ],
  async run({ args: a, host, change }) {
    const entry = a.state === 'query' ? undefined : entryOf(a);
    const isDefault = entry?.default ?? a.default;
    const tools = a.use_nfsv4_acls ? ['nfs4_setfacl', 'nfs4_getfacl'] : ['setfacl', 'getfacl'];
    const show = getCommand(a, isDefault);
    const set = entry === undefined ? undefined : (test: boolean): Script => setCommand(a, entry, isDefault, test);
    const told = await ask(
      host,
      lines([
        sh`[ -e ${a.path} ] || { say missing yes; exit 0; }`,
        ...tools.map((tool) => sh`command -v ${tool} >/dev/null 2>&1 || { say lacks ${tool}; exit 0; }`),
        ...(set === undefined ? [] : [sh`try test ${set(true)}`]),
        sh`try acl ${show}`,
      ]),
    );
    if (told.value('missing') !== undefined) throw new ModuleFailure('Path not found or not accessible.');
    const lacks = told.value('lacks');
    if (lacks !== undefined)
      requirePrograms({ rc: 77, stdout: lacks }, `install the package ${a.use_nfsv4_acls ? 'nfs4-acl-tools' : 'acl'}`);
    if (entry === undefined || set === undefined)
      return { msg: 'current acl', acl: listed(told.value('acl'), told.value('acl.rc')) };
    const said = told.value('test') ?? '';
    if (told.value('test.rc') !== '0') throw new ModuleFailure(said.trim(), { rc: Number(told.value('test.rc')) });
    const msg = `${entry.text} is ${a.state}`;
    if (!differs(said, entry, a.use_nfsv4_acls)) return { msg, acl: listed(told.value('acl'), told.value('acl.rc')) };
    const after = await change({ summary: `acl of ${a.path}: ${msg}` }, (hands) =>
      hands.run(
        lines([
          script('export LC_ALL=C'),
          needPrograms(...tools),
          sh`${set(false)} >&2 ${script(a.state === 'present' ? '|| exit' : '2>/dev/null')}`,
          show,
        ]),
      ),
    );
    if (after && after.rc !== 0) throw new ModuleFailure(after.stderr.trim(), { rc: after.rc });
    return { msg, acl: listed(after?.stdout ?? told.value('acl'), '0') };
  },
});

function setCommand(a: Args, entry: Entry, isDefault: boolean, test: boolean): Script {
  const set = a.use_nfsv4_acls ? 'nfs4_setfacl' : 'setfacl';
  const words = [set, ...(test ? ['--test'] : []), ...(isDefault ? ['-d'] : [])];
  words.push(a.state === 'absent' ? '-x' : a.use_nfsv4_acls ? '-a' : '-m', entry.text);
  return sh`${[...words, ...flagsOf(a, true), ...pathWords(a)]}`;
}

function getCommand(a: Args, isDefault: boolean): Script {
  const words = a.use_nfsv4_acls ? ['nfs4_getfacl'] : ['getfacl', '--absolute-names'];
  return sh`${[...words, ...(isDefault ? ['-d'] : []), '--omit-header', ...flagsOf(a, false), ...pathWords(a)]}`;
}

function flagsOf(a: Args, setting: boolean): string[] {
  const words: string[] = [];
  if (a.recursive && !a.use_nfsv4_acls) words.push('--recursive');
  if (setting && a.recalculate_mask === 'mask') words.push('--mask');
  if (setting && a.recalculate_mask === 'no_mask') words.push('--no-mask');
  if (!a.follow && !a.use_nfsv4_acls) words.push('--physical');
  return words;
}

const pathWords = (a: Args): string[] => (a.use_nfsv4_acls ? [a.path] : ['--', a.path]);

/** What setfacl said it would do: a file that stays as it is ends in `*,*`. */
export function differs(said: string, entry: Entry, nfs4: boolean): boolean {
  const all = splitLines(said).map((line) => line.trim());
  // An entry that is there already stands there twice.
  if (nfs4) return all.filter((line) => line === entry.text).length !== 2;
  return all.filter((line) => line !== '').some((line) => !line.endsWith('*,*'));
}

/** The lines of a list, without comments. @throws ModuleFailure when it could not be read */
function listed(said: string | undefined, rc: string | undefined): string[] {
  if (rc !== '0') throw new ModuleFailure((said ?? '').trim(), { rc: Number(rc) });
  const all = splitLines(said ?? '')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim());
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}
