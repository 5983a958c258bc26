// What getent would say where there is none: the lines of a database's file in /etc that a key means.

/** Databases that are plain files; `ahosts`, `netgroup` and the like are made by a name service only. */
export const FILE_DATABASES: ReadonlySet<string> = new Set([
  'aliases',
  'ethers',
  'group',
  'gshadow',
  'hosts',
  'networks',
  'passwd',
  'protocols',
  'rpc',
  'services',
  'shadow',
]);

/** Exit codes of the look: the output is the file itself; there is no getent and no such file. */
export const FROM_FILE = 97;
export const NO_FILE = 98;

/** Databases whose third field is a number that is a key, too. */
const NUMBERED = new Set(['passwd', 'group']);
const COLONS = new Set(['passwd', 'shadow', 'group', 'gshadow']);

/** @param key without it all entries @returns the lines getent would print, comments and blank lines left out */
export function entriesInFile(database: string, text: string, key: string | undefined): string {
  const all = text
    .split('\n')
    .map((line) => (COLONS.has(database) ? line : line.replace(/#.*/, '').trim()))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const meant = key === undefined ? all : all.filter((line) => names(database, line).includes(key));
  // Of a name, the first entry is the one; an address or a name of a host may have several.
  const told = key === undefined || database === 'hosts' ? meant : meant.slice(0, 1);
  return told.map((line) => `${line}\n`).join('');
}

/** The keys an entry is found by. */
function names(database: string, line: string): string[] {
  if (COLONS.has(database)) {
    const [name = '', , number = ''] = line.split(':');
    return NUMBERED.has(database) ? [name, number] : [name];
  }
  const [first = '', second = '', ...aliases] = line.split(/\s+/);
  // `ssh 22/tcp`: by name, by port with and without the protocol, by `name/protocol`.
  if (database === 'services') {
    const [port = '', protocol = ''] = second.split('/');
    return [first, ...aliases].flatMap((name) => [name, `${name}/${protocol}`]).concat(port, second);
  }
  return [first, second, ...aliases];
}
