// tsplay's side of the template benchmark: what a task `template` asks of the engine, without the host.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createTemplatePort } from '../../src/controller/index.js';
import { createTemplateEngine, type FileOptions } from '../../src/template/index.js';
import { toJs, TemplateText, type Value, type ValueMap } from '../../src/value/index.js';
import { ENGINE_RANK, LayeredScope } from '../../src/vars/index.js';

/** What the module hands over when a task sets none of its options. */
const DEFAULTS: FileOptions = { trimBlocks: true, lstripBlocks: false, newlineSequence: '\n' };

export interface TemplateRun {
  /** What the template sees, as plain data, for another engine. */
  readonly variables: Record<string, unknown>;
  /** Renders as the next item of the loop does: its own scope, the file read again; the compiled template is kept. */
  cached(): string;
  /** The same for a file that was never seen before. */
  cold(): string;
  /** As `cached`, with `sites` as the playbook writes it: a lookup, which every item evaluates for itself. */
  lazy(): string;
}

/**
 * @param path the template
 * @param sites the expression that the playbook's variable `sites` is
 */
export function templateRun(path: string, sites: string): TemplateRun {
  const folder = dirname(path);
  const engine = createTemplateEngine(createTemplatePort({ searchPath: () => [folder, dirname(folder)] }));
  const base: ValueMap = new Map<Value, Value>([
    ['inventory_hostname', 'target'],
    ['item', 7],
  ]);
  const lazySites = new TemplateText(sites, { file: 'templates.yml', line: 4, col: 12 });
  const scopeWith = (value: Value): LayeredScope =>
    new LayeredScope([
      { rank: ENGINE_RANK, vars: base },
      { rank: 'play vars', vars: new Map<Value, Value>([['sites', value]]) },
    ]);
  const known = engine.resolve(lazySites, scopeWith(lazySites));
  const file = { path: basename(path), fullPath: path, destination: '/tmp/bench-templates/7.conf' };
  const render = (value: Value, read = (): string => readFileSync(path, 'utf8')): string => {
    const scope = scopeWith(value).with({ rank: ENGINE_RANK, vars: engine.fileVariables(file) });
    return engine.renderFile(read(), path, scope, DEFAULTS);
  };
  let seen = 0;
  return {
    variables: {
      ...(toJs(base) as object),
      ansible_managed: engine.fileVariables(file).get('ansible_managed'),
      sites: toJs(known),
    },
    cached: () => render(known),
    cold: () => render(known, () => `{# ${seen++} #}${readFileSync(path, 'utf8')}`),
    lazy: () => render(lazySites),
  };
}
