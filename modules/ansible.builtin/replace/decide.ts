// All matches of a pattern in a text, or in a section of it, replaced. Pure.
import { ModuleFailure, pythonRegex, substitute } from '../../../src/kit/index.js';

export interface ReplaceArgs {
  readonly regexp: string;
  readonly replace: string;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export interface ReplaceEdit {
  /** The new text, or undefined when the old one is as wanted. */
  readonly text: string | undefined;
  readonly msg: string;
}

/** Specified by ansible.builtin.replace: MULTILINE for the pattern, DOTALL for the section's ends. */
export function replaceAll(text: string, args: ReplaceArgs): ReplaceEdit {
  const { after, before } = args;
  let start = 0;
  let end = text.length;
  const section =
    after && before
      ? `${after}(?P<subsection>.*?)${before}`
      : after
        ? `${after}(?P<subsection>.*)`
        : before
          ? `(?P<subsection>.*)${before}`
          : undefined;
  if (section !== undefined) {
    const range = pythonRegex(section, { dotAll: true }).exec(text)?.indices?.groups?.['subsection'];
    if (!range) {
      return { text: undefined, msg: `Pattern for before/after params did not match the given file: ${section}` };
    }
    [start, end] = range;
  }
  const part = text.slice(start, end);
  const { text: replaced, count } = substitute(pythonRegex(args.regexp, { multiline: true }), args.replace, part);
  if (count === 0 || replaced === part) return { text: undefined, msg: '' };
  return { text: text.slice(0, start) + replaced + text.slice(end), msg: `${count} replacements made` };
}

/** How the file is read and written. @throws ModuleFailure for an encoding we do not have */
export function isLatin1(encoding: string): boolean {
  const name = encoding.toLowerCase().replace(/[_ ]/g, '-');
  if (['utf-8', 'utf8', 'ascii', 'us-ascii'].includes(name)) return false;
  if (['latin-1', 'latin1', 'iso-8859-1', 'iso8859-1'].includes(name)) return true;
  throw new ModuleFailure(`encoding ${encoding} is not supported: use utf-8 or latin-1`);
}
