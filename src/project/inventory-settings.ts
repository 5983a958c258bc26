// Which settings say how inventories and the variables beside them are read, and what they are without a configuration.
import type { GroupNames } from '../inventory/index.js';
import type { ValueMap } from '../value/index.js';

/** When the files of group_vars and host_vars count: as part of the inventory, for each task, or both. */
type VarsStage = 'inventory' | 'task' | 'all';

/** Specified by the configuration settings of ansible-core; each names its setting. */
export interface InventorySettings {
  /** INVENTORY_ENABLED: plugins that may read a source, in the order in which they are tried. */
  readonly enabled: readonly string[];
  /** INVENTORY_IGNORE_EXTS: endings of files that are left out of inventory directories. */
  readonly ignoreExtensions: readonly string[];
  /** INVENTORY_IGNORE_PATTERNS: regular expressions (Python's) of names left out of inventory directories. */
  readonly ignorePatterns: readonly string[];
  /** INVENTORY_ANY_UNPARSED_IS_FAILED: a source that cannot be read ends the command. */
  readonly anyUnparsedIsFailed: boolean;
  /** INVENTORY_UNPARSED_IS_FAILED: the command ends when no source could be read. */
  readonly unparsedIsFailed: boolean;
  /** INVENTORY_UNPARSED_WARNING: say that no source could be read. */
  readonly unparsedWarning: boolean;
  /** TRANSFORM_INVALID_GROUP_CHARS. */
  readonly groupNames: GroupNames;
  /** The yaml plugin's yaml_extensions. */
  readonly yamlExtensions: readonly string[];
  /** The script plugin's always_show_stderr. */
  readonly scriptShowsStderr: boolean;
  /** INVENTORY_USE_EXTRA_VARS, for constructed sources that do not say it themselves. */
  readonly useExtraVars: boolean;
  /** VARIABLE_PRECEDENCE: in which order the variables of groups are put on each other. */
  readonly precedence: readonly string[];
  /** RUN_VARS_PLUGINS and the stage of host_group_vars, as one. */
  readonly varsStage: VarsStage;
  /** YAML_FILENAME_EXTENSIONS: of files in group_vars and host_vars. */
  readonly varsExtensions: readonly string[];
  /** Whether VARIABLE_PLUGINS_ENABLED names host_group_vars. */
  readonly hostGroupVars: boolean;
  /** DEFAULT_HASH_BEHAVIOUR: how a mapping is put on a mapping of the same name; undefined: it replaces it. */
  readonly mergeMappings: ((old: ValueMap, added: ValueMap) => ValueMap) | undefined;
}

export const DEFAULT_PRECEDENCE: readonly string[] = [
  'all_inventory',
  'groups_inventory',
  'all_plugins_inventory',
  'all_plugins_play',
  'groups_plugins_inventory',
  'groups_plugins_play',
];

export const DEFAULT_INVENTORY_SETTINGS: InventorySettings = {
  enabled: ['host_list', 'script', 'auto', 'yaml', 'ini', 'toml'],
  ignoreExtensions: [
    '.pyc',
    '.pyo',
    '.swp',
    '.bak',
    '~',
    '.rpm',
    '.md',
    '.txt',
    '.rst',
    '.orig',
    '.ini',
    '.cfg',
    '.retry',
  ],
  ignorePatterns: [],
  anyUnparsedIsFailed: false,
  unparsedIsFailed: false,
  unparsedWarning: true,
  groupNames: 'never',
  yamlExtensions: ['.yaml', '.yml', '.json'],
  scriptShowsStderr: true,
  useExtraVars: false,
  precedence: DEFAULT_PRECEDENCE,
  varsStage: 'task',
  varsExtensions: ['.yml', '.yaml', '.json'],
  hostGroupVars: true,
  mergeMappings: undefined,
};
