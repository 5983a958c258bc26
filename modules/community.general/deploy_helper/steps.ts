// What is removed, and which release the link leads to: the steps of `finalize`, `clean` and `absent`.
import {
  lines,
  ModuleFailure,
  script,
  sh,
  type HostHands,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { ask, type Told } from '../../_shared/told.js';
import type { DeployArgs, Places } from './index.js';

type Context = RunContext<DeployArgs>;

/** Tells each directory of the releases, its time of change, and whether it is unfinished. */
const lookReleases = (places: Places, unfinished: string): Script =>
  lines([
    sh`r=${places.releases_path} u=${unfinished}`,
    script(`for d in "$r"/* "$r"/.[!.]* "$r"/..?*; do
  if [ -d "$d" ]; then say release "$(stat -L -c %Z -- "$d") \${d##*/}"; fi
  if [ -f "$d/$u" ]; then say unfinished "\${d##*/}"; fi
done`),
  ]);

export interface Releases {
  readonly all: readonly { readonly name: string; readonly changed: number }[];
  readonly unfinished: readonly string[];
}

function releasesOf(told: Told): Releases {
  const all = told.values('release').map((text) => {
    const at = text.indexOf(' ');
    return { name: text.slice(at + 1), changed: Number(text.slice(0, at)) };
  });
  return { all, unfinished: told.values('unfinished') };
}

/** The releases that go: unfinished ones, and of the others but the one that stays all beyond the newest; pure. */
export function outdated({ all, unfinished }: Releases, stays: string | undefined, keep: number): string[] {
  const rest = all.filter(({ name }) => name !== stays && !unfinished.includes(name));
  const old = [...rest].sort((a, b) => b.changed - a.changed).slice(Math.max(keep, 0));
  return [...unfinished, ...old.map(({ name }) => name)];
}

export async function clean(context: Context, places: Places): Promise<void> {
  const { args: a, host } = context;
  const link = `${places.project_path}/${a.release ?? ''}.${a.unfinished_filename}`;
  const told = await ask(
    host,
    lines([lookReleases(places, a.unfinished_filename), sh`if [ -e ${link} ]; then say link yes; fi`]),
  );
  await removeOld(context, places, releasesOf(told), hasLink(told));
}

const hasLink = (told: Told): boolean => told.value('link') !== undefined;

/** `compat:` a link that a broken run left is looked for by the release's name. @param left whether it is there */
async function removeOld(
  { args: a, change }: Context,
  places: Places,
  releases: Releases,
  left: boolean,
): Promise<void> {
  const link = `${places.project_path}/${a.release ?? ''}.${a.unfinished_filename}`;
  if (a.release !== undefined && left) {
    await change({ summary: `remove ${link}` }, (hands) => remove(hands, link));
  }
  for (const name of outdated(releases, a.release, a.keep_releases)) {
    const path = `${places.releases_path}/${name}`;
    await change({ summary: `remove ${path}` }, (hands) => remove(hands, path));
  }
}

export async function finalize(context: Context, places: Places): Promise<void> {
  const { args: a, host, change } = context;
  const release = a.release ?? '';
  const source = release.startsWith('/') ? release : `${places.releases_path}/${release}`;
  const unfinished = `${source}/${a.unfinished_filename}`;
  const leftover = `${places.project_path}/${release}.${a.unfinished_filename}`;
  const told = await ask(
    host,
    lines([
      sh`l=${places.current_path} s=${source} u=${unfinished} t=${leftover}
if [ -e "$u" ] || [ -L "$u" ]; then say unfinishedFile yes; fi
if [ -e "$s" ] || [ -L "$s" ]; then say source yes; fi
if [ -e "$t" ]; then say link yes; fi
if [ -L "$l" ]; then say current link; else if [ -e "$l" ]; then say current other; fi; fi
if [ -L "$l" ] && [ "$(readlink -f -- "$l")" = "$(readlink -f -- "$s")" ]; then say same yes; fi`,
      ...(a.clean ? [lookReleases(places, a.unfinished_filename)] : []),
    ]),
  );
  if (told.value('unfinishedFile') !== undefined) {
    await change({ summary: `remove ${unfinished}` }, (hands) => remove(hands, unfinished));
  }
  if (told.value('same') === undefined) {
    await change({ summary: `link ${places.current_path} to ${source}` }, (hands) =>
      linkTo(hands, source, places.current_path, told, a.unfinished_filename),
    );
  }
  if (!a.clean) return;
  // It has just become a finished one.
  const { all, unfinished: broken } = releasesOf(told);
  await removeOld(context, places, { all, unfinished: broken.filter((name) => name !== release) }, hasLink(told));
}

async function linkTo(hands: HostHands, source: string, link: string, told: Told, suffix: string): Promise<void> {
  const kind = told.value('current');
  if (kind === 'link' && told.value('source') === undefined) {
    throw new ModuleFailure(`the symlink target ${source} doesn't exists`);
  }
  const temporary = `${link}.${suffix}`;
  const step =
    kind === 'link'
      ? sh`if [ -L ${temporary} ]; then rm -f -- ${temporary}; fi
ln -s -- ${source} ${temporary} && mv -fT ${temporary} ${link}`
      : sh`[ ! -e ${link} ] || { printf '%s exists but is not a symbolic link' ${link} >&2; exit 1; }
ln -s -- ${source} ${link}`;
  await must(hands, step);
}

export async function absent({ host, change }: Context, project: string): Promise<void> {
  const { stdout } = await host.probe(
    sh`p=${project}; if [ -d "$p" ]; then echo directory; elif [ -e "$p" ] || [ -L "$p" ]; then echo other; fi`,
  );
  if (stdout === '') return;
  if (stdout !== 'directory\n') throw new ModuleFailure(`${project} exists but is not a directory`);
  await change({ summary: `remove ${project}` }, (hands) => remove(hands, project));
}

const remove = (hands: HostHands, path: string): Promise<void> => must(hands, sh`rm -rf -- ${path}`);

async function must(hands: HostHands, step: Script): Promise<void> {
  const { rc, stderr } = await hands.run(lines([script('export LC_ALL=C'), step]));
  if (rc !== 0) throw new ModuleFailure(stderr.trim(), { rc });
}
