// Which colour says what: Ansible's palette, as SGR sequences.

/** `compat:` the colours of ansible-playbook's default output. */
const CODES = {
  ok: '0;32',
  changed: '0;33',
  failed: '0;31',
  unreachable: '1;31',
  skipped: '0;36',
  warning: '1;35',
  retry: '1;30',
} as const;

export type Tone = keyof typeof CODES;

/** Paints text in a tone; without colour it gives the text back. */
export type Paint = (tone: Tone, text: string) => string;

/** Each line is painted on its own, so that a pager or a cut line never bleeds. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_tone, text) => text;
  return (tone, text) =>
    text
      .split('\n')
      .map((line) => (line === '' ? '' : `\u001b[${CODES[tone]}m${line}\u001b[0m`))
      .join('\n');
}
