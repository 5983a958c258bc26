#!/usr/bin/env node
// Which share of what real repos use tsplay has: the counts of the corpus' report, weighed with our own tables.
//
//   npm run coverage:corpus [-- --report PATH] [--missing N]
//
// The report names modules that two or more repos use, not the rare ones; rare.json has those as count-rare.mjs counted them
// in clones. Only tasks found in repos that the report names are set against the report's number of unnamed tasks.
// The report is the one beside the checkout (../shared/corpus/REPORT.md, or TSPLAY_CORPUS). A second figure leaves out what is
// not for Debian: tasks of the package managers and tools of other systems, and of clouds' own interfaces.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..', '..');
const { values: flags } = parseArgs({
  options: { report: { type: 'string' }, missing: { type: 'string', default: '25' } },
});
const place = flags.report ?? process.env.TSPLAY_CORPUS ?? join(root, '..', 'shared', 'corpus', 'REPORT.md');
if (!existsSync(place)) {
  console.error(`coverage: there is no report at ${place}: name one with --report`);
  process.exit(2);
}
const missing = Number(flags.missing);

/** Modules for other systems than Debian, by name or by collection. */
const ELSEWHERE = [
  /(?:^|\.)(?:yum|dnf|dnf5|yum_repository|rpm_key|apt_rpm|seboolean|selinux|seport|sefcontext|semanage|firewalld)(?:_|$)/,
  /(?:^|\.)(?:zypper|pacman|pacman_key|pkgng|portage|homebrew|osx_defaults|openbsd_pkg|redhat_subscription|rhsm|win_)/,
  /^(?:amazon|azure|google|hetzner|linode|openstack(?!\.config_template)|vultr|ngine_io|netapp|vmware|ovirt|scaleway|exoscale|cloudscale_ch)\./,
  /^community\.(?:aws|azure|digitalocean|windows|vmware|okd|google|hcloud|proxysql_cloud)\./,
  /^(?:ansible\.windows|chocolatey|lightsail|openvswitch)\.?/,
  /^(?:aws|ec2|azure_rm|gce|gcp|gc|cs|rax|linode|rds|scaleway)_|^(?:cloudformation|gce|rax|rds|route53|linode_v4)$/,
  /(?:^|\.)(?:openbsd_pkg|pkg5|pkgin|portinstall|swupd|yum_versionlock|dnf_config_manager)$/,
];

const report = sections(readFileSync(place, 'utf8'));
const modules = tableOf('By number of repos');
const clones = JSON.parse(readFileSync(join(import.meta.dirname, 'rare.json'), 'utf8'));
const rare = Object.entries(clones.modules).map(([module, [n, repos, own, ofReport]]) => ({
  module,
  tasks: n,
  repos,
  own,
  ofReport,
}));
const ofTheReport = clones.repos_of_the_report;
const cloned = Object.keys(clones.repos).length;
const ours = await load();
const total = Number(/\*\*(\d+) tasks\*\*/.exec(report.text)?.[1] ?? 0);
tasks();
parameters();
named(
  'filters',
  ['Filters', 'Filters reached through'],
  (name) => ours.filters.has(plain(name)) || ours.filters.has(name),
);
named('tests', ['Tests', 'Tests reached through'], (name) => ours.tests.has(plain(name)) || ours.tests.has(name));
named('lookups', ['lookup()', 'with_*'], (name) => ours.lookups.has(plain(name)) || ours.lookups.has(name));
named('facts', ['Facts (both'], (name) => ours.facts.has(name) || /^getent_|^(?:packages|services|local)$/.test(name));

/** A builtin by its short name. */
function plain(name) {
  return name.replace(/^ansible\.builtin\./, '');
}

function tasks() {
  const have = modules.filter(({ module }) => ours.isAction(module));
  const count = (rows) => rows.reduce((sum, { tasks: n }) => sum + n, 0);
  const listed = count(modules);
  say(
    'tasks',
    count(have),
    total,
    `${total - listed} tasks of rare modules that the report does not name count as missing`,
  );
  say('tasks of the modules named', count(have), listed);
  const counted = rareTasks(total - listed);
  say('tasks, with the rare modules counted by us', count(have) + counted.have, total, counted.note);
  const here = modules.filter(({ module }) => !ELSEWHERE.some((pattern) => pattern.test(module)));
  const other = listed - count(here);
  const ourHere = here.filter(({ module }) => ours.isAction(module));
  say('tasks relevant for Debian', count(ourHere), total - other, `${other} for other systems and clouds left out`);
  say('tasks relevant for Debian, of the modules named', count(ourHere), count(here));
  say(
    'tasks relevant for Debian, with the rare modules counted by us',
    count(ourHere) + counted.have,
    total - other - counted.elsewhere,
    `${counted.elsewhere} more left out, ${counted.own} run Python of their own repo and count as missing, as do the ${counted.unseen} not found`,
  );
  const lacking = here.filter(({ module }) => !ours.isAction(module));
  list(
    'modules',
    lacking.map(({ module, tasks: n, repos }) => [module, n, repos]),
  );
  independent();
}

/** What count-rare.mjs found in the repos that the report names, at most as many tasks as the report leaves unnamed. */
function rareTasks(unnamed) {
  const sums = { have: 0, elsewhere: 0, own: 0, lacking: 0 };
  for (const { module, own, ofReport } of rare) sums[kindOf(module, own)] += ofReport;
  const found = sums.have + sums.elsewhere + sums.own + sums.lacking;
  if (found > unnamed) throw new Error(`coverage: rare.json has ${found} tasks where the report leaves ${unnamed}`);
  return {
    ...sums,
    unseen: unnamed - found,
    note: `of the ${unnamed} rare ones ${found} were found in the clones of ${ofTheReport.length} repos of the report, ${sums.have} are ours`,
  };
}

/** All clones, those too that are not among the report's repos. */
function independent() {
  const sums = { have: 0, elsewhere: 0, own: 0, lacking: 0 };
  for (const { module, tasks: n, own } of rare) sums[kindOf(module, own)] += n;
  const of = sums.have + sums.lacking;
  say(
    `tasks of rare modules in ${cloned} clones`,
    sums.have,
    of,
    `${sums.elsewhere} for other systems and clouds and ${sums.own} with Python of their own repo left out`,
  );
  const lacking = rare.filter(({ module, own }) => kindOf(module, own) === 'lacking');
  list(
    'rare modules',
    lacking.map(({ module, tasks: n, repos }) => [module, n, repos]),
  );
}

function kindOf(module, own) {
  if (ours.isAction(module)) return 'have';
  if (own > 0) return 'own';
  return ELSEWHERE.some((pattern) => pattern.test(module)) ? 'elsewhere' : 'lacking';
}

function parameters() {
  const rows = [];
  for (const line of section('Parameters')) {
    const [, module] = /^- \*\*(.+?)\*\*/.exec(line) ?? [];
    if (module === undefined) continue;
    for (const [name, n, repos] of counts(line))
      rows.push({ name: `${module}: ${name}`, module, parameter: name, n, repos });
  }
  const known = rows.filter(({ module }) => ours.isAction(module));
  const have = known.filter(({ module, parameter }) => ours.takes(module, parameter));
  const sum = (some) => some.reduce((all, { n }) => all + n, 0);
  say('parameters of all modules', sum(have), sum(rows));
  say('parameters of the modules we have', sum(have), sum(known));
  const lacking = known.filter(({ module, parameter }) => !ours.takes(module, parameter));
  list(
    'parameters',
    lacking.map(({ name, n, repos }) => [name, n, repos]),
  );
}

/** @param heads beginnings of the titles of the sections that count */
function named(what, heads, has) {
  const sums = new Map();
  for (const head of heads)
    for (const line of section(head))
      for (const [name, n, repos] of counts(line)) {
        const before = sums.get(name) ?? [0, 0];
        sums.set(name, [before[0] + n, Math.max(before[1], repos)]);
      }
  // What stands there and is no name: a piece of an expression.
  const rows = [...sums].filter(([name]) => !/^[[_]|[( ]/.test(name));
  const have = rows.filter(([name]) => has(name));
  say(what, sum(have), sum(rows));
  list(
    what,
    rows.filter(([name]) => !has(name)).map(([name, [n, repos]]) => [name, n, repos]),
  );
  function sum(some) {
    return some.reduce((all, [, [n]]) => all + n, 0);
  }
}

function say(what, n, of, note = '') {
  const share = of === 0 ? '-' : `${((100 * n) / of).toFixed(1)} %`;
  console.log(`${share.padStart(7)}  ${what}: ${n} of ${of}${note === '' ? '' : ` (${note})`}`);
}

function list(what, rows) {
  if (rows.length === 0) return;
  const first = [...rows].sort((a, b) => b[1] - a[1]).slice(0, missing);
  const words = first.map(([name, n, repos]) => `${name} ${n}/${repos}`).join(', ');
  console.log(
    `         missing ${what}: ${words}${rows.length > missing ? `, and ${rows.length - missing} more` : ''}`,
  );
}

/** The report's lines by title; a title stands on a line of its own behind `#`s. */
function sections(text) {
  const found = [];
  for (const line of text.split('\n')) {
    const [, title] = /^#+ (.*)$/.exec(line) ?? [];
    if (title === undefined) found.at(-1)?.lines.push(line);
    else found.push({ title: title.replace(/^[\d.]+ /, ''), lines: [] });
  }
  return { text, found };
}

function section(head) {
  const one = report.found.find(({ title }) => title.startsWith(head));
  if (!one) throw new Error(`coverage: the report has no section '${head}'`);
  return one.lines;
}

/** ``name` tasks/repos`, as often as it stands in the line. */
function counts(line) {
  return [...line.matchAll(/`([^`]+)` (\d+)\/(\d+)/g)].map(([, name, n, repos]) => [name, Number(n), Number(repos)]);
}

/** The first table of a section whose columns are told by their heads. */
function tableOf(head) {
  const lines = section(head).filter((line) => line.startsWith('|'));
  const cells = (line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [names = [], , ...rows] = lines.map(cells);
  const at = (name) => names.indexOf(name);
  if (at('module') < 0 || at('tasks') < 0) throw new Error(`coverage: no table of modules in '${head}'`);
  return rows.map((row) => ({
    module: row[at('module')],
    tasks: Number(row[at('tasks')]),
    repos: Number(row[at('repos')]),
  }));
}

/** Our tables, out of the sources. */
async function load() {
  const folder = join(root, 'node_modules', '.cache', 'coverage');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `tables-${process.pid}.cjs`);
  const contents = `
export { isAction, loadModule } from './src/cli/modules.js';
export { statementOf } from './src/playbook/index.js';
export { argumentsOf, takesAnyArgument } from './src/kit/index.js';
export { FILTERS } from './src/template/filters/index.js';
export { TESTS } from './src/template/tests/index.js';
export { LOOKUPS } from './src/template/lookups/index.js';
export { createHost } from './src/host/index.js';
export { createWirePool } from './src/connection/index.js';
export { Secrets, systemClock } from './src/ground/index.js';
`;
  try {
    await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      outfile,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      external: ['ssh2', 'bcryptjs', 'esbuild'],
      logOverride: { 'empty-import-meta': 'silent' },
      logLevel: 'error',
    });
    const { default: tables } = await import(pathToFileURL(outfile).href);
    const known = new Map();
    for (const { module } of modules) if (tables.isAction(module)) known.set(module, await tables.loadModule(module));
    return {
      isAction: tables.isAction,
      takes: (name, parameter) => takes(tables, known.get(name), name, parameter),
      filters: new Set(tables.FILTERS.keys()),
      tests: new Set(tables.TESTS.keys()),
      lookups: new Set(tables.LOOKUPS.keys()),
      facts: await facts(tables),
    };
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** Statements are checked by the engine; all they are documented to take works. */
function takes(tables, module, name, parameter) {
  if (!module) return tables.statementOf(name) !== undefined;
  if (parameter === '_raw_params') return module.freeForm !== undefined;
  if (tables.takesAnyArgument(module)) return true;
  return [...tables.argumentsOf(module).values()].some(
    (info) => info.name === parameter || info.aliases.includes(parameter),
  );
}

/** What this machine has of them; a fact that needs other hardware is missing then. */
async function facts({ createHost, createWirePool, Secrets, systemClock }) {
  const host = createHost({
    name: 'localhost',
    settings: { transport: 'local', name: 'localhost' },
    pool: createWirePool(),
    clock: systemClock,
    secrets: new Secrets(),
  });
  try {
    return new Set(Object.keys(await host.view({}).view.gatherFacts({ subset: ['all'] })));
  } finally {
    await host.close();
  }
}
