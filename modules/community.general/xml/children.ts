// New elements: from what a task says of them, and into their place in a document.
import { ModuleFailure } from '../../../src/kit/index.js';
import {
  childrenOf,
  isChild,
  isElement,
  setText,
  XMLNS,
  type Document,
  type Element,
  type Node,
  type Xml,
} from './dom.js';

/** The elements a task lists, as XML text or as names and mappings. @throws ModuleFailure */
export function makeChildren(
  xml: Xml,
  document: Document,
  children: readonly unknown[],
  type: 'xml' | 'yaml',
): Element[] {
  return children.map((child) => (type === 'xml' ? parsed(xml, document, child) : described(document, child)));
}

function parsed(xml: Xml, document: Document, child: unknown): Element {
  try {
    const root = xml.parse(Buffer.from(textOfValue(child) ?? '')).documentElement;
    if (!root) throw new Error('no element');
    return document.importNode(root, true);
  } catch (error) {
    throw new ModuleFailure(`Error while parsing child element: ${(error as Error).message}`);
  }
}

function described(document: Document, child: unknown): Element {
  if (typeof child === 'string') return newElement(document, child);
  if (child === null || typeof child !== 'object' || Array.isArray(child)) {
    throw new ModuleFailure('Invalid child type. Children must be either strings or hashes.');
  }
  const entries = Object.entries(child as Record<string, unknown>);
  const [first] = entries;
  if (entries.length !== 1 || !first) throw new ModuleFailure('Can only create children from hashes with one key');
  const [name, value] = first;
  const element = newElement(document, name);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    setText(element, textOfValue(value));
    return element;
  }
  for (const [key, one] of Object.entries(value as Record<string, unknown>)) {
    if (key !== '_') setAttribute(element, key, textOfValue(one) ?? '');
    else if (!Array.isArray(one)) throw new ModuleFailure('Invalid children type, must be list.');
    else for (const inner of one) element.appendChild(described(document, inner));
  }
  return element;
}

/** A scalar as text; null is none. Numbers and truth values are written as Python prints them. */
export function textOfValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw new ModuleFailure(`text is needed, not ${JSON.stringify(value)}`);
}

const CLARK = /^(?:\{([^}]*)\})?(.*)$/s;
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}._-]*$/u;

/** @param name `{namespace}name` or a name alone @throws ModuleFailure */
export function newElement(document: Document, name: string): Element {
  const [, namespace, local = ''] = CLARK.exec(name) ?? [];
  if (!NAME.test(local)) throw new ModuleFailure(`Invalid tag name '${local}'`);
  return namespace ? document.createElementNS(namespace, `ns0:${local}`) : document.createElement(local);
}

/** @param name `{namespace}name` or a name alone @throws ModuleFailure */
export function setAttribute(element: Element, name: string, value: string): void {
  const [, namespace, local = ''] = CLARK.exec(name) ?? [];
  if (!NAME.test(local)) throw new ModuleFailure(`Invalid attribute name '${local}'`);
  if (!namespace) {
    element.setAttribute(local, value);
    return;
  }
  let prefix = prefixOf(element, namespace, true);
  if (prefix === undefined) {
    prefix = freePrefix(element);
    element.setAttributeNS(XMLNS, `xmlns:${prefix}`, namespace);
  }
  element.setAttributeNS(namespace, `${prefix}:${local}`, value);
}

export function getAttribute(element: Element, name: string): string | undefined {
  const [, namespace, local = ''] = CLARK.exec(name) ?? [];
  const has = namespace ? element.hasAttributeNS(namespace, local) : element.hasAttribute(name);
  if (!has) return undefined;
  return (namespace ? element.getAttributeNS(namespace, local) : element.getAttribute(name)) ?? undefined;
}

/** The prefix a namespace has at an element ('' for the default one); undefined when it has none there. */
function prefixOf(element: Element, namespace: string, forAttribute: boolean): string | undefined {
  const hidden = new Set<string>();
  for (let node: Node | null = element; node && isElement(node); node = node.parentNode) {
    for (let i = 0; i < node.attributes.length; i++) {
      const one = node.attributes.item(i);
      if (one?.namespaceURI !== XMLNS) continue;
      const prefix = one.prefix ? (one.localName ?? '') : '';
      if (one.value === namespace && !hidden.has(prefix) && !(forAttribute && prefix === '')) return prefix;
      hidden.add(prefix);
    }
  }
  return undefined;
}

function freePrefix(element: Element): string {
  for (let n = 0; ; n++) {
    if (!element.hasAttributeNS(XMLNS, `ns${n}`) && element.lookupNamespaceURI(`ns${n}`) === null) return `ns${n}`;
  }
}

/** Puts elements before `next`, or at the end; several places in turn move them on, as lxml does. */
export function insertChildren(parent: Element, children: readonly Element[], next: Node | null): void {
  for (const child of children) {
    parent.insertBefore(child, next);
    settle(child);
  }
}

/** The node in front of which something comes that is to stand behind `node` and the text that follows it. */
export function behind(node: Node): Node | null {
  let next = node.nextSibling;
  while (next && !isChild(next)) next = next.nextSibling;
  return next;
}

/** Uses the prefixes of the place a new element has come to, and drops declarations that say nothing new there. */
function settle(element: Element): void {
  const parent = element.parentNode;
  if (parent && isElement(parent)) {
    for (let i = element.attributes.length - 1; i >= 0; i--) {
      const one = element.attributes.item(i);
      if (one?.namespaceURI !== XMLNS) continue;
      const prefix = one.prefix ? (one.localName ?? '') : '';
      if (prefixOf(parent, one.value, false) === prefix) element.removeAttributeNode(one);
    }
  }
  const { namespaceURI: namespace, localName } = element;
  if (namespace && prefixOf(element, namespace, false) !== (element.prefix ?? '')) {
    const known = prefixOf(element, namespace, false);
    const prefix = known ?? freePrefix(element);
    if (known === undefined) element.setAttributeNS(XMLNS, `xmlns:${prefix}`, namespace);
    rename(element, prefix === '' ? (localName ?? '') : `${prefix}:${localName ?? ''}`, prefix);
  }
  for (const child of childrenOf(element)) if (isElement(child)) settle(child);
}

/** The DOM knows no renaming; the names are plain fields. */
function rename(element: Element, name: string, prefix: string): void {
  Object.assign(element, { nodeName: name, tagName: name, prefix: prefix === '' ? null : prefix });
}
