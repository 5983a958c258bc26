// Settings of how hosts are reached and users changed. The columns are those of ../table.ts.

export const CONNECTION = `
ANSIBLE_PIPELINING | boolean | false | ANSIBLE_PIPELINING | defaults.pipelining, connection.pipelining |  | + | run modules without temporary files; tsplay always does
CONNECTION_PASSWORD_FILE | path |  | ANSIBLE_CONNECTION_PASSWORD_FILE | defaults.connection_password_file |  | + | a file with the connection password, or a program that prints it
DEFAULT_ASK_PASS | boolean | false | ANSIBLE_ASK_PASS | defaults.ask_pass |  | + | ask for the connection password
DEFAULT_BECOME | boolean | false | ANSIBLE_BECOME | privilege_escalation.become |  | + | run as another user
DEFAULT_BECOME_ASK_PASS | boolean | false | ANSIBLE_BECOME_ASK_PASS | privilege_escalation.become_ask_pass |  | + | ask for the become password
DEFAULT_BECOME_EXE |  |  | ANSIBLE_BECOME_EXE | privilege_escalation.become_exe |  | + | the program that makes one user another
DEFAULT_BECOME_FLAGS |  | "" | ANSIBLE_BECOME_FLAGS | privilege_escalation.become_flags |  | + | flags for that program
DEFAULT_BECOME_METHOD |  | "sudo" | ANSIBLE_BECOME_METHOD | privilege_escalation.become_method |  | + | how one user becomes another
DEFAULT_BECOME_USER |  | "root" | ANSIBLE_BECOME_USER | privilege_escalation.become_user |  | + | whom to become
DEFAULT_LIBVIRT_LXC_NOSECLABEL | boolean | false | ANSIBLE_LIBVIRT_LXC_NOSECLABEL | selinux.libvirt_lxc_noseclabel |  | other | for the libvirt_lxc connection
DEFAULT_MODULE_COMPRESSION |  | "ZIP_DEFLATED" |  | defaults.module_compression |  | python | how Python modules are compressed
DEFAULT_NO_TARGET_SYSLOG | boolean | false | ANSIBLE_NO_TARGET_SYSLOG | defaults.no_target_syslog |  | + | write nothing to the syslog of the hosts; tsplay never does
DEFAULT_PRIVATE_KEY_FILE | path |  | ANSIBLE_PRIVATE_KEY_FILE | defaults.private_key_file |  | + | the key to log in with
DEFAULT_REMOTE_PORT | integer |  | ANSIBLE_REMOTE_PORT | defaults.remote_port |  | + | the port to connect to
DEFAULT_REMOTE_USER |  |  | ANSIBLE_REMOTE_USER | defaults.remote_user |  | + | whom to log in as
DEFAULT_SU | boolean | false | ANSIBLE_SU | defaults.su |  | noeffect | has no effect in Ansible either
DEFAULT_SYSLOG_FACILITY |  | "LOG_USER" | ANSIBLE_SYSLOG_FACILITY | defaults.syslog_facility |  | python | the syslog facility of modules
DEFAULT_TIMEOUT | integer | 10 | ANSIBLE_TIMEOUT | defaults.timeout |  | + | seconds for one connection attempt
DEFAULT_TRANSPORT |  | "ssh" | ANSIBLE_TRANSPORT | defaults.transport |  | + | how hosts are reached
HOST_KEY_CHECKING | boolean | true | ANSIBLE_HOST_KEY_CHECKING | defaults.host_key_checking |  | + | check the keys of SSH servers
INTERPRETER_PYTHON |  | "auto" | ANSIBLE_PYTHON_INTERPRETER | defaults.interpreter_python |  | python | the Python of the hosts
INTERPRETER_PYTHON_FALLBACK | list | ["python3.13", "python3.12", "python3.11", "python3.10", "python3.9", "python3.8", "/usr/bin/python3", "python3"] |  |  |  | python | the Pythons that are looked for
NETCONF_SSH_CONFIG |  |  | ANSIBLE_NETCONF_SSH_CONFIG | netconf_connection.ssh_config |  | network | the SSH configuration of netconf
PARAMIKO_HOST_KEY_AUTO_ADD | boolean | false | ANSIBLE_PARAMIKO_HOST_KEY_AUTO_ADD | paramiko_connection.host_key_auto_add |  | paramiko | paramiko takes unknown host keys
PARAMIKO_LOOK_FOR_KEYS | boolean | true | ANSIBLE_PARAMIKO_LOOK_FOR_KEYS | paramiko_connection.look_for_keys |  | paramiko | paramiko looks for keys
PERSISTENT_COMMAND_TIMEOUT | int | 30 | ANSIBLE_PERSISTENT_COMMAND_TIMEOUT | persistent_connection.command_timeout |  | network | seconds a command of a network device may take
PERSISTENT_CONNECT_RETRY_TIMEOUT | integer | 15 | ANSIBLE_PERSISTENT_CONNECT_RETRY_TIMEOUT | persistent_connection.connect_retry_timeout |  | network | seconds for connecting to the local socket of a persistent connection
PERSISTENT_CONNECT_TIMEOUT | integer | 30 | ANSIBLE_PERSISTENT_CONNECT_TIMEOUT | persistent_connection.connect_timeout |  | network | seconds until an idle persistent connection is closed
PERSISTENT_CONTROL_PATH_DIR | path | "{{ANSIBLE_HOME}}/pc" | ANSIBLE_PERSISTENT_CONTROL_PATH_DIR | persistent_connection.control_path_dir |  | network | where sockets of persistent connections are
TARGET_LOG_INFO |  |  | ANSIBLE_TARGET_LOG_INFO | defaults.target_log_info |  | python | what modules write to the syslog
USE_PERSISTENT_CONNECTIONS | boolean | false | ANSIBLE_USE_PERSISTENT_CONNECTIONS | defaults.use_persistent_connections |  | + | keep connections; tsplay always does for the length of a run
`;
