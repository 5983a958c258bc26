// The versions of tsplay and of the Ansible it stands for.
import type { Settings } from '../config/index.js';

/** A test holds it to package.json. */
export const VERSION = '0.1.0';

/** The version of ansible-core whose meaning we keep: content asserts on it. */
export const ANSIBLE_VERSION = '2.18.6';

/** Thrown when a command of Ansible's is asked for its version: the answer has settings in it, which are loaded for it only. */
export class VersionAsked extends Error {
  constructor(readonly program: string) {
    super('--version');
  }
}

/** The version of a command that is tsplay's own. */
export function ownVersion(program: string): string {
  return `${program.replace(/ .*/, '')} ${VERSION}\n`;
}

/**
 * `compat:` under the name of one of Ansible's commands the first line is Ansible's, which scripts look into, and the lines
 * about paths are there.
 */
export function versionText(program: string, { configFile, paths }: Settings): string {
  const lines = [
    `${program} [core ${ANSIBLE_VERSION}]`,
    `config file = ${configFile ?? 'None'}`,
    `configured module search path = [${paths.modules.map((path) => `'${path}'`).join(', ')}]`,
    `ansible collection location = ${paths.collections.join(':')}`,
    `executable location = ${process.argv[1] ?? ''}`,
    `tsplay version = ${VERSION}`,
    `node version = ${process.versions.node}`,
  ];
  return `${lines.join('\n  ')}\n`;
}
