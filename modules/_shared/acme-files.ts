// Writes the files of a certificate that an ACME server issued; those that say it already stay.
import { sh, type RunContext } from '../../src/kit/index.js';
import { chainText, fullChainText, type Chain } from './acme-chain.js';

/** @param files what the files hold now, by path */
export async function writeChain(
  { host, change }: Pick<RunContext<unknown>, 'host' | 'change'>,
  files: ReadonlyMap<string, Uint8Array>,
  chain: Chain,
  paths: Readonly<Record<'cert' | 'full' | 'chain', string | undefined>>,
): Promise<void> {
  const contents: [string | undefined, string][] = [
    [paths.cert, chain.cert],
    [paths.full, fullChainText(chain)],
    [paths.chain, chainText(chain)],
  ];
  for (const [path, text] of contents) {
    if (path === undefined) continue;
    const content = Buffer.from(text, 'utf8');
    const present = files.get(path);
    if (present && content.equals(present)) continue;
    await change({ summary: `write ${path}` }, async (hands) => {
      const status = await host.stat(path, { follow: false });
      await hands.write(status?.kind === 'link' ? await realPath(host, path) : path, content);
    });
  }
}

/** A link stays; what it leads to is written. */
async function realPath(host: RunContext<unknown>['host'], path: string): Promise<string> {
  const { rc, stdout } = await host.probe(sh`readlink -f -- ${path}`);
  return rc === 0 && stdout !== '' ? stdout.replace(/\n$/, '') : path;
}
