import { describe, expect, it } from 'vitest';
import { TemplateText, type ValueMap } from '../value/index.js';
import { loadYamlDocument } from './load.js';

const load = (text: string, trust: 'templates' | 'data' = 'templates'): ValueMap =>
  loadYamlDocument(text, 'v.json', { trust, vault: (ciphertext) => `opened ${ciphertext}` }).value as ValueMap;

describe('marks in JSON', () => {
  it('keep unsafe text from being a template, at any depth', () => {
    const value = load(
      '{"a": {"__ansible_unsafe": "{{ x }}"}, "b": [{"__ansible_unsafe": {"c": "{{ y }}"}}], "d": "{{ z }}"}',
    );
    expect(value.get('a')).toBe('{{ x }}');
    expect(value.get('b')).toEqual([new Map([['c', '{{ y }}']])]);
    expect(value.get('d')).toBeInstanceOf(TemplateText);
  });
  it('are encrypted texts', () =>
    expect(load('{"a": {"__ansible_vault": "$ANSIBLE_VAULT;1.1"}}').get('a')).toBe('opened $ANSIBLE_VAULT;1.1'));
  it('are plain dicts in YAML that is no JSON, and in data', () => {
    expect(load('a: {"__ansible_unsafe": x}').get('a')).toBeInstanceOf(Map);
    expect(load('{"a": {"__ansible_unsafe": "x"}}', 'data').get('a')).toBeInstanceOf(Map);
  });
});
