import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLocally } from '../../../test/support/run-module.js';
import module from './index.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay chain '));
const sh = (script: string): void => void execFileSync('/bin/sh', ['-euc', script], { cwd: dir, stdio: 'ignore' });
const pem = (name: string): string => readFileSync(join(dir, `${name}.crt`), 'utf8');

beforeAll(() => {
  sh(`openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.crt -subj /CN=root
    issue() { openssl req -newkey rsa:2048 -nodes -keyout $1.key -out $1.csr -subj /CN=$1
      printf 'basicConstraints=CA:TRUE' > ext; openssl x509 -req -in $1.csr -CA $2.crt -CAkey $2.key -CAcreateserial -out $1.crt -extfile ext; }
    issue middle root; issue lower middle; issue host lower`);
  mkdirSync(join(dir, 'store/deep'), { recursive: true });
  symlinkSync(join(dir, 'root.crt'), join(dir, 'store/deep/a root'));
  writeFileSync(join(dir, 'between'), `some words\n${pem('middle')}${pem('lower')}`);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('certificate_complete_chain', () => {
  const roots = { root_certificates: [join(dir, 'store')] };

  it('finds what is between, and the root in a directory', async () => {
    const between = { intermediate_certificates: [join(dir, 'between')] };
    const result = await runLocally(module, { input_chain: pem('host'), ...roots, ...between });
    expect(result).toMatchObject({ changed: false, root: pem('root') });
    expect(result['chain']).toEqual([pem('lower'), pem('middle'), pem('root')]);
    expect(result['complete_chain']).toEqual([pem('host'), pem('lower'), pem('middle'), pem('root')]);
    const whole = await runLocally(module, {
      input_chain: pem('host') + pem('lower') + pem('middle') + pem('root'),
      ...roots,
    });
    expect(whole).toMatchObject({ chain: [], root: pem('root') });
  });

  it('says where it is stuck, what does not fit and what cannot be read', async () => {
    const stuck = await runLocally(module, { input_chain: pem('host'), ...roots });
    expect(stuck.msg).toBe('Cannot complete chain. Stuck at certificate <Certificate(subject=<Name(CN=host)>, ...)>');
    const wrong = await runLocally(module, { input_chain: pem('host') + pem('root'), ...roots });
    expect(wrong.msg).toMatch(/certificate #2: .*CN=root.* is not issuer of certificate #1: .*CN=host/);
    const missing = await runLocally(module, {
      input_chain: pem('root'),
      root_certificates: [join(dir, "it's $(not) here")],
    });
    expect(missing).toMatchObject({ failed: true });
    expect(JSON.stringify(missing['warnings'])).toContain('No such file');
  });
});
