// What is said of a task whose module is not there.
import { didYouMean, TsplayError, type Span } from '../ground/index.js';
import { insteadOf } from './instead.js';
import type { RunPorts } from './types.js';

/** A mistake in the name, or a module that tsplay lacks. */
export async function unknownModule(
  ports: Pick<RunPorts, 'moduleElsewhere' | 'source'>,
  action: string,
  span: Span | undefined,
): Promise<TsplayError> {
  const full = await ports.moduleElsewhere(action);
  if (full !== undefined) {
    const also = full === action ? '' : ` (${full})`;
    return new TsplayError('lacking-module', `tsplay does not have the module '${action}'${also}`, {
      span,
      hint:
        insteadOf(full) ??
        'do what it does with ansible.builtin.command or a module of your own in library/, or leave the task out',
    });
  }
  return new TsplayError('unknown-module', `there is no module '${action}'`, {
    span,
    hint: didYouMean(action, ports.source.actionNames()) || 'a full name (namespace.collection.module) may be missing',
  });
}
