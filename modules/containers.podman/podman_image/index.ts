// Pulls, builds, pushes and removes images of podman.
import { createHash } from 'node:crypto';
import {
  defineModule,
  lines,
  ModuleFailure,
  sh,
  z,
  type HostHands,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { tellWithLogin } from '../../_shared/podman-login.js';
import { lookPodman, objectOf, shown, tellPodman, type Json, type PodmanLook } from '../../_shared/podman.js';
import { writeQuadlet } from '../../_shared/quadlet.js';
import { args, rules, type Args } from './args.js';
import { buildWords, fullName, pullWords, pushWords, quadlet } from './commands.js';

type Context = RunContext<Args>;

export default defineModule({
  name: 'containers.podman.podman_image',
  summary: 'Pulls, builds, pushes and removes images of podman.',
  args,
  returns: z.object({
    image: z.unknown().describe('A list with the image as podman inspects it; `state: Deleted` of one that was removed.'),
    actions: z.array(z.string()).describe('What was done or, in a dry run, would be.'),
    podman_actions: z.array(z.string()).describe('The commands that were run.'),
  }),
  requires: ['podman'],
  check: 'full',
  diff: true,
  rules,
  examples: [
    { name: 'An image of a registry', task: 'containers.podman.podman_image:\n  name: docker.io/library/nginx\n  tag: "1.27"' },
    {
      name: 'An image that is built on the host',
      task: 'containers.podman.podman_image:\n  name: shop\n  path: /srv/shop\n  build:\n    format: docker\n    extra_args: --build-arg VERSION=2',
    },
    { name: 'No such image', task: 'containers.podman.podman_image:\n  name: shop\n  state: absent\n  force: true' },
  ],
  async run(context) {
    const { args: a } = context;
    if (a.state === 'quadlet') {
      const name = (a.name.split('/').at(-1) ?? '').split(':')[0] ?? '';
      return writeQuadlet(context, 'image', name, quadlet(a));
    }
    return manage(context);
  },
});

interface Seen {
  readonly look: PodmanLook;
  /** The image, unless it is of another architecture than is asked for. */
  readonly image: Json | undefined;
  /** The text of the Containerfile. */
  readonly containerfile: string | undefined;
}

async function look({ host, args: a }: Context): Promise<Seen> {
  const { full } = fullName(a);
  const file = a.build.file ?? '';
  const context = a.path ?? '';
  const seen = await lookPodman(
    host,
    a.executable,
    {
      image: ['image', 'inspect', full],
      ...(a.state === 'absent' ? { ids: ['image', 'ls', '--quiet', '--no-trunc'] } : {}),
    },
    lines([
      sh`f=${file}; c=${context}
if [ -z "$f" ] && [ -n "$c" ]; then for n in Containerfile Dockerfile; do [ -n "$f" ] || [ ! -e "$c/$n" ] || f=$c/$n; done; fi
[ -z "$f" ] || [ ! -r "$f" ] || tell "$f"`,
    ]),
  );
  const image = seen.first('image');
  const other = a.arch !== undefined && a.arch !== '' && image !== undefined && image['Architecture'] !== a.arch;
  return {
    look: seen,
    image: other ? undefined : image,
    containerfile: a.build.container_file || seen.told.files[0]?.bytes.toString('utf8'),
  };
}

/** What of the collection's own stands in an image's labels, so that a changed Containerfile builds it anew. */
const hashOf = (text: string | undefined): string | undefined =>
  text === undefined || text === '' ? undefined : createHash('sha256').update(text).digest('hex');

/** Whether it is to be pulled or built. */
export function isDue(a: Pick<Args, 'force'>, image: Json | undefined, containerfile: string | undefined): boolean {
  if (image === undefined || a.force) return true;
  const hash = hashOf(containerfile);
  const labels = objectOf(image['Labels'] ?? objectOf(image['Config'])['Labels']);
  return hash !== undefined && labels['containerfile.hash'] !== hash;
}

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a } = context;
  const seen = await look(context);
  const result = emptyResult();
  if (a.state === 'absent') {
    await remove(context, seen, result);
    return result;
  }
  if (isDue(a, seen.image, seen.containerfile)) {
    if (a.state === 'build' || (a.path ?? '') !== '') await build(context, seen, result);
    else await pull(context, result);
  }
  if (a.push) await push(context, result);
  const now = result.changed && !context.checkMode ? (await look(context)).image : seen.image;
  if (now) result.image = [now];
  return result;
}

type Result = ReturnType<typeof emptyResult>;
const emptyResult = () => ({
  changed: false,
  actions: [] as string[],
  podman_actions: [] as string[],
  image: {} as unknown,
  stdout: '',
});

/** Runs podman; what it needs to know of passwords it reads from a file. */
function tell(hands: HostHands, a: Args, words: readonly string[], images: readonly string[]): Promise<ScriptResult> {
  const { username, password } = a;
  if (username === undefined || password === undefined) return tellPodman(hands, a.executable, words);
  return tellWithLogin(hands, a.executable, words, { username, password }, images);
}

async function remove({ args: a, change }: Context, seen: Seen, result: Result): Promise<void> {
  const { full, name } = fullName(a);
  const ids = seen.look.answer('ids').out.split('\n').map((id) => id.replace('sha256:', ''));
  // The beginning of an ID stands for the image as well.
  const target = seen.image ? full : name !== '' && ids.some((id) => id.startsWith(name)) ? name : undefined;
  if (target === undefined) return;
  const words = ['rmi', target, ...(a.force ? ['--force'] : [])];
  const what = seen.image ? `image ${full}` : `image with ID ${target}`;
  const ran = await change({ summary: `remove ${what}` }, (hands) => tellPodman(hands, a.executable, words));
  if (ran) {
    if (ran.rc !== 0) throw new ModuleFailure(`Failed to remove ${what}: ${ran.stderr}`);
    result.podman_actions.push(shown(a.executable, words));
  }
  result.changed = true;
  result.actions.push(`Removed ${what}`);
  result.image = { state: 'Deleted' };
}

async function pull({ args: a, change }: Context, result: Result): Promise<void> {
  const { full } = fullName(a);
  if (!a.pull) throw new ModuleFailure(`Image ${full} not found locally and pull is disabled`);
  const ran = await change({ summary: `pull image ${full}` }, (hands) => tell(hands, a, pullWords(a, 'left'), [full]));
  if (ran) {
    if (ran.rc !== 0)
      throw new ModuleFailure(`Failed to pull image ${full}`, { stdout: ran.stdout, stderr: ran.stderr });
    result.podman_actions.push(shown(a.executable, pullWords(a, 'told')));
  }
  result.changed = true;
  result.actions.push(`Pulled image ${full}`);
}

async function build({ args: a, change }: Context, seen: Seen, result: Result): Promise<void> {
  const { full } = fullName(a);
  const text = a.build.container_file ?? '';
  const file = a.build.file ?? '';
  if (file !== '' && text !== '')
    throw new ModuleFailure('Cannot specify both build file and container file content!');
  if ((a.path ?? '') === '' && file === '' && text === '')
    throw new ModuleFailure('Path to build context or file is required when building an image');
  const hash = hashOf(seen.containerfile);
  const ran = await change({ summary: `build image ${full}` }, async (hands) => {
    if (text === '') return tell(hands, a, buildWords(a, hash, 'left'), baseImages(seen.containerfile));
    const made = await hands.must(sh`umask 077; mktemp`);
    const temporary = made.stdout.trim();
    try {
      await hands.write(temporary, text);
      return await tell(hands, a, buildWords(a, hash, 'left', temporary), baseImages(text));
    } finally {
      await hands.run(sh`rm -f -- ${temporary}`);
    }
  });
  if (ran) {
    if (ran.rc !== 0) throw new ModuleFailure(`Failed to build image ${full}: ${ran.stdout} ${ran.stderr}`);
    result.stdout = ran.stdout + ran.stderr;
    result.podman_actions.push(shown(a.executable, buildWords(a, hash, 'told')));
  }
  result.changed = true;
  result.actions.push(`Built image ${full} from ${(a.path ?? '') === '' ? 'context' : a.path}`);
}

/** The images a Containerfile builds on: their registries may want credentials. */
const baseImages = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)].map(([, image = '']) => image);

async function push({ args: a, change }: Context, result: Result): Promise<void> {
  const { full } = fullName(a);
  const action = pushWords(a, 'told').join(' ');
  const words = pushWords(a, 'left');
  const ran = await change({ summary: `push image ${full}` }, (hands) =>
    tell(hands, a, words, [words.at(-1) ?? full, full]),
  );
  if (ran) {
    if (ran.rc !== 0) {
      const what =
        a.push_args.transport === 'scp' ? `scp image ${full} to ${a.push_args.dest}` : `push image ${full}`;
      throw new ModuleFailure(`Failed to ${what}`, { stdout: ran.stdout, stderr: ran.stderr, actions: [action] });
    }
    result.stdout += `\n${ran.stdout}${ran.stderr}`;
    result.actions.push(action);
    result.podman_actions.push(`${a.executable} ${action}`);
  }
  result.changed = true;
  result.actions.push(`Pushed image ${full}`);
}
