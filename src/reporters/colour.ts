// Which colour says what: Ansible's palette, as SGR sequences, and what settings make of it.

/** `compat:` the colours of ansible-playbook's default output. */
const CODES = {
  ok: '0;32',
  changed: '0;33',
  failed: '0;31',
  unreachable: '1;31',
  skipped: '0;36',
  included: '0;36',
  warning: '1;35',
  deprecation: '0;35',
  retry: '1;30',
  diffAdd: '0;32',
  diffRemove: '0;31',
  diffLines: '0;36',
} as const;

export type Tone = keyof typeof CODES;

/** SGR parameters by tone. */
export type Palette = Readonly<Record<Tone, string>>;

/** The names that settings give colours. Specified by the documentation of ansible.cfg. */
const NAMED: Readonly<Record<string, string>> = {
  black: '0;30',
  'bright gray': '0;37',
  blue: '0;34',
  white: '1;37',
  green: '0;32',
  'bright blue': '1;34',
  cyan: '0;36',
  'bright green': '1;32',
  red: '0;31',
  'bright cyan': '1;36',
  purple: '0;35',
  'bright red': '1;31',
  yellow: '0;33',
  'bright purple': '1;35',
  'dark gray': '1;30',
  'bright yellow': '1;33',
  magenta: '0;35',
  'bright magenta': '1;35',
  normal: '0',
};

/** The SGR parameters of a colour: a name, `color0` to `color255`, `rgb000` to `rgb555`, `gray0` to `gray23`. */
export function colourCode(name: string): string | undefined {
  if (Object.hasOwn(NAMED, name)) return NAMED[name];
  const [, kind, digits = ''] = /^(color|rgb|gray)(\d+)$/.exec(name) ?? [];
  const number = Number(digits);
  if (kind === 'color' && number < 256) return `38;5;${number}`;
  if (kind === 'gray' && number < 24) return `38;5;${232 + number}`;
  const [red, green, blue] = [...digits].map(Number);
  if (kind !== 'rgb' || !/^[0-5]{3}$/.test(digits)) return undefined;
  return `38;5;${16 + 36 * (red ?? 0) + 6 * (green ?? 0) + (blue ?? 0)}`;
}

/** Ansible's palette with some tones replaced. */
export function palette(changed: Partial<Palette> = {}): Palette {
  return { ...CODES, ...changed };
}

/** Paints text in a tone; without colour it gives the text back. */
export type Paint = (tone: Tone, text: string) => string;

/** Each line is painted on its own, so that a pager or a cut line never bleeds. `true` is Ansible's palette. */
export function painter(colour: boolean | Palette): Paint {
  if (colour === false) return (_tone, text) => text;
  const codes = colour === true ? CODES : colour;
  return (tone, text) =>
    text
      .split('\n')
      .map((line) => (line === '' ? '' : `\u001b[${codes[tone]}m${line}\u001b[0m`))
      .join('\n');
}
