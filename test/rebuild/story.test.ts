// The story's playbook as it was written (early 2021, Kubernetes with v1beta1), played unmodified against such a server.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.js';
import { requireRoot, shareAuthorities, upLab, type Lab } from './support/lab.js';

const HOST = 'story.example';
let lab: Lab;

const story = (...more: string[]): Promise<Played> =>
  play([
    'test/story/site.yml',
    ...['-i', 'test/story/hosts', '--private-key', lab.key, '-e', `ansible_host=${lab.address}`],
    ...['-e', JSON.stringify({ ansible_ssh_common_args: `-o UserKnownHostsFile=${lab.knownHosts}` })],
    ...more,
  ]);

const named = (played: Played, ...status: string[]): string[] =>
  played.events.filter((e) => status.includes(e.status)).map((e) => e.task);

beforeAll(async () => {
  requireRoot();
  lab = await upLab('story', 'v1.21.14');
  await shareAuthorities(lab);
  // The story's server was a Debian 10, whose Python had no such file; with it (PEP 668) pip would refuse to install
  // for the whole system, whoever calls it. So the package may be installed, but without that file.
  await lab.exec("echo 'path-exclude=/usr/lib/python3*/EXTERNALLY-MANAGED' >/etc/dpkg/dpkg.cfg.d/like-debian-10");
  await lab.exec('apt-get update -qq'); // the story relies on a package index being there, as after an installation
});

afterAll(async () => {
  await lab.down();
});

describe('the playbook of the story', () => {
  it('runs unmodified to its end', async () => {
    const played = await story();
    expect(played.events.filter((e) => e.status === 'failed')).toEqual([]);
    expect(played.recap[HOST]).toMatchObject({ failed: 0, unreachable: 0, ignored: 0, rescued: 0 });
    expect(played.exit).toBe(0);
    expect(await lab.exec('stat -c "%a %n" /home/backup.sh /root/.aws/credentials /root/.aws')).toBe(
      '700 /home/backup.sh\n600 /root/.aws/credentials\n700 /root/.aws\n',
    );
    expect(await lab.exec('crontab -l')).toBe('#Ansible: Kubernetes content backup\n0 2 * * * /home/backup.sh\n');
    expect(await lab.exec('aws --version')).toContain('aws-cli/');
  });

  it('left the objects it describes, through the old API versions', async () => {
    const names = async (kinds: string): Promise<string[]> =>
      (await lab.exec(`kubectl get ${kinds} -A --no-headers -o custom-columns=:.metadata.name`))
        .trim()
        .split('\n')
        .sort();
    expect(await names('deployments')).toEqual(['commento', 'commento-db', 'ghost-blog', 'ghost-photos', 'traefik']);
    expect(await names('ingressroutes.traefik.containo.us')).toEqual(['commento', 'ghost-blog', 'ghost-photos']);
    expect((await names('customresourcedefinitions.v1beta1.apiextensions.k8s.io')).length).toBe(8);
    expect(await names('clusterroles.v1beta1.rbac.authorization.k8s.io')).toContain('traefik');
    expect(await lab.exec(`kubectl get ingressroute ghost-blog -o jsonpath='{.spec.routes[0].match}'`)).toBe(
      '(HostHeader(`story.example`)  || HostHeader(`www.story.example`) )  && PathPrefix(`/`)',
    );
  });

  it('the second run changes nothing; only the shell task that waits counts as changed, as it does in Ansible', async () => {
    const played = await story('--skip-tags', 'full_install');
    expect(named(played, 'failed')).toEqual([]);
    expect(named(played, 'changed')).toEqual(['Wait for node to be ready']);
    expect(played.exit).toBe(0);
  });

  it('a new Traefik version deletes the old one first and deploys again', async () => {
    const played = await story('--skip-tags', 'full_install', '-e', 'traefik_version=2.5');
    expect(named(played, 'failed')).toEqual([]);
    expect(named(played, 'changed')).toEqual([
      'Wait for node to be ready',
      'traefik : Create Kubernetes templates',
      'traefik : Delete existing Traefik (Port binding)',
      'traefik : Deploy Kubernetes objects',
    ]);
    expect(await lab.exec(`kubectl -n kube-system get deploy traefik -o jsonpath='{..image}'`)).toBe('traefik:2.5');
  });

  it('is spelled as the story spells it', () => {
    const text = readFileSync('test/story/site.yml', 'utf8');
    for (const line of ['      mode: 0700\n', `      - '" Ready "  in nodes.stdout'`, 'remote_src: yes', '&& \\\n']) {
      expect(text).toContain(line);
    }
  });
});
