// What Kubernetes YAML would make of pods, the command that makes them, and its Quadlet file.
import { quadletText, type QuadletLine } from '../../_shared/quadlet.js';
import type { Args } from './index.js';

export interface Kube {
  /** Names of the pods podman makes of it. */
  readonly pods: readonly string[];
  /** Images of their containers. */
  readonly images: readonly string[];
}

interface Manifest {
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown } | null;
}

/** Kinds of which podman makes one pod; the name of all but pods themselves gets an ending. */
const ENDING: Readonly<Record<string, string>> = { Pod: '', Deployment: '-pod', DaemonSet: '-pod', Job: '-pod' };

/** @param file for messages @throws ModuleFailure when it is no YAML */
export async function kubeOf(text: string, file: string): Promise<Kube> {
  const { parseManifest } = await import('../../../src/kit/kube.js');
  const pods: string[] = [];
  const images: string[] = [];
  for (const { object } of parseManifest(text, file)) {
    const { kind, metadata } = (object ?? {}) as Manifest;
    const ending = ENDING[String(kind)];
    const name = metadata?.name;
    if (ending !== undefined && typeof name === 'string') pods.push(`${name}${ending}`);
    collectImages(object, images);
  }
  return { pods, images };
}

function collectImages(value: unknown, images: string[]): void {
  if (Array.isArray(value)) for (const one of value) collectImages(one, images);
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) {
      if (key === 'image' && typeof one === 'string') images.push(one);
      else collectImages(one, images);
    }
}

const FLAGS = [
  ['authfile', '--authfile'],
  ['build', '--build'],
  ['cert_dir', '--cert-dir'],
  ['context_dir', '--context-dir'],
  ['log_driver', '--log-driver'],
  ['seccomp_profile_root', '--seccomp-profile-root'],
  ['tls_verify', '--tls-verify'],
  ['log_level', '--log-level'],
  ['userns', '--userns'],
  ['quiet', '--quiet'],
] as const;

/** @param creds whether the credentials stand in it, as the collection tells them */
export function playWords(a: Args, source: string, creds: 'told' | 'left'): string[] {
  const python = (value: string | boolean): string => (value === true ? 'True' : value === false ? 'False' : value);
  const login = [a.username ?? '', ...(a.password === undefined || a.password === '' ? [] : [a.password])].join(':');
  return [
    'play',
    'kube',
    ...Object.entries(a.annotation ?? {}).flatMap(([key, value]) => ['--annotation', `${key}=${value}`]),
    ...(creds === 'told' && (a.username ?? '') !== '' ? [`--creds=${login}`] : []),
    ...((a.network ?? []).length > 0 ? [`--network=${(a.network ?? []).join(',')}`] : []),
    ...((a.configmap ?? []).length > 0 ? [`--configmap=${(a.configmap ?? []).join(',')}`] : []),
    ...Object.entries(a.log_opt ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : ['--log-opt', `${key.replace('_', '-')}=${value}`],
    ),
    `--start=${a.state === 'started'}`,
    ...FLAGS.flatMap(([name, flag]) => {
      const value = a[name];
      return value === undefined ? [] : [`${flag}=${python(value)}`];
    }),
    source,
  ];
}

export function quadlet(a: Args): string {
  const entries: QuadletLine[] = [
    ...(a.configmap ?? []).map((file): QuadletLine => ['ConfigMap', file]),
    ...(a.log_driver === undefined ? [] : [['LogDriver', a.log_driver] as const]),
    ...(a.network ?? []).map((network): QuadletLine => ['Network', network]),
    ...(a.kube_file === undefined ? [] : [['Yaml', a.kube_file] as const]),
    ...(a.userns === undefined ? [] : [['UserNS', a.userns] as const]),
    ...(a.debug === true ? [['GlobalArgs', '--log-level debug'] as const] : []),
  ];
  return quadletText('Kube', entries, a.quadlet_options);
}
