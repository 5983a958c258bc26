import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import authorizedKey from './index.js';
import { decide, parseKey } from './keys.js';

runCases(authorizedKey, join(import.meta.dirname, 'cases'));

const A = 'ssh-ed25519 AAAA alice\n';
const B = 'ssh-rsa BBBB bob b\n';
const decided = (content: string, key: string, more: Partial<Parameters<typeof decide>[1]> = {}) =>
  decide(content, { state: 'present', exclusive: false, key, ...more });

describe('keys', () => {
  it('are known by themselves', () => {
    expect(decided(A, 'ssh-ed25519 AAAA alice')).toBeUndefined();
    expect(decided(A, 'ssh-ed25519 AAAA')).toBe('ssh-ed25519 AAAA \n');
    expect(decided(A + B, A, { key_options: 'no-pty' })).toBe(`${B}no-pty ${A}`);
    expect(
      decided('no-pty,from="a,b" ssh-ed25519 AAAA alice\n', A, { key_options: 'from="a,b",no-pty' }),
    ).toBeUndefined();
  });
  it('come last, in order', () => {
    expect(decided(`# mine\n\n${B}`, `${A}\n# not\nssh-rsa CCCC\n`)).toBe(`# mine\n\n${B}${A}ssh-rsa CCCC \n`);
    expect(decided('# no newline', A)).toBe(`# no newline\n${A}`);
  });
  it('go, whatever stands around them', () => {
    expect(decided(`# c\nno-pty ${A}${B}`, 'ssh-ed25519 AAAA other', { state: 'absent' })).toBe(`# c\n${B}`);
    expect(decided(B, A, { state: 'absent' })).toBeUndefined();
  });
  it('are the only ones', () => {
    expect(decided(`# c\n${A}${B}`, B, { exclusive: true })).toBe(B);
    expect(decided(B, B, { exclusive: true })).toBeUndefined();
  });
  it('of all types, and lines that are none', () => {
    expect(parseKey('sk-ssh-ed25519-cert-v01@openssh.com AAAA')).toMatchObject({ key: 'AAAA', comment: '' });
    expect(parseKey('command="echo \\"a b\\"",no-pty ssh-rsa AAAA x y')).toMatchObject({
      type: 'ssh-rsa',
      comment: 'x y',
    });
    expect(parseKey('ssh-rsa')).toBeUndefined();
    expect(parseKey('# ssh-rsa AAAA')).toBeUndefined();
    expect(parseKey('nonsense')).toBeUndefined();
  });
});
