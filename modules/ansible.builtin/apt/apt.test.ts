import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import type { Args } from './args.js';
import { commandLine, simulationChanges, simulationDiff } from './command-line.js';
import { compareVersions } from './debian-version.js';
import { decide } from './decide.js';
import { isLocked } from '../../_shared/apt-run.js';
import apt from './index.js';
import { parseLook, patternToEre, type KnownPackage, type Seen } from './look.js';
import { parsePolicy } from './policy.js';

interface SeenCase {
  installed?: Record<string, string>;
  rc?: Record<string, string>;
  available?: Record<string, string[]>;
  auto?: string[];
  provides?: Record<string, string[]>;
  providers?: Record<string, string[]>;
  matched?: string[];
  aptitude?: boolean;
  cleanable?: boolean;
  debs?: Record<string, string[]>;
}

function seenOf(c: SeenCase): Seen {
  const known =
    (configFiles: boolean) =>
    ([name, version]: [string, string]): KnownPackage => ({
      name,
      version,
      architecture: 'amd64',
      installed: !configFiles,
      configFiles,
      provides: c.provides?.[name] ?? [],
    });
  return {
    apt: true,
    aptitude: c.aptitude === true,
    architecture: 'amd64',
    cacheTime: 1,
    stale: false,
    packages: [...Object.entries(c.installed ?? {}).map(known(false)), ...Object.entries(c.rc ?? {}).map(known(true))],
    auto: new Set(c.auto),
    policies: new Map(
      Object.entries(c.available ?? {}).map(([name, versions]) => [
        name,
        {
          installed: c.installed?.[name],
          candidate: versions.at(-1),
          versions: versions.map((version) => ({ version, releases: ['stable'] })),
        },
      ]),
    ),
    providers: new Map(Object.entries(c.providers ?? {})),
    matched: c.matched ?? [],
    debs: Object.entries(c.debs ?? {}).map(([path, [name = '', version = '']]) =>
      name === ''
        ? { path, name, version, architecture: '', error: 'not a deb' }
        : { path, name, version, architecture: 'amd64' },
    ),
    cleanable: c.cleanable === true,
  };
}

/** What is the same for every command is left out. */
const ALWAYS = / -y| -o (?:DPkg::Lock::Timeout=60|Dpkg::Options::=--force-conf(?:def|old))/g;

decideCases<SeenCase>(apt, join(import.meta.dirname, 'cases'), (args: Args, seen, watch) => {
  const decision = decide(args, watch(seenOf(seen), ['apt', 'stale']));
  if ('failure' in decision) return { steps: [], failure: decision.failure };
  return { steps: decision.steps.map((step) => commandLine(step, args, false).join(' ').replace(ALWAYS, '')) };
});

describe('versions', () => {
  it.each([
    ['1.0', '1.0', 0],
    ['1.9', '1.10', -1],
    ['1.0~rc1', '1.0', -1],
    ['1.0~~', '1.0~', -1],
    ['1.0', '1.0a', -1],
    ['1.0a', '1.0+b', -1],
    ['1:0.1', '9', 1],
    ['0:1', '1', 0],
    ['1.0-1', '1.0', 1],
    ['1.0-0', '1.0', 0],
    ['1.0-1+b1', '1.0-1', 1],
    ['1.0-1', '1.0-1ubuntu1', -1],
    ['20240101123456789012', '20240101123456789013', -1],
    ['1.00', '1.0', 0],
    ['2.36-9+deb12u10', '2.36-9+deb12u7', 1],
  ])('%s %s', (a, b, order) => {
    expect(Math.sign(compareVersions(a, b))).toBe(order);
    expect(Math.sign(compareVersions(b, a))).toBe(order === 0 ? 0 : -order);
  });
});

describe('what apt says', () => {
  it('policy', () => {
    const text = `nginx:
  Installed: (none)
  Candidate: 1.22
  Version table:
     1.22 500
        500 http://a/debian-security bookworm-security/main amd64 Packages
 *** 1.18 100
        500 http://a/debian bookworm/main amd64 Packages
        500 file:/srv ./ Packages
        100 /var/lib/dpkg/status
     1.23 500 (phased 10%)
        500 http://a/u noble-updates/main amd64 Packages
libc6:i386:
  Installed: 2
  Candidate: (none)
  Version table:
`;
    const policies = parsePolicy(text);
    expect(policies.get('nginx')).toEqual({
      candidate: '1.22',
      versions: [
        { version: '1.22', releases: ['bookworm-security'] },
        { version: '1.18', releases: ['bookworm', '.'] },
        { version: '1.23', releases: ['noble-updates'] },
      ],
    });
    expect(policies.get('libc6:i386')).toEqual({ installed: '2', versions: [] });
  });
  it('look', () => {
    const seen = parseLook(
      `@apt\n@age 17\n@native amd64\n@package a|all|1|install ok installed| v w\n@package b|amd64|2|hold ok half-configured|\n@package c|i386|1|deinstall ok config-files|\n@auto a all\n@auto c i386\n@provider v a\n@provider v a\n@provider v z\n@deb n 1 all\n@deberror no file\n@policy\na:\n  Candidate: 2\n`,
      ['/x', '/y'],
    );
    expect(seen.packages.map((p) => [p.name, p.installed, p.configFiles])).toEqual([
      ['a', true, false],
      ['b', false, false],
      ['c', false, true],
    ]);
    expect([...seen.auto]).toEqual(['a', 'a:all', 'c:i386']);
    expect(seen.providers.get('v')).toEqual(['a', 'z']);
    expect(seen.debs).toMatchObject([{ name: 'n' }, { error: 'no file' }]);
    expect(seen.policies.get('a')?.candidate).toBe('2');
    expect(parseLook('').apt).toBe(false);
  });
  it('a dry run', () => {
    const step = { tool: 'apt-get', command: 'install', targets: [], changes: 'simulate' } as const;
    const text = 'Reading…\nInst b [1] (2 X:1/s [all])\nInst a (1 X:1/s [amd64]) []\nRemv c [3]\nConf a (1 X)\n';
    expect(simulationChanges(step, text)).toBe(true);
    expect(simulationDiff(text)).toMatchObject({ before: 'b 1\nc 3\n', after: 'a 1\nb 2\n' });
    expect(simulationChanges(step, '0 upgraded, 0 newly installed, 0 to remove and 3 not upgraded.\n')).toBe(false);
    expect(simulationDiff('nothing')).toBeUndefined();
  });
  it('locks', () => {
    const said = (stderr: string): boolean => isLocked({ rc: 100, stderr, stdout: '', stdoutBytes: Buffer.alloc(0) });
    expect(said('E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)')).toBe(true);
    expect(said('E: Could not get lock /var/lib/dpkg/lock - open (11: Resource temporarily unavailable)')).toBe(true);
    expect(said('E: Unable to lock directory /var/lib/apt/lists/')).toBe(true);
    expect(said('dpkg: error: dpkg frontend lock was locked by another process with pid 12')).toBe(true);
    expect(said('E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)')).toBe(false);
    expect(said('E: Unable to locate package x')).toBe(false);
  });
  it('patterns', () => {
    const matches = (pattern: string, name: string): boolean => new RegExp(patternToEre(pattern)).test(name);
    expect(matches('g++*', 'g++-12')).toBe(true);
    expect(matches('lib[!x]?6', 'libc.6')).toBe(true);
    expect(matches('lib[!x]?6', 'libx.6')).toBe(false);
    expect(matches('a.b', 'axb')).toBe(false);
  });
});
