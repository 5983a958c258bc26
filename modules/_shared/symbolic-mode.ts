// Works out the permission bits a symbolic mode (`u=rwX,g-w,o=`) means for a file.

const RWX: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };
/** Where a class's rwx bits stand, and its special bit (setuid, setgid, sticky). */
const CLASS: Readonly<Record<string, { readonly shift: number; readonly special: number }>> = {
  u: { shift: 6, special: 0o4000 },
  g: { shift: 3, special: 0o2000 },
  o: { shift: 0, special: 0o1000 },
};

export interface ModeBase {
  /** The current permission bits, or what a new file would get. */
  readonly mode: number;
  readonly directory: boolean;
  readonly umask: number;
}

/**
 * Applies a symbolic mode clause by clause; later clauses see what earlier ones did. Specified by the `mode`
 * parameter of ansible.builtin.file and chmod(1). Without a class letter the umask's bits are left alone.
 * compat: `=` also clears the class's special bit, on directories too (chmod keeps it there).
 * @param symbolic text the `mode` argument type has accepted
 */
export function symbolicMode(symbolic: string, base: ModeBase): number {
  let mode = base.mode;
  for (const clause of symbolic.split(',')) {
    const [, classes = '', actions = ''] = /^([ugoa]*)(.*)$/.exec(clause.trim()) ?? [];
    const everybody = classes === '' || classes.includes('a');
    for (const [, operator = '', permissions = ''] of actions.matchAll(/([-+=])([^-+=]*)/g)) {
      const before = mode;
      for (const letter of everybody ? 'ugo' : classes) {
        const bits = bitsFor(letter, permissions, before, base, classes === '');
        if (operator === '+') mode |= bits;
        else if (operator === '-') mode &= ~bits;
        else mode = (mode & ~clearedBits(letter)) | bits;
      }
    }
  }
  return mode;
}

function clearedBits(letter: string): number {
  const { shift, special } = CLASS[letter] ?? { shift: 0, special: 0 };
  return (7 << shift) | special;
}

function bitsFor(letter: string, permissions: string, mode: number, base: ModeBase, masked: boolean): number {
  const { shift, special } = CLASS[letter] ?? { shift: 0, special: 0 };
  let rwx = 0;
  let extra = 0;
  for (const permission of permissions) {
    const copied = CLASS[permission];
    if (copied) rwx |= (mode >> copied.shift) & 7;
    else if (permission === 'X') rwx |= base.directory || (mode & 0o111) !== 0 ? 1 : 0;
    else if (permission === 's' && letter !== 'o') extra |= special;
    else if (permission === 't' && letter === 'o') extra |= special;
    else rwx |= RWX[permission] ?? 0;
  }
  return ((rwx << shift) & (masked ? ~base.umask : ~0)) | extra;
}
