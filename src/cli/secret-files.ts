// What of a file that was encrypted as a whole is kept out of all output.
import { relative } from 'node:path';
import { hasOwnText, keepText, keepValue } from '../engine/index.js';
import type { Secrets } from '../ground/index.js';
import type { TemplateText } from '../value/index.js';
import { VaultedText, type Value } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';

/** `name = value` and `name: value` as ini files, unit files and scripts write it; `name=value` as inventories do. */
const ASSIGNMENTS = [/^[ \t]*([\w.-]+)[ \t]*[=:][ \t]*(\S[^\n]*)$/gm, /([\w.-]+)=("[^"\n]*"|'[^'\n]*'|\S+)/g];
/** Names whose values are hidden wherever they stand: in tasks that are encrypted, most of the text is none. */
const TELLTALE = /pass(?:w(?:or)?d|phrase)?|pwd|secret|token|credential|api_?key|private_?key/i;
/** Names of variables of an inventory that say how a host is reached. */
const HARMLESS = /^ansible_(?!.*pass)/;

export interface SecretFiles {
  /** Told of a `!vault` value when it is used, and of what `unvault` gave. */
  readonly revealed: (text: string) => void;
  /** Told of each file that was decrypted. */
  readonly opened: (path: string, plain: Uint8Array) => void;
  /** Told of what the templates of the project come to. */
  readonly evaluated: (text: TemplateText, value: Value) => void;
}

/** Keeps the values of variable files, the lines of others; of a template in a variable file what it comes to. */
export function secretFiles(secrets: Secrets): SecretFiles {
  const variables = new Set<string>();
  return {
    revealed: (text) => keepText(secrets, text),
    opened(path, plain) {
      const text = textOf(plain);
      if (text === undefined) return;
      const value = yamlOf(text);
      if (value instanceof Map) {
        for (const name of [path, relative(process.cwd(), path)]) variables.add(name);
        keepValue(secrets, value);
      } else if (Array.isArray(value) && value.some((entry) => entry instanceof Map)) keepTelltale(secrets, value);
      else keepLines(secrets, text);
    },
    evaluated(text, value) {
      // What a template only puts in is kept where it comes from, if it is a secret there.
      if (variables.size > 0 && variables.has(text.span.file) && hasOwnText(text)) keepValue(secrets, value);
    },
  };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // an archive, a keystore: not what output shows
  }
}

function yamlOf(text: string): Value {
  const vault = (ciphertext: string): Value => new VaultedText(ciphertext, undefined, () => '');
  const { value, diagnostics } = loadYamlDocument(text, '', { trust: 'templates', vault });
  return diagnostics.some((d) => d.severity === 'error') ? null : value;
}

/** Plays and tasks: their words are shown, the values of telltale names and all of `vars` are not. */
function keepTelltale(secrets: Secrets, value: Value): void {
  if (Array.isArray(value)) for (const item of value) keepTelltale(secrets, item);
  if (!(value instanceof Map)) return;
  for (const [key, item] of value) {
    if (typeof key === 'string' && (key === 'vars' || TELLTALE.test(key))) keepValue(secrets, item);
    else keepTelltale(secrets, item);
  }
}

function keepLines(secrets: Secrets, text: string): void {
  keepText(secrets, text);
  for (const pattern of ASSIGNMENTS) {
    for (const [, name = '', written = ''] of text.matchAll(pattern)) {
      if (!HARMLESS.test(name)) secrets.addValue(written.trim().replace(/^(["'])(.*)\1$/, '$2'));
    }
  }
}
