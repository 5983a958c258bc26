// What a download is called when `dest` is a directory.

/** The last part of a URL's path; `index.html` when it has none. */
export function nameFromUrl(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const last = path.split('/').at(-1) ?? '';
  return last === '' ? 'index.html' : decoded(last);
}

/** A name with an escaped slash or a broken escape stays as it is written. */
function decoded(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    return /[/\0]/.test(plain) || plain === '.' || plain === '..' ? text : plain;
  } catch {
    return text;
  }
}

/** The file name of a Content-Disposition header, without any directories in it; undefined when it gives none. */
export function nameFromHeader(header: string | undefined): string | undefined {
  const given = /filename\s*=\s*(?:"((?:\\.|[^"])*)"|([^;\s]+))/i.exec(header ?? '');
  const name = (given?.[1]?.replace(/\\(.)/g, '$1') ?? given?.[2])?.split(/[/\\]/).at(-1);
  return name === undefined || name === '' || name === '.' || name === '..' ? undefined : name;
}
