// The plugin `script`: programs that print the inventory as JSON when called with --list, a host's with --host NAME.
import { TsplayError, type Span } from '../../ground/index.js';
import { readScriptInventory } from '../../inventory/index.js';
import { parseJson } from '../../template/json-parse.js';
import type { Value } from '../../value/index.js';
import { isReadable, wholeSource } from './files.js';
import type { InventoryPlugin, InventorySource } from './types.js';

export const script: InventoryPlugin = {
  name: 'script',
  wants: (source) => isReadable(source) && (isExecutable(source) || hasShebang(source)),
  parse(source) {
    const span = wholeSource(source);
    const { stdout, stderr } = call(source, ['--list'], span);
    const listed = json(source, stdout, stderr, span);
    if (stderr !== '' && source.settings.scriptShowsStderr) {
      source.inventory.note({ message: `the inventory script ${source.shown} says:\n${stderr.trimEnd()}` });
    }
    readScriptInventory(source.inventory, listed, {
      origin: source.origin,
      span,
      vault: source.vault,
      hostVars(host) {
        const told = call(source, ['--host', host], span);
        return told.stdout.trim() === '' ? new Map() : json(source, told.stdout, told.stderr, span);
      },
    });
    return [];
  },
};

function isExecutable({ files, path }: InventorySource): boolean {
  return ((files.stat(path)?.mode ?? 0) & 0o111) !== 0;
}

function hasShebang({ files, path }: InventorySource): boolean {
  const [a, b] = files.readBytes(path);
  return a === 0x23 && b === 0x21;
}

function call(source: InventorySource, args: readonly string[], span: Span) {
  const shown = [source.shown, ...args].join(' ');
  let done: ReturnType<InventorySource['run']>;
  try {
    done = source.run(source.path, args);
  } catch (cause) {
    if (!(cause instanceof TsplayError)) throw cause;
    throw new TsplayError('bad-inventory', `problem running ${shown}: ${cause.message}`, {
      span,
      cause,
      hint: 'an inventory script is executable and begins with the #! line of its interpreter',
    });
  }
  if (done.rc === 0) return done;
  const said = done.stderr.trimEnd();
  throw new TsplayError(
    'bad-inventory',
    `Inventory script (${shown}) had an execution error: it ended with ${done.rc}${said === '' ? ' and said nothing' : `\n${said}`}`,
    { span, hint: 'run it by hand to see what it lacks' },
  );
}

function json(source: InventorySource, text: string, stderr: string, span: Span): Value {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!(cause instanceof TsplayError)) throw cause;
    const said = stderr.trim() === '' ? '' : `\n${stderr.trimEnd()}`;
    throw new TsplayError(
      'bad-inventory',
      `failed to parse executable inventory script results from ${source.shown}: ${cause.message}${said}`,
      { span, cause, hint: 'the script must print one JSON object, and nothing else, on its standard output' },
    );
  }
}
