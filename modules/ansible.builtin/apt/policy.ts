// What `apt-cache policy` says of a package: which versions there are, which is installed, which would be.

interface AvailableVersion {
  readonly version: string;
  /** Release of each repository that has it, as `stable/main` says: `stable`; none when only dpkg knows it. */
  readonly releases: readonly string[];
}

export interface PackagePolicy {
  readonly installed?: string | undefined;
  /** What apt would install; undefined when there is nothing to install. */
  readonly candidate?: string | undefined;
  readonly versions: readonly AvailableVersion[];
}

const none = (text: string): string | undefined => (text === '(none)' ? undefined : text);

/** The output of `LC_ALL=C apt-cache policy NAME...`; names apt does not know are not in it. */
export function parsePolicy(text: string): Map<string, PackagePolicy> {
  const policies = new Map<string, PackagePolicy>();
  let current:
    { installed?: string; candidate?: string; versions: { version: string; releases: string[] }[] } | undefined;
  for (const line of text.split('\n')) {
    const name = /^(\S+):$/.exec(line)?.[1];
    if (name !== undefined) {
      current = { versions: [] };
      policies.set(name, current);
      continue;
    }
    if (!current) continue;
    const field = /^ {2}(Installed|Candidate): (.*)$/.exec(line);
    const value = field?.[2] === undefined ? undefined : none(field[2]);
    if (field && value !== undefined) current[field[1] === 'Installed' ? 'installed' : 'candidate'] = value;
    // ` *** 1.2-3 500` or `     1.2-3 500 (phased 10%)`; apt before 1.1 leaves the number out.
    const version = /^ (?:\*{3}| {3}) (\S+)(?: -?\d+)?(?: \(phased \d+%\))?$/.exec(line)?.[1];
    if (version !== undefined) {
      current.versions.push({ version, releases: [] });
      continue;
    }
    const source = /^ {4,}-?\d+ (\S+)(?: (\S+))?/.exec(line);
    const release = source?.[2]?.replace(/\/[^/]*$/, '');
    if (source && release !== undefined) current.versions.at(-1)?.releases.push(release);
  }
  return policies;
}
