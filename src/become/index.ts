// How a command line is wrapped so that it runs as another user: the one entrance of this room.
import { TsplayError, quote } from '../ground/index.js';
import { doas } from './doas.js';
import { runuser } from './runuser.js';
import { su } from './su.js';
import { sudo, sudosu } from './sudo.js';
import type { BecomeCommand, BecomeSpec } from './types.js';

export type { BecomeCommand, BecomeSpec } from './types.js';

const METHODS: Readonly<
  Record<string, (wrapped: string, spec: BecomeSpec, nonce: string) => Omit<BecomeCommand, 'marker'>>
> = {
  sudo,
  su,
  doas,
  runuser,
  sudosu,
};

/** Methods ansible-core or its collections know and tsplay does not, so that the message can say so. */
const OTHER_METHODS = [
  'pbrun',
  'pfexec',
  'ksu',
  'dzdo',
  'pmrun',
  'machinectl',
  'sesu',
  'run0',
  'runas',
  'enable',
  'pkexec',
];

/**
 * Wraps a shell command line.
 * @param command shell text that /bin/sh of the other user runs after the marker was printed
 * @param nonce random text, so that nothing a host prints by accident is taken for the prompt or the marker
 * @throws TsplayError become-unsupported
 */
export function becomeCommand(command: string, spec: BecomeSpec, nonce: string): BecomeCommand {
  const method = Object.hasOwn(METHODS, spec.method) ? METHODS[spec.method] : undefined;
  if (method === undefined) {
    const known = OTHER_METHODS.includes(spec.method) ? 'is not supported' : 'does not exist';
    throw new TsplayError('become-unsupported', `become method '${spec.method}' ${known}`, {
      hint: `use one of ${Object.keys(METHODS).join(', ')}`,
    });
  }
  if (spec.user === '' || spec.user.startsWith('-') || /[\0\n]/.test(spec.user)) {
    throw new TsplayError('become-unsupported', `become user '${spec.user}' is not a user name`, {
      hint: 'set become_user to the name of an existing user',
    });
  }
  const marker = `TSPLAY-BECAME-${nonce}`;
  const wrapped = `/bin/sh -c ${quote(`echo ${marker}; ${command}`)}`;
  return { ...method(wrapped, spec, nonce), marker };
}
