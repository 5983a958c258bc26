// The text of `tsplay config dump` and `list`: settings with values and origins, in the words of ansible-config.
import {
  originText,
  pluginDefinitions,
  UNUSED,
  type Configuration,
  type Definition,
  type Resolved,
} from '../config/index.js';
import { dumpJson, dumpYaml, pythonText } from '../template/index.js';
import type { Value, ValueMap } from '../value/index.js';

/** Settings that belong to no plugin, or to one. */
interface Group {
  readonly plugin: string | undefined;
  readonly settings: readonly Resolved[];
}

/** Kinds of plugins with their groups; the settings of no plugin stand under no kind. */
export interface Sheet {
  readonly base: readonly Resolved[] | undefined;
  readonly kinds: ReadonlyMap<string, readonly Group[]>;
}

/** What `-t` and the names of plugins select. */
export function sheetOf(configuration: Configuration, type: string, plugins: readonly string[]): Sheet {
  const kinds = new Map<string, readonly Group[]>();
  for (const [kind, all] of pluginDefinitions()) {
    if (type !== 'all' && type !== kind) continue;
    const wanted = [...all].filter(([plugin]) => plugins.length === 0 || plugins.includes(plugin));
    kinds.set(
      kind,
      wanted.map(([plugin, options]) => ({ plugin, settings: resolved(configuration, kind, plugin, options) })),
    );
  }
  return { base: type === 'all' || type === 'base' ? [...configuration.all()] : undefined, kinds };
}

function resolved(
  configuration: Configuration,
  kind: string,
  plugin: string,
  options: ReadonlyMap<string, Definition>,
): Resolved[] {
  return [...options.keys()].sort().flatMap((name) => configuration.option(kind, plugin, name) ?? []);
}

const isChanged = ({ origin }: Resolved): boolean => origin.kind !== 'default' && origin.kind !== 'required';

/** How text is coloured: the default's, a changed setting's, a missing one's. */
export type PaintSetting = (kind: 'default' | 'changed' | 'required', text: string) => string;

/** `NAME(origin) = value`, line by line. */
export function displayText(sheet: Sheet, onlyChanged: boolean, all: boolean, paint: PaintSetting): string {
  const line = (setting: Resolved): string => {
    const { definition, origin, value } = setting;
    const kind = origin.kind === 'default' || origin.kind === 'required' ? origin.kind : 'changed';
    return paint(kind, `${definition.name}(${originText(origin)}) = ${pythonText(value)}`);
  };
  const kept = (settings: readonly Resolved[]): string[] =>
    settings.filter((s) => !onlyChanged || isChanged(s)).map(line);
  const out: string[] = [];
  if (sheet.base) out.push(...kept(sheet.base), '\nGALAXY_SERVERS:\n');
  for (const [kind, groups] of sheet.kinds) {
    const listed = groups.flatMap(({ plugin, settings }) => {
      const lines = kept(settings);
      return lines.length === 0 ? [] : [`\n${plugin ?? ''}:\n${'_'.repeat(plugin?.length ?? 0)}`, ...lines];
    });
    if (all && (!onlyChanged || listed.length > 0)) out.push(`\n${kind.toUpperCase()}:\n${'='.repeat(kind.length)}`);
    out.push(...listed);
  }
  return out.join('\n');
}

/** The same as JSON or YAML. */
export function dataText(sheet: Sheet, onlyChanged: boolean, all: boolean, format: string): string {
  const entries = (settings: readonly Resolved[]): Value[] =>
    settings
      .filter((s) => !onlyChanged || isChanged(s))
      .map(({ definition, origin, value }): ValueMap =>
        map({ name: definition.name, origin: originText(origin), value: listsOnly(value) }),
      );
  const out: Value[] = [];
  if (sheet.base) out.push(...entries(sheet.base), map({ GALAXY_SERVERS: new Map() }));
  for (const [kind, groups] of sheet.kinds) {
    const listed = groups.flatMap(({ plugin, settings }): Value[] => {
      const found = entries(settings);
      return found.length === 0 ? [] : [map({ [plugin ?? '']: found })];
    });
    if (all) out.push(map({ [`${kind.toUpperCase()}_PLUGINS`]: listed }));
    else out.push(...listed);
  }
  return written(out, format);
}

/** What `list` tells of each setting: where it is set, its type and default, and whether tsplay honours it. */
export function listText(sheet: Sheet, format: string): string {
  const out: ValueMap = new Map();
  for (const { definition } of sheet.base ?? []) out.set(definition.name, described(definition));
  if (sheet.kinds.size > 0) {
    const kinds = [...sheet.kinds].map(([kind, groups]): [Value, Value] => [
      kind,
      new Map(
        groups.map(({ plugin, settings }): [Value, Value] => [
          plugin ?? '',
          new Map(settings.map((s): [Value, Value] => [s.definition.name, described(s.definition)])),
        ]),
      ),
    ]);
    out.set('PLUGINS', new Map(kinds));
  }
  return written(out, format);
}

function described({ fallback, about, env, ini, type, choices, required, unused }: Definition): ValueMap {
  const said: Record<string, Value> = { description: about };
  if (fallback !== undefined) said['default'] = listsOnly(fallback);
  if (env.length > 0) said['env'] = env.map((name) => map({ name }));
  if (ini.length > 0) said['ini'] = ini.map(({ section, key }) => map({ section, key }));
  if (type !== '') said['type'] = type;
  if (choices) said['choices'] = [...choices];
  if (required) said['required'] = true;
  said['tsplay'] = unused === undefined ? 'honoured' : `not used: ${UNUSED[unused]}`;
  return map(said);
}

function map(entries: Record<string, Value>): ValueMap {
  return new Map<Value, Value>(Object.entries(entries));
}

/** Tuples as lists, which JSON and YAML have. */
function listsOnly(value: Value): Value {
  return Array.isArray(value) ? Array.from(value, listsOnly) : value;
}

function written(value: Value, format: string): string {
  return format === 'json'
    ? dumpJson(value, { indent: 4, sortKeys: true })
    : dumpYaml(value, { flow: false, sortKeys: true });
}
