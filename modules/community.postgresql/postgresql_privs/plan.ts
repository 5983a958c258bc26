// What a task asks for in privileges, checked, and the statement that does it.
import { ModuleFailure } from '../../../src/kit/index.js';
import { ident } from '../../_shared/postgres-sql.js';
import type { Args } from './index.js';

const PRIVILEGES =
  'SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER CREATE CONNECT TEMPORARY TEMP EXECUTE USAGE ALL SET ALTER_SYSTEM'.split(
    ' ',
  );
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  TABLES: ['ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'],
  SEQUENCES: ['ALL', 'SELECT', 'UPDATE', 'USAGE'],
  FUNCTIONS: ['ALL', 'EXECUTE'],
  TYPES: ['ALL', 'USAGE'],
  SCHEMAS: ['CREATE', 'USAGE'],
};
/** Types whose objects are in a schema. */
const IN_SCHEMA = ['table', 'sequence', 'function', 'procedure', 'type', 'default_privs'];
const ALL_OF: Readonly<Record<string, string>> = {
  table: 'ALL TABLES IN SCHEMA',
  sequence: 'ALL SEQUENCES IN SCHEMA',
  function: 'ALL FUNCTIONS IN SCHEMA',
  procedure: 'ALL PROCEDURES IN SCHEMA',
};

export interface Plan {
  readonly privileges: readonly string[];
  /** undefined: everything in the schema. */
  readonly objects: readonly string[] | undefined;
  readonly schema: string | undefined;
  /** As the task has them, and as a statement has them if none is a name of the server's own. */
  readonly written: readonly string[];
  readonly roles: readonly string[];
}

/** @throws ModuleFailure for what does not go together */
export function plan(a: Args): Plan {
  const inSchema = IN_SCHEMA.includes(a.type);
  if (!inSchema && a.schema !== undefined && a.schema !== '')
    throw new ModuleFailure(`Argument "schema" is not allowed for type "${a.type}".`);
  if (a.objs === 'ALL_IN_SCHEMA' && !(a.type in ALL_OF)) {
    throw new ModuleFailure(
      `Argument "objs": ALL_IN_SCHEMA can be used only for type: table, sequence, function or procedure, ${a.type} was passed.`,
    );
  }
  const given = a.objs === undefined || a.objs === '' ? undefined : a.objs;
  const objs = given ?? (a.type === 'database' ? a.login_db : undefined);
  if (objs === undefined) throw new ModuleFailure(`Argument "objs" is required for type "${a.type}".`);
  const wanted = a.privs === undefined || a.privs === '' ? undefined : a.privs;
  if (a.type === 'group' && wanted !== undefined)
    throw new ModuleFailure('Argument "privs" is not allowed for type "group".');
  if (a.type !== 'group' && wanted === undefined)
    throw new ModuleFailure(`Argument "privs" is required for type "${a.type}".`);
  const privileges = [...new Set((wanted ?? '').split(',').map((word) => word.toUpperCase()))].filter((w) => w !== '');
  const wrong = privileges.filter((word) => !PRIVILEGES.includes(word));
  if (wrong.length > 0) throw new ModuleFailure(`Invalid privileges specified: frozenset({'${wrong.join("', '")}'})`);
  const none = objs === 'schemas' || a.schema === 'not-specified';
  const written = a.roles.split(',');
  return {
    privileges,
    objects: objectsOf(a.type, objs, privileges),
    schema: !inSchema || none ? undefined : a.schema === undefined || a.schema === '' ? 'public' : a.schema,
    written,
    roles: written.map((role) => (role.toUpperCase() === 'PUBLIC' ? 'PUBLIC' : ident(role).text)),
  };
}

function objectsOf(type: string, objs: string, privileges: readonly string[]): readonly string[] | undefined {
  if (objs === 'ALL_IN_SCHEMA') return undefined;
  if (type !== 'default_privs') {
    const names = objs.split(',');
    return type === 'function' || type === 'procedure' ? names.map((name) => name.replaceAll(':', ',')) : names;
  }
  const kinds =
    objs === 'ALL_DEFAULT'
      ? Object.keys(DEFAULTS).filter((kind) => kind !== 'SCHEMAS')
      : [...new Set(objs.split(',').map((kind) => kind.toUpperCase()))];
  const wrong = kinds.filter((kind) => !(kind in DEFAULTS));
  if (wrong.length > 0) throw new ModuleFailure(`Invalid Object set specified: frozenset({'${wrong.join("', '")}'})`);
  const fitting = kinds.filter((kind) => privileges.every((word) => DEFAULTS[kind]?.includes(word)));
  const set = (words: readonly string[]): string => `frozenset({${words.map((word) => `'${word}'`).join(', ')}})`;
  if (fitting.length !== kinds.length) {
    throw new ModuleFailure(
      `Invalid priv specified. Valid object for priv: ${fitting.length === 0 ? 'frozenset()' : set(fitting)}. Objects: ${set(kinds)}`,
    );
  }
  return kinds;
}

const spaced = (words: readonly string[]): string => words.join(',').replaceAll('_', ' ');

/** @param roles as they stand in a statement */
export function statement(a: Args, asked: Plan, roles: readonly string[]): string {
  const whom = roles.join(',');
  if (a.type === 'default_privs') return defaults(a, asked, whom);
  const what = target(a, asked);
  const group = a.type === 'group';
  if (a.state === 'absent') return `REVOKE ${what} FROM ${whom};`;
  const grant = `GRANT ${what} TO ${whom}`;
  if (a.grant_option === true) return `${grant} WITH ${group ? 'ADMIN' : 'GRANT'} OPTION;`;
  if (a.grant_option === undefined) return `${grant};`;
  return `${grant};\nREVOKE ${group ? 'ADMIN' : 'GRANT'} OPTION FOR ${what} FROM ${whom};`;
}

function target(a: Args, asked: Plan): string {
  const { objects, schema, privileges } = asked;
  const within = schema === undefined ? '' : `${ident(schema).text}.`;
  if (objects === undefined) return `${spaced(privileges)} ON ${ALL_OF[a.type]} ${ident(schema ?? 'public').text}`;
  const names = objects.map((name) => {
    if (a.type !== 'function' && a.type !== 'procedure') return `${within}${ident(name).text}`;
    const open = name.indexOf('(');
    if (open < 0) throw new ModuleFailure(`Illegal function / procedure signature: "${name}".`);
    return `${within}${ident(name.slice(0, open)).text}${name.slice(open)}`;
  });
  if (a.type === 'group') return names.join(',');
  return `${spaced(privileges)} ON ${a.type.replaceAll('_', ' ')} ${names.join(',')}`;
}

/** Default privileges are taken away and, if they are to be there, granted anew. */
function defaults(a: Args, asked: Plan, whom: string): string {
  const as =
    a.target_roles === undefined
      ? ''
      : ` FOR ROLE ${a.target_roles
          .split(',')
          .map((role) => ident(role).text)
          .join(',')}`;
  const within = asked.schema === undefined ? '' : ` IN SCHEMA ${ident(asked.schema).text}`;
  const alter = `ALTER DEFAULT PRIVILEGES${as}${within}`;
  const revoke = (kinds: readonly string[]): string[] =>
    kinds.map((kind) => `${alter} REVOKE ALL ON ${kind} FROM ${whom};`);
  if (a.state === 'absent') return revoke(['TABLES', 'FUNCTIONS', 'SEQUENCES', 'TYPES']).join('\n');
  const kinds = asked.objects ?? [];
  const option = a.grant_option === true ? ' WITH GRANT OPTION' : '';
  const grants = kinds.map((kind) => `${alter} GRANT ${asked.privileges.join(',')} ON ${kind} TO ${whom}${option};`);
  return [...revoke(kinds), ...grants].join('\n');
}
