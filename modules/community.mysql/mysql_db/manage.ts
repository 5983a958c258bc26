// Looks which databases there are, then makes, drops, dumps or imports them.
import { ModuleFailure, quote, sh, type RunContext, type Script } from '../../../src/kit/index.js';
import { clientFunction, clientOptions, Mysql, type MysqlLogin } from '../../_shared/mysql-session.js';
import { mysql, mysqlIdent, mysqlPlain } from '../../_shared/mysql-sql.js';
import { splitWords } from '../../_shared/words.js';
import type { Args } from './index.js';

/** How packed files are made and read, by their ending. */
const PACKERS: Readonly<Record<string, string>> = { gz: 'gzip', bz2: 'bzip2', xz: 'xz', zst: 'zstd' };
const packerOf = (file: string): string | undefined => PACKERS[/\.([a-z0-9]+)$/.exec(file)?.[1] ?? ''];

export async function manageDatabases(context: RunContext<Args>): Promise<Record<string, unknown>> {
  const { args: a, checkMode } = context;
  const names = a.name.map((name) => name.trim());
  if (names.length === 0) return { changed: false, db: [], db_list: [] };
  const all = names.join() === 'all';
  const login = await effectiveLogin(context);
  const { server, there } = await look(context, login, names);
  const missing = all ? [] : names.filter((name) => !there.includes(name));
  const result = { db: names.join(' '), db_list: names };
  const done = (changed: boolean, commands: readonly string[], more: Record<string, unknown> = {}) => ({
    changed,
    ...result,
    ...more,
    ...(checkMode ? {} : { executed_commands: commands }),
  });
  if (a.state === 'absent') {
    const drops = names
      .filter((name) => there.includes(name))
      .map((name) => mysql`DROP DATABASE ${mysqlIdent(name)}`.text);
    await tell(context, server, drops, 'error deleting database');
    return done(drops.length > 0, drops);
  }
  const creates = missing.map((name) => createStatement(a, name));
  if (a.state === 'present') {
    await tell(context, server, creates, 'error creating database');
    return done(creates.length > 0, creates);
  }
  if (a.state === 'dump' && missing.length > 0)
    throw new ModuleFailure(`Cannot dump database(s) '${missing.join(', ')}' - not found`);
  if (a.state === 'import' && !checkMode) {
    const file = await context.host.stat(fileOf(a), { follow: true });
    if (!file) throw new ModuleFailure(`target ${a.target} does not exist on the host`);
    await tell(context, server, creates, 'error creating database');
  }
  const { script, shown } = a.state === 'dump' ? dump(a, login, names, all) : load(a, login, names, all);
  const ran = await context.change({ summary: `${a.state} ${names.join(' ')}, ${a.target}` }, (hands) =>
    hands.run(script, { cwd: a.chdir }),
  );
  if (ran && ran.rc !== 0) throw new ModuleFailure(ran.stderr);
  return done(true, [...(a.state === 'import' ? creates : []), shown], checkMode ? {} : { msg: ran?.stdout ?? '' });
}

function createStatement(a: Args, name: string): string {
  const encoding = a.encoding === '' ? '' : mysql` CHARACTER SET ${a.encoding}`.text;
  const collation = a.collation === '' ? '' : mysql` COLLATE ${a.collation}`.text;
  return mysql`CREATE DATABASE ${mysqlIdent(name)}${mysqlPlain(encoding + collation)}`.text;
}

const fileOf = (a: Args): string =>
  a.chdir !== undefined && a.target?.startsWith('/') === false ? `${a.chdir}/${a.target}` : (a.target ?? '');

/** `config_overrides_defaults`: host and port of the file's `[client]`. */
async function effectiveLogin({ args: a, host }: RunContext<Args>): Promise<MysqlLogin> {
  if (!a.config_overrides_defaults) return a;
  const { stdout } = await host.probe(sh`cat -- ${a.config_file} 2>/dev/null || :`);
  const client = /^\[client\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(stdout)?.[1] ?? '';
  const value = (key: string): string | undefined =>
    new RegExp(`^\\s*${key}\\s*=\\s*['"]?([^'"\\n]*?)['"]?\\s*$`, 'm').exec(client)?.[1];
  return { ...a, login_host: value('host') ?? a.login_host, login_port: Number(value('port') ?? a.login_port) };
}

async function look(
  { args: a, host }: RunContext<Args>,
  login: MysqlLogin,
  names: readonly string[],
): Promise<{ server: Mysql; there: readonly string[] }> {
  const prelude = a.sql_log_bin || a.state === 'dump' || a.state === 'import' ? [] : ['SET SQL_LOG_BIN=0'];
  const list = mysqlPlain(names.map((name) => mysql`${name}`.text).join(', '));
  const query = mysql`SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (${list})`.text;
  const ask = async (as: MysqlLogin) => {
    const server = new Mysql(as, undefined, prelude);
    const { sections, errors } = await server.look(host, [query]);
    if (errors[0]) throw new ModuleFailure(errors[0].text);
    return { server, there: (sections[0] ?? []).map(([name]) => name ?? '') };
  };
  if (a.check_implicit_admin) {
    try {
      return await ask({ ...login, login_user: 'root', login_password: '' });
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
    }
  }
  return ask(login);
}

async function tell(
  { change }: RunContext<Args>,
  server: Mysql,
  statements: readonly string[],
  failure: string,
): Promise<void> {
  if (statements.length === 0) return;
  await change({ summary: statements.join('; ') }, async (hands) => {
    const { errors } = await server.run(hands, statements);
    if (errors[0]) throw new ModuleFailure(`${failure}: ${errors[0].text}`);
  });
}

interface Command {
  readonly script: Script;
  /** As results tell it: without what logs in. */
  readonly shown: string;
}

const settings = (a: Args, login: MysqlLogin): Script =>
  clientFunction(login, clientOptions(login), a.restrict_config_file && login.config_file === '');

function dump(a: Args, login: MysqlLogin, names: readonly string[], all: boolean): Command {
  const words = [
    ...(a.force ? ['--force'] : []),
    ...(all ? ['--all-databases'] : names.length > 1 ? ['--databases', ...names] : [names[0] ?? '']),
    ...(a.skip_lock_tables ? ['--skip-lock-tables'] : []),
    ...(a.encoding === '' ? [] : [`--default-character-set=${a.encoding}`]),
    ...(a.single_transaction ? ['--single-transaction=true'] : []),
    ...(a.quick ? ['--quick'] : []),
    ...a.ignore_tables.map((table) => `--ignore-table=${table}`),
    ...(a.hex_blob ? ['--hex-blob'] : []),
    ...(a.master_data === '0' ? [] : [`--master-data=${a.master_data}`]),
    ...splitWords(a.dump_extra_args ?? ''),
  ];
  const file = a.target ?? '';
  const packer = packerOf(file);
  const begin = sh`d=$PWD
${settings(a, login)}
cd -- "$d" 2>/dev/null
p=$(first mariadb-dump mysqldump)
[ -n "$p" ] || { echo 'Failed to find required executable "mysqldump"' >&2; exit 1; }`;
  const call = sh`client "$p" --defaults-file=/dev/fd/3 ${words}`;
  const plain = `mariadb-dump ${words.map(quote).join(' ')}`;
  if (packer === undefined)
    return {
      script: sh`(${begin}
${call} > ${file})`,
      shown: `${plain} > ${quote(file)}`,
    };
  return {
    script: sh`(${begin}
command -v ${packer} >/dev/null 2>&1 || { echo ${`Failed to find required executable "${packer}"`} >&2; exit 1; }
rc=0
{ { { ${call}; echo $? >&6; } | { ${packer} > ${file}; echo $? >&6; }; } 6>&1 | { while read -r c; do [ "$c" = 0 ] || rc=$c; done; exit $rc; }; })`,
    shown: `${plain} | ${packer} > ${quote(file)}`,
  };
}

function load(a: Args, login: MysqlLogin, names: readonly string[], all: boolean): Command {
  const words = [
    ...(a.force ? ['-f'] : []),
    ...(a.encoding === '' ? [] : [`--default-character-set=${a.encoding}`]),
    ...(all ? [] : ['--one-database', names[0] ?? '']),
  ];
  const file = a.target ?? '';
  const packer = packerOf(file);
  const begin = sh`d=$PWD
${settings(a, login)}
cd -- "$d" 2>/dev/null
p=$(first mariadb mysql)
[ -n "$p" ] || { echo 'Failed to find required executable "mysql"' >&2; exit 1; }`;
  const call = sh`client "$p" --defaults-file=/dev/fd/3 ${words}`;
  const plain = `mariadb ${words.map(quote).join(' ')}`;
  if (packer === undefined)
    return {
      script: sh`(${begin}
${call} < ${file})`,
      shown: `${plain} < ${quote(file)}`,
    };
  return {
    script: sh`(${begin}
command -v ${packer} >/dev/null 2>&1 || { echo ${`Failed to find required executable "${packer}"`} >&2; exit 1; }
rc=0
{ { { ${packer} -dc ${file}; echo $? >&6; } | { ${call} >&7; echo $? >&6; }; } 6>&1 | { while read -r c; do [ "$c" = 0 ] || rc=$c; done; exit $rc; }; } 7>&1)`,
    shown: `${packer} -dc ${quote(file)} | ${plain}`,
  };
}
