// What the resident shell runs on the host, and how a frame is written to it.
//
// The shell is started with a short command line that says who it is and reads one line, the loader; the loader reads
// the driver; the driver reads frames until its input ends. So neither a process list nor sudo's log shows a script.
//
// A frame is `id script-bytes stdin-bytes watch timeout keep trailer\n`, the script, the bytes for its standard input. The script
// runs in a subshell whose standard input is exactly those bytes. When it has ended, `nonce:id:rc:held\n` is printed on
// standard output and `nonce:id\n` on standard error; the nonce is random and travels on standard input only.
//
// A frame with `keep` outlives the wire (see decisions/broken-connections.md): it is claimed in the shell's spool, a directory
// 0700 of the user, before it runs, and all it says goes through two `tee` that keep it there. `held` is 2 when it was
// not run because there is no spool.
import { bytesOfText } from '../ground/index.js';

/** Runs before anything else; ends up in process lists and logs, so it is short and says nothing. */
export const BOOTSTRAP = 'IFS= read -r _ts_t; eval "$_ts_t"';

const END_OF_DRIVER = '#end';

/** Where a shell may have its spool, the best place first. */
export const SPOOLS = ['/dev/shm', '/tmp', '/var/tmp'];
export const SPOOL_PREFIX = '.tsplay-';
/** How long a spool waits for somebody who comes back, in seconds, where nothing else is said. */
const KEPT_SECONDS = 600;
/** Input up to so many bytes is kept in the spool before a script gets it, so that it is whole or nothing runs. */
const KEPT_INPUT = 1024 * 1024;

const LOADER =
  `_ts_e=$(printf '\\n.'); _ts_e=\${_ts_e%.}; _ts_t=; ` +
  `while IFS= read -r _ts_l && [ "$_ts_l" != '${END_OF_DRIVER}' ]; do _ts_t=$_ts_t$_ts_l$_ts_e; done; eval "$_ts_t"`;

// Notes on the text below:
// - Frames are read from a pipe that already holds more, so a reader must never take a byte too many. GNU head is exact;
//   busybox and BSD head read ahead, so it is tried out once. dd with iflag=fullblock is exact and fast; dd bs=1 always works.
// - `_ts_watch` is started by a subshell that ends at once, so it is no child of the script that it may have to kill.
// - `_ts_holders` counts the processes that have the output of scripts open (descriptors 5 and 6 here): a daemon that a
//   script left behind would write into the output of later scripts, so such a shell is replaced.
// - The last line of a script says which frame it is of: of a wire that breaks in the middle of it no half script is run.
// - Whoever makes the file `c<id>` first decides: the driver, that the frame runs, or who comes back, that it does not.
// - Input comes through a pipe, since some programs (podman) take no other; what was kept of it is emptied at once.
// - The file `b` of the spool is there while scripts may come: a disk that is full keeps no end of one, but forgets that.
// - A handler for SIGPIPE and SIGHUP keeps the driver alive; in the subshells of scripts both do what they always do.
const DRIVER = `unset _ts_t _ts_l _ts_e
IFS=' ' read -r _ts_n _ts_z
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
if [ $_ts_x/fd/1 -ef /proc/self/fd/5 ] || [ $_ts_x/fd/2 -ef /proc/self/fd/6 ] || [ $_ts_x/fd/2 -ef /proc/self/fd/5 ] || [ $_ts_x/fd/1 -ef /proc/self/fd/6 ]; then _ts_k=$((_ts_k+1)); fi
done 2>/dev/null
}
_ts_watch() {
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
( _ts_watch $_ts_p & ) 9>&2 >/dev/null 2>&1 </dev/null
fi
eval "$_ts_c"
}
_ts_feed() {
if [ $_ts_l -eq 0 ]; then
( _ts_go ) </dev/null
else
_ts_take $_ts_l | { ( _ts_go ); _ts_r=$?; cat >/dev/null; exit $_ts_r; }
fi
}
_ts_open() {
for _ts_x in ${SPOOLS.join(' ')}; do
_ts_x=$_ts_x/${SPOOL_PREFIX}\${_ts_n#??????????????}
[ ! -e "$_ts_x" ] || exit
if mkdir -m 700 "$_ts_x"; then
if mkfifo -m 600 "$_ts_x/1" "$_ts_x/2" && command -v tee >/dev/null && printf '%s\\n' $$ >"$_ts_x/pid"; then
( umask 077; for _ts_y in i o e b; do : >"$_ts_x/$_ts_y"; done )
break
fi
rm -rf "$_ts_x"
fi
_ts_x=
done 2>/dev/null
[ -n "$_ts_x" ] || return
_ts_d=$_ts_x
( trap '' HUP PIPE; exec tee -a "$_ts_d/o" <"$_ts_d/1" 2>/dev/null 5>&- 6>&- ) &
_ts_t=$!
( trap '' HUP PIPE; exec tee -a "$_ts_d/e" <"$_ts_d/2" >&2 2>/dev/null 5>&- 6>&- ) &
_ts_t="$_ts_t $!"
exec 5>"$_ts_d/1" 6>"$_ts_d/2"
_ts_holders
_ts_b=$_ts_k
}
_ts_claim() {
[ -n "$_ts_d" ] || _ts_open || { [ $_ts_l -eq 0 ] || _ts_take $_ts_l >/dev/null; return 1; }
if [ $_ts_l -gt 0 ] && [ $_ts_o -eq 1 ]; then
_ts_take $_ts_l | { cat >"$_ts_d/i" || cat >/dev/null; } 2>/dev/null
[ $(wc -c <"$_ts_d/i") -eq $_ts_l ] || return
fi
[ $((_ts_i%64)) -gt 0 ] || rm -f "$_ts_d"/c*
set -C
{ printf '' >"$_ts_d/c$_ts_i"; } 2>/dev/null
_ts_r=$?
set +C
[ $_ts_r -ne 0 ] || return 0
[ ! -e "$_ts_d/c$_ts_i" ] || exit
[ $_ts_o -eq 1 ] || _ts_take $_ts_l >/dev/null
return 1
}
_ts_end() {
printf '%s:%s:%s:%s\\n' "$_ts_n" $_ts_i $_ts_r $_ts_k
printf '%s:%s\\n' "$_ts_n" $_ts_i >&2
}
trap : HUP PIPE
_ts_d=
exec 5>&1 6>&2
_ts_holders
_ts_b=$_ts_k
{ read -r _ts_y </proc/sys/kernel/random/boot_id; read -r _ts_x </proc/1/stat; } 2>/dev/null
set -- \${_ts_x##*)}
printf '%s %s\\n%s:0:0:0\\n' "$_ts_y" "\${20}" "$_ts_n"
printf '%s:0\\n' "$_ts_n" >&2
set --
while IFS=' ' read -r _ts_i _ts_s _ts_l _ts_h _ts_w _ts_o _ts_e; do
[ "$_ts_i" != bye ] || break
_ts_x=$(_ts_take $_ts_s)
_ts_c=\${_ts_x%"#$_ts_e"}
[ "$_ts_c" != "$_ts_x" ] || break
_ts_x=
_ts_k=0
if [ $_ts_o -eq 0 ]; then
_ts_feed 5>&- 6>&-
_ts_r=$?
elif _ts_claim; then
printf '' >"$_ts_d/o"
printf '' >"$_ts_d/e"
if [ $_ts_l -gt 0 ] && [ $_ts_o -eq 1 ]; then
cat "$_ts_d/i" 5>&- 6>&- | { ( _ts_go ) >&5 2>&6 5>&- 6>&-; _ts_r=$?; cat >/dev/null; exit $_ts_r; }
else
_ts_feed >&5 2>&6 5>&- 6>&-
fi
_ts_r=$?
[ $_ts_l -eq 0 ] || printf '' >"$_ts_d/i"
else
_ts_r=0
_ts_k=2
_ts_o=0
_ts_h=0
fi
if [ $_ts_h -gt 0 ]; then
_ts_holders
[ $_ts_k -gt $_ts_b ] && _ts_k=1 || _ts_k=0
fi
if [ $_ts_o -eq 0 ]; then _ts_end; else _ts_end >&5 2>&6; fi
done
[ -n "$_ts_d" ] || exit
exec 5>&- 6>&-
if [ "$_ts_i" != bye ]; then
exec >/dev/null 2>&1 </dev/null
rm -f "$_ts_d/b"
_ts_k=0
while [ -d "$_ts_d" ] && [ $_ts_k -lt $_ts_z ]; do
sleep 2
_ts_k=$((_ts_k+2))
done
fi
kill $_ts_t
rm -rf "$_ts_d"
exit
`;

/**
 * The first bytes a resident shell gets. The driver announces itself as the end of frame 0.
 * @param keptSeconds how long its spool waits for somebody who comes back
 */
export function opening(nonce: string, keptSeconds = KEPT_SECONDS): string {
  return `${LOADER}\n${DRIVER}${END_OF_DRIVER}\n${nonce} ${keptSeconds}\n`;
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
  /** Whether it outlives the wire. */
  readonly keep: boolean;
}

/** A frame without the bytes for standard input. @throws RangeError when the script holds a NUL, which no shell can read */
export function frameBytes(frame: Frame): Buffer {
  if (frame.script.includes('\0')) throw new RangeError('a shell script cannot hold a NUL character');
  const text = Buffer.from(bytesOfText(`${frame.script}\n`));
  const { id, stdinBytes, timeout } = frame;
  const trailer = `${id}.${text.length}`;
  const keep = !frame.keep ? 0 : stdinBytes > KEPT_INPUT ? 2 : 1;
  const size = text.length + 1 + trailer.length;
  const header = `${id} ${size} ${stdinBytes} ${frame.watchHolders ? 1 : 0} ${timeout} ${keep} ${trailer}\n`;
  return Buffer.concat([Buffer.from(header), text, Buffer.from(`#${trailer}`)]);
}
