// What `nmcli con show` tells of a connection, and which settings of it differ from those asked for. Pure.
import type { Args } from './args.js';
import { macSetting, mtuSetting, routeText, said, type Setting, type Settings } from './settings.js';

const LISTS = new Set(
  'ipv4.addresses ipv6.addresses ipv4.dns ipv4.dns-search ipv4.dns-options ipv4.routes ipv4.routing-rules ipv6.dns ipv6.dns-search ipv6.dns-options ipv6.routes 802-11-wireless-security.group 802-11-wireless-security.leap-password-flags 802-11-wireless-security.pairwise 802-11-wireless-security.proto 802-11-wireless-security.psk-flags 802-11-wireless-security.wep-key-flags 802-11-wireless.mac-address-blacklist'.split(
    ' ',
  ),
);
/** Of lists of addresses the first counts for more. */
const ORDERED = new Set('ipv4.addresses ipv6.addresses ipv4.dns ipv6.dns ipv4.dns-search ipv6.dns-search'.split(' '));

/** What a setting is; a number with its meaning is both. */
type Shown = readonly string[] | string;
export type Connection = ReadonlyMap<string, Shown>;

/** Lines of `setting:  value`; `--` is no value. Options of a bond are settings of their own. */
export function parseShow(output: string): Connection {
  const found = new Map<string, Shown>();
  for (const line of output.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (value === '--') {
      if (LISTS.has(key)) found.set(key, []);
    } else if (key === 'bond.options') {
      for (const option of value.split(',')) {
        const [name = '', ...rest] = option.split('=');
        if (rest.length > 0) found.set(name, rest.join('='));
      }
    } else if (/^ipv[46]\.routes$/.test(key)) found.set(key, routes(value));
    else if (LISTS.has(key))
      found.set(
        key,
        value.split(',').map((part) => part.trim()),
      );
    else found.set(key, value);
  }
  return found;
}

/** `{ ip = 192.0.2.0/24, nh = 192.0.2.1, mt = 5 }; { … }` of older programs, plain text of newer ones. */
function routes(text: string): string[] {
  if (!text.includes('=') || !text.includes('ip')) return text.split(/[;,]/).map((route) => route.trim());
  const names: Readonly<Record<string, string>> = { nh: 'next_hop', mt: 'metric' };
  return text.split(';').map((route) => {
    const fields = [...route.matchAll(/([\w-]+)\s?=\s?([^\s,}]*)/g)];
    return routeText(Object.fromEntries(fields.map(([, key = '', value = '']) => [names[key] ?? key, value])));
  });
}

const PRIVACY: Readonly<Record<string, string>> = {
  disabled: '0',
  'prefer-public-addr': '1',
  'prefer-temp-addr': '2',
  unknown: '-1',
};

interface Difference {
  readonly key: string;
  readonly before: Shown | undefined;
  readonly after: Shown;
}

/** @param settings as asked for; what is undefined or empty is not compared */
export function differences(a: Args, type: string | undefined, settings: Settings, is: Connection): Difference[] {
  const found: Difference[] = [];
  const mtu = mtuSetting(type);
  for (const [key, given] of settings) {
    const value: Setting = key === mtu ? (a.mtu ? a.mtu : 'auto') : given;
    if (value === undefined || value === '') continue;
    // The names of a bond's options have a line below the middle where they are shown.
    const now = is.get(key) ?? is.get(key.replaceAll('-', '_'));
    // A packet size that is not asked for is left alone; without settings of its own a connection has none.
    if (key === mtu && (a.mtu === undefined || (a.mtu === 0 && now === undefined))) continue;
    if (!same(key, value, now, type)) found.push({ key, before: now, after: shown(key, value) });
  }
  return found;
}

const shown = (key: string, value: Setting): Shown =>
  Array.isArray(value) && LISTS.has(key) ? (value as readonly string[]) : (said(value) ?? '');

function same(key: string, value: Setting, now: Shown | undefined, type: string | undefined): boolean {
  if (Array.isArray(value) && LISTS.has(key)) {
    const list = typeof now === 'string' ? [now] : (now ?? []);
    const order = (words: readonly string[]): string => (ORDERED.has(key) ? [...words] : [...words].sort()).join('\n');
    return order((value as readonly string[]).map((word) => word.trim())) === order(list);
  }
  const wanted = said(value) ?? '';
  if (now === undefined) return false;
  if (typeof now !== 'string') return now.join(',') === wanted;
  if (key === 'vpn.data') return dataOf(now) === dataOf(wanted);
  if (key === macSetting(type)) return now.toUpperCase() === wanted.toUpperCase();
  if (key === 'gsm.apn') return now.replace(/^"|"$/g, '') === wanted;
  if (key === '802-11-wireless.wake-on-wlan' && /^0x/.test(now)) return String(parseInt(now, 16)) === wanted;
  if (now === wanted) return true;
  const [, number, meaning] = /^(-?\d+) \((.*)\)$/.exec(now) ?? [];
  if (number === undefined) return false;
  return number === (key === 'ipv6.ip6-privacy' ? PRIVACY[wanted] : wanted) || meaning === wanted;
}

const dataOf = (text: string): string =>
  text
    .split(',')
    .map((part) => part.trim().replace(/\s*=\s*/, '='))
    .sort()
    .join('\n');
