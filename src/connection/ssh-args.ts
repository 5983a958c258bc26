// Reads `ssh` command line arguments as they stand in ansible_ssh_common_args and in ProxyCommand.
import { TsplayError } from '../ground/index.js';
import { noOptions, portNumber, takeOption, type SshOptions } from './ssh-options.js';

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

/** Flags that cannot matter here: quiet, verbose, compression, no command, no input, no terminal, no forwarding. */
const FLAGS_WITHOUT_EFFECT = /^[CNTaknqvx]$/;

function refused(argument: string, source: string): TsplayError {
  return new TsplayError('connection-setting', `'${argument}' in ${source} is not supported`, {
    hint: 'understood are -o with the usual options, -i, -J, -p, -l and -F; leave the rest out, or put the host into ~/.ssh/config',
  });
}

/**
 * @param source where the arguments come from, for messages
 * @throws TsplayError connection-setting for anything that is not understood
 */
export function parseSshArguments(text: string, source: string): SshArguments {
  const words = splitWords(text);
  const options = noOptions();
  const rest: string[] = [];
  let configFile: string | undefined;
  let forward: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || word === '-') {
      rest.push(word);
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const flag = word[at] ?? '';
      if (FLAGS_WITHOUT_EFFECT.test(flag)) continue;
      if (!/[oiJplFW]/.test(flag)) throw refused(`-${flag}`, source);
      const value = word.length > at + 1 ? word.slice(at + 1) : words[++i];
      if (value === undefined) {
        throw new TsplayError('connection-setting', `-${flag} in ${source} has no value`, { hint: 'give it one' });
      }
      switch (flag) {
        case 'o': {
          const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/s.exec(value);
          if (!match) throw refused(`-o ${value}`, source);
          if (takeOption(options, match[1] ?? '', match[2] ?? '') === 'unknown')
            throw refused(`-o ${match[1]}=${match[2]}`, source);
          break;
        }
        case 'i':
          options.identityFiles.push(value);
          break;
        case 'J':
          options.proxyJump ??= value;
          break;
        case 'p':
          options.port ??= portNumber(value);
          break;
        case 'l':
          options.user ??= value;
          break;
        case 'F':
          configFile ??= value;
          break;
        default:
          forward ??= value;
      }
      break;
    }
  }
  return { options, configFile, forward, rest };
}
