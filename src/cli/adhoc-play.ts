// The play that an ad hoc command stands for.
import { TsplayError } from '../ground/index.js';
import { fileText } from '../playbook/index.js';
import type { Value } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';

interface Wanted {
  readonly moduleName?: string | undefined;
  readonly moduleArgs?: string | undefined;
  readonly background?: number | undefined;
  readonly poll?: number | undefined;
  readonly taskTimeout?: number | undefined;
}

const AT = { file: '<--args>', line: 1, col: 1 };

/** Modules that do nothing without a text. */
const NEED_TEXT = ['command', 'shell', 'raw', 'script'];

/**
 * The playbook's document: one play for the hosts of `pattern`, without facts, with one task.
 * @throws TsplayError bad-option
 */
export function adhocPlaybook(pattern: string, wanted: Wanted): Value {
  const module = wanted.moduleName ?? 'command';
  const short = module.replace(/^ansible\.(?:builtin|legacy)\./, '');
  const given = (wanted.moduleArgs ?? '').trim();
  if (short === 'import_playbook')
    throw new TsplayError('bad-option', `'${module}' is not a valid action for ad-hoc commands`);
  if (NEED_TEXT.includes(short) && given === '')
    throw new TsplayError('bad-option', `No argument passed to ${module} module`, {
      hint: /\.ya?ml$/.test(pattern)
        ? 'did you mean to run a playbook: tsplay PLAYBOOK, ansible-playbook?'
        : 'give them by -a',
    });
  const task = new Map<Value, Value>([[module, parameters(given)]]);
  // `-P` counts only with `-B`, as Ansible's default poll of 15 seconds does.
  if (wanted.background !== undefined && wanted.background !== 0) {
    task.set('async', wanted.background);
    task.set('poll', wanted.poll ?? 15);
  }
  if (wanted.taskTimeout !== undefined && wanted.taskTimeout !== 0) task.set('timeout', wanted.taskTimeout);
  const play = new Map<Value, Value>([
    ['name', 'Ansible Ad-Hoc'],
    ['hosts', pattern],
    ['gather_facts', false],
    ['tasks', [task]],
  ]);
  return [play];
}

/** `compat:` what stands in braces and parses as a mapping is one; everything else is free-form text. */
function parameters(given: string): Value {
  if (given === '') return null;
  if (given.startsWith('{') && given.endsWith('}')) {
    const { value, diagnostics } = loadYamlDocument(given, AT.file, { trust: 'templates' });
    if (value instanceof Map && !diagnostics.some((d) => d.severity === 'error')) return value;
  }
  return fileText(given, AT);
}
