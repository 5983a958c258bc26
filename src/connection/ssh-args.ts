// Reads `ssh` command line arguments as they stand in ansible_ssh_common_args and in ProxyCommand.
import { TsplayError } from '../ground/index.js';
import { noOptions, takeOption, type SshOptions } from './ssh-options.js';

export interface SshArguments {
  readonly options: SshOptions;
  /** `-F`. */
  readonly configFile: string | undefined;
  /** `-W`, for a ProxyCommand. */
  readonly forward: string | undefined;
  /** What is no option: the destination. */
  readonly rest: readonly string[];
}

/** Splits as a shell would: quotes and backslashes, nothing is expanded. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === "'" || c === '"') {
      let end = i + 1;
      let inner = '';
      while (end < text.length && text[end] !== c) {
        if (c === '"' && text[end] === '\\' && /["\\$`]/.test(text[end + 1] ?? '')) end++;
        inner += text[end++];
      }
      if (end >= text.length) {
        throw new TsplayError('connection-setting', `a quote is not closed in the SSH arguments '${text}'`, {
          hint: `close the ${c}`,
        });
      }
      word = (word ?? '') + inner;
      i = end;
    } else if (c === '\\' && i + 1 < text.length) word = (word ?? '') + (text[++i] ?? '');
    else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + c;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Flags that cannot matter here: quiet, verbose, no command, no input, a terminal, sharing of connections. */
const FLAGS_WITHOUT_EFFECT = /^[MNTafgknqstvxyV]$/;
/** Flags with a value that cannot matter here: logs, control sockets, the escape character. */
const VALUES_WITHOUT_EFFECT = /^[EeOQS]$/;
/** Flags that stand for options. */
const AS_OPTION: Readonly<Record<string, readonly [string, string]>> = {
  '4': ['AddressFamily', 'inet'],
  '6': ['AddressFamily', 'inet6'],
  A: ['ForwardAgent', 'yes'],
  a: ['ForwardAgent', 'no'],
  C: ['Compression', 'yes'],
  K: ['GSSAPIAuthentication', 'yes'],
  X: ['ForwardX11', 'yes'],
  Y: ['ForwardX11', 'yes'],
};
/** Flags with a value that stand for options. */
const VALUE_AS_OPTION: Readonly<Record<string, string>> = {
  b: 'BindAddress',
  B: 'BindInterface',
  c: 'Ciphers',
  D: 'DynamicForward',
  I: 'PKCS11Provider',
  i: 'IdentityFile',
  J: 'ProxyJump',
  L: 'LocalForward',
  l: 'User',
  m: 'MACs',
  P: 'Tag',
  p: 'Port',
  R: 'RemoteForward',
  w: 'Tunnel',
};

function refused(argument: string, source: string): TsplayError {
  return new TsplayError('connection-setting', `'${argument}' in ${source} is not supported`, {
    hint: 'understood are the options of ssh(1) and, after -o, of ssh_config(5)',
  });
}

/**
 * @param source where the arguments come from, for messages
 * @param onLeftOut told of options that make a difference and are left out
 * @throws TsplayError connection-setting for anything that ssh does not know, or that trust rests on
 */
export function parseSshArguments(text: string, source: string, onLeftOut?: (argument: string) => void): SshArguments {
  const words = splitWords(text);
  const options = noOptions();
  const rest: string[] = [];
  let configFile: string | undefined;
  let forward: string | undefined;
  const take = (name: string, value: string, written: string): void => {
    const taken = takeOption(options, name, value);
    if (taken === 'unknown') throw refused(written, source);
    if (taken === 'left-out') onLeftOut?.(written);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const flag = word[at] ?? '';
      const option = Object.hasOwn(AS_OPTION, flag) ? AS_OPTION[flag] : undefined;
      if (option) take(option[0], option[1], `-${flag}`);
      else if (!FLAGS_WITHOUT_EFFECT.test(flag)) {
        if (!/[oFW]/.test(flag) && !Object.hasOwn(VALUE_AS_OPTION, flag) && !VALUES_WITHOUT_EFFECT.test(flag))
          throw refused(`-${flag}`, source);
        const value = word.length > at + 1 ? word.slice(at + 1) : words[++i];
        if (value === undefined) {
          throw new TsplayError('connection-setting', `-${flag} in ${source} has no value`, { hint: 'give it one' });
        }
        takeValue(flag, value);
        break;
      }
    }
  }
  return { options, configFile, forward, rest };

  function takeValue(flag: string, value: string): void {
    if (flag === 'F') configFile ??= value;
    else if (flag === 'W') forward ??= value;
    else if (flag === 'o') {
      const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/s.exec(value);
      if (!match) throw refused(`-o ${value}`, source);
      take(match[1] ?? '', match[2] ?? '', `-o ${match[1]}=${match[2]}`);
    } else {
      const name = VALUE_AS_OPTION[flag];
      // As one word, whatever is in it.
      if (name !== undefined)
        take(
          name,
          /^[\w@%+=:,./~{}$[\]-]*$/.test(value) ? value : `"${value.replace(/(["\\])/g, '\\$1')}"`,
          `-${flag} ${value}`,
        );
    }
  }
}
