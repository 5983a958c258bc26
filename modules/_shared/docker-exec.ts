// What modules take that run a command in a container: the command, where and as whom it runs, and what it reads.
import { bool, dict, list, str, z } from '../../src/kit/index.js';

export const execArgs = {
  argv: list(str()).optional().describe('The command as a list of words.'),
  command: str().optional().describe('The command as text, which is split as a shell does.'),
  chdir: str().optional().describe('Where it runs.'),
  detach: bool().default(false).describe('Do not wait for its end.'),
  user: str().optional().describe('Who it runs as.'),
  stdin: str().optional().describe('What it reads.'),
  stdin_add_newline: bool().default(true).describe('End `stdin` with a new line.'),
  strip_empty_ends: bool().default(true).describe('Take line ends off the end of the output.'),
  env: dict(z.unknown()).optional().describe('Its environment; values are text, so quote numbers and booleans.'),
};
