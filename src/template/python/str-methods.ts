// The methods of Python's str.
import { Tuple, type Value } from '../../value/index.js';
import { bind, type Kwargs } from './arguments.js';
import { PyBytes } from './bytes.js';
import { iterate } from './compare.js';
import { fail } from './errors.js';
import { pad } from './format-spec.js';
import { indexOf } from './numbers.js';
import { strFormat, type Access } from './str-format.js';
import { capitalize, fold, isLower, isTitle, isUpper, lower, lowerSigma, title } from './str-case.js';
import { partition, replace, rsplit, SPACE, split, splitLines, strip, text } from './str-split.js';
import { bounded, chars, isSimple, typeName } from './text.js';

export type StrMethod = (self: string, args: readonly Value[], kwargs: Kwargs, access: Access) => Value;

/** The characters of Chinese that are numbers: Unicode knows their values, and no class of expressions has them. */
const HAN_NUMBERS =
  '㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零' +
  '\u{f96b}\u{f973}\u{f978}\u{f9b2}\u{f9d1}\u{f9d3}\u{f9fd}\u{20001}\u{20064}\u{200e2}\u{20121}\u{2092a}\u{20983}\u{2098c}\u{2099c}\u{20aea}\u{20afd}\u{20b19}\u{22390}\u{22998}\u{23b1b}\u{2626d}\u{2f890}';

/** `self[start:end]` of the methods that take bounds, and where it begins. */
/** @returns `nowhere` when the part begins behind its end: then not even the empty text is found in it */
function bounds(
  self: string,
  start: Value | undefined,
  end: Value | undefined,
): { part: string[]; offset: number; nowhere: boolean } {
  const all = chars(self);
  const n = all.length;
  const clip = (v: Value | undefined, fallback: number): number => {
    if (v === undefined || v === null) return fallback;
    const i = indexOf(v, 'slice indices');
    return Math.max(0, i < 0 ? i + n : i);
  };
  const [from, to] = [clip(start, 0), Math.min(n, clip(end, n))];
  return { part: all.slice(from, to), offset: from, nowhere: from > to };
}

/** A count as C takes it. @throws TsplayError for one that has too many bits */
function countOf(v: Value, bits = 63): number {
  const n = indexOf(v);
  return Math.abs(n) < 2 ** bits ? n : fail('Python int too large to convert to C int');
}

function find(self: string, args: readonly Value[], kwargs: Kwargs, name: string, last: boolean): number {
  const [sub, start, end] = bind(name, args, kwargs, ['sub', 'start', 'end'], 1);
  const { part, offset, nowhere } = bounds(self, start, end);
  const hay = part.join('');
  const needle = text(sub, `${name}()'s argument`);
  const at = nowhere ? -1 : last ? hay.lastIndexOf(needle) : hay.indexOf(needle);
  return at < 0 ? -1 : offset + (isSimple(hay) ? at : chars(hay.slice(0, at)).length);
}

function affix(self: string, args: readonly Value[], kwargs: Kwargs, name: string): boolean {
  const [prefix, start, end] = bind(name, args, kwargs, ['prefix', 'start', 'end'], 1);
  const whole = start === undefined && end === undefined;
  const { part, nowhere } = whole ? { part: [self], nowhere: false } : bounds(self, start, end);
  const searched = part.join('');
  const test = (v: Value): boolean => {
    const p = text(v, `${name} first arg`);
    return !nowhere && (name === 'startswith' ? searched.startsWith(p) : searched.endsWith(p));
  };
  return prefix instanceof Tuple ? prefix.some(test) : test(prefix as Value);
}

function justify(align: string): StrMethod {
  return (self, args, kwargs) => {
    const [width, fill] = bind('ljust', args, kwargs, ['width', 'fillchar'], 1);
    const n = indexOf(width as Value);
    const c = fill === undefined ? ' ' : text(fill, 'The fill character');
    if (chars(c).length !== 1) fail('The fill character must be exactly one character long');
    bounded(n);
    if (align !== '^') return pad(self, c, align, n);
    // compat: CPython puts the odd character left when the width is odd, too.
    const missing = n - chars(self).length;
    if (missing <= 0) return self;
    const left = Math.floor(missing / 2) + (missing & n & 1);
    return c.repeat(left) + self + c.repeat(missing - left);
  };
}

function plain(f: (self: string) => Value): StrMethod {
  return (self, args, kwargs) => {
    bind('this method', args, kwargs, []);
    return f(self);
  };
}

/** The expression is made where it is wanted: to read the classes of Unicode takes time at every start. */
function all(pattern: () => RegExp): StrMethod {
  return plain((self) => pattern().test(self));
}

function maketrans(args: readonly Value[], kwargs: Kwargs): Value {
  const [first, second, third] = bind('maketrans', args, kwargs, ['x', 'y', 'z'], 1);
  const map = new Map<Value, Value>();
  if (second === undefined) {
    if (!(first instanceof Map)) return fail('if you give only one argument to maketrans it must be a dict');
    for (const [k, v] of first) map.set(typeof k === 'string' ? onlyCharacter(k) : indexOf(k), v);
    return map;
  }
  const from = chars(text(first, "maketrans()'s first argument"));
  const to = chars(text(second, "maketrans()'s second argument"));
  if (from.length !== to.length) fail('the first two maketrans arguments must have equal length');
  from.forEach((c, i) => map.set(c.codePointAt(0) ?? 0, to[i]?.codePointAt(0) ?? null));
  if (third === undefined) return map;
  for (const c of chars(text(third, "maketrans()'s third argument"))) map.set(c.codePointAt(0) ?? 0, null);
  return map;
}

function onlyCharacter(key: string): number {
  if (chars(key).length !== 1) fail('string keys in translate table must be of length 1');
  return key.codePointAt(0) ?? 0;
}

export const STR_METHODS: ReadonlyMap<string, StrMethod> = new Map<string, StrMethod>([
  ['capitalize', plain(capitalize)],
  ['casefold', plain((s) => chars(s).map(fold).join(''))],
  ['center', justify('^')],
  [
    'encode',
    (self, args, kwargs) => {
      const [encoding, errors] = bind('encode', args, kwargs, ['encoding', 'errors']);
      return PyBytes.encode(
        self,
        text(encoding === undefined ? 'utf-8' : encoding, 'the encoding'),
        text(errors === undefined ? 'strict' : errors, 'errors'),
      );
    },
  ],
  [
    'count',
    (self, args, kwargs) => {
      const [sub, start, end] = bind('count', args, kwargs, ['sub', 'start', 'end'], 1);
      const { part, nowhere } = bounds(self, start, end);
      const needle = text(sub, "count()'s argument");
      if (nowhere) return 0;
      return needle === '' ? part.length + 1 : part.join('').split(needle).length - 1;
    },
  ],
  ['endswith', (s, a, k) => affix(s, a, k, 'endswith')],
  [
    'expandtabs',
    (self, args, kwargs) => {
      const [size] = bind('expandtabs', args, kwargs, ['tabsize']);
      const n = size === undefined ? 8 : indexOf(size);
      if (Math.abs(n) > 2 ** 31 - 1) fail('Python int too large to convert to C int');
      let col = 0;
      return chars(self)
        .map((c) => {
          if (c === '\n' || c === '\r') col = 0;
          else if (c === '\t') {
            const width = n > 0 ? n - (col % n) : 0;
            col += width;
            return ' '.repeat(width);
          } else col++;
          return c;
        })
        .join('');
    },
  ],
  ['find', (s, a, k) => find(s, a, k, 'find', false)],
  ['format', (self, args, kwargs, access) => strFormat(self, args, kwargs, access)],
  [
    'format_map',
    (self, args, kwargs, access) => {
      const [map] = bind('format_map', args, kwargs, ['mapping'], 1);
      // compat: text without a field never asks for anything.
      if (!/[{}]/.test(self)) return self;
      if (!(map instanceof Map)) return fail('format_map() needs a mapping');
      return strFormat(self, [], new Map([...map].map(([k, v]) => [String(k as string), v])), access);
    },
  ],
  ['index', (s, a, k) => found(find(s, a, k, 'index', false))],
  ['isalnum', all(() => /^[\p{L}\p{N}]+$/u)],
  ['isalpha', all(() => /^\p{L}+$/u)],
  ['isascii', all(() => /^[\x00-\x7f]*$/)],
  ['isdecimal', all(() => /^\p{Nd}+$/u)],
  ['isdigit', all(() => /^[\p{Nd}²³¹⁰-⁹₀-₉]+$/u)],
  ['isidentifier', all(() => /^[\p{XID_Start}_]\p{XID_Continue}*$/u)],
  ['islower', plain(isLower)],
  ['isnumeric', all(() => new RegExp(`^[\\p{N}${HAN_NUMBERS}]+$`, 'u'))],
  ['isprintable', plain((s) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(s))],
  ['isspace', all(() => new RegExp(`^[${SPACE}]+$`))],
  ['istitle', plain((s) => isTitle(s))],
  ['isupper', plain(isUpper)],
  [
    'join',
    (self, args, kwargs) => {
      const [items] = bind('join', args, kwargs, ['iterable'], 1);
      const parts = iterate(items as Value).map((item, i) =>
        typeof item === 'string' ? item : fail(`sequence item ${i}: expected str instance, ${typeName(item)} found`),
      );
      bounded(parts.reduce((n, p) => n + p.length + self.length, 0));
      return parts.join(self);
    },
  ],
  ['ljust', justify('<')],
  ['lower', plain(lower)],
  ['lstrip', (s, a, k) => strip(s, bind('lstrip', a, k, ['chars'])[0], true, false)],
  ['maketrans', (_self, args, kwargs) => maketrans(args, kwargs)],
  ['partition', (s, a, k) => partition(s, a, k, false)],
  [
    'removeprefix',
    (self, args, kwargs) => {
      const p = text(bind('removeprefix', args, kwargs, ['prefix'], 1)[0], 'the prefix');
      return self.startsWith(p) ? self.slice(p.length) : self;
    },
  ],
  [
    'removesuffix',
    (self, args, kwargs) => {
      const p = text(bind('removesuffix', args, kwargs, ['suffix'], 1)[0], 'the suffix');
      return p !== '' && self.endsWith(p) ? self.slice(0, -p.length) : self;
    },
  ],
  [
    'replace',
    (self, args, kwargs) => {
      const [from, to, count] = bind('replace', args, kwargs, ['old', 'new', 'count'], 2);
      const n = count === undefined ? -1 : countOf(count);
      return replace(self, text(from, 'replace() argument 1'), text(to, 'replace() argument 2'), n);
    },
  ],
  ['rfind', (s, a, k) => find(s, a, k, 'rfind', true)],
  ['rindex', (s, a, k) => found(find(s, a, k, 'rindex', true))],
  ['rjust', justify('>')],
  ['rpartition', (s, a, k) => partition(s, a, k, true)],
  [
    'rsplit',
    (self, args, kwargs) => {
      const [sep, max] = bind('rsplit', args, kwargs, ['sep', 'maxsplit']);
      return rsplit(self, sep, max === undefined ? -1 : countOf(max));
    },
  ],
  ['rstrip', (s, a, k) => strip(s, bind('rstrip', a, k, ['chars'])[0], false, true)],
  [
    'split',
    (self, args, kwargs) => {
      const [sep, max] = bind('split', args, kwargs, ['sep', 'maxsplit']);
      return split(self, sep, max === undefined ? -1 : countOf(max));
    },
  ],
  [
    'splitlines',
    (s, a, k) => {
      const [keep] = bind('splitlines', a, k, ['keepends']);
      return splitLines(s, keep !== undefined && countOf(keep, 31) !== 0);
    },
  ],
  ['startswith', (s, a, k) => affix(s, a, k, 'startswith')],
  ['strip', (s, a, k) => strip(s, bind('strip', a, k, ['chars'])[0], true, true)],
  [
    'swapcase',
    plain((s) =>
      chars(s)
        .map((c, i, all) => {
          if ('ǅǈǋǲ'.includes(c)) return c;
          if (c !== c.toLowerCase()) return c === 'Σ' ? lowerSigma(all, i) : c.toLowerCase();
          return c.toUpperCase();
        })
        .join(''),
    ),
  ],
  ['title', plain(title)],
  [
    'translate',
    (self, args, kwargs) => {
      const [table] = bind('translate', args, kwargs, ['table'], 1);
      const entry = (code: number): Value | undefined => {
        if (table instanceof Map) return table.get(code);
        // compat: a text or a list is asked for the element at the character's number.
        if (typeof table === 'string') return chars(table)[code];
        return Array.isArray(table) ? table[code] : fail('translate() needs a mapping');
      };
      return chars(self)
        .map((c) => {
          const to = entry(c.codePointAt(0) ?? 0);
          if (to === undefined) return c;
          return to === null ? '' : typeof to === 'string' ? to : String.fromCodePoint(indexOf(to));
        })
        .join('');
    },
  ],
  ['upper', plain((s) => s.toUpperCase())],
  [
    'zfill',
    (self, args, kwargs) => {
      const n = indexOf(bind('zfill', args, kwargs, ['width'], 1)[0] as Value);
      bounded(n);
      const sign = /^[-+]/.exec(self)?.[0] ?? '';
      return sign + '0'.repeat(Math.max(0, n - chars(self).length)) + self.slice(sign.length);
    },
  ],
]);

function found(at: number): number {
  return at < 0 ? fail('substring not found') : at;
}
