// The words on the screen. Texts marked "recorded" are what ansible-playbook 2.18 printed for the same run.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../ground/index.js';
import type { EventBody } from '../events/index.js';
import { body, done, item, started, stats, task, told } from './testing.js';

describe('the words of ansible-playbook', () => {
  it('tells a run (recorded)', () => {
    const debug = task('dbg', 'ansible.builtin.debug');
    const loop = task('r1 : dict loop');
    const include = task('include_tasks', 'ansible.builtin.include_tasks', { kind: 'include' });
    const handler = task('hand', 'ansible.builtin.command', { kind: 'handler' });
    const retry = task('retry');
    const { out } = told([
      { type: 'run-started', checkMode: false, verbosity: 0 },
      { type: 'playbook-started', path: 'a.yml' },
      { type: 'play-started', name: 'First', span: undefined, hosts: ['one', 'two'] },
      started(debug),
      done(debug, 'one', 'ok', { msg: 'hello', changed: false }),
      started(loop),
      item(loop, 'one', '1', 'changed', { changed: true }),
      item(loop, 'one', '2', 'skipped', { skipped: true }),
      done(loop, 'one', 'changed', { results: [] }, { looped: true }),
      done(loop, 'two', 'changed', {}, { delegatedTo: 'one' }),
      started(include),
      { type: 'included', task: include, path: '/p/inc.yml', hosts: ['one', 'two'] },
      done(include, 'one', 'ok', { include: '/p/inc.yml' }),
      { type: 'included', task: include, path: '/p/inc.yml', hosts: ['one'], label: '2' },
      started(retry),
      { type: 'task-retrying', task: retry, host: 'one', attempt: 1, retriesLeft: 2, result: {} },
      { type: 'task-progress', task: retry, host: 'one', what: '/big\nfile', done: 3 * 2 ** 19, total: 2 ** 31 },
      done(retry, 'one', 'skipped'),
      { type: 'handlers-started' },
      started(handler),
      done(handler, 'one', 'ok'),
      { type: 'play-skipped', name: 'nonesuch', reason: 'no-hosts-matched' },
      {
        type: 'run-finished',
        stats: { two: { ...stats, ok: 34, failed: 1 }, one: { ...stats, ok: 3, changed: 15, ignored: 8 } },
      },
    ]);
    expect(out).toBe(`
PLAY [First] *******************************************************************

TASK [dbg] *********************************************************************
ok: [one] => {
    "msg": "hello"
}

TASK [r1 : dict loop] **********************************************************
changed: [one] => (item=1)
skipping: [one] => (item=2)${' '}
changed: [two -> one]

TASK [include_tasks] ***********************************************************
included: /p/inc.yml for one, two
included: /p/inc.yml for one => (item=2)

TASK [retry] *******************************************************************
FAILED - RETRYING: [one]: retry (2 retries left).
MOVING [one]: /big\\nfile (2 of 2048 MiB, 0 %)
skipping: [one]

RUNNING HANDLER [hand] *********************************************************
ok: [one]

PLAY [nonesuch] ****************************************************************
skipping: no hosts matched

PLAY RECAP *********************************************************************
one                        : ok=3    changed=15   unreachable=0    failed=0    skipped=0    rescued=0    ignored=8${'   '}
two                        : ok=34   changed=0    unreachable=0    failed=1    skipped=0    rescued=0    ignored=0${'   '}

`);
  });

  it('fills headers to the width of the terminal, in cells, with three stars at least', () => {
    const width = (name: string, columns: number): string | undefined =>
      told([started(task(name))], { columns }).out.split('\n')[1];
    expect(width('x', 20)).toBe('TASK [x] ***********');
    expect(width('名前', 20)).toBe('TASK [名前] ********');
    expect(width('a long name of a task', 20)).toBe('TASK [a long name of a task] ***');
  });

  it('keeps names and labels on their line', () => {
    const t = task('a\nb\u001b[2J');
    expect(told([started(t), item(t, 'h', 'x\ny', 'ok')]).out).toMatch(
      /^\nTASK \[a\\nb\\x1b\[2J\] \*+\nok: \[h\] => \(item=x\\ny\)\n$/,
    );
  });

  it('prints the header again when results of another task came between', () => {
    const [a, b] = [task('a'), task('b')];
    const { out } = told([started(a), started(b), done(b, 'x', 'ok'), done(a, 'y', 'ok'), done(a, 'x', 'ok')], {
      columns: 12,
    });
    expect(out).toBe('\nTASK [a] ***\n\nTASK [b] ***\nok: [x]\n\nTASK [a] ***\nok: [y]\nok: [x]\n');
  });

  it('does not mark a task delegated to its own host', () => {
    const t = task('x');
    expect(body([started(t), done(t, 'h', 'ok', {}, { delegatedTo: 'h' })])).toBe('ok: [h]\n');
  });

  it('says that no host is left', () => {
    expect(told([{ type: 'play-skipped', name: 'x', reason: 'no-hosts-remaining' }]).out).toMatch(
      /^\nNO MORE HOSTS LEFT \*+\n$/,
    );
  });

  it('names the playbook and the place of tasks from -vv on', () => {
    const t = task('x', 'ping', { span: { file: 'site.yml', line: 3, col: 5 } });
    const events: EventBody[] = [{ type: 'playbook-started', path: 'site.yml' }, started(t)];
    expect(told(events, { verbosity: 2, columns: 20 }).out).toBe(
      '\nPLAYBOOK: site.yml ***\n\nTASK [x] ***********\ntask path: site.yml:3\n',
    );
    expect(told(events, { verbosity: 1, columns: 20 }).out).toBe('\nTASK [x] ***********\n');
  });
});

describe('results', () => {
  it('shows nothing of what went well, one line with -v, all of it with -vvv', () => {
    const t = task('x');
    const events = [
      started(t),
      done(t, 'h', 'ok', { stat: { exists: false }, changed: false, invocation: { a: 1 }, _ansible_no_log: false }),
    ];
    expect(body(events)).toBe('ok: [h]\n');
    expect(body(events, { verbosity: 1 })).toBe('ok: [h] => {"changed": false, "stat": {"exists": false}}\n');
    expect(body(events, { verbosity: 3 }).split('\n').slice(0, 3)).toEqual([
      'ok: [h] => {',
      '    "changed": false,',
      '    "invocation": {',
    ]);
  });

  it('always shows what debug says, without the rest', () => {
    const t = task('x', 'ansible.builtin.debug');
    expect(body([started(t), item(t, 'h', 'a', 'ok', { msg: ['x'], changed: false, item: 'a' })])).toBe(
      'ok: [h] => (item=a) => {\n    "msg": [\n        "x"\n    ]\n}\n',
    );
    expect(body([started(t), done(t, 'h', 'ok', { 'groups.web': ['h'], changed: false, failed: false })])).toBe(
      'ok: [h] => {\n    "groups.web": [\n        "h"\n    ]\n}\n',
    );
    expect(body([started(t), done(t, 'h', 'skipped', { skipped: true })])).toBe('skipping: [h]\n');
    expect(body([started(t), done(t, 'h', 'ok', { censored: 'hidden', changed: false })])).toContain(
      '"censored": "hidden"',
    );
  });

  it('shows results that ask for it', () => {
    const result = { changed: false, msg: 'All assertions passed' };
    const expected = 'ok: [h] => {\n    "changed": false,\n    "msg": "All assertions passed"\n}\n';
    const marked = { ...result, _ansible_verbose_always: true };
    const [t, assertion] = [task('x'), task('x', 'ansible.builtin.assert')];
    expect(body([started(assertion), done(assertion, 'h', 'ok', marked)])).toBe(expected);
    expect(body([started(assertion), done(assertion, 'h', 'ok', result)])).toBe('ok: [h]\n');
    expect(body([started(t), done(t, 'h', 'ok', marked)])).toBe(expected);
    expect(body([started(t), done(t, 'h', 'ok', result)])).toBe('ok: [h]\n');
  });

  it('tells a loop in which all items were skipped', () => {
    const t = task('x');
    const events = [started(t), item(t, 'h', '1', 'skipped'), done(t, 'h', 'skipped', {}, { looped: true })];
    expect(body(events)).toBe('skipping: [h] => (item=1) \nskipping: [h]\n');
  });
});

describe('warnings', () => {
  const warning = (message: string, more: Partial<Diagnostic> = {}): EventBody => ({
    type: 'warning',
    diagnostic: { code: 'host-pattern', severity: 'warning', message, ...more },
  });

  it('go to stderr, each once', () => {
    expect(told([warning('no host db9'), warning('no host db9')])).toEqual({
      out: '',
      err: '[WARNING]: no host db9\n',
    });
  });

  it('name the place', () => {
    const span = { file: 'site.yml', line: 1, col: 1 };
    const { err } = told([warning('odd', { span, hint: 'do this' })], { readSource: () => 'hosts: x\n' });
    expect(err).toBe('[WARNING]: site.yml:1:1: odd\n  1 | hosts: x\n    | ^\n  hint: do this\n');
  });

  it('of results name the host, also of items', () => {
    const t = task('x');
    const { err } = told([
      item(t, 'a', '1', 'ok', { warnings: ['w1'] }),
      done(t, 'a', 'ok', { warnings: ['w1'] }, { looped: true }),
      done(t, 'b', 'changed', { warnings: ['w2'], deprecations: [{ msg: 'old' }] }),
    ]);
    expect(err).toBe('[WARNING]: [a]: w1\n[WARNING]: [b]: w2\n[DEPRECATION WARNING]: [b]: old\n');
  });
});

describe('diffs', () => {
  const t = task('x', 'ansible.builtin.copy');
  const shown = (diff: unknown, changed = true): string =>
    body([started(t), done(t, 'h', 'changed', { changed, diff })]);

  it('stand before the result (recorded)', () => {
    expect(shown({ before: 'b\nx\n', after: 'a\nb\n', before_header: '/tmp/g', after_header: '/tmp/g' })).toBe(
      '--- before: /tmp/g\n+++ after: /tmp/g\n@@ -1,2 +1,2 @@\n+a\n b\n-x\n\nchanged: [h]\n',
    );
    expect(shown([{ before: { path: '/d', state: 'absent' }, after: { path: '/d', state: 'directory' } }])).toBe(
      '--- before\n+++ after\n@@ -1,4 +1,4 @@\n {\n     "path": "/d",\n-    "state": "absent"\n+    "state": "directory"\n }\n\nchanged: [h]\n',
    );
  });

  it('take prepared text, and say why there is none', () => {
    expect(shown({ prepared: '+ nginx\n- apache2\n' })).toBe('+ nginx\n- apache2\n\nchanged: [h]\n');
    expect(shown({ src_binary: 1 })).toBe('diff skipped: the source file appears to be binary\n\nchanged: [h]\n');
  });

  it('are left out where nothing differs or changed', () => {
    expect(shown([{ before: 'a', after: 'a' }, {}, null])).toBe('changed: [h]\n');
    expect(shown({ before: 'a', after: 'b' }, false)).toBe('changed: [h]\n');
  });

  it('are painted line by line', () => {
    const { out } = told(
      [started(t), done(t, 'h', 'changed', { changed: true, diff: { before: 'a\n', after: 'b\n' } })],
      {
        colour: true,
      },
    );
    expect(out).toContain('\u001b[0;31m-a\u001b[0m\n\u001b[0;32m+b\u001b[0m\n\n\u001b[0;33mchanged: [h]\u001b[0m\n');
  });
});

describe('the recap', () => {
  it('is painted as Ansible does (recorded)', () => {
    const { out } = told(
      [{ type: 'run-finished', stats: { one: { ...stats, ok: 13, changed: 3, skipped: 2, ignored: 1 } } }],
      { colour: true },
    );
    expect(out.split('\n')[2]).toBe(
      '\u001b[0;33mone\u001b[0m                        : \u001b[0;32mok=13  \u001b[0m \u001b[0;33mchanged=3   \u001b[0m unreachable=0    failed=0    \u001b[0;36mskipped=2   \u001b[0m rescued=0    \u001b[1;35mignored=1   \u001b[0m',
    );
  });

  it('says in check mode what it counts, and shows custom statistics', () => {
    const { out } = told([{ type: 'run-finished', stats: {}, custom: { _run: { n: 1 }, b: { p: 2 }, a: {} } }], {
      checkMode: true,
      customStats: true,
      columns: 20,
    });
    expect(out).toBe(
      '\nPLAY RECAP *********\n\n\nCUSTOM STATS: ******\n\ta: {}\n\tb: { "p": 2}\n\n\tRUN: { "n": 1}\n\nCheck mode: "changed" counts what a real run would change.\n',
    );
  });
});
