// Jobs: scripts that go on on the host without us, keep their state in files there, and are looked at later.
//
// A job is a directory `<async dir>/<jid>` (0700) with `recipe` (what the caller wants to remember), `pid`, `begun`,
// `ended`, `stdout`, `stderr` and, once it is over, `rc`: its exit code, or `over` when its time was.
import { quote, script, TsplayError } from '../ground/index.js';
import type { Script } from '../ground/index.js';
import type { HostCore, ViewOptions } from './host.js';
import { composeScript } from './script.js';
import { runScript } from './scripts.js';
import type { HostJobs, JobLook, ScriptOptions, ScriptResult } from './types.js';
import { expansion } from './view.js';

/** Its messages are not parsed: the job keeps the locale of the user. */
const OWN = { parsed: false, changes: true, once: true };
const LOOK = { parsed: true, changes: false, once: false };
const NOTHING_THERE = 44;

/** `family PID` prints a process and all that descend from it. */
const FAMILY = `family() {
if [ -r /proc/self/stat ]; then
a=$(cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^\\([0-9]*\\) (.*) [A-Za-z] \\([0-9]*\\) .*$/\\1 \\2/')
else
a=$(ps -A -o pid= -o ppid=)
fi
g=$1 k=$1
while [ -n "$g" ]; do
h=
set -- $a
while [ $# -gt 1 ]; do
case " $g " in *" $2 "*) h="$h $1" ;; esac
shift 2
done
k="$k $h" g=$h
done
echo $k
}
`;

// Arguments: the job's directory, seconds, the umask of the user. The lock `end` decides who was first, the script or the
// watchdog. What is killed are all descendants and, where the runner leads a session, its process group.
const RUNNER = `j=$1 n=$2 u=$3 led=$4
umask 077
stamp() {
t=$(date +%s.%N 2>/dev/null)
case $t in *[!0-9.]*|'') t=$(date +%s) ;; esac
echo "$t"
}
${FAMILY}echo $$ > "$j/pid"
stamp > "$j/begun"
( umask "$u"; exec /bin/sh "$j/script" <"$j/stdin" >"$j/stdout" 2>"$j/stderr" ) &
c=$!
(
s=
trap '[ -z "$s" ] || kill $s; exit' 15
sleep "$n" & s=$!
wait $s
mkdir "$j/end" || exit
kill -STOP $c
doomed=$(family $c)
stamp > "$j/ended"
rm -f "$j/script" "$j/stdin"
echo over > "$j/rc.new"
mv -f "$j/rc.new" "$j/rc"
kill -KILL $doomed
[ -z "$led" ] || kill -KILL -$$
) 2>/dev/null &
w=$!
wait $c
r=$?
mkdir "$j/end" 2>/dev/null || exit
kill $w 2>/dev/null
stamp > "$j/ended"
rm -f "$j/script" "$j/stdin"
echo $r > "$j/rc.new"
mv -f "$j/rc.new" "$j/rc"
`;

/** Characters of job ids; others would be paths. */
const JOB_ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export function createJobs(core: HostCore, options: ViewOptions): HostJobs {
  return {
    async start(text, scriptOptions, job) {
      core.stillness.neverAgain();
      const { become } = options;
      if (job.isAwaited) core.awaited.set(job.jid, { become, script: endText(job.jid, job.directory) });
      const stdin = scriptOptions.stdin ?? '';
      const made = await runScript(core, options, startScript(text, scriptOptions, job, options), { stdin }, OWN);
      if (made.rc !== 0) {
        const said = made.stderr.trim().slice(-500);
        throw new TsplayError('command-failed', `${core.name}: the job could not be started: ${said}`, {
          hint: `the user must be able to write to ${job.directory}, where jobs keep their state`,
        });
      }
      return made.stdout;
    },
    release(jid) {
      core.awaited.delete(jid);
    },
    async look(jid, directory) {
      if (!JOB_ID.test(jid)) return { state: 'missing', path: `${directory}/${jid}` };
      const result = await runScript(core, options, lookScript(jid, directory), {}, LOOK);
      return parseLook(core.name, result);
    },
    async forget(jid, directory) {
      if (!JOB_ID.test(jid)) return { path: `${directory}/${jid}`, found: false };
      const text = `${jobDirectory(jid, directory)}\nprintf %s "$j"\n[ -f "$j/recipe" ] || exit ${NOTHING_THERE}\nrm -rf -- "$j"`;
      const result = await runScript(core, options, script(text), {}, OWN);
      if (result.rc === 0 || result.rc === NOTHING_THERE) return { path: result.stdout, found: result.rc === 0 };
      throw new TsplayError('command-failed', `${core.name}: job ${jid} was not erased: ${result.stderr.trim()}`);
    },
  };
}

/** Ends a job with all it has started, and takes its files away; what is there of one that is being started, too. */
function endText(jid: string, directory: string): string {
  return `${jobDirectory(jid, directory)}
[ -d "$j" ] || exit 0
n=0
while [ ! -s "$j/pid" ] && [ $n -lt 20 ]; do sleep 0.1 2>/dev/null || sleep 1; n=$((n+1)); done
${FAMILY}p=$(cat "$j/pid")
case $(tr '\\0' ' ' <"/proc/$p/cmdline" 2>/dev/null || ps -o args= -p "$p") in *"$j/runner"*)
kill -STOP $(family "$p")
kill -KILL $(family "$p")
kill -KILL -"$p" ;;
esac 2>/dev/null
rm -rf -- "$j"`;
}

function jobDirectory(jid: string, directory: string): string {
  return `j=${expansion(directory)}/${quote(jid)}`;
}

/** Prints the job's directory. Everything secret travels on standard input and lies in files of the user only. */
function startScript(
  text: Script,
  scriptOptions: ScriptOptions,
  job: Parameters<HostJobs['start']>[2],
  { environment = {} }: ViewOptions,
): Script {
  const composed = composeScript(text.text, { environment, parsed: false }, scriptOptions);
  return script(`u=$(umask)
umask 077
mkdir -p -- ${expansion(job.directory)} || exit
${jobDirectory(job.jid, job.directory)}
mkdir -- "$j" || exit
{
cat > "$j/stdin" && printf '%s\\n' ${quote(composed)} > "$j/script" && printf '%s' ${quote(RUNNER)} > "$j/runner" &&
printf '%s' ${quote(job.recipe)} > "$j/recipe"
} || { rm -rf -- "$j"; exit 1; }
if command -v setsid >/dev/null 2>&1; then
( setsid /bin/sh "$j/runner" "$j" ${job.seconds} "$u" led </dev/null >/dev/null 2>&1 & )
else
( trap '' 1; /bin/sh "$j/runner" "$j" ${job.seconds} "$u" '' </dev/null >/dev/null 2>&1 & )
fi
printf %s "$j"`);
}

/** Prints `state rc pid sizes…`, the path and, of a job that is over, its files one after the other. */
function lookScript(jid: string, directory: string): Script {
  return script(`${jobDirectory(jid, directory)}
if ! [ -f "$j/recipe" ]; then printf '%s\\n' missing "$j"; exit; fi
p=$(cat "$j/pid" 2>/dev/null)
if ! [ -f "$j/rc" ]; then
s=running
if [ -n "$p" ] && ! kill -0 "$p" 2>/dev/null && ! [ -f "$j/rc" ]; then s=lost; fi
[ -f "$j/rc" ] || { printf '%s\\n' "$s" "$j"; exit; }
fi
size() { if [ -f "$1" ]; then wc -c < "$1"; else echo 0; fi; }
b=$(cat "$j/begun" 2>/dev/null)
e=$(cat "$j/ended" 2>/dev/null)
printf '%s\\n' finished "$j" "$(cat "$j/rc")" "$p" "$b" "$e" "$(size "$j/recipe")" "$(size "$j/stdout")" "$(size "$j/stderr")"
cat "$j/recipe" "$j/stdout" "$j/stderr" 2>/dev/null
exit 0`);
}

function parseLook(hostName: string, result: ScriptResult): JobLook {
  let at = 0;
  const bytes = result.stdoutBytes;
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    const text = bytes.toString('utf8', at, end < 0 ? bytes.length : end);
    at = end < 0 ? bytes.length : end + 1;
    return text;
  };
  const state = line();
  const path = line();
  if (state === 'missing') return { state, path };
  if (state === 'running') return { state, path };
  if (state === 'lost') return { state, path };
  if (state !== 'finished') {
    throw new TsplayError('command-failed', `${hostName}: the state of a job cannot be read: ${result.stderr.trim()}`);
  }
  const rc = line();
  const [pid, begun, ended] = [line(), line(), line()].map(Number) as [number, number, number];
  const sizes = [line(), line(), line()].map(Number);
  const [recipe, stdout, stderr] = sizes.map((size) => {
    const part = bytes.subarray(at, at + size);
    at += size;
    return part;
  }) as [Buffer, Buffer, Buffer];
  const times = { begun: Math.round(begun * 1000), ended: Math.round(ended * 1000) };
  const about = { path, pid, recipe: recipe.toString('utf8'), ...times };
  if (rc === 'over') return { state: 'over', ...about };
  const ran = { rc: Number(rc), stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8'), stdoutBytes: stdout };
  return { state: 'finished', ...about, ran };
}
