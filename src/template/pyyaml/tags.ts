// Tags and directives as libyaml's emitter writes them.
import { fail } from '../python/errors.js';

/** A shorthand for the beginning of tags: `!e!` for `tag:example.com,2000:`. */
export interface TagDirective {
  readonly handle: string;
  readonly prefix: string;
}

const DEFAULTS: readonly TagDirective[] = [
  { handle: '!', prefix: '!' },
  { handle: '!!', prefix: 'tag:yaml.org,2002:' },
];

/** @throws TsplayError for directives the emitter refuses */
export function checkDirectives(directives: readonly TagDirective[]): void {
  for (const { handle, prefix } of directives) {
    if (!handle.startsWith('!')) fail("tag handle must start with '!'");
    if (!handle.endsWith('!')) fail("tag handle must end with '!'");
    if (!/^[\w-]*$/.test(handle.slice(1, -1))) fail('tag handle must contain alphanumerical characters only');
    if (prefix === '') fail('tag prefix must not be empty');
  }
}

/** The tag as a handle and what follows it. */
export function splitTag(tag: string, directives: readonly TagDirective[]): { handle: string; suffix: string } {
  const all = [...directives, ...DEFAULTS.filter((d) => !directives.some((own) => own.handle === d.handle))];
  const found = all.find(({ prefix }) => prefix.length < tag.length && tag.startsWith(prefix));
  return found ? { handle: found.handle, suffix: tag.slice(found.prefix.length) } : { handle: '', suffix: tag };
}

/** Percent-encoded where a tag cannot hold the character. */
export function tagContent(source: string): string {
  return Array.from(new TextEncoder().encode(source), (byte) => {
    const c = String.fromCharCode(byte);
    return /[\w\-;/?:@&=+$,.~*'()[\]]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
