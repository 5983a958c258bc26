// Names of images: repository, tag, digest, id, and which registry a repository is of.
import { ModuleFailure } from '../../src/kit/index.js';

/** Whether a name is an image's id in full. */
export const isImageId = (name: string): boolean => /^sha256:[0-9a-fA-F]{64}$/.test(name);

export const isValidTag = (tag: string, allowEmpty = false): boolean =>
  tag === '' ? allowEmpty : /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/.test(tag);

/** `repository:tag` or `repository@digest`; a colon before a slash belongs to the registry's port. */
export function splitName(name: string): { readonly repository: string; readonly tag: string | undefined } {
  const at = name.lastIndexOf('@');
  if (at >= 0) return { repository: name.slice(0, at), tag: name.slice(at + 1) };
  const colon = name.lastIndexOf(':');
  if (colon >= 0 && !name.slice(colon + 1).includes('/')) {
    return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
  }
  return { repository: name, tag: undefined };
}

/** The name with its tag or digest, as the API looks it up. */
export const joinName = (repository: string, tag: string): string =>
  tag === '' ? repository : tag.startsWith('sha256:') ? `${repository}@${tag}` : `${repository}:${tag}`;

export const DOCKER_HUB = 'docker.io';
export const HUB_URL = 'https://index.docker.io/v1/';

/** The host name of a registry's URL; Docker Hub under its one name. */
export function registryHost(url: string): string {
  const host = url.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
  return host === 'index.docker.io' ? DOCKER_HUB : host;
}

/** @throws ModuleFailure for a name that is none */
export function registryOf(repository: string): { readonly registry: string; readonly name: string } {
  if (repository.includes('://')) {
    throw new ModuleFailure(`Repository name cannot contain a scheme (${repository})`);
  }
  const slash = repository.indexOf('/');
  const first = slash < 0 ? '' : repository.slice(0, slash);
  if (slash < 0 || (!/[.:]/.test(first) && first !== 'localhost')) return { registry: DOCKER_HUB, name: repository };
  if (first.startsWith('-') || first.endsWith('-')) {
    throw new ModuleFailure(`Invalid index name (${first}). Cannot begin or end with a hyphen.`);
  }
  return { registry: registryHost(first), name: repository.slice(slash + 1) };
}
