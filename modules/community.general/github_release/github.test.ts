// The modules for GitHub at a server that answers as its API does, with a certificate for api.github.com.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeLocalHost, LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import type { AnyModule, ModuleResult } from '../../../src/kit/index.js';
import deployKey from '../github_deploy_key/index.js';
import githubKey from '../github_key/index.js';
import release from './index.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-github-'));
const asked: string[] = [];
let keys: { id: number; title: string; key: string }[] = [];
let releases: string[] = [];
let server: Server;
let port = 0;

/** What the network of GitHub looks like from here. */
class NearGithub extends LocalHost {
  override dial(): Promise<Duplex> {
    return super.dial({ host: '127.0.0.1', port });
  }
}

beforeAll(async () => {
  const cert = 'req -x509 -newkey rsa:2048 -nodes -keyout k -out c -subj /CN=x -addext'.split(' ');
  execFileSync('openssl', [...cert, 'subjectAltName=DNS:api.github.com'], { cwd: dir, stdio: 'ignore' });
  const pair = { key: readFileSync(join(dir, 'k')), cert: readFileSync(join(dir, 'c')) };
  server = createServer(pair, (request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push(`${request.method} ${path} ${text}`.trim());
      const [status, body] = answer(request.method ?? '', path, text, request.headers.authorization ?? '');
      if (path === '/user/keys' && request.method === 'GET') {
        response.setHeader('Link', '<https://api.github.com/user/keys?page=2>; rel="next", <x>; rel="last"');
      }
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body && JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await closeLocalHost();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  asked.length = 0;
  releases = ['v1'];
  keys = [{ id: 7, title: 'old', key: 'ssh-ed25519 AAAA' }];
});

function answer(method: string, path: string, text: string, login: string): [number, unknown] {
  if (login.includes('wrong')) return [401, { message: 'Bad credentials' }];
  const given = (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
  const tag = /\/releases\/(?:tags\/(.*)|latest)$/.exec(path);
  if (path === '/user') return [200, { login: 'me' }];
  if (path.includes('/repos/me/missing')) return [404, { message: 'Not Found' }];
  if (path === '/repos/me/tool') return [200, {}];
  if (tag) {
    const found = tag[1] === undefined ? releases.at(-1) : releases.find((one) => one === tag[1]);
    return found === undefined ? [404, { message: 'Not Found' }] : [200, { tag_name: found }];
  }
  if (method === 'POST' && path.endsWith('/releases')) {
    releases.push(given['tag_name'] ?? '');
    return [201, { tag_name: given['tag_name'] }];
  }
  if (path.endsWith('page=2')) return [200, []];
  if (method === 'DELETE') {
    keys = keys.filter(({ id }) => !path.endsWith(`/${id}`));
    return [204, undefined];
  }
  if (method === 'POST') {
    const made = { id: 8, title: given['title'] ?? '', key: given['key'] ?? '' };
    keys.push(made);
    return [201, made];
  }
  return [200, keys];
}

function run(module: AnyModule, args: Record<string, unknown>, checkMode = false): Promise<ModuleResult> {
  const host = new NearGithub({ env: { SSL_CERT_FILE: join(dir, 'c') } });
  return runLocally(module, args, { host, checkMode });
}

describe('github_release', () => {
  const tool = { user: 'me', repo: 'tool' };

  it('tells the latest one', async () => {
    expect(await run(release, { ...tool, action: 'latest_release' })).toEqual({ changed: false, tag: 'v1' });
    releases = [];
    expect(await run(release, { ...tool, action: 'latest_release', token: 'ghs_none' })).toEqual({
      changed: false,
      tag: null,
    });
    expect(asked).not.toContain('GET /user');
    expect((await run(release, { user: 'me', repo: 'missing', action: 'latest_release' })).msg).toBe(
      "Repository me/missing doesn't exist",
    );
  });

  it('makes one, once', async () => {
    const args = { ...tool, action: 'create_release', token: 'token-1', tag: 'v2', target: 'main', draft: true };
    expect(await run(release, args, true)).toEqual({ changed: true, tag: 'v2' });
    expect(asked.some((one) => one.startsWith('POST'))).toBe(false);
    expect(await run(release, args)).toEqual({ changed: true, tag: 'v2' });
    expect(asked.at(-1)).toBe(
      'POST /repos/me/tool/releases {"tag_name":"v2","target_commitish":"main","draft":true,"prerelease":false}',
    );
    expect(await run(release, args)).toEqual({ changed: false, msg: 'Release for tag v2 already exists.' });
    const wrong = await run(release, { ...args, token: 'wrong-one' });
    expect(wrong).toMatchObject({ failed: true, msg: 'Failed to connect to GitHub: 401 Bad credentials' });
    expect((await run(release, { ...tool, action: 'create_release' })).msg).toContain('missing: tag');
  });
});

describe('github_key', () => {
  const token = { token: 'token-1' };

  it('adds, replaces, removes', async () => {
    const args = { ...token, name: 'new', pubkey: 'ssh-ed25519 BBBB me@here' };
    expect(await run(githubKey, args, true)).toMatchObject({ changed: true, key: { id: 0 }, deleted_keys: [] });
    expect(await run(githubKey, args)).toMatchObject({ changed: true, key: { id: 8 }, matching_keys: [] });
    expect(await run(githubKey, args)).toMatchObject({ changed: false, matching_keys: [{ id: 8 }] });
    const other = { ...args, pubkey: 'ssh-ed25519 CCCC' };
    expect(await run(githubKey, { ...other, force: false })).toMatchObject({ changed: false });
    expect(await run(githubKey, other)).toMatchObject({ changed: true, deleted_keys: [{ id: 8 }] });
    expect((await run(githubKey, { ...args, pubkey: 'ssh-ed25519 AAAA' })).msg).toContain('under the name |old|');
    expect(await run(githubKey, { ...token, name: 'old', state: 'absent' })).toMatchObject({
      changed: true,
      deleted_keys: [{ id: 7 }],
    });
    expect(await run(githubKey, { ...token, name: 'old', state: 'absent' })).toMatchObject({
      changed: false,
      deleted_keys: [],
    });
  });

  it('says what is missing or refused', async () => {
    expect((await run(githubKey, { ...token, name: 'a' })).msg).toContain('"pubkey" is required when state=present');
    expect((await run(githubKey, { ...token, name: 'a', pubkey: 'x' })).msg).toContain('invalid format');
    const refused = await run(githubKey, { token: 'wrong-one', name: 'a', pubkey: 'ssh-rsa x' });
    expect(refused.msg).toMatch(/failed to send request GET .*401/);
  });
});

describe('github_deploy_key', () => {
  const where = { owner: 'me', repo: 'tool', name: 'build', token: 'token-1' };

  it('adds, keeps, replaces by force, removes', async () => {
    const args = { ...where, key: 'ssh-ed25519 BBBB build' };
    expect(await run(deployKey, args, true)).toEqual({ changed: true });
    expect(await run(deployKey, args)).toEqual({ changed: true, msg: 'Deploy key successfully added', id: 8 });
    keys = keys.map((one) => ({ ...one, key: one.key.replace(' build', '') }));
    expect(await run(deployKey, args)).toEqual({ changed: false, msg: 'Deploy key already exists' });
    expect(await run(deployKey, { ...args, key: 'ssh-ed25519 CCCC', force: true })).toMatchObject({
      changed: true,
      id: 8,
    });
    expect(await run(deployKey, { ...args, key: 'ssh-ed25519 CCCC', state: 'absent' })).toEqual({
      changed: true,
      msg: 'Deploy key successfully deleted',
      id: '8',
    });
    expect(await run(deployKey, { ...args, state: 'absent' })).toEqual({
      changed: false,
      msg: 'Deploy key does not exist',
    });
  });

  it('says what GitHub says', async () => {
    const args = { ...where, key: 'ssh-ed25519 BBBB' };
    const wrong = await run(deployKey, { ...args, token: 'wrong-one' });
    expect(wrong).toMatchObject({ failed: true, http_status_code: 401, error: 'Bad credentials' });
    expect((await run(deployKey, { ...args, repo: 'missing' })).msg).toBe('GitHub repository does not exist');
    expect((await run(deployKey, { ...args, password: 'passw0rd' })).msg).toContain('mutually exclusive');
  });
});
