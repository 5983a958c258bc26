// What is to be done with a clone, from what there is and what is wanted.
import { posix } from 'node:path';
import type { GitArgs } from './args.js';
import { addressOf, type Clone, type Look } from './look.js';

/** What the version names at the remote. */
export type Kind = 'head' | 'branch' | 'tag' | 'commit';

export function kindOf(version: string, refs: Look['refs']): Kind {
  if (version === 'HEAD') return 'head';
  if (refs?.has(`refs/heads/${version}`)) return 'branch';
  return refs?.has(`refs/tags/${version}`) ? 'tag' : 'commit';
}

/** The commit the version is at the remote; a version that is neither branch nor tag is taken for a commit's name. */
export function remoteHead(version: string, look: Look): string | undefined {
  const { refs, clone } = look;
  switch (kindOf(version, refs)) {
    case 'head':
      return clone ? refs?.get(`refs/heads/${clone.headBranch}`) : refs?.get('HEAD');
    case 'branch':
      return refs?.get(`refs/heads/${version}`);
    case 'tag':
      return refs?.get(`refs/tags/${version}`);
    case 'commit':
      return version;
  }
}

/** Whether the remote has another address than wanted; spellings of one path are the same. */
export function urlDiffers(url: string, repo: string): boolean {
  const plain = (text: string): string => posix.normalize(text).replace(/(?<=.)\/+$/, '');
  const wanted = addressOf(repo);
  return url !== '' && url !== wanted && url !== repo && plain(url) !== plain(wanted);
}

/**
 * Whether the clone is all that is wanted, so that nothing needs to be fetched or checked out. What can only be known
 * after fetching (signatures, another refspec, branches of submodules) is never sure.
 */
export function isCurrent(a: GitArgs, look: Look, clone: Clone): boolean {
  if (clone.modified || urlDiffers(clone.url, a.repo) || clone.submodules === 'differ') return false;
  if (a.refspec !== undefined || a.verify_commit || (a.track_submodules && clone.submodules !== 'none')) return false;
  const wanted = remoteHead(a.version, look);
  if (wanted === undefined || wanted !== clone.head) return false;
  // A bare repository has all branches; only fetching tells.
  if (a.bare) return false;
  const kind = kindOf(a.version, look.refs);
  if (kind === 'head') return clone.branch !== undefined;
  return kind === 'branch' ? clone.branch === a.version : clone.branch === undefined;
}
