// Looks at the accounts of a name, decides, and tells the server.
import { ModuleFailure, type RunContext } from '../../../src/kit/index.js';
import { unpackPrivileges, type Privileges } from '../../_shared/mysql-privileges.js';
import { Mysql, sessionVariables } from '../../_shared/mysql-session.js';
import { mysql } from '../../_shared/mysql-sql.js';
import { alter, create, type Decision } from './decide.js';
import type { Args } from './index.js';
import { lookAtAccount, lookAtUser, type UserLook } from './look.js';

export async function manageUser(context: RunContext<Args>): Promise<Record<string, unknown>> {
  const { args: a, warn } = context;
  const at = a.host.toLowerCase();
  if (a.column_case_sensitive === undefined) {
    warn(
      "Option column_case_sensitive is not provided. The default is now false, so the column's name will be uppercased. The default will be changed to true in community.mysql 4.0.0.",
    );
  }
  const { server, look } = await connect(context, at);
  const there = a.host_all ? look.accounts.length > 0 : look.accounts.some((one) => one.host === at);
  const result = (
    changed: boolean,
    msg: string,
    passwordChanged: boolean | null = false,
    attributes: unknown = null,
  ) => ({
    changed,
    user: a.name,
    msg,
    password_changed: passwordChanged,
    attributes,
  });
  const hosts = a.host_all ? look.accounts.map((one) => one.host) : [at];
  if (a.state === 'absent') {
    if (!there) return result(false, "User doesn't exist");
    await carryOut(
      context,
      server,
      { summary: `drop user ${a.name}` },
      hosts.map((one) => mysql`DROP USER ${a.name}@${one}`.text),
    );
    return result(true, 'User deleted');
  }
  const wanted = a.priv === undefined ? undefined : privileges(a, look);
  if (!there) {
    if (a.host_all) throw new ModuleFailure('host_all parameter cannot be used when adding a user');
    const made = create(a, look, wanted, at);
    if (a.update_password === 'on_new_username' && made.passwordChanged && look.accounts.length > 1) {
      warn(
        `An account with the username ${a.name} has a different password than the others existing accounts. Thus on_new_username can't decide which password to reuse so it will use your provided password instead. If no password is provided, the account will have an empty password!`,
      );
    }
    await carryOut(context, server, { summary: `create user ${a.name}@${at}` }, made.statements);
    return result(true, made.msg, context.checkMode ? null : made.passwordChanged, made.attributes);
  }
  return modify(context, server, look, hosts, wanted, result);
}

async function connect(context: RunContext<Args>, at: string): Promise<{ server: Mysql; look: UserLook }> {
  const { args: a, host } = context;
  const prelude = [...(a.sql_log_bin ? [] : ['SET SQL_LOG_BIN=0']), ...sessionVariables(a.session_vars)];
  const database = a.force_context ? 'mysql' : undefined;
  if (a.check_implicit_admin) {
    try {
      const server = new Mysql({ ...a, login_user: 'root', login_password: '' }, database, prelude);
      return { server, look: await lookAtUser(server, host, a.name, at) };
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
    }
  }
  const server = new Mysql(a, database, prelude);
  return { server, look: await lookAtUser(server, host, a.name, at) };
}

function privileges(a: Args, look: UserLook): Privileges {
  const text =
    typeof a.priv === 'string'
      ? a.priv
      : Object.entries(a.priv as Record<string, unknown>)
          .map(([on, list]) => `${on}:${String(list)}`)
          .join('/');
  return unpackPrivileges(text, look.ansi, a.column_case_sensitive ?? false, !a.subtract_privs);
}

/** Each account of the name, one after the other. */
async function modify(
  context: RunContext<Args>,
  server: Mysql,
  look: UserLook,
  hosts: readonly string[],
  wanted: Privileges | undefined,
  result: (changed: boolean, msg: string, passwordChanged: boolean, attributes: unknown) => Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { args: a, host, checkMode } = context;
  const decisions: Decision[] = [];
  let changed = false;
  for (const one of hosts) {
    const account = look.accounts.find((each) => each.host === one);
    if (!account) continue;
    const first = one === a.host.toLowerCase();
    const details = first ? look.details : await lookAtAccount(server, host, a.name, one);
    const decision = alter(a, look, account, details, wanted, checkMode);
    decisions.push(decision);
    if (decision.statements.length === 0) continue;
    await carryOut(context, server, { summary: `alter user ${a.name}@${one}` }, decision.statements);
    if (decision.certain || checkMode) changed = true;
    else {
      const after = await lookAtAccount(server, host, a.name, one);
      if (after.grants.join('\n') !== details.grants.join('\n')) changed = true;
    }
  }
  const told = decisions.findLast(({ msg }) => msg !== 'User unchanged');
  return result(
    changed,
    told?.msg ?? 'User unchanged',
    decisions.some(({ passwordChanged }) => passwordChanged),
    decisions.at(-1)?.attributes ?? null,
  );
}

async function carryOut(
  { change }: RunContext<Args>,
  server: Mysql,
  note: { readonly summary: string },
  statements: readonly string[],
): Promise<void> {
  await change(note, async (hands) => {
    const { errors } = await server.run(hands, statements);
    const [error] = errors;
    if (error) throw new ModuleFailure(error.text);
  });
}
