// `group_by`: puts the host into a group named after what is known of it.
import { addGroupAtRunTime } from '../inventory/index.js';
import type { ModuleResult } from '../kit/index.js';
import { keyText } from '../value/index.js';
import { checkNames, statementArguments, tellFindings } from './statement-args.js';
import type { Frame } from './types.js';

/** `compat:` also in a dry run; blanks in names become dashes; the words of failures are Ansible's. @throws TsplayError */
export function groupBy(frame: Frame): ModuleResult {
  const args = statementArguments(frame, 'group_by');
  checkNames(frame, args, 'group_by', ['key', 'parents']);
  const key = args.get('key') ?? null;
  if (!args.has('key')) return failed("the 'key' param is required when using group_by");
  const group = key === null ? '' : dashed(keyText(key));
  const given = args.get('parents') ?? 'all';
  const parents = (Array.isArray(given) ? given : [given]).map((parent) => dashed(keyText(parent)));
  if (group === '' || parents.includes('')) return failed('Invalid empty/false group name provided: ');
  const changed = addGroupAtRunTime(frame.run.ports.inventory, { host: frame.host.name, group, parents });
  tellFindings(frame);
  return { changed, add_group: group, parent_groups: parents };
}

function dashed(name: string): string {
  return name.replaceAll(' ', '-');
}

function failed(msg: string): ModuleResult {
  return { changed: false, failed: true, msg };
}
