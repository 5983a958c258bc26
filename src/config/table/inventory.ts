// Settings of inventories and the variables beside them. The columns are those of ../table.ts.

export const INVENTORY = `
DEFAULT_HOST_LIST | pathlist | "/etc/ansible/hosts" | ANSIBLE_INVENTORY | defaults.inventory |  | + | inventory sources
HOST_PATTERN_MISMATCH |  | "warning" | ANSIBLE_HOST_PATTERN_MISMATCH | inventory.host_pattern_mismatch | error, ignore, warning | + | what a pattern that matches no host does
INVENTORY_ANY_UNPARSED_IS_FAILED | boolean | false | ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED | inventory.any_unparsed_is_failed |  | + | an inventory source that cannot be read is an error
INVENTORY_CACHE_ENABLED | bool | false | ANSIBLE_INVENTORY_CACHE | inventory.cache |  | inventorycache | keep what inventory plugins found
INVENTORY_CACHE_PLUGIN |  |  | ANSIBLE_INVENTORY_CACHE_PLUGIN | inventory.cache_plugin |  | inventorycache | how it is kept
INVENTORY_CACHE_PLUGIN_CONNECTION |  |  | ANSIBLE_INVENTORY_CACHE_CONNECTION | inventory.cache_connection |  | inventorycache | where it is kept
INVENTORY_CACHE_PLUGIN_PREFIX |  | "ansible_inventory_" | ANSIBLE_INVENTORY_CACHE_PLUGIN_PREFIX | inventory.cache_prefix |  | inventorycache | what its files begin with
INVENTORY_CACHE_TIMEOUT |  | 3600 | ANSIBLE_INVENTORY_CACHE_TIMEOUT | inventory.cache_timeout |  | inventorycache | how long it is good
INVENTORY_ENABLED | list | ["host_list", "script", "auto", "yaml", "ini", "toml"] | ANSIBLE_INVENTORY_ENABLED | inventory.enable_plugins |  | + | the ways to read an inventory, in order
INVENTORY_EXPORT | bool | false | ANSIBLE_INVENTORY_EXPORT | inventory.export |  | + | ansible-inventory lists what hosts set themselves, as for export
INVENTORY_IGNORE_EXTS | list | (".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini", ".cfg", ".retry") | ANSIBLE_INVENTORY_IGNORE | defaults.inventory_ignore_extensions, inventory.ignore_extensions |  | + | endings of files that an inventory directory leaves out
INVENTORY_IGNORE_PATTERNS | list | [] | ANSIBLE_INVENTORY_IGNORE_REGEX | defaults.inventory_ignore_patterns, inventory.ignore_patterns |  | + | patterns of files that an inventory directory leaves out
INVENTORY_UNPARSED_IS_FAILED | bool | false | ANSIBLE_INVENTORY_UNPARSED_FAILED | inventory.unparsed_is_failed |  | + | it is an error when no inventory source can be read
INVENTORY_UNPARSED_WARNING | boolean | true | ANSIBLE_INVENTORY_UNPARSED_WARNING | inventory.inventory_unparsed_warning |  | + | warn when no inventory was read
LOCALHOST_WARNING | boolean | true | ANSIBLE_LOCALHOST_WARNING | defaults.localhost_warning |  | + | warn when only the implicit localhost is there
RUN_VARS_PLUGINS | str | "demand" | ANSIBLE_RUN_VARS_PLUGINS | defaults.run_vars_plugins | demand, start | + | when variables beside the inventory are read
TRANSFORM_INVALID_GROUP_CHARS | string | "never" | ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS | defaults.force_valid_group_names | always, ignore, never, silently | + | what happens to names of groups that are no variable names
VARIABLE_PLUGINS_ENABLED | list | ["host_group_vars"] | ANSIBLE_VARS_ENABLED | defaults.vars_plugins_enabled |  | plugins | which vars plugins are used
VARIABLE_PRECEDENCE | list | ["all_inventory", "groups_inventory", "all_plugins_inventory", "all_plugins_play", "groups_plugins_inventory", "groups_plugins_play"] | ANSIBLE_PRECEDENCE | defaults.precedence |  | + | in which order variables of groups count
YAML_FILENAME_EXTENSIONS | list | [".yml", ".yaml", ".json"] | ANSIBLE_YAML_FILENAME_EXT | defaults.yaml_valid_extensions |  | + | endings of files of variables
`;
