// Names of hosts in certificates: Unicode written in ASCII (IDNA) and back.
import { X509Error } from './errors.js';

/** `name_encoding`: names as they stand, all in ASCII, or all in Unicode. */
export type NameEncoding = 'ignore' | 'idna' | 'unicode';

// Without node: modules; every JavaScript platform has this class.
declare const URL: new (url: string) => { readonly hostname: string };

/** Rewrites each label of a host name. @throws X509Error when one cannot be */
export function idnHost(name: string, encoding: NameEncoding): string {
  if (encoding === 'ignore' || name === '') return name;
  if (encoding === 'idna' && /^[\0-\x7f]*$/.test(name)) return name;
  return name
    .split('.')
    .map((label) => {
      if (label === '' || label === '*') return label;
      if (encoding === 'unicode') return label.startsWith('xn--') ? decodeLabel(label.slice(4)) : label;
      try {
        return new URL(`http://${label}`).hostname;
      } catch {
        throw new X509Error(`Error while transforming part "${label}" of Unicode DNS name "${name}" to IDNA.`);
      }
    })
    .join('.');
}

export function idnEmail(address: string, encoding: NameEncoding): string {
  const at = address.indexOf('@');
  return at < 0 ? address : `${address.slice(0, at)}@${idnHost(address.slice(at + 1), encoding)}`;
}

/** compat: the host of a URL is lower case afterwards, whatever the encoding. */
export function idnUrl(url: string, encoding: NameEncoding): string {
  const m = /^([A-Za-z][\w+.-]*:\/\/)([^/?#]*)(.*)$/s.exec(url);
  if (!m) return url;
  const [, scheme = '', authority = '', rest = ''] = m;
  const at = authority.lastIndexOf('@');
  const port = /:\d*$/.exec(authority.slice(at + 1))?.[0] ?? '';
  const host = authority.slice(at + 1, authority.length - port.length).toLowerCase();
  return `${scheme.toLowerCase()}${authority.slice(0, at + 1)}${idnHost(host, encoding)}${port === ':' ? '' : port}${rest}`;
}

/** Punycode (RFC 3492). */
function decodeLabel(input: string): string {
  const delimiter = input.lastIndexOf('-');
  const output = [...input.slice(0, Math.max(delimiter, 0))].map((c) => c.codePointAt(0) ?? 0);
  let n = 128;
  let i = 0;
  let bias = 72;
  for (let at = delimiter + 1; at < input.length;) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const c = input.charCodeAt(at++);
      const digit = c >= 48 && c <= 57 ? c - 22 : c >= 97 && c <= 122 ? c - 97 : c >= 65 && c <= 90 ? c - 65 : 36;
      if (digit >= 36) throw new X509Error(`"xn--${input}" is not a label of IDNA`);
      i += digit * weight;
      const least = Math.min(Math.max(k - bias, 1), 26);
      if (digit < least) break;
      weight *= 36 - least;
    }
    const length = output.length + 1;
    let delta = before === 0 ? Math.floor((i - before) / 700) : Math.floor((i - before) / 2);
    delta += Math.floor(delta / length);
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    n += Math.floor(i / length);
    if (n > 0x10ffff) throw new X509Error(`"xn--${input}" is not a label of IDNA`);
    i %= length;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}
