// Which texts inside of containers are of a kind of their own: Jinja2's Markup, and what filters such as to_json made.
import type { Value } from './value.js';

/** `Markup` is escaped for HTML; `NativeJinjaText` stays text though it looks like a list or a dict. */
export type TextKind = 'Markup' | 'NativeJinjaText';

/** A method of containers that make their values when asked: the kind of the text under a key. */
export const TEXT_KIND = Symbol('text kind');

interface Mark {
  readonly text: string;
  readonly kind: TextKind;
}

/** The text is noted too, so that a mark whose container was changed afterwards says nothing. */
const MARKS = new WeakMap<object, Map<Value, Mark>>();
let anyMarks = false;

/** Whether any container has a text of a kind: as long as none has, nobody needs to look. */
export function areKindsInUse(): boolean {
  return anyMarks;
}

/** Notes the kind of the text that `container` has under `key` (a key of a dict, an index of a list). */
export function setTextKind(container: object, key: Value, text: string, kind: TextKind): void {
  anyMarks = true;
  const marks = MARKS.get(container) ?? new Map<Value, Mark>();
  MARKS.set(container, marks);
  marks.set(key, { text, kind });
}

/** The kind of the text that `container` has under `key`. */
export function textKindAt(container: object, key: Value, text: string): TextKind | undefined {
  if (TEXT_KIND in container)
    return (container as { [TEXT_KIND]: (key: Value) => TextKind | undefined })[TEXT_KIND](key);
  if (!anyMarks) return undefined;
  const mark = MARKS.get(container)?.get(key);
  return mark?.text === text ? mark.kind : undefined;
}

/** The texts of a kind in a container itself, by text; undefined when there are none. */
export function textKindsOf(container: object): ReadonlyMap<Value, Mark> | undefined {
  return MARKS.get(container);
}

/** What was noted of one container counts for its copy. */
export function copyTextKinds(from: object, to: object): void {
  const marks = anyMarks ? MARKS.get(from) : undefined;
  if (marks) for (const [key, { text, kind }] of marks) setTextKind(to, key, text, kind);
}
