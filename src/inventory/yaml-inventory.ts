// Reads a YAML inventory: groups with hosts, children and vars.
import { TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import { keySpan, spansOf, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { untilMistake, type OnMistake } from './mistakes.js';
import type { Group, Inventory, SourceOrigin } from './model.js';
import { expandHosts } from './ranges.js';

const SECTIONS = ['hosts', 'children', 'vars'];

/**
 * Adds the groups of a loaded YAML document to `inventory` (call its `reconcile` afterwards), up to the first mistake.
 * All mistakes are returned.
 */
export function readYamlInventory(
  inventory: Inventory,
  document: Value,
  file: string,
  origin: SourceOrigin,
): readonly Diagnostic[] {
  return untilMistake(inventory, (target, onMistake) => new YamlReader(target, file, origin, onMistake).read(document));
}

class YamlReader {
  constructor(
    private readonly inventory: Inventory,
    private readonly file: string,
    private readonly origin: SourceOrigin,
    private readonly onMistake: OnMistake,
  ) {}

  read(document: Value): void {
    const start = spansOf(document)?.self ?? { file: this.file, line: 1, col: 1 };
    if (!(document instanceof Map) || document.size === 0) {
      const message = document === null ? 'the inventory is empty' : 'a YAML inventory is a mapping of groups';
      this.error(message, start, "begin with 'all:' and below it 'hosts:' or 'children:'");
    } else if (truthy(document.get('plugin') ?? null)) {
      this.error(
        'this is the configuration of an inventory plugin, not an inventory',
        keySpan(document, 'plugin') ?? start,
        'such a file ends in .yml or .yaml; the plugin auto (or the one it names) must be enabled',
      );
    } else {
      this.groups(document);
    }
  }

  private groups(map: ValueMap, parent?: Group): void {
    for (const [name, content] of map) {
      const span = keySpan(map, name);
      if (typeof name !== 'string' || name === '') {
        this.error('a group name must be text', span, 'quote the name');
        continue;
      }
      if (content !== null && !(content instanceof Map)) {
        this.warn(
          `'${name}' is not a group: it has neither hosts, children nor vars; it is skipped`,
          valueSpan(map, name),
        );
        const known = this.inventory.groups.get(name);
        if (parent && known) this.attempt(() => this.inventory.addChild(parent, known, span));
        else if (parent) this.error(`the group '${name}' does not exist`, span, hintFor('children'));
        continue;
      }
      const group = this.inventory.addGroup(name, span);
      if (content instanceof Map) this.group(group, content);
      if (parent) this.attempt(() => void this.inventory.addChild(parent, group, span));
    }
  }

  private group(group: Group, content: ValueMap): void {
    for (const [key, raw] of content) {
      if (raw === null) continue;
      const known = typeof key === 'string' && SECTIONS.includes(key);
      if (!known) {
        const shown = typeof key === 'string' ? ` '${key}'` : '';
        this.warn(
          `the key${shown} of the group '${group.name}' is skipped: a group has hosts, children and vars`,
          keySpan(content, key),
        );
        continue;
      }
      const span = valueSpan(content, key);
      const section = typeof raw === 'string' ? new Map<Value, Value>([[raw, null]]) : raw;
      if (!(section instanceof Map)) {
        this.error(`'${key}' of the group '${group.name}' must be a mapping`, span, hintFor(key));
      } else if (key === 'vars') {
        this.variables(section, group.name, (name, value, at) =>
          this.inventory.setVariable(group, name, value, at, valueSpan(section, name)),
        );
      } else if (key === 'children') this.groups(section, group);
      else this.hosts(section, group, span);
    }
  }

  private hosts(section: ValueMap, group: Group, sectionSpan: Span | undefined): void {
    for (const [pattern, vars] of section) {
      const span = keySpan(section, pattern) ?? sectionSpan ?? { file: this.file, line: 1, col: 1 };
      if (typeof pattern !== 'string' || pattern === '') {
        const templated = pattern instanceof TemplateText;
        this.error(
          templated ? 'a host name cannot be a template' : 'a host name must be text',
          span,
          templated ? 'write the name itself; put the template into ansible_host' : 'quote the name',
        );
        continue;
      }
      if (vars !== null && !(vars instanceof Map)) {
        this.error(
          `the variables of the host '${pattern}' must be a mapping`,
          valueSpan(section, pattern),
          hintFor('vars'),
        );
        continue;
      }
      this.attempt(() => {
        const { names, port } = expandHosts(pattern, span);
        const details = { ...(port === undefined ? {} : { port }), span, origin: this.origin };
        const hosts = names.map((name) => this.inventory.addHost(name, group, details));
        if (!vars) return;
        this.variables(vars, pattern, (name, value, at) => {
          for (const host of hosts) this.inventory.setVariable(host, name, value, at, valueSpan(vars, name));
        });
      });
    }
  }

  private variables(map: ValueMap, owner: string, set: (name: string, value: Value, span?: Span) => void): void {
    for (const [name, value] of map) {
      const span = keySpan(map, name);
      if (typeof name !== 'string') this.error(`a variable name of '${owner}' must be text`, span, 'quote the name');
      else this.attempt(() => set(name, value, span));
    }
  }

  private attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      this.onMistake(error);
    }
  }

  private error(message: string, span: Span | undefined, hint: string): void {
    this.onMistake(new TsplayError('bad-inventory', message, { span, hint }));
  }

  private warn(message: string, span: Span | undefined): void {
    this.inventory.note({ message, span });
  }
}

function hintFor(section: Value): string {
  if (section === 'vars') return "write 'name: value' lines below it";
  return section === 'hosts'
    ? "write each host as 'name:' on its own line"
    : "write each group as 'name:' on its own line";
}

/** Whether Python would take a plain value as true. */
function truthy(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : value instanceof Map ? value.size > 0 : Boolean(value);
}
