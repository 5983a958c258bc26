// Reads and writes a crontab: a user's, by the crontab program, or a file like those of /etc/cron.d.
import {
  ModuleFailure,
  script,
  sh,
  type HostHands,
  type HostView,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { lookAtOne } from '../../_shared/file-look.js';
import { withoutInstallHeader } from './edit.js';

export interface Tab {
  /** Its text, one character per byte, so that what is not UTF-8 survives. */
  readonly text: string;
  /** How a diff calls it. */
  readonly label: string;
  write(hands: HostHands, text: string, backup: boolean): Promise<string | undefined>;
  /** Takes the whole crontab away. */
  remove(hands: HostHands, backup: boolean): Promise<string | undefined>;
}

const toBytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const fromBytes = (bytes: Buffer): string => bytes.toString('latin1');
/** Ordinary text as it stands among the bytes of a Tab, and back. */
export const encode = (text: string): string => fromBytes(Buffer.from(text, 'utf8'));
export const decode = (text: string): string => toBytes(text).toString('utf8');

export async function fileTab(host: HostView, file: string): Promise<Tab> {
  const path = file.startsWith('/') ? file : `/etc/cron.d/${file}`;
  const { target: status, content } = (await lookAtOne(host, path, { content: true })).file;
  if (status && status.kind !== 'file') throw new ModuleFailure(`cron_file: ${path} is a ${status.kind}, not a file`);
  if (status && !status.readable) throw new ModuleFailure(`cron_file: ${path} may not be read by this user`);
  const text = content ? fromBytes(content) : '';
  return {
    text,
    label: path,
    async write(hands, after, backup) {
      const mode = status ? {} : { mode: 0o644 };
      const { backupFile } = await hands.write(path, toBytes(after), { ...mode, backup: backup && status !== null });
      return backupFile;
    },
    async remove(hands, backup) {
      const saved = backup ? await saveCopy(hands, toBytes(text)) : undefined;
      await hands.must(sh`rm -f -- ${path}`);
      return saved;
    },
  };
}

/** The package that brings the crontab program. */
const PACKAGES: Readonly<Record<string, string>> = {
  Debian: 'cron',
  RedHat: 'cronie',
  Archlinux: 'cronie',
  Suse: 'cron',
  Alpine: 'busybox (or dcron)',
  Gentoo: 'sys-process/cronie',
};

/** @param user whose crontab; undefined for the user the task runs as */
export async function userTab(context: RunContext<unknown>, user: string | undefined): Promise<Tab> {
  const { host } = context;
  const wanted = user ?? '';
  const look = sh`u=${wanted}; command -v crontab >/dev/null || exit 97
if [ -n "$u" ] && [ "$u" != "$(id -un)" ]; then LC_ALL=C crontab -u "$u" -l; else LC_ALL=C crontab -l; fi`;
  const { rc, stdoutBytes, stderr } = await host.probe(sh`(${look})`);
  if (rc === 97) {
    const { osFamily } = await host.platform();
    const message = `the crontab program is not installed on the host: install the package ${PACKAGES[osFamily] ?? 'cron'} first`;
    if (!context.checkMode) throw new ModuleFailure(message);
    context.warn(`${message}; perhaps an earlier task does`);
  } else if (rc !== 0 && !/no crontab|can't open|cannot open/i.test(stderr)) {
    throw new ModuleFailure(`crontab -l failed: ${stderr.trim() || `rc ${rc}`}`, { rc, stderr });
  }
  const text = rc === 0 ? withoutInstallHeader(fromBytes(stdoutBytes)) : '';
  const crontab = (argument: Script): Script =>
    sh`u=${wanted}; if [ -n "$u" ] && [ "$u" != "$(id -un)" ]; then LC_ALL=C crontab -u "$u" ${argument}; else LC_ALL=C crontab ${argument}; fi`;
  const write = async (hands: HostHands, content: string, backup: boolean): Promise<string | undefined> => {
    const saved = backup ? await saveCopy(hands, toBytes(text)) : undefined;
    const outcome = await hands.run(crontab(script('-')), { stdin: toBytes(content) });
    if (outcome.rc !== 0) {
      throw new ModuleFailure(`the new crontab was not accepted: ${outcome.stderr.trim()}`, { rc: outcome.rc });
    }
    return saved;
  };
  const label = user === undefined ? 'crontab' : `crontab for user "${user}"`;
  return { text, label, write, remove: (hands, backup) => write(hands, '', backup) };
}

/** The host's directory for temporary files. */
const TEMPORARY = script('${TMPDIR:-/tmp}');

/** A copy of the old crontab in the host's directory for temporary files; only its owner may read it. */
async function saveCopy(hands: HostHands, bytes: Buffer): Promise<string> {
  const save = sh`f=$(mktemp "${TEMPORARY}/crontab.XXXXXXXX") && cat > "$f" && printf %s "$f"`;
  return (await hands.must(save, { stdin: bytes })).stdout;
}
