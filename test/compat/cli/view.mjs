// What of a command's output is compared with the recording, by the kind of the case.

/** `out`: all of it; `sorted`: its lines in any order; `words`: the lines people look for; `error`: the message; `code`: nothing. */
export function view(kind, { out, err }) {
  if (kind === 'out') return out.trimEnd().split('\n');
  if (kind === 'sorted') return out.trimEnd().split('\n').sort();
  if (kind === 'error') return [/error: (?<message>.*)/.exec(err)?.groups?.message ?? ''];
  if (kind === 'code') return [];
  return out
    .split('\n')
    .filter((line) =>
      /^(PLAY|TASK|RUNNING HANDLER|ok:|changed:|skipping:|failed:|fatal:|included:|\.\.\.ignoring|\w+ +: ok=)/.test(
        line,
      ),
    )
    .map((line) =>
      line
        .replace(/ => (?!\(item).*$/, '')
        .replace(/^included: \S*\//, 'included: ')
        .trimEnd(),
    );
}
