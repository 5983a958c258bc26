// How the steps are said to shadow-utils, to libuser and to BusyBox.
import { ModuleFailure, quote } from '../../../src/kit/index.js';
import { SET_FIELD, type AccountTools } from '../../_shared/account-tools.js';
import type { Args } from './args.js';
import type { Ageing, Properties, Step } from './decide.js';
import type { Group } from './look.js';

type StepOf<K extends Step['do']> = Extract<Step, { do: K }>;

interface UserVerbs {
  create(a: Args, step: StepOf<'create'>): string[];
  modify(a: Args, step: StepOf<'modify'>): string[];
  groups(a: Args, step: StepOf<'groups'>): string[];
  lock(name: string): string[];
  unlock(name: string): string[];
  ageing(name: string, ageing: Ageing): string[];
  remove(a: Args): string[];
}

type Word = string | number | false | undefined;

/** One command; what is false or undefined is left out. */
const words = (...all: readonly Word[]): string =>
  all
    .filter((word): word is string | number => word !== false && word !== undefined)
    .map((word) => quote(String(word)))
    .join(' ');

/** An option and its value, when there is one. */
const option = (name: string, value: string | number | undefined): Word[] => (value === undefined ? [] : [name, value]);

const date = (day: number): string => (day < 0 ? '' : new Date(day * 86_400_000).toISOString().slice(0, 10));

const names = (groups: readonly Group[]): string => groups.map((g) => g.name).join(',');

const common = (a: Args, p: Properties): Word[] => [
  ...option('-u', p.uid),
  p.uid !== undefined && a.non_unique && '-o',
  ...option('-g', p.group?.gid),
  ...option('-c', p.comment),
  ...option('-d', p.home),
  ...option('-s', p.shell),
];

const ageingOptions = (ageing: Ageing): Word[] => [
  ...option('-M', ageing.max),
  ...option('-m', ageing.min),
  ...option('-W', ageing.warn),
  ...option('-I', ageing.inactive),
];

const key = (name: string, value: number | string | undefined): Word[] =>
  value === undefined ? [] : ['-K', `${name}=${value}`];

const shadow: UserVerbs = {
  create: (a, { properties: p, groups, noOwnGroup }) => [
    ...parentOf(a),
    words(
      'useradd',
      ...common(a, p),
      noOwnGroup && '-N',
      ...(groups.length > 0 ? ['-G', names(groups)] : []),
      ...(p.expires === undefined ? [] : ['-e', date(p.expires)]),
      a.system && '-r',
      ...(a.create_home ? ['-m', ...option('-k', a.skeleton), ...key('UMASK', a.umask)] : ['-M']),
      ...key('UID_MIN', a.uid_min),
      ...key('UID_MAX', a.uid_max),
      a.name,
    ),
  ],
  modify: (a, { properties: p, moveHome }) => [
    words(
      'usermod',
      ...common(a, p),
      moveHome && '-m',
      ...(p.expires === undefined ? [] : ['-e', date(p.expires)]),
      a.name,
    ),
  ],
  groups: (a, { set, groups }) => [words('usermod', !set && '-a', '-G', names(groups), a.name)],
  lock: (name) => [words('usermod', '-L', name)],
  unlock: (name) => [words('usermod', '-U', name)],
  ageing: (name, ageing) => [words('chage', ...ageingOptions(ageing), name)],
  remove: (a) => [words('userdel', a.force && '-f', a.remove && '-r', a.name)],
};

const libuser: UserVerbs = {
  create: (a, { properties: p, groups, noOwnGroup }) => [
    ...parentOf(a),
    words(
      'luseradd',
      ...common({ ...a, non_unique: false }, p),
      noOwnGroup && '-n',
      a.system && '-r',
      ...(a.create_home ? option('-k', a.skeleton) : ['-M']),
      a.name,
    ),
    ...groups.map((g) => words('lgroupmod', '-M', a.name, g.name)),
    ...(p.expires === undefined ? [] : [words('lchage', '-E', p.expires, a.name)]),
  ],
  modify: (a, { properties: p, moveHome }) => [
    ...(Object.entries(p).some(([field, value]) => field !== 'expires' && value !== undefined)
      ? [words('lusermod', ...common({ ...a, non_unique: false }, p), moveHome && '-m', a.name)]
      : []),
    ...(p.expires === undefined ? [] : [words('lchage', '-E', p.expires, a.name)]),
  ],
  groups: (a, { groups, leave }) => [
    ...groups.map((g) => words('lgroupmod', '-M', a.name, g.name)),
    ...leave.map((g) => words('lgroupmod', '-m', a.name, g.name)),
  ],
  lock: (name) => [words('lusermod', '-L', name)],
  unlock: (name) => [words('lusermod', '-U', name)],
  ageing: (name, ageing) => [words('lchage', ...ageingOptions(ageing), name)],
  remove: (a) => [words('luserdel', a.remove && '-r', a.name)],
};

/** The fields of passwd and shadow that BusyBox has no program for. */
const field = (file: string, name: string, n: number, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`set_field /etc/${file} ${words(name, n, value)}`];
const day = (n: number | undefined): string | number | undefined => (n === -1 ? '' : n);

/** @throws ModuleFailure for a range of ids: adduser chooses from no other than its own */
function withoutRange(a: Args): string[] {
  if (a.uid !== undefined || (a.uid_min === undefined && a.uid_max === undefined)) return [];
  throw new ModuleFailure('uid_min and uid_max are not possible with BusyBox: give the uid', { name: a.name });
}

const busybox: UserVerbs = {
  create: (a, { properties: p, groups }) => [
    ...withoutRange(a),
    ...parentOf(a),
    words(
      'adduser',
      '-D',
      ...option('-h', p.home),
      ...option('-g', p.comment),
      ...option('-s', p.shell),
      ...option('-G', p.group?.name),
      a.system && '-S',
      !a.create_home && '-H',
      ...(a.create_home ? option('-k', a.skeleton) : []),
      ...option('-u', p.uid),
      a.name,
    ),
    ...groups.map((g) => words('addgroup', a.name, g.name)),
    ...(p.expires === undefined ? [] : [SET_FIELD, ...field('shadow', a.name, 8, day(p.expires))]),
  ],
  modify: (a, { properties: p, moveHome }) => [
    SET_FIELD,
    ...(moveHome && p.home !== undefined
      ? [
          `old=$(database passwd ${quote(a.name)} | cut -d: -f6)\n[ ! -d "$old" ] || [ -e ${quote(p.home)} ] || mv "$old" ${quote(p.home)}`,
        ]
      : []),
    ...field('passwd', a.name, 3, p.uid),
    ...field('passwd', a.name, 4, p.group?.gid),
    ...field('passwd', a.name, 5, p.comment),
    ...field('passwd', a.name, 6, p.home),
    ...field('passwd', a.name, 7, p.shell),
    ...field('shadow', a.name, 8, day(p.expires)),
  ],
  groups: (a, { groups, leave }) => [
    ...groups.map((g) => words('addgroup', a.name, g.name)),
    ...leave.map((g) => words('delgroup', a.name, g.name)),
  ],
  lock: (name) => [words('passwd', '-l', name)],
  unlock: (name) => [words('passwd', '-u', name)],
  ageing: (name, ageing) => [
    SET_FIELD,
    ...field('shadow', name, 4, day(ageing.min)),
    ...field('shadow', name, 5, day(ageing.max)),
    ...field('shadow', name, 6, day(ageing.warn)),
    ...field('shadow', name, 7, day(ageing.inactive)),
  ],
  remove: (a) => [words('deluser', a.remove && '--remove-home', a.name)],
};

const USER_VERBS: Readonly<Record<AccountTools, UserVerbs>> = { shadow, libuser, busybox };

/** No program makes the directories above a home directory. */
function parentOf(a: Args): string[] {
  if (!a.create_home || a.home === undefined) return [];
  const parent = a.home.replace(/\/+[^/]*\/*$/, '');
  return parent === '' || parent === '/home' ? [] : [`mkdir -p -- ${quote(parent)}`];
}

/** The shell commands of a step, one after the other; each must succeed. */
export function commandsOf(step: Step, a: Args, tools: AccountTools): string[] {
  const verbs = USER_VERBS[tools];
  switch (step.do) {
    case 'create':
      return verbs.create(a, step);
    case 'modify':
      return verbs.modify(a, step);
    case 'groups':
      return verbs.groups(a, step);
    case 'lock':
      return verbs.lock(a.name);
    case 'unlock':
      return verbs.unlock(a.name);
    case 'ageing':
      return verbs.ageing(a.name, step.ageing);
    case 'remove':
      return verbs.remove(a);
    case 'password':
      // By a pipe from the shell itself: a hash must not stand in any list of processes.
      return [`printf '%s\\n' ${quote(`${a.name}:${step.hash}`)} | chpasswd -e`];
    case 'home':
      return [homeScript(a)];
    case 'key':
      return [keyScript(a)];
  }
}

/** Makes the home directory when it is still missing, with the skeleton's files, the user's own. */
function homeScript(a: Args): string {
  const skeleton = quote(a.skeleton ?? '/etc/skel');
  const mask =
    a.umask === undefined
      ? "$(sed -n 's/^[[:space:]]*UMASK[[:space:]]*\\([0-7]*\\).*/\\1/p' /etc/login.defs 2>/dev/null | tail -n 1)"
      : quote(a.umask);
  return `make_home() {
home=$(database passwd ${quote(a.name)} | cut -d: -f6)
if [ -z "$home" ] || [ -e "$home" ]; then return 0; fi
mask=${mask}
mkdir -p -- "$home" || return
if [ -d ${skeleton} ]; then cp -R ${skeleton}/. "$home" || return; fi
chown -R "$(id -u ${quote(a.name)}):$(id -g ${quote(a.name)})" "$home" && chmod "$(printf '%o' $((0777 & ~0\${mask:-22})))" "$home"
}
make_home`;
}

/** Makes an SSH key as the user's own. The passphrase goes through the environment, not through arguments. */
function keyScript(a: Args): string {
  const name = quote(a.name);
  const file = a.ssh_key_file ?? `.ssh/id_${a.ssh_key_type}`;
  const path = file.startsWith('/') ? quote(file) : `"$home"/${quote(file)}`;
  const comment = a.ssh_key_comment === undefined ? '"ansible-generated on $(uname -n)"' : quote(a.ssh_key_comment);
  const generate = `ssh-keygen -q -t ${quote(a.ssh_key_type)}${a.ssh_key_bits === undefined ? '' : ` -b ${a.ssh_key_bits}`} -C ${comment} -f "$key"`;
  const phrase = a.ssh_key_passphrase;
  const run =
    phrase === undefined
      ? `${generate} -N '' </dev/null`
      : `ask=$(mktemp) && printf '#!/bin/sh\\nprintf "%%s\\\\n" "$TSPLAY_PASSPHRASE"\\n' > "$ask" && chmod 700 "$ask" || return
TSPLAY_PASSPHRASE=${quote(phrase)} SSH_ASKPASS=$ask SSH_ASKPASS_REQUIRE=force DISPLAY=none ${generate} </dev/null
rc=$?; rm -f "$ask"; [ $rc -eq 0 ]`;
  return `make_key() {
home=$(database passwd ${name} | cut -d: -f6)
key=${path}
owner=$(id -u ${name}):$(id -g ${name})
dir=$(dirname "$key")
if [ ! -d "$dir" ]; then mkdir -m 700 -- "$dir" && chown "$owner" "$dir" || return; fi
rm -f "$key" "$key.pub"
${run} || return
chown "$owner" "$key" "$key.pub"
}
make_key`;
}
