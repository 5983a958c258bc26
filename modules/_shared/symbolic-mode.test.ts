import { describe, expect, it } from 'vitest';
import { symbolicMode } from './symbolic-mode.js';

const o = (n: number): string => n.toString(8).padStart(4, '0');

describe('symbolicMode', () => {
  it.each([
    // mode, symbolic, kind, result (umask 022)
    ['0644', 'u+x', 'file', '0744'],
    ['0644', 'u=rwX,g=rX,o=', 'file', '0640'],
    ['0644', 'u=rwX,g=rX,o=', 'directory', '0750'],
    ['0755', 'u=rwX,g=rX,o=', 'file', '0750'],
    ['0777', 'g-w,o-rwx', 'file', '0750'],
    ['0600', 'a+r', 'file', '0644'],
    ['0600', '+r', 'file', '0644'],
    ['0600', '+w', 'file', '0600'],
    ['0600', 'ugo+w', 'file', '0622'],
    ['0644', '=rwx', 'file', '0755'],
    ['0755', 'u-x,go-rwx', 'file', '0600'],
    ['0755', 'u+s', 'file', '4755'],
    ['0755', 'g+s', 'directory', '2755'],
    ['0755', 'o+s', 'file', '0755'],
    ['0777', '+t', 'directory', '1777'],
    ['0777', 'u+t', 'directory', '0777'],
    ['1777', 'o-t', 'directory', '0777'],
    ['4755', 'u-s', 'file', '0755'],
    ['2755', 'g=rx', 'directory', '0755'],
    ['0750', 'o=g', 'file', '0755'],
    ['0700', 'g=u,o=u', 'file', '0777'],
    ['0641', 'u=g-r', 'file', '0041'],
    ['0644', 'u+x-w', 'file', '0544'],
    ['0644', 'u=rw,u+X', 'file', '0644'],
    ['0644', 'u+x,g+X', 'file', '0754'],
    ['0644', 'a=', 'file', '0000'],
    ['0000', 'ug=rw,o=r', 'file', '0664'],
    ['0000', 'a=rX', 'directory', '0555'],
    ['0664', 'u+rw,go-w', 'file', '0644'],
    ['0644', 'go=', 'file', '0600'],
  ])('%s %s (%s) → %s', (mode, symbolic, kind, result) => {
    const base = { mode: parseInt(mode, 8), directory: kind === 'directory', umask: 0o022 };
    expect(o(symbolicMode(symbolic, base))).toBe(result);
  });
});
