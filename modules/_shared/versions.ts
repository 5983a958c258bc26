// Which of two versions of a program is older.

/** Whether a version is older; what is no number counts as 0. */
export function isOlder(version: string, least: string): boolean {
  const parts = (text: string): number[] => text.split(/[.\-+]/).map((part) => Number(part) || 0);
  const [a, b] = [parts(version), parts(least)];
  for (let i = 0; i < b.length; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}
