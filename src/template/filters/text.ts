// Ansible's filters on text: regular expressions, quoting, comments, encodings, hashes, URLs.
import { Undefined, type Value, type ValueMap } from '../../value/index.js';
import { truthy } from '../python/compare.js';
import { fail, unsupported } from '../python/errors.js';
import { isNumeric, toNumber } from '../python/numbers.js';
import { repr, str, typeName } from '../python/text.js';
import { escapePython, pythonRegex, substitute } from '../python-regex.js';
import { tuple } from '../../value/index.js';
import type { FilterCall } from '../types.js';
import { define, flag, integer, needString, take, text, type Table } from './define.js';

/** The text of a value that a regular expression is applied to. */
function subject(v: Value): string {
  return str(v);
}

function regexReplace(call: FilterCall): Value {
  const [pattern, replacement, ignoreCase, multiline, count, mandatory] = take(call, 'regex_replace', [
    'pattern',
    'replacement',
    'ignorecase',
    'multiline',
    'count',
    'mandatory_count',
  ]);
  const regex = pythonRegex(text(pattern, ''), {
    ignoreCase: flag(ignoreCase, false),
    multiline: flag(multiline, false),
  });
  const result = substitute(regex, text(replacement, ''), subject(call.value), integer(count, 0));
  const wanted = integer(mandatory, 0);
  if (wanted && wanted !== result.count)
    fail(
      `'${text(pattern, '')}' should match ${wanted} times, but matches ${result.count} times in '${subject(call.value)}'`,
    );
  return result.text;
}

function regexSearch(call: FilterCall): Value {
  const [pattern, ...groups] = call.args.length > 0 ? call.args : [call.kwargs.get('regex') ?? ''];
  const flags = {
    ignoreCase: flag(call.kwargs.get('ignorecase'), false),
    multiline: flag(call.kwargs.get('multiline'), false),
  };
  const m = pythonRegex(str(pattern as Value), flags).exec(subject(call.value));
  if (!m) return null;
  if (groups.length === 0) return m[0];
  return groups.map((g) => {
    const wanted = /^\\(?:g<(\S+)>|(\d+))$/.exec(str(g));
    if (!wanted) return fail(`Unknown argument ${repr(g)} of regex_search`);
    const name = wanted[1] ?? wanted[2] ?? '';
    if (/^\d+$/.test(name)) {
      if (Number(name) >= m.length) fail(`no such group: ${name}`);
      return m[Number(name)] ?? null;
    }
    if (!m.groups || !Object.hasOwn(m.groups, name)) return fail(`no such group: ${name}`);
    return m.groups[name] ?? null;
  });
}

function regexFindall(call: FilterCall): Value {
  const [pattern, multiline, ignoreCase] = take(call, 'regex_findall', ['regex', 'multiline', 'ignorecase'], 1);
  const regex = pythonRegex(str(pattern as Value), {
    ignoreCase: flag(ignoreCase, false),
    multiline: flag(multiline, false),
  });
  return [...subject(call.value).matchAll(regex)].map((m) =>
    m.length === 1 ? m[0] : m.length === 2 ? (m[1] ?? '') : tuple(m.slice(1).map((g) => g ?? '')),
  );
}

const STYLES: Record<string, Record<string, string>> = {
  plain: { decoration: '# ' },
  erlang: { decoration: '% ' },
  c: { decoration: '// ' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
};

function comment(call: FilterCall): Value {
  const style = text(call.args[0] ?? call.kwargs.get('style'), 'plain');
  const base = STYLES[style] ?? fail(`Invalid style '${style}'. Available styles: ${Object.keys(STYLES).join(', ')}`);
  const kw = (name: string): string | undefined => {
    const v = call.kwargs.get(name);
    return v === undefined ? undefined : str(v);
  };
  const known = [
    'style',
    'decoration',
    'newline',
    'beginning',
    'prefix',
    'prefix_count',
    'postfix',
    'postfix_count',
    'end',
  ];
  for (const name of call.kwargs.keys()) if (!known.includes(name)) fail(`comment has no argument '${name}'`);
  const decoration = kw('decoration') ?? base['decoration'] ?? '';
  const edge = decoration.trimEnd();
  const newline = kw('newline') ?? '\n';
  const beginning = kw('beginning') ?? base['beginning'] ?? '';
  const prefix = kw('prefix') ?? edge;
  const postfix = kw('postfix') ?? edge;
  const end = kw('end') ?? base['end'] ?? '';
  const head = beginning ? beginning + newline : '';
  const before = prefix ? (prefix + newline).repeat(Math.max(0, integer(call.kwargs.get('prefix_count'), 1))) : '';
  const body = str(call.value)
    .split(newline)
    .map((line) => decoration + line)
    .join(newline)
    .replaceAll(decoration + newline, edge + newline);
  const after = (newline + postfix).repeat(Math.max(0, integer(call.kwargs.get('postfix_count'), 1)));
  return head + before + body + after + (end ? newline + end : '');
}

/** The text as one shell word, as shlex.quote gives it. */
function shellQuote(source: string): string {
  if (source === '') return "''";
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(source) ? source : `'${source.replaceAll("'", `'"'"'`)}'`;
}

function bytesOf(source: string, encoding: string): Uint8Array {
  if (/^utf-?8$/i.test(encoding) || /^ascii$/i.test(encoding)) return new TextEncoder().encode(source);
  if (/^utf-?16(-?le)?$/i.test(encoding)) {
    const body = Uint8Array.from(
      [...source].flatMap((c) =>
        Array.from({ length: c.length }, (_, i) => c.charCodeAt(i)).flatMap((u) => [u & 255, u >> 8]),
      ),
    );
    return /le$/i.test(encoding) ? body : Uint8Array.from([0xff, 0xfe, ...body]);
  }
  if (/^(latin-?1|iso-?8859-?1)$/i.test(encoding)) return Uint8Array.from([...source].map((c) => c.charCodeAt(0)));
  return unsupported(`the encoding '${encoding}' is not supported`, 'use utf-8, utf-16-le or latin-1');
}

function decodeBytes(bytes: Uint8Array, encoding: string): string {
  if (/^(latin-?1|iso-?8859-?1)$/i.test(encoding)) return Array.from(bytes, (b) => String.fromCharCode(b)).join('');
  const label = /^utf-?16(-?le)?$/i.test(encoding)
    ? 'utf-16le'
    : /^(utf-?8|ascii)$/i.test(encoding)
      ? 'utf-8'
      : undefined;
  if (!label) return unsupported(`the encoding '${encoding}' is not supported`, 'use utf-8, utf-16-le or latin-1');
  return new TextDecoder(label).decode(bytes);
}

function base64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 0x8000) out += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(out);
}

/** The hexadecimal digest of text. @throws TsplayError when the algorithm is not available */
function digest(call: Pick<FilterCall, 'port'>, algorithm: string, bytes: Uint8Array): string {
  return (
    call.port.hash(algorithm, bytes) ??
    unsupported(`the hash '${algorithm}' is not available`, 'use md5, sha1, sha224, sha256, sha384 or sha512')
  );
}

function hashOf(call: FilterCall, algorithm: string): string {
  return digest(call, algorithm, new TextEncoder().encode(str(call.value)));
}

const ANSIBLE_NAMESPACE = '361E6D51-FAEC-444A-9079-341386DA8E2E';

function toUuid(call: FilterCall): Value {
  const [namespace] = take(call, 'to_uuid', ['namespace']);
  const hex = text(namespace, ANSIBLE_NAMESPACE).replaceAll('-', '');
  if (!/^[\da-fA-F]{32}$/.test(hex))
    fail(`Invalid value '${text(namespace, '')}' for 'namespace'. badly formed hexadecimal UUID string`);
  const name = new TextEncoder().encode(str(call.value));
  const bytes = Uint8Array.from([...(hex.match(/../g) ?? []).map((h) => parseInt(h, 16)), ...name]);
  const sha1 = digest(call, 'sha1', bytes);
  const variant = ((parseInt(sha1.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${sha1.slice(0, 8)}-${sha1.slice(8, 12)}-5${sha1.slice(13, 16)}-${variant}${sha1.slice(18, 20)}-${sha1.slice(20, 32)}`;
}

function urlsplit(call: FilterCall): Value {
  const [query] = take(call, 'urlsplit', ['query']);
  const m =
    /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(str(call.value)) ??
    fail('not a URL');
  const netloc = m[2] ?? '';
  const at = netloc.lastIndexOf('@');
  const user = at < 0 ? undefined : netloc.slice(0, at);
  const host = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(netloc.slice(at + 1));
  const colon = user?.indexOf(':') ?? -1;
  const hostname = (host?.[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase();
  const map: ValueMap = new Map<Value, Value>([
    ['fragment', m[5] ?? ''],
    ['hostname', hostname === '' ? null : hostname],
    ['netloc', netloc],
    ['password', user !== undefined && colon >= 0 ? user.slice(colon + 1) : null],
    ['path', m[3] ?? ''],
    ['port', host?.[2] ? Number(host[2]) : null],
    ['query', m[4] ?? ''],
    ['scheme', (m[1] ?? '').toLowerCase()],
    ['username', user === undefined ? null : colon < 0 ? user : user.slice(0, colon)],
  ]);
  if (query === undefined || query === '') return map;
  return map.get(query) ?? (map.has(query) ? null : fail(`unknown URL component '${str(query)}'`));
}

function urlQuote(v: Value, slash: boolean): string {
  const out = encodeURIComponent(str(v)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return slash ? out.replaceAll('%2F', '/') : out;
}

function urlencode(call: FilterCall): Value {
  const form = (v: Value): string => urlQuote(v, false).replaceAll('%20', '+');
  if (call.value instanceof Map) return [...call.value].map(([k, v]) => `${form(k)}=${form(v)}`).join('&');
  if (Array.isArray(call.value))
    return call.value
      .map((p) => (Array.isArray(p) ? `${form(p[0] ?? '')}=${form(p[1] ?? '')}` : fail('urlencode needs pairs')))
      .join('&');
  return urlQuote(call.value, true);
}

const UNITS = ['Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'K', 'B'];
const size = (unit: string): number => 1024 ** (8 - UNITS.indexOf(unit));

function humanReadable(call: FilterCall): Value {
  const [isbits, unit] = take(call, 'human_readable', ['isbits', 'unit']);
  const n = isNumeric(call.value) ? toNumber(call.value) : Number(needString(call.value, 'human_readable'));
  if (Number.isNaN(n)) fail(`human_readable() can't interpret ${repr(call.value)}`);
  const wanted = unit === undefined || unit === null ? undefined : str(unit)[0]?.toUpperCase();
  let chosen = 'B';
  for (const u of UNITS) {
    if ((wanted === undefined && n >= size(u)) || wanted === u) {
      chosen = u;
      break;
    }
  }
  const base = flag(isbits, false) ? 'bits' : 'Bytes';
  const suffix = chosen === 'B' ? base : flag(isbits, false) ? `${chosen}b` : `${chosen}B`;
  return `${(n / size(chosen)).toFixed(2)} ${suffix}`;
}

function humanToBytes(call: FilterCall): Value {
  const [unit, isbits] = take(call, 'human_to_bytes', ['default_unit', 'isbits']);
  const source = str(call.value).trim();
  const m =
    /^([0-9]*\.?[0-9]+)(?:\s*([A-Za-z]+))?\s*$/.exec(source) ??
    fail(`human_to_bytes() can't interpret following string: ${source}`);
  const name = m[2] ?? (unit === undefined || unit === null ? 'B' : str(unit));
  const letter = (name[0] ?? 'B').toUpperCase();
  if (!UNITS.includes(letter))
    fail(
      `human_to_bytes() failed to convert ${source} (unit = ${name}). The suffix must be one of Y, Z, E, P, T, G, M, K, B`,
    );
  if (flag(isbits, false) ? /^.B$/.test(name) : /^.b$/.test(name))
    fail(
      `human_to_bytes() failed to convert ${source}. Value is not a valid string for ${flag(isbits, false) ? 'bits' : 'bytes'}`,
    );
  return Math.round(Number(m[1]) * size(letter));
}

const table: Table = {
  regex_replace: regexReplace,
  regex_search: regexSearch,
  regex_findall: regexFindall,
  regex_escape: (call) => {
    const [type] = take(call, 're_type', ['re_type']);
    const source = str(call.value);
    const kind = text(type, 'python');
    if (kind === 'python') return escapePython(source);
    if (kind === 'posix_basic') return source.replace(/[\][.^$*\\]/g, '\\$&');
    return fail(`Invalid regex type (${kind})`);
  },
  quote: (call) => shellQuote(call.value === null ? '' : str(call.value)),
  comment,
  bool: (call) => {
    const v = call.value;
    if (v === null || typeof v === 'boolean') return v;
    if (typeof v === 'string') return ['yes', 'on', '1', 'true'].includes(v.toLowerCase());
    return isNumeric(v) && toNumber(v) === 1;
  },
  ternary: (call) => {
    const [yes, no, none] = take(call, 'ternary', ['true_val', 'false_val', 'none_val'], 2);
    if (call.value === null && none !== undefined && none !== null) return none;
    return truthy(call.value) ? (yes as Value) : (no as Value);
  },
  mandatory: (call) => {
    const [message] = take(call, 'mandatory', ['msg']);
    if (!(call.value instanceof Undefined)) return call.value;
    const { name } = call.value;
    return fail(
      message === undefined || message === null
        ? `Mandatory variable ${name === undefined ? '' : `'${name}' `}not defined.`
        : str(message),
    );
  },
  type_debug: (call) => typeName(call.value),
  b64encode: (call) => base64(bytesOf(str(call.value), text(take(call, 'b64encode', ['encoding'])[0], 'utf-8'))),
  b64decode: (call) => {
    const encoding = text(take(call, 'b64decode', ['encoding'])[0], 'utf-8');
    let raw: string;
    try {
      raw = atob(str(call.value));
    } catch {
      return fail('the text is not valid base64');
    }
    return decodeBytes(
      Uint8Array.from(raw, (c) => c.charCodeAt(0)),
      encoding,
    );
  },
  hash: (call) => hashOf(call, text(take(call, 'hash', ['hashtype'])[0], 'sha1')),
  checksum: (call) => hashOf(call, 'sha1'),
  sha1: (call) => hashOf(call, 'sha1'),
  md5: (call) => hashOf(call, 'md5'),
  to_uuid: toUuid,
  urlsplit,
  urlencode,
  human_readable: humanReadable,
  human_to_bytes: humanToBytes,
};

export const TEXT_FILTERS = define(table, ['mandatory', 'type_debug'], ['type_debug']);
