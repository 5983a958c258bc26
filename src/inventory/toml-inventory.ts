// Reads an inventory in TOML: tables `[group.hosts]`, `[group.vars]` and lists `children`.
import { parse, TomlDate, TomlError } from 'smol-toml';
import { TsplayError, type Span } from '../ground/index.js';
import { float, keyText, type Value, type ValueMap } from '../value/index.js';
import { withTemplates } from './data-values.js';
import type { Inventory, SourceOrigin } from './model.js';
import { expandHosts } from './ranges.js';

/** Adds what a TOML text says to `inventory`. @throws TsplayError bad-inventory; what came before the mistake stays */
export function readTomlInventory(inventory: Inventory, text: string, file: string, origin: SourceOrigin): void {
  const span: Span = { file, line: 1, col: 1 };
  const document = parseToml(text, span);
  if (document.size === 0) throw bad('the inventory is empty', span);
  if (document.has('plugin')) throw bad('this is the configuration of an inventory plugin, not an inventory', span);
  const reader = new TomlReader(inventory, span, origin);
  for (const [name, content] of document) reader.group(keyText(name), content);
}

function parseToml(text: string, span: Span): ValueMap {
  try {
    return toValue(parse(text, { integersAsBigInt: true })) as ValueMap;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n');
    const message = `this is not TOML: ${first.replace(/^Invalid TOML document: /, '')}`;
    throw bad(message, { ...span, line: error.line, col: error.column });
  }
}

function toValue(given: unknown): Value {
  if (typeof given === 'bigint') return Number.isSafeInteger(Number(given)) ? Number(given) : given;
  if (typeof given === 'number') return float(given);
  if (typeof given === 'string' || typeof given === 'boolean') return given;
  if (given instanceof TomlDate) return given.toISOString();
  if (Array.isArray(given)) return given.map(toValue);
  return new Map(Object.entries(given as object).map(([k, v]) => [k, toValue(v)]));
}

class TomlReader {
  constructor(
    private readonly inventory: Inventory,
    private readonly span: Span,
    private readonly origin: SourceOrigin,
  ) {}

  group(name: string, content: Value): void {
    const { inventory, span } = this;
    if (!(content instanceof Map)) {
      inventory.note({
        message: `'${name}' is not a group: it has neither hosts, children nor vars; it is skipped`,
        span,
      });
      return;
    }
    const group = inventory.addGroup(name, span);
    for (const [key, data] of content) {
      if (key === 'vars') {
        for (const [k, v] of this.table(data, key, name))
          inventory.setVariable(group, keyText(k), this.value(v), span, span);
      } else if (key === 'children') {
        if (!Array.isArray(data)) throw bad(`'children' of the group '${name}' must be a list`, span);
        for (const child of data) inventory.addChild(group, inventory.addGroup(keyText(child), span), span);
      } else if (key === 'hosts') {
        for (const [pattern, vars] of this.table(data, key, name)) {
          const { names, port } = expandHosts(keyText(pattern), span);
          const details = { ...(port === undefined ? {} : { port }), span, origin: this.origin };
          const table = this.table(vars, keyText(pattern), name);
          for (const host of names.map((n) => inventory.addHost(n, group, details))) {
            for (const [k, v] of table) inventory.setVariable(host, keyText(k), this.value(v), span, span);
          }
        }
      } else {
        const message = `the key '${keyText(key)}' of the group '${name}' is skipped: a group has hosts, children and vars`;
        inventory.note({ message, span });
      }
    }
  }

  private value(value: Value): Value {
    return withTemplates(value, this.span);
  }

  private table(data: Value, key: string, group: string): ValueMap {
    if (data instanceof Map) return data;
    throw bad(`'${key}' of the group '${group}' must be a table`, this.span);
  }
}

function bad(message: string, span: Span): TsplayError {
  return new TsplayError('bad-inventory', message, { span, hint: 'write tables like [web.hosts] and [web.vars]' });
}
