// Modules that a project brings as programs of the host: given their arguments, run there, their JSON answer read.
import {
  defineModule,
  lines,
  ModuleFailure,
  script,
  sh,
  z,
  type AnyModule,
  type ModuleReturn,
  type RunContext,
  type Script,
} from '../kit/index.js';
import { JSON_MARK } from './kind.js';
import type { PluginFile } from './search.js';

export interface ForeignOptions {
  readonly file: PluginFile;
  readonly read: (path: string) => Uint8Array;
  /** The version of ansible-core that the module is told. */
  readonly version: string;
}

/** The host's directory for temporary files. */
const TEMPORARY = script('${TMPDIR:-/tmp}');

/** A module like those of the box whose work is done by a program on the host. Specified by Ansible's page on module architecture. */
export function foreignModule({ file, read, version }: ForeignOptions): AnyModule {
  return defineModule({
    name: file.name,
    summary: `A program of the project: ${file.path}`,
    args: z.looseObject({}),
    returns: z.object({}),
    // The program is told `_ansible_check_mode` and must keep to it, as with Ansible.
    check: 'full',
    detaches: true,
    diff: false,
    examples: [],
    run: (context) => run(context, file, Buffer.from(read(file.path)), version),
  });
}

async function run(
  context: RunContext<Record<string, unknown>>,
  file: PluginFile,
  content: Buffer,
  version: string,
): Promise<ModuleReturn> {
  const given = { ...context.args, ...internal(context, file.name, version) };
  const json = JSON.stringify(given);
  const program = file.kind === 'jsonargs' ? withArguments(content, json, version) : content;
  const argumentText = file.kind === 'words' ? asWords(given) : json;
  const command = runScript(program, file, file.kind === 'jsonargs' ? undefined : argumentText);
  const options = { stdin: program };
  // A dry run leaves it to the program: it is asked, not let loose, by the same script.
  const ran = context.checkMode
    ? await context.host.probe(command, options)
    : await context.change({ summary: `run ${file.path}` }, (hands) => hands.run(command, options));
  const { rc = 1, stdout = '', stderr = '' } = ran ?? {};
  const answer = parseAnswer(stdout);
  if (!answer) {
    throw new ModuleFailure(
      'MODULE FAILURE: the module did not answer with JSON\nSee stdout/stderr for the exact error',
      {
        changed: false,
        module_stdout: stdout,
        module_stderr: stderr,
        rc,
      },
    );
  }
  for (const warning of answer.warnings) context.warn(warning);
  return finished(answer.result);
}

/** What Ansible tells every module besides its arguments. */
function internal({ task, checkMode, diffMode }: RunContext<unknown>, name: string, version: string): ModuleReturn {
  return {
    _ansible_check_mode: checkMode,
    _ansible_diff: diffMode,
    _ansible_verbosity: task.verbosity,
    _ansible_version: version,
    _ansible_module_name: name,
    _ansible_no_log: false,
    _ansible_debug: false,
    _ansible_syslog_facility: 'LOG_USER',
    _ansible_keep_remote_files: false,
    _ansible_socket: null,
    _ansible_shell_executable: '/bin/sh',
    _ansible_selinux_special_fs: ['fuse', 'nfs', 'vboxsf', 'ramfs', '9p', 'vfat'],
    _ansible_string_conversion_action: 'warn',
    _ansible_remote_tmp: '~/.ansible/tmp',
  };
}

/** `key=value` words quoted for a shell, as modules of the oldest kind get them. */
function asWords(given: Record<string, unknown>): string {
  return Object.entries(given)
    .map(([key, value]) => `${key}=${sh`${typeof value === 'string' ? value : pythonText(value)}`.text}`)
    .join(' ');
}

/** compat: values are written as Python prints them. */
function pythonText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value);
}

function withArguments(content: Buffer, json: string, version: string): Buffer {
  const text = content.toString('utf8').replaceAll(JSON_MARK, () => json);
  return Buffer.from(text.replaceAll('"<<ANSIBLE_VERSION>>"', JSON.stringify(version)), 'utf8');
}

/** The program comes on standard input; it and its arguments lie in a private directory that goes with the script. */
function runScript(program: Buffer, file: PluginFile, argumentText: string | undefined): Script {
  return sh`(
d=$(mktemp -d "${TEMPORARY}/tsplay-module.XXXXXX") || exit
trap 'rm -rf -- "$d"' 0; trap 'exit 129' 1; trap 'exit 130' 2; trap 'exit 143' 15
f=$d/${file.name}
cat > "$f" && chmod 700 "$f" || exit
${argumentText === undefined ? script('set --') : lines([sh`printf %s ${argumentText} > "$d/args" || exit`, script('set -- "$d/args"')])}
${interpreter(program, file)} "$f" "$@" </dev/null
)`;
}

/** What runs the program: the words behind `#!`, so that a temporary directory without execution will do; nothing for a binary. */
function interpreter(program: Buffer, file: PluginFile): Script {
  if (file.kind === 'binary') return script('');
  const words = /^#!\s*(.*)/.exec(program.subarray(0, 512).toString('utf8'))?.[1]?.trim().split(/\s+/) ?? [];
  if (words.length === 0 || words[0] === '') {
    throw new ModuleFailure(`module (${file.path}) is missing interpreter line: begin it with #! and the program`);
  }
  return sh`${words}`;
}

interface Answer {
  readonly result: ModuleReturn;
  readonly warnings: readonly string[];
}

/** The JSON object in the output; lines before and after it are passed over, those after it with a warning. */
function parseAnswer(stdout: string): Answer | undefined {
  const all = stdout.split('\n');
  const first = all.findIndex((line) => line.startsWith('{'));
  if (first < 0) return undefined;
  const last = all.findLastIndex((line) => line.trimEnd().endsWith('}'));
  const junk = all
    .slice(last + 1)
    .join('\n')
    .trim();
  try {
    const result = JSON.parse(all.slice(first, last + 1).join('\n')) as ModuleReturn;
    const warning = `Module invocation had junk after the JSON data: ${junk}`;
    return { result, warnings: junk === '' ? [] : [warning] };
  } catch {
    return undefined;
  }
}

/** The answer as a result: texts also as lines, a non-zero `rc` as a failure, nothing of Ansible's inner words. */
function finished(answer: ModuleReturn): ModuleReturn {
  const { changed, failed, msg, ...rest } = answer;
  const shown = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('_ansible_')));
  for (const stream of ['stdout', 'stderr']) {
    const text = shown[stream];
    if (typeof text !== 'string' || `${stream}_lines` in shown) continue;
    shown[`${stream}_lines`] = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  }
  const result = { changed: isTrue(changed), ...shown };
  const broken = failed === undefined ? ![undefined, 0, '0'].includes(shown['rc'] as number) : isTrue(failed);
  if (broken) throw new ModuleFailure(typeof msg === 'string' ? msg : 'the module failed', result);
  return msg === undefined ? result : { ...result, msg };
}

function isTrue(value: unknown): boolean {
  return typeof value === 'string'
    ? ['yes', 'on', 'true', '1', 'y', 't'].includes(value.toLowerCase())
    : Boolean(value);
}
