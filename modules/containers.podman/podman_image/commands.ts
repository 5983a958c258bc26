// The podman commands that pull, build and push an image, and the name they use.
import { ModuleFailure } from '../../../src/kit/index.js';
import { splitWords } from '../../_shared/words.js';
import { quadletText, type QuadletLine } from '../../_shared/quadlet.js';
import type { Args } from './args.js';

/** The image's name with its tag or digest, and the name alone. */
export function fullName(a: Pick<Args, 'name' | 'tag'>): { readonly name: string; readonly full: string } {
  const at = a.name.lastIndexOf('@');
  const colon = a.name.lastIndexOf(':');
  const split = at >= 0 ? at : colon >= 0 && !a.name.slice(colon).includes('/') ? colon : a.name.length;
  const name = a.name.slice(0, split);
  const tag = a.name.slice(split + 1) || a.tag;
  return { name, full: `${name}${tag.startsWith('sha256:') ? '@' : ':'}${tag}` };
}

const extra = (words: string | undefined): string[] => (words === undefined ? [] : splitWords(words));

/** Options of everything that may talk to a registry. `compat:` the credentials as they are told; how podman gets them is another matter. */
function access(a: Args, creds: 'told' | 'left'): string[] {
  return [
    ...(a.validate_certs === undefined ? [] : [a.validate_certs ? '--tls-verify' : '--tls-verify=false']),
    ...(a.ca_cert_dir === undefined || a.ca_cert_dir === '' ? [] : ['--cert-dir', a.ca_cert_dir]),
    ...(a.auth_file === undefined || a.auth_file === '' ? [] : ['--authfile', a.auth_file]),
    ...(creds === 'told' && a.username !== undefined && a.password !== undefined
      ? ['--creds', `${a.username}:${a.password}`]
      : []),
  ];
}

type Creds = Parameters<typeof access>[1];

export const pullWords = (a: Args, creds: Creds): string[] => [
  'pull',
  fullName(a).full,
  ...(a.arch === undefined || a.arch === '' ? [] : ['--arch', a.arch]),
  ...access(a, creds),
  ...extra(a.pull_extra_args),
];

/** @param file path of the Containerfile where its text is given; the context stands last */
export function buildWords(a: Args, hash: string | undefined, creds: Creds, file?: string): string[] {
  const { build } = a;
  const named = file ?? build.file;
  return [
    'build',
    '-t',
    fullName(a).full,
    ...access(a, creds),
    ...(build.force_rm ? ['--force-rm'] : []),
    '--format',
    build.format,
    ...(build.cache ? [] : ['--no-cache']),
    ...(build.rm ? ['--rm'] : []),
    ...Object.entries(build.annotation ?? {}).flatMap(([key, value]) => ['--annotation', `${key}=${value}`]),
    ...(hash === undefined ? [] : ['--label', `containerfile.hash=${hash}`]),
    ...(build.volume ?? []).filter((one) => one !== '').flatMap((one) => ['--volume', one]),
    ...(named === undefined || named === '' ? [] : ['--file', named]),
    ...(build.target === undefined || build.target === '' ? [] : ['--target', build.target]),
    ...extra(build.extra_args),
    ...(a.path === undefined || a.path === '' ? [] : [a.path]),
  ];
}

/** @throws ModuleFailure when the destination is none */
export function pushWords(a: Args, creds: Creds): string[] {
  const { full } = fullName(a);
  const p = a.push_args;
  if (p.transport === 'scp') {
    if (p.dest === undefined || p.dest === '')
      throw new ModuleFailure("When using transport 'scp', push_args.dest must be provided");
    const dest = p.dest.includes('::') ? p.dest : `${p.dest}::`;
    return [...(p.ssh === undefined ? [] : ['--ssh', p.ssh]), 'image', 'scp', ...extra(p.extra_args), full, dest];
  }
  return [
    'push',
    ...access(a, creds),
    ...(p.compress === true ? ['--compress'] : []),
    ...(p.format === undefined ? [] : ['--format', p.format]),
    ...(p.remove_signatures === true ? ['--remove-signatures'] : []),
    ...(p.sign_by === undefined || p.sign_by === '' ? [] : ['--sign-by', p.sign_by]),
    ...extra(p.extra_args),
    full,
    destination(a),
  ];
}

/** Where an image is pushed to. */
export function destination(a: Args): string {
  const { full } = fullName(a);
  const { transport } = a.push_args;
  const dest = a.push_args.dest ?? full;
  switch (transport) {
    case undefined: {
      const bare = dest.replace(/\/+$/, '');
      if (!/[:@]/.test(dest) && bare.split('/').length === 2) return `${bare}/${full}`;
      if (!/[/@]/.test(dest) && !dest.includes('docker-daemon'))
        throw new ModuleFailure('Destination must be a full URL or path to a directory with image name and tag.');
      return dest;
    }
    case 'docker':
      return `docker://${dest}`;
    case 'ostree':
      return `ostree:${(full.split('/').at(-1) ?? '').split(':')[0]}@${dest}`;
    case 'docker-daemon':
      return `docker-daemon:${dest}${dest.includes(':') ? '' : ':latest'}`;
    default:
      return `${transport}:${dest}`;
  }
}

/** The Quadlet file of an image. */
export function quadlet(a: Args): string {
  const entries: QuadletLine[] = [];
  if (a.arch !== undefined) entries.push(['Arch', a.arch]);
  if (a.auth_file !== undefined) entries.push(['AuthFile', a.auth_file]);
  if (a.ca_cert_dir !== undefined) entries.push(['CertDir', a.ca_cert_dir]);
  if (a.username !== undefined && a.password !== undefined) entries.push(['Creds', `${a.username}:${a.password}`]);
  entries.push(['Image', a.name]);
  if (a.validate_certs !== undefined) entries.push(['TLSVerify', String(a.validate_certs)]);
  return quadletText('Image', entries, a.quadlet_options);
}
