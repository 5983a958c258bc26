// Settings that belong to one plugin: its kind, its name, the option. The columns are those of ../table.ts.

export const PLUGINS = `
connection/local/pipelining | boolean | false | ANSIBLE_PIPELINING | defaults.pipelining, connection.pipelining |  | + | run modules without temporary files; tsplay always does
connection/paramiko_ssh/banner_timeout | float | 30 | ANSIBLE_PARAMIKO_BANNER_TIMEOUT | paramiko_connection.banner_timeout |  | paramiko | seconds until the server has spoken
connection/paramiko_ssh/host_key_auto_add | boolean |  | ANSIBLE_PARAMIKO_HOST_KEY_AUTO_ADD | paramiko_connection.host_key_auto_add |  | paramiko | take unknown host keys
connection/paramiko_ssh/host_key_checking | boolean | true | ANSIBLE_HOST_KEY_CHECKING, ANSIBLE_SSH_HOST_KEY_CHECKING, ANSIBLE_PARAMIKO_HOST_KEY_CHECKING | defaults.host_key_checking, paramiko_connection.host_key_checking |  | paramiko | check host keys
connection/paramiko_ssh/look_for_keys | boolean | true | ANSIBLE_PARAMIKO_LOOK_FOR_KEYS | paramiko_connection.look_for_keys |  | paramiko | look for keys
connection/paramiko_ssh/password | string |  |  |  |  | + | the password to log in with
connection/paramiko_ssh/port | int | 22 | ANSIBLE_REMOTE_PORT, ANSIBLE_REMOTE_PARAMIKO_PORT | defaults.remote_port, paramiko_connection.remote_port |  | paramiko | the port to connect to
connection/paramiko_ssh/private_key_file | string |  | ANSIBLE_PRIVATE_KEY_FILE, ANSIBLE_PARAMIKO_PRIVATE_KEY_FILE | defaults.private_key_file, paramiko_connection.private_key_file |  | paramiko | the key to log in with
connection/paramiko_ssh/proxy_command | string | "" | ANSIBLE_PARAMIKO_PROXY_COMMAND | paramiko_connection.proxy_command |  | paramiko | the command to connect through
connection/paramiko_ssh/pty | boolean | true | ANSIBLE_PARAMIKO_PTY | paramiko_connection.pty |  | paramiko | commands get a terminal
connection/paramiko_ssh/record_host_keys | boolean | true | ANSIBLE_PARAMIKO_RECORD_HOST_KEYS | paramiko_connection.record_host_keys |  | paramiko | keep host keys
connection/paramiko_ssh/remote_addr | string | "inventory_hostname" |  |  |  | + | the address to connect to
connection/paramiko_ssh/remote_user | string |  | ANSIBLE_REMOTE_USER, ANSIBLE_PARAMIKO_REMOTE_USER | defaults.remote_user, paramiko_connection.remote_user |  | paramiko | whom to log in as
connection/paramiko_ssh/timeout | int | 10 | ANSIBLE_TIMEOUT, ANSIBLE_SSH_TIMEOUT, ANSIBLE_PARAMIKO_TIMEOUT | defaults.timeout, ssh_connection.timeout, paramiko_connection.timeout |  | paramiko | seconds for one connection attempt
connection/paramiko_ssh/use_persistent_connections | boolean | false | ANSIBLE_USE_PERSISTENT_CONNECTIONS | defaults.use_persistent_connections |  | + | keep connections; tsplay always does
connection/paramiko_ssh/use_rsa_sha2_algorithms | boolean | true | ANSIBLE_PARAMIKO_USE_RSA_SHA2_ALGORITHMS | paramiko_connection.use_rsa_sha2_algorithms |  | paramiko | use SHA-2 with RSA keys
connection/ssh/control_path | string |  | ANSIBLE_SSH_CONTROL_PATH | ssh_connection.control_path |  | openssh | the socket of a shared connection
connection/ssh/control_path_dir | string | "~/.ansible/cp" | ANSIBLE_SSH_CONTROL_PATH_DIR | ssh_connection.control_path_dir |  | openssh | where sockets of shared connections are
connection/ssh/host | string | "inventory_hostname" |  |  |  | + | the address to connect to
connection/ssh/host_key_checking | boolean | true | ANSIBLE_HOST_KEY_CHECKING, ANSIBLE_SSH_HOST_KEY_CHECKING | defaults.host_key_checking, ssh_connection.host_key_checking |  | + | check host keys
connection/ssh/password | string |  |  |  |  | + | the password to log in with
connection/ssh/pipelining | boolean | false | ANSIBLE_PIPELINING, ANSIBLE_SSH_PIPELINING | defaults.pipelining, connection.pipelining, ssh_connection.pipelining |  | + | run modules without temporary files; tsplay always does
connection/ssh/pkcs11_provider | string | "" | ANSIBLE_PKCS11_PROVIDER | ssh_connection.pkcs11_provider |  | openssh | a library with keys
connection/ssh/port | int |  | ANSIBLE_REMOTE_PORT | defaults.remote_port |  | + | the port to connect to
connection/ssh/private_key_file | string |  | ANSIBLE_PRIVATE_KEY_FILE | defaults.private_key_file |  | + | the key to log in with
connection/ssh/reconnection_retries | integer | 0 | ANSIBLE_SSH_RETRIES | connection.retries, ssh_connection.retries |  | + | how often a failed connection is tried again
connection/ssh/remote_user | string |  | ANSIBLE_REMOTE_USER | defaults.remote_user |  | + | whom to log in as
connection/ssh/scp_executable | string | "scp" | ANSIBLE_SCP_EXECUTABLE | ssh_connection.scp_executable |  | openssh | the scp program
connection/ssh/scp_extra_args | string | "" | ANSIBLE_SCP_EXTRA_ARGS | ssh_connection.scp_extra_args |  | openssh | arguments for scp only
connection/ssh/sftp_batch_mode | bool | true | ANSIBLE_SFTP_BATCH_MODE | ssh_connection.sftp_batch_mode |  | openssh | sftp runs in batch mode
connection/ssh/sftp_executable | string | "sftp" | ANSIBLE_SFTP_EXECUTABLE | ssh_connection.sftp_executable |  | openssh | the sftp program
connection/ssh/sftp_extra_args | string | "" | ANSIBLE_SFTP_EXTRA_ARGS | ssh_connection.sftp_extra_args |  | openssh | arguments for sftp only
connection/ssh/ssh_args | string | "-C -o ControlMaster=auto -o ControlPersist=60s" | ANSIBLE_SSH_ARGS | ssh_connection.ssh_args |  | + | options as ssh takes them, instead of the default ones
connection/ssh/ssh_common_args | string | "" | ANSIBLE_SSH_COMMON_ARGS | ssh_connection.ssh_common_args |  | + | options as ssh takes them, for all SSH programs
connection/ssh/ssh_executable | string | "ssh" | ANSIBLE_SSH_EXECUTABLE | ssh_connection.ssh_executable |  | openssh | the ssh program
connection/ssh/ssh_extra_args | string | "" | ANSIBLE_SSH_EXTRA_ARGS | ssh_connection.ssh_extra_args |  | + | options as ssh takes them, for ssh only
connection/ssh/ssh_transfer_method | string | "smart" | ANSIBLE_SSH_TRANSFER_METHOD | ssh_connection.transfer_method | piped, scp, sftp, smart | openssh | how files are sent
connection/ssh/sshpass_prompt | string | "" | ANSIBLE_SSHPASS_PROMPT | ssh_connection.sshpass_prompt |  | openssh | the prompt that sshpass waits for
connection/ssh/timeout | integer | 10 | ANSIBLE_TIMEOUT, ANSIBLE_SSH_TIMEOUT | defaults.timeout, ssh_connection.timeout |  | + | seconds for one connection attempt
connection/ssh/use_tty | bool | true | ANSIBLE_SSH_USETTY | ssh_connection.usetty |  | openssh | commands get a terminal
become/doas/become_exe |  | "doas" | ANSIBLE_BECOME_EXE, ANSIBLE_DOAS_EXE | privilege_escalation.become_exe, doas_become_plugin.executable |  | + | the doas program
become/doas/become_flags |  | "" | ANSIBLE_BECOME_FLAGS, ANSIBLE_DOAS_FLAGS | privilege_escalation.become_flags, doas_become_plugin.flags |  | + | flags for doas
become/doas/become_pass |  |  | ANSIBLE_BECOME_PASS, ANSIBLE_DOAS_PASS | doas_become_plugin.password |  | + | the password for doas
become/doas/become_user |  |  | ANSIBLE_BECOME_USER, ANSIBLE_DOAS_USER | privilege_escalation.become_user, doas_become_plugin.user |  | + | whom to become
become/su/become_exe |  | "su" | ANSIBLE_BECOME_EXE, ANSIBLE_SU_EXE | privilege_escalation.become_exe, su_become_plugin.executable |  | + | the su program
become/su/become_flags |  | "" | ANSIBLE_BECOME_FLAGS, ANSIBLE_SU_FLAGS | privilege_escalation.become_flags, su_become_plugin.flags |  | + | flags for su
become/su/become_pass |  |  | ANSIBLE_BECOME_PASS, ANSIBLE_SU_PASS | su_become_plugin.password |  | + | the password for su
become/su/become_user |  | "root" | ANSIBLE_BECOME_USER, ANSIBLE_SU_USER | privilege_escalation.become_user, su_become_plugin.user |  | + | whom to become
become/su/prompt_l10n | list | [] | ANSIBLE_SU_PROMPT_L10N | su_become_plugin.localized_prompts |  | + | prompts of su in other languages
become/sudo/become_exe |  | "sudo" | ANSIBLE_BECOME_EXE, ANSIBLE_SUDO_EXE | privilege_escalation.become_exe, sudo_become_plugin.executable |  | + | the sudo program
become/sudo/become_flags |  | "-H -S -n" | ANSIBLE_BECOME_FLAGS, ANSIBLE_SUDO_FLAGS | privilege_escalation.become_flags, sudo_become_plugin.flags |  | + | flags for sudo
become/sudo/become_pass |  |  | ANSIBLE_BECOME_PASS, ANSIBLE_SUDO_PASS | sudo_become_plugin.password |  | + | the password for sudo
become/sudo/become_user |  | "root" | ANSIBLE_BECOME_USER, ANSIBLE_SUDO_USER | privilege_escalation.become_user, sudo_become_plugin.user |  | + | whom to become
callback/default/check_mode_markers | bool | false | ANSIBLE_CHECK_MODE_MARKERS | defaults.check_mode_markers |  | + | say which results are of a dry run
callback/default/display_failed_stderr | bool | false | ANSIBLE_DISPLAY_FAILED_STDERR | defaults.display_failed_stderr |  | + | failures go to standard error
callback/default/display_ok_hosts | bool | true | ANSIBLE_DISPLAY_OK_HOSTS | defaults.display_ok_hosts |  | + | show tasks that changed nothing
callback/default/display_skipped_hosts | bool | true | ANSIBLE_DISPLAY_SKIPPED_HOSTS | defaults.display_skipped_hosts |  | + | show skipped tasks
callback/default/pretty_results | bool |  | ANSIBLE_CALLBACK_FORMAT_PRETTY | defaults.callback_format_pretty |  | + | results take several lines
callback/default/result_format | str | "json" | ANSIBLE_CALLBACK_RESULT_FORMAT | defaults.callback_result_format | json, yaml | + | how results are written: json or yaml
callback/default/show_custom_stats | bool | false | ANSIBLE_SHOW_CUSTOM_STATS | defaults.show_custom_stats |  | + | show what set_stats set after the recap
callback/default/show_per_host_start | bool | false | ANSIBLE_SHOW_PER_HOST_START | defaults.show_per_host_start |  | + | say when a task starts on a host
callback/default/show_task_path_on_failure | bool | false | ANSIBLE_SHOW_TASK_PATH_ON_FAILURE | defaults.show_task_path_on_failure |  | + | say where a task stands when it fails
callback/junit/fail_on_change |  | false | JUNIT_FAIL_ON_CHANGE |  |  | + | a change is a failure
callback/junit/fail_on_ignore |  | false | JUNIT_FAIL_ON_IGNORE |  |  | + | an ignored failure is a failure
callback/junit/hide_task_arguments |  | false | JUNIT_HIDE_TASK_ARGUMENTS |  |  | + | leave out the arguments of tasks
callback/junit/include_setup_tasks_in_report |  | true | JUNIT_INCLUDE_SETUP_TASKS_IN_REPORT |  |  | + | report the gathering of facts too
callback/junit/output_dir |  | "~/.ansible.log" | JUNIT_OUTPUT_DIR |  |  | + | where the report is written
callback/junit/replace_out_of_tree_path |  | "none" | JUNIT_REPLACE_OUT_OF_TREE_PATH |  |  | + | what stands for the directory of paths outside of the tree
callback/junit/task_class |  | false | JUNIT_TASK_CLASS |  |  | + | group test cases by file
callback/junit/task_relative_path |  | "none" | JUNIT_TASK_RELATIVE_PATH |  |  | + | the directory that paths are relative to
callback/junit/test_case_prefix |  | "<empty>" | JUNIT_TEST_CASE_PREFIX |  |  | + | only tasks whose name begins so
callback/minimal/pretty_results | bool |  | ANSIBLE_CALLBACK_FORMAT_PRETTY | defaults.callback_format_pretty |  | + | results take several lines
callback/minimal/result_format | str | "json" | ANSIBLE_CALLBACK_RESULT_FORMAT | defaults.callback_result_format | json, yaml | + | how results are written: json or yaml
callback/tree/directory | path | "~/.ansible/tree" | ANSIBLE_CALLBACK_TREE_DIR | callback_tree.directory |  | + | where the results are written
cache/jsonfile/_prefix |  |  | ANSIBLE_CACHE_PLUGIN_PREFIX | defaults.fact_caching_prefix |  | + | what the names of the files begin with
cache/jsonfile/_timeout | integer | 86400 | ANSIBLE_CACHE_PLUGIN_TIMEOUT | defaults.fact_caching_timeout |  | + | seconds after which cached facts are out of date
cache/jsonfile/_uri | path | ! | ANSIBLE_CACHE_PLUGIN_CONNECTION | defaults.fact_caching_connection |  | + | the directory of the cache
inventory/constructed/compose | dict | {} |  |  |  | + | variables made of expressions
inventory/constructed/groups | dict | {} |  |  |  | + | groups made of conditions
inventory/constructed/keyed_groups | list | [] |  |  |  | + | groups named after values
inventory/constructed/leading_separator | boolean | true |  |  |  | + | names of keyed groups may begin with the separator
inventory/constructed/plugin |  | ! |  |  | ansible.builtin.constructed, constructed | + | the plugin this file is for
inventory/constructed/strict | bool | false |  |  |  | + | a failing expression is an error
inventory/constructed/use_extra_vars | bool | false | ANSIBLE_INVENTORY_USE_EXTRA_VARS | inventory_plugins.use_extra_vars |  | + | expressions see extra vars
inventory/constructed/use_vars_plugins | boolean | false |  |  |  | + | expressions see group_vars and host_vars
inventory/generator/hosts |  |  |  |  |  | + | names of hosts
inventory/generator/layers |  |  |  |  |  | + | what the names are made of
inventory/generator/plugin |  | ! |  |  | ansible.builtin.generator, generator | + | the plugin this file is for
inventory/script/always_show_stderr | boolean | true | ANSIBLE_INVENTORY_PLUGIN_SCRIPT_STDERR | inventory_plugin_script.always_show_stderr |  | + | show what scripts print to standard error
inventory/yaml/yaml_extensions | list | [".yaml", ".yml", ".json"] | ANSIBLE_YAML_FILENAME_EXT, ANSIBLE_INVENTORY_PLUGIN_EXTS | defaults.yaml_valid_extensions, inventory_plugin_yaml.yaml_valid_extensions |  | + | endings of YAML inventories
vars/host_group_vars/_valid_extensions | list | [".yml", ".yaml", ".json"] | ANSIBLE_YAML_FILENAME_EXT | defaults.yaml_valid_extensions |  | + | endings of files of variables
vars/host_group_vars/stage | str |  | ANSIBLE_VARS_PLUGIN_STAGE | vars_host_group_vars.stage | all, task, inventory | + | when they are read
shell/sh/admin_users | list | ["root", "toor"] | ANSIBLE_ADMIN_USERS | defaults.admin_users |  | remotetemp | users that may work for others without a shared temporary directory
shell/sh/async_dir |  | "~/.ansible_async" | ANSIBLE_ASYNC_DIR | defaults.async_dir |  | + | where asynchronous tasks keep their results
shell/sh/common_remote_group |  |  | ANSIBLE_COMMON_REMOTE_GROUP | defaults.common_remote_group |  | python | a group that shares temporary files
shell/sh/remote_tmp |  | "~/.ansible/tmp" | ANSIBLE_REMOTE_TEMP, ANSIBLE_REMOTE_TMP | defaults.remote_tmp |  | remotetemp | the directory of temporary files
shell/sh/system_tmpdirs | list | ["/var/tmp", "/tmp"] | ANSIBLE_SYSTEM_TMPDIRS | defaults.system_tmpdirs |  | remotetemp | directories of temporary files that all users have
shell/sh/world_readable_temp | boolean | false | ANSIBLE_SHELL_ALLOW_WORLD_READABLE_TEMP | defaults.allow_world_readable_tmpfiles |  | python | temporary files that all users can read
`;
