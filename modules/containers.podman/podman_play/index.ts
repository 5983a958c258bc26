// Makes pods of Kubernetes YAML by podman, and removes them.
import {
  alias,
  bool,
  choice,
  defineModule,
  dict,
  list,
  ModuleFailure,
  path,
  secret,
  sh,
  str,
  z,
  type HostHands,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { tellWithLogin } from '../../_shared/podman-login.js';
import { lookPodman, podmanArgs, shown, tellPodman, type PodmanLook } from '../../_shared/podman.js';
import { quadletArgs, writeQuadlet } from '../../_shared/quadlet.js';
import { kubeOf, playWords, quadlet, type Kube } from './decide.js';

const args = z.strictObject({
  ...podmanArgs,
  ...quadletArgs,
  kube_file: path().optional().describe('Path of the YAML on the host.'),
  kube_file_content: str().optional().describe('The YAML itself.'),
  state: choice('created', 'started', 'absent', 'quadlet').describe(
    'Whether its pods run, are only made, are removed, or only a Quadlet file is written.',
  ),
  annotation: alias(dict(str()).optional(), 'annotations').describe('Annotations of pods and containers.'),
  authfile: path().optional().describe('File with credentials for registries.'),
  build: bool().optional().describe('Build images from directories of their names.'),
  cert_dir: path().optional().describe('Directory with certificates for registries.'),
  configmap: list(path()).optional().describe('Files of the host with ConfigMaps.'),
  context_dir: path().optional().describe('Directory images are built in.'),
  debug: bool().optional().describe('Accepted as documented; tsplay tells the commands in any case.'),
  log_driver: str().optional().describe('Log driver of its containers.'),
  log_level: choice('debug', 'info', 'warn', 'error', 'fatal', 'panic')
    .optional()
    .describe("Level of podman's own messages."),
  log_opt: alias(
    z
      .strictObject({
        max_size: str().optional().describe('Largest size of the log file, as 10mb.'),
        path: str().optional().describe('Path of the log file.'),
        tag: str().optional().describe('A tag for its lines.'),
      })
      .optional(),
    'log_options',
  ).describe('Options of the log driver.'),
  network: list(str()).optional().describe('Networks its pods join.'),
  username: str().optional().describe('User name for registries.'),
  password: secret(str().optional()).describe('Password for registries.'),
  quiet: bool().optional().describe('Print no progress of pulls.'),
  recreate: bool().optional().describe('Remove pods that are there and make them anew.'),
  seccomp_profile_root: path().optional().describe('Directory of seccomp profiles.'),
  tls_verify: bool().optional().describe('Check certificates of registries.'),
  userns: str().optional().describe('Mode of the user namespace.'),
});
export type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'containers.podman.podman_play',
  summary: 'Makes pods of Kubernetes YAML by podman, and removes them.',
  args,
  returns: z.object({
    actions: z.array(z.string()).optional().describe('The commands that were run or, in a dry run, would be.'),
  }),
  requires: ['podman'],
  check: 'full',
  diff: true,
  rules: (a) => [
    ...(a.kube_file === undefined && a.kube_file_content === undefined
      ? ['one of the following is required: kube_file, kube_file_content']
      : []),
    ...(a.state === 'quadlet' && a.quadlet_filename === undefined
      ? ['state is quadlet but all of the following are missing: quadlet_filename']
      : []),
  ],
  examples: [
    { name: 'Pods of a file', task: 'containers.podman.podman_play:\n  kube_file: /srv/kube.yaml\n  state: started' },
    {
      name: 'Pods that are made anew',
      task: 'containers.podman.podman_play:\n  kube_file: /srv/kube.yaml\n  state: started\n  recreate: true\n  log_opt:\n    max_size: 10mb',
    },
  ],
  async run(context) {
    const { args: a } = context;
    return a.state === 'quadlet'
      ? writeQuadlet(context, 'kube', a.quadlet_filename ?? '', quadlet(a))
      : manage(context);
  },
});

interface Seen {
  readonly look: PodmanLook;
  readonly kube: Kube;
  /** Names of the pods there are. */
  readonly pods: readonly string[];
}

async function lookAtPods({ host, args: a }: Context): Promise<Seen> {
  const look = await lookPodman(
    host,
    a.executable,
    { pods: ['pod', 'ps', '--format', '{{.Name}}'] },
    sh`[ -z ${a.kube_file ?? ''} ] || tell ${a.kube_file ?? ''}`,
  );
  const pods = look.answer('pods');
  if (pods.rc !== 0) throw new ModuleFailure(pods.err.trim());
  const file = a.kube_file ?? '';
  if (file !== '' && !look.told.file(file)) throw new ModuleFailure(`There is no file ${file} on the host`);
  const text = file === '' ? (a.kube_file_content ?? '') : (look.told.file(file)?.bytes.toString('utf8') ?? '');
  return { look, kube: await kubeOf(text, file || 'kube_file_content'), pods: pods.out.split('\n').filter(Boolean) };
}

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, change } = context;
  const seen = await lookAtPods(context);
  const there = seen.kube.pods.filter((name) => seen.pods.includes(name));
  const source = (a.kube_file ?? '') === '' ? '-' : (a.kube_file ?? '');
  // Unlike its siblings it tells the path.
  const program = seen.look.told.value('program') ?? '';
  const actions: string[] = [];
  const output = { stdout: '', stderr: '' };
  /** @returns what it ended with; undefined in a dry run */
  const step = async (summary: string, words: readonly string[], told = words): Promise<ScriptResult | undefined> => {
    actions.push(shown(program, told));
    const ran = await change({ summary }, (hands) => tell(hands, a, words, seen.kube.images));
    if (ran) Object.assign(output, { stdout: ran.stdout, stderr: ran.stderr });
    return ran;
  };
  const down = async (): Promise<ScriptResult | undefined> => {
    const ran = await step(`remove pods ${there.join(', ')}`, ['kube', 'play', '--down', source]);
    if (ran && ran.rc !== 0 && !ran.stderr.includes('no such pod')) {
      const what = source === '-' ? 'YAML content' : source;
      throw new ModuleFailure(`Failed to delete Pod with ${what}: ${ran.stdout} ${ran.stderr}`);
    }
    return ran;
  };
  const name = seen.kube.pods.join(', ');
  if (a.state === 'absent') {
    if (there.length > 0) await down();
    return { changed: there.length > 0, ...output, actions };
  }
  const all = there.length > 0 && there.length === seen.kube.pods.length;
  // `compat:` what is there already is left as it is, whatever the YAML says of it.
  if (all && a.recreate !== true) return { changed: false, ...output, actions };
  if (there.length > 0 && a.recreate === true) await down();
  const ran = await step(`play pods ${name}`, playWords(a, source, 'left'), playWords(a, source, 'told'));
  if (ran && ran.rc !== 0) throw new ModuleFailure(`Output: ${ran.stdout}\nError=${ran.stderr}`);
  return { changed: true, ...output, actions };
}

function tell(hands: HostHands, a: Args, words: readonly string[], images: readonly string[]): Promise<ScriptResult> {
  const content = (a.kube_file ?? '') === '' ? a.kube_file_content : undefined;
  const { username, password } = a;
  if (username === undefined || username === '') return tellPodman(hands, a.executable, words, content);
  return tellWithLogin(hands, a.executable, words, { username, password: password ?? '' }, images, content);
}
