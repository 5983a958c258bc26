// The SSH keys that may log in as a user.
import {
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  sh,
  str,
  z,
  type HostView,
} from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { pathInfo } from '../../_shared/path-info.js';
import { contentDiff } from '../../_shared/text-diff.js';
import { decide, InvalidKey } from './keys.js';
import { lookAtKeys } from './look.js';

export default defineModule({
  name: 'ansible.posix.authorized_key',
  summary: 'Adds and removes SSH keys that may log in as a user.',
  args: z.strictObject({
    user: str().describe('The user.'),
    key: str().describe('The public keys, one a line, or an http(s) address that has them.'),
    path: path().optional().describe("The file; default .ssh/authorized_keys in the user's home."),
    manage_dir: bool().default(true).describe("Make the file's directory and give it to the user, with mode 0700."),
    state: choice('absent', 'present').default('present').describe('Whether the keys may log in.'),
    key_options: str().optional().describe('Options of the keys, as `no-pty,from="10.0.0.1"`.'),
    exclusive: bool().default(false).describe('Remove all other keys.'),
    comment: str().optional().describe('The comment behind the keys; without it they keep theirs.'),
    validate_certs: bool().default(true).describe('Whether the certificate of an https address must be valid.'),
    follow: bool().default(false).describe('Write what a link leads to instead of replacing the link.'),
  }),
  returns: z.object({
    user: z.string().describe('The user.'),
    key: z.string().describe('The keys as given.'),
    path: z.string().nullable().describe('The file as given.'),
    manage_dir: z.boolean().describe('As given.'),
    state: z.string().describe('As given.'),
    key_options: z.string().nullable().describe('As given.'),
    exclusive: z.boolean().describe('As given.'),
    comment: z.string().nullable().describe('As given.'),
    validate_certs: z.boolean().describe('As given.'),
    follow: z.boolean().describe('As given.'),
    keyfile: z.string().describe('The file.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: true,
  oneDiff: true,
  examples: [
    {
      name: 'A key from a file of the controller',
      task: "ansible.posix.authorized_key:\n  user: deploy\n  key: \"{{ lookup('file', 'deploy.pub') }}\"",
    },
    {
      name: 'These and no others',
      task: 'ansible.posix.authorized_key:\n  user: root\n  key: |\n    ssh-ed25519 AAAAC3Nza alice\n    ssh-ed25519 AAAAC3Nzb bob\n  exclusive: true',
    },
  ],
  async run({ args: given, host, change, checkMode }) {
    const { user, state, manage_dir, exclusive, validate_certs, follow } = given;
    const { path: file = null, key_options = null, comment = null } = given;
    const key = given.key.startsWith('http') ? await download(host, given.key, validate_certs) : given.key;
    const look = await lookAtKeys(host, user, given.path);
    if (!look.user && !(checkMode && given.path !== undefined)) {
      throw new ModuleFailure(
        checkMode
          ? 'Either user must exist or you must provide full path to key file in check mode'
          : `Failed to lookup user ${user}: "getpwnam(): name not found: '${user}'"`,
      );
    }
    let after: string | undefined;
    try {
      after = decide(look.content, { ...given, key });
    } catch (error) {
      throw error instanceof InvalidKey ? new ModuleFailure(error.message) : error;
    }
    const result = { user, key: given.key, path: file, manage_dir, state, key_options, exclusive, comment };
    const written = follow ? look.real : look.path;
    if (after !== undefined) {
      const content = after;
      const diff = contentDiff(
        { content: Buffer.from(look.content), header: look.path },
        { content: Buffer.from(content), header: written },
      );
      await change({ summary: `write ${written}`, diff }, async (hands) => {
        const owner = look.user?.uid;
        const group = look.user?.gid;
        // The directory of the path as given, also when that leads elsewhere.
        const named = directoryOf(look.path);
        const below = directoryOf(written);
        await hands.must(
          lines([
            ...(manage_dir
              ? [
                  sh`[ -d ${named} ] || mkdir -m 700 -- ${named} || exit`,
                  sh`chown -- ${`${owner}:${group}`} ${named} && chmod 0700 ${named} || exit`,
                ]
              : []),
            sh`[ -d ${below} ] || mkdir -p -- ${below}`,
          ]),
        );
        // Who is not root may not give files away; then the file stays with whom it is.
        const give = look.me === '0' || look.me === owner;
        await hands.write(written, content, { mode: 0o600, ...(give ? { owner, group } : {}) });
      });
    }
    // `compat:` what is at a path that was given is told as of every result with a `path`.
    const told = file === null || after === undefined || checkMode ? look.status : await host.stat(look.path);
    return { ...result, validate_certs, follow, keyfile: look.path, ...(file === null ? {} : pathInfo(told)) };
  },
});

const directoryOf = (file: string): string => file.replace(/\/+[^/]*$/, '') || (file.startsWith('/') ? '/' : '.');

/** @throws ModuleFailure for anything but an answer with status 200 */
async function download(host: HostView, url: string, validateCerts: boolean): Promise<string> {
  const failed = (why: string): ModuleFailure => new ModuleFailure(`Error getting key from: ${url}`, { reason: why });
  return (await fetchBytes(host, url, failed, { validateCerts, timeout: 10 })).toString('utf8');
}
