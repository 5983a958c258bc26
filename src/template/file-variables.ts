// What a template file knows about itself: template_path and its kin, ansible_managed.
import { PyDateTime, type Value, type ValueMap } from '../value/index.js';
import { moment } from './filters/time.js';
import { formatTime } from './python/datetime.js';
import { fail } from './python/errors.js';
import { strFormat } from './python/str-format.js';
import type { Scope, TemplatePort } from './types.js';

export interface TemplateFile {
  /** As the task names it. */
  readonly path: string;
  /** Where it is. */
  readonly fullPath: string;
  /** Where its text goes on the host, when it goes anywhere. */
  readonly destination?: string | undefined;
}

/**
 * The variables of a template file, which win over all others as in Ansible.
 * @param managed the setting `ansible_managed`: first `{file}`, `{host}` and `{uid}` are put in as Python's `format` does,
 *   then the time of the file's last change as strftime does
 * @throws TsplayError template-value when the setting names another field
 */
export function fileVariables(port: TemplatePort, file: TemplateFile, managed: string): ValueMap {
  const status = port.status?.(file.fullPath);
  const host = port.hostname?.() ?? '';
  const owner = String(status?.owner ?? '');
  const changed = status?.mtime ?? port.now();
  const fields = new Map<string, Value>([
    ['host', host],
    ['uid', owner],
    ['file', file.path.replaceAll('%', '%%')],
  ]);
  const text = strFormat(managed, [], fields, () => fail('the setting ansible_managed knows {file}, {host} and {uid}'));
  return new Map<Value, Value>([
    ['ansible_managed', formatTime(moment(changed, false), text)],
    ['template_host', host],
    ['template_path', file.path],
    ['template_fullpath', file.fullPath],
    ['template_destpath', file.destination ?? null],
    ['template_uid', owner],
    ['template_mtime', localTime(changed)],
    ['template_run_date', localTime(port.now())],
  ]);
}

/** The same scope with these names above all others. */
export function overlaid(scope: Scope, vars: ValueMap): Scope {
  return {
    lookup: (name) => (vars.has(name) ? vars.get(name) : scope.lookup(name)),
    names: () => new Set([...[...vars.keys()].map(String), ...scope.names()]),
    isFromProject: (name) => !vars.has(name) && (scope.isFromProject?.(name) ?? false),
  };
}

/** compat: Python's times here are naive: they do not know their zone. */
function localTime(ms: number): PyDateTime {
  return new PyDateTime(moment(ms, false).micros);
}
