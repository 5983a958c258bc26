// The version of tsplay; a test holds it to package.json.
export const VERSION = '0.1.0';

/** The version of ansible-core whose meaning we keep: content asserts on it. */
export const ANSIBLE_VERSION = '2.18.6';

/** `compat:` under the name of one of Ansible's commands the first line is Ansible's, which scripts look into. */
export function versionText(program: string): string {
  if (!program.startsWith('ansible')) return `${program.replace(/ .*/, '')} ${VERSION}\n`;
  return `${program} [core ${ANSIBLE_VERSION}]\n  tsplay version = ${VERSION}\n  node version = ${process.versions.node}\n`;
}
