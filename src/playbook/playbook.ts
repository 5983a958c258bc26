// From a playbook file's value to plays, with imported playbooks in their places.
import { didYouMean } from '../ground/index.js';
import { keySpan, keyText, spansOf, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import type { Diagnostic } from '../ground/index.js';
import { guarded, NOTHING_INHERITED, problem, staticText, type Context, type Source } from './context.js';
import { checkKeywords, conditions, inherit, selfSpan, textList, varsOf } from './inherit.js';
import { parseFreeForm } from './key-value.js';
import { isKeywordName } from './keywords.js';
import type { Inherited, Node, Play, Playbook, RoleInstance } from './model.js';
import { useEntry } from './roles.js';
import { parseNodes, statementOf } from './tasks.js';
import { parseVarsPrompt } from './vars-prompt.js';

/** Parses the playbook at `path`; all problems are added to `problems`. */
export function parsePlaybook(source: Source, path: string, problems: Diagnostic[]): Playbook {
  return { path, plays: parsePlays(source, path, problems, NOTHING_INHERITED, [path], undefined) };
}

function parsePlays(
  source: Source,
  path: string,
  problems: Diagnostic[],
  inherited: Inherited,
  importing: readonly string[],
  span: Play['span'],
): Play[] {
  const context: Context = {
    source,
    problems,
    inherited,
    file: path,
    role: undefined,
    handlers: false,
    playRoles: undefined,
    importing: [],
    includes: [],
  };
  const value = guarded(context, () => source.load(path, span), span);
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problem(
      context,
      'bad-keyword',
      value === null ? `the playbook ${path} is empty` : 'a playbook must be a list of plays',
      selfSpan(value),
      "start it with '- hosts: …'",
    );
    return [];
  }
  if (value.length === 0 && importing.length === 1)
    problem(context, 'bad-keyword', `the playbook ${path} has no plays`, selfSpan(value), "begin with '- hosts: …'");
  return value.flatMap((entry, i): Play[] => {
    if (!(entry instanceof Map)) {
      problem(context, 'bad-keyword', 'a play must be a mapping', valueSpan(value, i));
      return [];
    }
    const importKey = [...entry.keys()].map(keyText).find((key) => statementOf(key) === 'import_playbook');
    return importKey === undefined ? parsePlay(context, entry) : importPlaybook(context, entry, importKey, importing);
  });
}

function importPlaybook(context: Context, entry: ValueMap, key: string, importing: readonly string[]): Play[] {
  const span = keySpan(entry, key);
  const allowed = [key, 'name', 'when', 'tags', 'vars'];
  for (const other of entry.keys()) {
    if (!allowed.includes(keyText(other))) {
      problem(
        context,
        'unknown-keyword',
        `'${keyText(other)}' is not a keyword of import_playbook`,
        keySpan(entry, other),
        didYouMean(keyText(other), allowed),
      );
    }
  }
  const name = staticText(context, entry.get(key) ?? null);
  if (name === undefined) return [];
  const text = parseFreeForm('import_playbook', name, span).args.get('_raw_params');
  const wanted = typeof text === 'string' ? text : name;
  const found = guarded(context, () => context.source.findPlaybook(wanted, context.file, span), span);
  if (!found) return [];
  const { path, source, collection } = found;
  if (importing.includes(path)) {
    problem(context, 'bad-keyword', `'${name}' imports itself: ${[...importing, path].join(' → ')}`, span);
    return [];
  }
  const vars = varsOf(context, entry);
  const inherited: Inherited = {
    ...context.inherited,
    collections: collection === undefined ? context.inherited.collections : [collection],
    tags: [...context.inherited.tags, ...textList(context, entry, 'tags')],
    when: [...context.inherited.when, ...conditions(entry, 'when')],
    vars: vars ? [...context.inherited.vars, vars] : context.inherited.vars,
  };
  return parsePlays(source, path, context.problems, inherited, [...importing, path], span);
}

function parsePlay(outer: Context, map: ValueMap): Play[] {
  const withLoops = [...map.keys()].map(keyText).find((k) => !isKeywordName(k) && outer.source.isAction(k));
  if (withLoops !== undefined && !map.has('hosts')) {
    problem(
      outer,
      'bad-keyword',
      'this is a task where a play is expected',
      keySpan(map, withLoops),
      "put it under 'tasks:' of a play with 'hosts:'",
    );
    return [];
  }
  checkKeywords(outer, map, 'play', () => false);
  const hosts = map.get('hosts');
  if (hosts === undefined || hosts === null || hosts === '' || (Array.isArray(hosts) && hosts.length === 0)) {
    problem(
      outer,
      'bad-keyword',
      "a play needs 'hosts'",
      selfSpan(map),
      "say which hosts it is for, e.g. 'hosts: all'",
    );
    return [];
  }
  if (!checkHosts(outer, map)) return [];
  checkSerial(outer, map);
  checkVarsFiles(outer, map);
  if (map.has('user') && map.has('remote_user')) {
    const hint = "leave out 'user', which is the older word for it";
    problem(outer, 'bad-keyword', "a play has 'remote_user' or 'user', not both", keySpan(map, 'user'), hint);
  }
  const playRoles: RoleInstance[] = [];
  const playVars = playVarsOf(outer, map);
  const knowing: Context = { ...outer, playVars };
  const context: Context = { ...knowing, inherited: inherit(knowing, map, 'play'), playRoles };
  const roles = rolesOf(context, map);
  const section = (key: string): Node[] => parseNodes(context, map.get(key), `'${key}'`);
  const preTasks = section('pre_tasks');
  const tasks = section('tasks');
  return [
    {
      span: selfSpan(map),
      file: context.file,
      name: map.get('name') ?? undefined,
      hosts: map.get('hosts') ?? null,
      hostsSpan: valueSpan(map, 'hosts'),
      inherited: context.inherited,
      vars: varsOf(context, map) ?? new Map<Value, Value>(),
      varsPrompt: parseVarsPrompt(context, map),
      varsFiles: map.get('vars_files') ?? null,
      varsFilesSpan: valueSpan(map, 'vars_files'),
      gatherFacts: map.get('gather_facts'),
      gatherSubset: map.get('gather_subset'),
      gatherTimeout: map.get('gather_timeout'),
      factPath: map.get('fact_path'),
      serial: map.get('serial'),
      strategy: map.get('strategy'),
      order: map.get('order'),
      maxFailPercentage: map.get('max_fail_percentage'),
      forceHandlers: map.get('force_handlers'),
      knownVars: playVars,
      roles: [...playRoles.filter((r) => !r.byTask), ...playRoles.filter((r) => r.byTask)],
      preTasks,
      tasks: [...roles, ...tasks],
      postTasks: section('post_tasks'),
      handlers: parseNodes({ ...context, handlers: true }, map.get('handlers'), "'handlers'"),
    },
  ];
}

/** The play's `vars`, and what can be read of its `vars_files`; read when something asks for them. */
function playVarsOf(context: Context, map: ValueMap): () => readonly ValueMap[] {
  let known: readonly ValueMap[] | undefined;
  return () => {
    if (known) return known;
    const vars = map.get('vars');
    known = vars instanceof Map ? [vars] : [];
    const listed = map.get('vars_files') ?? [];
    const files = (Array.isArray(listed) ? listed : [listed]).flatMap((entry): ValueMap[] => {
      for (const name of Array.isArray(entry) ? entry : [entry]) {
        if (typeof name !== 'string') return [];
        const found = guarded({ problems: [] }, () => context.source.varsFile?.(name, context));
        if (found) return [found];
      }
      return [];
    });
    return (known = [...known, ...files]);
  };
}

/** `hosts`: a pattern or a list of them. @returns whether it can be looked at any further */
function checkHosts(context: Context, map: ValueMap): boolean {
  const value = map.get('hosts') ?? null;
  if (value instanceof Map) {
    problem(context, 'bad-keyword', "'hosts' must be a pattern or a list of patterns", valueSpan(map, 'hosts'));
    return false;
  }
  for (const [i, pattern] of (Array.isArray(value) ? value : []).entries()) {
    if (typeof pattern === 'string' || pattern instanceof TemplateText || Array.isArray(pattern)) continue;
    const span = (Array.isArray(value) ? valueSpan(value, i) : undefined) ?? valueSpan(map, 'hosts');
    const shown = pattern === null ? 'nothing' : pattern instanceof Map ? 'a mapping' : keyText(pattern);
    problem(context, 'bad-keyword', `'hosts' has an entry that is no pattern: ${shown}`, span, 'put quotes around it');
  }
  return true;
}

/** `vars_files`: names of files, or lists of names of which the first that is there counts. */
function checkVarsFiles(context: Context, map: ValueMap): void {
  const value = map.get('vars_files') ?? [];
  for (const [i, entry] of (Array.isArray(value) ? value : [value]).entries()) {
    if (!(entry instanceof Map)) continue;
    const span = (Array.isArray(value) ? valueSpan(value, i) : undefined) ?? valueSpan(map, 'vars_files');
    problem(context, 'fatal-keyword', "'vars_files' takes names of files, or lists of them", span);
  }
}

/** `serial`: a number, a percentage or a list of them; what is a template is judged when the play starts. */
function checkSerial(context: Context, map: ValueMap): void {
  const value = map.get('serial') ?? [];
  for (const size of Array.isArray(value) ? value : [value]) {
    if (size instanceof TemplateText || typeof size === 'number') continue;
    if (typeof size === 'string' && /^\s*-?\d+\s*%?\s*$/.test(size)) continue;
    const hint = "write 'serial: 2', 'serial: 30%' or a list of such sizes";
    problem(context, 'bad-keyword', "'serial' must be numbers or percentages of hosts", valueSpan(map, 'serial'), hint);
  }
}

function rolesOf(context: Context, map: ValueMap): Node[] {
  const value = map.get('roles');
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problem(context, 'bad-keyword', "'roles' must be a list", valueSpan(map, 'roles'));
    return [];
  }
  return value.flatMap((entry, i) => {
    const block = useEntry(context, entry, spansOf(value)?.values.get(i));
    return block ? [block] : [];
  });
}
