// Adds and removes repositories of zypper.
import {
  alias,
  argvScript,
  bool,
  choice,
  defineModule,
  int,
  lines,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { noProgram, programFailure } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { elementsOf, runZypper, ZYPPER_ENVIRONMENT } from '../../_shared/zypper.js';
import { differs, parseSection, type Repository } from './compare.js';

const args = z.strictObject({
  name: str().optional().describe('The name (alias) of the repository; not for .repo files.'),
  repo: str()
    .optional()
    .describe('Its address, or a .repo file of the host or at a URL; `*` with `runrefresh` for all.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  runrefresh: bool().default(false).describe('Refresh it, whatever has changed.'),
  description: str().optional().describe('What it is, for people.'),
  disable_gpg_check: bool().default(false).describe('Do not check signatures of its packages.'),
  autorefresh: alias(bool().default(true), 'refresh').describe('Refresh it by itself.'),
  priority: int().optional().describe('Its rank, the smallest comes first.'),
  enabled: bool().default(true).describe('Whether it is used.'),
  overwrite_multiple: bool()
    .default(false)
    .describe('It may take the place of several that have its name and its address.'),
  auto_import_keys: bool().default(false).describe('Take the keys of a new or changed repository as good.'),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

export default defineModule({
  name: 'community.general.zypper_repository',
  summary: 'Adds and removes zypper repositories.',
  args,
  returns: z.object({}),
  check: 'none',
  diff: false,
  rules: (a) => {
    const file = a.repo?.endsWith('.repo') === true;
    if (a.repo === '*' || a.name === '*') {
      return a.runrefresh ? [] : ['repo=* can only be used with the runrefresh option.'];
    }
    return [
      ...(a.state === 'present' && !a.repo ? ['Module option state=present requires repo'] : []),
      ...(a.state === 'absent' && !a.repo && !a.name ? ['Alias or repo parameter required when state=absent'] : []),
      ...(file && a.name ? ["Incompatible option: 'name'. Do not use name when adding .repo files"] : []),
      ...(!file && !a.name && a.repo && a.state === 'present' ? ['Name required when adding non-repo files.'] : []),
    ];
  },
  examples: [
    {
      name: 'A repository',
      task: 'community.general.zypper_repository:\n  name: tools\n  repo: https://repo.example.com/tools/\n  auto_import_keys: true',
    },
  ],
  run: (context) => manage(context),
});

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, host } = context;
  const local = a.repo?.endsWith('.repo') === true && !/^https?:/.test(a.repo);
  const told = await ask(
    host,
    lines([
      SBIN,
      script(`say path "$PATH"; command -v zypper >/dev/null || exit 0; say program yes; say version "$(zypper --version 2>/dev/null)"
o=$(zypper --quiet --non-interactive --xmlout repos 2>/dev/null </dev/null); say rc $?; say repos "$o"
say release "$(rpm -q --qf '%{version}' -f /etc/os-release 2>/dev/null)"; say arch "$(rpm -q --qf '%{arch}' -f /etc/os-release 2>/dev/null)"`),
      ...(local ? [sh`tell ${a.repo ?? ''}`] : []),
    ]),
    { env: ZYPPER_ENVIRONMENT },
  );
  if (told.value('program') === undefined) {
    throw noProgram(
      'zypper',
      told.value('path'),
      'This host has no zypper: use the module of its own package manager.',
    );
  }
  if (a.repo === '*' || a.name === '*') {
    await zypper(context, refreshWords(a.auto_import_keys), 'refresh all repositories');
    return { changed: false, runrefresh: true };
  }
  const { wanted, hasKey } = await wantedOf(context, told);
  const importKeys = a.auto_import_keys || hasKey;
  const shown = { repodata: wanted, state: a.state };
  const existing = reposOf(told);
  const matching = existing.filter((one) => one.alias === wanted.alias || one.url === wanted.url);
  if (matching.length > 1 && !a.overwrite_multiple) {
    const names = matching.map((one) => `${String(one.alias)} (${String(one.url)})`).join(', ');
    throw new ModuleFailure(
      `More than one repo matched "${String(wanted.url)}": ${names}. Use overwrite_multiple to allow more than one repo to be overwritten`,
    );
  }
  const short = wanted.alias ?? a.repo ?? '';
  if (a.state === 'absent') {
    if (matching.length === 0) return { changed: false, ...shown };
    await zypper(context, ['removerepo', '--', short], `remove the repository ${short}`);
    return { changed: true, ...shown };
  }
  const [only] = matching;
  const place = { release: told.value('release') ?? '', arch: told.value('arch') ?? '' };
  if (only && matching.length === 1 && !differs(only, wanted, place)) {
    if (a.runrefresh) await zypper(context, refreshWords(importKeys, short), `refresh ${short}`);
    return { changed: false, ...shown };
  }
  // What would be in its way goes first.
  for (const one of matching)
    await zypper(context, ['removerepo', '--', String(one.url)], `remove the repository ${String(one.alias)}`);
  await zypper(context, addWords(a, wanted), `add the repository ${short}`, shown);
  if (a.runrefresh || importKeys) await zypper(context, refreshWords(importKeys, short), `refresh ${short}`);
  return { changed: true, ...shown };
}

const refreshWords = (importKeys: boolean, name?: string): string[] => [
  ...(importKeys ? ['--gpg-auto-import-keys'] : []),
  'refresh',
  '--force',
  ...(name === undefined ? [] : ['-r', name]),
];

function addWords(a: Args, wanted: Repository): string[] {
  const url = a.repo?.endsWith('.repo') === true ? a.repo : (wanted.url ?? '');
  return [
    'addrepo',
    '--check',
    ...(wanted.name ? ['--name', wanted.name] : []),
    ...(wanted.priority === null ? [] : ['--priority', String(wanted.priority)]),
    ...(wanted.enabled === '0' ? ['--disable'] : []),
    wanted.gpgcheck === '1' ? '--gpgcheck' : '--no-gpgcheck',
    ...(wanted.autorefresh === '1' ? ['--refresh'] : []),
    '--',
    url,
    ...(url.endsWith('.repo') ? [] : [wanted.alias ?? '']),
  ];
}

/** @throws ModuleFailure */
async function zypper({ change, task }: Context, words: readonly string[], summary: string, shown = {}): Promise<void> {
  const argv = ['zypper', '--quiet', '--non-interactive', ...words];
  const ran = (await change({ summary }, (hands) =>
    runZypper(task, argv, (command) => hands.run(command, { env: ZYPPER_ENVIRONMENT })),
  )) as ScriptResult;
  if (ran.rc === 0) return;
  const failed = programFailure(
    argv,
    ran,
    words[0] === 'addrepo' ? `Zypper failed with rc ${ran.rc}: ${ran.stderr.trim()}` : undefined,
  );
  throw new ModuleFailure(failed.message, { ...failed.extra, ...shown });
}

/** @throws ModuleFailure when zypper cannot say which there are */
function reposOf(told: Told): Repository[] {
  const rc = Number(told.value('rc'));
  const xml = told.value('repos') ?? '';
  // 6: there are none.
  if (rc === 6) return [];
  if (rc !== 0) {
    const msg = `Failed to execute "${argvScript(['zypper', '--xmlout', 'repos']).text}"`;
    throw new ModuleFailure(msg, { rc, stdout: xml });
  }
  const found: Repository[] = [];
  for (const { name, attributes, parent, text } of elementsOf(xml)) {
    if (name === 'repo') {
      const of = (key: string): string => attributes.get(key) ?? '';
      found.push({
        alias: of('alias'),
        name: of('name'),
        priority: of('priority'),
        enabled: of('enabled'),
        autorefresh: of('autorefresh'),
        gpgcheck: of('gpgcheck'),
        url: of('metalink'),
      });
    } else if (name === 'url' && parent === 'repo') {
      const last = found.pop();
      if (last) found.push({ ...last, url: text === '' ? last.url : text });
    }
  }
  return found;
}

/** The repository the task means; of a .repo file what is in it. @throws ModuleFailure */
async function wantedOf({ args: a, host }: Context, told: Told): Promise<{ wanted: Repository; hasKey: boolean }> {
  const bit = (value: boolean): string => (value ? '1' : '0');
  const wanted: Repository = {
    url: a.repo ?? null,
    alias: a.name ?? null,
    name: a.description ?? null,
    priority: a.priority ?? null,
    enabled: bit(a.enabled),
    gpgcheck: bit(!a.disable_gpg_check),
    autorefresh: bit(a.autorefresh),
  };
  if (a.repo?.endsWith('.repo') !== true) return { wanted, hasKey: false };
  let text = told.file(a.repo)?.bytes.toString('utf8');
  if (/^https?:/.test(a.repo)) {
    const failed = (why: string) => new ModuleFailure(`Error downloading .repo file from provided URL: ${why}`);
    text = (await fetchBytes(host, a.repo, failed)).toString('utf8');
  }
  if (text === undefined) throw new ModuleFailure('Error opening .repo file from provided path');
  const { section, options } = parseSection(text);
  const url = options.get('baseurl');
  if (url === undefined) throw new ModuleFailure('No baseurl found in .repo file');
  return {
    wanted: {
      ...wanted,
      alias: section,
      url,
      name: options.get('name') ?? wanted.name,
      enabled: options.get('enabled') ?? wanted.enabled,
      autorefresh: options.get('autorefresh') ?? wanted.autorefresh,
      gpgcheck: options.get('gpgcheck') ?? wanted.gpgcheck,
    },
    hasKey: options.has('gpgkey'),
  };
}
