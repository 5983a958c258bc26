// Which of two Debian package versions is the later one, as deb-version(7) orders them.

/** Where a character stands: `~` before the end, letters before everything else. */
function rank(character: string | undefined): number {
  if (character === undefined || /\d/.test(character)) return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/\d/.test(a.charAt(i))) || (j < b.length && !/\d/.test(b.charAt(j)))) {
      const difference = rank(a[i]) - rank(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [x = ''] = /^\d*/.exec(a.slice(i)) ?? [];
    const [y = ''] = /^\d*/.exec(b.slice(j)) ?? [];
    i += x.length;
    j += y.length;
    // Numbers of any length: BigInt, as dates with a time do not fit a double.
    const left = BigInt(x || '0');
    const right = BigInt(y || '0');
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function split(version: string): { epoch: bigint; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const head = colon < 0 ? '' : version.slice(0, colon);
  const epoch = /^\d+$/.test(head) ? BigInt(head) : 0n;
  const rest = /^\d+$/.test(head) ? version.slice(colon + 1) : version;
  const dash = rest.lastIndexOf('-');
  return dash < 0
    ? { epoch, upstream: rest, revision: '' }
    : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}

/** Negative when `a` is earlier than `b`, 0 when they are the same version, positive when it is later. */
export function compareVersions(a: string, b: string): number {
  const left = split(a);
  const right = split(b);
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  return compareParts(left.upstream, right.upstream) || compareParts(left.revision, right.revision);
}
