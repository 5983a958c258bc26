// What a keystore has under an alias, and how keytool changes it.
import { lines, script, sh, type HostHands, type ScriptResult } from '../../../src/kit/index.js';
import { lookIntoKeystore } from '../../../src/keys/index.js';
import { loadCertificate, splitPem, writePem } from '../../../src/x509/index.js';
import { keytoolCommand, keytoolFailure, withKeytool } from '../../_shared/keytool.js';
import { missingProgram } from '../../_shared/programs.js';
import type { Args, Context } from './index.js';
import type { NewCertificate } from './source.js';

const typeWords = (a: Args): string[] => (a.keystore_type ? ['-storetype', a.keystore_type] : []);

/**
 * The certificate under an alias, in DER; undefined when there is none, or the password does not open the keystore.
 * Kinds of keystores that only Java reads are read by keytool.
 */
export async function presentCertificate(
  { args: a, host }: Context,
  bytes: Uint8Array,
  alias: string,
): Promise<Uint8Array | undefined> {
  const look = lookIntoKeystore(bytes, a.keystore_pass, alias);
  if (look.state === 'found') return look.certificate;
  if (look.state !== 'unknown') return undefined;
  const command = [a.executable, '-list', '-keystore', a.keystore_path ?? '', '-alias', alias, '-rfc', ...typeWords(a)];
  const asked = await host.probe(
    lines([sh`command -v ${a.executable} >/dev/null 2>&1 || exit 77`, keytoolCommand(command)]),
    { stdin: `${a.keystore_pass}\n`, env: { LC_ALL: 'C.UTF-8' } },
  );
  if (asked.rc === 77) throw missingProgram(a.executable, 'install a Java runtime');
  const pem = splitPem(asked.stdout)[0];
  return asked.rc === 0 && pem !== undefined ? loadCertificate(Buffer.from(pem)).der : undefined;
}

type Told = Record<string, unknown>;

function told(ran: ScriptResult, cmd: readonly string[]): Told {
  return { msg: ran.stdout, rc: ran.rc, cmd, stdout: ran.stdout, error: ran.stderr };
}

export async function deleteEntry(hands: HostHands, a: Args, alias: string): Promise<Told> {
  const cmd = [
    a.executable,
    '-delete',
    '-noprompt',
    '-keystore',
    a.keystore_path ?? '',
    '-alias',
    alias,
    ...typeWords(a),
  ];
  const ran = await withKeytool(hands, a.executable, keytoolCommand(cmd), `${a.keystore_pass}\n`);
  if (ran.rc !== 0) throw keytoolFailure(ran, cmd, { error: ran.stderr });
  return told(ran, cmd);
}

/** The first certificate only, whatever else its file holds. */
export async function importCertificate(hands: HostHands, a: Args, wanted: NewCertificate): Promise<Told> {
  const cmd = [
    ...[a.executable, '-importcert', '-noprompt', '-keystore', a.keystore_path ?? ''],
    ...['-alias', wanted.alias, ...typeWords(a), ...(a.trust_cacert ? ['-trustcacerts'] : [])],
  ];
  const act = lines([
    script('IFS= read -r p; cat >"$d/cert"'),
    script(`printf '%s\\n%s\\n' "$p" "$p" | ${keytoolCommand(cmd, '-file "$d/cert"').text}`),
  ]);
  const stdin = `${a.keystore_pass}\n${writePem('CERTIFICATE', wanted.certificate)}`;
  const ran = await withKeytool(hands, a.executable, act, stdin);
  if (ran.rc !== 0) throw keytoolFailure(ran, cmd, { error: ran.stderr });
  return told(ran, cmd);
}

export async function importStore(hands: HostHands, a: Args, alias: string): Promise<Told> {
  const keystore = a.keystore_path ?? '';
  const cmd = [
    ...[a.executable, '-importkeystore', '-noprompt', '-srcstoretype', 'pkcs12'],
    ...['-srckeystore', a.pkcs12_path ?? '', '-destkeystore', keystore],
    ...(a.cert_alias === undefined ? [] : ['-destalias', alias]),
    ...(a.pkcs12_alias === undefined ? [] : ['-srcalias', a.pkcs12_alias]),
    ...(a.keystore_type ? ['-deststoretype', a.keystore_type] : []),
  ];
  // The password of a new keystore is asked for twice.
  const act = lines([
    script('IFS= read -r p; IFS= read -r q'),
    sh`n='%s\n%s\n'; set -- "$p" "$q"; if [ ! -e ${keystore} ]; then n='%s\n%s\n%s\n'; set -- "$p" "$p" "$q"; fi`,
    script(`printf "$n" "$@" | ${keytoolCommand(cmd).text}`),
  ]);
  const stdin = `${a.keystore_pass}\n${a.pkcs12_password ?? ''}\n`;
  const ran = await withKeytool(hands, a.executable, lines([act, sh`c=$?; [ -e ${keystore} ] || c=1; exit $c`]), stdin);
  if (ran.rc !== 0) throw keytoolFailure(ran, cmd, { error: ran.stderr });
  return told(ran, cmd);
}
