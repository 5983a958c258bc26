import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asciiCommand, bytesOfText, hasLoneBytes, textOfBytes } from './byte-text.js';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('bytes as text', () => {
  it.each<[string, Buffer, string]>([
    ['plain', latin('abc'), 'abc'],
    ['UTF-8', Buffer.from('ä€\u{1f600}'), 'ä€\u{1f600}'],
    ['a byte order mark', Buffer.from('\ufeffx'), '\ufeffx'],
    ['Latin-1', latin('caf\xe9'), 'caf\udce9'],
    ['Latin-1 in the midst', latin('\xe9t\xe9/ok'), '\udce9t\udce9/ok'],
    ['a character cut off', latin('\xe2\x82'), '\udce2\udc82'],
    ['too long a form', latin('\xc0\xaf'), '\udcc0\udcaf'],
    ['a surrogate in UTF-8', latin('\xed\xb3\xa9'), '\udced\udcb3\udca9'],
    ['beyond Unicode', latin('\xf4\x90\x80\x80'), '\udcf4\udc90\udc80\udc80'],
    ['both', Buffer.concat([Buffer.from('ä'), latin('\xff')]), 'ä\udcff'],
  ])('%s', (_, bytes, text) => {
    expect(textOfBytes(bytes)).toBe(text);
    expect(Buffer.from(bytesOfText(text)).equals(bytes)).toBe(true);
  });
  it('knows halves of pairs from lone ones', () => {
    expect(hasLoneBytes('\u{1f4e9}')).toBe(false);
    expect(hasLoneBytes('a\udce9')).toBe(true);
  });
  it('every byte there is', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => 255 - i));
    expect(Buffer.from(bytesOfText(textOfBytes(all))).equals(all)).toBe(true);
  });
});

it('a command with such bytes, in ASCII', () => {
  const command = `printf '%s|' 'caf\udce9' "it's 100%" '\\n'`;
  expect(asciiCommand(command)).toMatch(/^[\x20-\x7e]+$/);
  expect(execFileSync('sh', ['-c', asciiCommand(command)]).toString('latin1')).toBe("caf\xe9|it's 100%|\\n|");
  expect(asciiCommand('echo ä')).toBe('echo ä');
});
