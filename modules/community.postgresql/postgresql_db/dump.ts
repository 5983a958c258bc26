// Writes a database to a file of the host, or reads it from there, with pg_dump, pg_restore and psql.
import { ModuleFailure, quote, sh, type RunContext, type Script } from '../../../src/kit/index.js';
import { connectionSettings, conninfo } from '../../_shared/postgres-session.js';
import { splitWords } from '../../_shared/words.js';
import type { Args } from './index.js';

/** What the ending of a file's name says. */
interface Format {
  readonly ending: string;
  /** The letter of pg_dump, the word of pg_restore; without them it is SQL as text, for psql. */
  readonly dump?: string;
  readonly restore?: string;
  readonly pack?: readonly string[];
  readonly unpack?: string;
}
const FORMATS: readonly Format[] = [
  { ending: '.sql' },
  { ending: '.tar', dump: 't', restore: 'Tar' },
  { ending: '.pgc', dump: 'c', restore: 'Custom' },
  { ending: '.dir', dump: 'd', restore: 'Directory' },
  { ending: '.gz', pack: ['pigz', 'gzip'], unpack: 'zcat' },
  { ending: '.bz2', pack: ['bzip2'], unpack: 'bzcat' },
  { ending: '.xz', pack: ['xz'], unpack: 'xzcat' },
];
const formatOf = (file: string): Format => FORMATS.find(({ ending }) => file.endsWith(ending)) ?? { ending: '' };

/** `compat:` in check mode nothing is said to change. */
export async function dumpOrRestore(
  context: RunContext<Args>,
  state: 'dump' | 'restore',
): Promise<Record<string, unknown>> {
  const { args: a, change, checkMode } = context;
  const result = { db: a.name, executed_commands: [] };
  if (checkMode) return { changed: false, ...result };
  const settings = connectionSettings(a, a.name);
  const { env } = conninfo(settings);
  const { host, port, user, sslmode, sslrootcert, sslcert, sslkey } = settings;
  const file = a.target === '' ? `${a.name}.sql` : a.target;
  const flags = [
    ...(host === undefined ? [] : [`--host=${host}`]),
    ...(port === undefined ? [] : [`--port=${port}`]),
    ...(user === undefined ? [] : [`--username=${user}`]),
  ];
  const { script, cmd } = state === 'dump' ? dump(a, file, flags) : restore(a, file, flags);
  const ssl = { PGSSLMODE: sslmode, PGSSLROOTCERT: sslrootcert, PGSSLCERT: sslcert, PGSSLKEY: sslkey };
  const given = Object.entries(ssl).filter((e): e is [string, string] => e[1] !== undefined);
  const ran = await change({ summary: `${state} ${a.name}, ${file}` }, (hands) =>
    hands.run(script, { env: { ...Object.fromEntries(given), ...env } }),
  );
  const { rc, stdout, stderr } = ran ?? { rc: 0, stdout: '', stderr: '' };
  // The first lines are where the programs are, which results tell in the command.
  const count = state === 'restore' && formatOf(file).unpack !== undefined ? 2 : 1;
  const said = stdout.split('\n');
  const found = said.splice(0, count);
  const command = cmd.replace(/^(pg_dump|pg_restore|psql)\b/, found[0] ?? '$1');
  // compat: of what is unpacked first neither the command nor what it says is told.
  const packed = count === 2;
  const out = packed ? '' : said.join('\n');
  if (rc !== 0) throw new ModuleFailure(stderr, { stdout: out, rc, cmd: command });
  return { changed: true, msg: out, stderr, rc, cmd: command, executed_commands: packed ? [] : [command] };
}

interface Command {
  readonly script: Script;
  /** As results tell it. */
  readonly cmd: string;
}

/** Goes where the user may be and tells where the program is, or that it is not there. */
const needs = (program: string): Script =>
  sh`cd 2>/dev/null || cd /
command -v ${program} || { echo ${`Failed to find required executable "${program}"`} >&2; exit 1; }`;

function dump(a: Args, file: string, flags: readonly string[]): Command {
  const format = formatOf(file);
  const words = [
    'pg_dump',
    a.name,
    ...flags,
    ...(format.dump === undefined ? [] : [`--format=${format.dump}`]),
    ...splitWords(a.dump_extra_args ?? ''),
    ...splitWords(a.target_opts),
  ];
  // `-w` is not told: it only keeps pg_dump from asking.
  const told = [
    `pg_dump ${quote(a.name)}`,
    ...flags,
    ...(format.dump === undefined ? [] : [`--format=${format.dump}`]),
  ].join(' ');
  const extra = [a.dump_extra_args ?? '', a.target_opts].map((text) => (text === '' ? '' : ` ${text} `)).join('');
  const call = sh`pg_dump -w ${words.slice(1)}`;
  if (format.pack) {
    const packers = format.pack;
    const script = sh`(${needs('pg_dump')}
for p in ${packers} ''; do command -v "$p" >/dev/null 2>&1 && break; done
[ -n "$p" ] || { echo ${`Failed to find required executable "${packers.at(-1) ?? ''}"`} >&2; exit 1; }
rc=0
{ { { ${call}; echo $? >&3; } | "$p" > ${file} || echo 1 >&3; } 3>&1 1>&4 | { while read -r c; do [ "$c" = 0 ] || rc=$c; done; exit $rc; }; } 4>&1)`;
    return { script, cmd: `${told}${extra} | ${packers.at(-1)} > ${quote(file)}` };
  }
  if (format.dump === 'd') {
    const script = sh`(${needs('pg_dump')}
${call} -f ${file})`;
    return { script, cmd: `${told}${extra} -f ${quote(file)}` };
  }
  return {
    script: sh`(${needs('pg_dump')}
${call} > ${file})`,
    cmd: `${told}${extra} > ${quote(file)}`,
  };
}

function restore(a: Args, file: string, flags: readonly string[]): Command {
  const format = formatOf(file);
  const program = format.restore === undefined ? 'psql' : 'pg_restore';
  const words = [
    program,
    `--dbname=${a.name}`,
    ...flags,
    ...(format.ending === '.sql' ? [`--file=${file}`] : []),
    ...(format.restore === undefined ? [] : [`--format=${format.restore}`]),
    ...splitWords(a.target_opts),
  ];
  const told = [
    `${program} --dbname=${quote(a.name)}`,
    ...flags,
    ...(format.ending === '.sql' ? [`--file=${file}`] : []),
    ...(format.restore === undefined ? [] : [`--format=${format.restore}`]),
    ...(a.target_opts === '' ? [] : [`${a.target_opts} `]),
  ].join(' ');
  const call = sh`${program} -w ${words.slice(1)}`;
  if (format.unpack !== undefined) {
    const { unpack } = format;
    const script = sh`(${needs(program)}
${needs(unpack)}
rc=0
{ { { ${unpack} ${file}; echo $? >&3; } | { ${call} >&4; echo $? >&3; }; } 3>&1 | { while read -r c; do [ "$c" = 0 ] || rc=$c; done; exit $rc; }; } 4>&1)`;
    return { script, cmd: 'cmd: ****' };
  }
  const fromFile = format.restore === 'Directory' || format.restore === 'Custom';
  const input = format.ending === '.sql' ? sh`` : fromFile ? sh` ${file}` : sh` < ${file}`;
  return {
    script: sh`(${needs(program)}
${call}${input})`,
    cmd: `${told}${input.text}`,
  };
}
