// What a file in a `library` or plugin directory is, by its name and first bytes.

/**
 * `script`: JavaScript or TypeScript for tsplay itself. The others run on the host: `json` and `binary` get a file with their
 * arguments as JSON, `jsonargs` has them put into its text, `words` gets a file with `key=value` words.
 */
export type PluginKind = 'script' | 'python' | 'powershell' | 'json' | 'jsonargs' | 'binary' | 'words';

/** The mark that is replaced by the arguments. */
export const JSON_MARK = '<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>';

/** Names that are never a module or plugin: what belongs to sources in TypeScript, and what editors leave. */
export const IGNORED = /(?:\.(?:json|toml|orig|d\.ts|test\.ts|test\.js)|~)$|^\./;

/** The default of the setting `module_ignore_exts`. */
export const IGNORED_ENDINGS: readonly string[] = '.pyc .pyo .swp .bak ~ .rpm .md .txt .rst .yaml .yml .ini'.split(' ');

const SCRIPT = /\.[cm]?[jt]s$/;

/** @param head the file's beginning; all of it where marks are to be found */
export function kindOf(name: string, content: Uint8Array): PluginKind {
  const text = Buffer.from(content).toString('latin1');
  const shebang = /^#!.*/.exec(text)?.[0];
  if (SCRIPT.test(name) && shebang === undefined) return 'script';
  if (name.endsWith('.py') || /\bpython[\d.]*\b/.test(shebang ?? '')) return 'python';
  if (/\.ps[m]?1$/.test(name)) return 'powershell';
  if (isBinary(content)) return 'binary';
  if (text.includes(JSON_MARK)) return 'jsonargs';
  if (/from ansible\.module_utils|import ansible\.module_utils/.test(text)) return 'python';
  return text.includes('WANT_JSON') ? 'json' : 'words';
}

/** Whether the beginning holds bytes that no text has. */
function isBinary(content: Uint8Array): boolean {
  return content.subarray(0, 1024).some((byte) => byte < 7 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
}
