import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCertificate } from '../x509/index.js';
import { partsOf, readPkcs12, readPrivateKey, samePrivateKey, writePkcs12 } from './index.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-p12-'));
const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const certificate = (name: string): Buffer => Buffer.from(loadCertificate(readFileSync(join(dir, name))).der);
const bytesOf = (bytes: Uint8Array | undefined): Buffer => Buffer.from(bytes ?? []);

beforeAll(() => {
  for (const name of ['host', 'ca']) {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
      '-subj',
      `/CN=${name}`,
    );
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const hostKey = () => readPrivateKey(readFileSync(join(dir, 'host.key')), undefined);

describe('PKCS#12', () => {
  it.each([
    ['today’s', []],
    ['those of 2022, with RC2 of 40 bits', ['-legacy']],
    ['RC2 of 128 bits', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-2DES']],
    ['nothing encrypted', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['AES with 128 bits', ['-certpbe', 'AES-128-CBC', '-keypbe', 'des-ede3-cbc', '-macalg', 'sha512']],
  ])('reads what OpenSSL writes: %s', (_, options) => {
    const made = 'export -inkey host.key -in host.crt -certfile ca.crt -out a.p12 -passout pass:hunter22'.split(' ');
    openssl('pkcs12', `-${made[0]}`, ...made.slice(1), '-name', 'my näme', ...options);
    const parts = partsOf(readPkcs12(readFileSync(join(dir, 'a.p12')), 'hunter22'));
    expect(parts.key && samePrivateKey(parts.key, hostKey())).toBe(true);
    expect(bytesOf(parts.certificate)).toEqual(certificate('host.crt'));
    expect(parts.others.map(bytesOf)).toEqual([certificate('ca.crt')]);
    expect(parts.friendlyName).toBe('my näme');
    expect(() => readPkcs12(readFileSync(join(dir, 'a.p12')), 'hunter23')).toThrow('Invalid password or PKCS12 data');
    expect(() => readPkcs12(readFileSync(join(dir, 'a.p12')), undefined)).toThrow('Invalid password or PKCS12 data');
  });

  it('reads one without a password', () => {
    openssl(...'pkcs12 -export -inkey host.key -in host.crt -out b.p12 -passout pass:'.split(' '));
    const parts = partsOf(readPkcs12(readFileSync(join(dir, 'b.p12')), undefined));
    expect(parts).toMatchObject({ others: [], friendlyName: undefined });
    expect(parts.certificate).toBeDefined();
  });

  it.each([
    ['modern', 'hunter22', /PBES2, PBKDF2, AES-256-CBC, Iteration 20000/],
    ['old', 'hunter22', /pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 50000/],
    ['modern', '', /Key bag/],
  ] as const)('writes what OpenSSL reads: %s %j', (strength, password, told) => {
    const others = [certificate('ca.crt')];
    const wish = {
      key: hostKey(),
      certificate: certificate('host.crt'),
      others,
      friendlyName: 'a',
      password,
      strength,
    };
    writeFileSync(join(dir, 'c.p12'), writePkcs12(wish));
    const info = execFileSync(
      '/bin/sh',
      ['-c', `openssl pkcs12 -info -nodes -in c.p12 -passin pass:${password} 2>&1`],
      {
        cwd: dir,
        encoding: 'utf8',
      },
    );
    expect(info).toMatch(told);
    expect(info).toContain('friendlyName: a');
    expect(info.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const again = partsOf(readPkcs12(readFileSync(join(dir, 'c.p12')), password));
    expect(bytesOf(again.certificate)).toEqual(wish.certificate);
  });

  it('refuses what does not belong together, and what is none', () => {
    const wish = { others: [], friendlyName: 'a', password: 'hunter22', strength: 'modern' } as const;
    expect(() => writePkcs12({ ...wish, key: hostKey(), certificate: certificate('ca.crt') })).toThrow(/do not match/);
    expect(() => readPkcs12(Buffer.from('text'), 'hunter22')).toThrow('Invalid password or PKCS12 data');
    expect(() => readPkcs12(certificate('ca.crt'), 'hunter22')).toThrow('Invalid password or PKCS12 data');
  });
});
