// Task files as blocks: put in place while loading (import_tasks) or while running (include_tasks).
import type { Span } from '../ground/index.js';
import type { Value, ValueMap } from '../value/index.js';
import { guarded, problem, staticText, type Context } from './context.js';
import { checkKeywords, inherit } from './inherit.js';
import { loopOf } from './loops.js';
import type { Block, Node, Task } from './model.js';
import { parseNodes } from './tasks.js';

/** `import_tasks`: put in place while loading. */
export function importTasks(
  context: Context,
  map: ValueMap,
  action: { readonly args: ValueMap; readonly span: Span | undefined },
): Node | undefined {
  if (loopOf(context, map)) {
    problem(
      context,
      'bad-keyword',
      "'import_tasks' cannot loop: it is put in place before the run",
      action.span,
      'use include_tasks',
    );
    return undefined;
  }
  const written = action.args.get('_raw_params') ?? action.args.get('file') ?? null;
  const name = written === null ? undefined : staticText(context, written);
  if (name === undefined || name === '') return undefined;
  return loadTasks(context, name, 'import', action.span, map.get('name') ?? undefined);
}

/** The tasks of a file as a block that has the context's keywords. Also used for include_tasks while the run goes on. */
export function loadTasks(
  context: Context,
  name: string,
  how: 'import' | 'include',
  span: Span | undefined,
  title?: Value,
): Block | undefined {
  const found = context.source.findTasks(name, how, context);
  if ('searched' in found) {
    problem(context, 'file-missing', `no task file '${name}'`, span, `looked in: ${found.searched.join(', ')}`);
    return undefined;
  }
  if (context.importing.includes(found.path)) {
    problem(
      context,
      'bad-keyword',
      `'${name}' imports itself: ${[...context.importing, found.path].join(' → ')}`,
      span,
    );
    return undefined;
  }
  const value = guarded(context, () => context.source.load(found.path, span), span);
  if (value === undefined) return undefined;
  const inner: Context = {
    ...context,
    file: found.path,
    importing: [...context.importing, found.path],
    includes: [...context.includes, { directory: name.slice(0, name.lastIndexOf('/') + 1), isRole: false }],
  };
  return groupOf(inner, parseNodes(inner, value, `the file ${found.path}`), span, title);
}

/** Nodes that belong together without a block of the user's. */
export function groupOf(context: Context, body: readonly Node[], span: Span | undefined, name?: Value): Block {
  return {
    kind: 'block',
    span,
    name,
    inherited: context.inherited,
    role: context.role,
    file: context.file,
    body,
    rescue: [],
    always: [],
  };
}

/** What the children of a dynamic include inherit: all that stood around it, its vars, and `apply`; not its own keywords. */
export function includedContext(context: Context, include: Task, apply: ValueMap | undefined): Context {
  const base: Context = { ...context, inherited: { ...include.around, includeVars: include.inherited.includeVars } };
  if (!apply) return base;
  checkKeywords(base, apply, 'block', () => false);
  return { ...base, inherited: inherit(base, apply, 'block') };
}
