// Changes the text of a file of the host: what lineinfile, blockinfile and replace have in common.
import { ModuleFailure, sh, type DiffNote, type RunContext } from '../../src/kit/index.js';
import {
  applyAttributes,
  fileReturns,
  lookAtOne,
  lookFor,
  newAttributes,
  planAttributes,
  planFlags,
  requireAttributes,
  setFlags,
  type FileArguments,
  type HostLook,
  type PathLook,
} from './file-attributes.js';
import { contentDiff } from './text-diff.js';

export interface EditArguments extends FileArguments {
  readonly path: string;
  readonly backup: boolean;
  readonly validate?: string | undefined;
  readonly unsafe_writes: boolean;
}

export interface TextFile {
  readonly look: HostLook;
  readonly file: PathLook;
  /** null: there is no such file. */
  readonly bytes: Buffer | null;
}

/** One round trip: the file's state and content. A link is followed. @throws ModuleFailure for a directory (rc 256) */
export async function readText(context: RunContext<EditArguments>): Promise<TextFile> {
  const { args, host, checkMode, warn } = context;
  const { file, ...look } = await lookAtOne(host, args.path, { ...lookFor(args), content: true });
  if (file.target?.kind === 'directory') throw new ModuleFailure(`Path ${args.path} is a directory !`, { rc: 256 });
  requireAttributes(args, look, checkMode, warn);
  if (file.target && file.target.kind !== 'file') throw new ModuleFailure(`Path ${args.path} is not a regular file`);
  if (file.target && (file.content === undefined || file.content.length < file.target.size)) {
    throw new ModuleFailure(`Path ${args.path} could not be read: become a user who may (become: true)`);
  }
  return { look, file, bytes: file.target ? (file.content ?? Buffer.alloc(0)) : null };
}

/**
 * Text whose characters stand for what the caller's pattern language sees: UTF-8 where the bytes are, else one character
 * per byte, so that nothing is lost when it is written back.
 */
export interface Encoding {
  decode(bytes: Uint8Array): string;
  encode(text: string): Buffer;
  /** An argument (pattern, line) in the same terms as the text. */
  argument(text: string): string;
}

export function encodingOf(bytes: Uint8Array): Encoding {
  const text = Buffer.from(bytes);
  if (Buffer.from(text.toString('utf8'), 'utf8').equals(text)) {
    return {
      decode: (b) => Buffer.from(b).toString('utf8'),
      encode: (t) => Buffer.from(t, 'utf8'),
      argument: (t) => t,
    };
  }
  return {
    decode: (b) => Buffer.from(b).toString('latin1'),
    encode: (t) => Buffer.from(t, 'latin1'),
    argument: (t) => Buffer.from(t, 'utf8').toString('latin1'),
  };
}

export interface Written {
  /** The message, with what was done to owner and mode added. */
  readonly msg: string;
  /** The backup's path, or nothing. */
  readonly backup: string | undefined;
  readonly file: Record<string, unknown>;
}

const ATTRIBUTES_CHANGED = 'ownership, perms or SE linux context changed';

interface Writing {
  /** Whether what a link leads to is written, or the link is replaced by a file; default: written. */
  readonly follow?: boolean;
  /** How owner, group and mode are told as differences: with the path (default), without it, or not at all. */
  readonly attributes?: 'named' | 'bare' | 'untold';
  /** How the bytes are shown, when they are no UTF-8. */
  readonly encoding?: Encoding;
}

/**
 * Writes the new text when there is one, then sets what differs in owner, group and mode.
 * @param after undefined: the text stays as it is
 * @param msg what was done to the text
 */
export async function writeText(
  context: RunContext<EditArguments>,
  { look, file, bytes }: TextFile,
  after: Buffer | undefined,
  msg: string,
  { follow = true, attributes = 'named', encoding }: Writing = {},
): Promise<Written> {
  const { args, change, checkMode } = context;
  const path = follow && file.self?.kind === 'link' ? file.realPath : file.path;
  let backup: string | undefined;
  if (after) {
    const header = `${args.path} (content)`;
    const shown = (content: Buffer): Buffer => (encoding ? Buffer.from(encoding.decode(content)) : content);
    const diff = contentDiff({ content: shown(bytes ?? Buffer.alloc(0)), header }, { content: shown(after), header });
    const made = await change({ summary: `write ${path}`, diff }, async (hands) => {
      if (file.parent === 'missing') await hands.must(sh`mkdir -p -- ${path.slice(0, path.lastIndexOf('/'))}`);
      return hands.write(path, after, {
        // An existing file's attributes are compared below, so that they can be told of.
        ...(file.target ? {} : newAttributes(args, look, null, 'file')),
        validate: args.validate,
        backup: args.backup,
        unsafeWrites: args.unsafe_writes,
      });
    });
    backup = made?.backupFile;
  }
  const told = msg === '' ? '' : `${msg} and `;
  const chattr = args.attributes === undefined || file.target ? undefined : planFlags(args.attributes, '');
  if (!file.target) {
    if (after && chattr !== undefined)
      await change({ summary: `flags of ${path}` }, (hands) => setFlags(hands, path, chattr));
    const special = after !== undefined && !checkMode && differsFromNew(args, look);
    return { msg: special ? `${told}${ATTRIBUTES_CHANGED}` : msg, backup, file: {} };
  }
  const plan = planAttributes(args, look, file.target, file.flags);
  if (!plan) return { msg, backup, file: fileReturns(file.target) };
  const diff = { named: plan.diff, bare: withoutPath(plan.diff), untold: undefined }[attributes];
  await change({ summary: `set attributes of ${path}`, diff }, (hands) => applyAttributes(hands, path, plan));
  return {
    msg: `${told}${ATTRIBUTES_CHANGED}`,
    backup,
    file: fileReturns(checkMode ? file.target : plan.after),
  };
}

function withoutPath({ before, after }: DiffNote): DiffNote {
  const properties = (side: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(side).filter(([name]) => name !== 'path'));
  return { before: properties(before as object), after: properties(after as object) };
}

/** `compat:` a new file is told of as made like any other, then changed. */
function differsFromNew(args: FileArguments, look: HostLook): boolean {
  const { owner, group, mode } = newAttributes(args, look, null, 'file');
  return (
    (mode !== undefined && mode !== (0o666 & ~look.umask)) ||
    (owner !== undefined && look.uid !== look.me?.uid) ||
    (group !== undefined && look.gid !== look.me?.gid)
  );
}
