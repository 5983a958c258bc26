// The script of the first look, run by a real shell, and what is made of its output.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileContent, parseReading, readScript, type TargetReading } from './target.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tsplay-target-'));
  mkdirSync(join(dir, '.kube'));
  writeFileSync(join(dir, '.kube/config'), 'home\n');
  writeFileSync(join(dir, "a 'b"), Buffer.from([0, 255, 10, 69, 32, 10]));
  writeFileSync(join(dir, 'empty'), '');
});
afterAll(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true, force: true });
});

function read(files: readonly string[], search: boolean, env: Record<string, string> = {}): TargetReading {
  const script = readScript(files, search).text;
  return parseReading(
    execFileSync('/bin/sh', ['-c', script], { env: { PATH: process.env['PATH'], HOME: dir, ...env } }),
  );
}

describe('reading the target', () => {
  it('gives variables and files byte for byte', () => {
    const path = join(dir, "a 'b");
    const reading = read([path, join(dir, 'empty'), dir, '/nonexistent'], false, {
      K8S_AUTH_API_KEY: "x $y 'z",
      OTHER: '1',
    });
    expect(reading.env).toEqual(
      new Map([
        ['K8S_AUTH_API_KEY', "x $y 'z"],
        ['HOME', dir],
      ]),
    );
    expect(fileContent(reading, path, 'file').equals(Buffer.from([0, 255, 10, 69, 32, 10]))).toBe(true);
    expect(fileContent(reading, join(dir, 'empty'), 'file')).toHaveLength(0);
    expect(() => fileContent(reading, dir, 'manifest')).toThrow(/is a directory/);
    expect(() => fileContent(reading, '/nonexistent', 'manifest')).toThrow(
      'manifest /nonexistent does not exist on the target',
    );
    expect(() => fileContent(reading, '/never-asked', 'x')).toThrow(/does not exist/);
  });
  it('looks for kubeconfigs where they are', () => {
    const home = join(dir, '.kube/config');
    expect([...read([], true).files.keys()]).toEqual([home]);
    expect([...read([], true, { HOME: '/nonexistent' }).files.keys()]).toEqual(['/etc/rancher/k3s/k3s.yaml']);
    expect([...read([], true, { KUBECONFIG: `/x::${home}` }).files.keys()]).toEqual(['/x', home]);
    expect([...read([], true, { KUBECONFIG: '/x', K8S_AUTH_KUBECONFIG: home }).files.keys()]).toEqual([home]);
    expect([...read([], true, { KUBERNETES_SERVICE_HOST: '10.0.0.1' }).files.keys()]).toContain(
      '/var/run/secrets/kubernetes.io/serviceaccount/token',
    );
  });
  it('says when a file cannot be read', () => {
    const reading = parseReading(Buffer.from('U /secret\n'));
    expect(() => fileContent(reading, '/secret', 'kubeconfig')).toThrow(/cannot be read by the user of this task/);
  });
});
