// Reads files that may be encrypted with a vault: everything that reads the project reads through this.
import { isVaulted, type Vault } from '../vault/index.js';
import type { Files } from './files.js';

/**
 * The same files with those that are encrypted as a whole decrypted as they are read, and `!vault` values understood.
 * What cannot be decrypted is an error of the file that is read (vault-failed).
 * @param onOpened told of each file that was decrypted
 */
export function decryptingFiles(
  files: Files,
  vault: Vault,
  onOpened?: (path: string, plain: Uint8Array) => void,
): Files {
  return {
    ...files,
    raw: files,
    vault: (ciphertext, span) => vault.inline(ciphertext, span),
    readBytes(path, span) {
      const bytes = files.readBytes(path, span);
      if (!isVaulted(bytes)) return bytes;
      const text = Buffer.from(bytes).toString('latin1');
      const { plain } = vault.decrypt(text, { path });
      onOpened?.(path, plain);
      return plain;
    },
  };
}
