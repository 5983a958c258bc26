// What a task asks of a document: to be told of something in it, or to have it changed.
import { ModuleFailure } from '../../../src/kit/index.js';
import { behind, getAttribute, insertChildren, makeChildren, setAttribute, textOfValue } from './children.js';
import {
  childrenOf,
  clark,
  isAttribute,
  isChild,
  isElement,
  pathOf,
  removeWithTail,
  rootOf,
  setText,
  textOf,
  XMLNS,
  type Element,
} from './dom.js';
import type { Args } from './index.js';
import { elementsOf, find, makeTarget, qualified, type Tree } from './make.js';
import { nodeText } from './write.js';

export interface Edited {
  readonly msg?: unknown;
  readonly hits?: number;
  readonly matches?: readonly unknown[];
}

/** Changes the document in place. @throws ModuleFailure */
export function edit(tree: Tree, a: Args, xpath: string): Edited {
  if (a.print_match) return printMatch(tree, xpath);
  if (a.count) {
    const hits = Number(find(tree, `count(/${xpath})`, rootOf(tree.document)));
    return { hits, msg: `found ${hits} nodes` };
  }
  if (a.content !== undefined) return read(tree, xpath, a.content);
  if (a.state === 'absent') remove(tree, xpath);
  else if (a.set_children !== undefined) setChildren(tree, a, xpath, a.set_children);
  else if (a.add_children !== undefined && a.add_children.length > 0) addChildren(tree, a, xpath, a.add_children);
  else if (a.value !== undefined && a.value !== null) setValue(tree, a, xpath);
  else if (elementsOf(tree, xpath, rootOf(tree.document)).length === 0 && !holds(tree, xpath)) {
    makeTarget(tree, xpath, rootOf(tree.document));
  }
  return {};
}

/** An expression that is a comparison, and is true already. */
const holds = (tree: Tree, xpath: string): boolean => find(tree, xpath, rootOf(tree.document)) === true;

function printMatch(tree: Tree, xpath: string): Edited {
  const found = find(tree, xpath, rootOf(tree.document));
  if (!Array.isArray(found) || found.some((node) => !isChild(node))) {
    throw new ModuleFailure(`Xpath ${xpath} does not reference a node!`);
  }
  // As Python's json prints a list.
  const paths = found.map((node) => JSON.stringify(pathOf(node))).join(', ');
  return { msg: `selector '${xpath}' match: [${paths}]` };
}

function read(tree: Tree, xpath: string, what: 'attribute' | 'text'): Edited {
  const found = elementsOf(tree, xpath, rootOf(tree.document)).filter(isElement);
  if (found.length === 0) throw new ModuleFailure(`Xpath ${xpath} does not reference a node!`);
  const matches = found.map((element) => ({
    [clark(element)]: what === 'text' ? (textOf(element) ?? null) : attributesOf(element),
  }));
  return { msg: matches.length, hits: matches.length, matches };
}

function attributesOf(element: Element): Record<string, string> {
  const all: Record<string, string> = {};
  for (let i = 0; i < element.attributes.length; i++) {
    const one = element.attributes.item(i);
    if (one && one.namespaceURI !== XMLNS) all[clark(one)] = one.value;
  }
  return all;
}

function remove(tree: Tree, xpath: string): void {
  const refuse = (why: string): never => {
    throw new ModuleFailure(`Couldn't delete xpath target: ${xpath} (${why})`);
  };
  const found = find(tree, xpath, rootOf(tree.document));
  if (!Array.isArray(found)) return refuse('it is a value, not a node');
  for (const node of found) {
    if (isAttribute(node)) node.ownerElement?.removeAttributeNode(node);
    else if (!isChild(node)) refuse('only elements, comments and attributes can be deleted');
    else if (!node.parentNode || node.parentNode.nodeType === 9) refuse('the root cannot be deleted');
    else removeWithTail(node);
  }
}

function setChildren(tree: Tree, a: Args, xpath: string, given: readonly unknown[]): void {
  const found = find(tree, xpath, rootOf(tree.document));
  const children = makeChildren(tree.xml, tree.document, given, a.input_type);
  const wanted = children.map((child) => nodeText(child));
  for (const place of Array.isArray(found) ? found.filter(isElement) : []) {
    const present = childrenOf(place).filter(isChild);
    // compat: what is told apart is an element with the text behind it, so blanks between children count.
    const same =
      present.length === wanted.length && present.every((node, i) => nodeText(node) + tail(node) === wanted[i]);
    if (same) continue;
    for (const node of present) removeWithTail(node);
    insertChildren(place, children, null);
  }
}

function tail(node: Parameters<typeof nodeText>[0]): string {
  let text = '';
  for (let next = node.nextSibling; next && !isChild(next); next = next.nextSibling) text += nodeText(next);
  return text;
}

function addChildren(tree: Tree, a: Args, xpath: string, given: readonly unknown[]): void {
  const found = elementsOf(tree, xpath, rootOf(tree.document));
  const [first] = found;
  const last = found.at(-1);
  if (!first || !last) return;
  const children = makeChildren(tree.xml, tree.document, given, a.input_type);
  if (!a.insertbefore && !a.insertafter) {
    for (const place of found.filter(isElement)) insertChildren(place, children, null);
    return;
  }
  const target = a.insertbefore ? first : last;
  const parent = target.parentNode;
  if (!parent || !isElement(parent)) throw new ModuleFailure(`Xpath ${xpath} is the root: nothing can stand beside it`);
  insertChildren(parent, children, a.insertbefore ? first : behind(last));
}

function setValue(tree: Tree, a: Args, xpath: string): void {
  const root = rootOf(tree.document);
  const value = textOfValue(a.value) ?? '';
  const attribute = textOfValue(a.attribute);
  if (elementsOf(tree, xpath, root).length === 0) {
    try {
      makeTarget(tree, xpath, root);
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
      const hint =
        root.namespaceURI !== null && !xpath.includes(':')
          ? 'XML document has namespace(s) defined, but no namespace prefix(es) used in xpath!\n'
          : '';
      throw new ModuleFailure(`${hint}Xpath ${xpath} causes a failure: ${error.message}`);
    }
  }
  const found = elementsOf(tree, xpath, root).filter(isElement);
  if (found.length === 0) throw new ModuleFailure(`Xpath ${xpath} does not reference a node!`);
  for (const element of found) {
    if (attribute === undefined || attribute === '') {
      if (textOf(element) !== value) setText(element, value);
    } else {
      const name = qualified(tree, attribute);
      if (getAttribute(element, name) !== value) setAttribute(element, name, value);
    }
  }
}
