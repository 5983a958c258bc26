// How a step is said to apt, and what apt's dry run says it would change.
import { argvScript, lines, quote, script, type DiffNote, type Script } from '../../../src/kit/index.js';
import type { Args } from './args.js';
import type { Step } from './decide.js';

/** Commands that install, so that what may be installed is a question. */
const INSTALLS = /^(?:install|build-dep|upgrade|dist-upgrade)/;

/** The words of the command; `simulate` asks apt to only say what it would do. */
export function commandLine(step: Step, args: Args, simulate: boolean): string[] {
  const [command = '', ...rest] = step.command.split(' ');
  if (step.tool === 'apt-mark') return ['apt-mark', command, ...step.targets];
  const dry = simulate ? ['-s'] : [];
  const dpkg = args.dpkg_options
    .split(',')
    .filter((option) => option !== '')
    .flatMap((option) => ['-o', `Dpkg::Options::=--${option}`]);
  if (step.tool === 'aptitude') {
    const trust =
      args.force || args.allow_unauthenticated ? ['-o', 'Aptitude::CmdLine::Ignore-Trust-Violations=yes'] : [];
    return ['aptitude', '-y', ...dry, ...dpkg, ...trust, ...release(args), command];
  }
  const wait = ['-o', `DPkg::Lock::Timeout=${Math.max(0, args.lock_timeout)}`];
  if (command === 'clean' || command === 'autoclean') return ['apt-get', '-y', ...dry, ...wait, command];
  const installs = INSTALLS.test(command);
  const recommends =
    args.install_recommends === undefined
      ? []
      : ['-o', `APT::Install-Recommends=${args.install_recommends ? 'yes' : 'no'}`];
  const options: readonly (readonly [boolean, string])[] = [
    [args.only_upgrade && command === 'install', '--only-upgrade'],
    [args.state === 'fixed' && installs, '--fix-broken'],
    [args.autoremove && command !== 'build-dep' && command !== 'autoremove', '--auto-remove'],
    [args.purge && (command === 'remove' || command === 'autoremove'), '--purge'],
    [args.fail_on_autoremove && installs, '--no-remove'],
    [(args.allow_unauthenticated || args.force) && installs, '--allow-unauthenticated'],
    [(args.allow_downgrade || args.force) && installs, '--allow-downgrades'],
    // What --force-yes stood for before apt 1.1 split it up.
    [args.allow_change_held_packages || args.force, '--allow-change-held-packages'],
    [args.force, '--allow-remove-essential'],
  ];
  return [
    'apt-get',
    '-y',
    ...dry,
    ...wait,
    ...dpkg,
    ...options.filter(([on]) => on).map(([, option]) => option),
    ...(installs ? [...recommends, ...release(args)] : []),
    command,
    ...rest,
    ...step.targets,
  ];
}

function release(args: Args): string[] {
  return args.default_release === undefined ? [] : ['-t', args.default_release];
}

/** A package file that is on the host only while a script runs. */
export interface TemporaryDeb {
  /** In a directory of its own that does not exist yet. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** Puts the file (the script's standard input) in place, and takes it away whatever happens. */
export function withTemporaryDeb(deb: TemporaryDeb | undefined, body: Script): Script {
  if (!deb) return body;
  const directory = quote(deb.path.slice(0, deb.path.lastIndexOf('/')));
  return lines([
    script(`mkdir -m 755 ${directory} || exit 1`),
    script(`trap ${quote(`rm -rf ${directory}`)} EXIT; trap 'exit 143' HUP INT TERM`),
    script(`cat > ${quote(deb.path)} || exit 1\nchmod 644 ${quote(deb.path)}`),
    script(`(\n${body.text}\n) </dev/null`),
  ]);
}

/**
 * Runs a command while /usr/sbin/policy-rc.d ends with `code`; the old one is put back whatever happens, also one that
 * an interrupted run before this one left aside.
 */
export function withPolicyRcD(code: number | undefined, argv: readonly string[]): Script {
  const command = argvScript(argv);
  if (code === undefined) return command;
  return script(`policy=/usr/sbin/policy-rc.d
aside=/usr/sbin/policy-rc.d.tsplay-aside
if [ -e "$policy" ] && [ ! -e "$aside" ]; then mv "$policy" "$aside" || exit 1; fi
restore() { if [ -e "$aside" ]; then mv -f "$aside" "$policy"; else rm -f "$policy"; fi; }
trap 'restore' EXIT
trap 'exit 143' HUP INT TERM
printf '#!/bin/sh\\nexit %s\\n' ${code} > "$policy" && chmod 0755 "$policy" || exit 1
${command.text}`);
}

/** Whether a dry run says that something would be done. */
export function simulationChanges(step: Step, stdout: string): boolean {
  if (step.tool === 'aptitude')
    return !/^0 packages upgraded, 0 newly installed, (?:0 downgraded, )?0 to remove/m.test(stdout);
  if (step.command === 'autoclean') return /^Del /m.test(stdout);
  return /^(?:Inst|Conf|Remv|Purg) /m.test(stdout);
}

/** Which packages a dry run would bring from which version to which. */
export function simulationDiff(stdout: string): DiffNote | undefined {
  const before: string[] = [];
  const after: string[] = [];
  for (const line of stdout.split('\n')) {
    // `Inst bash [5.1-2] (5.2-1 Debian:12/stable [amd64])`, `Remv bash [5.1-2]`, `Del bash 5.1-2 [900 kB]`
    const installed = /^Inst (\S+)(?: \[(\S+)\])? \((\S+)/.exec(line);
    const removed = /^(?:Remv|Purg) (\S+) \[(\S+)\]/.exec(line) ?? /^Del (\S+) (\S+) \[/.exec(line);
    if (installed?.[2] !== undefined) before.push(`${installed[1]} ${installed[2]}`);
    if (installed) after.push(`${installed[1]} ${installed[3]}`);
    if (removed) before.push(`${removed[1]} ${removed[2]}`);
  }
  if (before.length + after.length === 0) return undefined;
  const text = (all: string[]): string =>
    all
      .sort()
      .map((line) => `${line}\n`)
      .join('');
  return { before: text(before), after: text(after), beforeHeader: 'packages', afterHeader: 'packages' };
}
