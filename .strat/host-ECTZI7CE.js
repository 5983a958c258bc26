import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  DISTRIBUTION_SCRIPT,
  SECTION_FUNCTIONS,
  Sections,
  parseDistribution,
  parsePackageManager,
  parseServiceManager
} from "./chunk-CD7KX5H6.js";
import {
  TsplayError,
  quote,
  script
} from "./chunk-D6GJLKN3.js";

// src/host/hands.ts
import { randomBytes } from "node:crypto";

// src/host/script.ts
function pathWord(path) {
  return quote(path.startsWith("-") ? `./${path}` : path);
}
var POSIX_SHELLS = /(^|\/)(ba|da|z|k|mk|pdk|a)?sh$/;
function exports(environment) {
  return Object.entries(environment).map(([name, value]) => {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `export ${name}=${quote(value)}
`;
    throw new TsplayError("command-failed", `'${name}' cannot be the name of an environment variable`, {
      hint: "names consist of letters, digits and _, and do not begin with a digit"
    });
  }).join("");
}
function throughInterpreter(text, executable) {
  const exe = quote(executable);
  if (!POSIX_SHELLS.test(executable)) return `exec ${exe} -c ${quote(text)}
`;
  const read = `exec ${exe} -c 'eval "$(cat <&8)" 8<&-'`;
  return `exec 9<&0
printf '%s\\n' ${quote(text)} | { exec 8<&0 0<&9 9<&-; ${read}; }
`;
}
function composeScript(text, prelude, options) {
  const locale = prelude.parsed ? "export LC_ALL=C\n" : "";
  const environment = exports({ ...prelude.environment, ...options.env });
  const cd = options.cwd === void 0 ? "" : `CDPATH= cd -- ${quote(options.cwd)} || exit 1
`;
  const executable = options.executable;
  const body = executable === void 0 || executable === "/bin/sh" ? text : throughInterpreter(text, executable);
  return `${environment}${locale}${cd}${body}`;
}

// src/host/scripts.ts
var NOTHING = new Uint8Array(0);
async function runScript(core, view, script2, options, kind) {
  const body = typeof script2 === "string" ? script(script2).text : script2.text;
  const stdin = options.stdin ?? NOTHING;
  const result = await core.run(view.become, {
    script: composeScript(body, { environment: view.environment ?? {}, parsed: kind.parsed }, options),
    stdin: typeof stdin === "string" ? Buffer.from(stdin) : stdin,
    watchHolders: kind.changes,
    timeout: timeLeft(view.deadline, options.timeout),
    onOutput: view.onOutput
  });
  return {
    rc: result.rc,
    stdout: result.stdout.toString("utf8"),
    stderr: result.stderr.toString("utf8"),
    stdoutBytes: result.stdout
  };
}
function timeLeft(deadline, timeout) {
  if (deadline === void 0) return timeout;
  const left = Math.max(1, deadline - Date.now());
  return timeout === void 0 ? left : Math.min(left, timeout);
}

// src/host/write.ts
var STAGES = {
  71: "the directory does not exist",
  72: "the path is a directory",
  73: "a temporary file cannot be made beside it",
  74: "the content could not be written completely",
  75: "the backup could not be made",
  76: "the owner or group could not be set",
  77: "the mode could not be set",
  78: "the validation failed",
  79: "the new file could not be put in place"
};
function directoryOf(path) {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : slash === 0 ? "/" : path.slice(0, slash);
}
function ownership(options) {
  const { owner, group } = options;
  if (owner === void 0 && group === void 0) return void 0;
  return `${owner ?? ""}${group === void 0 ? "" : `:${group}`}`;
}
function writeScript(path, size, options, nonce) {
  const p = pathWord(path);
  const directory = directoryOf(path);
  const t = quote(`${directory === "/" ? "" : directory}/.tsplay-${nonce}.tmp`);
  const owner = ownership(options);
  const validate = options.validate === void 0 ? "" : (
    // What the command prints is its own business; its standard input is not the content.
    `( ${options.validate.replaceAll("%s", () => t)}
) </dev/null >&2 || exit 78
`
  );
  const backup = options.backup === true ? `if [ -f ${p} ]; then b=${p}.$$.$(date '+%Y-%m-%d@%H:%M:%S~'); cp -p ${p} "$b" || { rm -f "$b"; exit 75; }; fi
` : "";
  const place = options.unsafeWrites === true ? `{ m=$(mv -f ${t} ${p} 2>&1) || cat ${t} > ${p} || { printf '%s\\n' "$m" >&2; exit 79; }; }` : `mv -f ${t} ${p} || exit 79`;
  return script(
    `u=$(umask)
umask 077
[ -d ${quote(directory)} ] || exit 71
if [ -d ${p} ] && [ ! -L ${p} ]; then exit 72; fi
trap 'rm -f ${t.replaceAll("'", `'\\''`)}' EXIT
trap 'exit 1' HUP INT TERM
( set -C; : > ${t} ) || { trap - EXIT; exit 73; }
cat > ${t} || exit 74
n=$(wc -c < ${t})
[ "$n" -eq ${size} ] || { echo "$n of ${size} bytes arrived" >&2; exit 74; }
if [ -e ${p} ]; then
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
${owner === void 0 ? "" : `chown -- ${quote(owner)} ${t} || exit 76
`}${// A changed owner clears the set-id bits, so the mode comes after it.
    options.mode === void 0 ? "" : `chmod ${options.mode.toString(8).padStart(4, "0")} ${t} || exit 77
`}${validate}b=
${backup}if [ -L ${p} ] && [ -d ${p} ]; then mv -fT ${t} ${p} || exit 79; else ${place}; fi
[ ! -e /sys/fs/selinux/enforce ] || restorecon ${p} 2>/dev/null
printf '%s' "$b"
exit 0`
  );
}
function parseWrite(hostName, path, options, result) {
  if (result.rc === 0) return result.stdout === "" ? {} : { backupFile: result.stdout };
  const said = result.stderr.trim();
  if (result.rc === 78) {
    throw new TsplayError(
      "validate-failed",
      `${hostName}: ${path} is left as it was: '${options.validate}' refused the new content: ${said}`,
      {
        hint: "correct the content, or the validate command (%s stands for the temporary file)"
      }
    );
  }
  const stage = STAGES[result.rc] ?? `the writing script ended with code ${result.rc}`;
  throw new TsplayError(
    "write-failed",
    `${hostName}: cannot write ${path}: ${stage}${said === "" ? "" : `: ${said}`}`,
    {
      hint: hintFor(result.rc, said)
    }
  );
}
function hintFor(rc, said) {
  if (/no space left|disk quota|file too large/i.test(said))
    return "free some space on that file system; the old file is untouched";
  if (/permission denied|not permitted/i.test(said))
    return "become a user who may write there (become: true); the old file is untouched";
  if (/read-only/i.test(said)) return "the file system is mounted read-only; the old file is untouched";
  if (/busy/i.test(said)) return "a bind-mounted file cannot be replaced, only written into: unsafe_writes: true";
  if (rc === 71) return "make the directory first (ansible.builtin.file with state: directory)";
  if (rc === 72) return "name the file, not its directory";
  if (rc === 76) return "do the owner and group exist, and may this user set them? The old file is untouched";
  return "the old file is untouched";
}

// src/host/hands.ts
var CHANGE = { parsed: false, changes: true };
var OWN = { parsed: true, changes: false };
function commandFailure(hostName, what, result) {
  const said = (result.stderr.trim() || result.stdout.trim()).slice(-2e3);
  return new TsplayError(
    "command-failed",
    `${hostName}: ${what} failed with code ${result.rc}${said === "" ? "" : `: ${said}`}`
  );
}
function createHands(core, options) {
  const run = (text, scriptOptions = {}) => runScript(core, options, text, scriptOptions, CHANGE);
  return {
    run,
    async must(text, scriptOptions) {
      const result = await run(text, scriptOptions);
      if (result.rc !== 0) throw commandFailure(core.name, firstLine(text.text), result);
      return result;
    },
    async write(path, content, writeOptions = {}) {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      const text = writeScript(path, bytes.length, writeOptions, randomBytes(8).toString("hex"));
      const result = await runScript(core, options, text, { stdin: bytes }, OWN);
      return parseWrite(core.name, path, writeOptions, result);
    },
    async attributes(path, attributes, attributeOptions = {}) {
      const p = pathWord(path);
      const owner = ownership(attributes);
      const follow = attributeOptions.follow === true;
      const lines = [];
      if (owner !== void 0) lines.push(`chown ${follow ? "" : "-h "}-- ${quote(owner)} ${p} || exit`);
      if (attributes.mode !== void 0) {
        const chmod = `chmod ${attributes.mode.toString(8).padStart(4, "0")} ${p} || exit`;
        lines.push(follow ? chmod : `[ -L ${p} ] || ${chmod}`);
      }
      if (lines.length === 0) return;
      const result = await runScript(core, options, script(`${lines.join("\n")}
exit 0`), {}, OWN);
      if (result.rc !== 0) throw commandFailure(core.name, `setting owner, group or mode of ${path}`, result);
    }
  };
}
function firstLine(text) {
  const line = text.trim().split("\n")[0] ?? "";
  return `'${line.length > 80 ? `${line.slice(0, 77)}...` : line}'`;
}

// src/host/platform.ts
async function platformProbe(run) {
  const result = await run({
    script: `export LC_ALL=C
${SECTION_FUNCTIONS}${DISTRIBUTION_SCRIPT}`,
    stdin: new Uint8Array(0),
    watchHolders: false,
    timeout: void 0
  });
  const sections = new Sections(result.stdout.toString());
  const distribution = parseDistribution(sections);
  if (distribution.system === "") {
    throw new TsplayError("facts-failed", `the host does not say what it is: ${result.stderr.toString().trim()}`, {
      hint: "it needs a POSIX system with uname"
    });
  }
  return {
    osFamily: distribution.family,
    distribution: distribution.distribution,
    distributionVersion: distribution.version,
    distributionRelease: distribution.release,
    architecture: distribution.machine,
    packageManager: parsePackageManager(sections, distribution),
    serviceManager: parseServiceManager(sections, distribution),
    system: distribution.system
  };
}

// src/host/resident-shell.ts
var ResidentShell = class {
  constructor(open) {
    this.open = open;
  }
  open;
  session;
  tail = Promise.resolve();
  closed = false;
  /** Runs a script after all that were given before. @throws TsplayError as Session.start and Session.run */
  run(job) {
    const result = this.tail.then(() => this.runNow(job));
    this.tail = result.catch(() => void 0);
    return result;
  }
  async runNow(job) {
    if (this.session?.usable !== true) {
      this.session?.close();
      this.session = void 0;
      const session = await this.open();
      if (this.closed) session.close();
      this.session = session;
    }
    return this.session.run(job);
  }
  get runningAs() {
    return this.session?.runningAs;
  }
  /** Fails what is running now. */
  abort(error) {
    this.session?.abort(error);
  }
  close() {
    this.closed = true;
    this.session?.close();
    this.session = void 0;
  }
};

// src/become/doas.ts
function doas(wrapped, spec) {
  if (spec.password !== void 0) {
    throw new TsplayError("become-unsupported", "become method doas with a password is not supported", {
      hint: "doas reads passwords from a terminal only: allow the user `nopass` in doas.conf, or use become_method: sudo"
    });
  }
  const exe = spec.exe ?? "doas";
  const command = [exe, spec.flags ?? "", "-n", "-u", quote(spec.user), wrapped];
  return {
    command: command.filter((w) => w !== "").join(" "),
    // Never asked for: -n.
    prompt: "",
    failures: [
      {
        pattern: /authorization required|authentication failed|a tty is required/i,
        message: "doas asks for a password, which it reads from a terminal only",
        hint: "allow the user `nopass` in doas.conf, or use become_method: sudo"
      },
      {
        pattern: /operation not permitted|not enabled/i,
        message: `doas does not allow this login user to become '${spec.user}'`,
        hint: "add a `permit nopass` rule for the user to doas.conf"
      },
      {
        pattern: /unknown user/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: "create the user first or correct become_user"
      },
      {
        pattern: /not found|no such file or directory|not installed setuid/i,
        message: `'${exe}' cannot be run on the host`,
        hint: "install doas there, or use become_method: sudo or su"
      }
    ]
  };
}

// src/become/su.ts
function su(wrapped, spec) {
  const exe = spec.exe ?? "su";
  const flags = spec.flags ?? "";
  const command = ["LC_ALL=C", exe, flags, quote(spec.user), "-c", quote(`unset LC_ALL; exec ${wrapped}`)];
  return {
    command: command.filter((w) => w !== "").join(" "),
    prompt: "Password: ",
    failures: [
      {
        pattern: /authentication failure|incorrect password|sorry/i,
        message: `su refused the password of '${spec.user}'`,
        hint: "su asks for the password of the user to become, not of the login user; give it with -K or ansible_become_password"
      },
      {
        pattern: /permission denied/i,
        message: `su does not allow this login user to become '${spec.user}'`,
        hint: "the host may restrict su to a group (pam_wheel); add the user to it or use become_method: sudo"
      },
      {
        pattern: /must be run from a terminal|standard in must be a tty/i,
        message: "su wants a terminal, and tsplay runs without one",
        hint: "use become_method: sudo on this host"
      },
      {
        pattern: /does not exist|unknown (?:id|user|login)|no passwd entry/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: "create the user first or correct become_user"
      },
      {
        pattern: /not available|nologin/i,
        message: `the user '${spec.user}' has no login shell, which su needs`,
        hint: 'use become_method: sudo, or become_flags: "-s /bin/sh"'
      },
      {
        pattern: /not found|no such file or directory|must be suid/i,
        message: `'${exe}' cannot be run on the host`,
        hint: "use another become_method (sudo, doas), or log in as the user itself"
      }
    ]
  };
}

// src/become/sudo.ts
var DEFAULT_FLAGS = "-H -S -n";
function withoutNonInteractive(flags) {
  return flags.split(/\s+/).filter((flag) => flag !== "-n" && flag !== "--non-interactive" && flag !== "").map((flag) => /^-[A-Za-z]*n[A-Za-z]*$/.test(flag) ? flag.replace("n", "") : flag).join(" ");
}
function sudo(wrapped, spec, nonce) {
  const exe = spec.exe ?? "sudo";
  const prompt = `[tsplay ${nonce}] password:`;
  const flags = spec.flags ?? DEFAULT_FLAGS;
  const words = spec.password === void 0 ? [exe, flags] : (
    // The password is read from standard input: there is no terminal.
    [exe, withoutNonInteractive(flags), /(^|\s)-[A-Za-z]*S/.test(flags) ? "" : "-S", "-p", quote(prompt)]
  );
  return {
    command: [...words, "-u", quote(spec.user), wrapped].filter((w) => w !== "").join(" "),
    prompt,
    failures: [
      {
        pattern: /Sorry, try again|incorrect password attempt|Authentication failure/i,
        message: "sudo refused the become password",
        hint: "give the right one with -K or the variable ansible_become_password"
      },
      {
        pattern: /a password is required|no password was provided|interactive authentication is required/i,
        message: "sudo asks for a password and none was given",
        hint: "give it with -K or ansible_become_password, or allow the user NOPASSWD in sudoers"
      },
      {
        pattern: /is not in the sudoers file|may not run sudo|is not allowed to (?:execute|run)/i,
        message: `sudo does not allow this login user to become '${spec.user}'`,
        hint: "add the user to sudoers (on Debian: to the group sudo), or log in as another user (ansible_user)"
      },
      {
        pattern: /must have a tty|a terminal is required|no tty present/i,
        message: "sudo wants a terminal (requiretty), and tsplay runs without one",
        hint: "remove requiretty from the host's sudoers, at least for this user: Defaults:USER !requiretty"
      },
      {
        pattern: /unknown user|user .* does not exist/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: "create the user first or correct become_user"
      },
      {
        pattern: /not found|no such file or directory|must be owned by uid 0|effective uid is not 0/i,
        message: `'${exe}' cannot be run on the host`,
        hint: "install sudo there, or set become_method (su, doas), or log in as root and leave become out"
      }
    ]
  };
}

// src/become/index.ts
var METHODS = {
  sudo,
  su,
  doas
};
var OTHER_METHODS = [
  "pbrun",
  "pfexec",
  "ksu",
  "dzdo",
  "pmrun",
  "machinectl",
  "sesu",
  "run0",
  "runas",
  "enable",
  "sudosu"
];
function becomeCommand(command, spec, nonce) {
  const method = Object.hasOwn(METHODS, spec.method) ? METHODS[spec.method] : void 0;
  if (method === void 0) {
    const known = OTHER_METHODS.includes(spec.method) ? "is not supported" : "does not exist";
    throw new TsplayError("become-unsupported", `become method '${spec.method}' ${known}`, {
      hint: `use one of ${Object.keys(METHODS).join(", ")}`
    });
  }
  if (spec.user === "" || spec.user.startsWith("-") || /[\0\n]/.test(spec.user)) {
    throw new TsplayError("become-unsupported", `become user '${spec.user}' is not a user name`, {
      hint: "set become_user to the name of an existing user"
    });
  }
  const marker = `TSPLAY-BECAME-${nonce}`;
  const wrapped = `/bin/sh -c ${quote(`echo ${marker}; ${command}`)}`;
  return { ...method(wrapped, spec, nonce), marker };
}

// src/host/end-script.ts
var PATIENCE = 2e3;
async function endScript(wire, running, clock) {
  const { mark, become } = running;
  if (become?.password !== void 0) return;
  const shell = become ? becomeCommand("exec /bin/sh", become, "end").command : "exec /bin/sh";
  try {
    const killer = await wire.exec(shell);
    killer.stdin.end(
      `for p in /proc/[0-9]*; do
case $(tr '\\0' ' ' <"$p/cmdline") in
*${mark}*) kill -KILL "-\${p#/proc/}" ;;
esac
done 2>/dev/null
`
    );
    await Promise.race([killer.exit, clock.sleep(PATIENCE)]);
  } catch {
  }
}

// src/host/session.ts
import { randomBytes as randomBytes2 } from "node:crypto";

// src/host/driver.ts
var BOOTSTRAP = 'IFS= read -r _ts_t; eval "$_ts_t"';
var END_OF_DRIVER = "#end";
var LOADER = `_ts_e=$(printf '\\n.'); _ts_e=\${_ts_e%.}; _ts_t=; while IFS= read -r _ts_l && [ "$_ts_l" != '${END_OF_DRIVER}' ]; do _ts_t=$_ts_t$_ts_l$_ts_e; done; eval "$_ts_t"`;
var DRIVER = `unset _ts_t _ts_l _ts_e
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
function opening(nonce) {
  return `${LOADER}
${DRIVER}${END_OF_DRIVER}
${nonce}
`;
}
function frameBytes(frame) {
  if (frame.script.includes("\0")) throw new RangeError("a shell script cannot hold a NUL character");
  const script2 = Buffer.from(`${frame.script}
`);
  const header = `${frame.id} ${script2.length} ${frame.stdin.length} ${frame.watchHolders ? 1 : 0} ${frame.timeout}
`;
  return { head: Buffer.concat([Buffer.from(header), script2]), stdin: frame.stdin };
}

// src/host/frames.ts
var LF = 10;
var MAX_TAIL = 40;
var FrameReader = class {
  constructor(nonce, events) {
    this.events = events;
    this.nonce = Buffer.from(nonce);
  }
  events;
  pending = Buffer.alloc(0);
  nonce;
  feed(chunk) {
    let data = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    this.pending = Buffer.alloc(0);
    let from = 0;
    for (; ; ) {
      const at = data.indexOf(this.nonce, from);
      if (at < 0) break;
      const tailStart = at + this.nonce.length;
      const lineEnd = data.indexOf(LF, tailStart);
      if (lineEnd < 0 && data.length - tailStart < MAX_TAIL) {
        this.emit(data.subarray(0, at));
        this.pending = data.subarray(at);
        return;
      }
      const mark = lineEnd < 0 ? void 0 : this.parse(data.toString("latin1", tailStart, lineEnd));
      if (mark === void 0) {
        from = tailStart;
        continue;
      }
      this.emit(data.subarray(0, at));
      data = data.subarray(lineEnd + 1);
      from = 0;
      mark();
    }
    const keep = this.partialNonce(data, from);
    this.emit(data.subarray(0, data.length - keep));
    this.pending = data.subarray(data.length - keep);
  }
  parse(tail) {
    const end = /^:(\d+)(?::(\d+):([01]))?$/.exec(tail);
    if (end) {
      const [, id, rc, held] = end;
      return () => this.events.onEnd({ id: Number(id), rc: Number(rc ?? 0), held: held === "1" });
    }
    const timeout = /^!(\d+)$/.exec(tail);
    return timeout ? () => this.events.onTimeout(Number(timeout[1])) : void 0;
  }
  /** How many bytes at the end could be the beginning of the nonce. */
  partialNonce(data, from) {
    const longest = Math.min(this.nonce.length - 1, data.length - from);
    for (let n = longest; n > 0; n--) {
      if (data.compare(this.nonce, 0, n, data.length - n) === 0) return n;
    }
    return 0;
  }
  emit(bytes) {
    if (bytes.length > 0) this.events.onData(bytes);
  }
};

// src/host/session.ts
var START_TIMEOUT = 12e3;
var KILL_GRACE = 1e4;
var Session = class _Session {
  constructor(remote, options, mark) {
    this.remote = remote;
    this.options = options;
    this.mark = mark;
  }
  remote;
  options;
  mark;
  /** A script left a process behind that still has this shell's output open: use no more, see driver. */
  held = false;
  dead;
  running;
  nextId = 1;
  /** What to look for on the host to end a script that is still running there; undefined when none is. */
  get runningAs() {
    if (this.running === void 0 || this.dead) return void 0;
    return { mark: this.mark, become: this.options.become };
  }
  get usable() {
    return this.dead === void 0 && !this.held;
  }
  /** @throws TsplayError become-failed, shell-died, unreachable */
  static async start(wire, options) {
    const nonce = `ts${randomBytes2(16).toString("hex")}`;
    const becoming = options.become ? becomeCommand(BOOTSTRAP, options.become, nonce.slice(0, 14)) : plainCommand(nonce.slice(0, 14));
    const session = new _Session(await wire.exec(becoming.command), options, nonce.slice(0, 14));
    await session.handshake(becoming, nonce);
    return session;
  }
  handshake(becoming, nonce) {
    const { remote, options } = this;
    const password = options.become?.password;
    return new Promise((resolve, reject) => {
      let said = "";
      let settled = false;
      let passwordSent = false;
      let markerSeen = false;
      const stopTimer = after(options.clock, START_TIMEOUT, () => {
        const what = said.trim() === "" ? "nothing" : `'${said.trim().slice(-200)}'`;
        fail(this.startFailure(`no shell after ${START_TIMEOUT / 1e3} s; the host said ${what}`));
      });
      const fail = (error) => {
        if (settled) return;
        settled = true;
        stopTimer();
        this.dead = error;
        remote.kill();
        reject(error);
      };
      const readers = this.readers(nonce, () => {
        settled = true;
        stopTimer();
        resolve();
      });
      const listen = (text) => {
        said += text;
        const prompts = becoming.prompt === "" ? 0 : said.split(becoming.prompt).length - 1;
        if (prompts === 0) return;
        if (password === void 0) {
          fail(
            becomeFailure(
              options,
              "a password is asked for and none was given",
              "give it with -K or ansible_become_password"
            )
          );
        } else if (!passwordSent) {
          passwordSent = true;
          remote.stdin.write(`${password}
`);
        } else if (prompts > 1) {
          const wrong = `${options.become?.method} refused the become password`;
          fail(becomeFailure(options, wrong, "give the right one with -K or the variable ansible_become_password"));
        }
      };
      const onMarker = () => {
        markerSeen = true;
        if (password !== void 0) remote.stdin.write(opening(nonce));
      };
      let early = "";
      remote.stdout.on("data", (chunk) => {
        if (markerSeen) {
          readers.stdout.feed(chunk);
          return;
        }
        early += chunk.toString("latin1");
        const at = early.indexOf(`${becoming.marker}
`);
        if (at < 0) {
          listen(chunk.toString());
          return;
        }
        onMarker();
        const rest = early.slice(at + becoming.marker.length + 1);
        if (rest !== "") readers.stdout.feed(Buffer.from(rest, "latin1"));
      });
      remote.stderr.on("data", (chunk) => {
        if (!settled && !markerSeen) listen(chunk.toString());
        readers.stderr.feed(chunk);
      });
      void remote.exit.then(async (exit) => {
        const error = await this.deathReason(exit);
        if (settled) {
          this.die(error);
          return;
        }
        const failure = becoming.failures.find((f) => f.pattern.test(said));
        if (options.brokenBy()) fail(error);
        else if (failure) fail(becomeFailure(options, failure.message, failure.hint, said));
        else fail(this.startFailure(`the shell ended at once${said.trim() === "" ? "" : `: ${said.trim()}`}`));
      });
      if (password === void 0) remote.stdin.write(opening(nonce));
    });
  }
  startFailure(what) {
    const { hostName, become } = this.options;
    if (become) {
      const hint = `try by hand on the host: ${become.method} for user '${become.user}'`;
      return becomeFailure(this.options, what, hint);
    }
    return new TsplayError("unreachable", `${hostName}: ${what}`, {
      hint: "the login user needs a POSIX shell at /bin/sh and must be allowed to run commands"
    });
  }
  readers(nonce, onReady) {
    let ready = 0;
    const begin = (id) => {
      if (id === 0 && ++ready === 2) onReady();
      return id !== 0;
    };
    return {
      stdout: new FrameReader(nonce, {
        onData: (bytes) => this.output("stdout", bytes),
        onTimeout: () => void 0,
        onEnd: (end) => {
          if (!begin(end.id) || this.running?.id !== end.id) return;
          this.running.rc = end.rc;
          if (end.held) this.held = true;
          this.finishWhenDone();
        }
      }),
      stderr: new FrameReader(nonce, {
        onData: (bytes) => this.output("stderr", bytes),
        onTimeout: (id) => {
          if (this.running?.id === id) this.running.timedOut = true;
        },
        onEnd: (end) => {
          if (!begin(end.id) || this.running?.id !== end.id) return;
          this.running.errEnded = true;
          this.finishWhenDone();
        }
      })
    };
  }
  output(stream, bytes) {
    const running = this.running;
    if (!running) return;
    (stream === "stdout" ? running.out : running.err).push(bytes);
    running.job.onOutput?.(stream, bytes);
  }
  finishWhenDone() {
    const running = this.running;
    if (running?.rc === void 0 || !running.errEnded) return;
    if (running.timedOut) running.settle(timeoutError(this.options.hostName, running.job.timeout));
    else
      running.settle(void 0, {
        rc: running.rc,
        stdout: Buffer.concat(running.out),
        stderr: Buffer.concat(running.err)
      });
  }
  /** Runs one script; the caller queues. @throws TsplayError timeout, shell-died, unreachable */
  run(job) {
    if (this.dead) return Promise.reject(this.dead);
    const id = this.nextId++;
    const timeout = job.timeout === void 0 ? 0 : Math.max(1, Math.ceil(job.timeout / 1e3));
    const frame = frameBytes({ id, script: job.script, stdin: job.stdin, watchHolders: job.watchHolders, timeout });
    return new Promise((resolve, reject) => {
      const running = {
        id,
        job,
        out: [],
        err: [],
        rc: void 0,
        errEnded: false,
        timedOut: false,
        stopTimer: () => void 0,
        settle: (error, result) => {
          running.stopTimer();
          this.running = void 0;
          if (result) resolve(result);
          else reject(error ?? new Error("no result"));
        }
      };
      if (timeout > 0) {
        running.stopTimer = after(this.options.clock, timeout * 1e3 + KILL_GRACE, () => {
          const error = timeoutError(this.options.hostName, job.timeout);
          this.dead = error;
          this.remote.kill();
          running.settle(error);
        });
      }
      this.running = running;
      this.remote.stdin.write(frame.head);
      if (frame.stdin.length > 0) this.remote.stdin.write(frame.stdin);
    });
  }
  async deathReason(exit) {
    if (exit.code === null && exit.signal === null) await new Promise((r) => setTimeout(r, 50));
    const broken = this.options.brokenBy();
    if (broken) return broken;
    const how = exit.signal !== null ? `was killed by signal ${exit.signal}` : `ended with code ${exit.code ?? "unknown"}`;
    return new TsplayError(
      "shell-died",
      `${this.options.hostName}: the shell that runs the scripts ${how} before the script did`,
      {
        hint: "does the script kill its own shell ($$ or every process of the user)? The next script gets a new shell"
      }
    );
  }
  die(error) {
    this.dead ??= error;
    this.running?.settle(error);
  }
  /** Fails what is running, at once. */
  abort(error) {
    this.die(error);
  }
  close() {
    const idle = this.running === void 0;
    this.dead ??= new TsplayError("unreachable", `${this.options.hostName}: the connection is closed`);
    this.remote.stdin.end();
    if (!idle) this.remote.kill();
    this.running?.settle(this.dead);
  }
};
function after(clock, milliseconds, then) {
  const abort = new AbortController();
  clock.sleep(milliseconds, abort.signal).then(then, () => void 0);
  return () => abort.abort();
}
function plainCommand(nonce) {
  const marker = `TSPLAY-SHELL-${nonce}`;
  return { command: `exec /bin/sh -c ${quote(`echo ${marker}; ${BOOTSTRAP}`)}`, prompt: "", marker, failures: [] };
}
function timeoutError(hostName, timeout) {
  return new TsplayError(
    "timeout",
    `${hostName}: the script took longer than ${(timeout ?? 0) / 1e3} s and was killed`,
    {
      hint: "allow more time, or find out on the host what it waits for"
    }
  );
}
function becomeFailure(options, message, hint, said) {
  const who = `${options.loginUser} to ${options.become?.user}`;
  const quoted = said?.trim();
  return new TsplayError("become-failed", `${options.hostName}: cannot become another user (${who}): ${message}`, {
    hint,
    ...quoted === void 0 || quoted === "" ? {} : { notes: [{ message: `the host said: ${quoted.slice(-400)}` }] }
  });
}

// src/host/stat.ts
var DIGEST_LENGTH = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128
};
var GNU_FORMAT = "%f|%u|%g|%U|%G|%s|%i|%d|%h|%b|%o|%t|%T|%X|%Y|%Z|%x|%y|%z";
var BSD_FORMAT = "%Xp|%u|%g|%Su|%Sg|%z|%i|%d|%l|%b|%k|%Xr|bsd|%a|%m|%c|%Fa|%Fm|%Fc";
function digestCommand(algorithm) {
  const bits = algorithm.replace("sha", "");
  const tools = [
    [`${algorithm}sum`, `${algorithm}sum`],
    ["openssl", `openssl dgst -${algorithm}`],
    ...algorithm === "md5" ? [] : [["shasum", `shasum -a ${bits}`]],
    [algorithm, algorithm]
  ];
  const tries = tools.map(([tool, command]) => `if command -v ${tool} >/dev/null 2>&1; then ${command}; el`).join("");
  return `${tries}se cksum -a ${algorithm} --untagged; fi`;
}
function findDigest(output, algorithm) {
  return new RegExp(`(?<![0-9a-f])[0-9a-f]{${DIGEST_LENGTH[algorithm]}}(?![0-9a-f])`).exec(output)?.[0];
}
function statScript(path, options) {
  const p = pathWord(path);
  const L = options.follow === true ? "-L " : "";
  const digest = options.checksum === void 0 ? "" : `if [ -f ${p} ] && [ -r ${p} ]; then { ${digestCommand(options.checksum)}; } < ${p}; fi
`;
  const there = options.follow === true ? `[ -e ${p} ]` : `[ -e ${p} ] || [ -L ${p} ]`;
  return script(
    `if ${there}; then
stat ${L}-c '${GNU_FORMAT}' -- ${p} 2>/dev/null || stat ${L}-f '${BSD_FORMAT}' ${p} || exit
[ -r ${p} ] && printf r
[ -w ${p} ] && printf w
[ -x ${p} ] && printf x
echo
${digest}printf '\\0'
if [ -L ${p} ]; then readlink ${p}; printf '\\0'; readlink -f ${p}; fi
exit 0
fi
ls -d ${p} >/dev/null
exit 44`
  );
}
var KINDS = {
  4096: "fifo",
  8192: "char",
  16384: "directory",
  24576: "block",
  32768: "file",
  40960: "link",
  49152: "socket"
};
function time(seconds, text) {
  const fraction = /\.(\d+)/.exec(text ?? "")?.[1];
  return Number(`${seconds ?? 0}${fraction === void 0 ? "" : `.${fraction}`}`);
}
function deviceNumber(major, minor) {
  if (minor === "bsd") return parseInt(major ?? "0", 16);
  const [a, b] = [parseInt(major ?? "0", 16), parseInt(minor ?? "0", 16)];
  return Number(BigInt(a & 4095) << 8n | BigInt(b & 255) | BigInt(b >>> 8) << 20n);
}
function accountName(name) {
  return name === void 0 || name === "UNKNOWN" || /^\d+$/.test(name) ? "" : name;
}
function parseStat(hostName, path, options, result) {
  if (result.rc !== 0) {
    if (result.rc === 44 && !/permission denied/i.test(result.stderr)) return null;
    throw new TsplayError("file-unreadable", `${hostName}: cannot look at ${path}: ${result.stderr.trim()}`, {
      hint: "become a user who may search its directories (become: true)"
    });
  }
  const [main = "", target, source] = result.stdout.split("\0");
  const [first = "", access = "", ...digestLines] = main.split("\n");
  const f = first.split("|");
  const number = (i) => Number(f[i] ?? 0);
  const raw = parseInt(f[0] ?? "0", 16);
  const kind = KINDS[raw & 61440] ?? "file";
  const checksum = options.checksum === void 0 ? void 0 : findDigest(digestLines.join("\n"), options.checksum);
  return {
    path,
    kind,
    mode: raw & 4095,
    uid: number(1),
    gid: number(2),
    owner: accountName(f[3]),
    group: accountName(f[4]),
    size: number(5),
    inode: number(6),
    device: number(7),
    links: number(8),
    blocks: number(9),
    blockSize: number(10),
    deviceType: deviceNumber(f[11], f[12]),
    atime: time(f[13], f[16]),
    mtime: time(f[14], f[17]),
    ctime: time(f[15], f[18]),
    readable: access.includes("r"),
    writable: access.includes("w"),
    executable: access.includes("x"),
    ...kind === "link" && target !== void 0 ? { linkTarget: target.replace(/\n$/, "") } : {},
    ...kind === "link" && source !== void 0 ? { linkSource: source.replace(/\n$/, "") } : {},
    ...checksum === void 0 || kind !== "file" ? {} : { checksum }
  };
}

// src/host/view.ts
var LOOK = { parsed: true, changes: false };
function expansion(path) {
  const home = /^~[A-Za-z0-9._-]*(?:\/|$)/.exec(path);
  const rest = home ? path.slice(home[0].length) : path;
  const parts = rest.split(/(\$[A-Za-z_][A-Za-z0-9_]*|\$\{[A-Za-z_][A-Za-z0-9_]*\})/);
  const words = parts.map((part, i) => {
    if (i % 2 === 0) return part === "" ? "" : `'${part.replaceAll("'", `'\\''`)}'`;
    const name = part.replace(/[${}]/g, "");
    return `"\${${name}-"\\${part}"}"`;
  });
  return `${home?.[0] ?? ""}${words.join("")}`;
}
function createView(core, options) {
  const probe = (text, scriptOptions = {}) => runScript(core, options, text, scriptOptions, LOOK);
  return {
    name: core.name,
    probe,
    async stat(path, statOptions = {}) {
      return parseStat(core.name, path, statOptions, await probe(statScript(path, statOptions)));
    },
    async read(path) {
      const p = pathWord(path);
      const result = await probe(script(`[ -e ${p} ] || { ls -d -- ${p} >/dev/null; exit 44; }
cat < ${p}`));
      if (result.rc === 0) return result.stdoutBytes;
      const said = result.stderr.trim();
      if (result.rc === 44 && !/permission denied/i.test(said)) {
        throw new TsplayError("file-missing", `${core.name}: ${path} does not exist`, {
          hint: "correct the path, or make the file first"
        });
      }
      throw new TsplayError("file-unreadable", `${core.name}: cannot read ${path}: ${said}`, {
        hint: /permission/i.test(said) ? "become a user who may read it (become: true)" : "is it a regular file?"
      });
    },
    async dial(target) {
      return (await core.wire()).dial(target);
    },
    platform: () => core.platform(),
    async expand(path) {
      if (!path.startsWith("~") && !path.includes("$")) return path;
      const result = await probe(script(`printf '%s' ${expansion(path)}`));
      return result.rc === 0 ? result.stdout : path;
    },
    async gatherFacts(factOptions) {
      const { gatherFacts } = await import("./facts-7RYDBL23.js");
      return gatherFacts(
        core.name,
        factOptions,
        (text, timeout) => runScript(core, options, script(text), timeout === void 0 ? {} : { timeout }, {
          parsed: false,
          changes: false
        })
      );
    },
    reconnect: () => core.reconnect()
  };
}

// src/host/host.ts
function createHost(options) {
  const { name, settings, pool, secrets, clock } = options;
  if (settings.transport === "ssh" && settings.password !== void 0) secrets.add(settings.password);
  const shells = /* @__PURE__ */ new Map();
  const broken = /* @__PURE__ */ new WeakMap();
  const known = /* @__PURE__ */ new WeakSet();
  let platform;
  const loginUser = settings.transport === "ssh" ? settings.user : options.localUser ?? "";
  const wire = async () => {
    const opened = await pool.open(settings);
    if (!known.has(opened)) {
      known.add(opened);
      opened.onBroken((reason) => {
        broken.set(opened, reason);
        for (const shell of shells.values()) shell.abort(reason);
      });
    }
    return opened;
  };
  const openSession = async (become) => {
    const over = await wire();
    return Session.start(over, { hostName: name, loginUser, become, clock, brokenBy: () => broken.get(over) });
  };
  const shellFor = (become) => {
    const needed = become?.user === loginUser ? void 0 : become;
    const key = JSON.stringify(needed ?? null);
    let shell = shells.get(key);
    if (!shell) {
      if (needed?.password !== void 0) secrets.add(needed.password);
      shell = new ResidentShell(() => openSession(needed));
      shells.set(key, shell);
    }
    return shell;
  };
  const closeShells = () => {
    for (const shell of shells.values()) shell.close();
    shells.clear();
  };
  const core = {
    name,
    run: (become, job) => shellFor(become).run(job),
    wire,
    platform() {
      platform ??= platformProbe((job) => core.run(void 0, job));
      platform.catch(() => {
        platform = void 0;
      });
      return platform;
    },
    async reconnect() {
      closeShells();
      await pool.drop(settings);
      await wire();
    }
  };
  return {
    name,
    view: (viewOptions) => ({ view: createView(core, viewOptions), hands: createHands(core, viewOptions) }),
    async connect() {
      await wire();
    },
    async close() {
      const running = [...shells.values()].flatMap((shell) => shell.runningAs ?? []);
      if (running.length > 0) {
        const over = await wire().catch(() => void 0);
        if (over) await Promise.all(running.map((script2) => endScript(over, script2, clock)));
      }
      closeShells();
    }
  };
}
export {
  createHost
};
