// A use of a role becomes a block: its dependencies first, then its tasks, each with the role's own variables.
import type { Span } from '../ground/index.js';
import { keyText, TemplateText, toJs, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { guarded, needed, problem, staticText, type Context, type RoleFiles, type RoleRequest } from './context.js';
import { checkKeywords, inherit, selfSpan, textList } from './inherit.js';
import { FALSE_WORDS, keywordsOf, TRUE_WORDS } from './keywords.js';
import type { Block, Node, RoleInstance } from './model.js';
import { validationOf } from './role-arguments.js';
import { groupOf } from './imports.js';
import { parseNodes } from './tasks.js';

type Building<T> = { -readonly [K in keyof T]: T[K] };

export interface RoleUse extends RoleRequest {
  readonly params: ValueMap;
  readonly span: Span | undefined;
  /** The entry of `roles:` or of a dependency: such a use runs once per play unless the role allows duplicates. */
  readonly once: ValueMap | undefined;
  /** Whether the whole play sees its variables, when the use says so. */
  readonly public?: boolean | undefined;
}

/**
 * Loads a role and its dependencies.
 * @returns a block with the role's tasks, or undefined when the role is missing (reported)
 */
export function useRole(context: Context, use: RoleUse): Block | undefined {
  const { collections } = context.inherited;
  const files = guarded(context, () => context.source.findRole({ collections, ...use }, context), use.span);
  if (files === undefined) return undefined;
  if ('searched' in files) {
    problem(
      context,
      'role-missing',
      `the role '${use.name}' is not found`,
      use.span,
      `looked in: ${files.searched.join(', ')}`,
    );
    return undefined;
  }
  const parents = context.role ? [...context.role.parents, context.role] : [];
  if (parents.some((p) => p.path === files.path) && use.once) {
    problem(context, 'fatal-keyword', `the role '${use.name}' depends on itself`, use.span);
    return undefined;
  }
  const start = files.tasks?.file;
  if (start !== undefined && context.importing.includes(start)) {
    const circle = [...context.importing, start].join(' → ');
    problem(context, 'bad-keyword', `the role '${use.name}' imports itself: ${circle}`, use.span);
    return undefined;
  }
  if (files.meta !== null && !(files.meta instanceof Map)) {
    problem(
      context,
      'bad-keyword',
      `the meta/main.yml of role '${use.name}' must be a mapping`,
      selfSpan(files.meta) ?? use.span,
    );
  }
  const meta = files.meta instanceof Map ? files.meta : new Map<Value, Value>();
  const role: Building<RoleInstance> = {
    name: files.name,
    ...(files.collection === undefined
      ? {}
      : { collection: files.collection, shortName: files.name.slice(files.collection.length + 1) }),
    path: files.path,
    defaults: files.defaults,
    vars: files.vars,
    params: use.params,
    public: use.public,
    parents,
    handlers: [],
    key: runOnceKey(files.path, use, meta),
    isDependency: use.once !== undefined && context.role !== undefined,
    byTask: use.once === undefined || (context.role?.byTask ?? false),
    dependencyNames: [],
    dependencies: [],
  };
  // `compat:` a role does not inherit the play's collections: its own is the first, then those its meta names.
  const named = textList(context, meta, 'collections');
  const own = files.collection === undefined ? named : [files.collection, ...named];
  const inner: Context = {
    ...context,
    role,
    inherited: { ...context.inherited, collections: own },
    includes: use.once ? context.includes : [...context.includes, { directory: files.path, isRole: true }],
  };
  const importing = start === undefined ? context.importing : [...context.importing, start];
  const dependencies = useDependencies(inner, meta);
  role.dependencies = dependencies.flatMap((d) => (d.role ? [...d.role.dependencies, d.role] : []));
  role.dependencyNames = role.dependencies.map((d) => d.name);
  // `compat:` one that a task imports counts after those that its own tasks import, together with what it depends on.
  if (!role.byTask) context.playRoles?.push(role);
  role.handlers = handlersOf(inner, files);
  const body: Node[] = files.tasks
    ? parseNodes({ ...inner, file: files.tasks.file, importing }, files.tasks.value, `the tasks of role '${use.name}'`)
    : [];
  if (role.byTask && !role.isDependency) context.playRoles?.push(...role.dependencies, role);
  return {
    ...groupOf(
      { ...inner, file: files.tasks?.file ?? context.file },
      [...dependencies, ...validationOf(inner, files, use), ...body],
      use.span,
    ),
    role,
    roleUse: role,
  };
}

function isTrue(value: Value): boolean {
  return value !== null && typeof value !== 'object' && TRUE_WORDS.includes(keyText(value).toLowerCase());
}

function runOnceKey(path: string, use: RoleUse, meta: ValueMap): string | undefined {
  if (use.allowDuplicates === false) return useKey(path, new Map());
  return use.once && meta.get('allow_duplicates') !== true ? useKey(path, use.once) : undefined;
}

/** Uses whose entries differ in parameters or keywords are different roles to the rule that a role runs once. */
function useKey(path: string, entry: ValueMap): string {
  return JSON.stringify([path, plain(new Map([...entry].filter(([k]) => k !== 'role' && k !== 'name')))]);
}

function plain(value: Value): unknown {
  if (value instanceof TemplateText) return { template: value.source };
  if (value instanceof Map) return [...value].map(([k, v]) => [plain(k), plain(v)]);
  if (Array.isArray(value)) return value.map(plain);
  return value !== null && typeof value === 'object' ? toJs(value) : keyText(value);
}

function handlersOf(context: Context, files: RoleFiles): Node[] {
  if (!files.handlers) return [];
  return parseNodes(
    { ...context, handlers: true, file: files.handlers.file },
    files.handlers.value,
    `the handlers of role '${files.name}'`,
  );
}

function useDependencies(context: Context, meta: ValueMap): Block[] {
  const listed = meta.get('dependencies');
  if (listed === undefined || listed === null) return [];
  if (!Array.isArray(listed)) {
    problem(context, 'bad-keyword', "'dependencies' must be a list of roles", valueSpan(meta, 'dependencies'));
    return [];
  }
  return listed.flatMap((entry, i) => {
    const block = useEntry(context, entry, valueSpan(listed, i) ?? selfSpan(entry));
    return block ? [block] : [];
  });
}

/** One entry of `roles:` or of `dependencies:`: a name, or a mapping with keywords and parameters. */
export function useEntry(context: Context, entry: Value, span: Span | undefined): Block | undefined {
  if (!(entry instanceof Map)) {
    if (typeof entry !== 'string' && !(entry instanceof TemplateText)) {
      problem(context, 'bad-keyword', 'a role is named by text or by a mapping with its name', span);
      return undefined;
    }
    const name = needed(context, (c) => staticText(c, entry));
    return name === undefined ? undefined : useRole(context, { name, params: new Map(), span, once: new Map() });
  }
  const written = entry.get('role') ?? entry.get('name') ?? entry.get('src') ?? null;
  const name = written === null ? undefined : needed(context, (c) => staticText(c, written));
  if (name === undefined) {
    if (written === null)
      problem(context, 'fatal-keyword', 'a role entry needs the name of the role', span, "write '- role: name'");
    return undefined;
  }
  const keywords = keywordsOf('role');
  checkKeywords(context, entry, 'role', (key) => !keywords.includes(key));
  // `compat:` what is a keyword elsewhere (`user`, `hosts`) is a parameter here.
  const params: ValueMap = new Map([...entry].filter(([k]) => !keywords.includes(keyText(k)) && k !== 'src'));
  const inner: Context = { ...context, inherited: inherit(context, entry, 'role') };
  return useRole(inner, { name, params, span, once: entry });
}

function isFalse(value: Value | undefined): boolean {
  return value !== undefined && value !== null && FALSE_WORDS.includes(keyText(value).toLowerCase());
}

/** The request that include_role's and import_role's arguments make; texts must be resolved. */
export function roleRequest(context: Context, args: ValueMap): RoleRequest | undefined {
  const text = (key: string): string | undefined => {
    const value = args.get(key);
    if (value === undefined || value === null || Array.isArray(value) || value instanceof Map) return undefined;
    return staticText(context, value);
  };
  const name = text('name') ?? text('role');
  if (name === undefined) return undefined;
  return {
    name,
    tasksFrom: text('tasks_from'),
    varsFrom: text('vars_from'),
    defaultsFrom: text('defaults_from'),
    handlersFrom: text('handlers_from'),
    allowDuplicates: !isFalse(args.get('allow_duplicates')),
    validate: !isFalse(args.get('rolespec_validate')),
  };
}

/** `import_role`: put in place while loading. */
export function importRole(context: Context, map: ValueMap, args: ValueMap, span: Span | undefined): Node | undefined {
  if ([...map.keys()].some((k) => k === 'loop' || keyText(k).startsWith('with_'))) {
    problem(
      context,
      'bad-keyword',
      "'import_role' cannot loop: it is put in place before the run",
      span,
      'use include_role',
    );
    return undefined;
  }
  const request = roleRequest(context, args);
  const said = args.get('public');
  const shown = said === undefined ? undefined : isTrue(said);
  return request && useRole(context, { ...request, params: new Map(), span, once: undefined, public: shown });
}
