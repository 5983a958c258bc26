// How the OpenSSH client is called for a host, and for which hosts it must be the OpenSSH client. Pure.
import type { Jump } from './jumps.js';
import { splitWords } from './ssh-args.js';
import type { ClientCall, SshSettings } from './types.js';

export interface ClientInput {
  readonly to: Jump;
  /** The arguments as the user wrote them. */
  readonly text: string;
  /** `ansible_connection: ssh_cli`. */
  readonly asked: boolean;
  readonly clientOnly: Readonly<Record<string, string>>;
  readonly settings: SshSettings;
}

/** The client reads the configuration itself; what variables and flags say comes first and so wins. */
export function clientCall({ to, text, asked, clientOnly, settings }: ClientInput): ClientCall {
  const { options } = to;
  const words: string[] = [];
  const option = (name: string, value: string | number | undefined): void => {
    if (value !== undefined)
      words.push('-o', `${name}=${typeof value === 'string' && /\s/.test(value) ? `"${value}"` : value}`);
  };
  option('User', options.user);
  option('Port', options.port);
  for (const file of options.identityFiles) option('IdentityFile', file);
  option('StrictHostKeyChecking', options.strictHostKeyChecking);
  option('ConnectTimeout', Math.ceil(settings.connectTimeout / 1000));
  option('ServerAliveInterval', Math.ceil(settings.keepAlive / 1000));
  words.push(...splitWords(text), '--', to.host);
  const [only] = Object.entries(clientOnly);
  return { words, reason: asked ? 'asked' : only && `${only[0]} ${only[1]}` };
}
