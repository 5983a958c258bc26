// The characters of Windows-1252 that Node's decoder takes for control characters.

/** Bytes 0x80 to 0x9f; blank where there is no character. */
export const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
