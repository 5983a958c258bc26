// Jinja2's filters for HTML that are more than escaping: urlize, striptags, xmlattr.
import { once } from '../../ground/index.js';
import { Undefined, type Value } from '../../value/index.js';
import { iterate } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { chars, repr, str } from '../python/text.js';
import { pythonRegex } from '../python-regex.js';
import type { FilterCall } from '../types.js';
import { define, flag, integer, take, withoutArguments, type Table } from './define.js';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

export function escapeHtml(source: string): string {
  return source.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}

/** What Jinja2 takes for an address: with a scheme or www, a well-known domain, or an IP address with a scheme. */
const ADDRESS = String.raw`(?ix)^(
  (https?://|www\.) (([\w%-]+\.)+)? ([a-z]{2,63}|xn--[\w%]{2,59})
  | ([\w%-]{2,63}\.)+ (com|net|int|edu|gov|org|info|mil)
  | (https?://) ((([\d]{1,3})(\.[\d]{1,3}){3}) | (\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}]))
  ) (?::[\d]{1,5})? (?:[/?\#]\S*)? $`;
const MAIL = String.raw`^\S+@\w[\w.-]*\.\w+$`;
const schemePattern = once(() => /^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u);

/** A word's leading brackets, its middle and what trails it; brackets that belong together stay in the middle. */
function trimmed(word: string): [string, string, string] {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? '';
  let middle = word.slice(head.length);
  let tail = /(?:[)>.,\n]|&gt;)+$/.exec(middle)?.[0] ?? '';
  middle = middle.slice(0, middle.length - tail.length);
  for (const [open, close] of [
    ['(', ')'],
    ['<', '>'],
    ['&lt;', '&gt;'],
  ] as const) {
    const opened = middle.split(open).length - 1;
    if (opened <= middle.split(close).length - 1) continue;
    for (let n = Math.min(opened, tail.split(close).length - 1); n > 0; n--) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  return [head, middle, tail];
}

function urlize(call: FilterCall): Value {
  const [limit, nofollow, target, rel, schemes] = take(call, 'urlize', [
    'trim_url_limit',
    'nofollow',
    'target',
    'rel',
    'extra_schemes',
  ]);
  const rels = new Set([
    ...(rel === undefined || rel === null ? [] : str(rel).split(/\s+/).filter(Boolean)),
    ...(flag(nofollow, false) ? ['nofollow'] : []),
    'noopener',
  ]);
  const extra = schemes === undefined || schemes === null ? [] : iterate(schemes).map(str);
  for (const scheme of extra)
    if (!schemePattern().test(scheme)) fail(`${repr(scheme)} is not a valid URI scheme prefix.`);
  const attributes =
    ` rel="${escapeHtml([...rels].sort().join(' '))}"` +
    (target === undefined || target === null || target === '' ? '' : ` target="${escapeHtml(str(target))}"`);
  const most = limit === undefined || limit === null ? Infinity : integer(limit, 0);
  const shortened = (x: string): string => {
    const all = chars(x);
    return all.length > most ? `${all.slice(0, most).join('')}...` : x;
  };
  const link = (middle: string): string => {
    if (pythonRegex(ADDRESS, {}, 'y').test(middle))
      return `<a href="${/^https?:\/\//.test(middle) ? '' : 'https://'}${middle}"${attributes}>${shortened(middle)}</a>`;
    if (middle.startsWith('mailto:') && pythonRegex(MAIL, {}, 'y').test(middle.slice(7)))
      return `<a href="${middle}">${middle.slice(7)}</a>`;
    if (/^(?!www\.|@)[^:]*@[^:]*$/.test(middle) && pythonRegex(MAIL, {}, 'y').test(middle))
      return `<a href="mailto:${middle}">${middle}</a>`;
    for (const scheme of extra)
      if (middle !== scheme && middle.startsWith(scheme)) return `<a href="${middle}"${attributes}>${middle}</a>`;
    return middle;
  };
  return escapeHtml(str(call.value))
    .split(/(\s+)/)
    .map((word) => {
      const [head, middle, tail] = trimmed(word);
      return head + link(middle) + tail;
    })
    .join('');
}

/** The names of the characters from U+00A0 on. */
const LATIN1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest ' +
  'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ');
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['euro', '€'],
  ['trade', '™'],
  ['bull', '•'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ...LATIN1.map((name, i): [string, string] => [name, String.fromCharCode(160 + i)]),
]);

/** Entities as characters: numbers, and the names of HTML's characters of Latin-1 with the usual punctuation. */
function unescapeHtml(source: string): string {
  return source.replace(
    /&(?:#(\d+);?|#[xX]([\da-fA-F]+);?|(\w+);)/g,
    (whole: string, dec?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const code = dec !== undefined ? Number(dec) : parseInt(hex ?? '', 16);
      return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
        ? '\ufffd'
        : String.fromCodePoint(code);
    },
  );
}

/** The text without what stands between the two; one that is not closed stays. A pattern would look for its end from each start. */
function without(text: string, start: string, end: string): string {
  let out = '';
  let at = 0;
  for (;;) {
    const from = text.indexOf(start, at);
    const to = from < 0 ? -1 : text.indexOf(end, from);
    if (to < 0) return out + text.slice(at);
    out += text.slice(at, from);
    at = to + end.length;
  }
}

function striptags(call: FilterCall): Value {
  const text = without(without(str(call.value), '<!--', '-->'), '<', '>');
  return unescapeHtml(text.split(/\s+/).filter(Boolean).join(' '));
}

function xmlattr(call: FilterCall): Value {
  const [autospace] = take(call, 'xmlattr', ['autospace']);
  if (!(call.value instanceof Map)) return fail('xmlattr needs a mapping');
  const parts: string[] = [];
  for (const [k, v] of call.value) {
    if (v === null || v instanceof Undefined) continue;
    if (typeof k !== 'string') return fail('the names of attributes are text');
    if (/[\s/>=]/.test(k)) fail(`invalid character in attribute name: ${repr(k)}`);
    parts.push(`${escapeHtml(k)}="${escapeHtml(str(v))}"`);
  }
  const out = parts.join(' ');
  return out && flag(autospace, true) ? ` ${out}` : out;
}

const table: Table = { urlize, striptags, xmlattr };

export const HTML_FILTERS = define({ ...table, ...withoutArguments(table, ['striptags']) });
