// Settings of what a run does. The columns are those of ../table.ts.

export const RUN = `
ACTION_WARNINGS | boolean | true | ANSIBLE_ACTION_WARNINGS | defaults.action_warnings |  | + | show warnings that come with the results of tasks
AGNOSTIC_BECOME_PROMPT | boolean | true | ANSIBLE_AGNOSTIC_BECOME_PROMPT | privilege_escalation.agnostic_become_prompt |  | + | the prompt for the become password names no method
ALLOW_BROKEN_CONDITIONALS | boolean | true | ANSIBLE_ALLOW_BROKEN_CONDITIONALS | defaults.allow_broken_conditionals |  | + | conditions that mix in templates are allowed; tsplay always evaluates them
ANSIBLE_CONNECTION_PATH | path |  | ANSIBLE_CONNECTION_PATH | persistent_connection.ansible_connection_path |  | noeffect | has no effect in Ansible either
ANY_ERRORS_FATAL | boolean | false | ANSIBLE_ANY_ERRORS_FATAL | defaults.any_errors_fatal |  | + | a failure on one host ends the play for all hosts
BECOME_ALLOW_SAME_USER | boolean | false | ANSIBLE_BECOME_ALLOW_SAME_USER | privilege_escalation.become_allow_same_user |  | + | use the become method even when both users are the same
BECOME_PASSWORD_FILE | path |  | ANSIBLE_BECOME_PASSWORD_FILE | defaults.become_password_file |  | + | a file with the become password, or a program that prints it
COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH |  | "warning" | ANSIBLE_COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH | defaults.collections_on_ansible_version_mismatch | error, ignore, warning | plugins | what to do when a collection wants another Ansible
COVERAGE_REMOTE_OUTPUT | str |  | _ANSIBLE_COVERAGE_REMOTE_OUTPUT |  |  | python | where coverage data of Python modules goes
COVERAGE_REMOTE_PATHS | str | "*" | _ANSIBLE_COVERAGE_REMOTE_PATH_FILTER |  |  | python | which paths coverage is measured for
DEFAULT_ALLOW_UNSAFE_LOOKUPS | boolean | false |  | defaults.allow_unsafe_lookups |  | unsafe | evaluate templates in what lookups return
DEFAULT_EXECUTABLE |  | "/bin/sh" | ANSIBLE_EXECUTABLE | defaults.executable |  | + | the shell that runs commands on the hosts
DEFAULT_FORCE_HANDLERS | boolean | false | ANSIBLE_FORCE_HANDLERS | defaults.force_handlers |  | + | run notified handlers even when the host has failed
DEFAULT_FORKS | integer | 5 | ANSIBLE_FORKS | defaults.forks |  | + | how many hosts are worked on at a time
DEFAULT_HASH_BEHAVIOUR | string | "replace" | ANSIBLE_HASH_BEHAVIOUR | defaults.hash_behaviour | merge, replace | + | whether a dictionary replaces a lower one or is merged into it
DEFAULT_INTERNAL_POLL_INTERVAL | float | 0.001 |  | defaults.internal_poll_interval |  | python | how often Ansible looks for results of its workers
DEFAULT_JINJA2_EXTENSIONS |  | [] | ANSIBLE_JINJA2_EXTENSIONS | defaults.jinja2_extensions |  | + | extensions of the template language
DEFAULT_JINJA2_NATIVE | boolean | false | ANSIBLE_JINJA2_NATIVE | defaults.jinja2_native |  | + | templates give values of their own type instead of text
DEFAULT_KEEP_REMOTE_FILES | boolean | false | ANSIBLE_KEEP_REMOTE_FILES | defaults.keep_remote_files |  | python | keep the temporary files of modules on the hosts
DEFAULT_MANAGED_STR |  | "Ansible managed" |  | defaults.ansible_managed |  | + | the text of ansible_managed
DEFAULT_MODULE_ARGS |  |  | ANSIBLE_MODULE_ARGS | defaults.module_args |  | + | arguments of an ad-hoc command that gives none
DEFAULT_MODULE_NAME |  | "command" |  | defaults.module_name |  | + | the module of an ad-hoc command that names none
DEFAULT_NULL_REPRESENTATION | raw |  | ANSIBLE_NULL_REPRESENTATION | defaults.null_representation |  | nullrep | what a template that gives None becomes
DEFAULT_POLL_INTERVAL | integer | 15 | ANSIBLE_POLL_INTERVAL | defaults.poll_interval |  | + | seconds between two looks at an asynchronous task
DEFAULT_PRIVATE_ROLE_VARS | boolean | false | ANSIBLE_PRIVATE_ROLE_VARS | defaults.private_role_vars |  | + | the variables of a role are not seen outside of it
DEFAULT_SELINUX_SPECIAL_FS | list | "fuse, nfs, vboxsf, ramfs, 9p, vfat" | ANSIBLE_SELINUX_SPECIAL_FS | selinux.special_context_filesystems |  | python | file systems with one SELinux context
DEFAULT_STRATEGY |  | "linear" | ANSIBLE_STRATEGY | defaults.strategy |  | + | in which order tasks and hosts are taken
DEFAULT_UNDEFINED_VAR_BEHAVIOR | boolean | true | ANSIBLE_ERROR_ON_UNDEFINED_VARS | defaults.error_on_undefined_vars |  | + | an undefined variable is an error
DOCSITE_ROOT_URL |  | "https://docs.ansible.com/ansible-core/" |  | defaults.docsite_root_url |  | other | where links in the documentation lead
DUPLICATE_YAML_DICT_KEY | string | "warn" | ANSIBLE_DUPLICATE_YAML_DICT_KEY | defaults.duplicate_dict_key | error, ignore, warn | + | what a key that stands twice in a mapping does
ENABLE_TASK_DEBUGGER | boolean | false | ANSIBLE_ENABLE_TASK_DEBUGGER | defaults.enable_task_debugger |  | + | start the debugger when a task fails
ERROR_ON_MISSING_HANDLER | boolean | true | ANSIBLE_ERROR_ON_MISSING_HANDLER | defaults.error_on_missing_handler |  | + | a notified handler that does not exist is an error
INVALID_TASK_ATTRIBUTE_FAILED | boolean | true | ANSIBLE_INVALID_TASK_ATTRIBUTE_FAILED | defaults.invalid_task_attribute_failed |  | + | an unknown keyword of a task is an error
MODULE_STRICT_UTF8_RESPONSE | bool | true | ANSIBLE_MODULE_STRICT_UTF8_RESPONSE | defaults.module_strict_utf8_response |  | python | what modules print must be UTF-8
NETWORK_GROUP_MODULES | list | ["eos", "nxos", "ios", "iosxr", "junos", "enos", "ce", "vyos", "sros", "dellos9", "dellos10", "dellos6", "asa", "aruba", "aireos", "bigip", "ironware", "onyx", "netconf", "exos", "voss", "slxos"] | ANSIBLE_NETWORK_GROUP_MODULES | defaults.network_group_modules |  | network | modules of network devices
OLD_PLUGIN_CACHE_CLEARING | boolean | false | ANSIBLE_OLD_PLUGIN_CACHE_CLEAR | defaults.old_plugin_cache_clear |  | python | how Python plugins are cached
PYTHON_MODULE_RLIMIT_NOFILE |  | 0 | ANSIBLE_PYTHON_MODULE_RLIMIT_NOFILE | defaults.python_module_rlimit_nofile |  | python | how many files Python modules may open
RETRY_FILES_ENABLED | bool | false | ANSIBLE_RETRY_FILES_ENABLED | defaults.retry_files_enabled |  | + | write the names of failed hosts into a file
RETRY_FILES_SAVE_PATH | path |  | ANSIBLE_RETRY_FILES_SAVE_PATH | defaults.retry_files_save_path |  | + | where such files are written
STRING_CONVERSION_ACTION | string | "warn" | ANSIBLE_STRING_CONVERSION_ACTION | defaults.string_conversion_action |  | noeffect | has no effect in Ansible either
STRING_TYPE_FILTERS | list | ["string", "to_json", "to_nice_json", "to_yaml", "to_nice_yaml", "ppretty", "json"] | ANSIBLE_STRING_TYPE_FILTERS | jinja2.dont_type_filters |  | + | filters after which a text stays a text
TAGS_RUN | list | [] | ANSIBLE_RUN_TAGS | tags.run |  | + | as --tags
TAGS_SKIP | list | [] | ANSIBLE_SKIP_TAGS | tags.skip |  | + | as --skip-tags
TASK_DEBUGGER_IGNORE_ERRORS | boolean | true | ANSIBLE_TASK_DEBUGGER_IGNORE_ERRORS | defaults.task_debugger_ignore_errors |  | + | the debugger does not start for failures that are ignored
TASK_TIMEOUT | integer | 0 | ANSIBLE_TASK_TIMEOUT | defaults.task_timeout |  | + | seconds a task may take; 0 means any
VALIDATE_ACTION_GROUP_METADATA | bool | true | ANSIBLE_VALIDATE_ACTION_GROUP_METADATA | defaults.validate_action_group_metadata |  | python | check what collections say of their groups of modules
WIN_ASYNC_STARTUP_TIMEOUT | integer | 5 | ANSIBLE_WIN_ASYNC_STARTUP_TIMEOUT | defaults.win_async_startup_timeout |  | windows | seconds until an asynchronous task on Windows has started
WORKER_SHUTDOWN_POLL_COUNT | integer | 0 | ANSIBLE_WORKER_SHUTDOWN_POLL_COUNT |  |  | python | how Ansible waits for its workers
WORKER_SHUTDOWN_POLL_DELAY | float | 0.1 | ANSIBLE_WORKER_SHUTDOWN_POLL_DELAY |  |  | python | how long Ansible waits for its workers
`;
