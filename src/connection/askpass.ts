// Answers the questions of the OpenSSH client: its askpass program is a helper that asks us over a private socket.
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { quote } from '../ground/index.js';
import type { Asker } from './asking.js';

/** Plain JavaScript, run by node as it stands: the question goes out, one line of JSON comes back. */
const HELPER = `'use strict';
const kind = process.env.SSH_ASKPASS_PROMPT || '';
const socket = require('node:net').connect(process.argv[2]);
let held = '';
socket.on('error', () => process.exit(1));
socket.on('data', (chunk) => { held += chunk; });
socket.on('end', () => {
  const answer = held === '' ? null : JSON.parse(held);
  if (answer === null) process.exit(1);
  process.stdout.write(answer + '\\n');
});
socket.end(JSON.stringify([process.argv[3] || '', kind]));
`;

export interface Askpass {
  /** What the client's environment needs. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

/**
 * @param directory that only this user can enter
 * @param password the first question for a password is answered with it
 */
export async function openAskpass(directory: string, password: string | undefined, asker: Asker): Promise<Askpass> {
  const helper = join(directory, 'askpass.cjs');
  const program = join(directory, 'askpass');
  const socketPath = join(directory, 'a');
  await writeFile(helper, HELPER, { mode: 0o600 });
  const call = [process.execPath, helper, socketPath].map(quote).join(' ');
  await writeFile(program, `#!/bin/sh\nexec ${call} "$1"\n`, { mode: 0o700 });
  let given = false;
  const answer = async (question: string, kind: string): Promise<string | undefined> => {
    // `none` only tells something ("touch your key"), and is over when the client says so.
    if (kind === 'none') return '';
    const wantsPassword = /password/i.test(question) && !/passphrase/i.test(question);
    if (wantsPassword && password !== undefined) {
      if (given) return undefined;
      given = true;
      return password;
    }
    return asker.ask(
      question.endsWith(' ') ? question : `${question} `,
      kind !== 'confirm' && !/yes\/no/.test(question),
    );
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let held = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (held += chunk.toString()));
    socket.on('end', () => {
      const [question = '', kind = ''] = JSON.parse(held) as string[];
      answer(question, kind).then(
        (said) => socket.end(JSON.stringify(said ?? null)),
        () => socket.end(),
      );
    });
  });
  await listening(server, socketPath);
  return {
    environment: { SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: process.env['DISPLAY'] ?? ':0' },
    close: () => server.close(),
  };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}
