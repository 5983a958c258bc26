import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ADVISORY_TABLE } from './advisories.js';
import { payloads } from './payloads.js';

const names = payloads().map((p) => p.name);

it.each(ADVISORY_TABLE)('$id: $what', ({ id, cover }) => {
  if ('payload' in cover) expect(names.some((name) => name.includes(id))).toBe(true);
  else if ('case' in cover) {
    const text = readFileSync(new URL(`../../${cover.case}`, import.meta.url), 'utf8');
    expect(text).toContain(`'${cover.test}'`);
  } else expect(cover.built).not.toBe('');
});

it('has every advisory that a payload is named by, each once', () => {
  const ids = ADVISORY_TABLE.map((a) => a.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const name of names) for (const id of name.match(/CVE-\d+-\d+/g) ?? []) expect(ids).toContain(id);
});
