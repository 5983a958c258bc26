// The `docker buildx build` command of a build.
import { ModuleFailure } from '../../../src/kit/index.js';
import { isOlder } from '../../_shared/versions.js';
import { isImageId, isValidTag, splitName } from '../../_shared/docker-names.js';
import { bytesOf, pythonStr } from '../../_shared/docker-values.js';
import type { Args, Output } from './args.js';

export interface ImageName {
  readonly repository: string;
  readonly tag: string;
}

/** @throws ModuleFailure for what is no name with a tag */
export function nameOf({ name, tag }: Pick<Args, 'name' | 'tag'>): ImageName {
  if (!isValidTag(tag, true)) throw new ModuleFailure(`"${tag}" is not a valid docker tag`);
  if (isImageId(name)) throw new ModuleFailure('Image name must not be a digest');
  const parts = splitName(name);
  const found = { repository: parts.repository, tag: parts.tag ?? tag };
  if (isImageId(found.tag)) throw new ModuleFailure('Image name must not contain a digest, but have a tag');
  return found;
}

/** @throws ModuleFailure for what this version of the plugin cannot do */
export function checkVersion(a: Args, version: string): void {
  const outputs = outputsOf(a);
  if ((a.secrets ?? []).some(({ type }) => type !== 'file') && isOlder(version, '0.6.0'))
    throw new ModuleFailure(
      `The Docker buildx plugin has version ${version}, but 0.6.0 is needed for secrets of type=env and type=value`,
    );
  if (outputs.length > 1 && isOlder(version, '0.13.0'))
    throw new ModuleFailure(
      `The Docker buildx plugin has version ${version}, but 0.13.0 is needed to specify more than one output`,
    );
}

/** The outputs with one for the image itself, where some are given and none is that. */
function outputsOf(a: Args): readonly Output[] {
  const given = a.outputs ?? [];
  if (given.length === 0) return [];
  const { repository, tag } = nameOf(a);
  const full = `${repository}:${tag}`;
  const named = given.map((one): Output =>
    one.type === 'image' && (one.name ?? []).length === 0 ? { ...one, name: [full] } : one,
  );
  if (named.some(({ type, name }) => type === 'image' && name?.includes(full) === true)) return named;
  return [...named, { type: 'image', name: [full], push: false }];
}

/** A field of comma-separated values. */
const field = (text: string): string =>
  text.trim() === text && !/[",\r\n]/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;

/** Truth as Docker reads it. */
const plain = (value: unknown): string => (typeof value === 'boolean' ? String(value) : pythonStr(value));

/** The variable a secret of type `value` is handed over in. */
export const secretVariable = (at: number): string => `TSPLAY_BUILD_SECRET_${at}`;

/** The words after `docker`. */
export function buildWords(a: Args): string[] {
  const { repository, tag } = nameOf(a);
  const outputs = outputsOf(a);
  const one = (flag: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [flag, value];
  const each = (flag: string, values: readonly string[] | undefined): string[] =>
    (values ?? []).flatMap((value) => [flag, value]);
  const pairs = (values: Readonly<Record<string, unknown>> | undefined, sign: string): string[] =>
    Object.entries(values ?? {})
      .map(([key, value]) => `${key}${sign}${plain(value)}`)
      .sort();
  const secrets = (a.secrets ?? []).map(({ id, type, src, env }, at) =>
    type === 'file'
      ? `id=${id},type=file,src=${src}`
      : `id=${id},type=env,env=${type === 'env' ? env : secretVariable(at)}`,
  );
  return [
    'buildx',
    'build',
    '--progress',
    'plain',
    ...(outputs.length > 0 ? [] : ['--tag', `${repository}:${tag}`]),
    ...(a.dockerfile === undefined || a.dockerfile === ''
      ? []
      : ['--file', `${a.path.replace(/\/+$/, '')}/${a.dockerfile}`]),
    ...each('--cache-from', a.cache_from),
    ...(a.pull ? ['--pull'] : []),
    ...one('--network', a.network),
    ...(a.nocache ? ['--no-cache'] : []),
    ...each('--add-host', pairs(a.etc_hosts, ':')),
    ...each('--build-arg', pairs(a.args, '=')),
    ...one('--target', a.target),
    ...each('--platform', a.platform),
    ...(a.shm_size === undefined || a.shm_size === '' ? [] : ['--shm-size', String(bytesOf('shm_size', a.shm_size))]),
    ...each('--label', pairs(a.labels, '=')),
    ...each('--secret', secrets),
    ...outputs.flatMap((output) => ['--output', outputWord(output)]),
    '--',
    a.path,
  ];
}

function outputWord({ type, dest, context, name, push }: Output): string {
  const parts = [
    `type=${type}`,
    ...(dest === undefined || type === 'image' ? [] : [`dest=${dest}`]),
    ...(context === undefined || type !== 'docker' ? [] : [`context=${context}`]),
    ...(name === undefined || type !== 'image' ? [] : [`name=${name.join(',')}`]),
    ...(push && type === 'image' ? ['push=true'] : []),
  ];
  return parts.map(field).join(',');
}
