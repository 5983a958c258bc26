import { describe, expect, it } from 'vitest';
import { rememberSettings } from './remembered-settings.js';
import { noOptions } from './ssh-options.js';

describe('remembered settings', () => {
  const setUp = () => {
    let derived = 0;
    const remembered = rememberSettings({
      cli: {},
      controller: { home: '/home/me', user: 'me', hostName: 'here', env: {}, uid: 1000, sha1: (text) => text },
      sshConfig: () => (derived++, { ...noOptions(), warnings: [] }),
    });
    const asked = (name: string, vars: Record<string, unknown>) => ({ name, variables: (key: string) => vars[key] });
    return {
      of: (name: string, vars: Record<string, unknown>) => remembered.of(asked(name, vars)),
      known: (name: string, vars: Record<string, unknown>) => remembered.known(asked(name, vars)),
      count: () => derived,
    };
  };

  it('are the same as long as the variables are', () => {
    const { of, count } = setUp();
    const first = of('web', { ansible_user: 'root' });
    expect(of('web', { ansible_user: 'root', other: 1 })).toBe(first);
    expect(count()).toBe(1);
  });

  it('follow each variable they came from, and the host', () => {
    const { of } = setUp();
    expect(of('web', { ansible_user: 'root' })).toMatchObject({ user: 'root', host: 'web' });
    expect(of('web', { ansible_user: 'ann' })).toMatchObject({ user: 'ann' });
    expect(of('web', { ansible_user: 'root', ansible_port: 22 })).toMatchObject({ port: 22 });
    expect(of('web', { ansible_user: 'root', ansible_port: 2222 })).toMatchObject({ port: 2222 });
    expect(of('db', { ansible_user: 'root' })).toMatchObject({ host: 'db' });
    expect(of('web', { ansible_connection: 'local' })).toMatchObject({ transport: 'local' });
  });

  it('are known only after they were derived', () => {
    const { of, known } = setUp();
    expect(known('web', {})).toBeUndefined();
    const first = of('web', {});
    expect(known('web', { other: 1 })).toBe(first);
    expect(known('web', { ansible_user: 'ann' })).toBeUndefined();
    expect(known('db', {})).toBeUndefined();
  });

  it('are not kept when they are wrong', () => {
    const { of } = setUp();
    for (let i = 0; i < 2; i++) expect(() => of('web', { ansible_port: 'x' })).toThrow();
    expect(of('web', {})).toMatchObject({ port: 22 });
  });
});
