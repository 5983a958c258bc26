// What the modules that run helm on the host have in common: how it reaches the cluster, what releases it tells of.
import {
  alias,
  argvScript,
  bool,
  lines,
  ModuleFailure,
  path,
  quote,
  raw,
  script,
  secret,
  sh,
  str,
  type HostHands,
  type HostView,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { outputOf } from './output.js';
import { noProgram } from './program.js';

export const helmArgs = {
  binary_path: path().optional().describe('The helm to use; default that in PATH.'),
  context: alias(str(), 'kube_context')
    .optional()
    .describe('The context of the kubeconfig; default `K8S_AUTH_CONTEXT`, then its current one.'),
  kubeconfig: alias(raw().optional(), 'kubeconfig_path').describe(
    'A kubeconfig of the host: its path or its content as a dict; default `K8S_AUTH_KUBECONFIG`, then what helm does.',
  ),
  host: str().optional().describe("The API server's URL; default `K8S_AUTH_HOST`."),
  ca_cert: alias(path(), 'ssl_ca_cert')
    .optional()
    .describe('File of the host with the certificate authority; default `K8S_AUTH_SSL_CA_CERT`.'),
  validate_certs: alias(bool(), 'verify_ssl')
    .default(true)
    .describe("Whether the API server's certificate is checked; `K8S_AUTH_VERIFY_SSL` can switch it off too."),
  api_key: secret(str().optional()).describe('A bearer token; default `K8S_AUTH_API_KEY`.'),
};

export interface HelmArgs {
  readonly binary_path?: string | undefined;
  readonly context?: string | undefined;
  readonly kubeconfig?: unknown;
  readonly host?: string | undefined;
  readonly ca_cert?: string | undefined;
  readonly validate_certs: boolean;
  readonly api_key?: string | undefined;
  readonly release_namespace?: string | undefined;
}

export function helmRules(a: HelmArgs): string[] {
  const { kubeconfig } = a;
  const usable =
    kubeconfig === undefined ||
    typeof kubeconfig === 'string' ||
    (typeof kubeconfig === 'object' && kubeconfig !== null && !Array.isArray(kubeconfig));
  return [
    ...(usable ? [] : ["'kubeconfig' must be a path or a dict"]),
    ...(a.context !== undefined && a.ca_cert !== undefined
      ? ['parameters are mutually exclusive: context|ca_cert']
      : []),
  ];
}

/** Variables helm reads, and those of the host's environment that stand in for arguments. */
const VARIABLES = [
  ['context', 'HELM_KUBECONTEXT', 'K8S_AUTH_CONTEXT'],
  ['release_namespace', 'HELM_NAMESPACE', ''],
  ['api_key', 'HELM_KUBETOKEN', 'K8S_AUTH_API_KEY'],
  ['host', 'HELM_KUBEAPISERVER', 'K8S_AUTH_HOST'],
  ['ca_cert', 'HELM_KUBECAFILE', 'K8S_AUTH_SSL_CA_CERT'],
] as const;

/**
 * A script that runs with helm's environment set and `$helm` its path. What is secret is set by the shell itself, in
 * the environment of helm alone, or stands in a file only this user may read.
 * @param body may end early with `exit`
 */
async function withHelm(host: HostView, a: HelmArgs, body: Script): Promise<Script> {
  const steps: Script[] = [script('export LC_ALL=C; unset HELM_DEBUG')];
  for (const [argument, variable, fallback] of VARIABLES) {
    const given = a[argument];
    if (given !== undefined) steps.push(script(`export ${variable}=${quote(given)}`));
    else if (fallback !== '') steps.push(script(`[ -n "\${${fallback}:-}" ] && export ${variable}="$${fallback}"`));
  }
  const insecure = 'export HELM_KUBEINSECURE_SKIP_TLS_VERIFY=true';
  steps.push(
    script(
      a.validate_certs
        ? `case \${K8S_AUTH_VERIFY_SSL:-} in [nN]|[nN]o|NO|[oO]ff|OFF|0|[fF]|[fF]alse|FALSE) ${insecure} ;; esac`
        : insecure,
    ),
  );
  if (typeof a.kubeconfig === 'string') {
    steps.push(sh`export KUBECONFIG=${await host.expand(a.kubeconfig)}`);
  } else if (a.kubeconfig === undefined) {
    steps.push(script('[ -n "${K8S_AUTH_KUBECONFIG:-}" ] && export KUBECONFIG="$K8S_AUTH_KUBECONFIG"'));
  } else {
    steps.push(
      script(`config=$(umask 077; mktemp) || exit; trap 'rm -f -- "$config"' EXIT; trap 'exit 1' HUP INT TERM
printf '%s\\n' ${quote(JSON.stringify(a.kubeconfig))} > "$config" || exit; export KUBECONFIG="$config"`),
    );
  }
  steps.push(
    sh`helm=$(PATH="$PATH:/usr/local/bin:/snap/bin"; command -v -- ${a.binary_path ?? 'helm'}) || { printf '%s\n' "$PATH"; exit 124; }`,
  );
  return script(`(\n${lines([...steps, body]).text}\n)`);
}

/** The value of one run of helm: what it printed, with its code. */
export interface HelmLook {
  readonly helm: string;
  readonly version: string;
  readonly ran: readonly ScriptResult[];
}

const MARK = '@tsplay-helm';

/**
 * Runs reading helm commands, all in one round trip.
 * @param commands each with its words after `helm`; run in turn, each whatever the one before came to
 * @throws ModuleFailure when there is no helm, or one too old for what is asked of it
 */
export async function lookWithHelm(
  host: HostView,
  a: HelmArgs,
  commands: readonly (readonly string[])[],
  stdin?: string,
): Promise<HelmLook> {
  const body = lines([
    script(`e=$(umask 077; mktemp) || exit; trap 'rm -f -- "$e" "\${config:-}"' EXIT
printf '%s\\n' "$helm"; "$helm" version --short 2>/dev/null </dev/null || echo`),
    ...commands.map((words) =>
      script(
        `echo ${MARK}; "$helm" ${argvScript(words).text} 2>"$e"${stdin === undefined ? ' </dev/null' : ''}; c=$?; echo ${MARK}; cat -- "$e"; echo ${MARK}; echo "$c"`,
      ),
    ),
    script(':'),
  ]);
  const { rc, stdout, stderr } = await host.probe(await withHelm(host, a, body), { stdin });
  if (rc === 124) throw noProgram('helm', stdout.trim(), 'Install helm on the host, or name it with `binary_path`.');
  if (rc !== 0) throw new ModuleFailure(`helm could not be asked: ${stderr.trim()}`, { rc, stderr });
  const [head = '', ...parts] = stdout.split(new RegExp(`^${MARK}\\n|${MARK}\\n`, 'm'));
  const [helm = '', version = ''] = head.split('\n');
  const look = { helm, version: /v?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? '', ran: [] as ScriptResult[] };
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const [out = '', err = '', code = ''] = parts.slice(at, at + 3);
    look.ran.push({ rc: Number(code), stdout: out, stderr: err, stdoutBytes: Buffer.from(out) });
  }
  requireVersion(look, a);
  return look;
}

function requireVersion(look: HelmLook, a: HelmArgs): void {
  if (a.ca_cert !== undefined) needs(look, '3.5.0', 'ca_cert');
  if (!a.validate_certs) needs(look, '3.10.0', 'validate_certs: false');
}

/** @throws ModuleFailure when this helm is older than what a parameter needs */
export function needs({ version }: HelmLook, least: string, what: string): void {
  if (isOlder(version, least))
    throw new ModuleFailure(`${what} requires helm >= ${least}, current version is ${version}`);
}

export function isOlder(version: string, least: string): boolean {
  const a = version.split('.').map(Number);
  const b = least.split('.').map(Number);
  for (const [i, n] of b.entries()) {
    if ((a[i] ?? 0) !== n) return version !== '' && (a[i] ?? 0) < n;
  }
  return false;
}

/** Runs a helm command that changes something; its code is for the caller to judge. */
export async function tryHelm(
  host: HostView,
  hands: HostHands,
  a: HelmArgs,
  words: readonly string[],
  stdin?: string,
): Promise<ScriptResult> {
  const body = script(`"$helm" ${argvScript(words).text}${stdin === undefined ? ' </dev/null' : ''}`);
  return hands.run(await withHelm(host, a, body), { stdin });
}

/** The same. @throws ModuleFailure as documented when it fails */
export async function runHelm(
  host: HostView,
  hands: HostHands,
  a: HelmArgs,
  words: readonly string[],
  shown: string,
  stdin?: string,
): Promise<ScriptResult> {
  return mustHelm(await tryHelm(host, hands, a, words, stdin), shown);
}

/** @param shown the command as it is told @throws ModuleFailure when it failed */
export function mustHelm(ran: ScriptResult | undefined, shown: string): ScriptResult {
  if (!ran) throw new ModuleFailure('helm did not answer');
  const { rc, stdout, stderr } = ran;
  if (rc === 0) return ran;
  const msg = `Failure when executing Helm command. Exited ${rc}.\nstdout: ${stdout}\nstderr: ${stderr}`;
  throw new ModuleFailure(msg, { command: shown, ...outputOf(stdout, stderr) });
}

/** A command as it is shown to people. @param quoted words that stand in quotes whatever they hold */
export const shownCommand = (helm: string, words: readonly string[], quoted: readonly string[] = []): string =>
  [helm, ...words]
    .map((word) => (quoted.includes(word) ? `'${word}'` : /^[\w@%+=:,./~-]+$/.test(word) ? word : quote(word)))
    .join(' ');

export interface Release extends Record<string, unknown> {
  readonly name: string;
  readonly chart: string;
  readonly status: string;
  readonly app_version?: unknown;
  values?: unknown;
}

/** The words that list one release. */
export const listWords = (name: string, states: readonly string[]): string[] => [
  'list',
  '--output=json',
  ...states.map((state) => `--${state}`),
  '--filter',
  `^${name.replace(/[.+*?^${}()|[\]\\]/g, '\\$&')}$`,
];

export const valuesWords = (name: string, all = false): string[] => [
  'get',
  'values',
  '--output=json',
  name,
  ...(all ? ['-a'] : []),
];

/** A release with its values, of what `listWords` and `valuesWords` gave; null when there is none. */
export function releaseOf(
  name: string,
  listed: ScriptResult,
  values: ScriptResult | undefined,
  helm: string,
): Release | null {
  const all = JSON.parse(listed.stdout.trim() || '[]') as Release[] | null;
  const release = all?.find((one) => one.name === name);
  if (!release) return null;
  const told = mustHelm(values, shownCommand(helm, valuesWords(name)));
  return { ...release, values: (JSON.parse(told.stdout.trim() || 'null') as unknown) ?? {} };
}

/** The documents of a YAML text as plain data, empty ones left out. */
export async function yamlDocuments(text: string, file: string): Promise<unknown[]> {
  const { parseManifest } = await import('../../src/kit/kube.js');
  return parseManifest(text, file).map(({ object }) => object);
}
