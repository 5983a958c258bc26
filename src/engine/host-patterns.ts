// The host patterns that the `hosts` of a play means.
import { TsplayError, type Span } from '../ground/index.js';
import { keyText, OmitValue, type Value } from '../value/index.js';

/**
 * Patterns of an evaluated `hosts`: a text, or a list, also with lists in it. What is omitted matches nothing.
 * @throws TsplayError host-pattern for a mapping
 */
export function hostPatterns(hosts: Value, span?: Span): string[] {
  if (hosts instanceof OmitValue) return [];
  if (Array.isArray(hosts)) return hosts.flatMap((part) => hostPatterns(part, span));
  if (hosts instanceof Map) {
    throw new TsplayError('host-pattern', "'hosts' is a mapping", {
      span,
      hint: 'write a pattern or a list of patterns',
    });
  }
  return [keyText(hosts)];
}
