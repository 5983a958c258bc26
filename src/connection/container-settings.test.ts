// The command lines of the programs that reach containers, from Ansible's variables.
import { describe, expect, it } from 'vitest';
import { containerSettings } from './container-settings.js';
import type { ContainerSettings } from './types.js';

function derive(kind: string, vars: Record<string, unknown> = {}, env: Record<string, string> = {}): ContainerSettings {
  const made = containerSettings(kind, {
    name: 'app',
    variable: (name) => vars[name],
    text: (...names) => {
      const found = names.map((name) => vars[name]).find((value) => value !== undefined && value !== '');
      return typeof found === 'string' || typeof found === 'boolean' ? String(found) : undefined;
    },
    env,
    remoteUser: undefined,
    timeout: undefined,
  });
  if (!made) throw new Error(`${kind} is none`);
  return made;
}

describe('command lines', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['docker', {}, 'docker exec -i app'],
    ['community.docker.docker', { ansible_host: 'c1', ansible_user: 'www' }, 'docker exec -u www -i c1'],
    [
      'docker',
      {
        ansible_docker_extra_args: "-H 'tcp://d:1' --tls",
        ansible_docker_extra_env: { A: '1 2' },
        ansible_docker_working_dir: '/srv',
        ansible_docker_privileged: true,
        ansible_docker_host: 'c2',
      },
      'docker -H tcp://d:1 --tls exec -e A=1 2 -w /srv --privileged -i c2',
    ],
    ['podman', { ansible_user: 'u', ansible_podman_extra_args: '--remote' }, 'podman --remote exec --user u -i app'],
    ['containers.podman.podman', { ansible_podman_executable: '/opt/podman' }, '/opt/podman exec -i app'],
    ['chroot', { ansible_host: '/srv/root' }, 'chroot /srv/root'],
    ['community.general.chroot', { ansible_chroot_exe: '/bin/c' }, '/bin/c app'],
    [
      'nspawn',
      { ansible_host: '/srv/root', ansible_user: 'u' },
      'systemd-nspawn --quiet --console=pipe --directory=/srv/root --user=u --',
    ],
    ['nspawn', {}, 'systemd-run --quiet --wait --pipe --machine=app --'],
    [
      'kubernetes.core.kubectl',
      {
        ansible_kubectl_namespace: 'prod',
        ansible_kubectl_pod: 'web-0',
        ansible_kubectl_container: 'nginx',
        ansible_kubectl_context: 'c',
        ansible_kubectl_kubeconfig: '/k',
        ansible_kubectl_verify_ssl: false,
        ansible_kubectl_extra_args: '--request-timeout 5s',
      },
      'kubectl --insecure-skip-tls-verify=true --kubeconfig /k --namespace prod --context c --request-timeout 5s exec -i web-0 -c nginx --',
    ],
    ['kubectl', {}, 'kubectl exec -i app --'],
  ])('%s %j', (kind, vars, line) => {
    expect(derive(kind, vars).argv.join(' ')).toBe(line);
  });
  it('takes the environment of the controller where Ansible does', () => {
    expect(derive('kubectl', {}, { K8S_AUTH_NAMESPACE: 'n', K8S_AUTH_POD: 'p' }).argv.join(' ')).toBe(
      'kubectl --namespace n exec -i p --',
    );
  });
  it('keeps a token out of the arguments', () => {
    const made = derive('kubectl', { ansible_kubectl_token: 'hidden-token', ansible_kubectl_kubeconfig: '/k' });
    expect(made.argv.join(' ')).toBe('kubectl --user tsplay exec -i app --');
    expect(made.environment).toEqual({ KUBECONFIG: '{}:/k' });
    expect(made.secretFile).toContain('hidden-token');
  });
  it('knows no others', () => {
    expect(
      containerSettings('lxd', {
        name: 'a',
        variable: () => undefined,
        text: () => undefined,
        env: {},
        remoteUser: undefined,
        timeout: undefined,
      }),
    ).toBeUndefined();
  });
  it.each([
    ['docker', { ansible_host: '-v' }, /'-v' is no container/],
    ['docker', { ansible_docker_extra_env: ['A'] }, /is no dict/],
    ['podman', { ansible_timeout: 'soon' }, /timeout cannot be 'soon'/],
  ])('refuses for %s %j', (kind, vars, message) => {
    expect(() => derive(kind, vars)).toThrow(message);
  });
});
