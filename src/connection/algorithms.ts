// Which algorithms are offered, by the rules of ssh_config(5): a list, or `+`, `-` or `^` on the usual ones.
import { TsplayError } from '../ground/index.js';
import { globRegExp } from './ssh-options.js';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What ssh2 offers when nothing is said, and what it has besides. */
const LISTS = {
  KexAlgorithms: {
    usual: words(`curve25519-sha256 curve25519-sha256@libssh.org ecdh-sha2-nistp256 ecdh-sha2-nistp384
      ecdh-sha2-nistp521 diffie-hellman-group-exchange-sha256 diffie-hellman-group14-sha256
      diffie-hellman-group15-sha512 diffie-hellman-group16-sha512 diffie-hellman-group17-sha512
      diffie-hellman-group18-sha512`),
    others: words('diffie-hellman-group-exchange-sha1 diffie-hellman-group14-sha1 diffie-hellman-group1-sha1'),
  },
  Ciphers: {
    usual: words(`aes128-gcm@openssh.com aes256-gcm@openssh.com aes128-ctr aes192-ctr aes256-ctr
      chacha20-poly1305@openssh.com`),
    others: words('aes256-cbc aes192-cbc aes128-cbc 3des-cbc'),
  },
  MACs: {
    usual: words(`hmac-sha2-256-etm@openssh.com hmac-sha2-512-etm@openssh.com hmac-sha1-etm@openssh.com hmac-sha2-256
      hmac-sha2-512 hmac-sha1`),
    others: words('hmac-md5 hmac-sha1-96 hmac-md5-96'),
  },
  HostKeyAlgorithms: {
    usual: words(`ssh-ed25519 ecdsa-sha2-nistp256 ecdsa-sha2-nistp384 ecdsa-sha2-nistp521 rsa-sha2-512 rsa-sha2-256
      ssh-rsa`),
    others: [],
  },
} as const;

type AlgorithmKind = keyof typeof LISTS;

/** The rule applied to the usual list. `-` takes patterns. */
export function assembled(rule: string, usual: readonly string[]): string[] {
  const sign = /^[-+^]/.exec(rule)?.[0];
  const names = rule.slice(sign === undefined ? 0 : 1).split(',');
  switch (sign) {
    case '+':
      return [...new Set([...usual, ...names])];
    case '^':
      return [...new Set([...names, ...usual])];
    case '-': {
      const patterns = names.map(globRegExp);
      return usual.filter((name) => !patterns.some((pattern) => pattern.test(name)));
    }
    default:
      return [...new Set(names)];
  }
}

/**
 * What is offered to the server; algorithms that ssh2 lacks are passed over while one remains.
 * @throws TsplayError connection-setting
 */
export function offered(kind: AlgorithmKind, rule: string | undefined, hostName: string): string[] | undefined {
  if (rule === undefined) return undefined;
  const { usual, others } = LISTS[kind];
  const had: readonly string[] = [...usual, ...others];
  const names = assembled(rule, usual).filter((name) => had.includes(name));
  if (names.length > 0) return names;
  throw new TsplayError('connection-setting', `${hostName}: tsplay has none of the ${kind} '${rule}'`, {
    hint: `it has ${had.join(', ')}; or let the OpenSSH client connect: ansible_connection: ssh_cli`,
  });
}

/** The host key algorithms when nothing is said. */
export const USUAL_HOST_KEYS: readonly string[] = LISTS.HostKeyAlgorithms.usual;

/** Whether keys of a type may be used to log in, by PubkeyAcceptedAlgorithms. */
export function keyTypeAllowed(type: string, rule: string | undefined): boolean {
  if (rule === undefined) return true;
  const usual = [
    ...words('ssh-ed25519 ecdsa-sha2-nistp256 ecdsa-sha2-nistp384 ecdsa-sha2-nistp521'),
    'rsa-sha2-512',
    'rsa-sha2-256',
  ];
  const names = assembled(rule, usual);
  return type === 'ssh-rsa' ? names.some((name) => /^(ssh-rsa|rsa-sha2-(256|512))$/.test(name)) : names.includes(type);
}
