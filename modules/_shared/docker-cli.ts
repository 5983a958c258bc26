// Runs the `docker` command of a host, for the modules that work by it: how it finds the daemon, and what it prints.
import {
  argvScript,
  lines,
  ModuleFailure,
  path,
  quote,
  script,
  sh,
  str,
  bool,
  alias,
  type Script,
} from '../../src/kit/index.js';
import { dockerArgs } from './docker-args.js';
import { SBIN } from './sbin.js';
import { TELL, type Told } from './told.js';

const { docker_host, tls_hostname, ca_path, client_cert, client_key } = dockerArgs;

/** The command finds the daemon as it does for people: what is not given here, its environment and its contexts say. */
export const dockerCliArgs = {
  docker_host,
  tls_hostname,
  ca_path,
  client_cert,
  client_key,
  api_version: alias(str(), 'docker_api_version')
    .default('auto')
    .describe('Version of the API to speak; `auto`: the newest the daemon has.'),
  tls: bool().default(false).describe('Speak TLS without checking who answers.'),
  validate_certs: alias(bool(), 'tls_verify').default(false).describe("Speak TLS and check the daemon's certificate."),
  docker_cli: path().optional().describe('Path of the docker command; default that in PATH.'),
  cli_context: str().optional().describe("The command's context to use."),
};

export interface DockerCliArgs {
  readonly docker_host?: string | undefined;
  readonly tls_hostname?: string | undefined;
  readonly ca_path?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly api_version: string;
  readonly tls: boolean;
  readonly validate_certs: boolean;
  readonly docker_cli?: string | undefined;
  readonly cli_context?: string | undefined;
}

export function dockerCliRules(a: DockerCliArgs): string[] {
  return [
    ...((a.client_cert === undefined) === (a.client_key === undefined)
      ? []
      : ['parameters are required together: client_cert, client_key']),
    ...(a.docker_host !== undefined && a.cli_context !== undefined
      ? ['parameters are mutually exclusive: docker_host|cli_context']
      : []),
  ];
}

/** The shell function that runs one command and tells `NAME.out`, `NAME.err` and `NAME.rc`; `$t` is a directory of its own. */
const CAPTURE = script(`t=$(umask 077; mktemp -d) || exit; trap 'rm -rf -- "$t"' EXIT; trap 'exit 1' HUP INT TERM
told() { say "$1.rc" "$2"; say "$1.out" "$(cat "$t/out"; echo .)"; say "$1.err" "$(cat "$t/err"; echo .)"; }
capture() { n=$1; shift; "$@" > "$t/out" 2> "$t/err" </dev/null; told "$n" $?; }`);

/**
 * A script in which `dk …` runs the command, `capture NAME dk …` tells what it says, and `$docker` is its path. Where
 * there is no such command, nothing is run and `path` is told.
 */
export function dockerCli(a: DockerCliArgs, body: Script): Script {
  const option = (flag: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [flag, value];
  const context = a.cli_context ?? '';
  // As for people, but that the default is the daemon's own socket, whatever context is the present one.
  const host =
    a.docker_host !== undefined
      ? sh`--host ${a.docker_host}`
      : script(context === '' ? '--host "${DOCKER_HOST:-unix:///var/run/docker.sock}"' : '');
  const words = [
    ...(a.validate_certs ? ['--tlsverify'] : a.tls ? ['--tls'] : []),
    ...option('--tlscacert', a.ca_path),
    ...option('--tlscert', a.client_cert),
    ...option('--tlskey', a.client_key),
    ...option('--context', a.cli_context),
  ];
  return lines([
    SBIN,
    TELL,
    script('('),
    sh`docker=$(command -v -- ${a.docker_cli ?? 'docker'}) || { say path "$PATH"; exit 0; }
say program "$docker"`,
    script(`case \${DOCKER_TLS_VERIFY-} in [nN]|[nN]o|NO|[oO]ff|OFF|0|[fF]|[fF]alse|FALSE|0.0) unset DOCKER_TLS_VERIFY ;; esac
case \${DOCKER_TLS-} in [nN]|[nN]o|NO|[oO]ff|OFF|0|[fF]|[fF]alse|FALSE|0.0) unset DOCKER_TLS ;; esac`),
    ...(context === '' ? [] : [script('unset DOCKER_HOST')]),
    ...(a.tls_hostname === undefined ? [] : [sh`export DOCKER_TLS_HOSTNAME=${a.tls_hostname}`]),
    ...(a.api_version === 'auto' || a.api_version === '' ? [] : [sh`export DOCKER_API_VERSION=${a.api_version}`]),
    script(`dk() { "$docker" ${host.text} ${argvScript(words).text} "$@"; }`),
    CAPTURE,
    body,
    script(')\n:'),
  ]);
}

/** `capture NAME dk WORDS`. */
export const captured = (name: string, words: readonly string[]): Script =>
  script(`capture ${quote(name)} dk ${argvScript(words).text}`);

export interface CliAnswer {
  readonly rc: number;
  readonly out: string;
  readonly err: string;
}

/** @throws ModuleFailure when there is no docker command */
export function needDocker(told: Told): string {
  const program = told.value('program');
  if (program !== undefined) return program;
  throw new ModuleFailure('Cannot find docker CLI in path. Please provide it explicitly with the docker_cli parameter');
}

/** What a captured command said; undefined when it was not run. */
export function cliAnswer(told: Told, name: string): CliAnswer | undefined {
  const rc = told.value(`${name}.rc`);
  if (rc === undefined) return undefined;
  const text = (kind: string): string => (told.value(`${name}.${kind}`) ?? '.').slice(0, -1);
  return { rc: Number(rc), out: text('out'), err: text('err') };
}

/** The objects of an output that has one a line. */
export function jsonLines(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
