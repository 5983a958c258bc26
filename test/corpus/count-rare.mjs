#!/usr/bin/env node
// Counts in clones of public repos the tasks of modules that the corpus' report does not name, and writes rare.json.
//
//   node test/corpus/count-rare.mjs --repos FOLDER [--repos FOLDER] [--report PATH]
//
// A folder holds one folder per repo, named owner+name: a work tree, or a git directory (in `repo/` or by itself), of which
// HEAD is read. What counts as a task: each mapping with a module in a list of tasks, blocks opened, and in the sections of
// plays; read by our own YAML parser. Left out, as in the report: molecule, tests, docs, CI and examples. A module has the
// name of our registry, else the one that is written. Of each stand in rare.json: its tasks, in how many repos, how many of
// them run Python that the same repo ships, and how many stand in the repos that the report names.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..', '..');
const { values: flags } = parseArgs({
  options: { repos: { type: 'string', multiple: true }, report: { type: 'string' } },
});
const place = flags.report ?? process.env.TSPLAY_CORPUS ?? join(root, '..', 'shared', 'corpus', 'REPORT.md');
if (!flags.repos?.length || !existsSync(place)) {
  console.error('count-rare: name folders of clones with --repos, and the report with --report');
  process.exit(2);
}

/** The repos of which the report says that they are among its own; it names no others. */
const OF_THE_REPORT = new Set([
  'ceph/ceph-ansible',
  'debops/debops',
  'kubernetes-sigs/kubespray',
  'roots/trellis',
  'spantaleev/matrix-docker-ansible-deploy',
  'trailofbits/algo',
  'vitabaks/autobase',
  'willshersystems/ansible-sshd',
]);

const OUTSIDE =
  /(?:^|\/)(?:molecule|tests?|docs?|examples?|\.[^/]+|ci|templates|files|node_modules|collections\/ansible_collections)\//;
const NO_TASKS = /(?:^|\/)(?:defaults|vars|group_vars|host_vars|meta|inventory|inventories|changelogs)\//;

const named = new Set(
  [...readFileSync(place, 'utf8').matchAll(/^\| \d+ \| ([\w.]+) \|/gm)].map(([, name]) =>
    name.replace(/^ansible\.builtin\./, ''),
  ),
);
const tables = await load();
const repos = [];
const rare = new Map();
for (const folder of flags.repos)
  for (const name of readdirSync(folder).sort()) if (/.\+./.test(name)) await count(folder, name);
const sum = (of) => of.reduce((all, n) => all + n, 0);
const byCount = [...rare].sort(
  ([a, x], [b, y]) => y.tasks - x.tasks || y.repos.size - x.repos.size || (a < b ? -1 : 1),
);
const written = {
  repos: Object.fromEntries(repos.sort((a, b) => (a.repo < b.repo ? -1 : 1)).map(({ repo, tasks }) => [repo, tasks])),
  repos_of_the_report: [...OF_THE_REPORT],
  modules: Object.fromEntries(
    byCount.map(([module, one]) => [module, [one.tasks, one.repos.size, one.own, one.ofReport]]),
  ),
};
writeFileSync(join(import.meta.dirname, 'rare.json'), `${pretty(written)}\n`);
const tasks = sum(repos.map((one) => one.tasks));
const rareTasks = sum(byCount.map(([, one]) => one.tasks));
console.log(`${tasks} tasks of ${repos.length} repos, ${rareTasks} of ${byCount.length} rare modules`);

/** One repo or module a line. */
function pretty({ repos: all, repos_of_the_report: ofReport, modules }) {
  const block = (map) =>
    `{\n${Object.entries(map)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n')}\n  }`;
  return `{\n  "repos": ${block(all)},\n  "repos_of_the_report": ${JSON.stringify(ofReport)},\n  "modules": ${block(modules)}\n}`;
}

async function count(folder, name) {
  const repo = name.replace('+', '/');
  if (repos.some((one) => one.repo === repo)) return;
  const { files, read } = open(join(folder, name));
  const shipped = new Set(
    files.map(
      (file) => /(?:^|\/)(?:library|plugins\/(?:modules|action)|action_plugins)\/(?:.*\/)?(\w+)\.py$/.exec(file)?.[1],
    ),
  );
  let tasks = 0;
  for (const file of files) {
    if (!/\.ya?ml$/.test(file) || OUTSIDE.test(file) || NO_TASKS.test(file)) continue;
    const { documents } = tables.loadYaml(read(file), file, { trust: 'data', vault: () => null });
    for (const document of documents) {
      for (const action of actionsIn(document, /(?:^|\/)(?:tasks|handlers)\//.test(file))) {
        tasks++;
        const short = action.replace(/^ansible\.(?:builtin|legacy)\./, '');
        if (isNamed(short)) continue;
        const last = short.slice(short.lastIndexOf('.') + 1);
        const module = (await tables.loadModule(short))?.name ?? short;
        const one = rare.get(module) ?? { tasks: 0, own: 0, ofReport: 0, repos: new Set() };
        one.tasks++;
        if (shipped.has(last)) one.own++;
        if (OF_THE_REPORT.has(repo)) one.ofReport++;
        one.repos.add(repo);
        rare.set(module, one);
      }
    }
  }
  if (tasks > 0) repos.push({ repo, tasks });
}

/** The report names modules by their collections; repos also by short names that Ansible redirects, or older collections. */
function isNamed(name) {
  if (named.has(name)) return true;
  if (tables.statementOf(name) !== undefined) return true;
  const short = name.replace(/^(?:ansible\.(?:builtin|legacy|posix)|community\.(?:general|kubernetes|network))\./, '');
  if (short === 'systemd_service') return true;
  return !short.includes('.') && [...named].some((other) => other.slice(other.lastIndexOf('.') + 1) === short);
}

/** @param list whether a plain list in this file is one of tasks */
function* actionsIn(document, list) {
  if (!Array.isArray(document)) return;
  const maps = document.filter((entry) => entry instanceof Map);
  if (maps.some((entry) => entry.has('hosts'))) {
    for (const play of maps)
      for (const section of ['tasks', 'pre_tasks', 'post_tasks', 'handlers']) yield* actionsIn(play.get(section), true);
    return;
  }
  const tasks = list || (maps.length > 0 && maps.every((entry) => isTask(entry)));
  if (!tasks) return;
  for (const entry of maps) {
    const sections = ['block', 'rescue', 'always'].filter((key) => entry.has(key));
    if (sections.length > 0) for (const key of sections) yield* actionsIn(entry.get(key), true);
    else {
      const action = actionOf(entry);
      if (action !== undefined) yield action;
    }
  }
}

/** In a file that may be anything: a known action, or a full name. */
function isTask(entry) {
  if (entry.has('block')) return true;
  const action = actionOf(entry);
  return action !== undefined && (tables.isAction(action) || /^\w+\.\w+\.\w+$/.test(action));
}

function actionOf(entry) {
  for (const key of ['action', 'local_action']) {
    const value = entry.get(key);
    if (typeof value === 'string') return /^[\w.]+/.exec(value.trim())?.[0];
    if (value instanceof Map) return /^[\w.]+/.exec(String(value.get('module') ?? '').trim())?.[0];
  }
  const keys = [...entry.keys()].filter((key) => typeof key === 'string' && !isKeyword(key) && /^[\w.]+$/.test(key));
  return keys.length === 1 ? keys[0] : keys.find((key) => tables.isAction(key));
}

function isKeyword(key) {
  return (
    Object.hasOwn(tables.KEYWORDS, key) ||
    /^with_/.test(key) ||
    key === 'static' ||
    key === 'sudo' ||
    key === 'sudo_user'
  );
}

/** The files of a repo, and how one is read as text. */
function open(path) {
  const git = [join(path, 'repo', '.git'), join(path, 'repo'), path].find(
    (at) => existsSync(join(at, 'HEAD')) && existsSync(join(at, 'objects')),
  );
  if (git === undefined) return { files: [...walk(path, '')], read: (file) => readFileSync(join(path, file), 'utf8') };
  const run = (...words) => execFileSync('git', ['--git-dir', git, ...words], { maxBuffer: 1 << 28, encoding: 'utf8' });
  return {
    files: run('ls-tree', '-r', '-z', '--name-only', 'HEAD').split('\0').filter(Boolean),
    read: (file) => run('show', `HEAD:${file}`),
  };
}

function* walk(path, below) {
  for (const entry of readdirSync(join(path, below), { withFileTypes: true })) {
    const at = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== '.git') yield* walk(path, at);
    else if (entry.isFile()) yield at;
  }
}

async function load() {
  const folder = mkdtempSync(join(root, 'node_modules', '.cache', 'count-rare-'));
  const outfile = join(folder, 'tables.cjs');
  try {
    await build({
      stdin: {
        contents: `export { isAction, loadModule } from './src/cli/modules.js';
export { KEYWORDS, statementOf } from './src/playbook/index.js';
export { loadYaml } from './src/yaml/index.js';`,
        resolveDir: root,
        loader: 'ts',
      },
      outfile,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      external: ['ssh2', 'bcryptjs', 'esbuild'],
      logOverride: { 'empty-import-meta': 'silent' },
      logLevel: 'error',
    });
    return (await import(pathToFileURL(outfile).href)).default;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
