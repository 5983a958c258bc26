// Asks whether a PostgreSQL server answers, and which one it is.
import { alias, bool, defineModule, str, z } from '../../../src/kit/index.js';
import { loginArgs, Postgres, refuseDangerous } from '../../_shared/postgres-session.js';

const args = z.strictObject({
  ...loginArgs,
  login_db: alias(str().optional(), 'db').describe('The database to connect to.'),
  session_role: str().optional().describe('Role to become after login.'),
  trust_input: bool().default(true).describe('Whether names are taken without a look for SQL in them.'),
});

export default defineModule({
  name: 'community.postgresql.postgresql_ping',
  aliases: ['community.general.postgresql_ping'],
  summary: 'Asks whether a PostgreSQL server answers, and which one it is.',
  args,
  returns: z.object({
    is_available: z.boolean().describe('Whether it answers.'),
    server_version: z
      .record(z.string(), z.unknown())
      .describe('`major`, `minor`, `patch` where there is one, `full` and `raw`; empty when it does not answer.'),
    conn_err_msg: z.string().describe('Why it does not.'),
  }),
  requires: ['psql'],
  check: 'full',
  diff: false,
  examples: [{ name: 'Is it there', task: 'community.postgresql.postgresql_ping:\n  login_db: app' }],
  async run({ args: a, host, warn }) {
    refuseDangerous(a.trust_input, [a.session_role]);
    const answer = await new Postgres(a, a.login_db).probe(host, 'SELECT version();');
    if (!answer.connected || answer.error !== undefined) {
      warn(`PostgreSQL server is unavailable: ${answer.error ?? ''}`);
      return { changed: false, is_available: false, server_version: {}, conn_err_msg: answer.error ?? '' };
    }
    const raw = answer.stdout.trim();
    return { changed: false, is_available: true, server_version: parseVersion(raw), conn_err_msg: '' };
  },
});

/** `PostgreSQL 15.4 (Debian …) on …` in parts. */
export function parseVersion(raw: string): Record<string, unknown> {
  const full = raw.split(/\s+/)[1] ?? '';
  const [, major, minor, patch] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(full) ?? [];
  if (major === undefined) return { full, raw };
  return {
    major: Number(major),
    minor: Number(minor),
    full,
    raw,
    ...(patch === undefined ? {} : { patch: Number(patch) }),
  };
}
