// Which exit code a mistake ends the command with; those of a finished run come with it.
import { LoadErrors, TsplayError } from '../ground/index.js';
import { isLacking } from './findings.js';
import { Interrupted } from './interrupt.js';

const EXIT = { error: 1, usage: 2, load: 4, options: 5, interrupted: 99, bug: 250 } as const;

/** What is missing ends with 1, what is written wrongly with 4: as ansible-playbook does. */
const MISSING: readonly string[] = [
  'file-missing',
  'file-unreadable',
  'role-missing',
  'fatal-keyword',
  'inventory-unparsed',
  'vault-failed',
];
/** Texts of the command line itself (`-e '{…'`) that do not parse, and keywords of a play that cannot be evaluated. */
const UNREADABLE: readonly string[] = [
  'yaml-syntax',
  'yaml-value',
  'yaml-duplicate-key',
  'undefined-variable',
  'template-syntax',
  'template-value',
  'variable-loop',
];

/** The exit code of ansible-playbook for what kept a run from beginning or ended it. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof LoadErrors) {
    const all = error.diagnostics.filter((d) => d.severity === 'error');
    const mistakes = all.filter((d) => !isLacking(d));
    const errors = mistakes.length > 0 ? mistakes : all;
    if (errors.every((d) => d.code === 'bad-option')) return EXIT.options;
    return errors.every((d) => MISSING.includes(d.code)) ? EXIT.error : EXIT.load;
  }
  if (error instanceof TsplayError) {
    if (error.code === 'bad-usage') return EXIT.usage;
    if (error.code === 'bad-option' || error.code === 'bad-config') return EXIT.options;
    return UNREADABLE.includes(error.code) ? EXIT.load : EXIT.error;
  }
  return error instanceof Interrupted ? EXIT.interrupted : EXIT.bug;
}
