// Everything an unpacking wants to know of the host, asked in one script: the destination, the archive's kind, what differs.
import {
  lines,
  ModuleFailure,
  script,
  sh,
  textOfBytes,
  type FileStatus,
  type HostView,
  type Script,
} from '../../../src/kit/index.js';
import { lookScript, parseLook, type Look, type LookOptions } from '../../_shared/file-look.js';
import { newMark, parseMany, statusFormat } from '../../_shared/file-tree.js';
import {
  compareScript,
  HEAD,
  kindOf,
  MAGIC,
  parseComparison,
  type Comparison,
  type Kind,
  type Unpacking,
} from './archive.js';

/** What is to be unpacked where; the kind is known when the bytes come from here. */
export type Question = Omit<Unpacking, 'kind'> & { readonly kind: Kind | undefined };

export interface Seen extends Look {
  /** Of an archive on the host; undefined when it is none we know. */
  readonly kind: Kind | undefined;
  /** Undefined when the destination is no directory. */
  readonly comparison: Comparison | undefined;
  /** The status of the members that are there; only when it was asked for. */
  readonly members: readonly FileStatus[];
}

const HEAD_MARK = '\n-- tsplay head --\n';
const COMPARED_MARK = '\n-- tsplay compared ';

/**
 * One round trip. @param tree whether the status of every member is wanted
 * @throws ModuleFailure when the archive is missing or broken, or the host lacks the program for it
 */
export async function lookAtUnpacking(
  host: HostView,
  question: Question,
  options: LookOptions,
  tree: boolean,
  bytes: Buffer | undefined,
): Promise<Seen> {
  const { dest, file } = question;
  const mark = newMark();
  const asked = lines([
    lookScript([dest], options),
    sh`printf %s ${HEAD_MARK}`,
    ...(file === undefined ? [] : [headScript(file)]),
    sh`out= rc=; if [ -d ${dest} ]; then`,
    ...(question.kind === undefined ? compareByMagic(question) : [captured({ ...question, kind: question.kind })]),
    sh`fi; printf '%s %s\n%s\n' ${COMPARED_MARK} "$rc" "$out"; printf '\0'`,
    ...(tree ? [treeScript(dest, mark)] : []),
    script(':'),
  ]);
  const { stdoutBytes, rc, stderr } = await host.probe(asked, { stdin: bytes });
  const head = stdoutBytes.indexOf(HEAD_MARK);
  const compared = stdoutBytes.indexOf(COMPARED_MARK);
  if (rc !== 0 || head < 0 || compared < 0)
    throw new ModuleFailure(`could not look at ${dest}: ${stderr.trim()}`, { rc });
  const rest = textOfBytes(stdoutBytes.subarray(compared + COMPARED_MARK.length));
  const end = rest.indexOf('\0');
  return {
    ...parseLook(stdoutBytes.subarray(0, head)),
    kind: file === undefined ? question.kind : parseHead(file, stdoutBytes.subarray(head + HEAD_MARK.length, compared)),
    comparison: comparisonOf(question, rest.slice(0, end), stderr),
    members: tree ? parseMany(rest.slice(end + 1), mark) : [],
  };
}

/** The first bytes as hexadecimal digits, or why there are none. */
const headScript = (src: string): Script =>
  lines([
    sh`head=; if [ ! -e ${src} ]; then echo missing`,
    sh`elif head=$(head -c ${HEAD} ${src} 2>&1 | od -A n -v -t x1 | tr -d ' \n') && [ -r ${src} ]; then echo "$head"`,
    script('else echo unreadable; fi'),
  ]);

/** @throws ModuleFailure when the archive is missing or cannot be read */
function parseHead(src: string, answer: Buffer): Kind | undefined {
  const text = answer.toString('latin1').trim();
  if (text === 'missing') throw new ModuleFailure(`Source '${src}' does not exist`, { src });
  if (text === 'unreadable') throw new ModuleFailure(`Source '${src}' not readable`, { src });
  return kindOf(Buffer.from(text, 'hex'));
}

/** The output of the comparison goes into a variable: the members' names in it are needed again. */
const captured = (u: Unpacking): Script => sh`out=$(${compareScript(u)}
); rc=$?`;

function compareByMagic(question: Question): Script[] {
  return [
    script('case $head in'),
    ...MAGIC.map(([pattern, kind]) => sh`${script(pattern)}) ${captured({ ...question, kind })} ;;`),
    script('esac'),
  ];
}

const treeScript = (dest: string, mark: string): Script =>
  lines([
    script(`printf '%s\\n' "$out" | while IFS= read -r m; do m=\${m#./}; m=\${m%/}`),
    sh`[ -z "$m" ] || printf '%s\0' ${dest}/"$m"`,
    sh`done | xargs -0 stat -c ${statusFormat(mark)} -- 2>/dev/null`,
  ]);

function comparisonOf(question: Question, answer: string, stderr: string): Comparison | undefined {
  const newline = answer.indexOf('\n');
  const code = answer.slice(0, newline).trim();
  if (code === '') return undefined;
  const rc = Number(code);
  if (rc === 127) {
    const program = question.kind === 'zip' || /unzip/.test(stderr) ? 'unzip' : 'tar';
    throw new ModuleFailure(`the host has no ${program}: install the package ${program} first`);
  }
  // Differences are code 1; more means a broken archive, a missing decompressor or a member that is not in it.
  if (rc > 1 && !onlyMissing(stderr)) {
    throw new ModuleFailure(`the archive cannot be read: ${stderr.trim()}`, { rc, dest: question.dest });
  }
  return parseComparison(answer.slice(newline + 1), stderr);
}

function onlyMissing(stderr: string): boolean {
  return stderr
    .split('\n')
    .every((line) => line === '' || /Cannot (stat|open|read)|Exiting with failure|Removing leading/.test(line));
}
