// What loading YAML takes and gives.
import type { Diagnostic, Span } from '../ground/index.js';
import type { Value } from '../value/index.js';

/** One document and what was found wrong with it; the value is null when it could not be read at all. */
export interface YamlDocument {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

/** All documents of a text; empty when its syntax is broken. */
export interface YamlStream {
  readonly documents: readonly Value[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Which strings of a document are templates: all with markers (controller files) or none (data from elsewhere). */
type Trust = 'templates' | 'data';

export interface LoadOptions {
  readonly trust: Trust;
  /**
   * What a `!vault` scalar is: called with the ciphertext and its place; it must not throw.
   * Without it every `!vault` is an error.
   */
  readonly vault?: ((ciphertext: string, span: Span) => Value) | undefined;
  /** Whether Ansible's own tags (`!unsafe`, `!vault`) are unknown, as they are to the filter from_yaml. */
  readonly onlyStandardTags?: boolean | undefined;
}
