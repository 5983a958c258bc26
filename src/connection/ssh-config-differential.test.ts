// What ssh_config files mean, against the truth: `ssh -G` of the OpenSSH client, on random files.
//
// What it said is recorded, so that nothing is left out where there is no client; TSPLAY_GENERATE=1 records it anew.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assembled } from './algorithms.js';
import { createSshConfigReader } from './ssh-config-files.js';
import { expandTokens, type SshHostConfig } from './ssh-config.js';
import { noOptions } from './ssh-options.js';

const hasSsh = spawnSync('ssh', ['-V']).status === 0;
const dir = mkdtempSync(join(tmpdir(), 'tsplay-ssh-g-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const me = userInfo().username;
/** So many of them are recorded. */
const RECORDED = 60;
const CASES = Number(process.env['TSPLAY_SSH_G_CASES'] ?? 60);

/** A small generator with a seed, so that a failure can be seen again. */
function random(seed: number): <T>(of: readonly T[]) => T {
  let state = seed * 2654435761 + 1;
  return (of) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return of[(state >>> 8) % of.length] as never;
  };
}

const HOSTS = ['web', 'web1.example.org', 'db', '10.0.0.7', 'Web', 'a-b_c'];
const PATTERNS = [
  'web',
  'web*',
  '*',
  '*.example.org',
  '!web',
  '!*.org',
  '10.0.?.7',
  'd?',
  'Web',
  '"web"',
  'none',
  '*.lan',
];
const OPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['HostName', ['%h.lan', 'real.lan', '10.9.8.7', '%h', '"q.lan"']],
  ['User', ['alice', 'bob', '"c d"']],
  ['Port', ['22', '2222', '65535']],
  ['IdentityFile', ['~/.ssh/%h', '"~/a b"', "'/x y'", '/k # comment', 'none', '%d/%u']],
  ['CertificateFile', ['~/c-cert.pub', '/c']],
  ['IdentitiesOnly', ['yes', 'no']],
  ['ConnectTimeout', ['5', '1m30s', 'none']],
  ['ConnectionAttempts', ['2', '3']],
  ['ServerAliveInterval', ['0', '7', '1m']],
  ['ServerAliveCountMax', ['1', '9']],
  ['StrictHostKeyChecking', ['yes', 'no', 'ask', 'accept-new', 'off']],
  ['HostKeyAlias', ['alias', 'other']],
  ['CheckHostIP', ['yes', 'no']],
  ['HashKnownHosts', ['yes', 'no']],
  ['ProxyJump', ['gate', 'u@gate:22,b', 'none']],
  ['ProxyCommand', ['nc %h %p', 'none', 'ssh -W "%h:%p" gate']],
  ['AddressFamily', ['any', 'inet', 'inet6']],
  ['BindAddress', ['127.0.0.1']],
  ['Compression', ['yes', 'no']],
  ['PasswordAuthentication', ['yes', 'no']],
  ['KbdInteractiveAuthentication', ['yes', 'no']],
  ['PreferredAuthentications', ['publickey', 'password,publickey']],
  ['NumberOfPasswordPrompts', ['1', '5']],
  ['BatchMode', ['yes', 'no']],
  ['ForwardAgent', ['yes', 'no']],
  ['SendEnv', ['LANG LC_*', 'FOO', '-LC_*']],
  ['SetEnv', ['A=1 B="x y"', 'C=2']],
  ['GlobalKnownHostsFile', ['/g1 /g2', 'none']],
  ['KnownHostsCommand', ['/bin/echo %H', 'none']],
  ['RequiredRSASize', ['2048']],
];
const MATCHES = [
  'all',
  'host web*',
  'host *.lan,!real.lan',
  '!host *.lan',
  'originalhost web,db',
  'user alice',
  '!user alice',
  `localuser ${me}`,
  'localuser nobody-else host web',
  'exec true',
  'exec "test %n = web"',
  'exec "test %h = real.lan && test %r = alice"',
  'host db exec false',
  'final all',
  'final host *.lan',
  'canonical all',
  'host real.lan user *',
];

function randomFile(pick: ReturnType<typeof random>, includes: readonly string[]): string {
  const lines: string[] = [];
  const length = pick([4, 8, 16, 24]);
  for (let i = 0; i < length; i++) {
    const kind = pick(['host', 'match', 'option', 'option', 'option', 'option', 'include', 'comment']);
    if (kind === 'host')
      lines.push(`Host ${Array.from({ length: pick([1, 1, 2, 3]) }, () => pick(PATTERNS)).join(' ')}`);
    else if (kind === 'match') lines.push(`${pick(['Match', 'match'])} ${pick(MATCHES)}`);
    else if (kind === 'include' && includes.length > 0) lines.push(`Include ${pick(includes)}`);
    else if (kind === 'comment') lines.push(pick(['', '# User nobody', '  ']));
    else {
      const [name, values] = pick(OPTIONS);
      lines.push(
        `${pick(['', '  ', '\t'])}${pick([name, name.toLowerCase()])}${pick([' ', '=', ' = ', '\t'])}${pick(values)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const NOTHING_SAID: SshHostConfig = { ...noOptions(), warnings: [] };

/** The lines of `ssh -G` that are compared, by name. */
function truth(config: string, host: string, user: string | undefined): Record<string, string[]> {
  const words = ['-F', config, '-G', ...(user === undefined ? [] : ['-l', user]), host];
  const text = execFileSync('ssh', words, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  const said: Record<string, string[]> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf(' ');
    if (at > 0) (said[line.slice(0, at)] ??= []).push(line.slice(at + 1));
  }
  return said;
}

const flag = (value: boolean | undefined, usual: boolean): string[] => [(value ?? usual) ? 'yes' : 'no'];
const maybe = (value: string | number | undefined): string[] => (value === undefined ? [] : [String(value)]);

/** Our answer in the words of `ssh -G`. */
function ours(config: SshHostConfig, host: string): Record<string, string[]> {
  const strict = { yes: 'true', true: 'true', no: 'false', false: 'false', off: 'false' }[
    config.strictHostKeyChecking ?? 'ask'
  ];
  return {
    hostname: [expandTokens(config.hostName ?? host, { h: host }).toLowerCase()],
    user: [config.user ?? me],
    port: [String(config.port ?? 22)],
    identityfile: config.identityFiles,
    certificatefile: config.certificateFiles,
    identitiesonly: flag(config.identitiesOnly, false),
    connecttimeout: [String(config.connectTimeout ?? 'none')],
    connectionattempts: [String(config.connectionAttempts ?? 1)],
    // Debian's client has a usual one of its own with BatchMode.
    ...(config.serverAliveInterval !== undefined && { serveraliveinterval: [String(config.serverAliveInterval)] }),
    serveralivecountmax: [String(config.serverAliveCountMax ?? 3)],
    stricthostkeychecking: [strict ?? config.strictHostKeyChecking ?? 'ask'],
    hostkeyalias: maybe(config.hostKeyAlias),
    checkhostip: flag(config.checkHostIp, false),
    hashknownhosts: flag(config.hashKnownHosts, false),
    proxyjump: maybe(config.proxyJump === 'none' ? undefined : config.proxyJump),
    proxycommand: maybe(config.proxyCommand === 'none' ? undefined : config.proxyCommand),
    addressfamily: [config.addressFamily ?? 'any'],
    bindaddress: maybe(config.bindAddress),
    compression: flag(config.compression, false),
    passwordauthentication: flag(config.passwordAuthentication, true),
    kbdinteractiveauthentication: flag(config.kbdInteractiveAuthentication, true),
    preferredauthentications: maybe(config.preferredAuthentications),
    numberofpasswordprompts: [String(config.numberOfPasswordPrompts ?? 3)],
    batchmode: flag(config.batchMode, false),
    forwardagent: [config.forwardAgent ?? 'no'],
    sendenv: config.sendEnv,
    setenv: [...(config.setEnv ?? [])],
    globalknownhostsfile: [
      (config.globalKnownHostsFiles ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']).join(' '),
    ],
    knownhostscommand: maybe(config.knownHostsCommand === 'none' ? undefined : config.knownHostsCommand),
    requiredrsasize: [String(config.requiredRsaSize ?? 1024)],
  };
}

const RECORD = join(import.meta.dirname, '../../test/compat/ssh-config/recorded.json');
type Said = Record<string, string[]>;

/** In a record, names of this machine have names of their own. */
const recorded = (said: Said, place: string): Said =>
  JSON.parse(
    JSON.stringify(said)
      .replaceAll(place, '@PLACE@')
      .replaceAll(new RegExp(`\\b${me}\\b`, 'g'), '@ME@'),
  ) as Said;
const replayed = (said: Said, place: string): Said =>
  JSON.parse(JSON.stringify(said).replaceAll('@PLACE@', place).replaceAll('@ME@', me)) as Said;

describe('against ssh -G', () => {
  const record = existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, Said>) : {};
  afterAll(() => {
    if (hasSsh && process.env['TSPLAY_GENERATE'] !== undefined) writeFileSync(RECORD, `${JSON.stringify(record)}\n`);
  });
  it(`${CASES} random configurations mean the same`, () => {
    for (let seed = 1; seed <= (hasSsh ? CASES : RECORDED); seed++) {
      const pick = random(seed);
      const place = join(dir, String(seed));
      mkdirSync(join(place, 'conf.d'), { recursive: true });
      const files = [join(place, 'conf.d', '1.conf'), join(place, 'conf.d', '2.conf'), join(place, 'main')];
      writeFileSync(files[0] ?? '', randomFile(pick, []));
      writeFileSync(files[1] ?? '', randomFile(pick, []));
      const text = randomFile(pick, [
        `${place}/conf.d/*`,
        `${place}/conf.d/1.conf`,
        `${place}/none/*`,
        `"${place}/conf.d/2.conf"`,
      ]);
      writeFileSync(files[2] ?? '', text);
      const host = pick(HOSTS);
      const user = pick([undefined, undefined, 'alice']);
      const config = createSshConfigReader(process.env['HOME'] ?? '/', me)(host, { file: files[2], user });
      const actual = ours(config, host);
      const usual = ours(NOTHING_SAID, host);
      const isUsual = (key: string, values: string[]): boolean => JSON.stringify(usual[key]) === JSON.stringify(values);
      if (hasSsh) {
        const expected = truth(files[2] ?? '', host, user);
        const wanted = Object.fromEntries(Object.keys(actual).map((key) => [key, defaults(key, expected[key] ?? [])]));
        expect({ seed, host, user, text, ...actual }).toEqual({ seed, host, user, text, ...wanted });
        const said = Object.fromEntries(Object.entries(wanted).filter(([key, values]) => !isUsual(key, values)));
        if (process.env['TSPLAY_GENERATE'] !== undefined && seed <= RECORDED) record[seed] = recorded(said, place);
      }
      const known = record[seed];
      if (known === undefined) continue;
      const told = Object.fromEntries(Object.entries(actual).filter(([key, values]) => !isUsual(key, values)));
      expect({ seed, host, user, text, ...told }).toEqual({ seed, host, user, text, ...replayed(known, place) });
    }
  }, 120_000);

  it.each(['+aes128-cbc', '-aes*', '^aes256-ctr,aes128-cbc', 'aes128-ctr', '-nothing'])('ciphers %s', (rule) => {
    const file = join(dir, 'ciphers');
    if (hasSsh) {
      const ciphers = (text: string): string[] => {
        writeFileSync(file, text);
        return truth(file, 'h', undefined)['ciphers']?.[0]?.split(',') ?? [];
      };
      const [usual, said] = [ciphers(''), ciphers(`Ciphers ${rule}\n`)];
      expect(assembled(rule, usual)).toEqual(said);
      if (process.env['TSPLAY_GENERATE'] !== undefined) record[rule] = { usual, said };
    }
    const { usual = [], said } = record[rule] ?? {};
    expect(assembled(rule, usual)).toEqual(said);
  });
});

/** `ssh -G` names the files it would try by itself; we say none. */
function defaults(key: string, values: string[]): string[] {
  if (key === 'identityfile' && values[0] === '~/.ssh/id_rsa' && values.length > 4) return [];
  return values;
}
