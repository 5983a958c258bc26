// Makes what a path names when it is not there: the element, its text or its attribute, and what is above it.
import { ModuleFailure } from '../../../src/kit/index.js';
import { getAttribute, insertChildren, newElement, setAttribute } from './children.js';
import { isElement, setText, textOf, type Document, type Element, type Found, type Node, type Xml } from './dom.js';

export interface Tree {
  readonly xml: Xml;
  readonly document: Document;
  readonly namespaces: Readonly<Record<string, string>>;
}

/** What an expression finds from `node` on. */
export function find({ xml, namespaces }: Tree, expression: string, node: Node): Found {
  try {
    return xml.find(expression, node, namespaces);
  } catch (error) {
    throw new ModuleFailure(`Evaluation error in xpath expression: ${expression} (${(error as Error).message})`);
  }
}

/** Elements, comments and the like an expression finds; none where it finds attributes, text or a value. */
export function elementsOf(tree: Tree, expression: string, node: Node): Node[] {
  const found = find(tree, expression, node);
  return Array.isArray(found) && found[0] !== undefined && isElement(found[0]) ? found : [];
}

const NAME = String.raw`[a-zA-Z-][a-zA-Z0-9_\-.]*`;
const QNAME = `${NAME}|${NAME}:${NAME}`;
const TEXT = `'.*'|".*"`;

type Change =
  | { readonly kind: 'element'; readonly name: string; readonly text: string | undefined }
  | { readonly kind: 'conditions'; readonly name: string; readonly conditions: readonly string[] }
  | { readonly kind: 'attribute'; readonly name: string; readonly text: string | undefined }
  | { readonly kind: 'text'; readonly text: string };

/** A path without its last step, and what that step asks for; undefined when it is not one that can be made. */
function splitLast(path: string): { readonly inner: string; readonly change: Change } | undefined {
  const text = path.trim();
  const match = (pattern: string): RegExpExecArray | null => new RegExp(`^${pattern}$`, 's').exec(text);
  const bare = (quoted: string | undefined): string => (quoted ?? '').slice(1, -1);
  let m = match(`(.*)/(${QNAME})`);
  if (m) return { inner: m[1] ?? '', change: { kind: 'element', name: m[2] ?? '', text: undefined } };
  m = match(`(.*)/(${QNAME})/text\\(\\)=(${TEXT})`);
  if (m) return { inner: m[1] ?? '', change: { kind: 'element', name: m[2] ?? '', text: bare(m[3]) } };
  m = match(`(.*)/@(${QNAME})`);
  if (m) return { inner: m[1] ?? '', change: { kind: 'attribute', name: m[2] ?? '', text: undefined } };
  m = match(`(.*)/@(${QNAME})=(${TEXT})`);
  if (m) return { inner: m[1] ?? '', change: { kind: 'attribute', name: m[2] ?? '', text: bare(m[3]) } };
  m = match(`(.*)/(${QNAME})\\[(.*)\\]`);
  if (m) {
    const conditions = (m[3] ?? '').split(' and ').map((one) => one.trim());
    return { inner: m[1] ?? '', change: { kind: 'conditions', name: m[2] ?? '', conditions } };
  }
  m = match(`(.*)/text\\(\\)=(${TEXT})`);
  if (m) return { inner: m[1] ?? '', change: { kind: 'text', text: bare(m[2]) } };
  return undefined;
}

/** @throws ModuleFailure for a path that says no more than a condition */
export function makeTarget(tree: Tree, path: string, from: Node): void {
  const split = splitLast(path);
  if (!split) throw new ModuleFailure(`Can't process Xpath ${path} in order to spawn nodes!`);
  const { inner, change } = split;
  if (inner === '') throw new ModuleFailure(`Xpath ${path} names another root than the document has`);
  if (elementsOf(tree, inner, from).length === 0) makeTarget(tree, inner, from);
  const places = elementsOf(tree, inner, from).filter(isElement);
  for (const place of places) apply(tree, place, change);
}

function apply(tree: Tree, place: Element, change: Change): void {
  switch (change.kind) {
    case 'element':
    case 'conditions': {
      const made = newElement(tree.document, qualified(tree, change.name));
      if (change.kind === 'element' && change.text !== undefined) setText(made, change.text);
      insertChildren(place, [made], null);
      if (change.kind === 'conditions') {
        for (const condition of change.conditions) makeTarget(tree, `./${condition}`, made);
      }
      return;
    }
    case 'attribute': {
      const name = qualified(tree, change.name);
      const now = getAttribute(place, name);
      if (now === undefined || now !== change.text) setAttribute(place, name, change.text ?? '');
      return;
    }
    case 'text':
      if (textOf(place) !== change.text) setText(place, change.text);
  }
}

/** `prefix:name` as `{namespace}name`. @throws ModuleFailure for a prefix the task does not declare */
export function qualified({ namespaces }: Tree, name: string): string {
  const [prefix = '', local] = name.split(':');
  if (local === undefined) return name;
  const namespace = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined;
  if (namespace === undefined) throw new ModuleFailure(`the prefix '${prefix}' is not in 'namespaces'`);
  return `{${namespace}}${local}`;
}
