// What is mounted where, read from the kernel's /proc/self/mountinfo (proc(5)).

export interface Mounted {
  /** The device; of a bind mount the directory that is mounted. */
  readonly src: string;
  /** The device as the kernel names it. */
  readonly device: string;
}

const unescape = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_all, digits: string) => String.fromCharCode(parseInt(digits, 8)));

/** The last mount of each mount point. */
export function parseMountinfo(text: string): Map<string, Mounted> {
  const all = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const fields = line.trim().split(' ');
      return {
        id: fields[0] ?? '',
        parent: fields[1] ?? '',
        root: unescape(fields[3] ?? ''),
        target: unescape(fields[4] ?? ''),
        device: unescape(fields.at(-2) ?? ''),
      };
    });
  const byId = new Map(all.map((mount) => [mount.id, mount]));
  const mounts = new Map<string, Mounted>();
  for (const mount of all) {
    const parent = byId.get(mount.parent);
    let src = mount.device;
    if (parent && mount.parent !== '1') {
      // A bind mount's root is a path in its own file system: what its parent shows of that is taken off, and the
      // parent's place put in front.
      let root = mount.root;
      if (parent.root.length > 1 && root.startsWith(`${parent.root}/`)) root = root.slice(parent.root.length);
      if (parent.target !== '/') root = parent.target + root;
      src = mount.root = root;
    }
    mounts.set(mount.target, { src, device: mount.device });
  }
  return mounts;
}
