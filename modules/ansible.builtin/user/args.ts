// The parameters of the module.
import { alias, bool, choice, int, list, num, path, secret, str, z } from '../../../src/kit/index.js';

export const args = z.strictObject({
  name: alias(str(), 'user').describe('The user.'),
  state: choice('absent', 'present').default('present').describe('Whether the account shall exist.'),
  uid: int().optional().describe('Its id.'),
  non_unique: bool().default(false).describe('Let the id be one that another user has.'),
  comment: str().optional().describe('The description, usually the full name.'),
  group: str().optional().describe('The primary group, by name or id; it must exist.'),
  groups: list(str()).optional().describe('Further groups; an empty list is none. They must exist.'),
  append: bool().default(false).describe('Keep groups that are not in `groups`.'),
  home: path().optional().describe('The home directory.'),
  move_home: bool().default(false).describe('Move the old home directory when `home` changes.'),
  create_home: alias(bool(), 'createhome').default(true).describe('Make the home directory when it is missing.'),
  skeleton: str().optional().describe('Directory whose files a new home directory gets; default /etc/skel.'),
  shell: path().optional().describe('The login shell.'),
  system: bool().default(false).describe('Create it as a system account.'),
  password: secret(str())
    .optional()
    .describe('The hash of the password, as crypt(5) writes it; `!` or `*` for none that works.'),
  update_password: choice('always', 'on_create')
    .default('always')
    .describe('Whether the password of an existing account is changed too.'),
  password_lock: bool().optional().describe('Lock the password, or unlock it; without this it stays as it is.'),
  password_expire_max: int().optional().describe('Days after which the password must be changed.'),
  password_expire_min: int().optional().describe('Days before which the password cannot be changed again.'),
  password_expire_warn: int().optional().describe('Days of warning before the password expires.'),
  password_expire_account_disable: int()
    .optional()
    .describe('Days from the end of the password to that of the account.'),
  expires: num().optional().describe('When the account expires, in seconds since the epoch; negative is never.'),
  remove: bool().default(false).describe('With state=absent: remove the home directory and the mail too.'),
  force: bool()
    .default(false)
    .describe(
      'With state=absent: remove it though it is logged in; with generate_ssh_key: replace the key that is there.',
    ),
  generate_ssh_key: bool().default(false).describe('Make an SSH key when there is none.'),
  ssh_key_bits: int().optional().describe('Bits of the key; default as ssh-keygen has it.'),
  ssh_key_type: str().default('rsa').describe('Type of the key: rsa, ed25519, ecdsa …'),
  ssh_key_file: path().optional().describe('The key file; relative to the home directory; default .ssh/id_<type>.'),
  ssh_key_comment: str().optional().describe('Comment of the key; default `ansible-generated on <host>`.'),
  ssh_key_passphrase: secret(str()).optional().describe('Passphrase of the key; default none.'),
  umask: str().optional().describe('Octal; the home directory is made with what it leaves.'),
  uid_min: int().optional().describe('Lowest id to choose from, in place of the one in login.defs.'),
  uid_max: int().optional().describe('Highest id to choose from, in place of the one in login.defs.'),
  local: bool().default(false).describe("Use libuser's programs, which know the host's own files only."),
});

export type Args = z.output<typeof args>;

export const refused = {
  login_class: 'it is for BSD; leave it out on Linux',
  profile: 'it is for Solaris; leave it out on Linux',
  authorization: 'it is for Solaris; leave it out on Linux',
  role: 'it is for Solaris; leave it out on Linux',
  hidden: 'it is for macOS; leave it out on Linux',
  seuser: 'set it with a command task: semanage login -a -s SEUSER NAME',
};

export function rules(a: Args): string[] {
  const broken: string[] = [];
  if (a.local) {
    for (const key of ['umask', 'uid_min', 'uid_max'] as const) {
      if (a[key] !== undefined) broken.push(`'${key}' cannot be used with 'local'`);
    }
  }
  if (a.umask !== undefined && !/^0?[0-7]{1,3}$/.test(a.umask)) broken.push(`umask '${a.umask}' is not octal as '077'`);
  if (/[:\n]/.test(a.comment ?? '')) broken.push('comment must not have a colon or a new line');
  if (/[:\n]/.test(a.password ?? '')) broken.push('password must not have a colon or a new line: give the hash of it');
  if (/[:\n\s/]/.test(a.name) || a.name === '' || a.name.startsWith('-'))
    broken.push(`'${a.name}' cannot be the name of a user`);
  return broken;
}
