import { describe, expect, it } from 'vitest';
import { parseLook } from './look.js';
import { servicesOf } from './services.js';

const SYSTEMD = `@tsplay-part units
  UNIT            LOAD      ACTIVE   SUB     DESCRIPTION
  ssh.service     loaded    active   running OpenBSD Secure Shell server
  once.service    loaded    active   exited  Something done failed
  bad.service     loaded    failed   failed  It is broken
  gone.service    not-found inactive dead    gone.service
  up@1.service    loaded    inactive dead    A template's

LOAD   = Reflects whether the unit definition was properly loaded.
6 loaded units listed.
@tsplay-end 0
@tsplay-part files
UNIT FILE        STATE    PRESET
bad.service      enabled  enabled
off.service      disabled enabled
ssh.service      enabled  enabled
up@.service      static   -
@tsplay-end 0
@tsplay-part states
off.service\tinactive
@tsplay-end 0
`;

describe('systemd', () => {
  it('tells units and what only has a file', () => {
    expect(servicesOf(parseLook(SYSTEMD), () => undefined)).toEqual({
      'ssh.service': { name: 'ssh.service', state: 'running', status: 'enabled', source: 'systemd' },
      'once.service': { name: 'once.service', state: 'stopped', status: 'active', source: 'systemd' },
      'bad.service': { name: 'bad.service', state: 'stopped', status: 'failed', source: 'systemd' },
      'gone.service': { name: 'gone.service', state: 'stopped', status: 'not-found', source: 'systemd' },
      'up@1.service': { name: 'up@1.service', state: 'stopped', status: 'inactive', source: 'systemd' },
      'off.service': { name: 'off.service', state: 'inactive', status: 'disabled', source: 'systemd' },
      'up@.service': { name: 'up@.service', state: 'unknown', status: 'static', source: 'systemd' },
    });
  });
  it('warns when it does not answer', () => {
    const told: string[] = [];
    const broken = '@tsplay-part units\n@tsplay-end 1\n@tsplay-part files\n@tsplay-end 1\n';
    expect(servicesOf(parseLook(broken), (message) => told.push(message))).toEqual({});
    expect(told).toHaveLength(2);
  });
});
