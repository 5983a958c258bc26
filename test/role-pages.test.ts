// Holds the roles' pages and argument_specs to their defaults; with TSPLAY_GENERATE=1 it first writes the tables.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultsOf, optionsOf, roleReadme, ROLES, roles } from './support/role-page.js';

const readmeOf = (role: string): string => join(ROLES, role, 'README.md');
if (process.env['TSPLAY_GENERATE']) for (const role of roles) writeFileSync(readmeOf(role), roleReadme(role));

describe.each(roles)('role %s', (role) => {
  it('has a README with the table of its argument_specs (npm run generate)', () => {
    expect(readFileSync(readmeOf(role), 'utf8')).toBe(roleReadme(role));
  });

  it('says of each default in its argument_specs what defaults/main.yml says', () => {
    const said = Object.entries(optionsOf(role)).filter(([, option]) => option.required !== true);
    expect(Object.fromEntries(said.map(([name, option]) => [name, option.default]))).toEqual(defaultsOf(role));
  });

  it('says of each variable what it means', () => {
    for (const [name, { description, type }] of Object.entries(optionsOf(role))) {
      expect(String(description).length, name).toBeGreaterThan(3);
      expect(type, name).toMatch(/^(?:str|int|float|bool|list|dict|path|raw)$/);
    }
  });
});
