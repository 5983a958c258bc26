// A document as text, byte for byte as lxml writes it.
import { childrenOf, isElement, isText, XMLNS, type Attr, type Document, type Element, type Node } from './dom.js';

/** With declaration; `pretty` indents elements that hold no text of their own. */
export function documentText(document: Document, pretty: boolean): string {
  let text = `<?xml version='1.0' encoding='UTF-8'?>\n`;
  let root = false;
  for (const node of childrenOf(document)) {
    if (node.nodeType === 10) text += `${doctype(node)}\n`;
    else if (isText(node) || (node.nodeType === 7 && node.nodeName === 'xml')) continue;
    else text += nodeText(node, pretty ? 0 : undefined) + (pretty ? '\n' : '');
    root ||= isElement(node);
  }
  return text;
}

interface Doctype {
  readonly name?: string;
  readonly publicId?: string;
  readonly systemId?: string;
  readonly internalSubset?: string | null;
}

function doctype(node: Node): string {
  const { name, publicId, systemId, internalSubset } = node as Node & Doctype;
  const bare = (id: string | undefined): string => (id ?? '').replace(/^(["'])(.*)\1$/s, '$2');
  const [pub, sys] = [bare(publicId), bare(systemId)];
  const ids = pub !== '' ? ` PUBLIC "${pub}" "${sys}"` : sys !== '' ? ` SYSTEM "${sys}"` : '';
  const subset = internalSubset ? ` [${internalSubset}]` : '';
  return `<!DOCTYPE ${name ?? ''}${ids}${subset}>`;
}

/** @param level how deep it is indented; undefined: not at all */
export function nodeText(node: Node, level?: number): string {
  switch (node.nodeType) {
    case 1:
      return elementText(node as Element, level);
    case 3:
      return escapeText(node.nodeValue ?? '');
    case 4:
      return `<![CDATA[${node.nodeValue ?? ''}]]>`;
    case 7:
      return `<?${node.nodeName}${node.nodeValue ? ` ${node.nodeValue}` : ''}?>`;
    case 8:
      return `<!--${node.nodeValue ?? ''}-->`;
    default:
      return '';
  }
}

function elementText(element: Element, level: number | undefined): string {
  const children = childrenOf(element);
  const head = element.nodeName + attributesText(element);
  if (children.length === 0) return `<${head}/>`;
  const indents = level !== undefined && !children.some(isText);
  if (!indents) return `<${head}>${children.map((child) => nodeText(child)).join('')}</${element.nodeName}>`;
  const inner = children.map((child) => `${'  '.repeat(level + 1)}${nodeText(child, level + 1)}\n`).join('');
  return `<${head}>\n${inner}${'  '.repeat(level)}</${element.nodeName}>`;
}

/** Declarations of namespaces come first. */
function attributesText(element: Element): string {
  const all: Attr[] = [];
  for (let i = 0; i < element.attributes.length; i++) {
    const one = element.attributes.item(i);
    if (one) all.push(one);
  }
  const declares = (one: Attr): boolean => one.namespaceURI === XMLNS;
  const sorted = [...all.filter(declares), ...all.filter((one) => !declares(one))];
  return sorted.map((one) => ` ${one.name}="${escapeAttribute(one.value)}"`).join('');
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');

/** What is compared to see whether anything has changed: no blanks between elements, CDATA as text. */
export function comparedText(document: Document): string {
  const copy = document.cloneNode(true) as Document;
  mergeCdata(copy);
  removeBlanks(copy);
  const root = copy.documentElement;
  return root ? nodeText(root) : '';
}

/** CDATA sections become text, and neighbouring texts one. */
export function mergeCdata(node: Node): void {
  const document = node.ownerDocument ?? (node as Document);
  for (const child of childrenOf(node)) {
    if (child.nodeType === 4) node.replaceChild(document.createTextNode(child.nodeValue ?? ''), child);
    else mergeCdata(child);
  }
  for (const child of childrenOf(node)) {
    const before = child.previousSibling;
    if (child.nodeType !== 3 || before?.nodeType !== 3) continue;
    child.nodeValue = (before.nodeValue ?? '') + (child.nodeValue ?? '');
    node.removeChild(before);
  }
}

/** Takes out blanks as libxml2 does: not where an element has text before them, and not an element's only content. */
export function removeBlanks(node: Node): void {
  const kept: Node[] = [];
  for (const child of childrenOf(node)) {
    const blank = child.nodeType === 3 && /^[ \t\r\n]*$/.test(child.nodeValue ?? '');
    const alone = kept.length === 0 && child.nextSibling === null;
    if (blank && isElement(node) && !alone && kept.at(-1)?.nodeType !== 3 && kept[0]?.nodeType !== 3) {
      node.removeChild(child);
      continue;
    }
    kept.push(child);
    removeBlanks(child);
  }
}
