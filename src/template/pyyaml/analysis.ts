// Which styles YAML 1.1 allows for a string: what PyYAML's emitter and resolver look at.

export interface Analysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
  /** Whether it may be written as a block: `|` or `>`. */
  readonly block: boolean;
}

// Text that a YAML 1.1 reader would take for something else than a string.
const RESOLVED =
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL|<<|=|!|&|\*|[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+|\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?|)$/;

/** Whether the text, written plain, would be read as another type. */
export function needsQuotes(text: string): boolean {
  return RESOLVED.test(text);
}

const SPACE = '\0 \t\r\n\x85\u2028\u2029';
const BREAKS = '\r\n\x85\u2028\u2029';

/** What the characters of the text allow. */
export function analyse(text: string, unicode: boolean): Analysis {
  if (text === '') return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true, block: false };
  const all = Array.from(text);
  let block = text.startsWith('---') || text.startsWith('...');
  let flow = block;
  let [lineBreaks, special, breakSpace, spaceBreak, edge] = [false, false, false, false, false];
  let before: 'space' | 'break' | '' = '';
  let preceded = true;
  all.forEach((c, i) => {
    const next = all[i + 1];
    const followed = next === undefined || SPACE.includes(next);
    if (i === 0) {
      if ('#,[]{}&*!|>\'"%@`'.includes(c)) flow = block = true;
      else if (c === '?' || c === ':') {
        flow = true;
        if (followed) block = true;
      } else if (c === '-' && followed) flow = block = true;
    } else if (',?[]{}'.includes(c)) flow = true;
    else if (c === ':') {
      flow = true;
      if (followed) block = true;
    } else if (c === '#' && preceded) flow = block = true;
    const isBreak = BREAKS.includes(c);
    if (isBreak) lineBreaks = true;
    if (c !== '\n' && !(c >= ' ' && c <= '~') && !(unicode && isPrintable(c))) special = true;
    if (c === ' ' || isBreak) {
      if (i === 0 || i === all.length - 1) edge = true;
      if (c === ' ' && before === 'break') breakSpace = true;
      if (isBreak && before === 'space') spaceBreak = true;
      before = isBreak ? 'break' : 'space';
    } else before = '';
    preceded = SPACE.includes(c);
  });
  const plain = !edge && !breakSpace && !spaceBreak && !special && !lineBreaks;
  return {
    multiline: lineBreaks,
    flowPlain: plain && !flow,
    blockPlain: plain && !block,
    singleQuoted: !breakSpace && !spaceBreak && !special,
    block: !text.endsWith(' ') && !spaceBreak && !special,
  };
}

function isPrintable(c: string): boolean {
  const code = c.codePointAt(0) ?? 0;
  if (code === 0xfeff) return false;
  return (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd);
}
