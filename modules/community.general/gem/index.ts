// Installs and removes Ruby gems with the gem program of the host.
import {
  alias,
  argvScript,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { mustRun, noProgram, PLAIN } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { installWords, removeWords, versionsOf } from './commands.js';

const args = z.strictObject({
  name: str().describe('The gem.'),
  state: choice('present', 'absent', 'latest').default('present').describe('What shall be.'),
  gem_source: path().optional().describe('A file of the host to install from.'),
  include_dependencies: bool().default(true).describe('Install what it needs too.'),
  repository: alias(str().optional(), 'source').describe('The server to install from.'),
  user_install: bool().default(true).describe("Install into the user's own directory."),
  executable: path().optional().describe('The gem program to use; words are split at blanks.'),
  install_dir: path().optional().describe('Install into this directory; needs `user_install: false`.'),
  bindir: path().optional().describe('Directory for programs.'),
  norc: bool().default(true).describe('Read no .gemrc.'),
  env_shebang: bool().default(false).describe('Programs begin with /usr/bin/env.'),
  version: str().optional().describe('The version.'),
  pre_release: bool().default(false).describe('Versions before a release will do.'),
  include_doc: bool().default(false).describe('Install documentation too.'),
  build_flags: str().optional().describe('Flags for compiling it.'),
  force: bool().default(false).describe('Do not check dependencies.'),
});
export type GemArgs = z.output<typeof args>;

export default defineModule({
  name: 'community.general.gem',
  summary: 'Manages Ruby gems.',
  args,
  returns: z.object({}),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.gem_source !== undefined && a.repository !== undefined
      ? ['parameters are mutually exclusive: gem_source|repository']
      : []),
    ...(a.gem_source !== undefined && a.version !== undefined
      ? ['parameters are mutually exclusive: gem_source|version']
      : []),
    ...(a.version !== undefined && a.state === 'latest' ? ['Cannot specify version when state=latest'] : []),
    ...(a.gem_source !== undefined && a.state === 'latest'
      ? ['Cannot maintain state=latest when installing from local source']
      : []),
    ...(a.user_install && a.install_dir !== undefined ? ['install_dir requires user_install=false'] : []),
  ],
  examples: [{ name: 'A gem for all users', task: 'community.general.gem:\n  name: bundler\n  user_install: false' }],
  async run(context) {
    const { args: a, change } = context;
    const seen = await look(context);
    const version = seen.latest ?? a.version;
    const there = version === undefined ? seen.installed.length > 0 : seen.installed.includes(version);
    const result = { name: a.name, state: a.state, ...(version === undefined ? {} : { version }) };
    const absent = a.state === 'absent';
    if (there !== absent) return { changed: false, ...result };
    const words = absent ? removeWords(a, version, seen) : installWords(a, version, seen);
    const argv = [...seen.gem, ...words];
    const env = a.install_dir === undefined ? {} : { GEM_HOME: a.install_dir };
    await change({ summary: `run ${argv.join(' ')}` }, (hands) => mustRun(hands, argv, absent ? { env } : {}));
    return { changed: true, ...result };
  },
});

export interface Seen {
  readonly gem: readonly string[];
  /** Of the gem program. */
  readonly version: readonly number[];
  readonly installed: readonly string[];
  /** With `latest` the newest there is, when the server knows the gem. */
  readonly latest: string | undefined;
}

/** One round trip: the program, which versions are installed and, for the latest, which the server has. */
async function look({ args: a, host }: RunContext<GemArgs>): Promise<Seen> {
  const gem = a.executable === undefined ? ['gem'] : a.executable.split(' ');
  const name = `^${a.name}$`;
  const command = argvScript(gem).text;
  const remote = ['--remote', ...(a.repository === undefined ? [] : ['--source', a.repository]), '-n', name];
  const told = await ask(
    host,
    lines([
      SBIN,
      sh`p=$(command -v -- ${gem[0] ?? 'gem'}) && say program "$p"; say path "$PATH"; [ -n "$p" ] || exit 0`,
      ...(a.install_dir === undefined ? [] : [sh`export GEM_HOME=${a.install_dir}`]),
      script(`v=$(${command} --version 2>/dev/null </dev/null); say version "$v"; norc=
${a.norc ? 'case $v in 0.*|1.*|2.[0-4].*|2.5.[01]) ;; *) norc=--norc ;; esac' : ''}
try installed ${command} query $norc ${argvScript(['-n', name]).text}
${a.state === 'latest' ? `try remote ${command} query $norc ${argvScript(remote).text}` : ''}`),
    ]),
    { env: PLAIN },
  );
  if (told.value('program') === undefined) {
    throw noProgram(gem[0] ?? 'gem', told.value('path'), 'Install RubyGems on the host, or name it with `executable`.');
  }
  for (const what of ['installed', 'remote']) {
    const rc = told.value(`${what}.rc`);
    if (rc !== undefined && rc !== '0') {
      throw new ModuleFailure((told.value(what) ?? '').trim(), { rc: Number(rc), stderr: told.value(what) });
    }
  }
  return {
    gem,
    version: (told.value('version') ?? '').split('.').map(Number),
    installed: versionsOf(told.value('installed') ?? ''),
    latest: versionsOf(told.value('remote') ?? '')[0],
  };
}
