// Makes and removes secrets of podman.
import { bool, choice, defineModule, dict, lines, ModuleFailure, path, script, secret, sh, str, z } from '../../../src/kit/index.js';
import { lookPodman, objectOf, olderThan, podmanArgs, tellPodman, textMap, type Json } from '../../_shared/podman.js';

const args = z.strictObject({
  ...podmanArgs,
  name: str().describe('Name of the secret.'),
  state: choice('present', 'absent').default('present').describe('Whether there is one.'),
  data: secret(str().optional()).describe('The secret itself.'),
  path: path().optional().describe('File of the host with the secret.'),
  env: str().optional().describe("Variable of the task's environment with the secret."),
  driver: str().optional().describe('Where it is kept; podman keeps it in a file unless this says otherwise.'),
  driver_opts: dict(str()).optional().describe('Options of the driver.'),
  labels: dict(str()).optional().describe('Labels.'),
  force: bool().default(false).describe('Make it anew each time; newer podmans only when it differs.'),
  skip_existing: bool().default(false).describe('Leave one that is there as it is.'),
  debug: bool().default(false).describe('Accepted as documented; tsplay shows no secret in a diff.'),
});
export type Args = z.output<typeof args>;

export interface SecretLook {
  readonly version: string;
  /** As inspected, with `SecretData` where podman shows it; undefined: there is none. */
  readonly there: Json | undefined;
  /** What `path` or `env` holds. */
  readonly given: string | undefined;
}

/** Whether one that is there is not as asked for. Only podman 4.7 and newer tell what a secret holds. */
export function differs(a: Args, { there, given, version }: SecretLook): boolean {
  if (there === undefined) return true;
  if (a.skip_existing) return false;
  if (olderThan(version, '4.7.0')) return true;
  const driver = objectOf(objectOf(there['Spec'])['Driver']);
  const has = { options: textMap(driver['Options']), labels: textMap(objectOf(there['Spec'])['Labels']) };
  const all = (wanted: Readonly<Record<string, string>> | undefined, found: Record<string, string>): boolean =>
    Object.entries(wanted ?? {}).every(([key, value]) => found[key] === value);
  const wanted = a.data ?? given;
  return (
    (wanted !== undefined && there['SecretData'] !== wanted) ||
    (a.driver !== undefined && driver['Name'] !== a.driver) ||
    !all(a.driver_opts, has.options) ||
    !all(a.labels, has.labels)
  );
}

export default defineModule({
  name: 'containers.podman.podman_secret',
  summary: 'Makes and removes secrets of podman.',
  args,
  returns: z.object({}),
  requires: ['podman'],
  check: 'none',
  diff: true,
  rules: (a) => {
    const given = (['path', 'env', 'data'] as const).filter((name) => a[name] !== undefined);
    return [
      ...(a.state === 'present' && given.length === 0
        ? ['state is present but any of the following are missing: path, env, data']
        : []),
      ...(given.length > 1 ? ['parameters are mutually exclusive: path|env|data'] : []),
    ];
  },
  examples: [
    { name: 'A secret', task: 'containers.podman.podman_secret:\n  name: db\n  data: "{{ db_password }}"\n  skip_existing: true' },
    { name: 'No such secret', task: 'containers.podman.podman_secret:\n  name: db\n  state: absent' },
  ],
  async run({ args: a, host, change, diffMode }) {
    const variable = a.env ?? '';
    if (variable !== '' && !/^[A-Za-z_]\w*$/.test(variable)) throw new ModuleFailure(`Environment variable ${variable} is not set`);
    const look = await lookPodman(
      host,
      a.executable,
      {},
      lines([
        sh`case $("$podman" --version) in *' '[0-3].*|*' '4.[0-6].*) query secret "$podman" secret inspect ${a.name} ;; *) query secret "$podman" secret inspect --showsecret ${a.name} ;; esac`,
        ...(a.path === undefined ? [] : [sh`tell ${a.path}`]),
        ...(variable === '' ? [] : [script(`[ -z "\${${variable}+x}" ] || say given "$${variable}"`)]),
      ]),
    );
    const there = look.first('secret');
    const remove = async (): Promise<void> => {
      const ran = await change({ summary: `remove secret ${a.name}` }, (hands) =>
        tellPodman(hands, a.executable, ['secret', 'rm', a.name]),
      );
      if (ran && ran.rc !== 0) throw new ModuleFailure(`Unable to remove secret: ${ran.stderr}`);
    };
    if (a.state === 'absent') {
      if (there) await remove();
      return { changed: there !== undefined };
    }
    const file = a.path === undefined ? undefined : look.told.file(a.path)?.bytes;
    if (a.path !== undefined && !file) throw new ModuleFailure(`Unable to create secret: there is no file ${a.path}`);
    const given = file?.toString('utf8') ?? look.told.value('given');
    if (variable !== '' && given === undefined) throw new ModuleFailure(`Environment variable ${variable} is not set`);
    if (!differs(a, { version: look.version, there, given })) return { changed: false };
    // `compat:` older ones cannot be compared: without `force` podman says that it is there.
    if (there && (a.force || !olderThan(look.version, '4.7.0'))) await remove();
    const opts = Object.entries(a.driver_opts ?? {}).map(([key, value]) => `${key}=${value}`);
    const words = [
      'secret',
      'create',
      ...(a.driver === undefined ? [] : ['--driver', a.driver]),
      ...(opts.length === 0 ? [] : ['--driver-opts', opts.join(',')]),
      ...Object.entries(a.labels ?? {}).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
      a.name,
      a.path ?? '-',
    ];
    const ran = await change({ summary: `create secret ${a.name}` }, (hands) =>
      tellPodman(hands, a.executable, words, a.path === undefined ? (a.data ?? given ?? '') : undefined),
    );
    if (ran && ran.rc !== 0) throw new ModuleFailure(`Unable to create secret: ${ran.stderr}`);
    const diff = { before: there ? '<secret>\n' : '\n', after: '<different-secret>\n' };
    return { changed: true, ...(diffMode ? { diff } : {}) };
  },
});
