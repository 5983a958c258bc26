// What the resident shell runs on the host, and how a frame is written to it.
//
// The shell is started with a short command line that says who it is and reads one line, the loader; the loader reads
// the driver; the driver reads frames until its input ends. So neither a process list nor sudo's log shows a script.
//
// A frame is `id script-bytes stdin-bytes watch timeout\n`, the script, the bytes for its standard input. The script runs
// in a subshell whose standard input is exactly those bytes. When it has ended, `nonce:id:rc:held\n` is printed on
// standard output and `nonce:id\n` on standard error; the nonce is random and travels on standard input only.
import { bytesOfText } from '../ground/index.js';

/** Runs before anything else; ends up in process lists and logs, so it is short and says nothing. */
export const BOOTSTRAP = 'IFS= read -r _ts_t; eval "$_ts_t"';

const END_OF_DRIVER = '#end';

const LOADER =
  `_ts_e=$(printf '\\n.'); _ts_e=\${_ts_e%.}; _ts_t=; ` +
  `while IFS= read -r _ts_l && [ "$_ts_l" != '${END_OF_DRIVER}' ]; do _ts_t=$_ts_t$_ts_l$_ts_e; done; eval "$_ts_t"`;

// Notes on the text below:
// - Frames are read from a pipe that already holds more, so a reader must never take a byte too many. GNU head is exact;
//   busybox and BSD head read ahead, so it is tried out once. dd with iflag=fullblock is exact and fast; dd bs=1 always works.
// - `_ts_watch` is started by a subshell that ends at once, so it is no child of the script that it may have to kill.
// - `_ts_holders` counts the processes that have our output open: a daemon that a script left behind would write into
//   the output of later scripts, so such a shell is replaced.
const DRIVER = `unset _ts_t _ts_l _ts_e
IFS= read -r _ts_n
if [ "$(printf abcdef | { head -c 3 >/dev/null 2>&1; cat; })" = def ]; then
_ts_take() { head -c "$1"; }
elif [ "$(printf abcdef | { dd bs=3 count=1 iflag=fullblock >/dev/null 2>&1; cat; })" = def ]; then
_ts_take() {
[ "$1" -lt 65536 ] || dd bs=65536 count=$(($1/65536)) iflag=fullblock 2>/dev/null
[ $(($1%65536)) -eq 0 ] || dd bs=$(($1%65536)) count=1 iflag=fullblock 2>/dev/null
}
else
_ts_take() { dd bs=1 count="$1" 2>/dev/null; }
fi
_ts_holders() {
_ts_k=0
for _ts_x in /proc/[0-9]*; do
if [ $_ts_x/fd/1 -ef /proc/self/fd/1 ] || [ $_ts_x/fd/2 -ef /proc/self/fd/2 ] || [ $_ts_x/fd/2 -ef /proc/self/fd/1 ]; then _ts_k=$((_ts_k+1)); fi
done 2>/dev/null
}
_ts_watch() {
exec 9>&2 >/dev/null 2>&1 </dev/null
while [ $_ts_w -gt 0 ]; do
sleep 1
kill -0 $1 || exit
_ts_w=$((_ts_w-1))
done
printf '%s!%s\\n' "$_ts_n" $_ts_i >&9
kill -STOP $1
if [ -r /proc/self/stat ]; then
_ts_a=$(cat /proc/[0-9]*/stat | sed 's/^\\([0-9]*\\) (.*) [A-Za-z] \\([0-9]*\\) .*$/\\1 \\2/')
else
_ts_a=$(ps -A -o pid= -o ppid=)
fi
_ts_k=$1
_ts_g=$1
while [ -n "$_ts_g" ]; do
_ts_h=
set -- $_ts_a
while [ $# -gt 1 ]; do
case " $_ts_g " in *" $2 "*) _ts_h="$_ts_h $1" ;; esac
shift 2
done
_ts_k="$_ts_k $_ts_h"
_ts_g=$_ts_h
done
kill -KILL $_ts_k
}
_ts_go() {
if [ $_ts_w -gt 0 ]; then
_ts_p=$(exec /bin/sh -c 'echo $PPID')
( _ts_watch $_ts_p & )
fi
eval "$_ts_c"
}
_ts_holders
_ts_b=$_ts_k
printf '%s:0:0:0\\n' "$_ts_n"
printf '%s:0\\n' "$_ts_n" >&2
while IFS=' ' read -r _ts_i _ts_s _ts_l _ts_h _ts_w; do
_ts_c=$(_ts_take $_ts_s)
if [ $_ts_l -eq 0 ]; then
( _ts_go ) </dev/null
else
_ts_take $_ts_l | { ( _ts_go ); _ts_r=$?; cat >/dev/null; exit $_ts_r; }
fi
_ts_r=$?
_ts_k=0
[ $_ts_h -eq 0 ] || _ts_holders
[ $_ts_k -gt $_ts_b ] && _ts_k=1 || _ts_k=0
printf '%s:%s:%s:%s\\n' "$_ts_n" $_ts_i $_ts_r $_ts_k
printf '%s:%s\\n' "$_ts_n" $_ts_i >&2
done
`;

/** The first bytes a resident shell gets. The driver announces itself as the end of frame 0. */
export function opening(nonce: string): string {
  return `${LOADER}\n${DRIVER}${END_OF_DRIVER}\n${nonce}\n`;
}

export interface Frame {
  readonly id: number;
  readonly script: string;
  /** Bytes that follow the script, for its standard input. */
  readonly stdinBytes: number;
  /** Whether to look for processes that hold the output afterwards; costs about a millisecond. */
  readonly watchHolders: boolean;
  /** Whole seconds after which the host kills the script; 0 is never. */
  readonly timeout: number;
}

/** A frame without the bytes for standard input. @throws RangeError when the script holds a NUL, which no shell can read */
export function frameBytes(frame: Frame): Buffer {
  if (frame.script.includes('\0')) throw new RangeError('a shell script cannot hold a NUL character');
  const script = Buffer.from(bytesOfText(`${frame.script}\n`));
  const header = `${frame.id} ${script.length} ${frame.stdinBytes} ${frame.watchHolders ? 1 : 0} ${frame.timeout}\n`;
  return Buffer.concat([Buffer.from(header), script]);
}
