import { describe, expect, it } from 'vitest';
import { ModuleFailure, type FileStatus } from '../../src/kit/index.js';
import { attributesScript, newStatus, octal, planAttributes, planFlags, requireAttributes } from './file-attributes.js';
import { parseLook, type HostLook } from './file-look.js';

const LOOK: HostLook = { umask: 0o022, selinux: false, uid: undefined, gid: undefined, me: undefined };
const FILE: FileStatus = {
  ...newStatus({}, LOOK, { path: '/f', kind: 'file', mode: 0o644, size: 3 }),
  uid: 5,
  gid: 6,
};
const bits = (n: number) => ({ kind: 'bits', bits: n }) as const;

describe('planAttributes', () => {
  it.each([
    ['nothing wanted', {}, {}],
    ['same mode', { mode: bits(0o644) }, {}],
    ['same ids', { owner: 'x', group: 'y' }, { uid: 5, gid: 6 }],
    ['a mode that is to be preserved', { mode: { kind: 'preserve' } as const }, {}],
  ])('%s: no plan', (_name, args, look) => {
    expect(planAttributes(args, { ...LOOK, ...look }, FILE)).toBeUndefined();
  });
  it('sets only what differs', () => {
    const plan = planAttributes({ mode: bits(0o600), owner: 'x', group: 'y' }, { ...LOOK, uid: 5, gid: 7 }, FILE);
    expect(plan?.attributes).toEqual({ mode: 0o600, group: 'y' });
    expect(plan?.after).toMatchObject({ mode: 0o600, gid: 7, group: 'y', uid: 5 });
    expect(attributesScript('/f', plan ?? { attributes: {} }).text).toBe(
      'chgrp -h -- y /f || exit\nchmod -- 00600 /f || exit',
    );
  });
  it('sets set-id bits again after a new owner', () => {
    const suid = { ...FILE, mode: 0o4755 };
    const plan = planAttributes({ mode: bits(0o4755), owner: 'x' }, { ...LOOK, uid: 9 }, suid);
    expect(plan?.attributes).toEqual({ owner: 'x', mode: 0o4755 });
  });
  it('never sets the mode of a link', () => {
    expect(planAttributes({ mode: bits(0o600) }, LOOK, { ...FILE, kind: 'link', mode: 0o777 })).toBeUndefined();
  });
  it('quotes strange paths', () => {
    expect(attributesScript("/it's", { attributes: { mode: 0o7 } }).text).toContain(`'/it'\\''s'`);
  });
});

describe('planFlags', () => {
  it.each([
    ['+i', 'e', '+i'],
    ['+i', 'ei', undefined],
    ['-i', 'ei', '-i'],
    ['-i', 'e', undefined],
    ['i', 'e', '=i'],
    ['=i', 'ei', undefined],
    ['=i', 'eia', '=i'],
    ['e', '', undefined],
    ['', 'e', undefined],
    ['+ia', 'i', '+ia'],
  ])('%s on %s → %s', (wanted, present, plan) => {
    expect(planFlags(wanted, present)).toBe(plan);
  });
});

describe('requireAttributes', () => {
  it('refuses unknown names, in check mode with a warning only', () => {
    const look = { ...LOOK, uid: null };
    expect(() => requireAttributes({ owner: 'x' }, look, false, () => undefined)).toThrow(ModuleFailure);
    const warned: string[] = [];
    requireAttributes({ owner: 'x' }, look, true, (m) => warned.push(m));
    expect(warned).toHaveLength(1);
  });
  it('refuses contexts only where there is SELinux', () => {
    expect(() => requireAttributes({ setype: 't' }, LOOK, false, () => undefined)).not.toThrow();
    expect(() => requireAttributes({ setype: 't' }, { ...LOOK, selinux: true }, false, () => undefined)).toThrow(
      /setype.*chcon/,
    );
  });
});

describe('parseLook', () => {
  it('reads records and the content after them', () => {
    const stat =
      '81a4\t0\t0\troot\tUNKNOWN\t3\t10\t11\t12\t1970-01-01 00:00:10.250000000 +0000\tx\tx\t7\t8\t1\t8\t4096\t0\t0';
    const bytes = Buffer.concat([
      Buffer.from(`UMASK 0077\0UID \0GID 12\0PATH /a b\0SELF ${stat}\0ACCESS rw\0PARENT directory\0CONTENT \0`),
      Buffer.from([0, 255, 10]),
    ]);
    const look = parseLook(bytes);
    expect(look).toMatchObject({ umask: 0o077, uid: null, gid: 12, selinux: false });
    expect(look.paths[0]).toMatchObject({
      path: '/a b',
      self: { kind: 'file', mode: 0o644, group: '0', mtime: 10.25, readable: true, executable: false },
    });
    expect(look.paths[0]?.content).toEqual(Buffer.from([0, 255, 10]));
  });
  it('tells what cannot be looked at from what is not there', () => {
    expect(
      parseLook(Buffer.from('PATH /x\0NONE stat: cannot stat: No such file or directory\0')).paths[0]?.self,
    ).toBeNull();
    expect(() => parseLook(Buffer.from('PATH /x\0NONE stat: cannot stat: Permission denied\0'))).toThrow(/Permission/);
  });
});

it('octal pads', () => {
  expect([octal(0o7), octal(0o4755)]).toEqual(['0007', '4755']);
});
