// Which hosts a connection goes through: ProxyJump, and the ProxyCommand that means the same.
import { TsplayError } from '../ground/index.js';
import { parseSshArguments, splitWords } from './ssh-args.js';
import { noOptions, portNumber, type SshOptions } from './ssh-options.js';

/** One host on the way, before the SSH configuration has its say about it. */
export interface Jump {
  readonly host: string;
  /** What is said about it where it is named. */
  readonly options: SshOptions;
  readonly configFile?: string | undefined;
}

/** `[user@]host[:port]` or `ssh://[user@]host[:port]`. */
function parseDestination(text: string, options: SshOptions): Jump {
  const match = /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:\s/]+|[0-9a-fA-F:]+)(?::(\d+))?\/?$/.exec(text.trim());
  if (match?.[2] === undefined) {
    throw new TsplayError('connection-setting', `'${text}' is no host to jump through`, {
      hint: 'write it as user@host:port',
    });
  }
  if (match[1] !== undefined) options.user ??= match[1];
  if (match[3] !== undefined) options.port ??= portNumber(match[3]);
  return { host: match[2].replace(/^\[|\]$/g, ''), options };
}

/**
 * A ProxyCommand that is `ssh -W %h:%p … jump` is the same as a jump; any other would be a program of the controller's.
 * @throws TsplayError connection-setting
 */
function fromProxyCommand(command: string, source: string): Jump {
  const [program, ...rest] = splitWords(command.trim().replace(/^exec\s+/, ''));
  const hint = 'write it as ProxyJump: -o ProxyJump=user@host (or -J user@host)';
  if (program === undefined || !/(^|\/)ssh$/.test(program)) {
    throw new TsplayError('connection-setting', `the ProxyCommand '${command}' in ${source} is not supported`, {
      hint,
    });
  }
  const quoted = rest.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const parsed = parseSshArguments(quoted, `the ProxyCommand in ${source}`);
  const [destination, ...more] = parsed.rest;
  const netcat = /^(nc|netcat)$/.test(more[0] ?? '') && more.at(-2) === '%h' && more.at(-1) === '%p';
  const forwards = parsed.forward === '%h:%p' || parsed.forward === '[%h]:%p';
  if (destination === undefined || !(forwards ? more.length === 0 : netcat)) {
    throw new TsplayError('connection-setting', `the ProxyCommand '${command}' in ${source} is not supported`, {
      hint,
    });
  }
  return { ...parseDestination(destination, parsed.options), configFile: parsed.configFile };
}

/** The way to a host, outermost first. @throws TsplayError connection-setting */
export function parseJumps(options: SshOptions, source: string): Jump[] {
  const { proxyJump, proxyCommand } = options;
  if (proxyJump !== undefined && proxyJump.toLowerCase() !== 'none') {
    return proxyJump.split(',').map((text) => parseDestination(text, noOptions()));
  }
  if (proxyCommand !== undefined && proxyCommand.toLowerCase() !== 'none')
    return [fromProxyCommand(proxyCommand, source)];
  return [];
}
