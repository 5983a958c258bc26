// Values that are made when they are first wanted.

/** Gives what `make` gives, which is called at the first call only: for what is costly to make and rarely wanted. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
