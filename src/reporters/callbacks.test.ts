// Outputs that go by the names of Ansible's callbacks: profiles, the JSON document, the JUnit document; colours by name.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../events/index.js';
import { colourCode } from './colour.js';
import { createJsonReport } from './json-report.js';
import { createJunit, type JunitOptions } from './junit.js';
import { createRoleProfile, createTaskProfile } from './profile.js';
import { done, started, stats, task } from './testing.js';

const play: EventBody = { type: 'play-started', name: 'p', span: { file: 'x.yml', line: 1, col: 1 }, hosts: ['a'] };
const end: EventBody = { type: 'run-finished', stats: { a: { ...stats, ok: 2, failed: 1 } } };
const at = { file: 'x.yml', line: 3, col: 5 };

describe('profiles', () => {
  const told = (make: typeof createTaskProfile, options: object, events: readonly EventBody[]): string[] => {
    let clock = 0;
    let out = '';
    const reporter = make({
      write: (text) => (out += text),
      now: () => clock,
      date: () => new Date(2026, 10, 21, 9, 8, 7),
      ...options,
    });
    for (const event of events) {
      reporter.on(event);
      clock += 1500;
    }
    return out.split('\n');
  };
  const events = [
    started(task('first', 'debug', { role: 'r', span: at })),
    started(task('second', 'command')),
    started(task('third', 'debug', { role: 'r' })),
    { type: 'handlers-started' } as const,
    end,
  ];

  it('tell the time at each task, and the tasks with the time they took', () => {
    const lines = told(createTaskProfile, {}, events);
    expect(lines[1]).toMatch(
      /^Saturday 21 November 2026  09:08:07 [+-]\d{4} \(0:00:01\.500\)       0:00:01\.500 \*{5} $/,
    );
    expect(lines.slice(-5, -1).map((l) => l.replace(/-+/, ''))).toEqual([
      '='.repeat(79) + ' ',
      'third  3.00s',
      'first  1.50s',
      'second  1.50s',
    ]);
    expect(lines.at(-2)).toHaveLength(79);
  });

  it('may be sorted, cut, short, and say where tasks stand', () => {
    const options = { sortOrder: 'none', limit: 1, summaryOnly: true, verbosity: 2, columns: 60 };
    expect(told(createTaskProfile, options, events)).toEqual([
      '='.repeat(79) + ' ',
      `first ${'-'.repeat(45)}--- 1.50s`,
      `x.yml:3 ${'-'.repeat(52)}`,
      '',
    ]);
  });

  it('by role', () => {
    const lines = told(createRoleProfile, { summaryOnly: true }, events).map((l) => l.replace(/-+/, ''));
    expect(lines).toEqual([
      '='.repeat(79) + ' ',
      'r  4.50s',
      'command  1.50s',
      '~'.repeat(79) + ' ',
      'total  6.00s',
      '',
    ]);
  });
});

describe('the JSON document', () => {
  it('has plays, tasks, hosts and counts', () => {
    let out = '';
    let err = '';
    const reporter = createJsonReport({
      write: (text) => (out += text),
      writeError: (text) => (err += text),
      now: () => new Date(0),
      place: (file) => `/p/${file}`,
      customStats: true,
    });
    const one = task('one', 'debug', { span: at });
    const include = task('inc', 'include_tasks', { kind: 'include' });
    const warning: EventBody = {
      type: 'warning',
      diagnostic: { code: 'bad-option', severity: 'warning', message: 'w' },
    };
    const events: EventBody[] = [
      play,
      started(one),
      done(one, 'a', 'ok', { msg: 'hi' }),
      done(one, 'b', 'ignored', { rc: 1 }),
      started(include),
      done(include, 'a', 'ok', { include: 'f.yml' }),
      warning,
      warning,
      { type: 'run-finished', stats: { a: { ...stats, ok: 2, failed: 1 } }, custom: { a: { n: 1 }, _run: { m: 2 } } },
    ];
    for (const event of events) reporter.on(event);
    const document = JSON.parse(out) as Record<string, never> & {
      plays: { tasks: { hosts: object; task: object }[] }[];
    };
    expect(err).toBe('[WARNING]: w\n');
    expect(document).toMatchObject({
      custom_stats: { a: { n: 1 } },
      global_custom_stats: { m: 2 },
      stats: { a: { ok: 2, failures: 1, changed: 0 } },
      plays: [{ play: { name: 'p', path: '/p/x.yml:1', duration: { end: '1970-01-01T00:00:00.000Z' } } }],
    });
    expect(document.plays[0]?.tasks.map((t) => t.hosts)).toEqual([
      { a: { action: 'debug', msg: 'hi' }, b: { action: 'debug', failed: true, rc: 1 } },
      {},
    ]);
    expect(document.plays[0]?.tasks[0]?.task).toMatchObject({ name: 'one', path: '/p/x.yml:3' });
  });
});

describe('the JUnit document', () => {
  const junit = (events: readonly EventBody[], options: Partial<JunitOptions> = {}): string => {
    let saved = '';
    const reporter = createJunit({
      save: (_playbook, document) => (saved = document),
      now: () => 0,
      taskClass: false,
      failOnChange: false,
      failOnIgnore: false,
      includeSetup: true,
      hideArguments: false,
      prefix: '',
      place: (file) => file,
      ...options,
    });
    for (const event of [{ type: 'playbook-started', path: 'd/site.yml' } as const, play, ...events, end])
      reporter.on(event);
    return saved;
  };
  const one = (name: string, status: 'ok' | 'changed' | 'failed' | 'ignored' | 'skipped', result = {}): EventBody[] => {
    const t = task(name, 'command', { span: at, arguments: 'a=<b>' });
    return [started(t), done(t, 'a', status, result)];
  };
  const failures = (document: string): string | undefined => /failures="(\d+)"/.exec(document)?.[1];

  it('has a case for each task and host', () => {
    const document = junit([...one('t', 'ok', { x: '"\u0001' }), ...one('u', 'skipped', { skip_reason: 'why' })]);
    expect(document).toContain(
      '<testsuite disabled="0" errors="0" failures="0" name="site" skipped="1" tests="2" time="0">',
    );
    expect(document).toContain('<testcase classname="x.yml:3" name="[a] p: t a=&lt;b&gt;" time="0">');
    expect(document).toContain('<system-out>{\n    &quot;x&quot;: &quot;\\&quot;\\u0001&quot;\n}</system-out>');
    expect(document).toContain('<skipped>why</skipped>');
  });

  it.each<[string, EventBody[], Partial<JunitOptions>, string]>([
    ['a failure', one('t', 'failed', { msg: 'm' }), {}, '1'],
    ['an expected one', one('EXPECTED FAILURE', 'failed'), {}, '0'],
    ['one that is toggled', one('TOGGLE RESULT', 'failed'), {}, '0'],
    ['a success that is toggled', one('TOGGLE RESULT', 'ok'), {}, '1'],
    ['a change', one('t', 'changed', { changed: true }), { failOnChange: true }, '1'],
    ['an ignored failure', one('t', 'ignored'), {}, '0'],
    ['an ignored failure that counts', one('t', 'ignored'), { failOnIgnore: true }, '1'],
  ])('%s', (_name, events, options, count) => {
    expect(failures(junit(events, options))).toBe(count);
  });

  it('leaves out what is no test case', () => {
    const setup = task('Gathering Facts', 'gather_facts');
    const events = [
      started(setup),
      done(setup, 'a', 'ok'),
      ...one('TEST x', 'ok'),
      ...one('y', 'ok'),
      ...one('z', 'failed'),
    ];
    const document = junit(events, { includeSetup: false, prefix: 'TEST', hideArguments: true, taskClass: true });
    expect([...document.matchAll(/<testcase [^>]*/g)].map(([text]) => text)).toEqual([
      '<testcase classname="x" name="[a] p: TEST x" time="0"',
      '<testcase classname="x" name="[a] p: z" time="0"',
    ]);
  });
});

describe('colours', () => {
  it.each([
    ['bright purple', '1;35'],
    ['normal', '0'],
    ['color9', '38;5;9'],
    ['rgb123', '38;5;67'],
    ['gray23', '38;5;255'],
    ['gray24', undefined],
    ['color256', undefined],
    ['rgb16', undefined],
    ['rgb600', undefined],
    ['blu', undefined],
    ['constructor', undefined],
  ])('%s', (name, code) => expect(colourCode(name)).toBe(code));
});
