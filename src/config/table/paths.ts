// Settings of where things are. The columns are those of ../table.ts.

export const PATHS = `
ANSIBLE_HOME | path | "~/.ansible" | ANSIBLE_HOME | defaults.home |  | + | the directory of what belongs to the user; other paths begin with it
BECOME_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/become:/usr/share/ansible/plugins/become" | ANSIBLE_BECOME_PLUGINS | defaults.become_plugins |  | plugins | where become plugins are
COLLECTIONS_PATHS | pathspec | "{{ANSIBLE_HOME}}/collections:/usr/share/ansible/collections" | ANSIBLE_COLLECTIONS_PATHS, ANSIBLE_COLLECTIONS_PATH | defaults.collections_paths, defaults.collections_path |  | + | where collections are
COLLECTIONS_SCAN_SYS_PATH | boolean | true | ANSIBLE_COLLECTIONS_SCAN_SYS_PATH | defaults.collections_scan_sys_path |  | python | look for collections in Python's path
CONFIG_FILE | path |  |  |  |  | + | the configuration file that is used
DEFAULT_ACTION_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/action:/usr/share/ansible/plugins/action" | ANSIBLE_ACTION_PLUGINS | defaults.action_plugins |  | plugins | where action plugins are
DEFAULT_CACHE_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/cache:/usr/share/ansible/plugins/cache" | ANSIBLE_CACHE_PLUGINS | defaults.cache_plugins |  | plugins | where cache plugins are
DEFAULT_CALLBACK_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/callback:/usr/share/ansible/plugins/callback" | ANSIBLE_CALLBACK_PLUGINS | defaults.callback_plugins |  | plugins | where callback plugins are
DEFAULT_CLICONF_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/cliconf:/usr/share/ansible/plugins/cliconf" | ANSIBLE_CLICONF_PLUGINS | defaults.cliconf_plugins |  | network | where cliconf plugins are
DEFAULT_CONNECTION_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/connection:/usr/share/ansible/plugins/connection" | ANSIBLE_CONNECTION_PLUGINS | defaults.connection_plugins |  | plugins | where connection plugins are
DEFAULT_FILTER_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/filter:/usr/share/ansible/plugins/filter" | ANSIBLE_FILTER_PLUGINS | defaults.filter_plugins |  | + | where filter plugins are
DEFAULT_HTTPAPI_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/httpapi:/usr/share/ansible/plugins/httpapi" | ANSIBLE_HTTPAPI_PLUGINS | defaults.httpapi_plugins |  | network | where httpapi plugins are
DEFAULT_INVENTORY_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/inventory:/usr/share/ansible/plugins/inventory" | ANSIBLE_INVENTORY_PLUGINS | defaults.inventory_plugins |  | plugins | where inventory plugins are
DEFAULT_LOCAL_TMP | tmppath | "{{ANSIBLE_HOME}}/tmp" | ANSIBLE_LOCAL_TEMP | defaults.local_tmp |  | localtemp | temporary files on the controller
DEFAULT_LOOKUP_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/lookup:/usr/share/ansible/plugins/lookup" | ANSIBLE_LOOKUP_PLUGINS | defaults.lookup_plugins |  | + | where lookup plugins are
DEFAULT_MODULE_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/modules:/usr/share/ansible/plugins/modules" | ANSIBLE_LIBRARY | defaults.library |  | + | where modules are
DEFAULT_MODULE_UTILS_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/module_utils:/usr/share/ansible/plugins/module_utils" | ANSIBLE_MODULE_UTILS | defaults.module_utils |  | python | where Python code shared by modules is
DEFAULT_NETCONF_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/netconf:/usr/share/ansible/plugins/netconf" | ANSIBLE_NETCONF_PLUGINS | defaults.netconf_plugins |  | network | where netconf plugins are
DEFAULT_ROLES_PATH | pathspec | "{{ANSIBLE_HOME}}/roles:/usr/share/ansible/roles:/etc/ansible/roles" | ANSIBLE_ROLES_PATH | defaults.roles_path |  | + | where roles are
DEFAULT_STRATEGY_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/strategy:/usr/share/ansible/plugins/strategy" | ANSIBLE_STRATEGY_PLUGINS | defaults.strategy_plugins |  | plugins | where strategy plugins are
DEFAULT_TERMINAL_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/terminal:/usr/share/ansible/plugins/terminal" | ANSIBLE_TERMINAL_PLUGINS | defaults.terminal_plugins |  | network | where terminal plugins are
DEFAULT_TEST_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/test:/usr/share/ansible/plugins/test" | ANSIBLE_TEST_PLUGINS | defaults.test_plugins |  | + | where test plugins are
DEFAULT_VARS_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/vars:/usr/share/ansible/plugins/vars" | ANSIBLE_VARS_PLUGINS | defaults.vars_plugins |  | plugins | where vars plugins are
DOC_FRAGMENT_PLUGIN_PATH | pathspec | "{{ANSIBLE_HOME}}/plugins/doc_fragments:/usr/share/ansible/plugins/doc_fragments" | ANSIBLE_DOC_FRAGMENT_PLUGINS | defaults.doc_fragment_plugins |  | python | where parts of documentation are
MODULE_IGNORE_EXTS | list | (".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".yaml", ".yml", ".ini") | ANSIBLE_MODULE_IGNORE_EXTS | defaults.module_ignore_exts |  | + | endings of files that are no modules
PLAYBOOK_DIR | path |  | ANSIBLE_PLAYBOOK_DIR | defaults.playbook_dir |  | + | the playbook directory of commands that have no playbook
PLAYBOOK_VARS_ROOT |  | "top" | ANSIBLE_PLAYBOOK_VARS_ROOT | defaults.playbook_vars_root | all, bottom, top | + | where group_vars and host_vars of playbooks are looked for
PLUGIN_FILTERS_CFG | path |  |  | defaults.plugin_filters_cfg |  | plugins | which plugins must not be used
`;
