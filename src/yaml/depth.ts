// Whether YAML text is nested so deeply, or has so many tags on one thing, that parsing it would use up the memory.
import { Lexer } from 'yaml';

/** More levels than any file has that people write; PyYAML gives up at about as many. */
const MAX_DEPTH = 300;

/** The offset at which `text` gets deeper than a document may be, or undefined. Only suspicious texts cost more than a glance. */
export function tooDeepAt(text: string): number | undefined {
  if (!isSuspicious(text)) return undefined;
  let depth = 0;
  let dashes = 0;
  let properties = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    // Sequences in sequences on one line: `- - - x`.
    else if (token === '-' || token === '?') dashes++;
    else if (token.includes('\n')) dashes = 0;
    // The parser would keep an error for each tag and anchor after the first.
    if (/^[!&]/.test(token)) properties++;
    else if (token !== ' ') properties = 0;
    if (depth + dashes > MAX_DEPTH || properties > MAX_DEPTH) return at;
    if (!/^[\u0002\u001f\u0018]$/.test(token)) at += token.length;
  }
  return undefined;
}

function isSuspicious(text: string): boolean {
  if (text.length < MAX_DEPTH) return false;
  let openers = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (
      c === 0x5b ||
      c === 0x7b ||
      c === 0x21 ||
      c === 0x26 ||
      ((c === 0x2d || c === 0x3f) && text.charCodeAt(i + 1) === 0x20)
    ) {
      if (++openers > MAX_DEPTH) return true;
    }
  }
  return false;
}
