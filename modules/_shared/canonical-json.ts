// JSON in one way only: objects whose keys stand in any order are the same text.

/** @param value plain data */
export const canonicalJson = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? Array.isArray(value)
      ? `[${value.map(canonicalJson).join()}]`
      : `{${Object.entries(value)
          .sort(([x], [y]) => (x < y ? -1 : 1))
          .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`)
          .join()}}`
    : JSON.stringify(value);
