// What copy takes and returns.
import { bool, fileContent, mode, path, str, z } from '../../../src/kit/index.js';
import { fileArguments, fileReturnFields } from '../../_shared/file-attributes.js';

export const args = z.strictObject({
  src: path().optional().describe('File or directory on the controller (on the host with remote_src).'),
  content: fileContent()
    .optional()
    .describe('The content itself, instead of src; lists and dicts are written as JSON.'),
  dest: path().describe(
    'Where to on the host; with a trailing slash, or when it is a directory, the name of src is added.',
  ),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  force: bool().default(true).describe('Replace a file that differs; no leaves any existing file alone.'),
  remote_src: bool().default(false).describe('src is on the host.'),
  follow: bool().default(false).describe('When dest is a link, write what it leads to instead of replacing the link.'),
  local_follow: bool().default(true).describe('Follow links in the source tree; no makes the same links on the host.'),
  directory_mode: mode().optional().describe('Mode of directories that are made.'),
  decrypt: bool().default(true).describe('Decrypt a vault-encrypted source.'),
  checksum: str().optional().describe('SHA-1 the source must have.'),
  validate: str().optional().describe('Command that must accept the new file; %s is its temporary path.'),
  ...fileArguments,
  mode: mode().optional().describe("Permissions: octal in quotes ('0644'), symbolic, or preserve (as the source's)."),
});

export type CopyArgs = z.output<typeof args>;

export const returns = z.object({
  dest: z.string().describe('Where the file is.'),
  src: z.string().optional().describe('The source file.'),
  checksum: z.string().optional().describe('SHA-1 of the file.'),
  md5sum: z.string().optional().describe('MD5 of the file, when it was written.'),
  backup_file: z.string().optional().describe('The copy of the old file, with backup.'),
  ...fileReturnFields,
});
