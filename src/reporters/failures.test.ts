// How failures are told: the message, the outputs, the place in the user's files.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../ground/index.js';
import { body, done, FAILED, item, started, task } from './testing.js';

describe('failures', () => {
  const t = task('x');

  it('say the message, the command, rc and the outputs as real lines', () => {
    const result = { ...FAILED, stderr: 'no\nreally\n', stdout: 'out\r\n', stdout_lines: ['out'], stderr_lines: [] };
    expect(`\n${body([started(t), done(t, 'web', 'failed', result)])}`).toMatchInlineSnapshot(`
      "
      fatal: [web]: FAILED! => non-zero return code
          cmd: sh -c 'exit 3'
          rc: 3
          stderr:
              no
              really
          stdout:
              out
      "
    `);
  });

  it('are JSON with -v', () => {
    expect(body([started(t), done(t, 'web', 'failed', FAILED)], { verbosity: 1 })).toBe(
      'fatal: [web]: FAILED! => {"changed": true, "cmd": ["sh", "-c", "exit 3"], "msg": "non-zero return code", "rc": 3}\n',
    );
  });

  it('keep the lines of a message together', () => {
    expect(body([started(t), done(t, 'h', 'failed', { msg: 'bad\n\nline2\n' })])).toBe(
      'fatal: [h]: FAILED! => bad\n\n    line2\n',
    );
  });

  it('take messages that are data, or missing', () => {
    expect(body([started(t), done(t, 'h', 'failed', { msg: ['a', 'b c'] })])).toBe(
      'fatal: [h]: FAILED! => [\n        "a",\n        "b c"\n    ]\n',
    );
    expect(body([started(t), done(t, 'h', 'failed', { changed: false, failed: true })])).toBe(
      'fatal: [h]: FAILED! => {"changed": false, "failed": true}\n',
    );
    expect(body([started(t), done(t, 'h', 'failed', { msg: '', rc: 0, failed_when_result: true })])).toBe(
      'fatal: [h]: FAILED! => failed_when was true\n    rc: 0\n',
    );
  });

  it('show the end of a long output', () => {
    const stdout = Array.from({ length: 150 }, (_, i) => `line ${i + 1}`).join('\n');
    const lines = body([started(t), done(t, 'h', 'failed', { msg: 'm', stdout })]).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'fatal: [h]: FAILED! => m',
      '    stdout: (the last 100 of 150 lines; -v shows all)',
      '        line 51',
    ]);
  });

  it('show only that they are hidden under no_log', () => {
    const diagnostic: Diagnostic = { code: 'command-failed', severity: 'error', message: 'secret' };
    const result = { censored: 'the output has been hidden', changed: true };
    expect(body([started(t), done(t, 'h', 'failed', result, { diagnostic })])).toBe(
      'fatal: [h]: FAILED! => the output has been hidden\n',
    );
  });

  it('are ignored in words', () => {
    expect(body([started(t), done(t, 'h', 'ignored', { msg: 'm' })])).toBe('fatal: [h]: FAILED! => m\n...ignoring\n');
    expect(body([started(t), done(t, 'h', 'ignored', { msg: 'm', unreachable: true })])).toBe(
      'fatal: [h]: UNREACHABLE! => m\n...ignoring\n',
    );
  });

  it('of items are told once; of the loop itself when no item failed', () => {
    const folded = { msg: 'One or more items failed', results: [] };
    expect(
      body([started(t), item(t, 'h', '2', 'failed', { msg: 'm' }), done(t, 'h', 'failed', folded, { looped: true })]),
    ).toBe('failed: [h] (item=2) => m\n');
    expect(
      body([started(t), item(t, 'h', '2', 'ignored', { msg: 'm' }), done(t, 'h', 'ignored', folded, { looped: true })]),
    ).toBe('failed: [h] (item=2) => m\n...ignoring\n');
    expect(
      body([started(t), item(t, 'h', '2', 'ok'), done(t, 'h', 'failed', { msg: 'no handler y' }, { looped: true })]),
    ).toBe('ok: [h] => (item=2)\nfatal: [h]: FAILED! => no handler y\n');
  });

  it('of the connection say so', () => {
    const result = { changed: false, msg: 'connection refused', unreachable: true };
    expect(body([started(t), done(t, 'h', 'unreachable', result)])).toBe(
      'fatal: [h]: UNREACHABLE! => connection refused\n',
    );
  });

  it('show the place in the file, the hint and the notes', () => {
    const source = '- hosts: all\n  tasks:\n    - name: greet\n      debug:\n        msg: "{{ nope }}"\n';
    const diagnostic: Diagnostic = {
      code: 'undefined-variable',
      severity: 'error',
      message: "'nope' is undefined",
      span: { file: 'site.yml', line: 5, col: 18, endLine: 5, endCol: 22 },
      hint: "did you mean 'note'?",
      notes: [{ message: 'wanted by this', span: { file: 'all.yml', line: 2, col: 1 } }],
    };
    const readSource = (file: string): string | undefined => (file === 'site.yml' ? source : undefined);
    const said = body([started(t), done(t, 'h', 'failed', { msg: "'nope' is undefined" }, { diagnostic })], {
      readSource,
    });
    expect(`\n${said}`).toMatchInlineSnapshot(`
      "
      fatal: [h]: FAILED! => 'nope' is undefined
          site.yml:5:18
            3 |     - name: greet
            4 |       debug:
            5 |         msg: "{{ nope }}"
              |                  ^^^^
            hint: did you mean 'note'?
            note: wanted by this (all.yml:2:1)
      "
    `);
    const other = body([started(t), done(t, 'h', 'failed', { msg: 'changed_when failed' }, { diagnostic })]);
    expect(other).toContain("=> changed_when failed\n    site.yml:5:18: 'nope' is undefined\n");
  });

  it('never drive the terminal', () => {
    expect(body([started(t), done(t, 'h', 'failed', { msg: '\u001b]0;x\u0007', stderr: 'a\rb' })])).toBe(
      'fatal: [h]: FAILED! => \\x1b]0;x\\x07\n    stderr:\n        a\n        b\n',
    );
  });
});
