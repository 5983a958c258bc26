// The rebuild itself: what we ship, on a bare server without Python, up to the second run that changes nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.js';
import { requireRoot, upLab, type Lab } from './support/lab.js';

const HOST = 'demo';
const NO_PYTHON = '! command -v python3 && ! command -v python';
let lab: Lab;
let directory: string;

const site = (...more: string[]): Promise<Played> => play(['playbooks/site.yml', '-i', 'inventory/demo', ...more]);
const restore = (...more: string[]): Promise<Played> =>
  play(['playbooks/restore.yml', '-i', 'inventory/demo', ...more]);

/** The tasks of a play by status, for messages that say at once what went wrong. */
function tasks(played: Played, ...status: string[]): string[] {
  return played.events.filter((e) => status.includes(e.status)).map((e) => `${e.task}: ${JSON.stringify(e.result)}`);
}

function extraVars(name: string, vars: Record<string, unknown>): string[] {
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify(vars));
  return ['-e', `@${file}`];
}

beforeAll(async () => {
  requireRoot();
  directory = mkdtempSync(join(tmpdir(), 'tsplay-site-'));
  lab = await upLab('site', 'v1.34.4');
  Object.assign(process.env, {
    TSPLAY_DEMO_HOST: lab.address,
    TSPLAY_DEMO_KEY: lab.key,
    TSPLAY_DEMO_KNOWN_HOSTS: lab.knownHosts,
    TSPLAY_DEMO_K3S_VERSION: lab.k3sVersion,
    TSPLAY_DEMO_K3S_INSTALLER_SHA256: lab.installerSha256,
  });
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await lab.down();
});

describe('site.yml on a bare server', () => {
  it('finds no Python there', async () => {
    expect(await lab.succeeds(NO_PYTHON)).toBe(true);
  });

  it('--check says what it would do, fails nowhere and leaves no trace', async () => {
    const played = await site('--check', '--diff');
    expect(tasks(played, 'failed')).toEqual([]);
    expect(played.exit).toBe(0);
    expect(await lab.succeeds('[ ! -e /opt/k3s ] && [ ! -e /srv/deployments ] && ! command -v curl')).toBe(true);
  });

  it('makes it a k3s server with Traefik, Ghost and Commento', async () => {
    const played = await site();
    expect(tasks(played, 'failed', 'ignored')).toEqual([]);
    expect(played.exit).toBe(0);
    expect(played.recap[HOST]).toMatchObject({ failed: 0, unreachable: 0, ignored: 0 });
    const names = async (kinds: string): Promise<string[]> =>
      (await lab.exec(`kubectl get ${kinds} -A --no-headers -o custom-columns=:.metadata.name`))
        .trim()
        .split('\n')
        .sort();
    expect(await names('deployments')).toEqual(['commento', 'commento-db', 'ghost-blog', 'ghost-journal', 'traefik']);
    expect(await names('ingressroutes.traefik.io')).toEqual(['commento', 'ghost-blog', 'ghost-journal']);
    expect((await names('customresourcedefinitions')).filter((n) => n.endsWith('.traefik.io'))).toHaveLength(10);
    expect(await lab.exec('kubectl get nodes')).toContain(' Ready ');
    expect(await lab.exec(`kubectl -n ghost get ingressroute ghost-blog -o jsonpath='{.spec.routes[0].match}'`)).toBe(
      '(Host(`blog.demo.example`) || Host(`www.demo.example`)) && PathPrefix(`/`)',
    );
    await lab.exec('kubectl -n ghost rollout status deployment/ghost-journal --timeout=60s');
    expect(await lab.exec('stat -c %a /root/.kube/config /srv/deployments/commento/secret.yml')).toBe('600\n600\n');
  });

  it.each([
    ['with --skip-tags full_install', ['--skip-tags', 'full_install']],
    ['in full', []],
    ['with --check --diff', ['--check', '--diff']],
  ])('changes nothing when run again %s', async (_, more) => {
    const played = await site(...more);
    expect(tasks(played, 'changed', 'failed')).toEqual([]);
    expect(played.recap[HOST]).toMatchObject({ changed: 0, failed: 0, unreachable: 0 });
    expect(played.exit).toBe(0);
  });

  it('brings back what somebody deleted', async () => {
    await lab.exec('kubectl -n ghost delete ingressroute ghost-blog');
    const played = await site('--tags', 'ghost');
    expect(played.recap[HOST]).toMatchObject({ changed: 1, failed: 0 });
    await lab.exec('kubectl -n ghost get ingressroute ghost-blog');
  });

  it('says why a workload does not get ready: events and the last lines of its log', async () => {
    const playbook = join(directory, 'crash.yml');
    const template = {
      metadata: {
        labels: { app: 'crash' },
        annotations: { 'lab.tsplay/behaviour': 'crash', 'lab.tsplay/log': 'no such table: posts' },
      },
      spec: { containers: [{ name: 'app', image: 'example/app:1' }] },
    };
    const definition = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'crash', namespace: 'default' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'crash' } }, template },
    };
    const task = { 'kubernetes.core.k8s': { definition, wait: true, wait_timeout: 15 }, become: true };
    writeFileSync(playbook, JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [task] }]));
    const played = await play([playbook, '-i', 'inventory/demo']);
    await lab.exec('kubectl delete deployment crash');
    expect(played.exit).toBe(2);
    const [failure = ''] = tasks(played, 'failed');
    expect(failure).toContain('0 of 1 replicas are ready');
    expect(failure).toMatch(/container crash-[^ ]+\/app waiting: CrashLoopBackOff/);
    expect(failure).toMatch(/event Warning BackOff of Pod\/crash-/);
    expect(failure).toMatch(/last lines of the log of crash-[^ ]+\/app:\\n +no such table: posts/);
  });

  it('did all that without Python', async () => {
    expect(await lab.succeeds(NO_PYTHON)).toBe(true);
  });
});

describe('backup and restore.yml', () => {
  const note = '/srv/deployments/ghost-blog/content/data/note';

  it('refuses to restore from nowhere', async () => {
    const played = await restore();
    expect(played.exit).toBe(2);
    expect(tasks(played, 'failed').join()).toContain('No backup repository is configured');
    expect(tasks(played, 'changed')).toEqual([]);
  });

  it.each([
    ['restic', { backup_restic_repository: '/srv/repository', backup_restic_password: `it's $a "password"` }],
    [
      's3',
      { backup_target: 's3', backup_s3_bucket: 'bucket', backup_rclone_remote: { type: 'alias', remote: '/srv/s3' } },
    ],
  ])('saves to %s by cron, and restores what was saved', async (name, settings) => {
    const vars = extraVars(name, { backup_enabled: true, ...settings });
    expect(tasks(await site('--tags', 'backup', ...vars), 'failed')).toEqual([]);
    expect((await site('--tags', 'backup', ...vars)).recap[HOST]).toMatchObject({ changed: 0, failed: 0 });
    expect(await lab.exec('crontab -l')).toContain('0 2 * * * /usr/local/sbin/tsplay-backup');
    expect(await lab.exec('find /etc/tsplay-backup -type f ! -perm 600')).toBe('');

    await lab.exec(`echo saved >${note}; chown 1000:1000 ${note}; /usr/local/sbin/tsplay-backup; echo lost >${note}`);
    const played = await restore(...vars);
    expect(tasks(played, 'failed')).toEqual([]);
    expect(played.exit).toBe(0);
    expect(await lab.exec(`cat ${note}; stat -c %u ${note}`)).toBe('saved\n1000\n');
    expect(await lab.exec('cat /srv/deployments.before-restore/ghost-blog/content/data/note')).toBe('lost\n');
    for (const workload of ['-n ghost deployment/ghost-blog', '-n commento deployment/commento-db']) {
      await lab.exec(`kubectl rollout status ${workload} --timeout=60s`);
    }
    expect(tasks(await site('--skip-tags', 'full_install,backup'), 'changed', 'failed')).toEqual([]);
  });

  it('puts everything back when the files cannot be exchanged', async () => {
    const vars = extraVars('restic', {
      backup_enabled: true,
      backup_restic_repository: '/srv/repository',
      backup_restic_password: `it's $a "password"`,
    });
    await lab.exec(`echo present >${note}`);
    await lab.exec(
      `printf '#!/bin/sh\\ncase $1 in /var/lib/tsplay-restore/*) echo no room >&2; exit 1 ;; esac\\nexec /bin/mv "$@"\\n' >/usr/local/bin/mv; chmod 755 /usr/local/bin/mv`,
    );
    try {
      const played = await restore(...vars);
      expect(played.exit).toBe(2);
      expect(tasks(played, 'failed').at(-1)).toContain('The old ones are in place');
    } finally {
      await lab.exec('rm /usr/local/bin/mv');
    }
    expect(await lab.exec(`cat ${note}`)).toBe('present\n');
    await lab.exec('kubectl -n ghost rollout status deployment/ghost-blog --timeout=60s');
  });
});
