// What a setting is, and where a value of it comes from.
import type { Span } from '../ground/index.js';
import type { Value } from '../value/index.js';

/** Why tsplay does nothing with a setting. */
export type Unused = keyof typeof UNUSED;

/** The reasons, as they are told; those in the table stand under their key. */
export const UNUSED = {
  python: 'it is about Python, which tsplay does not use',
  openssh: 'it is about the OpenSSH programs, which tsplay does not use',
  paramiko: 'it is about paramiko, which tsplay does not use',
  plugins: 'it is about plugins in Python, which tsplay does not load',
  network: 'it is about network devices, which tsplay does not manage',
  windows: 'it is about Windows, which tsplay does not manage',
  galaxy: 'tsplay does not talk to Galaxy',
  cows: 'tsplay draws no cows',
  console: 'tsplay has no console',
  doccolors: 'tsplay shows documentation without colours',
  debug: 'tsplay has no such output; -vvvv says most',
  unsafe: 'what a lookup returns is never a template',
  nullrep: 'a None stays what it is',
  inventorycache: 'no inventory plugin of tsplay keeps a cache',
  localtemp: 'tsplay makes no temporary files on the controller',
  remotetemp: 'no module is copied to a host; the few temporary files there are made in $TMPDIR or /tmp',
  noeffect: 'it has no effect in Ansible either',
  other: 'tsplay has nothing that it is about',
} as const;

/** One setting: where it may be given and what it may be. */
export interface Definition {
  /** `DEFAULT_FORKS`; of a plugin's option its own name, `ssh_args`. */
  readonly name: string;
  /** Of a plugin's option: `connection` and `ssh`. */
  readonly plugin?: { readonly kind: string; readonly name: string } | undefined;
  /** As Ansible names it: `boolean`, `int`, `pathspec` …; empty for text. */
  readonly type: string;
  /** As written in the table; undefined is None. */
  readonly fallback: Value | undefined;
  readonly required: boolean;
  /** Later ones win. */
  readonly env: readonly string[];
  readonly ini: readonly { readonly section: string; readonly key: string }[];
  readonly choices: readonly string[] | undefined;
  /** Undefined when tsplay honours the setting. */
  readonly unused: Unused | undefined;
  /** What it is, in our words. */
  readonly about: string;
}

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly span: Span }
  /** The configuration file itself, which is found and not set. */
  | { readonly kind: 'found' }
  /** It has no value and needs one. */
  | { readonly kind: 'required' };

/** The value a setting has. */
export interface Resolved {
  readonly definition: Definition;
  readonly value: Value;
  readonly origin: Origin;
}

/** The process as settings see it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
}

/** The words in which `ansible-config dump` names an origin. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'found':
      return '';
    case 'env':
      return `env: ${origin.name}`;
    case 'file':
      return origin.path;
    case 'required':
      return 'REQUIRED';
  }
}
