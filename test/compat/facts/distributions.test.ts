// Our facts of other distributions against Ansible's: distributions.json has the files in /etc that tell of each, and what
// ansible-core 2.18's `setup` said of a container with just these files.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../src/host/facts/index.js';

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

const recorded = JSON.parse(readFileSync(new URL('distributions.json', import.meta.url), 'utf8')) as Record<
  string,
  Recorded
>;

describe('facts of the distribution', () => {
  it.each(Object.entries(recorded))('%s', async (_, { files, facts }) => {
    const sections = Object.entries(files).map(
      ([name, text]) => `\n@@@${name === 'os-release' ? name : `etc:${name}`}\n${text}`,
    );
    const stdout = `\n@@@uname\nLinux\n6.1.0\n#1 SMP\nx86_64\nnode\n${sections.join('')}`;
    const ours = await gatherFacts('h', { subset: ['!all', '!min', 'distribution', 'lsb'] }, () =>
      Promise.resolve({ rc: 0, stdout, stderr: '', stdoutBytes: Buffer.from(stdout) }),
    );
    expect(ours).toEqual(facts);
  });
});
