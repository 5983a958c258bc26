// Where our modules differ from their documentation on purpose, and why; interface.test.ts fails on any other difference.

const ONLY_SYSTEMD = 'goes on to systemd, where that is the service manager, as in ansible-core';

/** By module, then by difference as `support.ts` words it. `*` stands for all fields of a value. */
export const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ansible.posix.authorized_key': {
    'no return key_option': 'documented under this name, returned as key_options',
    'no return unique': 'documented, never returned',
    'undocumented return key_options': 'the collection returns it, undocumented',
    'undocumented return comment': 'the collection returns it, undocumented',
    'undocumented return follow': 'the collection returns it, undocumented',
  },
  'ansible.builtin.apt_repository': { 'undocumented return state': 'ansible-core returns it, undocumented' },
  'ansible.builtin.debconf': {
    'undocumented return current': 'ansible-core returns it, undocumented',
    'undocumented return previous': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.dpkg_selections': {
    'undocumented return before': 'ansible-core returns it, undocumented',
    'undocumented return after': 'ansible-core returns it, undocumented',
  },
  'ansible.posix.mount': { 'undocumented return *': 'the module returns its arguments, undocumented' },
  'community.general.locale_gen': {
    'undocumented return name': 'the module returns it, undocumented',
    'undocumented return ubuntu_mode': 'the module returns it, undocumented',
  },
  'community.general.modprobe': { 'undocumented return *': 'the module returns its arguments, undocumented' },
  'ansible.builtin.hostname': {
    'undocumented return name': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.iptables': { 'undocumented return *': 'ansible-core returns its arguments, undocumented' },
  'community.general.ufw': { 'undocumented return commands': 'the module returns it, undocumented' },
  'ansible.builtin.assert': {
    'type fail_msg': 'ansible-core refuses what is neither text nor a list as well',
    'type success_msg': 'ansible-core refuses what is neither text nor a list as well',
    'undocumented return assertion': 'ansible-core returns it, undocumented',
    'undocumented return evaluated_to': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.assemble': {
    'undocumented return *': 'the documentation lists none; what every file module returns',
  },
  'ansible.builtin.async_status': { 'undocumented return results_file': 'ansible-core returns it, undocumented' },
  'ansible.builtin.blockinfile': { 'undocumented return backup_file': 'a common return value' },
  'ansible.builtin.command': {
    'missing free_form': 'there is no parameter of that name: it stands for the text behind the name of the module',
    'undocumented executable': 'ansible-core takes it with a warning, undocumented; so do we',
    'undocumented warn': 'removed in 2.14, common in older playbooks; taken with a warning',
  },
  'ansible.builtin.cron': {
    'undocumented return jobs': 'ansible-core returns it, undocumented',
    'undocumented return envs': 'ansible-core returns it, undocumented',
    'undocumented return cron_file': 'ansible-core returns it, undocumented',
    'undocumented return backup_file': 'a common return value',
    'undocumented return state': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.debug': { 'default msg': 'must not count as given beside `var`; used where the message is made' },
  'ansible.builtin.fetch': {
    'undocumented return checksum': 'ansible-core returns it, undocumented',
    'undocumented return dest': 'ansible-core returns it, undocumented',
    'undocumented return file': 'ansible-core returns it, undocumented',
    'undocumented return md5sum': 'ansible-core returns it, undocumented',
    'undocumented return remote_checksum': 'ansible-core returns it, undocumented',
    'undocumented return remote_md5sum': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.file': {
    'undocumented return src': 'ansible-core returns it for links, undocumented',
    'undocumented return *': 'what every file module returns',
  },
  'ansible.builtin.find': { 'default excludes': 'no patterns: the same as none given' },
  'ansible.builtin.get_url': {
    'no return secontext': 'only on hosts with SELinux, whose contexts tsplay neither reads nor sets',
  },
  'ansible.builtin.git': {
    'required dest': 'required unless clone is false, as the text of the documentation says',
    'undocumented return submodules_changed': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.getent': {
    'returns ansible_facts.*': 'the documented name is a placeholder: `getent_` and the name of the database',
  },
  'ansible.builtin.lineinfile': {
    'undocumented return backup': 'ansible-core returns it, undocumented',
    'undocumented return found': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.service_facts': {
    'returns ansible_facts.services.*': 'documented below services; they are the fields of each service',
  },
  'ansible.builtin.set_stats': {
    'required data': 'ansible-core takes a task without it, and sets nothing',
    'default data': 'no data: the same as none given',
    'undocumented return ansible_stats': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.validate_argument_spec': {
    'type argument_spec': 'documented as text; ansible-core refuses all but a mapping',
    'type provided_arguments': 'documented as text; ansible-core refuses all but a mapping',
    'default provided_arguments': 'no arguments: the same as none given',
    'undocumented validate_args_context': 'what ansible-core puts into the tasks it makes for roles',
  },
  'ansible.builtin.package_facts': {
    'returns ansible_facts.packages.*': 'documented below packages; they are the fields of each package in its lists',
  },
  'ansible.builtin.pause': {
    'type minutes': 'documented as text, but only whole numbers are accepted by ansible-core as well',
    'type seconds': 'documented as text, but only whole numbers are accepted by ansible-core as well',
  },
  'ansible.builtin.pip': { 'undocumented return state': 'ansible-core returns it, undocumented' },
  'ansible.builtin.replace': { 'undocumented return backup_file': 'a common return value' },
  'ansible.builtin.script': {
    'missing free_form': 'there is no parameter of that name: it stands for the text behind the name of the module',
  },
  'ansible.builtin.service': {
    'required name': 'systemd can do without, to read its configuration again',
    'undocumented masked': ONLY_SYSTEMD,
    'undocumented daemon_reload': ONLY_SYSTEMD,
    'undocumented daemon_reexec': ONLY_SYSTEMD,
    'undocumented scope': ONLY_SYSTEMD,
    'undocumented no_block': ONLY_SYSTEMD,
    'undocumented force': ONLY_SYSTEMD,
    'undocumented return name': 'ansible-core returns it, undocumented',
    'undocumented return state': 'ansible-core returns it, undocumented',
    'undocumented return enabled': 'ansible-core returns it, undocumented',
    'undocumented return status': 'ansible-core returns it under systemd, undocumented',
  },
  'ansible.builtin.setup': { 'undocumented parallel': 'one of gather_facts, which shares the table; setup refuses it' },
  'ansible.builtin.shell': {
    'missing free_form': 'there is no parameter of that name: it stands for the text behind the name of the module',
    'undocumented strip_empty_ends': 'works, undocumented, in ansible-core: shell is the command module underneath',
    'undocumented warn': 'removed in 2.14, common in older playbooks; taken with a warning',
  },
  'ansible.builtin.stat': {
    'undocumented return stat.attr_flags': 'ansible-core returns it, undocumented',
    'undocumented return stat.block_size': 'ansible-core returns it, undocumented',
    'undocumented return stat.blocks': 'ansible-core returns it, undocumented',
    'undocumented return stat.device_type': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.systemd_service': {
    'undocumented return name': 'ansible-core returns it, undocumented',
    'undocumented return state': 'ansible-core returns it, undocumented',
    'undocumented return enabled': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.tempfile': { 'undocumented return *': 'what every file module returns' },
  'ansible.builtin.template': {
    'default block_start_string': 'the same default, held by the template language',
    'default block_end_string': 'the same default, held by the template language',
    'default variable_start_string': 'the same default, held by the template language',
    'default variable_end_string': 'the same default, held by the template language',
    'default newline_sequence': 'a newline, whether written as such or as backslash and n',
    'undocumented return backup_file': 'a common return value',
    'undocumented return state': 'what every file module returns',
  },
  'ansible.builtin.unarchive': { 'undocumented return extract_results': 'ansible-core returns it, undocumented' },
  'ansible.builtin.uri': {
    'default headers': 'no headers: the same as none given',
    'undocumented return json': 'described in the text of the documentation, not in its list',
  },
  'ansible.builtin.user': {
    'default ssh_key_comment': 'made on the host, whose name is in it',
    'undocumented return state': 'ansible-core returns it, undocumented',
  },
  'ansible.builtin.wait_for': {
    'undocumented return state': 'ansible-core returns it, undocumented',
    'undocumented return port': 'ansible-core returns it, undocumented',
    'undocumented return path': 'ansible-core returns it, undocumented',
    'undocumented return search_regex': 'ansible-core returns it, undocumented',
  },
  'community.general.ini_file': { 'undocumented return *': 'the collection documents none of what it returns' },
  'kubernetes.core.k8s': {
    'type validate.version': 'refused: the API server validates by its own version',
    'default validate.fail_on_error': 'false: the same as not given',
    'undocumented return method': 'the collection returns it, undocumented',
    'undocumented return duration': 'documented below `result`, returned beside it',
    'undocumented return error': 'documented below `result`, returned beside it',
    'undocumented return status': 'the HTTP status of a refusal, as in the collection',
    'undocumented return reason': 'the reason of a refusal, as in the collection',
    'returns result.*': 'the object as the API server gives it, with all its fields',
  },
  'kubernetes.core.k8s_info': {
    'returns resources.*': 'the objects as the API server gives them, with all their fields',
  },
};

/** Parameters no code of the module reads, and why there is nothing to read. */
export const UNREAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'ansible.builtin.apt_repository': {
    install_python_apt: 'about a Python library that tsplay does not need: there is nothing to install',
  },
  'ansible.builtin.file': {
    unsafe_writes:
      'about replacing the content of a file, which this module never does; without effect in ansible-core too',
  },
};

/** Modules whose return values are put together elsewhere, and where. */
export const RETURNED_BY: Readonly<Record<string, string>> = {
  'ansible.builtin.async_status': 'src/engine/job-result.ts',
};

/** Values that are refused although the parameter is there: arguments, and a part of the message. */
export const REFUSED_VALUES: readonly (readonly [module: string, args: Record<string, unknown>, message: RegExp])[] = [
  ['ansible.builtin.uri', { url: 'http://h/', use_gssapi: true }, /use_gssapi/],
  ['ansible.builtin.get_url', { url: 'http://h/', dest: '/x', use_gssapi: true }, /use_gssapi/],
  ['ansible.builtin.file', { path: '/x', state: 'directory', recurse: true, attributes: '+i' }, /chattr -R/],
  ['ansible.builtin.unarchive', { src: 'x', dest: '/x', attributes: '+i' }, /chattr -R/],
  ['ansible.builtin.unarchive', { src: 'x', dest: '/x', unsafe_writes: true }, /unsafe_writes/],
  ['kubernetes.core.k8s', { persist_config: true }, /persist_config/],
  ['kubernetes.core.k8s_info', { kind: 'Pod', persist_config: true }, /persist_config/],
  ['kubernetes.core.k8s', { validate: { version: '1.30' } }, /validates by its own version/],
];
