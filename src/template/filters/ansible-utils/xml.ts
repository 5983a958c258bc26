// The filters from_xml and to_xml: XML as dicts, in the form Python's xmltodict gives them.
import { Tuple, type Value, type ValueMap } from '../../../value/index.js';
import { spend, spendText } from '../../python/budget.js';
import { fail } from '../../python/errors.js';
import { repr, str } from '../../python/text.js';
import type { Filter } from '../../types.js';
import { argumentsOf } from './arguments.js';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = '[A-Za-z_:\\u0080-\\uffff][\\w.:\\-\\u0080-\\uffff]*';
const TOKEN = new RegExp(
  `<!--[^]*?-->|<\\?[^]*?\\?>|<!\\[CDATA\\[([^]*?)\\]\\]>|<!DOCTYPE[^[>]*>|</(${NAME})\\s*>|<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>|([^<]+)`,
  'y',
);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const DEEPEST = 500;

function bad(why: string): never {
  return fail(`from_xml: the input is not valid XML: ${why}`);
}

function decoded(text: string): string {
  return text.replace(/&([^;&]*);?/g, (all, name: string) => {
    const code = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name);
    if (!all.endsWith(';')) return bad(`'${all}'`);
    if (!code) return (Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined) ?? bad(`unknown entity '${all}'`);
    const n = code[1] === undefined ? Number(code[2]) : parseInt(code[1], 16);
    return n > 0 && n <= 0x10ffff ? String.fromCodePoint(n) : bad(`'${all}'`);
  });
}

interface Element {
  readonly name: string;
  readonly content: ValueMap;
  text: string;
}

/** compat: an element that comes again makes a list of all that have its name. */
function add(to: ValueMap, name: string, value: Value): void {
  const before = to.get(name);
  if (before === undefined) to.set(name, value);
  else if (Array.isArray(before)) before.push(value);
  else to.set(name, [before, value]);
}

function opened(name: string, attributes: string): Element {
  const content: ValueMap = new Map();
  for (const m of attributes.matchAll(ATTRIBUTE)) {
    if (content.has(`@${m[1]}`)) bad(`the attribute ${m[1]} is there twice`);
    content.set(`@${m[1]}`, decoded((m[2] ?? m[3] ?? '').replace(/[\t\n\r]/g, ' ')));
  }
  return { name, content, text: '' };
}

function valueOf({ content, text }: Element): Value {
  const own = text.trim();
  if (content.size === 0) return own === '' ? null : own;
  if (own !== '') content.set('#text', own);
  return content;
}

/** Reads one document. @throws TsplayError template-value when it is not well formed */
function parseXml(source: string): ValueMap {
  const root: Element = { name: '', content: new Map(), text: '' };
  const open: Element[] = [root];
  const close = (): void => {
    const element = open.pop() as Element;
    add((open.at(-1) as Element).content, element.name, valueOf(element));
  };
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const m = TOKEN.exec(text) ?? bad(`near '${text.slice(at, at + 20)}'`);
    const [all, cdata, end, start, attributes = '', empty, chars] = m;
    const top = open.at(-1) as Element;
    if (all.startsWith('<?xml ') && at !== 0) bad('the declaration does not stand at the beginning');
    if (cdata !== undefined || chars !== undefined) {
      const data = cdata ?? decoded(chars ?? '');
      if (top === root && data.trim() !== '') bad('text outside of the root element');
      top.text += data;
    } else if (end !== undefined) {
      if (top.name !== end || top === root) bad(`</${end}> closes nothing`);
      close();
    } else if (start !== undefined) {
      if (top === root && root.content.size > 0) bad('there are two root elements');
      if (open.length > DEEPEST) bad(`it is nested more than ${DEEPEST} deep`);
      open.push(opened(start, attributes));
      if (empty === '/') close();
    }
  }
  if (open.length > 1) bad(`<${(open.at(-1) as Element).name}> is not closed`);
  return root.content.size === 1 ? root.content : bad('there is no element');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('>', '&gt;').replaceAll('<', '&lt;');
}

function attributeText(text: string): string {
  const out = escaped(text).replaceAll('\n', '&#10;').replaceAll('\r', '&#13;').replaceAll('\t', '&#9;');
  if (!out.includes('"')) return `"${out}"`;
  return out.includes("'") ? `"${out.replaceAll('"', '&quot;')}"` : `'${out}'`;
}

/** compat: booleans are written small. */
function plainText(v: Value): string {
  return typeof v === 'boolean' ? String(v) : v instanceof Map ? fail('to_xml: a dict is no text') : str(v);
}

/** The name of an element or, behind `@`, of an attribute. @throws TsplayError for what would be no XML */
function nameOf(key: Value): string {
  if (typeof key !== 'string') return fail(`to_xml: the name ${str(key)} is no text`);
  return key !== '#text' && /^@?[?!]|[<>/"'=\s]/.test(key) ? fail(`to_xml: ${repr(key)} is no name`) : key;
}

class Writer {
  private readonly out: string[] = [];
  constructor(private readonly indent: string) {}

  element(name: string, value: Value, depth: number): void {
    if (depth > DEEPEST) fail(`to_xml: the data is nested more than ${DEEPEST} deep`);
    const many = Array.isArray(value) && !(value instanceof Tuple) ? value : [value];
    for (const item of many) this.one(name, item, depth);
  }

  private one(name: string, given: Value, depth: number): void {
    spend(100);
    const value = given === null ? new Map<Value, Value>() : given;
    const attributes: string[] = [];
    const children: [string, Value][] = [];
    let text: string | undefined;
    if (value instanceof Map) {
      for (const [key, item] of value) {
        const child = nameOf(key);
        if (child === '#text') text = item === null ? undefined : plainText(item);
        else if (child.startsWith('@'))
          attributes.push(` ${child.slice(1)}=${attributeText(item === null ? '' : plainText(item))}`);
        else if (!Array.isArray(item) || item.length > 0) children.push([child, item]);
      }
    } else text = plainText(value);
    spendText(this.indent.length * depth);
    const pad = `\n${this.indent.repeat(depth)}`;
    this.out.push(depth === 0 ? '' : pad, `<${name}${attributes.join('')}>`);
    for (const [child, item] of children) this.element(child, item, depth + 1);
    // compat: text beside elements stands on a line of its own, before the indentation of the end.
    if (children.length > 0) this.out.push('\n');
    if (text !== undefined) this.out.push(escaped(text));
    if (children.length > 0) this.out.push(this.indent.repeat(depth));
    this.out.push(`</${name}>`);
  }

  toString(): string {
    return this.out.join('');
  }
}

function needEngine(name: string, engine: Value | undefined): void {
  if (engine !== undefined && engine !== null && str(engine) !== 'xmltodict')
    fail(`${name}: engine: ${str(engine)} is not supported`);
}

export const fromXml: Filter = (call) => {
  const { data, engine } = argumentsOf(call, 'from_xml', { data: 'str', engine: 'str' });
  needEngine('from_xml', engine);
  return parseXml(str(data as Value));
};

export const toXml: Filter = (call) => {
  const given = argumentsOf(call, 'to_xml', {
    data: 'dict',
    engine: 'str',
    indent: 'str',
    indent_width: 'int',
    full_document: 'bool',
  });
  needEngine('to_xml', given['engine']);
  const indent = given['indent'] ?? 'tabs';
  if (indent !== 'tabs' && indent !== 'spaces') fail(`to_xml: indent is tabs or spaces, not '${str(indent)}'`);
  const width = given['indent_width'] ?? 4;
  spend(Math.max(0, Number(width)));
  const writer = new Writer(indent === 'tabs' ? '\t' : ' '.repeat(Number(width)));
  const data = given['data'] as ValueMap;
  const full = given['full_document'] !== false;
  const [root] = data.values();
  if (full && (data.size !== 1 || (Array.isArray(root) && root.length > 1)))
    fail('to_xml: a document has exactly one root');
  for (const [name, value] of data) writer.element(nameOf(name), value, 0);
  return `${full ? '<?xml version="1.0" encoding="utf-8"?>\n' : ''}${writer.toString()}`;
};
