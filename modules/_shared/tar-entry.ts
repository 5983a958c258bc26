// One file as a tar archive (ustar, with GNU's entries for names that are longer than it has room for).

const BLOCK = 512;

export interface TarFile {
  /** Without a slash in front. */
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  /** Seconds since the epoch. */
  readonly mtime: number;
}

/** A number as octal text, or in base 256 where that has no room. */
function putNumber(header: Buffer, at: number, length: number, value: number): void {
  const text = Math.trunc(value).toString(8);
  if (text.length < length) {
    header.write(text.padStart(length - 1, '0'), at, 'latin1');
    return;
  }
  header[at] = 0x80;
  header.writeBigUInt64BE(BigInt(Math.trunc(value)), at + length - 8);
}

function header(file: TarFile, type: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  Buffer.from(file.name).copy(block, 0, 0, 100);
  putNumber(block, 100, 8, file.mode);
  putNumber(block, 108, 8, file.uid);
  putNumber(block, 116, 8, file.gid);
  putNumber(block, 124, 12, file.size);
  putNumber(block, 136, 12, Math.max(0, file.mtime));
  block.write(' '.repeat(8), 148, 'latin1');
  block.write(type, 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  Buffer.from(file.owner).copy(block, 265, 0, 31);
  Buffer.from(file.group).copy(block, 297, 0, 31);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

const padded = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** The archive piece by piece. @throws Error when there are more or fewer bytes than the file's size says */
export async function* tarOf(
  file: TarFile,
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const name = Buffer.from(`${file.name}\0`);
  if (name.length > 100) {
    yield header({ ...file, name: '././@LongLink', size: name.length, mode: 0, uid: 0, gid: 0, mtime: 0 }, 'L');
    yield Buffer.concat([name, padded(name.length)]);
  }
  yield header(file, '0');
  let sent = 0;
  for await (const chunk of bytes) {
    sent += chunk.length;
    if (sent > file.size) throw new Error(`the file has grown over ${file.size} bytes`);
    yield chunk;
  }
  if (sent !== file.size) throw new Error(`the file has shrunk to ${sent} of ${file.size} bytes`);
  yield Buffer.concat([padded(file.size), Buffer.alloc(2 * BLOCK)]);
}
