// Manages limits of users' resources in limits.conf.
import { bool, choice, defineModule, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';
import { contentDiff } from '../../_shared/text-diff.js';
import { ask, fromLatin, toLatin } from '../../_shared/told.js';
import { editLimits, problemOf } from './limits.js';

const args = z.strictObject({
  domain: str().describe('A user, @group, * or a range of numbers.'),
  limit_type: choice('hard', 'soft', '-').describe('hard, soft, or - for both.'),
  limit_item: choice(
    'as',
    'chroot',
    'core',
    'cpu',
    'data',
    'fsize',
    'locks',
    'maxlogins',
    'maxsyslogins',
    'memlock',
    'msgqueue',
    'nice',
    'nofile',
    'nproc',
    'priority',
    'rss',
    'rtprio',
    'sigpending',
    'stack',
  ).describe('What is limited.'),
  value: str().describe('The limit; unlimited, infinity and -1 are none.'),
  use_min: bool().default(false).describe('Of the present and the given value the smaller one shall hold.'),
  use_max: bool().default(false).describe('Of the present and the given value the larger one shall hold.'),
  backup: bool().default(false).describe('Keep a copy of the file as it was.'),
  dest: str().default('/etc/security/limits.conf').describe('The file.'),
  comment: str().default('').describe('A comment behind the limit.'),
});

export default defineModule({
  name: 'community.general.pam_limits',
  summary: "Manages limits of users' resources in limits.conf.",
  args,
  returns: z.object({
    msg: z.string().describe('The line of the limit.'),
    backup_file: z.string().describe('The copy of the file as it was.'),
  }),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) => {
    const problem = problemOf(a.limit_item, a.value);
    return [
      ...(a.use_max && a.use_min ? ['Cannot use use_min and use_max at the same time.'] : []),
      ...(problem === undefined ? [] : [problem]),
    ];
  },
  examples: [
    {
      name: 'Open files',
      task: 'community.general.pam_limits:\n  domain: www-data\n  limit_type: "-"\n  limit_item: nofile\n  value: "65536"',
    },
  ],
  async run({ args: a, host, change }) {
    const directory = a.dest.replace(/\/[^/]*$/, '') || '/';
    const told = await ask(
      host,
      sh`if [ -f ${a.dest} ]; then [ -w ${a.dest} ] || say refused file; tell ${a.dest}
elif ! [ -d ${directory} ] || ! [ -w ${directory} ]; then say refused directory; fi`,
    );
    const refused = told.value('refused');
    if (refused === 'file') throw new ModuleFailure(`${a.dest} is not writable. Use sudo`);
    if (refused !== undefined) {
      throw new ModuleFailure(`directory ${directory} is not writable (check presence, access rights, use sudo)`);
    }
    const file = told.file(a.dest);
    const before = told.text(a.dest);
    const edited = editLimits(before, { ...a, domain: toLatin(a.domain), comment: toLatin(a.comment) }, a.dest);
    const result = { msg: fromLatin(edited.line) };
    if (file && edited.text === before) return result;
    const after = Buffer.from(edited.text, 'latin1');
    const diff = contentDiff({ content: file?.bytes ?? null, header: a.dest }, { content: after, header: a.dest });
    const made = await change({ summary: `limit ${a.limit_item} of ${a.domain} in ${a.dest}`, diff }, (hands) =>
      hands.write(file?.realPath ?? a.dest, after, { backup: a.backup && file !== undefined }),
    );
    return made?.backupFile === undefined ? result : { ...result, backup_file: made.backupFile };
  },
});
