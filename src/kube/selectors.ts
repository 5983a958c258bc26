// Label selectors, checked here against an object's labels.

interface Requirement {
  readonly key: string;
  readonly test: (value: string | undefined) => boolean;
}

function parse(selector: string): Requirement {
  const set = /^\s*(\S+)\s+(notin|in)\s+\((.*)\)\s*$/.exec(selector);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((v) => v.trim());
    return { key, test: (v) => (v !== undefined && values.includes(v)) === (operator === 'in') };
  }
  const equality = /^\s*([^=!\s]+)\s*(==|!=|=)\s*(.*?)\s*$/.exec(selector);
  if (equality) {
    const [, key = '', operator, wanted] = equality;
    return { key, test: (v) => (v === wanted) === (operator !== '!=') };
  }
  const bare = selector.trim();
  return bare.startsWith('!')
    ? { key: bare.slice(1).trim(), test: (v) => v === undefined }
    : { key: bare, test: (v) => v !== undefined };
}

/** Whether labels meet all selectors (`a=b`, `a != b`, `a in (b, c)`, `a notin (b)`, `a`, `!a`). compat: no labels meet none. */
export function selects(
  selectors: readonly string[],
  labels: Readonly<Record<string, string>> | null | undefined,
): boolean {
  if (!labels) return false;
  return selectors.map(parse).every(({ key, test }) => test(labels[key]));
}
