// known_hosts: names, patterns, hashes, markers, and the verdict about a key.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprint, keyType, KnownHosts, knownHostsName, matchesPatterns } from './known-hosts.js';

function key(type: string, seed: string): Buffer {
  const field = (b: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, b.length]), b]);
  return Buffer.concat([field(Buffer.from(type)), field(Buffer.from(seed))]);
}
const ed = key('ssh-ed25519', 'one');
const ed2 = key('ssh-ed25519', 'two');
const rsa = key('ssh-rsa', 'three');
const line = (hosts: string, k: Buffer): string => `${hosts} ${keyType(k)} ${k.toString('base64')} comment`;
const known = (...lines: string[]): KnownHosts => new KnownHosts([{ path: 'kh', text: lines.join('\n') }]);

describe('verdicts', () => {
  it.each([
    ['plain', line('host', ed), 'host', ed, 'match'],
    ['one of several names', line('a,host,b', ed), 'host', ed, 'match'],
    ['wildcard', line('*.example.org', ed), 'www.example.org', ed, 'match'],
    ['negated', line('*.example.org,!www.example.org', ed), 'www.example.org', ed, 'unknown'],
    ['dot is no wildcard', line('wwwxexample.org', ed), 'www.example.org', ed, 'unknown'],
    ['port', line('[host]:2222', ed), '[host]:2222', ed, 'match'],
    ['other port', line('[host]:2222', ed), '[host]:2223', ed, 'unknown'],
    ['changed', line('host', ed2), 'host', ed, 'changed'],
    ['other type', line('host', rsa), 'host', ed, 'other-type'],
    ['revoked beats known', `${line('host', ed)}\n@revoked ${line('*', ed)}`, 'host', ed, 'revoked'],
    ['revoked other key', `@revoked ${line('*', ed2)}`, 'host', ed, 'unknown'],
    ['comments, rubbish', `# x\n\nhost\nhost ssh-ed25519\n  ${line('host', ed)}`, 'host', ed, 'match'],
    ['unknown marker', `@future ${line('host', ed)}`, 'host', ed, 'unknown'],
  ])('%s', (_, text, name, k, verdict) => {
    expect(known(text).check(name, k).verdict).toBe(verdict);
  });
  it('reads hashed names', () => {
    const salt = Buffer.from('0123456789abcdefghij');
    const hash = (name: string): string =>
      `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
    const hosts = known(line(hash('[host]:2222'), ed));
    expect(hosts.check('[host]:2222', ed).verdict).toBe('match');
    expect(hosts.check('host', ed).verdict).toBe('unknown');
    expect(hosts.typesOf('[host]:2222')).toEqual(['ssh-ed25519']);
    expect(known('|1|bad ssh-rsa AAAA').check('host', ed).verdict).toBe('unknown');
  });
  it('takes a key known without a port for any port, but never calls it changed for that', () => {
    expect(known(line('host', ed)).check('[host]:22022', ed, 'host').verdict).toBe('match');
    expect(known(line('host', ed2)).check('[host]:22022', ed, 'host').verdict).toBe('unknown');
  });
  it('notes authorities it does not use and names the place of a changed key', () => {
    const result = known(`@cert-authority ${line('*', rsa)}`, line('host', ed2)).check('host', ed);
    expect(result).toMatchObject({ verdict: 'changed', place: 'kh:2', notes: [expect.stringContaining('kh:1')] });
  });
  it('asks all files', () => {
    const both = new KnownHosts([
      { path: 'a', text: line('host', rsa) },
      { path: 'b', text: line('host', ed) },
    ]);
    expect(both.check('host', ed).verdict).toBe('match');
    expect(both.typesOf('host')).toEqual(['ssh-rsa', 'ssh-ed25519']);
  });
});

it('names and fingerprints', () => {
  expect(knownHostsName('Host', 22)).toBe('host');
  expect(knownHostsName('::1', 2222)).toBe('[::1]:2222');
  expect(fingerprint(ed)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  expect(matchesPatterns(['web?', '!web2'], 'web1')).toBe(true);
  expect(matchesPatterns(['web?', '!web2'], 'web2')).toBe(false);
  expect(matchesPatterns(['!x'], 'y')).toBe(false);
});
