// The text of one source in deb822 format, its fields in alphabetical order of the parameters.

/** What files are called after: small letters, digits and dashes of the name. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
    .replace(/[^a-z0-9-]+/g, '');
}

/** The parameters that are fields, in the order they are written. */
const FIELDS = [
  'allow_downgrade_to_insecure',
  'allow_insecure',
  'allow_weak',
  'architectures',
  'by_hash',
  'check_date',
  'check_valid_until',
  'components',
  'date_max_future',
  'enabled',
  'inrelease_path',
  'languages',
  'name',
  'pdiffs',
  'signed_by',
  'suites',
  'targets',
  'trusted',
  'types',
  'uris',
];
const NAMES: Readonly<Record<string, string>> = { name: 'X-Repolib-Name', uris: 'URIs' };

const fieldName = (parameter: string): string =>
  NAMES[parameter] ??
  parameter
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('-');

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** A value of several lines begins on the next one; its empty lines are dots. */
function folded(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text
    .trim()
    .split(/\r?\n/)
    .map((line) => `    ${line.trim() || '.'}`);
  return `\n${lines.join('\n')}`;
}

export function printStanza(parameters: Readonly<Record<string, unknown>>): string {
  return FIELDS.filter((name) => parameters[name] !== undefined)
    .map((name) => {
      const text = folded(textOf(parameters[name]));
      return `${fieldName(name)}:${text === '' || text.startsWith('\n') ? '' : ' '}${text}\n`;
    })
    .join('');
}
