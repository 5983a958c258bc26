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

/** A ProxyCommand that is `ssh -W %h:%p … jump` is the same as a jump; undefined for any other program. */
function fromProxyCommand(command: string, source: string): Jump | undefined {
  // What a shell would have to read is a shell's to run.
  if (/[|&;<>()$`]/.test(command)) return undefined;
  const [program, ...rest] = splitWords(command.trim().replace(/^exec\s+/, ''));
  if (program === undefined || !/(^|\/)ssh$/.test(program)) return undefined;
  const quoted = rest.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const parsed = parseSshArguments(quoted, `the ProxyCommand in ${source}`);
  const [destination, ...more] = parsed.rest;
  const netcat = /^(nc|netcat)$/.test(more[0] ?? '') && more.at(-2) === '%h' && more.at(-1) === '%p';
  const forwards = parsed.forward === '%h:%p' || parsed.forward === '[%h]:%p';
  if (destination === undefined || !(forwards ? more.length === 0 : netcat)) return undefined;
  return { ...parseDestination(destination, parsed.options), configFile: parsed.configFile };
}

/**
 * The way to a host: hosts, outermost first, or a command of the controller.
 * @throws TsplayError connection-setting
 */
export function parseJumps(
  options: SshOptions,
  source: string,
): { readonly jumps: Jump[]; readonly command: string | undefined } {
  const { proxyJump, proxyCommand } = options;
  if (proxyJump !== undefined && proxyJump.toLowerCase() !== 'none') {
    return { jumps: proxyJump.split(',').map((text) => parseDestination(text, noOptions())), command: undefined };
  }
  if (proxyCommand === undefined || proxyCommand.trim().toLowerCase() === 'none')
    return { jumps: [], command: undefined };
  const jump = fromProxyCommand(proxyCommand, source);
  return jump ? { jumps: [jump], command: undefined } : { jumps: [], command: proxyCommand };
}
