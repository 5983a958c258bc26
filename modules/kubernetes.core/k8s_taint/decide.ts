// Which taints a node shall have, given those it has.

export interface Taint {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

/** What the API has of a taint, with the time it adds itself. */
export type NodeTaint = Taint & Readonly<Record<string, unknown>>;

/** compat: without an effect in one of them the key alone tells. */
const same = (a: Taint, b: Taint): boolean =>
  a.key === b.key && (a.effect === undefined || b.effect === undefined || a.effect === b.effect);

const without = (taints: readonly NodeTaint[], others: readonly Taint[]): NodeTaint[] =>
  taints.filter((taint) => !others.some((other) => same(taint, other)));

/** The taints to set; undefined when there is nothing to do. */
export function decide(
  existing: readonly NodeTaint[],
  wanted: readonly Taint[],
  state: 'present' | 'absent',
  replace: boolean,
): readonly NodeTaint[] | undefined {
  if (state === 'absent') {
    const left = without(existing, wanted);
    return left.length === existing.length ? undefined : left;
  }
  const clean = wanted.map((taint) => Object.fromEntries(Object.entries(taint).filter(([, v]) => v !== undefined)));
  const isNew = wanted.some((taint) => !existing.some((other) => same(taint, other)));
  // compat: only where something new comes does `replace` take the others away.
  if (isNew) return replace ? clean : [...without(existing, wanted), ...clean];
  const differs = existing.some((taint) =>
    wanted.some((w) => same(taint, w) && (taint.value ?? undefined) !== w.value),
  );
  return differs ? [...without(existing, wanted), ...clean] : undefined;
}
