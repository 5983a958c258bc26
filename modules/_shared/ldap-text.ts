// The texts of LDAP: names of entries, filters, and LDIF to and from what programs print.

/** A line of LDIF for any bytes; base64 keeps every one of them. */
export const ldifLine = (name: string, value: string): string =>
  `${name}:: ${Buffer.from(value, 'utf8').toString('base64')}`;

/** The parts of an entry's name, from its own to the root's; commas may be escaped or stand in quotes. Specified by RFC 4514. */
export function splitDn(dn: string): string[] {
  const parts = dn.match(/(?:\\.|"(?:\\.|[^"\\])*"|[^,;\\"])+/gs) ?? [];
  return parts.map((part) => part.trim());
}

/** A value in a filter: all but letters and digits as hexadecimal, so that it is one line of harmless text. Specified by RFC 4515. */
export const hexFilter = (value: string): string =>
  [...Buffer.from(value, 'utf8')]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(letter) ? letter : `\\${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');

export interface LdifEntry {
  readonly dn: string;
  /** In the server's order. */
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
}

/** What `ldapsearch -LLL` printed, its lines unwrapped or wrapped. Specified by RFC 2849. */
export function parseLdif(text: string): LdifEntry[] {
  const unfolded = text.replace(/\n /g, '');
  return unfolded.split(/\n{2,}/).flatMap((block): LdifEntry[] => {
    const attributes = new Map<string, Buffer[]>();
    let dn: string | undefined;
    for (const line of block.split('\n')) {
      const [, name, encoded, value] = /^([^#:][^:]*):(:?) ?(.*)$/s.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      const bytes = Buffer.from(value, encoded === ':' ? 'base64' : 'utf8');
      if (dn === undefined && name === 'dn') dn = bytes.toString('utf8');
      else attributes.set(name, [...(attributes.get(name) ?? []), bytes]);
    }
    return dn === undefined ? [] : [{ dn, attributes }];
  });
}
