import { describe, expect, it } from 'vitest';
import { Secrets } from '../ground/index.js';
import { TemplateText, type Value } from '../value/index.js';
import { keepResult, keepText, keepValue } from './secret-values.js';

function kept(keep: (secrets: Secrets) => void): (text: string) => unknown {
  const secrets = new Secrets();
  keep(secrets);
  return (text) => secrets.redactDeep(text);
}

describe('secret values', () => {
  it('are texts and whole numbers at any depth, of values and of results', () => {
    const value = new Map<Value, Value>([
      ['a', [new Map<Value, Value>([['b', 'deep-secret']]), 12_345_678, 1.5, true, null]],
      ['t', new TemplateText('{{ template-secret }}', { file: 'f', line: 1, col: 1 })],
    ]);
    const shown = kept((s) => keepValue(s, value));
    expect(shown('x deep-secret 12345678 1.5 true')).toBe('x ******** ******** 1.5 true');
    expect(shown('{{ template-secret }}')).toBe('{{ template-secret }}');
    const mixed = new TemplateText('own-text {{ x }}', { file: 'f', line: 1, col: 1 });
    expect(kept((s) => keepValue(s, mixed))('own-text {{ x }}')).toBe('********');
    expect(kept((s) => keepValue(s, { a: { b: ['plain-js'] } }))('plain-js')).toBe('********');
  });

  it('are the values inside JSON', () => {
    const shown = kept((s) => keepText(s, '{"token": "inner-token", "list": ["second-one"]}'));
    expect(shown('inner-token, second-one, token')).toBe('********, ********, token');
    expect(kept((s) => keepText(s, '[broken json'))('broken json')).toBe('broken json');
  });

  it('are not what a result says of itself, nor how a host is reached', () => {
    const result = {
      start: '2026-11-21',
      mode: '0644',
      state: 'file',
      dest: '/opt/app-dir',
      path: 'some/place',
      rc: 0,
    };
    const shown = kept((s) => keepValue(s, { ...result, ansible_user: 'deployer', msg: 'non-zero return code' }));
    for (const text of [...Object.values(result).map(String), 'deployer', 'non-zero return code'])
      expect(shown(text)).toBe(text);
  });

  it('of a command are its arguments, not its program, its options or plain words', () => {
    const shown = kept((s) => keepValue(s, { cmd: ['mysqladmin', '-u', 'restart', '--password=hidden1', 'S3cr3t'] }));
    expect(shown('mysqladmin -u restart hidden1 S3cr3t')).toBe('mysqladmin -u restart ******** ********');
  });

  it('of a slurped file are its lines', () => {
    const content = Buffer.from('first line of it\nsecond line of it\n').toString('base64');
    for (const result of [{ content, encoding: 'base64' }, { results: [{ content, encoding: 'base64' }, null] }])
      expect(kept((s) => keepResult(s, result))('second line of it')).toBe('********');
  });

  it('do not end in a value that holds itself', () => {
    const value: Value[] = [];
    value.push(value, 'in-a-circle');
    expect(kept((s) => keepValue(s, value))('in-a-circle')).toBe('********');
  });
});
