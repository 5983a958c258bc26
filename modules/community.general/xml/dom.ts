// Documents as lxml sees them: parsing, XPath, and the little of its tree model that the DOM lacks.
import { ModuleFailure } from '../../../src/kit/index.js';
import type * as xmldom from '@xmldom/xmldom';
import type { Attr, Document, Element, Node } from '@xmldom/xmldom';

type Xmldom = typeof xmldom;

/** The part of the package that is used; its own types leave it out. */
interface XPath {
  parse(expression: string): {
    evaluate(options: { node: Node; namespaces: Record<string, string> }): Result;
  };
}

/** A value of XPath 1.0: one of a set of nodes, a number, a truth value and a text. */
interface Result {
  toArray?: () => Node[];
  numberValue(): number;
  booleanValue(): boolean;
  stringValue(): string;
  readonly constructor: { readonly name: string };
}

export type { Attr, Document, Element, Node };

export const XMLNS = 'http://www.w3.org/2000/xmlns/';

export const isElement = (node: Node): node is Element => node.nodeType === 1;
export const isAttribute = (node: Node): node is Attr => node.nodeType === 2;
/** Text and CDATA sections: what is not a child of its own for lxml but text or tail of one. */
export const isText = (node: Node): boolean => node.nodeType === 3 || node.nodeType === 4;
/** What lxml counts as a child: elements, comments, processing instructions. */
export const isChild = (node: Node): boolean => isElement(node) || node.nodeType === 7 || node.nodeType === 8;

export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

export class Xml {
  private constructor(
    private readonly dom: Xmldom,
    private readonly xpath: XPath,
  ) {}

  static async load(): Promise<Xml> {
    const [dom, xpath] = await Promise.all([import('@xmldom/xmldom'), import('xpath')]);
    return new Xml(exportsOf(dom), exportsOf(xpath) as unknown as XPath);
  }

  /** @throws Error with what is wrong and where */
  parse(bytes: Uint8Array): Document {
    const text = decode(bytes);
    const parser = new this.dom.DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    });
    return parser.parseFromString(text, 'text/xml');
  }

  /**
   * The nodes an expression finds; a number, text or truth value as it is. Paths that are relative begin at `node`.
   * @throws Error for a prefix that is not in `namespaces`
   */
  find(expression: string, node: Node, namespaces: Readonly<Record<string, string>>): Found {
    const value = this.xpath.parse(expression).evaluate({ node, namespaces: { ...namespaces } });
    if (value.toArray) return value.toArray();
    const text = value.stringValue();
    // The result's classes are not told apart by more than what they give.
    if (typeof (value as { readonly b?: unknown }).b === 'boolean') return value.booleanValue();
    return typeof (value as { readonly num?: unknown }).num === 'number' ? value.numberValue() : text;
  }

  /** @throws ModuleFailure when it is no XPath */
  check(expression: string): void {
    try {
      this.xpath.parse(expression);
    } catch (error) {
      throw new ModuleFailure(`Syntax error in xpath expression: ${expression} (${(error as Error).message})`);
    }
  }
}

/** Of a CommonJS package: everything is in its default export, and by name only where the loader finds the names. */
function exportsOf<T extends object>(loaded: T): T {
  return 'default' in loaded ? (loaded.default as T) : loaded;
}

export type Found = Node[] | number | boolean | string;

function decode(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const named = /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  const encoding = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : (named ?? 'utf-8');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`the text is not in the encoding ${encoding}`);
  }
}

/** The root element. */
export function rootOf(document: Document): Element {
  const root = document.documentElement;
  if (!root) throw new Error('the document has no root element');
  return root;
}

/** lxml's `text`: what stands before the first child; undefined when nothing does. */
export function textOf(element: Element): string | undefined {
  let text: string | undefined;
  for (let node = element.firstChild; node && isText(node); node = node.nextSibling) {
    text = (text ?? '') + (node.nodeValue ?? '');
  }
  return text;
}

/** Sets what stands before the first child; undefined takes it away. */
export function setText(element: Element, text: string | undefined): void {
  while (element.firstChild && isText(element.firstChild)) element.removeChild(element.firstChild);
  if (text === undefined || !element.ownerDocument) return;
  element.insertBefore(element.ownerDocument.createTextNode(text), element.firstChild);
}

/** Takes a node out with the text behind it, as lxml does. */
export function removeWithTail(node: Node): void {
  const parent = node.parentNode;
  if (!parent) return;
  while (node.nextSibling && isText(node.nextSibling)) parent.removeChild(node.nextSibling);
  parent.removeChild(node);
}

/** `{namespace}name`, as lxml names elements and attributes. */
export function clark(node: Element | Attr): string {
  return node.namespaceURI ? `{${node.namespaceURI}}${node.localName ?? ''}` : node.nodeName;
}

/** libxml2's path of an element or comment: /a/b[2]. */
export function pathOf(node: Node): string {
  const parent = node.parentNode;
  const above = parent === null || parent.nodeType === 9 ? '' : pathOf(parent);
  const [name, same] = stepOf(node);
  const siblings = parent === null ? [node] : childrenOf(parent).filter(same);
  return `${above}/${name}${siblings.length > 1 ? `[${siblings.indexOf(node) + 1}]` : ''}`;
}

function stepOf(node: Node): [string, (other: Node) => boolean] {
  if (node.nodeType === 8) return ['comment()', (other) => other.nodeType === 8];
  if (node.nodeType === 7) return [`processing-instruction('${node.nodeName}')`, (o) => o.nodeName === node.nodeName];
  // A default namespace has no prefix to write: any element counts.
  const nameless = isElement(node) && node.namespaceURI && !node.prefix;
  if (nameless) return ['*', isElement];
  return [node.nodeName, (other) => isElement(other) && other.nodeName === node.nodeName];
}
