// Capital and small letters as Python's str has them.
import { spend } from './budget.js';
import { chars, isSimple } from './text.js';

/** The title case of one character: its own for the four digraphs, else its capital with only one capital letter. */
function titleCase(c: string): string {
  if (c <= '\x7f') return c.toUpperCase();
  const digraph = 'Ǆǅǆ Ǉǈǉ Ǌǋǌ Ǳǲǳ'.split(' ').find((three) => three.includes(c));
  if (digraph && c !== '') return digraph[1] ?? c;
  if (c === 'ŉ') return 'ʼN';
  // Georgian has capitals, and titles without them.
  if (/[\u10d0-\u10ff]/.test(c)) return c;
  const [head = '', ...tail] = chars(c.toUpperCase());
  return head + tail.join('').toLowerCase();
}

/** Text in small letters as it is inside a word that begins with `head`. */
function lowerAfter(head: string, tail: string): string {
  return tail.includes('Σ') ? (head + tail).toLowerCase().slice(head.toLowerCase().length) : tail.toLowerCase();
}

/** str.title */
export function title(self: string): string {
  spend(self.length);
  return self.replace(/\p{Cased}+/gu, (w) => {
    if (/^[a-z]+$/i.test(w)) return w.charAt(0).toUpperCase() + w.slice(1).toLowerCase();
    const [head = '', ...tail] = chars(w);
    return titleCase(head) + lowerAfter(head, tail.join(''));
  });
}

/** Capitals begin words and nothing else does: capitals only after what has no case, small letters only after letters. */
export function isTitle(self: string): boolean {
  let cased = false;
  let any = false;
  for (const c of chars(self)) {
    if (/[\p{Uppercase}\p{Lt}]/u.test(c)) {
      if (cased) return false;
      cased = any = true;
    } else if (/\p{Lowercase}/u.test(c)) {
      if (!cased) return false;
      any = true;
    } else cased = false;
  }
  return any;
}

/** str.capitalize */
export function capitalize(self: string): string {
  if (isSimple(self)) return titleCase(self.charAt(0)) + lowerAfter(self.charAt(0), self.slice(1));
  const [head = '', ...tail] = chars(self);
  return titleCase(head) + lowerAfter(head, tail.join(''));
}

/** str.islower */
export function isLower(self: string): boolean {
  return /\p{Lowercase}/u.test(self) && !/[\p{Uppercase}\p{Lt}]/u.test(self);
}

/** str.isupper */
export function isUpper(self: string): boolean {
  return /\p{Uppercase}/u.test(self) && !/[\p{Lowercase}\p{Lt}]/u.test(self);
}

/** One character of str.casefold: what its capital form is in small letters. */
export function fold(c: string): string {
  if (/[\u13a0-\u13f5\u{ab70}-\u{abbf}]/u.test(c)) return c.toUpperCase();
  return c.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** Capital sigma in small letters, which depends on its neighbours. */
export function lowerSigma(all: readonly string[], i: number): string {
  return chars(lower(all.join('')))[i] === 'ς' ? 'ς' : 'σ';
}

/** str.lower */
export function lower(self: string): string {
  return self.toLowerCase();
}
