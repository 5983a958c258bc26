// What the modules for LDAP have in common: how the server is reached with its command-line clients, and what they print.
import {
  argvScript,
  bool,
  choice,
  lines,
  ModuleFailure,
  path,
  script,
  secret,
  str,
  type HostHands,
  type HostView,
  type Script,
} from '../../src/kit/index.js';
import { hexFilter, splitDn } from './ldap-text.js';
import { answerOf, demand, NEEDS, QUERY, type Answer } from './query.js';
import { SBIN } from './sbin.js';
import { ask, TELL, Told } from './told.js';

export const ldapArgs = {
  bind_dn: str().optional().describe('Whom to log in as; nothing: by SASL (`sasl_class`); an empty text: as nobody.'),
  bind_pw: secret(str().default('')).describe('The password of `bind_dn`; it is on no command line.'),
  ca_path: path().optional().describe('A PEM file of the host with the certificate authorities.'),
  client_cert: path()
    .optional()
    .describe("A PEM file of the host with the client's certificate; `client_key` too then."),
  client_key: path().optional().describe("A PEM file of the host with that certificate's key."),
  dn: str().describe('The entry.'),
  referrals_chasing: choice('disabled', 'anonymous')
    .default('anonymous')
    .describe('Whether servers that are referred to are asked, as nobody.'),
  server_uri: str()
    .default('ldapi:///')
    .describe('The server, or several behind each other; default its local socket.'),
  start_tls: bool().default(false).describe('Begin TLS on the connection.'),
  validate_certs: bool().default(true).describe("Check the server's certificate."),
  sasl_class: choice('external', 'gssapi').default('external').describe('How to log in without `bind_dn`.'),
  xorder_discovery: choice('enable', 'auto', 'disable')
    .default('auto')
    .describe(
      'Whether an entry is looked for whose name begins with a number, e.g. `{1}mdb`; auto: if the name has none.',
    ),
};

export interface LdapArgs {
  readonly bind_dn?: string | undefined;
  readonly bind_pw: string;
  readonly ca_path?: string | undefined;
  readonly client_cert?: string | undefined;
  readonly client_key?: string | undefined;
  readonly dn: string;
  readonly referrals_chasing: 'disabled' | 'anonymous';
  readonly server_uri: string;
  readonly start_tls: boolean;
  readonly validate_certs: boolean;
  readonly sasl_class: 'external' | 'gssapi';
  readonly xorder_discovery: 'enable' | 'auto' | 'disable';
}

export const ldapRules = (a: LdapArgs): string[] =>
  (a.client_cert === undefined) === (a.client_key === undefined)
    ? []
    : ['parameters are required together: client_cert, client_key'];

/** The programs, which stand in one package of Debian's. */
const PACKAGE = 'on Debian they are in the package ldap-utils';

/** `filed NAME TEXT` puts a text into a file of this user's alone, which goes when the script ends, and its path into NAME. */
const FILED = script(`own=
trap '[ -z "$own" ] || rm -f -- $own' EXIT; trap 'exit 1' HUP INT TERM
filed() { f=$(umask 077; mktemp) || exit 1; own="$own $f"; printf %s "$2" > "$f" || exit 1; eval "$1=\\$f"; }`);

/** Environment and options of all of the clients: `$login` words stand in "$@". */
function loginScript(a: LdapArgs): Script {
  const variables: string[] = ['LDAPNOINIT=; unset LDAPNOINIT'];
  if (!a.validate_certs) variables.push('export LDAPTLS_REQCERT=never');
  if (a.ca_path !== undefined) variables.push(`export LDAPTLS_CACERT=${argvScript([a.ca_path]).text}`);
  if (a.client_cert !== undefined && a.client_key !== undefined) {
    variables.push(
      `export LDAPTLS_CERT=${argvScript([a.client_cert]).text} LDAPTLS_KEY=${argvScript([a.client_key]).text}`,
    );
  }
  const words = ['-H', a.server_uri, ...(a.start_tls ? ['-ZZ'] : [])];
  if (a.bind_dn === undefined) {
    words.push('-Q', '-Y', a.sasl_class === 'gssapi' ? 'GSSAPI' : 'EXTERNAL');
    return script(`${variables.join('\n')}\nset -- ${argvScript(words).text}`);
  }
  words.push('-x', ...(a.bind_dn === '' ? [] : ['-D', a.bind_dn]));
  if (a.bind_dn === '' || a.bind_pw === '') return script(`${variables.join('\n')}\nset -- ${argvScript(words).text}`);
  return script(
    `${variables.join('\n')}\nfiled pw ${argvScript([a.bind_pw]).text}\nset -- ${argvScript(words).text} -y "$pw"`,
  );
}

/** Searches chase referrals as the task says. */
const chase = (a: LdapArgs): string => (a.referrals_chasing === 'anonymous' ? '-C ' : '');

/** Sets $dn: the entry of the task, or the one that has a number in front of its name. */
function findScript(a: LdapArgs): Script {
  const [first = '', ...rest] = splitDn(a.dn);
  const numbered = /.+\{\d+\}.+/s.test(first);
  const search = a.xorder_discovery === 'enable' || (a.xorder_discovery === 'auto' && !numbered);
  const given = `dn=${argvScript([a.dn]).text}`;
  if (!search || rest.length === 0) return script(given);
  const at = first.indexOf('=');
  const filter = `(${first.slice(0, at)}=${hexFilter(first.slice(at + 1))})`;
  return script(`${given}
l=$(ldapsearch "$@" ${chase(a)}-LLL -o ldif_wrap=no -s one -b ${argvScript([rest.join(','), filter, '1.1']).text} 2>/dev/null </dev/null | grep '^dn:')
case $l in '' | *'
'*) ;; 'dn:: '*) dn=$(printf %s "\${l#dn:: }" | base64 -d) ;; 'dn: '*) dn=\${l#dn: } ;; esac`);
}

/** A look: the programs are there, the login words stand in "$@", the entry in $dn. */
const ldapLook = (a: LdapArgs, body: Script): Script =>
  lines([
    SBIN,
    NEEDS,
    QUERY,
    script('needs ldapsearch ldapmodify; command -v ldapsearch >/dev/null 2>&1 || exit 0'),
    FILED,
    loginScript(a),
    findScript(a),
    body,
  ]);

/** A search inside a look; its answer is told as `name`. @param words options, and behind `-b "$dn"` filter and attributes */
export const searchScript = (a: LdapArgs, name: string, options: readonly string[], words: readonly string[]): Script =>
  script(
    `query ${name} ldapsearch "$@" ${chase(a)}-LLL -o ldif_wrap=no ${argvScript(options).text} -b "$dn" ${argvScript(words).text}`,
  );

/** A filter that is on no command line: whether the entry matches is told as `name`. @param filter one line, without parentheses */
export const matchScript = (a: LdapArgs, name: string, filter: string): Script =>
  script(`m() { printf '%s\\n' "$filter" | ldapsearch "$@" ${chase(a)}-LLL -o ldif_wrap=no -s base -b "$dn" -f - '(%s)' 1.1; }
filter=${argvScript([filter]).text}
o=$(m "$@" 2>/dev/null); c=$?; say ${name} "$o"; say ${name}.rc "$c"
if [ "$c" -ne 0 ]; then o=$(m "$@" 2>&1 >/dev/null); say ${name}.err "$o"; fi`);

/** One round trip. @throws ModuleFailure when there are no clients */
export async function askLdap(host: HostView, a: LdapArgs, body: Script): Promise<Told> {
  const told = await ask(host, ldapLook(a, body));
  demand(told, PACKAGE);
  return told;
}

/** `did COMMAND…` tells its output, code and errors as those of the change. */
const DID = script(
  `did() { filed e ''; o=$("$@" 2>"$e" </dev/null); c=$?; say done "$o"; say done.rc "$c"; say done.err "$(cat -- "$e")"; }`,
);

/** Changes the entry $dn as an LDIF record says, whose first line is left out. */
export const recordScript = (record: string): Script =>
  script(`filed ldif "dn:: $(printf %s "$dn" | base64 | tr -d '\\n')"'\n'${argvScript([record]).text}
did ldapmodify "$@" -f "$ldif"`);

/** Runs something with the login words in "$@" and the entry in $dn; what is run by `did` is the outcome. */
export async function runLdap(hands: HostHands, a: LdapArgs, body: Script): Promise<Answer> {
  const { stdoutBytes } = await hands.run(
    lines([TELL, script('('), SBIN, FILED, DID, loginScript(a), findScript(a), body, script(')\n:')]),
  );
  return answerOf(new Told(stdoutBytes), 'done') ?? { rc: 1, out: '', err: 'the LDAP client was not run' };
}

/** LDAP's code for an entry that is not there. */
export const NO_SUCH_OBJECT = 32;

/**
 * The failure of a client, told as that of the step that failed.
 * @param msg for what comes behind the login
 */
export function ldapFailure(answer: Answer, msg: string): ModuleFailure {
  const details = (answer.err || answer.out).trim();
  const step = /ldap_start_tls/.test(details)
    ? 'Cannot start TLS.'
    : /ldap_(?:sasl_(?:interactive_)?)?bind/.test(details)
      ? 'Cannot bind to the server.'
      : msg;
  return new ModuleFailure(step, { details });
}
