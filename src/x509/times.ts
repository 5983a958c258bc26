// Times as the parameters of community.crypto write them: `+52w`, `-1h30m`, `20261231235959Z`.
import { X509Error } from './errors.js';

const RELATIVE = /^([+-])(?:(\d+)[wW])?(?:(\d+)[dD])?(?:(\d+)[hH])?(?:(\d+)[mM])?(?:(\d+)[sS]?)?$/;
const ABSOLUTE = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/;

/** A relative time in milliseconds, or undefined when the text is none. */
export function relativeTime(text: string): number | undefined {
  const m = RELATIVE.exec(text);
  if (!m || text.length === 1) return undefined;
  const [w = 0, d = 0, h = 0, min = 0, s = 0] = m.slice(2).map((part) => Number(part ?? 0));
  const seconds = (((w * 7 + d) * 24 + h) * 60 + min) * 60 + s;
  return (m[1] === '-' ? -seconds : seconds) * 1000;
}

/**
 * @param name the parameter, for the message
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch
 * @throws X509Error
 */
export function timeOption(text: string, name: string, now: number): number {
  if (/^[+-]/.test(text)) {
    const offset = relativeTime(text);
    if (offset !== undefined) return now + offset;
  }
  const m = ABSOLUTE.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
    m?.slice(1, 7).map((p) => Number(p ?? 0)) ?? [];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year);
  if (!m || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw new X509Error(`The time spec "${text}" for ${name} is invalid`);
  }
  const zone = m[7] ?? 'Z';
  if (zone === 'Z') return date.getTime();
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return date.getTime() - (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
