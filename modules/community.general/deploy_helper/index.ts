// Keeps the directories of a deployed project: its releases, the link to the current one, what is shared among them.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  ModuleFailure,
  path,
  quote,
  script,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import {
  attributesScript,
  fileArguments,
  lookAt,
  lookFor,
  newAttributes,
  planAttributes,
  planFlags,
  requireAttributes,
  type HostLook,
  type PathLook,
} from '../../_shared/file-attributes.js';
import { absent, clean, finalize } from './steps.js';

const args = z.strictObject({
  path: alias(path(), 'dest').describe('The directory of the project.'),
  state: choice('present', 'finalize', 'absent', 'clean', 'query')
    .default('present')
    .describe(
      'query: only facts; present: the directories are there; finalize: the release becomes the current one; clean: old and unfinished releases are removed; absent: all is removed.',
    ),
  release: str().optional().describe('The release; default a name made of the time. Needed for `finalize`.'),
  releases_path: str().default('releases').describe('The directory of the releases, beside the project or absolute.'),
  shared_path: path().default('shared').describe('The directory of what releases share; empty: none.'),
  current_path: path().default('current').describe('The link to the current release.'),
  unfinished_filename: str()
    .default('DEPLOY_UNFINISHED')
    .describe('A file of this name in a release says that it is not finished.'),
  clean: bool().default(true).describe('With `finalize`: remove old and unfinished releases too.'),
  keep_releases: int().default(5).describe('How many old releases are kept, besides the current one.'),
  ...fileArguments,
});
export type DeployArgs = z.output<typeof args>;

export default defineModule({
  name: 'community.general.deploy_helper',
  summary: 'Keeps the directories of a deployed project.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.state === 'finalize' && a.release === undefined
      ? ['state is finalize but all of the following are missing: release']
      : []),
    ...(a.mode?.kind === 'preserve' ? ["mode 'preserve' has no meaning here: give the mode itself"] : []),
  ],
  examples: [
    { name: 'Directories for a release', task: 'community.general.deploy_helper:\n  path: /srv/shop' },
    {
      name: 'It is the current one from now on',
      task: "community.general.deploy_helper:\n  path: /srv/shop\n  release: '{{ deploy_helper.new_release }}'\n  state: finalize",
    },
  ],
  async run(context) {
    const { args: a } = context;
    const places = placesOf(a);
    if (a.state === 'absent') {
      await absent(context, places.project_path);
      return { state: a.state, ansible_facts: { deploy_helper: [] } };
    }
    if (a.state === 'finalize' || a.state === 'clean') {
      if (a.state === 'finalize' && a.keep_releases <= 0) {
        throw new ModuleFailure("'keep_releases' should be at least 1");
      }
      await (a.state === 'finalize' ? finalize(context, places) : clean(context, places));
      return { state: a.state };
    }
    return { state: a.state, ansible_facts: { deploy_helper: await present(context, places) } };
  },
});

export interface Places {
  readonly project_path: string;
  readonly current_path: string;
  readonly releases_path: string;
  readonly shared_path: string | null;
}

const below = (directory: string, name: string): string =>
  name.startsWith('/') ? name : `${directory.replace(/\/*$/, '')}/${name}`;

export function placesOf(a: Pick<DeployArgs, 'path' | 'current_path' | 'releases_path' | 'shared_path'>): Places {
  return {
    project_path: a.path,
    current_path: below(a.path, a.current_path),
    releases_path: below(a.path, a.releases_path),
    shared_path: a.shared_path === '' ? null : below(a.path, a.shared_path),
  };
}

/** Looks, makes the directories unless it is a query, and gives the facts. */
async function present(context: RunContext<DeployArgs>, places: Places): Promise<Record<string, unknown>> {
  const { args: a, host, checkMode, warn } = context;
  const wanted = [
    places.project_path,
    places.releases_path,
    ...(places.shared_path === null ? [] : [places.shared_path]),
  ];
  const { paths, ...look } = await lookAt(host, [places.current_path, ...wanted], lookFor(a));
  const [current, ...directories] = paths;
  if (a.state === 'present') {
    if (current?.self && current.self.kind !== 'link') {
      throw new ModuleFailure(`${places.current_path} exists but is not a symbolic link`);
    }
    requireAttributes(a, look, checkMode, warn);
    for (const directory of directories) await makeDirectory(context, look, directory);
  }
  const previous = current?.self ? current.realPath : null;
  const release = a.release || (await timestamp(context));
  return {
    ...places,
    previous_release: previous?.slice(previous.lastIndexOf('/') + 1) ?? null,
    previous_release_path: previous,
    new_release: release,
    new_release_path: below(places.releases_path, release),
    unfinished_filename: a.unfinished_filename,
  };
}

/** By the host's own clock and time zone. */
async function timestamp({ host }: RunContext<DeployArgs>): Promise<string> {
  return (await host.probe(script('date +%Y%m%d%H%M%S'))).stdout.trim();
}

async function makeDirectory(
  { args: a, change }: RunContext<DeployArgs>,
  look: HostLook,
  { path: at, self, target, realPath, flags }: PathLook,
): Promise<void> {
  if (self && target?.kind !== 'directory') throw new ModuleFailure(`${at} exists but is not a directory`);
  const plan = target
    ? planAttributes(a, look, target, flags)
    : {
        attributes: newAttributes(a, look, null, 'directory'),
        flags: a.attributes === undefined ? undefined : planFlags(a.attributes, ''),
      };
  if (!plan) return;
  await change({ summary: `${target ? 'set attributes of' : 'make'} ${at}` }, async (hands) => {
    const where = target ? realPath : at;
    const set = attributesScript(where, plan).text;
    const { rc, stderr } = await hands.run(
      script(`export LC_ALL=C\n${target ? '' : `mkdir -p -- ${quote(where)} || exit\n`}${set}`),
    );
    if (rc !== 0) throw new ModuleFailure(`could not make ${at}: ${stderr.trim()}`, { path: at, rc });
  });
}
