// PKCS#12 files, revocation lists, signatures, chains and Java keystores on a real server over SSH, checked by openssl and keytool there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import chain from '../../modules/community.crypto/certificate_complete_chain/index.js';
import getCertificate from '../../modules/community.crypto/get_certificate/index.js';
import pkcs12 from '../../modules/community.crypto/openssl_pkcs12/index.js';
import sign from '../../modules/community.crypto/openssl_signature/index.js';
import verify from '../../modules/community.crypto/openssl_signature_info/index.js';
import crl from '../../modules/community.crypto/x509_crl/index.js';
import crlInfo from '../../modules/community.crypto/x509_crl_info/index.js';
import javaCert from '../../modules/community.general/java_cert/index.js';
import javaKeystore from '../../modules/community.general/java_keystore/index.js';
import type { AnyModule, ModuleResult } from '../../src/kit/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;
beforeAll(async () => {
  target = await startTarget({ hostname: 'crypto6' });
  on = { host: target.host({ user: 'ops' }), become: sudo() };
  // The package's alternatives want a directory that slim images leave out.
  await target.exec(
    'mkdir -p /usr/share/man/man1; (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends openjdk-17-jre-headless openssl) >/tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 1; }',
  );
  await target.exec(`mkdir -m 755 /etc/pki; cd /etc/pki
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj '/CN=Our CA' 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout host.key -out host.csr -subj /CN=host.example.org 2>/dev/null
openssl x509 -req -in host.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out host.crt 2>/dev/null`);
}, 600_000);
afterAll(() => target.stop());

async function run(module: AnyModule, args: Record<string, unknown>): Promise<ModuleResult> {
  return (await runOn(on, module, args)).result;
}

const pair = { privatekey_path: '/etc/pki/host.key', certificate_path: '/etc/pki/host.crt' };

describe('community.crypto', () => {
  it('makes a PKCS#12 file that OpenSSL opens, and takes it apart', async () => {
    const store = { path: '/etc/pki/host.p12', friendly_name: "it's $(id)", passphrase: "pa'ss $x" };
    const { real } = await converge(on, pkcs12, { ...store, ...pair, other_certificates: ['/etc/pki/ca.crt'] });
    expect(real.result).toMatchObject({ mode: '0400', filename: '/etc/pki/host.p12' });
    const info = await target.exec(`openssl pkcs12 -info -nodes -in /etc/pki/host.p12 -passin "pass:pa'ss \\$x" 2>&1`);
    expect(info).toContain("friendlyName: it's $(id)");
    expect(info.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const parts = { action: 'parse', src: store.path, path: '/etc/pki/parts.pem', passphrase: store.passphrase };
    await converge(on, pkcs12, parts);
    expect(
      await target.exec(
        'cd /etc/pki; openssl pkey -in parts.pem | cmp - host.key && openssl x509 -in parts.pem | cmp - host.crt && echo same',
      ),
    ).toBe('same\n');
    await converge(on, pkcs12, { path: '/etc/pki/parts.pem', state: 'absent' });
  });

  it('makes a revocation list that OpenSSL takes', async () => {
    const list = {
      path: '/etc/pki/ca.crl',
      privatekey_path: '/etc/pki/ca.key',
      issuer: { CN: 'Our CA' },
      last_update: '+0s',
      next_update: '+7d',
      ignore_timestamps: true,
    };
    const revoked = [{ path: '/etc/pki/host.crt', reason: 'key_compromise', revocation_date: '20260101000000Z' }];
    await converge(on, crl, { ...list, revoked_certificates: revoked });
    expect(await target.exec('openssl crl -in /etc/pki/ca.crl -noout -CAfile /etc/pki/ca.crt 2>&1')).toContain(
      'verify OK',
    );
    const verified =
      'cat /etc/pki/ca.crt /etc/pki/ca.crl > /tmp/both; openssl verify -crl_check -CAfile /tmp/both /etc/pki/host.crt 2>&1 || :';
    expect(await target.exec(verified)).toContain('certificate revoked');
    await converge(on, crl, { ...list, revoked_certificates: [{ serial_number: 99 }], crl_mode: 'update' });
    expect((await run(crlInfo, { path: '/etc/pki/ca.crl' }))['revoked_certificates']).toHaveLength(2);
  });

  it('signs what OpenSSL verifies, and verifies what it signed', async () => {
    await target.exec('seq 1 100000 > /srv/file');
    const { signature } = await run(sign, { path: '/srv/file', privatekey_path: '/etc/pki/host.key' });
    await target.exec(
      `echo ${String(signature)} | base64 -d > /tmp/sig; openssl x509 -in /etc/pki/host.crt -noout -pubkey > /tmp/pub`,
    );
    expect(await target.exec('openssl dgst -sha256 -verify /tmp/pub -signature /tmp/sig /srv/file')).toBe(
      'Verified OK\n',
    );
    const asked = { path: '/srv/file', certificate_path: '/etc/pki/host.crt' };
    expect(await run(verify, { ...asked, signature })).toMatchObject({ valid: true, changed: false });
    const own = await target.exec(
      'openssl dgst -sha256 -sign /etc/pki/host.key /srv/file | base64 -w0; echo more >> /srv/file',
    );
    expect(await run(verify, { ...asked, signature: own })).toMatchObject({ valid: false });
  });

  it('completes chains from files, and tells those of a server', async () => {
    const pem = await target.exec('cat /etc/pki/host.crt');
    await target.exec('mkdir -p "/srv/a store/deep"; ln -s /etc/pki/ca.crt "/srv/a store/deep/our ca"');
    const found = await run(chain, { input_chain: pem, root_certificates: ['/srv/a store'] });
    expect(found['complete_chain']).toEqual([pem, await target.exec('cat /etc/pki/ca.crt')]);
    await target.exec(
      'openssl s_server -accept 4433 -cert /etc/pki/host.crt -key /etc/pki/host.key -quiet </dev/null >/dev/null 2>&1 & sleep 1',
    );
    const asked = { host: '127.0.0.1', port: 4433, get_certificate_chain: true, ca_cert: '/etc/pki/ca.crt' };
    const told = await run(getCertificate, asked);
    expect(told).toMatchObject({ unverified_chain: [pem], verified_chain: found['complete_chain'] });
  });
});

describe('Java keystores', () => {
  const listed = (keystore: string, password = 'changeit'): Promise<string> =>
    target.exec(`keytool -list -v -keystore ${keystore} -storepass ${password} 2>&1`);
  const keystore = {
    name: 'Tomcat',
    password: 'changeit',
    certificate_path: '/etc/pki/host.crt',
    private_key_path: '/etc/pki/host.key',
  };

  it.each([
    ['jks', /Keystore type: JKS/],
    ['pkcs12', /Keystore type: PKCS12/],
    [undefined, /Keystore type: PKCS12/],
  ])('java_keystore %s', async (type, told) => {
    const dest = `/srv/${type ?? 'default'}.ks`;
    const args = { ...keystore, dest, ...(type === undefined ? {} : { keystore_type: type }), mode: '0600' };
    const { real } = await converge(on, javaKeystore, args);
    expect(real.result).toMatchObject({ changed: true, rc: 0 });
    expect(await listed(dest)).toMatch(told);
    expect(await listed(dest)).toMatch(/Alias name: tomcat[^]*Entry type: PrivateKeyEntry[^]*CN=host.example.org/);
    // Another password makes another keystore.
    await converge(on, javaKeystore, { ...args, password: 'other $(id) pass' });
    expect(await listed(dest, "'other $(id) pass'")).toContain('tomcat');
    expect(await target.exec(`stat -c %a ${dest}; ls /tmp | grep -c '^tmp\\.' || :`)).toBe('600\n0\n');
  });

  it('java_keystore tells what keytool says', async () => {
    const short = await run(javaKeystore, { ...keystore, password: 'abcd', dest: '/srv/short.ks' });
    expect(short).toMatchObject({ failed: true, cmd: expect.arrayContaining(['-importkeystore']) as unknown });
    expect(`${String(short.msg)} ${String(short['err'])}`).toMatch(/password|6 characters/i);
    expect(await target.exec('ls /srv/short.ks 2>&1 || :')).toContain('No such file');
  });

  it.each(['JKS', 'PKCS12'])('java_cert with %s', async (type) => {
    const store = { keystore_path: `/srv/trust.${type}`, keystore_pass: 'changeit', keystore_type: type };
    const ca = { cert_path: '/etc/pki/ca.crt', cert_alias: 'Our-CA', trust_cacert: true };
    expect(await run(javaCert, { ...store, ...ca })).toMatchObject({ failed: true, changed: false });
    const { real } = await converge(on, javaCert, { ...store, ...ca, keystore_create: true, owner: 'ops' });
    expect(real.result).toMatchObject({ rc: 0, diff: { before: '\n', after: 'Our-CA\n' } });
    expect(await target.exec(`stat -c %U /srv/trust.${type}`)).toBe('ops\n');
    expect(await listed(`/srv/trust.${type}`)).toContain('trustedCertEntry');
    const host = { cert_content: await target.exec('cat /etc/pki/host.crt'), cert_alias: 'our-ca' };
    await converge(on, javaCert, { ...store, ...host });
    expect(await listed(`/srv/trust.${type}`)).toContain('CN=host.example.org');
    await converge(on, javaCert, { ...store, cert_alias: 'our-ca', state: 'absent' });
    expect(await listed(`/srv/trust.${type}`)).toContain('contains 0 entries');
  });

  it('java_cert takes a key from PKCS#12 and a certificate from a server', async () => {
    await target.exec(
      'openssl pkcs12 -export -in /etc/pki/host.crt -inkey /etc/pki/host.key -name web -out /srv/web.p12 -passout pass:hunter22',
    );
    const store = { keystore_path: '/srv/mixed.ks', keystore_pass: 'changeit', keystore_create: true };
    const p12 = { pkcs12_path: '/srv/web.p12', pkcs12_password: 'hunter22', pkcs12_alias: 'web', cert_alias: 'site' };
    await converge(on, javaCert, { ...store, ...p12 });
    expect(await listed('/srv/mixed.ks')).toMatch(/Alias name: site[^]*PrivateKeyEntry/);
    await target.exec(
      'openssl s_server -accept 4434 -cert /etc/pki/host.crt -key /etc/pki/host.key -quiet </dev/null >/dev/null 2>&1 & sleep 1',
    );
    const server = { cert_url: '127.0.0.1', cert_port: 4434 };
    const args = { ...store, ...server };
    expect(await run(javaCert, args)).toMatchObject({ changed: true });
    expect(await run(javaCert, args)).toMatchObject({ changed: false });
    expect(await listed('/srv/mixed.ks')).toContain('Alias name: 127.0.0.1');
    expect(await run(javaCert, { ...args, keystore_pass: 'wrong-one' })).toMatchObject({ failed: true });
  });

  it('java_cert asks keytool where only Java can read', async () => {
    await target.exec(
      'keytool -genseckey -alias secret -keyalg AES -keysize 128 -storetype JCEKS -keystore /srv/secret.jceks -storepass changeit -keypass changeit >/dev/null 2>&1',
    );
    const args = { keystore_path: '/srv/secret.jceks', keystore_pass: 'changeit', keystore_type: 'JCEKS' };
    const ca = { cert_path: '/etc/pki/ca.crt', cert_alias: 'ca' };
    for (const changed of [true, false]) expect(await run(javaCert, { ...args, ...ca })).toMatchObject({ changed });
  });
});
