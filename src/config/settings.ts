// The settings of one run, typed: what the other rooms are given instead of the environment.
import type { Configuration } from './configuration.js';
import { becomeSettings, displaySettings } from './settings-parts.js';

/** What a run does unless a playbook, a variable or the command line says otherwise. Seconds unless said otherwise. */
interface RunSettings {
  readonly anyErrorsFatal: boolean;
  readonly forks: number;
  readonly forceHandlers: boolean;
  readonly strategy: string;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  /** 0 means any time. */
  readonly taskTimeout: number;
  readonly pollInterval: number;
  readonly hashBehaviour: 'merge' | 'replace';
  /** Undefined when nobody has set it: then imports are public and includes private. */
  readonly privateRoleVars: boolean | undefined;
  readonly duplicateKeys: 'error' | 'ignore' | 'warn';
  readonly errorOnMissingHandler: boolean;
  readonly errorOnUnknownKeyword: boolean;
  readonly errorOnUndefined: boolean;
  readonly jinja2Native: boolean;
  readonly jinja2Extensions: readonly string[];
  /** The filters whose text is never read as a list, a dict or a boolean. */
  readonly textFilters: readonly string[];
  /** Whether text that looks like a list, a dict or a boolean is one; `TSPLAY_TEXT_LITERALS=no` ends that. */
  readonly textLiterals: boolean;
  /**
   * Whether what came from vaults and from results under `no_log` is taken out of all output; Ansible shows it in later
   * tasks. `TSPLAY_REDACT_VAULT=no`, or `redact_vault = no` in the section `[tsplay]` of ansible.cfg, ends that.
   */
  readonly hideMarked: boolean;
  /** Whether looks of coming tasks are made in the round trips of others; `TSPLAY_LOOK_AHEAD=no` ends that, for tests and for hunting bugs. */
  readonly lookAhead: boolean;
  readonly managedText: string;
  /** The shell of `command` lines on the hosts. */
  readonly executable: string;
  readonly debugger: boolean;
  readonly debuggerIgnoresForgiven: boolean;
  readonly noLog: boolean;
  readonly retryFiles: boolean;
  readonly retryFilesPath: string | undefined;
  /** Of ad-hoc commands. */
  readonly moduleName: string;
  readonly moduleArgs: string | undefined;
  readonly localTmp: string;
  readonly remoteTmp: string;
  readonly asyncDir: string;
}

export interface BecomeSettings {
  readonly become: boolean;
  readonly method: string;
  readonly askPassword: boolean;
  readonly passwordFile: string | undefined;
  readonly allowSameUser: boolean;
  /** Whether the prompt for the password says BECOME, whatever the method. */
  readonly agnosticPrompt: boolean;
  /** What is set for a method; undefined where the method's own default counts. */
  readonly of: (method: string) => {
    readonly user: string | undefined;
    readonly flags: string | undefined;
    readonly exe: string | undefined;
    readonly password: string | undefined;
    /** How su may ask for its password; none: in the words it is known by. */
    readonly prompts: readonly string[];
  };
}

interface ConnectionDefaults {
  readonly transport: string;
  readonly remoteUser: string | undefined;
  readonly port: number | undefined;
  readonly privateKey: string | undefined;
  /** As somebody has set it: the SSH configuration may say it too. */
  readonly timeout: number | undefined;
  readonly hostKeyChecking: boolean;
  readonly askPassword: boolean;
  readonly passwordFile: string | undefined;
  /** As somebody has set them; undefined where nobody has. */
  readonly sshArgs: string | undefined;
  readonly sshCommonArgs: string | undefined;
  readonly sshExtraArgs: string | undefined;
  readonly retries: number;
}

interface FactSettings {
  /** Modules that `gather_facts` calls; `smart` among them stands for setup. */
  readonly modules: readonly string[];
  readonly gathering: 'implicit' | 'explicit' | 'smart';
  readonly inject: boolean;
  readonly cache: string;
  readonly cacheConnection: string | undefined;
  readonly cachePrefix: string;
  /** 0 means for ever. */
  readonly cacheTimeout: number;
}

/** Options of the callbacks `profile_tasks` and `profile_roles`. */
export interface ProfileSettings {
  readonly summaryOnly: boolean;
  readonly limit: number | undefined;
  readonly sortOrder: 'ascending' | 'descending' | 'none';
}

export interface DisplaySettings {
  readonly verbosity: number;
  readonly forceColour: boolean;
  readonly noColour: boolean;
  /** Names of colours by the tone of the output: `ok`, `changed` … */
  readonly colours: Readonly<Record<string, string>>;
  readonly stdoutCallback: string;
  readonly callbacks: readonly string[];
  /** Whether they tell ad hoc commands too. */
  readonly callbacksForAdhoc: boolean;
  readonly skippedHosts: boolean;
  readonly okHosts: boolean;
  readonly failedToStderr: boolean;
  readonly customStats: boolean;
  readonly checkModeMarkers: boolean;
  readonly perHostStart: boolean;
  readonly taskPathOnFailure: boolean;
  readonly taskArguments: boolean;
  readonly resultFormat: 'json' | 'yaml';
  readonly prettyResults: boolean | undefined;
  readonly diffAlways: boolean;
  readonly diffContext: number;
  /** Bytes. */
  readonly maxDiffSize: number;
  readonly logPath: string | undefined;
  readonly logVerbosity: number | undefined;
  readonly verboseToStderr: boolean;
  readonly actionWarnings: boolean;
  readonly deprecationWarnings: boolean;
  readonly systemWarnings: boolean;
  readonly localhostWarning: boolean;
  readonly profile: (callback: string) => ProfileSettings;
}

interface PathSettings {
  readonly ansibleHome: string;
  readonly inventory: readonly string[];
  /** Whether somebody has set the inventory. */
  readonly inventoryGiven: boolean;
  readonly roles: readonly string[];
  readonly collections: readonly string[];
  readonly modules: readonly string[];
  readonly filterPlugins: readonly string[];
  readonly testPlugins: readonly string[];
  readonly lookupPlugins: readonly string[];
  /** Endings of files in `library` that are no modules. */
  readonly moduleIgnoredEndings: readonly string[];
  readonly playbookDir: string | undefined;
  readonly playbookVarsRoot: 'top' | 'bottom' | 'all';
  readonly editor: string;
  readonly pager: string;
}

interface InventoryConfig {
  readonly enabled: readonly string[];
  readonly ignoreExtensions: readonly string[];
  readonly ignorePatterns: readonly string[];
  readonly anyUnparsedIsFailed: boolean;
  readonly unparsedIsFailed: boolean;
  readonly unparsedWarning: boolean;
  readonly groupNames: 'always' | 'never' | 'ignore' | 'silently';
  readonly yamlExtensions: readonly string[];
  readonly scriptShowsStderr: boolean;
  readonly useExtraVars: boolean;
  readonly precedence: readonly string[];
  readonly runVarsPlugins: 'demand' | 'start';
  readonly varsStage: 'all' | 'task' | 'inventory' | undefined;
  readonly varsPlugins: readonly string[];
  readonly varsExtensions: readonly string[];
  readonly patternMismatch: 'error' | 'warning' | 'ignore';
  readonly export: boolean;
}

interface VaultSettings {
  readonly askPassword: boolean;
  readonly passwordFile: string | undefined;
  readonly identity: string;
  readonly identities: readonly string[];
  readonly encryptIdentity: string | undefined;
  readonly idMatch: boolean;
  readonly salt: string | undefined;
}

export interface Settings {
  readonly configFile: string | undefined;
  readonly run: RunSettings;
  readonly become: BecomeSettings;
  readonly connection: ConnectionDefaults;
  readonly facts: FactSettings;
  readonly display: DisplaySettings;
  readonly paths: PathSettings;
  readonly inventory: InventoryConfig;
  readonly vault: VaultSettings;
  /** Every setting by name, for whom the typed ones are not enough. */
  readonly configuration: Configuration;
}

/** @throws TsplayError bad-config when an option of a plugin has a value it cannot have */
export function settingsOf(c: Configuration): Settings {
  return {
    configFile: c.file?.path,
    configuration: c,
    run: {
      anyErrorsFatal: c.flag('ANY_ERRORS_FATAL'),
      forks: c.number('DEFAULT_FORKS'),
      forceHandlers: c.flag('DEFAULT_FORCE_HANDLERS'),
      strategy: c.text('DEFAULT_STRATEGY') ?? 'linear',
      tags: c.list('TAGS_RUN'),
      skipTags: c.list('TAGS_SKIP'),
      taskTimeout: c.number('TASK_TIMEOUT'),
      pollInterval: c.number('DEFAULT_POLL_INTERVAL'),
      hashBehaviour: c.choice('DEFAULT_HASH_BEHAVIOUR'),
      privateRoleVars: c.isSet('DEFAULT_PRIVATE_ROLE_VARS') ? c.flag('DEFAULT_PRIVATE_ROLE_VARS') : undefined,
      duplicateKeys: c.choice('DUPLICATE_YAML_DICT_KEY'),
      errorOnMissingHandler: c.flag('ERROR_ON_MISSING_HANDLER'),
      errorOnUnknownKeyword: c.flag('INVALID_TASK_ATTRIBUTE_FAILED'),
      errorOnUndefined: c.flag('DEFAULT_UNDEFINED_VAR_BEHAVIOR'),
      jinja2Native: c.flag('DEFAULT_JINJA2_NATIVE'),
      jinja2Extensions: c.list('DEFAULT_JINJA2_EXTENSIONS'),
      textFilters: c.list('STRING_TYPE_FILTERS'),
      textLiterals: !/^(?:no|false|off|0)$/i.test(c.surroundings.env['TSPLAY_TEXT_LITERALS'] ?? ''),
      lookAhead: !/^(?:no|false|off|0)$/i.test(c.surroundings.env['TSPLAY_LOOK_AHEAD'] ?? ''),
      hideMarked: !/^(?:no|false|off|0)$/i.test(
        c.surroundings.env['TSPLAY_REDACT_VAULT'] ?? c.entry('tsplay', 'redact_vault') ?? '',
      ),
      managedText: c.text('DEFAULT_MANAGED_STR') ?? '',
      executable: c.text('DEFAULT_EXECUTABLE') ?? '/bin/sh',
      debugger: c.flag('ENABLE_TASK_DEBUGGER'),
      debuggerIgnoresForgiven: c.flag('TASK_DEBUGGER_IGNORE_ERRORS'),
      noLog: c.flag('DEFAULT_NO_LOG'),
      retryFiles: c.flag('RETRY_FILES_ENABLED'),
      retryFilesPath: c.text('RETRY_FILES_SAVE_PATH'),
      moduleName: c.text('DEFAULT_MODULE_NAME') ?? 'command',
      moduleArgs: c.text('DEFAULT_MODULE_ARGS'),
      localTmp: c.text('DEFAULT_LOCAL_TMP') ?? '',
      remoteTmp: c.optionText('shell', 'sh', 'remote_tmp') ?? '',
      asyncDir: c.optionText('shell', 'sh', 'async_dir') ?? '',
    },
    become: becomeSettings(c),
    connection: {
      transport: c.text('DEFAULT_TRANSPORT') ?? 'ssh',
      remoteUser: c.optionText('connection', 'ssh', 'remote_user'),
      port: c.optionNumber('connection', 'ssh', 'port'),
      privateKey: c.text('DEFAULT_PRIVATE_KEY_FILE'),
      timeout: c.isOptionSet('connection', 'ssh', 'timeout')
        ? c.optionNumber('connection', 'ssh', 'timeout')
        : undefined,
      hostKeyChecking: c.optionFlag('connection', 'ssh', 'host_key_checking'),
      askPassword: c.flag('DEFAULT_ASK_PASS'),
      passwordFile: c.text('CONNECTION_PASSWORD_FILE'),
      sshArgs: c.setOption('connection', 'ssh', 'ssh_args'),
      sshCommonArgs: c.setOption('connection', 'ssh', 'ssh_common_args'),
      sshExtraArgs: c.setOption('connection', 'ssh', 'ssh_extra_args'),
      retries: c.optionNumber('connection', 'ssh', 'reconnection_retries') ?? 0,
    },
    facts: {
      modules: c.list('FACTS_MODULES'),
      gathering: c.choice('DEFAULT_GATHERING'),
      inject: c.flag('INJECT_FACTS_AS_VARS'),
      cache: c.text('CACHE_PLUGIN') ?? 'memory',
      cacheConnection: c.text('CACHE_PLUGIN_CONNECTION'),
      cachePrefix: c.text('CACHE_PLUGIN_PREFIX') ?? '',
      cacheTimeout: c.number('CACHE_PLUGIN_TIMEOUT'),
    },
    display: displaySettings(c),
    paths: {
      ansibleHome: c.text('ANSIBLE_HOME') ?? '',
      inventory: c.list('DEFAULT_HOST_LIST'),
      inventoryGiven: c.isSet('DEFAULT_HOST_LIST'),
      roles: c.list('DEFAULT_ROLES_PATH'),
      collections: c.list('COLLECTIONS_PATHS'),
      modules: c.list('DEFAULT_MODULE_PATH'),
      filterPlugins: c.list('DEFAULT_FILTER_PLUGIN_PATH'),
      testPlugins: c.list('DEFAULT_TEST_PLUGIN_PATH'),
      lookupPlugins: c.list('DEFAULT_LOOKUP_PLUGIN_PATH'),
      moduleIgnoredEndings: c.list('MODULE_IGNORE_EXTS'),
      playbookDir: c.text('PLAYBOOK_DIR'),
      playbookVarsRoot: c.choice('PLAYBOOK_VARS_ROOT'),
      editor: c.text('EDITOR') ?? 'vi',
      pager: c.text('PAGER') ?? 'less',
    },
    inventory: {
      enabled: c.list('INVENTORY_ENABLED'),
      ignoreExtensions: c.list('INVENTORY_IGNORE_EXTS'),
      ignorePatterns: c.list('INVENTORY_IGNORE_PATTERNS'),
      anyUnparsedIsFailed: c.flag('INVENTORY_ANY_UNPARSED_IS_FAILED'),
      unparsedIsFailed: c.flag('INVENTORY_UNPARSED_IS_FAILED'),
      unparsedWarning: c.flag('INVENTORY_UNPARSED_WARNING'),
      groupNames: c.choice('TRANSFORM_INVALID_GROUP_CHARS'),
      yamlExtensions: c.optionList('inventory', 'yaml', 'yaml_extensions'),
      scriptShowsStderr: c.optionFlag('inventory', 'script', 'always_show_stderr'),
      useExtraVars: c.optionFlag('inventory', 'constructed', 'use_extra_vars'),
      precedence: c.list('VARIABLE_PRECEDENCE'),
      runVarsPlugins: c.choice('RUN_VARS_PLUGINS'),
      varsStage: c.optionText('vars', 'host_group_vars', 'stage') as InventoryConfig['varsStage'],
      varsPlugins: c.list('VARIABLE_PLUGINS_ENABLED'),
      varsExtensions: c.list('YAML_FILENAME_EXTENSIONS'),
      patternMismatch: c.choice('HOST_PATTERN_MISMATCH'),
      export: c.flag('INVENTORY_EXPORT'),
    },
    vault: {
      askPassword: c.flag('DEFAULT_ASK_VAULT_PASS'),
      passwordFile: c.text('DEFAULT_VAULT_PASSWORD_FILE'),
      identity: c.text('DEFAULT_VAULT_IDENTITY') ?? 'default',
      identities: c.list('DEFAULT_VAULT_IDENTITY_LIST'),
      encryptIdentity: c.text('DEFAULT_VAULT_ENCRYPT_IDENTITY'),
      // compat: the setting has no type in Ansible, so that every text but an empty one is true
      idMatch: ![undefined, '', 'false'].includes(c.text('DEFAULT_VAULT_ID_MATCH')),
      salt: c.text('VAULT_ENCRYPT_SALT'),
    },
  };
}
