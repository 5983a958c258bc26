import { join } from 'node:path';
import { decideCases } from '../../../test/support/decide-cases.js';
import { runCases } from '../../../test/support/module-cases.js';
import type { Args } from './args.js';
import module from './index.js';
import { ruleWords } from './rule.js';

runCases(module, join(import.meta.dirname, 'cases'));

decideCases<{ wait?: boolean }>(
  module,
  join(import.meta.dirname, 'cases', 'rules'),
  (args: Args, { wait }) => ({
    steps: [ruleWords(args, args.jump, wait !== false).join(' ')],
  }),
  { words: true },
);
