// The fact cache that the settings ask for.
import type { Origin, Settings } from '../config/index.js';
import { jsonFileFacts, memoryFacts, nodeFiles, type FactStore } from '../controller/index.js';
import type { ValueMap } from '../value/index.js';
import { TsplayError, type Span } from '../ground/index.js';

/** @throws TsplayError bad-config for a cache that tsplay does not have, or a directory that cannot be used */
export function openFactCache({ facts, configuration }: Settings): FactStore {
  const name = facts.cache.replace(/^ansible\.builtin\./, '');
  if (name === 'memory') return memoryFacts();
  if (name !== 'jsonfile') {
    throw new TsplayError('bad-config', `Unable to load the facts cache plugin (${facts.cache}).`, {
      span: spanOf(configuration.find('CACHE_PLUGIN')?.origin),
      hint: 'fact_caching is memory or jsonfile; tsplay has no others',
    });
  }
  const uri = configuration.optionText('cache', 'jsonfile', '_uri');
  if (uri === undefined) {
    throw new TsplayError(
      'bad-config',
      "error, 'jsonfile' cache plugin requires the 'fact_caching_connection' config option to be set (to a writeable directory path)",
      { span: spanOf(configuration.find('CACHE_PLUGIN')?.origin) },
    );
  }
  const kind = nodeFiles.exists(uri);
  if (kind !== undefined && kind !== 'directory') {
    throw new TsplayError('bad-config', `the fact cache '${uri}' is not a directory`, {
      span: spanOf(configuration.find('CACHE_PLUGIN_CONNECTION')?.origin),
    });
  }
  return jsonFileFacts({
    directory: uri,
    // compat: jsonfile has no prefix of its own, whatever the default of CACHE_PLUGIN_PREFIX says
    prefix: configuration.setOption('cache', 'jsonfile', '_prefix') ?? '',
    timeout: facts.cacheTimeout,
  });
}

/**
 * What constructed inventories see of the cache: `compat:` nothing when it is only this process's memory. The cache is
 * opened when it is first asked.
 */
export function cachedFacts(
  settings: Settings,
  open: () => FactStore = () => openFactCache(settings),
): ((host: string) => ValueMap | undefined) | undefined {
  if (isMemory(settings.facts.cache)) return undefined;
  let store: FactStore | undefined;
  return (host) => (store ??= open()).get(host);
}

const isMemory = (cache: string): boolean => cache === 'memory' || cache === 'ansible.builtin.memory';

function spanOf(origin: Origin | undefined): Span | undefined {
  return origin?.kind === 'file' ? origin.span : undefined;
}
