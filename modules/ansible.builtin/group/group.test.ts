import { join } from 'node:path';
import { decideCases } from '../../../test/support/decide-cases.js';
import type { AccountTools } from '../../_shared/account-tools.js';
import { decideGroup, type GroupSeen, type GroupWanted } from './decide.js';
import group from './index.js';

decideCases<GroupSeen & { tools?: AccountTools }>(
  group,
  join(import.meta.dirname, 'cases'),
  (args: GroupWanted, seen) => {
    const { step, failure } = decideGroup(args, seen, seen.tools ?? 'shadow');
    return { steps: step ? [step.command] : [], failure };
  },
);
