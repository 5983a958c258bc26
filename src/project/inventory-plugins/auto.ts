// The plugin `auto`, which reads a YAML file with the plugin the file names, and the table of plugins there are.
import { extname } from 'node:path';
import { didYouMean, TsplayError } from '../../ground/index.js';
import { keySpan, valueSpan } from '../../value/index.js';
import { constructed } from './constructed.js';
import { isReadable, readYaml, wholeSource } from './files.js';
import { generator } from './generator.js';
import { advancedHostList, hostList, ini, toml, yaml } from './plain.js';
import { script } from './script.js';
import type { InventoryPlugin } from './types.js';

const auto: InventoryPlugin = {
  name: 'auto',
  wants: (source) => /\.ya?ml$/.test(source.path) && isReadable(source),
  parse(source) {
    const { value, diagnostics } = readYaml(source);
    const errors = diagnostics.filter((d) => d.severity === 'error');
    if (errors.length > 0) return errors;
    const name = value instanceof Map ? (value.get('plugin') ?? null) : null;
    const span = valueSpan(value, 'plugin') ?? keySpan(value, 'plugin') ?? wholeSource(source);
    if (typeof name !== 'string' || name === '') {
      throw new TsplayError('bad-inventory', "no root 'plugin' key found", { span });
    }
    const plugin = pluginNamed(name);
    if (!plugin) throw unknownPlugin(name, source.shown, span);
    if (!plugin.wants(source)) {
      throw new TsplayError('bad-inventory', `the inventory plugin ${name} does not read such a file`, { span });
    }
    return plugin.parse(source);
  },
};

const PLUGINS: readonly InventoryPlugin[] = [
  hostList,
  advancedHostList,
  script,
  auto,
  yaml,
  ini,
  toml,
  constructed,
  generator,
];

/** The plugin of a short or full name. */
export function pluginNamed(name: string): InventoryPlugin | undefined {
  const short = name.replace(/^ansible\.(?:builtin|legacy)\./, '');
  return PLUGINS.find((p) => p.name === short);
}

/** Plugins of collections ask services for hosts: going on without those hosts would be a run on the wrong ones. */
function unknownPlugin(name: string, shown: string, span: TsplayError['span']): TsplayError {
  const known = PLUGINS.map((p) => p.name);
  const close = didYouMean(name, known);
  const config = extname(shown) === '' ? 'CONFIG' : shown;
  return new TsplayError('not-supported', `the inventory plugin '${name}' is not supported`, {
    span,
    hint:
      close ??
      `use an executable script that prints the hosts as JSON (one that runs \`ansible-inventory -i ${config} --list\` will do), or save that output as YAML and use it`,
  });
}
