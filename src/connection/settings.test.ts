// From variables, flags and ssh_config to settings: precedence, jumps, and what is refused by name.
import { describe, expect, it } from 'vitest';
import { deriveSettings, type ConnectionFlags } from './settings.js';
import { parseSshArguments, splitWords } from './ssh-args.js';
import { sshConfigFor } from './ssh-config.js';
import type { Controller } from './ssh-tokens.js';
import type { SshSettings } from './types.js';

interface Case {
  name?: string;
  vars?: Record<string, unknown>;
  cli?: ConnectionFlags;
  config?: string;
  env?: Record<string, string>;
  include?: Record<string, string>;
  warnings?: string[];
}

const controllerWith = (env: Record<string, string>): Controller => ({
  home: '/home/me',
  user: 'me',
  uid: 1000,
  hostName: 'desk.lan',
  env,
  sha1: () => 'hash',
});

function derive(c: Case): ReturnType<typeof deriveSettings> {
  const controller = controllerWith(c.env ?? {});
  return deriveSettings({
    name: c.name ?? 'web',
    variables: (name) => c.vars?.[name],
    cli: c.cli ?? {},
    sshConfig: (host, lookup) =>
      sshConfigFor(host, [{ path: 'config', text: c.config ?? '' }], {
        controller,
        remoteUser: lookup?.user,
        hostName: lookup?.hostName,
        port: lookup?.port,
        exec: (command) => command === 'true',
        include: (pattern) => (c.include?.[pattern] === undefined ? [] : [{ path: pattern, text: c.include[pattern] }]),
      }),
    controller,
    onWarning: (message) => c.warnings?.push(message),
  });
}
const ssh = (c: Case): SshSettings => derive(c) as SshSettings;

describe('defaults and precedence', () => {
  it('has the defaults of ssh and Ansible', () => {
    expect(ssh({})).toEqual({
      transport: 'ssh',
      name: 'web',
      host: 'web',
      port: 22,
      user: 'me',
      identityFiles: [],
      identitiesOnly: false,
      agent: undefined,
      password: undefined,
      hostKeyPolicy: 'strict',
      knownHostsFiles: [
        '/home/me/.ssh/known_hosts',
        '/home/me/.ssh/known_hosts2',
        '/etc/ssh/ssh_known_hosts',
        '/etc/ssh/ssh_known_hosts2',
      ],
      hostKeyAlias: undefined,
      jumps: [],
      connectTimeout: 10_000,
      keepAlive: 15_000,
      asksAnswers: true,
      asksKeys: true,
      client: { words: ['-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=15', '--', 'web'], reason: undefined },
    });
  });
  it.each<[string, Case, Partial<SshSettings>]>([
    ['host', { vars: { ansible_host: '10.0.0.1' } }, { host: '10.0.0.1', name: 'web' }],
    [
      'old names',
      { vars: { ansible_ssh_host: 'h', ansible_ssh_port: '2222', ansible_ssh_user: 'u', ansible_ssh_pass: 1234 } },
      { host: 'h', port: 2222, user: 'u', password: '1234' },
    ],
    ['variable over flag', { vars: { ansible_user: 'v' }, cli: { remoteUser: 'f' } }, { user: 'v' }],
    [
      'flag over arguments over config',
      { cli: { remoteUser: 'f', sshCommonArgs: '-l a -p 7' }, config: 'User c\nPort 8' },
      { user: 'f', port: 7 },
    ],
    [
      'config',
      {
        config:
          'Host web\n HostName %h.lan\n User c\n Port 8\n IdentityFile ~/k_%h_%r\n IdentityFile %d/2\nHost *\n User other\n ConnectTimeout 3\n ServerAliveInterval 1m',
      },
      {
        host: 'web.lan',
        user: 'c',
        port: 8,
        identityFiles: ['/home/me/k_web.lan_c', '/home/me/2'],
        connectTimeout: 3000,
        keepAlive: 60_000,
      },
    ],
    [
      'HostName follows ansible_host',
      { vars: { ansible_host: 'alias' }, config: 'Host alias\nHostName real' },
      { host: 'real' },
    ],
    [
      'key first, then config',
      { vars: { ansible_ssh_private_key_file: '~/k' }, config: 'IdentityFile /c\nIdentitiesOnly yes' },
      { identityFiles: ['/home/me/k', '/c'], identitiesOnly: true },
    ],
    ['timeout', { cli: { timeout: 30 }, config: 'ConnectTimeout 3' }, { connectTimeout: 30_000 }],
    ['host key checking off by variable', { vars: { ansible_host_key_checking: false } }, { hostKeyPolicy: 'off' }],
    ['host key checking off by a setting', { cli: { hostKeyChecking: false } }, { hostKeyPolicy: 'off' }],
    [
      'by arguments',
      {
        vars: {
          ansible_ssh_common_args:
            "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -oGlobalKnownHostsFile='/a /b'",
        },
      },
      { hostKeyPolicy: 'off', knownHostsFiles: ['/dev/null', '/a', '/b'] },
    ],
    ['accept-new', { config: 'StrictHostKeyChecking accept-new' }, { hostKeyPolicy: 'accept-new' }],
    ['ask is strict and asks', { config: 'StrictHostKeyChecking ask' }, { hostKeyPolicy: 'strict', asksKeys: true }],
    ['nobody is asked in a batch', { config: 'BatchMode yes' }, { hostKeyPolicy: 'strict' }],
    ['agent', { env: { SSH_AUTH_SOCK: '/a' } }, { agent: '/a' }],
    ['other agent', { env: { SSH_AUTH_SOCK: '/a', X: '/x' }, config: 'IdentityAgent $X' }, { agent: '/x' }],
    ['no agent', { env: { SSH_AUTH_SOCK: '/a' }, config: 'IdentityAgent none' }, { agent: undefined }],
    [
      'no password',
      {
        vars: {
          ansible_password: 'x',
          ansible_ssh_extra_args: '-o PasswordAuthentication=no -o KbdInteractiveAuthentication=no',
        },
      },
      { password: undefined, methods: ['publickey'] },
    ],
    [
      'harmless',
      {
        vars: {
          ansible_ssh_args: '-C -q -o ControlMaster=auto -o ControlPersist=60s -o ForwardAgent=no -tt'.replace(
            ' -tt',
            ' -T',
          ),
        },
      },
      { port: 22 },
    ],
    ['paramiko', { vars: { ansible_connection: 'paramiko' } }, { transport: 'ssh' }],
  ])('%s', (_, c, expected) => {
    expect(ssh(c)).toMatchObject(expected);
  });
  it('local', () => {
    expect(derive({ vars: { ansible_connection: 'local' } })).toMatchObject({ transport: 'local' });
  });
});

describe('ssh_config', () => {
  it.each<[string, string, Partial<SshSettings>]>([
    ['negated host', 'Host * !web\n User no\nHost *\n User yes', { user: 'yes' }],
    ['equals and quotes', 'Host "web"\n User="a b"', { user: 'a b' }],
    ['first wins', 'User one\nUser two', { user: 'one' }],
    ['match host', 'HostName web.lan\nMatch host *.lan\n User m', { user: 'm' }],
    ['match originalhost', 'HostName x\nMatch originalhost web user me\n Port 9', { port: 9 }],
    ['match all', 'Match all\n Port 9', { port: 9 }],
    ['match not', 'Match !host web\n Port 9', { port: 22 }],
    ['match exec', 'Match exec "true"\n Port 9\nMatch exec false\n User no\nHost *\n User z', { port: 9, user: 'z' }],
  ])('%s', (_, config, expected) => {
    expect(ssh({ config })).toMatchObject(expected);
  });
  it('include', () => {
    expect(
      ssh({
        config: 'Host web\n Include conf.d/*\nHost *\n Port 5',
        include: { 'conf.d/*': 'Host other\nPort 1\nHost web\nPort 4' },
      }),
    ).toMatchObject({ port: 4 });
  });
  it('include in a block that does not apply', () => {
    expect(ssh({ config: 'Host other\n Include x\n', include: { x: 'Port 4' } })).toMatchObject({ port: 22 });
  });
  it('a circle of includes ends', () => {
    expect(ssh({ config: 'Include x', include: { x: 'Include x\nPort 4' } })).toMatchObject({ port: 4 });
  });
});

describe('jumps', () => {
  const way = (c: Case): string[] => ssh(c).jumps.map((j) => `${j.user}@${j.host}:${j.port}`);
  it.each<[string, Case, string[]]>([
    ['-J', { vars: { ansible_ssh_common_args: '-J a@one:2201,two' } }, ['a@one:2201', 'me@two:22']],
    ['-o ProxyJump', { vars: { ansible_ssh_common_args: '-o ProxyJump=ssh://b@[::1]:5' } }, ['b@::1:5']],
    ['config', { config: 'Host web\n ProxyJump gate\nHost gate\n User g\n HostName gate.lan' }, ['g@gate.lan:22']],
    ['jump of a jump', { config: 'Host web\nProxyJump b\nHost b\nProxyJump a' }, ['me@a:22', 'me@b:22']],
    [
      'only the first may have its own',
      { config: 'Host web\nProxyJump a,b\nHost b\nProxyJump x' },
      ['me@a:22', 'me@b:22'],
    ],
    ['none', { vars: { ansible_ssh_common_args: '-o ProxyJump=none' }, config: 'ProxyJump a' }, []],
    ['for everybody, the gate too', { config: 'Host *\nProxyJump gate' }, ['me@gate:22']],
    [
      'ProxyCommand',
      { vars: { ansible_ssh_common_args: `-o ProxyCommand="ssh -W %h:%p -q -i /k -p 99 u@gate"` } },
      ['u@gate:99'],
    ],
    [
      'ProxyCommand with nc',
      { config: 'ProxyCommand ssh gate nc %h %p\nHost gate\nProxyCommand none' },
      ['me@gate:22'],
    ],
  ])('%s', (_, c, expected) => {
    expect(way(c)).toEqual(expected);
  });
  it('does not give the password of the host to the jump', () => {
    expect(
      ssh({ vars: { ansible_password: 'x', ansible_ssh_common_args: '-J gate' } }).jumps[0]?.password,
    ).toBeUndefined();
  });
  it('finds circles', () => {
    expect(() => ssh({ config: 'Host web\nProxyJump a\nHost a\nProxyJump b\nHost b\nProxyJump web' })).toThrow(
      /circle/,
    );
  });
});

describe('refusals', () => {
  it.each<[string, Case, RegExp]>([
    ['winrm', { vars: { ansible_connection: 'winrm' } }, /'winrm' is not supported/],
    ['lxd', { vars: { ansible_connection: 'community.general.lxd' } }, /community.general.lxd/],
    ['bad port', { vars: { ansible_port: 'x' } }, /cannot be 'x'/],
    ['big port', { vars: { ansible_port: 70000 } }, /70000/],
    ['list', { vars: { ansible_user: ['a'] } }, /ansible_user is not a text/],
    ['unknown option', { vars: { ansible_ssh_common_args: '-o Cypher=aes' } }, /Cypher=aes.*ansible_ssh_common_args/],
    ['unknown flag', { vars: { ansible_ssh_extra_args: '-z 1' } }, /'-z'/],
    ['no value', { vars: { ansible_ssh_extra_args: '-J' } }, /no value/],
    ['open quote', { vars: { ansible_ssh_extra_args: "-o 'x" } }, /not closed/],
    ['a word', { vars: { ansible_ssh_extra_args: 'host' } }, /'host'/],
    ['bad timeout', { vars: { ansible_timeout: 'soon' } }, /soon/],
  ])('%s', (_, c, message) => {
    expect(() => derive(c)).toThrow(message);
  });
});

it('splits words as a shell', () => {
  expect(splitWords(`a "b c" 'd "e' f\\ g "h\\"i" ''`)).toEqual(['a', 'b c', 'd "e', 'f g', 'h"i', '']);
  expect(parseSshArguments('-qp 22 -luser', 'x').options).toMatchObject({ port: 22, user: 'user' });
});

describe('the rest of ssh_config', () => {
  it.each<[string, Case, Partial<SshSettings>]>([
    [
      'tokens',
      { config: 'HostName %h.lan\nUser u\nPort 7\nIdentityFile ~/%n_%h_%p_%r_%u_%L_%i_%k' },
      { identityFiles: ['/home/me/web_web.lan_7_u_me_desk_1000_web'] },
    ],
    [
      'an unset variable',
      { config: 'IdentityFile ${NOT_SET}/k\nCertificateFile ${IS}/c', env: { IS: '/is' } },
      { identityFiles: [], certificateFiles: ['/is/c'] },
    ],
    [
      'ProxyCommand',
      { config: 'ProxyCommand nc -x proxy:1080 %h %p' },
      { proxyCommand: 'nc -x proxy:1080 web 22', jumps: [] },
    ],
    [
      'a shell in it',
      { config: 'ProxyCommand ssh gate nc %h %p 2>/dev/null | cat' },
      { proxyCommand: 'ssh gate nc web 22 2>/dev/null | cat' },
    ],
    ['final', { config: 'HostName real.lan\nMatch final host real.lan\n Port 9' }, { port: 9 }],
    ['families', { vars: { ansible_ssh_common_args: '-6 -b ::1' } }, { addressFamily: 6, bindAddress: '::1' }],
    [
      'algorithms',
      { vars: { ansible_ssh_extra_args: '-c aes256-ctr -o KexAlgorithms=+diffie-hellman-group1-sha1' } },
      { algorithms: { ciphers: 'aes256-ctr', kex: '+diffie-hellman-group1-sha1' } },
    ],
    [
      'methods',
      { config: 'PreferredAuthentications password,publickey\nPubkeyAuthentication no' },
      { methods: ['password'] },
    ],
    [
      'agent forwarding',
      { vars: { ansible_ssh_extra_args: '-A' }, env: { SSH_AUTH_SOCK: '/a' } },
      { forwardAgent: '/a' },
    ],
    [
      'environment',
      { config: 'SendEnv LC_*\nSetEnv A=1 "B=x y"', env: { LC_ALL: 'C', HOME: '/h' } },
      { environment: { LC_ALL: 'C', A: '1', B: 'x y' } },
    ],
    ['alive', { config: 'ServerAliveCountMax 5\nConnectionAttempts 3' }, { keepAliveCount: 5, attempts: 3 }],
    [
      'ssh_cli',
      { vars: { ansible_connection: 'ssh_cli', ansible_user: 'u', ansible_ssh_common_args: '-J gate' } },
      {
        client: {
          words: ['-o', 'User=u', '-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=15', '-J', 'gate', '--', 'web'],
          reason: 'asked',
        },
      },
    ],
    [
      'a smart card',
      { config: 'PKCS11Provider /lib/card.so' },
      {
        client: {
          words: ['-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=15', '--', 'web'],
          reason: 'pkcs11provider /lib/card.so',
        },
      },
    ],
  ])('%s', (_, c, expected) => {
    expect(ssh(c)).toMatchObject(expected);
  });
  it.each<[string, Case]>([
    ['revoked keys', { config: 'RevokedHostKeys /r' }],
    ['revoked keys in arguments', { vars: { ansible_ssh_extra_args: '-o RevokedHostKeys=/r' } }],
    ['revoked keys of a host on the way', { config: 'Host web\nProxyJump gate\nHost gate\nRevokedHostKeys /r' }],
    ['a connection handed over', { config: 'ProxyCommand nc %h %p\nProxyUseFdpass yes' }],
  ])("%s are the OpenSSH client's to heed", (_, c) => {
    expect(ssh(c).client?.reason).toMatch(/^(revokedhostkeys \/r|proxyusefdpass yes)$/i);
  });
  it('RekeyLimit and IPQoS are told, unless they say nothing or the OpenSSH client connects', () => {
    const told = (config: string, connection = 'ssh'): string[] => {
      const warnings: string[] = [];
      ssh({ warnings, config, vars: { ansible_connection: connection } });
      return warnings;
    };
    expect(told('RekeyLimit 1G 1h\nIPQoS lowdelay')).toEqual([
      'config:1: rekeylimit is left out: tsplay does not do it',
      'config:2: ipqos is left out: tsplay does not do it',
    ]);
    expect(told('RekeyLimit default none')).toEqual([]);
    expect(told('RekeyLimit 1G\nLocalForward 1 h:2', 'ssh_cli')).toEqual([]);
  });
  it('NumberOfPasswordPrompts counts', () => {
    expect(ssh({ config: 'NumberOfPasswordPrompts 5' })).toMatchObject({ passwordPrompts: 5 });
  });
  it('tells what is left out, and passes over the rest', () => {
    const warnings: string[] = [];
    ssh({
      warnings,
      vars: { ansible_ssh_common_args: '-L 1:h:2 -o ControlPath=/x -q' },
      config: 'RemoteForward 3 h:4\nNoSuchOption 1\nIgnoreUnknown Mine*\nMineToo yes',
    });
    expect(warnings).toEqual([
      "'-L 1:h:2' in ansible_ssh_common_args is left out: tsplay does not do it",
      'config:1: remoteforward is left out: tsplay does not do it',
      'config:2: nosuchoption is no option that tsplay knows',
    ]);
  });
  it('a container', () => {
    expect(derive({ vars: { ansible_connection: 'docker', ansible_host: 'c', ansible_user: 'u' } })).toMatchObject({
      transport: 'container',
      argv: ['docker', 'exec', '-u', 'u', '-i', 'c'],
    });
  });
});
