import { describe, expect, it } from 'vitest';
import { Secrets } from './index.js';

const with_ = (...secrets: string[]): Secrets => {
  const known = new Secrets();
  for (const s of secrets) known.add(s);
  return known;
};

describe('Secrets', () => {
  it('takes every occurrence out, also within words, on several lines and of special characters', () => {
    expect(with_('s3cret').redact('s3cret xs3crety\ns3cret')).toBe('******** x********y\n********');
    expect(with_('a.*b$').redact('a.*b$ axxb$')).toBe('******** axxb$');
    expect(with_('line1\nline2').redact('<line1\nline2>')).toBe('<********>');
    expect(with_('größe✓').redact('größe✓!')).toBe('********!');
    expect(with_('$&$1').redact('x$&$1')).toBe('x********');
  });

  it('does not track what is too short to hide anything', () => {
    expect(with_('', 'a', 'abc').redact('a abc')).toBe('a abc');
    expect(with_('abcd').redact('abcd')).toBe('********');
  });

  it.each([
    ['hunter2', 'hunter2-and-more'],
    ['hunter2-and-more', 'hunter2'],
  ])('hides a secret whole that holds another one (%s, %s)', (first, second) => {
    expect(with_(first, second).redact('hunter2-and-more hunter2')).toBe('******** ********');
  });

  it('does not go over its own stars again', () => {
    expect(with_('hunter2', '****').redact('hunter2')).toBe('********');
  });

  it('finds a secret in JSON, URLs and base64, wherever it begins', () => {
    const secret = 'p@ss "wörd"/1';
    const known = with_(secret);
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    expect(known.redact(JSON.stringify({ a: secret }))).toBe('{"a":"********"}');
    expect(known.redact('"p@ss \\"w\\u00f6rd\\"/1"')).toBe('"********"');
    expect(known.redact(`?a=${encodeURIComponent(secret)}&b`)).toBe('?a=********&b');
    expect(known.redact(new URLSearchParams({ a: secret }).toString())).toBe('a=********');
    expect(known.redact(base64(secret))).not.toContain(base64(secret).slice(2, 12));
    for (const before of ['', 'u', 'us', 'usr', 'user:']) {
      const text = base64(`${before}${secret}:and more`);
      const shown = known.redact(text);
      expect(shown).toContain('********');
      expect(Buffer.from(shown.replace('********', ''), 'base64').toString()).not.toContain('rd"');
    }
  });

  it('finds a secret in hexadecimal, and in other letters unless it may be a word', () => {
    const known = with_('Tr0ub4dor&3', 'Mountain');
    expect(known.redact('TR0UB4DOR&3 tr0ub4dor&3 MOUNTAIN mountain')).toBe('******** ******** MOUNTAIN mountain');
    const hex = Buffer.from('Tr0ub4dor&3').toString('hex');
    expect(known.redact(`<${hex}> ${hex.toUpperCase()} 00${Buffer.from('Mountain').toString('hex')}ff`)).toBe(
      '<********> ******** 00********ff',
    );
  });

  it('finds a secret in quotes of a shell, of Python and in XML', () => {
    const known = with_(`it's <a> & "b"`);
    for (const text of [
      `'it'"'"'s <a> & "b"'`,
      String.raw`'it'\''s <a> & "b"'`,
      String.raw`'it\'s <a> & "b"'`,
      `>it's &lt;a&gt; &amp; "b"<`,
      `"it&#x27;s &lt;a&gt; &amp; &quot;b&quot;"`,
      `"it&#39;s &lt;a&gt; &amp; &#34;b&#34;"`,
    ])
      expect(known.redact(text)).toBe(`${text[0] ?? ''}********${text.at(-1) ?? ''}`);
  });

  it('finds the lines of a secret of several, and one without its last newline', () => {
    const key = '-----BEGIN KEY-----\nMIIEowIBAAKCAQEA\nxyz\n-----END KEY-----\n';
    expect(with_(key).redact('MIIEowIBAAKCAQEA')).toBe('********');
    expect(with_('hunter2\n').redact('it is hunter2!')).toBe('it is ********!');
  });

  it('walks plain data, keys too, and copies it', () => {
    const known = with_('s3cret');
    const data = { a: ['s3cret', 1, null, true, { 'k-s3cret': 'x s3cret' }], b: undefined };
    expect(known.redactDeep(data)).toEqual({
      a: ['********', 1, null, true, { 'k-********': 'x ********' }],
      b: undefined,
    });
    expect(data.a[0]).toBe('s3cret');
  });

  it('keeps a key called __proto__ a key', () => {
    const data = JSON.parse('{"__proto__": {"x": "s3cret"}}') as object;
    const shown = with_('s3cret').redactDeep(data);
    expect(JSON.stringify(shown)).toBe('{"__proto__":{"x":"********"}}');
    expect(Object.getPrototypeOf(shown)).toBe(Object.prototype);
  });

  it('hands the value itself back while nothing is known', () => {
    const data = { a: 1 };
    expect(new Secrets().redactDeep(data)).toBe(data);
  });

  it('hides short and usual values only where they are all of a value, and words of every result never', () => {
    const known = new Secrets();
    for (const value of ['root', '8080', 'abc', '/etc/shadow', 'x', 'true', 'started']) known.addValue(value);
    for (const value of ['root', '8080', 'abc', ' abc\n', '/etc/shadow'])
      expect(known.redactDeep([value])).toEqual(['********']);
    const text = 'root abc 8080 /etc/shadow';
    expect(known.redactDeep({ root: text })).toEqual({ root: text });
    expect(known.redactDeep(['x', 'true', 'started', 8080])).toEqual(['x', 'true', 'started', 8080]);
  });

  it('hides numbers that are secrets', () => {
    expect(with_('12345678').redactDeep([12_345_678, 12_345_679])).toEqual(['********', 12_345_679]);
  });

  it('hides secrets that overlap as one', () => {
    expect(with_('abcdef', 'defghi', 'ghijkl').redact('xabcdefghijklx')).toBe('x********x');
  });

  it('keeps lines and columns when it masks', () => {
    expect(with_('s3cret\nline').mask('a s3cret\nline b')).toBe('a ******\n**** b');
  });

  it('takes one pass however many there are', () => {
    const known = new Secrets();
    for (let i = 0; i < 500; i++) known.add(`secret-number-${(i * 7919) % 99_991}-of-many`);
    const event = { msg: 'ok', stdout: 'a line of words that is no secret\n'.repeat(20), rc: 0, cmd: ['a', 'b'] };
    const start = performance.now();
    for (let i = 0; i < 10_000; i++) known.redactDeep(event);
    // Some hundred milliseconds on a machine that does nothing else.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(known.redact('secret-number-7919-of-many')).toBe('********');
  });
});
