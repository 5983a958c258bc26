// What the host knows of a user: entry, password, groups, home directory, SSH key, by one script.
import { quote, script, type Script } from '../../../src/kit/index.js';
import { databaseFunction, toolsScript } from '../../_shared/account-tools.js';
import type { Args } from './args.js';

export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

/** A line of /etc/shadow; the numbers are days, undefined where the field is empty. */
export interface Shadow {
  readonly hash: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly warn?: number | undefined;
  readonly inactive?: number | undefined;
  readonly expires?: number | undefined;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
}

export interface Key {
  readonly file: string;
  readonly publicKey?: string;
  readonly fingerprint?: string;
}

export interface Seen {
  readonly tools: readonly string[];
  readonly account?: Account | undefined;
  /** Undefined when it may not be read, or there is none. */
  readonly shadow?: Shadow | undefined;
  /** The groups the parameters name, by the word they are named with. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Supplementary groups the user is in. */
  readonly memberOf: readonly Group[];
  /** Who has the wanted id. */
  readonly holder?: string | undefined;
  /** Whether there is a group of the user's name. */
  readonly ownGroup: boolean;
  readonly homeExists: boolean;
  /** The SSH key, when there is one. */
  readonly key?: Key | undefined;
}

const DEFAULT_KEY = (type: string): string => `.ssh/id_${type}`;

/** Shell text that sets $key to the key file, from $home. */
function keyPath(a: Args): string {
  const file = a.ssh_key_file ?? DEFAULT_KEY(a.ssh_key_type);
  return file.startsWith('/') ? `key=${quote(file)}` : `key=$home/${quote(file)}`;
}

/** Tells of the account and, when keys are wanted, of its key: part of the look, and what is done last in a change. */
export function reportScript(a: Args): string {
  const name = quote(a.name);
  const key = a.generate_ssh_key
    ? `${keyPath(a)}
if [ -f "$key" ]; then
echo "@key $key"
if [ -f "$key.pub" ]; then sed 's/^/@pub /' "$key.pub"; fi
ssh-keygen -l -f "$key" 2>/dev/null </dev/null | sed 's/^/@fingerprint /'
fi`
    : '';
  return `entry=$(database passwd ${name})
printf '%s\\n' "$entry" | sed 's/^/@passwd /'
home=$(printf '%s\\n' "$entry" | cut -d: -f6)
${key}`;
}

export function lookScript(a: Args): Script {
  const name = quote(a.name);
  const wanted = [...new Set([...(a.group === undefined ? [] : [a.group]), ...(a.groups ?? [])])].filter(
    (g) => g !== '',
  );
  const groups = wanted.map((group) => `printf '@group %s|%s\\n' ${quote(group)} "$(database group ${quote(group)})"`);
  const members = a.local
    ? 'cat /etc/group'
    : 'if command -v getent >/dev/null 2>&1; then getent group; else cat /etc/group; fi';
  return script(`${databaseFunction(a.local)}
${toolsScript('user')}
${reportScript(a)}
${a.home === undefined ? '' : `home=${quote(a.home)}`}
if [ -n "$home" ] && [ -e "$home" ]; then echo @home; fi
if command -v getent >/dev/null 2>&1; then getent shadow ${name}; else grep '^'${name}: /etc/shadow; fi 2>/dev/null | sed 's/^/@shadow /'
${groups.join('\n')}
if [ -n "$(database group ${name})" ]; then echo @owngroup; fi
${a.uid === undefined ? '' : `database passwd ${a.uid} | sed 's/^/@holder /'`}
{ ${members}; } | awk -F: -v user=${name} '{ n = split($4, who, ","); for (i = 1; i <= n; i++) if (who[i] == user) { print "@member " $1 ":" $3; break } }'
exit 0`);
}

const number = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text);

/** @param name whose entry is wanted: a name of digits would be looked up as an id too */
export function parseLook(stdout: string, name: string): Seen {
  const all = (key: string): string[] =>
    stdout
      .split('\n')
      .filter((line) => line === `@${key}` || line.startsWith(`@${key} `))
      .map((line) => line.slice(key.length + 2));
  const passwd = all('passwd')[0]?.split(':');
  const shadow = all('shadow')[0]?.split(':');
  const groups = new Map<string, Group>();
  for (const line of all('group')) {
    const bar = line.indexOf('|');
    const [group = '', , gid = ''] = line.slice(bar + 1).split(':');
    if (gid !== '') groups.set(line.slice(0, bar), { name: group, gid: Number(gid) });
  }
  const key = all('key')[0];
  const publicKey = all('pub')[0];
  const fingerprint = all('fingerprint')[0];
  return {
    tools: all('tool'),
    account:
      passwd?.[0] === name
        ? {
            uid: Number(passwd[2]),
            gid: Number(passwd[3]),
            comment: passwd[4] ?? '',
            home: passwd[5] ?? '',
            shell: passwd[6] ?? '',
          }
        : undefined,
    shadow: shadow && {
      hash: shadow[1] ?? '',
      min: number(shadow[3]),
      max: number(shadow[4]),
      warn: number(shadow[5]),
      inactive: number(shadow[6]),
      expires: number(shadow[7]),
    },
    groups,
    memberOf: all('member').map((line) => ({ name: line.split(':')[0] ?? '', gid: Number(line.split(':')[1]) })),
    holder: all('holder')[0]?.split(':')[0],
    ownGroup: stdout.includes('\n@owngroup\n') || stdout.startsWith('@owngroup\n'),
    homeExists: all('home').length > 0,
    key:
      key === undefined
        ? undefined
        : {
            file: key,
            ...(publicKey === undefined ? {} : { publicKey }),
            ...(fingerprint === undefined ? {} : { fingerprint }),
          },
  };
}
