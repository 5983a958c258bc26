// The formats of JSON Schema that are checked: those Python's jsonschema checks without further packages.
import { TsplayError } from '../../ground/index.js';
import { parseAddress } from '../ip/address.js';
import { pythonRegex } from '../python-regex.js';
import { isSince, type Draft } from './types.js';

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) > 0 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isRegex(text: string): boolean {
  try {
    pythonRegex(text, {});
    return true;
  } catch (error) {
    if (error instanceof TsplayError) return false;
    throw error;
  }
}

function isAddress(text: string, version: 4 | 6): boolean {
  return parseAddress(text)?.version === version;
}

const CHECKS: Readonly<Record<string, (text: string, draft: Draft) => boolean>> = {
  email: (text) => text.includes('@'),
  'idn-email': (text) => text.includes('@'),
  ipv4: (text) => isAddress(text, 4),
  ipv6: (text) => isAddress(text, 6),
  date: (text, draft) => (draft !== 'draft3' && !isSince(draft, 'draft7')) || isDate(text),
  regex: isRegex,
  uuid: (text, draft) =>
    !isSince(draft, '2019-09') || /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text),
};

/** Whether the text has the format; what nobody knows every text has. */
export function hasFormat(text: string, format: string, draft: Draft): boolean {
  return Object.hasOwn(CHECKS, format) ? (CHECKS[format]?.(text, draft) ?? true) : true;
}
