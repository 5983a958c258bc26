// Reads a source as Ansible does, up to the first mistake, and still tells all mistakes there are.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { Inventory } from './model.js';

/** Told of each mistake; it may throw it, which ends the reading. */
export type OnMistake = (error: TsplayError) => void;

/**
 * compat: what was read before the first mistake stays in `inventory`, nothing after it comes in. Only then the whole
 * text is read again, for the mistakes alone.
 */
export function untilMistake(
  inventory: Inventory,
  read: (target: Inventory, onMistake: OnMistake) => void,
): readonly Diagnostic[] {
  const before = [...inventory.groups.keys()];
  try {
    read(inventory, (error) => {
      throw error;
    });
    return [];
  } catch (first) {
    if (!(first instanceof TsplayError)) throw first;
    const scratch = new Inventory(inventory.rules);
    for (const group of before) scratch.addGroup(group);
    const mistakes: Diagnostic[] = [];
    read(scratch, (error) => mistakes.push(error.toDiagnostic()));
    return mistakes.length > 0 ? mistakes : [first.toDiagnostic()];
  }
}
