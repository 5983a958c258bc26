// What git takes and returns.
import { alias, bool, int, list, path, raw, str, z } from '../../../src/kit/index.js';

export const args = z.strictObject({
  repo: alias(str(), 'name').describe('Where the repository is: a git, SSH or HTTP(S) address, or a path of the host.'),
  dest: path().optional().describe('Where it is checked out; may be left out with clone: false.'),
  version: str().default('HEAD').describe('What is checked out: a branch, a tag, a commit, or HEAD.'),
  remote: str().default('origin').describe('The name of the remote.'),
  refspec: str().optional().describe('One more refspec to fetch.'),
  reference: str().optional().describe('A repository of the host to take objects from when cloning.'),
  force: bool().default(false).describe('Discard local changes.'),
  depth: int().optional().describe('How many commits of history to fetch.'),
  clone: bool().default(true).describe('Clone the repository when it is not there.'),
  update: bool().default(true).describe('Fetch what is new; no leaves a clone as it is.'),
  verify_commit: bool().default(false).describe('Verify the signature of what is checked out.'),
  gpg_allowlist: alias(list(str()), 'gpg_whitelist')
    .default([])
    .describe('Fingerprints of the keys that may have signed, with verify_commit.'),
  accept_hostkey: bool().default(false).describe('Do not check the key of the SSH server.'),
  accept_newhostkey: bool().default(false).describe('Accept the key of an SSH server that is not known yet.'),
  key_file: path().optional().describe('The private key of the host to log in with.'),
  ssh_opts: str().optional().describe('Options for ssh.'),
  executable: path().optional().describe('The git to use.'),
  bare: bool().default(false).describe('Keep a bare repository, without a working tree.'),
  recursive: bool().default(true).describe('Check out submodules too.'),
  single_branch: bool().default(false).describe('Clone only the history of what is checked out.'),
  track_submodules: bool().default(false).describe('Submodules follow their branch instead of the commit recorded.'),
  umask: raw().optional().describe("The umask for what is written, in quotes: '0022'."),
  archive: path().optional().describe('Also pack the tree into this file: .zip, .tar, .tar.gz or .tgz.'),
  archive_prefix: str().optional().describe('Put in front of the paths in the archive.'),
  separate_git_dir: path().optional().describe('Keep the repository here, apart from the working tree.'),
});
export type GitArgs = z.output<typeof args>;

export const returns = z.object({
  before: z.string().nullable().describe('The commit that was checked out before; null for a new clone.'),
  after: z.string().describe('The commit that is checked out now.'),
  remote_url_changed: z.boolean().optional().describe('Whether the address of the remote was changed.'),
  submodules_changed: z.boolean().optional().describe('That submodules were changed.'),
  git_dir_before: z.string().optional().describe('Where the repository was, when it was moved.'),
  git_dir_now: z.string().optional().describe('Where it is now, when it was moved.'),
  msg: z.string().optional().describe('That there were local changes, which are discarded.'),
});

/** Rules across the arguments. */
export function rules(a: GitArgs): string[] {
  const broken: string[] = [];
  if (a.separate_git_dir !== undefined && a.bare)
    broken.push('parameters are mutually exclusive: separate_git_dir|bare');
  if (a.accept_hostkey && a.accept_newhostkey) {
    broken.push('parameters are mutually exclusive: accept_hostkey|accept_newhostkey');
  }
  if (a.archive_prefix !== undefined && a.archive === undefined) {
    broken.push("missing parameter(s) required by 'archive_prefix': archive");
  }
  if (a.umask !== undefined && typeof a.umask !== 'string')
    broken.push('umask must be defined as a quoted octal integer');
  else if (a.umask !== undefined && !/^(?:0o?)?[0-7]+$/.test(a.umask)) broken.push('umask must be an octal integer');
  if (a.dest === undefined && a.clone) broken.push('the destination directory must be specified unless clone=no');
  if (a.archive !== undefined && archiveFormat(a.archive) === undefined) {
    broken.push(`Unable to get file extension from archive file name : ${a.archive}`);
  }
  return broken;
}

/** The format git is asked for; undefined for an extension that names none. */
export function archiveFormat(archive: string): string | undefined {
  const [extension = ''] = /\.[^./]+$/.exec(archive) ?? [];
  const formats: Readonly<Record<string, string>> = { '.zip': 'zip', '.gz': 'tar.gz', '.tar': 'tar', '.tgz': 'tgz' };
  return formats[extension];
}
