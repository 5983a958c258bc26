// Makes, starts, stops, compares and removes containers of podman.
import {
  defineModule,
  lines,
  ModuleFailure,
  sh,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { lookPodman, PodmanDifferences, shown, tellPodman, type PodmanLook } from '../../_shared/podman.js';
import { writeQuadlet } from '../../_shared/quadlet.js';
import { args, rules, type Args } from './args.js';
import { effective, pullWords, unitWords, wordsFor, type Action } from './commands.js';
import { containerDifferences } from './compare.js';
import { decide } from './decide.js';
import { quadlet } from './quadlet.js';
import { unitFiles, unitPath, unitsOf } from './units.js';

type Context = RunContext<Args>;

export default defineModule({
  name: 'containers.podman.podman_container',
  summary: 'Makes, starts, stops, compares and removes containers of podman.',
  args,
  returns: z.object({
    container: z.looseObject({}).describe('The container as podman inspects it; empty when there is none.'),
    actions: z.array(z.string()).describe('What was done or, in a dry run, would be.'),
    podman_actions: z.array(z.string()).optional().describe('The commands for that.'),
    podman_systemd: z.record(z.string(), z.string()).optional().describe("Units of systemd, by name without its ending."),
    podman_quadlet: z.string().optional().describe('The text of a Quadlet file for it.'),
    podman_version: z.string().optional().describe('Version of podman, with `debug`.'),
  }),
  requires: ['podman'],
  check: 'full',
  diff: true,
  rules,
  examples: [
    {
      name: 'A web server',
      task: 'containers.podman.podman_container:\n  name: web\n  image: docker.io/library/nginx:1.27\n  publish: ["8080:80"]\n  volume: ["/srv/www:/usr/share/nginx/html:ro"]\n  env:\n    TZ: UTC\n  restart_policy: always',
    },
    {
      name: 'A container that systemd starts',
      task: 'containers.podman.podman_container:\n  name: web\n  image: docker.io/library/nginx:1.27\n  state: quadlet\n  quadlet_options:\n    - "[Install]"\n    - WantedBy=default.target',
    },
    { name: 'No such container', task: 'containers.podman.podman_container:\n  name: web\n  state: absent' },
  ],
  async run(context) {
    const a = await withPlaces(context);
    if (a.state !== 'quadlet') return manage({ ...context, args: a });
    return { actions: [], container: {}, ...(await writeQuadlet(context, 'container', a.name, quadlet(a))) };
  },
});

/** The arguments with the paths that stand in lists and dicts expanded. */
async function withPlaces({ args: a, host }: Context): Promise<Args> {
  const env_file = a.env_file === undefined ? undefined : await Promise.all(a.env_file.map((path) => host.expand(path)));
  const path = a.generate_systemd.path;
  const units = path === undefined ? {} : { path: await host.expand(path) };
  return effective({ ...a, ...(env_file ? { env_file } : {}), generate_systemd: { ...a.generate_systemd, ...units } });
}

/** Everything in one round trip. */
function look({ host }: Context, a: Args): Promise<PodmanLook> {
  const image = a.image ?? '';
  const hasImage = image !== '' && a.rootfs !== true;
  return lookPodman(
    host,
    a.executable,
    {
      container: ['container', 'inspect', a.name],
      ...(hasImage ? { image: ['image', 'inspect', image.replace('docker://', '')] } : {}),
    },
    lines([
      ...(a.rootfs === true ? [sh`[ -d ${image} ] && say rootfs yes`] : []),
      // Which of its options has the new name is known only there.
      sh`case $("$podman" --version 2>/dev/null) in *' '[0-3].*) query units "$podman" ${unitWords(a, '3.0.0')} ;; *) query units "$podman" ${unitWords(a, '4.0.0')} ;; esac`,
      unitFiles(a),
    ]),
  );
}

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, change, checkMode, diffMode } = context;
  let seen = await look(context, a);
  const pulled = await ensureImage(context, seen);
  // An image that was pulled just now says which labels and which identity it has.
  if (pulled.length > 0 && !checkMode) seen = await look(context, a);
  const container = seen.first('container');
  const image = seen.first('image') ?? {};
  const compares = container !== undefined && (a.image ?? '') !== '' && /^(started|present|created)$/.test(a.state);
  const differences = compares ? containerDifferences(a, container, image) : new PodmanDifferences();
  const steps = decide(a, container, !differences.empty);
  if (a.state === 'absent' && container) await removeUnits(context, seen);
  const commands: string[] = [];
  let output = { stdout: '', stderr: '' };
  for (const action of steps.actions) {
    const words = wordsFor(action, a, seen.version);
    commands.push(shown(a.executable, words));
    const ran = await change({ summary: summaryOf(action, a) }, (hands) =>
      tellPodman(hands, a.executable, ['container', ...words]),
    );
    if (!ran) continue;
    output = ran;
    if (ran.rc !== 0)
      throw new ModuleFailure(
        `Container ${a.name} exited with code ${ran.rc} when ${action}ed`,
        outputOf(ran.stdout, ran.stderr),
      );
  }
  const changed = commands.length > 0;
  const result: ModuleReturn = { changed, actions: [...pulled, ...steps.told], podman_actions: commands };
  if (a.state === 'absent') return { ...result, container: {} };
  if (changed && !checkMode) seen = await look(context, a);
  const units = await bringUnits(context, seen, changed);
  const diffs = [...(diffMode && !differences.empty ? [differences.sides()] : []), ...(units.diff ? [units.diff] : [])];
  if (diffs.length > 0)
    result['diff'] = {
      before: diffs.map(({ before }) => before).join(''),
      after: diffs.map(({ after }) => after).join(''),
    };
  if (a.debug) result['podman_version'] = seen.version;
  return {
    ...result,
    changed: changed || units.changed,
    container: seen.first('container') ?? {},
    ...outputOf(output.stdout, output.stderr),
    podman_systemd: units.texts,
    podman_quadlet: quadlet(a),
  };
}

const summaryOf = (action: Action, a: Args): string => `${action} container ${a.name}`;

/** Pulls the image that is not there. @returns what is told of it */
async function ensureImage({ args: a, change }: Context, seen: PodmanLook): Promise<string[]> {
  const { image } = a;
  if (image === undefined || image === '' || a.state === 'absent' || a.pull === 'never') return [];
  if (a.rootfs === true) {
    if (seen.told.value('rootfs') === undefined) throw new ModuleFailure(`Image rootfs doesn't exist ${image}`);
    return [];
  }
  if (seen.first('image')) return [];
  const ran = await change({ summary: `pull image ${image}` }, (hands) =>
    tellPodman(hands, a.executable, pullWords(a, image)),
  );
  if (ran && ran.rc !== 0) throw new ModuleFailure(`Can't pull image ${image}`, outputOf(ran.stdout, ran.stderr));
  return [`pulled image ${image}`];
}

interface Brought {
  readonly changed: boolean;
  readonly texts: Readonly<Record<string, string>>;
  readonly diff: { readonly before: string; readonly after: string } | undefined;
}

/** Writes the units that differ. @param changed whether a dry run has left out what would make the container */
async function bringUnits({ args: a, change, checkMode }: Context, seen: PodmanLook, changed: boolean): Promise<Brought> {
  if (checkMode && changed && !seen.first('container')) return { changed: false, texts: {}, diff: undefined };
  const units = unitsOf(a, seen);
  const { directory, writes, texts, diff } = units;
  if (directory !== undefined)
    await change({ summary: `make directory ${directory}` }, (hands) => hands.must(sh`mkdir -p -- ${directory}`));
  for (const { path, text } of writes)
    await change({ summary: `write ${path}` }, (hands) => hands.write(path, text));
  return { changed: directory !== undefined || writes.length > 0, texts, diff };
}

/** Takes away the files of the units of a container that is going to be removed. */
async function removeUnits({ args: a, change }: Context, seen: PodmanLook): Promise<void> {
  const directory = a.generate_systemd.path;
  const { rc, out } = seen.answer('units');
  if (directory === undefined || rc !== 0 || out.trim() === '') return;
  const names = Object.keys(JSON.parse(out) as Record<string, string>);
  const paths = names.map((name) => unitPath(directory, name)).filter((path) => seen.told.file(path));
  if (paths.length > 0)
    await change({ summary: `remove ${paths.join(', ')}` }, (hands) => hands.must(sh`rm -f -- ${paths}`));
}

