import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import { decideUnit, type UnitWanted } from '../../_shared/systemd-decide.js';
import { parseProperties, parseUnit } from '../../_shared/systemd-look.js';
import systemd from './index.js';

interface SeenCase {
  state?: string;
  show?: Record<string, string>;
  alias?: [string, string];
  init?: boolean;
  systemctl?: boolean;
  error?: string;
}

decideCases<SeenCase>(systemd, join(import.meta.dirname, 'cases'), (args: UnitWanted, seen, watch) => {
  const { steps, failure, warnings, result } = decideUnit(
    args,
    watch({
      systemctl: seen.systemctl !== false,
      properties: seen.show ?? {},
      showError: seen.error ?? '',
      enablement: seen.state ?? '',
      ...(seen.alias ? { aliasOf: { unit: seen.alias[0], enablement: seen.alias[1] } } : {}),
      initScript: seen.init === true,
    }),
  );
  return { steps: steps.map((s) => `${s.verb} ${s.unit}`), failure, more: { ...result, warnings } };
});

describe('what systemctl says', () => {
  it('values over several lines, repeated names', () => {
    expect(
      parseProperties('A=1\nExecStart={ path=/bin/sh ; argv[]=/bin/sh -c x=1\ny=2 }\nB=\nB=a=b\nC=one\ntwo'),
    ).toEqual({
      A: '1',
      ExecStart: '{ path=/bin/sh ; argv[]=/bin/sh -c x=1\ny=2 }',
      B: 'a=b',
      C: 'one\ntwo',
    });
  });
  it('sections', () => {
    expect(parseUnit('@enabled alias\n@alias ssh.service enabled\n@initscript\n@show\nId=ssh.service\n')).toEqual({
      systemctl: true,
      properties: { Id: 'ssh.service' },
      showError: '',
      enablement: 'alias',
      aliasOf: { unit: 'ssh.service', enablement: 'enabled' },
      initScript: true,
    });
    expect(parseUnit('@none\n').systemctl).toBe(false);
    expect(parseUnit('@enabled \n@error Failed to connect to bus\n@show\n')).toMatchObject({
      enablement: '',
      showError: 'Failed to connect to bus',
      properties: {},
    });
  });
});
