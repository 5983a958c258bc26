// The larger parts of the typed settings: becoming another user, and what is shown.
import type { Configuration } from './configuration.js';
import type { BecomeSettings, DisplaySettings, ProfileSettings } from './settings.js';

export function becomeSettings(c: Configuration): BecomeSettings {
  return {
    become: c.flag('DEFAULT_BECOME'),
    method: c.text('DEFAULT_BECOME_METHOD') ?? 'sudo',
    askPassword: c.flag('DEFAULT_BECOME_ASK_PASS'),
    passwordFile: c.text('BECOME_PASSWORD_FILE'),
    allowSameUser: c.flag('BECOME_ALLOW_SAME_USER'),
    agnosticPrompt: c.flag('AGNOSTIC_BECOME_PROMPT'),
    of(method) {
      const option = (name: string): string | undefined => c.setOption('become', method, name);
      // A method that has no options of its own goes by those of all.
      const general = (name: string): string | undefined => (c.isSet(name) ? c.text(name) : undefined);
      return {
        user: option('become_user') ?? general('DEFAULT_BECOME_USER'),
        flags: option('become_flags') ?? general('DEFAULT_BECOME_FLAGS'),
        exe: option('become_exe') ?? general('DEFAULT_BECOME_EXE'),
        password: option('become_pass'),
        prompts: method === 'su' ? c.optionList('become', 'su', 'prompt_l10n') : [],
      };
    },
  };
}

/** The tones of the output by the settings that colour them. */
const TONES = {
  changed: 'COLOR_CHANGED',
  deprecation: 'COLOR_DEPRECATE',
  diffAdd: 'COLOR_DIFF_ADD',
  diffLines: 'COLOR_DIFF_LINES',
  diffRemove: 'COLOR_DIFF_REMOVE',
  failed: 'COLOR_ERROR',
  included: 'COLOR_INCLUDED',
  ok: 'COLOR_OK',
  retry: 'COLOR_DEBUG',
  skipped: 'COLOR_SKIP',
  unreachable: 'COLOR_UNREACHABLE',
  warning: 'COLOR_WARN',
} as const;

/** The options of the profiling callbacks, which are no part of ansible-core and so not of its table of settings. */
function profileOf(c: Configuration, name: string): ProfileSettings {
  const said = (option: string): string | undefined =>
    c.surroundings.env[`${name}_${option}`.toUpperCase()] ?? c.entry(`callback_${name}`, option);
  const limit = said('task_output_limit') ?? said('output_limit');
  const order = said('sort_order');
  return {
    summaryOnly: /^(?:y|yes|on|1|true|t)$/i.test(said('summary_only') ?? ''),
    limit: limit === undefined ? undefined : limit === 'all' ? Infinity : Number.parseInt(limit, 10),
    sortOrder: order === 'ascending' || order === 'none' ? order : 'descending',
  };
}

export function displaySettings(c: Configuration): DisplaySettings {
  const shown = (name: string): boolean => c.optionFlag('callback', 'default', name);
  const pretty = c.optionText('callback', 'default', 'pretty_results');
  return {
    verbosity: c.number('DEFAULT_VERBOSITY'),
    forceColour: c.flag('ANSIBLE_FORCE_COLOR'),
    noColour: c.flag('ANSIBLE_NOCOLOR'),
    colours: Object.fromEntries(Object.entries(TONES).map(([tone, name]) => [tone, c.text(name) ?? ''])),
    stdoutCallback: c.text('DEFAULT_STDOUT_CALLBACK') ?? 'default',
    callbacks: c.list('CALLBACKS_ENABLED'),
    callbacksForAdhoc: c.flag('DEFAULT_LOAD_CALLBACK_PLUGINS'),
    skippedHosts: shown('display_skipped_hosts'),
    okHosts: shown('display_ok_hosts'),
    failedToStderr: shown('display_failed_stderr'),
    customStats: c.flag('SHOW_CUSTOM_STATS'),
    checkModeMarkers: shown('check_mode_markers'),
    perHostStart: shown('show_per_host_start'),
    taskPathOnFailure: shown('show_task_path_on_failure'),
    taskArguments: c.flag('DISPLAY_ARGS_TO_STDOUT'),
    resultFormat: c.optionText('callback', 'default', 'result_format') as 'json' | 'yaml',
    prettyResults: pretty === undefined ? undefined : shown('pretty_results'),
    diffAlways: c.flag('DIFF_ALWAYS'),
    diffContext: c.number('DIFF_CONTEXT'),
    maxDiffSize: c.number('MAX_FILE_SIZE_FOR_DIFF'),
    logPath: c.text('DEFAULT_LOG_PATH'),
    logVerbosity: c.optionalNumber('LOG_VERBOSITY'),
    verboseToStderr: c.flag('VERBOSE_TO_STDERR'),
    actionWarnings: c.flag('ACTION_WARNINGS'),
    deprecationWarnings: c.flag('DEPRECATION_WARNINGS'),
    systemWarnings: c.flag('SYSTEM_WARNINGS'),
    localhostWarning: c.flag('LOCALHOST_WARNING'),
    profile: (name) => profileOf(c, name),
  };
}
