// The terminal: which reporter, which colours, how mistakes are shown.
import type { Diagnostic } from '../ground/index.js';
import type { EventBody } from '../events/index.js';
import type { CliOptions } from './options.js';
export function showDiagnostics(ds: readonly Diagnostic[]): void {
  for (const d of ds)
    process.stderr.write(
      `${d.span ? `${d.span.file}:${d.span.line}:${d.span.col}: ` : ''}${d.severity}: ${d.message} ${d.hint ?? ''}\n`,
    );
}
export function consoleReporter(_cli: CliOptions): { on(event: EventBody): void } {
  return {
    on(e) {
      if (e.type === 'task-started') console.log('TASK', e.task.name);
      else if (e.type === 'task-finished' || e.type === 'item-finished')
        console.log(
          e.type === 'item-finished' ? '  item' : '',
          e.status,
          e.host,
          e.status === 'failed' || process.env['V'] ? JSON.stringify(e.result).slice(0, 600) : '',
          'diagnostic' in e && e.diagnostic ? JSON.stringify(e.diagnostic) : '',
        );
      else console.log(JSON.stringify(e).slice(0, 300));
    },
  };
}
