// From a list of mappings to blocks and tasks.
import { didYouMean, type Span } from '../ground/index.js';
import { keySpan, keyText, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { problem, type Context } from './context.js';
import { checkKeywords, conditions, inherit, inheritInclude, selfSpan, textList } from './inherit.js';
import { parseFreeForm } from './key-value.js';
import { isKeywordName, KEYWORDS } from './keywords.js';
import { loopOf, withLookup } from './loops.js';
import { isVariableName } from './names.js';
import type { Block, Node, Statement, Task } from './model.js';
import { checkInclude } from './include-arguments.js';
import { importTasks } from './imports.js';
import { importRole } from './roles.js';

/** Parses a task list; problems are reported in the context, what is sound is returned. */
export function parseNodes(context: Context, value: Value | undefined, what: string, span?: Span): Node[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problem(context, 'bad-keyword', `${what} must be a list of tasks`, selfSpan(value) ?? span);
    return [];
  }
  return value.flatMap((entry, i): Node[] => {
    if (entry === null) return [];
    if (!(entry instanceof Map)) {
      problem(
        context,
        'bad-keyword',
        `a task must be a mapping`,
        valueSpan(value, i) ?? selfSpan(value),
        "write it as '- name: …' followed by the module",
      );
      return [];
    }
    const lone = entry.has('block') ? undefined : ['rescue', 'always'].find((part) => entry.has(part));
    if (lone !== undefined) {
      const hint = "put the tasks it is for under 'block:'";
      problem(context, 'bad-keyword', `'${lone}' without a 'block'`, keySpan(entry, lone), hint);
      return [];
    }
    const node = entry.has('block') ? parseBlock(context, entry) : parseTask(context, entry);
    return node ? [node] : [];
  });
}

function parseBlock(context: Context, map: ValueMap): Block {
  checkKeywords(context, map, 'block', (key) => key === 'rescue' || key === 'always' || key === 'block');
  for (const part of ['block', 'rescue', 'always'].filter((key) => map.get(key) === null))
    problem(context, 'bad-keyword', `'${part}' must be a list of tasks`, keySpan(map, part), 'write [] for none');
  const inherited = inherit(context, map, 'block');
  const inner: Context = { ...context, inherited };
  return {
    kind: 'block',
    span: selfSpan(map),
    name: map.get('name') ?? undefined,
    inherited,
    role: context.role,
    file: context.file,
    body: parseNodes(inner, map.get('block'), "'block'", valueSpan(map, 'block')),
    rescue: parseNodes(inner, map.get('rescue'), "'rescue'", valueSpan(map, 'rescue')),
    always: parseNodes(inner, map.get('always'), "'always'", valueSpan(map, 'always')),
  };
}

interface Action {
  readonly name: string;
  readonly span: Span | undefined;
  readonly args: ValueMap;
  readonly argsTemplate: Value | undefined;
  readonly local: boolean;
}

/** `user` and `gather_facts` are keywords of plays and, on a task, modules. */
const ACTION_KEYS = ['action', 'local_action', 'user', 'gather_facts'];

function isKeyword(key: string): boolean {
  return isKeywordName(key) && !ACTION_KEYS.includes(key);
}

function findAction(context: Context, map: ValueMap): Action | undefined {
  const span = selfSpan(map);
  const candidates = [...map.keys()].map(keyText).filter((key) => !isKeyword(key) && withLookup(key) === undefined);
  const known = candidates.filter(
    (key) => key === 'action' || key === 'local_action' || context.source.isAction(inCollections(context, map, key)),
  );
  const chosen = known.length > 0 ? known : candidates;
  const [name] = chosen;
  if (name === undefined) {
    problem(
      context,
      'bad-keyword',
      'no module is named in this task',
      span,
      'add the module, e.g. ansible.builtin.debug:',
    );
    return undefined;
  }
  if (chosen.length > 1) {
    const hint =
      known.length > 1
        ? 'a task runs one module: make two tasks of it'
        : 'one of them must be a module, the others keywords';
    problem(
      context,
      'bad-keyword',
      `more than one module in a task: ${chosen.join(', ')}`,
      keySpan(map, chosen[1] ?? name) ?? span,
      hint,
    );
  }
  for (const other of candidates) {
    if (other === name || chosen.includes(other)) continue;
    const hint = didYouMean(other, Object.keys(KEYWORDS));
    problem(context, 'unknown-keyword', `'${other}' is not a keyword of a task`, keySpan(map, other), hint);
  }
  const local = name === 'local_action';
  const written = map.get(name) ?? null;
  if (name === 'action' || local) return indirectAction(context, map, name, written, local);
  const full = inCollections(context, map, name);
  return { name: full, span: keySpan(map, name), local: false, ...argumentsFrom(context, map, full, written, name) };
}

/** A short name as the collection of `collections:` has it that is the first to know it. */
function inCollections(context: Context, map: ValueMap, name: string): string {
  if (name.includes('.') || context.source.isAction(name)) return name;
  const collections = map.has('collections') ? textList(context, map, 'collections') : context.inherited.collections;
  return collections.map((c) => `${c}.${name}`).find((full) => context.source.isAction(full)) ?? name;
}

/** `action: module k=v` and `action: {module: name, …}`. */
function indirectAction(
  context: Context,
  map: ValueMap,
  key: string,
  written: Value,
  local: boolean,
): Action | undefined {
  const span = valueSpan(map, key) ?? keySpan(map, key);
  if (written instanceof Map) {
    const module = written.get('module');
    if (typeof module === 'string') {
      const args = new Map([...written].filter(([k]) => k !== 'module'));
      const full = inCollections(context, map, module);
      return { name: full, span, local, ...argumentsFrom(context, map, full, args, key) };
    }
  } else {
    const text = written instanceof TemplateText ? written.source : typeof written === 'string' ? written : '';
    const [, name, rest] = /^\s*([\w.]+)\s*([^]*)$/.exec(text) ?? [];
    if (name !== undefined) {
      const value = written instanceof TemplateText ? new TemplateText(rest ?? '', written.span) : (rest ?? '');
      const full = inCollections(context, map, name);
      return { name: full, span, local, ...argumentsFrom(context, map, full, value, key) };
    }
  }
  problem(context, 'bad-keyword', `'${key}' needs the name of a module`, span, `write '${key}: module key=value'`);
  return undefined;
}

function argumentsFrom(
  context: Context,
  map: ValueMap,
  action: string,
  written: Value,
  key: string,
): { args: ValueMap; argsTemplate: Value | undefined } {
  const extra = map.get('args') ?? null;
  const span = valueSpan(map, key) ?? keySpan(map, key);
  let own: ValueMap = new Map();
  let argsTemplate: Value | undefined;
  if (written instanceof Map) own = written;
  else if (typeof written === 'string' || written instanceof TemplateText) {
    const text = typeof written === 'string' ? written : written.source;
    const parsed = parseFreeForm(action, text, written instanceof TemplateText ? written.span : span);
    if (parsed.problem !== undefined && written instanceof TemplateText && /^\s*\{\{.*\}\}\s*$/s.test(text))
      argsTemplate = written;
    else if (parsed.problem !== undefined && context.source.isAction(action)) {
      problem(
        context,
        'bad-argument',
        `${action}: ${parsed.problem}`,
        span,
        'write the parameters as a mapping below the module',
      );
    } else own = parsed.args;
  } else if (Array.isArray(written) || written !== null) {
    if (action.endsWith('meta') || !Array.isArray(written)) own = new Map<Value, Value>([['_raw_params', written]]);
    else
      problem(context, 'bad-argument', `${action}: parameters must be a mapping or key=value text, not a list`, span);
  }
  if (extra instanceof TemplateText) argsTemplate = extra;
  else if (extra instanceof Map) {
    if (extra.has('cmd') && own.has('_raw_params')) {
      const hint = 'give the command once';
      problem(context, 'fatal-keyword', `${action} has a command and the parameter 'cmd'`, keySpan(extra, 'cmd'), hint);
    }
    if (own.size === 0) own = extra;
    else own = new Map([...extra, ...own]);
  } else if (extra !== null) problem(context, 'bad-keyword', "'args' must be a mapping", valueSpan(map, 'args'));
  return { args: own, argsTemplate };
}

const STATEMENTS: Readonly<Record<string, Statement | 'import_tasks' | 'import_role' | 'import_playbook' | 'include'>> =
  {
    include_tasks: 'include_tasks',
    include_role: 'include_role',
    include_vars: 'include_vars',
    meta: 'meta',
    add_host: 'add_host',
    group_by: 'group_by',
    import_tasks: 'import_tasks',
    import_role: 'import_role',
    import_playbook: 'import_playbook',
    include: 'include',
  };

/** The engine's statement an action names, if it does. */
export function statementOf(action: string): (typeof STATEMENTS)[string] | undefined {
  const name = action.replace(/^ansible\.(?:builtin|legacy)\./, '');
  return Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined;
}

function parseTask(context: Context, map: ValueMap): Node | undefined {
  const action = findAction(context, map);
  if (!action) return undefined;
  const statement = statementOf(action.name);
  if (statement === 'meta') checkMeta(context, action);
  if (statement !== undefined) checkInclude(context, statement, action.args, action.span);
  if (statement === 'include_role' && context.handlers) {
    const hint = 'import the role where its tasks are wanted, or include its tasks with include_tasks';
    problem(context, 'not-supported', "'include_role' cannot be a handler", action.span, hint);
  }
  if (statement === 'import_role' && context.handlers) {
    const hint = 'import the role where its tasks are wanted, or import its tasks with import_tasks';
    problem(context, 'not-supported', "'import_role' cannot be a handler", action.span, hint);
    return undefined;
  }
  const dynamic = statement === 'include_tasks' || statement === 'include_role';
  const place = dynamic ? 'include' : context.handlers ? 'handler' : 'task';
  checkKeywords(context, map, place, (key) => !isKeyword(key) || (dynamic && key === 'listen'));
  // `compat:` the variables of an import are those of a block, only those of an include are parameters.
  const inherited = dynamic ? inheritInclude(context, map) : inherit(context, map, 'task');
  const node: Context = { ...context, inherited };
  if (statement === 'import_tasks') return importTasks(node, map, action);
  if (statement === 'import_role') return importRole(node, map, action.args, action.span);
  if (statement === 'include') {
    problem(
      context,
      'not-supported',
      "'include' was removed from Ansible",
      action.span,
      'use include_tasks or import_tasks',
    );
    return undefined;
  }
  if (statement === 'import_playbook') {
    problem(context, 'bad-keyword', "'import_playbook' stands where plays stand, not in a task list", action.span);
    return undefined;
  }
  return {
    kind: 'task',
    span: selfSpan(map),
    name: map.get('name') ?? undefined,
    inherited: action.local ? { ...inherited, delegateTo: 'localhost', connection: 'local' } : inherited,
    role: context.role,
    file: context.file,
    action: action.name,
    actionSpan: action.span,
    statement,
    args: action.args,
    argsTemplate: action.argsTemplate,
    loop: loopOf(context, map),
    register: registerOf(context, map),
    until: map.has('until') ? conditions(map, 'until') : undefined,
    retries: map.get('retries'),
    delay: map.get('delay'),
    async: map.get('async'),
    poll: map.get('poll'),
    changedWhen: map.has('changed_when') ? conditions(map, 'changed_when') : undefined,
    failedWhen: map.has('failed_when') ? conditions(map, 'failed_when') : undefined,
    notify: inherited.notify ?? undefined,
    around: context.inherited,
    ...(dynamic ? { includes: context.includes } : {}),
    listen: context.handlers ? topicsOf(context, map) : [],
    ...(context.handlers ? { handler: true } : {}),
  } satisfies Task;
}

/** The topics of `listen`. `compat:` each is taken as it is written: commas and templates mean nothing here. */
function topicsOf(context: Context, map: ValueMap): string[] {
  const value = map.get('listen') ?? [];
  return (Array.isArray(value) ? value : [value]).flatMap((topic, i): string[] => {
    if (topic instanceof TemplateText) return [topic.source];
    if (typeof topic === 'string') return [topic];
    const span = (Array.isArray(value) ? valueSpan(value, i) : undefined) ?? valueSpan(map, 'listen');
    problem(context, 'bad-keyword', "'listen' must be text or a list of texts", span, 'put quotes around it');
    return [];
  });
}

/** What `meta` cannot do where it stands. */
function checkMeta(context: Context, action: Action): void {
  const what = action.args.get('_raw_params');
  if (what === 'end_role' && context.role === undefined) {
    problem(context, 'bad-keyword', "'meta: end_role' ends a role, and this task is in none", action.span);
  }
  if (what === 'flush_handlers' && context.handlers) {
    const hint = 'handlers that are notified by handlers run in their turn: leave it out';
    problem(context, 'fatal-keyword', "'meta: flush_handlers' cannot be a handler", action.span, hint);
  }
}

function registerOf(context: Context, map: ValueMap): string | undefined {
  const value = map.get('register');
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isVariableName(value)) return value;
  problem(
    context,
    'bad-keyword',
    "'register' must be the name of a variable",
    valueSpan(map, 'register'),
    'letters, digits and _, not starting with a digit',
  );
  return undefined;
}
