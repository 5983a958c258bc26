// Whether a host needs the OpenSSH client because ssh2 lacks what its settings, keys or known_hosts ask for.
import { existsSync, readFileSync } from 'node:fs';
import { KnownHosts, knownHostsName } from './known-hosts.js';
import type { SshSettings } from './types.js';

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Why the connection, or one on the way to it, is the OpenSSH client's to make; undefined when ssh2 can. */
export function clientNeed(settings: SshSettings): string | undefined {
  const { reason } = settings.client ?? {};
  if (reason !== undefined) return reason;
  for (const one of [...settings.jumps, settings]) {
    const [certificate] = one.certificateFiles ?? [];
    if (certificate !== undefined) return `the certificate ${certificate}`;
    for (const path of one.identityFiles) {
      if (existsSync(`${path}-cert.pub`)) return `the certificate ${path}-cert.pub`;
      if (/^sk-/.test(readText(`${path}.pub`) ?? '')) return `the FIDO key ${path}`;
    }
    const texts = one.knownHostsFiles.map((path) => ({ path, text: readText(path) ?? '' }));
    const files = texts.filter(({ text }) => text.includes('@cert-authority'));
    if (files.length === 0) continue;
    const name = one.hostKeyAlias ?? knownHostsName(one.host, one.port);
    const known = new KnownHosts(files);
    const plain = one.hostKeyAlias ?? one.host;
    if (known.hasAuthority(name, plain) && new KnownHosts(texts).typesOf(name).length === 0)
      return 'a @cert-authority line';
  }
  return undefined;
}
