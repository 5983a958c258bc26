import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import { runCases } from '../../../test/support/module-cases.js';
import type { Args } from './args.js';
import { differences, parseShow } from './compare.js';
import module from './index.js';
import { routeText, said, settingsOf } from './settings.js';

runCases(module, join(import.meta.dirname, 'cases'));

interface Seen {
  /** What `nmcli con show` tells, as `setting: value`. */
  readonly show?: Readonly<Record<string, string>>;
}

/** A step is a setting that differs: what it is, what it becomes. */
decideCases<Seen>(module, join(import.meta.dirname, 'decisions'), (a: Args, { show = {} }) => {
  const text = Object.entries(show)
    .map(([key, value]) => `${key}:   ${value}\n`)
    .join('');
  const is = parseShow(text);
  const kind = is.get('connection.type');
  const type = a.type ?? (typeof kind === 'string' ? kind : undefined);
  const settings = settingsOf(a, type);
  const wanted = [...settings].flatMap(([key, value]) => (said(value) === undefined ? [] : [`${key}=${said(value)}`]));
  const steps = differences(a, type, settings, is).map(
    ({ key, before, after }) => `${key}: ${String(before)} → ${after}`,
  );
  return Object.keys(show).length === 0 ? { steps: wanted } : { steps };
});

describe('routes', () => {
  it('are put together', () => {
    expect(routeText({ ip: '192.0.2.0/24', next_hop: '192.0.2.1', metric: 5, table: 2, onlink: true })).toBe(
      '192.0.2.0/24 192.0.2.1 5 onlink=true table=2',
    );
  });
  it('are read in both forms', () => {
    const old = parseShow(
      'ipv4.routes:   { ip = 192.0.2.0/24, nh = 192.0.2.1, mt = 5 }; { ip = 10.0.0.0/8 table=2 }\n',
    );
    expect(old.get('ipv4.routes')).toEqual(['192.0.2.0/24 192.0.2.1 5', '10.0.0.0/8 table=2']);
    expect(parseShow('ipv4.routes:   192.0.2.0/24 192.0.2.1; 10.0.0.0/8\n').get('ipv4.routes')).toEqual([
      '192.0.2.0/24 192.0.2.1',
      '10.0.0.0/8',
    ]);
  });
});
