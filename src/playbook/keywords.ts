// The table of keywords: where each may stand and whether tsplay carries it out.

export type Place = 'play' | 'block' | 'task' | 'handler' | 'role' | 'include';

interface Keyword {
  readonly places: readonly Place[];
  /** Why it is refused, with what to use instead. */
  readonly refused?: string;
}

const EVERYWHERE: readonly Place[] = ['play', 'block', 'task', 'handler', 'role'];
const TASKS: readonly Place[] = ['task', 'handler'];
const WITH_INCLUDES: readonly Place[] = ['task', 'handler', 'include'];

/** Specified by the playbook keywords page of the Ansible documentation. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  action: { places: WITH_INCLUDES },
  any_errors_fatal: { places: EVERYWHERE },
  args: { places: WITH_INCLUDES },
  async: { places: TASKS, refused: 'run the task without async; it is waited for' },
  become: { places: EVERYWHERE },
  become_exe: { places: EVERYWHERE },
  become_flags: { places: EVERYWHERE },
  become_method: { places: EVERYWHERE },
  become_user: { places: EVERYWHERE },
  block: { places: ['block'] },
  rescue: { places: ['block'] },
  always: { places: ['block'] },
  changed_when: { places: TASKS },
  check_mode: { places: EVERYWHERE },
  collections: { places: [...EVERYWHERE, 'include'] },
  connection: { places: EVERYWHERE },
  debugger: { places: [...EVERYWHERE, 'include'] },
  delay: { places: TASKS },
  delegate_facts: { places: ['block', 'task', 'handler', 'role'] },
  delegate_to: { places: ['block', 'task', 'handler', 'role'] },
  diff: { places: EVERYWHERE },
  environment: { places: EVERYWHERE },
  fact_path: { places: ['play'] },
  failed_when: { places: TASKS },
  force_handlers: { places: ['play'] },
  gather_facts: { places: ['play'] },
  gather_subset: { places: ['play'] },
  gather_timeout: { places: ['play'] },
  handlers: { places: ['play'] },
  hosts: { places: ['play'] },
  ignore_errors: { places: [...EVERYWHERE, 'include'] },
  ignore_unreachable: { places: EVERYWHERE },
  listen: { places: ['handler'] },
  local_action: { places: TASKS },
  loop: { places: WITH_INCLUDES },
  loop_control: { places: WITH_INCLUDES },
  max_fail_percentage: { places: ['play'] },
  module_defaults: { places: EVERYWHERE },
  name: { places: [...EVERYWHERE, 'include'] },
  no_log: { places: [...EVERYWHERE, 'include'] },
  notify: { places: ['task', 'handler', 'block'] },
  order: { places: ['play'] },
  poll: { places: TASKS, refused: 'it belongs to async, which tsplay does not carry out' },
  port: { places: EVERYWHERE },
  post_tasks: { places: ['play'] },
  pre_tasks: { places: ['play'] },
  register: { places: WITH_INCLUDES },
  remote_user: { places: EVERYWHERE },
  retries: { places: TASKS },
  role: { places: ['role'] },
  roles: { places: ['play'] },
  run_once: { places: [...EVERYWHERE, 'include'] },
  serial: { places: ['play'] },
  strategy: { places: ['play'] },
  tags: { places: [...EVERYWHERE, 'include'] },
  tasks: { places: ['play'] },
  throttle: { places: EVERYWHERE },
  timeout: { places: [...EVERYWHERE, 'include'] },
  until: { places: TASKS },
  user: { places: ['play'] },
  vars: { places: [...EVERYWHERE, 'include'] },
  vars_files: { places: ['play'] },
  vars_prompt: { places: ['play'] },
  when: { places: ['block', 'task', 'handler', 'role', 'include'] },
};

/** Whether it is a keyword of any place (and no name that every JavaScript object has, like `constructor`). */
export function isKeywordName(name: string): boolean {
  return Object.hasOwn(KEYWORDS, name);
}

/** What Ansible reads as true and as false where a keyword or a parameter wants one of them. */
export const TRUE_WORDS: readonly string[] = ['yes', 'on', 'true', '1', 'y', 't'];
export const FALSE_WORDS: readonly string[] = ['no', 'off', 'false', '0', 'n', 'f'];

/** Keywords with a value of one kind. A template may stand in place of any: it is judged when it is evaluated. */
const KINDS: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly wanted: string }>> = {
  ...Object.fromEntries(
    [
      'any_errors_fatal',
      'become',
      'check_mode',
      'delegate_facts',
      'diff',
      'force_handlers',
      'gather_facts',
      'ignore_errors',
      'ignore_unreachable',
      'no_log',
      'run_once',
    ].map((name) => [
      name,
      { fits: (text: string) => [...TRUE_WORDS, ...FALSE_WORDS].includes(text.toLowerCase()), wanted: 'true or false' },
    ]),
  ),
  ...Object.fromEntries(
    ['retries', 'delay', 'port', 'gather_timeout'].map((name) => [
      name,
      { fits: (text: string) => /^\s*-?\d+(?:\.\d+)?\s*$/.test(text), wanted: 'a number' },
    ]),
  ),
  ...Object.fromEntries(
    ['throttle', 'timeout'].map((name) => [
      name,
      { fits: (text: string) => /^\s*\d+\s*$/.test(text), wanted: 'a whole number' },
    ]),
  ),
  max_fail_percentage: { fits: (text) => /^\s*\d+(?:\.\d+)?\s*%?\s*$/.test(text), wanted: 'a percentage' },
  ...Object.fromEntries(
    Object.entries({
      debugger: ['always', 'never', 'on_failed', 'on_unreachable', 'on_skipped'],
      order: ['inventory', 'reverse_inventory', 'sorted', 'reverse_sorted', 'shuffle'],
      strategy: ['linear', 'free', 'host_pinned', 'debug'].flatMap((s) => [s, `ansible.builtin.${s}`]),
    }).map(([name, words]) => [
      name,
      { fits: (text: string) => words.includes(text), wanted: `one of ${words.join(', ')}` },
    ]),
  ),
};

/** What a keyword wants instead of the text of its value, or undefined when that fits. */
export function wantedInstead(keyword: string, text: string): string | undefined {
  const kind = Object.hasOwn(KINDS, keyword) ? KINDS[keyword] : undefined;
  return kind === undefined || kind.fits(text) ? undefined : kind.wanted;
}

/** The keywords that may stand in a place, for did-you-mean. */
export function keywordsOf(place: Place): string[] {
  return Object.entries(KEYWORDS)
    .filter(([, k]) => k.places.includes(place))
    .map(([name]) => name);
}
