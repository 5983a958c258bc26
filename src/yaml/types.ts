// What loading YAML gives.
import type { Diagnostic } from '../ground/index.js';
import type { Value } from '../value/index.js';

export interface YamlDocument {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which strings of a document are templates: all with markers (controller files) or none (data from elsewhere). */
export type Trust = 'templates' | 'data';
