// The script that replaces a file atomically, and what its failures mean.
import { quote, script, TsplayError, type Script } from '../ground/index.js';
import { pathWord } from './script.js';
import type { ScriptResult, WriteOptions } from './types.js';

/** The exit code when less content arrived than there is; nothing is left of it then. */
export const SHORT_INPUT = 74;

/** Exit codes of the script's own checks; anything else it prints explains itself. */
const STAGES: Readonly<Record<number, string>> = {
  71: 'the directory does not exist',
  72: 'the path is a directory',
  73: 'a temporary file cannot be made beside it',
  74: 'the content could not be written completely',
  75: 'the backup could not be made',
  76: 'the owner or group could not be set',
  77: 'the mode could not be set',
  78: 'the validation failed',
  79: 'the new file could not be put in place',
};

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** `owner:group`, with either part left out; undefined when neither is given. */
export function ownership(options: WriteOptions): string | undefined {
  const { owner, group } = options;
  if (owner === undefined && group === undefined) return undefined;
  return `${owner ?? ''}${group === undefined ? '' : `:${group}`}`;
}

/**
 * The content comes on standard input.
 * @param size its bytes; undefined when `take` itself knows whether it got all
 * @param nonce makes the temporary name unguessable; it is created with O_EXCL all the same
 * @param take the command that reads the content, when more comes behind it
 */
export function writeScript(
  path: string,
  size: number | undefined,
  options: WriteOptions,
  nonce: string,
  take = 'cat',
): Script {
  const p = pathWord(path);
  const directory = directoryOf(path);
  const t = quote(`${directory === '/' ? '' : directory}/.tsplay-${nonce}.tmp`);
  const owner = ownership(options);
  const validate =
    options.validate === undefined
      ? ''
      : // Its standard input is not the content; what it prints is told when it refuses.
        `v=$( ( ${options.validate.replaceAll('%s', () => t)}
) </dev/null; r=$?; printf .; exit "$r" ) || { printf '%s %s' "$?" "\${v%.}"; exit 78; }\n`;
  const backup =
    options.backup === true
      ? `if [ -f ${p} ]; then b=${p}.$$.$(date '+%Y-%m-%d@%H:%M:%S~'); cp -p ${p} "$b" || { rm -f "$b"; exit 75; }; fi\n`
      : '';
  const place =
    options.unsafeWrites === true
      ? `{ m=$(mv -f ${t} ${p} 2>&1) || cat ${t} > ${p} || { printf '%s\\n' "$m" >&2; exit 79; }; }`
      : `mv -f ${t} ${p} || exit 79`;
  return script(
    `u=$(umask)
umask 077
[ -d ${quote(directory)} ] || exit 71
if [ -d ${p} ] && [ ! -L ${p} ]; then exit 72; fi
trap 'rm -f ${t.replaceAll("'", `'\\''`)}' EXIT
trap 'exit 1' HUP INT TERM
( set -C; : > ${t} ) || { trap - EXIT; exit 73; }
${take} > ${t} || exit 74
${
  size === undefined
    ? ''
    : `n=$(wc -c < ${t})
[ "$n" -eq ${size} ] || { echo "$n of ${size} bytes arrived" >&2; exit 74; }
`
}if ${options.asNew === true ? 'false' : `[ -e ${p} ]`}; then
cp --attributes-only --preserve=all ${p} ${t} 2>/dev/null && touch ${t}
o=$(stat -L -c '%a %u:%g' ${p} 2>/dev/null || stat -L -f '%Mp%Lp %u:%g' ${p})
chown "\${o#* }" ${t} 2>/dev/null
chmod "\${o%% *}" ${t} || exit 77
else
umask "$u"
chmod =rw ${t} || exit 77
umask 077
[ ! -e /sys/fs/selinux/enforce ] || chcon --reference=${quote(directory)} ${t} 2>/dev/null
fi
${owner === undefined ? '' : `chown -- ${quote(owner)} ${t} || exit 76\n`}${
      // A changed owner clears the set-id bits, so the mode comes after it.
      options.mode === undefined ? '' : `chmod ${options.mode.toString(8).padStart(4, '0')} ${t} || exit 77\n`
    }${validate}sync ${t} 2>/dev/null
b=
${backup}if [ -L ${p} ] && [ -d ${p} ]; then mv -fT ${t} ${p} || exit 79; else ${place}; fi
[ ! -e /sys/fs/selinux/enforce ] || restorecon ${p} 2>/dev/null
printf '%s' "$b"
exit 0`,
  );
}

/** @throws TsplayError validate-failed, write-failed */
export function parseWrite(
  hostName: string,
  path: string,
  options: WriteOptions,
  result: ScriptResult,
): { backupFile?: string } {
  if (result.rc === 0) return result.stdout === '' ? {} : { backupFile: result.stdout };
  const said = result.stderr.trim();
  if (result.rc === 78) {
    const [, rc = '1', stdout = ''] = /^(\d+) ([^]*)$/.exec(result.stdout) ?? [];
    throw new TsplayError(
      'validate-failed',
      `${hostName}: failed to validate: ${path} is left as it was, '${options.validate}' refused the new content: ${said || stdout.trim()}`,
      {
        hint: 'correct the content, or the validate command (%s stands for the temporary file)',
        ran: { rc: Number(rc), stdout, stderr: result.stderr },
      },
    );
  }
  const stage = STAGES[result.rc] ?? `the writing script ended with code ${result.rc}`;
  throw new TsplayError(
    'write-failed',
    `${hostName}: cannot write ${path}: ${stage}${said === '' ? '' : `: ${said}`}`,
    {
      hint: hintFor(result.rc, said),
    },
  );
}

function hintFor(rc: number, said: string): string {
  if (/no space left|disk quota|file too large/i.test(said))
    return 'free some space on that file system; the old file is untouched';
  if (/permission denied|not permitted/i.test(said))
    return 'become a user who may write there (become: true); the old file is untouched';
  if (/read-only/i.test(said)) return 'the file system is mounted read-only; the old file is untouched';
  if (/busy/i.test(said)) return 'a bind-mounted file cannot be replaced, only written into: unsafe_writes: true';
  if (rc === 71) return 'make the directory first (ansible.builtin.file with state: directory)';
  if (rc === 72) return 'name the file, not its directory';
  if (rc === 76) return 'do the owner and group exist, and may this user set them? The old file is untouched';
  return 'the old file is untouched';
}
