// Reads and edits XML: files of the host, or text.
import {
  alias,
  bool,
  choice,
  defineModule,
  dict,
  list,
  ModuleFailure,
  path,
  raw,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { ask } from '../../_shared/told.js';
import { sh } from '../../../src/kit/index.js';
import { Xml } from './dom.js';
import { edit, type Edited } from './edit.js';
import { comparedText, documentText, mergeCdata, removeBlanks } from './write.js';

const args = z.strictObject({
  path: alias(path().optional().describe('The file.'), 'dest', 'file'),
  xmlstring: str().optional().describe('Text instead of a file; the result has it.'),
  xpath: str().optional().describe('XPath of what is read or changed.'),
  namespaces: dict(str()).default({}).describe('Namespaces by the prefixes that xpath uses.'),
  state: alias(
    choice('absent', 'present').default('present').describe('Whether the target of xpath shall be there.'),
    'ensure',
  ),
  attribute: raw().optional().describe('The attribute of the target that gets the value.'),
  value: raw().optional().describe('Text of the target or, with attribute, of that.'),
  add_children: list(raw()).optional().describe('Elements added to the target: names, mappings or XML text.'),
  set_children: list(raw()).optional().describe("Elements that become the target's only ones."),
  count: bool().default(false).describe('Only count what xpath matches.'),
  print_match: bool().default(false).describe('Only tell the paths of what xpath matches.'),
  pretty_print: bool().default(false).describe('Write it indented.'),
  content: choice('attribute', 'text').optional().describe('Only read attributes or texts of what xpath matches.'),
  input_type: choice('xml', 'yaml').default('yaml').describe('How children are given.'),
  backup: bool().default(false).describe('Keep a copy of the file as it was.'),
  strip_cdata_tags: bool().default(false).describe('Turn CDATA sections into text.'),
  insertbefore: bool().default(false).describe('Put new children before the first match, not into it.'),
  insertafter: bool().default(false).describe('Put new children behind the last match, not into it.'),
});
export type Args = z.output<typeof args>;

const ONE_OF = ['add_children', 'content', 'count', 'print_match', 'set_children', 'value'] as const;

export function rulesOf(a: Args): string[] {
  const broken: string[] = [];
  const given = (name: keyof Args): boolean => a[name] !== undefined && a[name] !== false;
  const exclusive = (...names: readonly (keyof Args)[]): void => {
    if (names.filter(given).length > 1) broken.push(`parameters are mutually exclusive: ${names.join('|')}`);
  };
  if (!given('path') && !given('xmlstring')) broken.push('one of the following is required: path, xmlstring');
  // compat: `count`, `print_match` and `pretty_print` count as given whatever they say, so this never fails on them.
  exclusive(...ONE_OF);
  exclusive('path', 'xmlstring');
  exclusive('insertbefore', 'insertafter');
  if (given('attribute') && !given('value')) broken.push("missing parameter(s) required by 'attribute': value");
  for (const name of [...ONE_OF, 'insertbefore', 'insertafter'] as const) {
    if (given(name) && !given('xpath')) broken.push(`missing parameter(s) required by '${name}': xpath`);
  }
  if (!given('xpath') && !a.pretty_print) {
    broken.push('nothing to do: give xpath with what shall be done there, or pretty_print');
  }
  return broken;
}

export default defineModule({
  name: 'community.general.xml',
  summary: 'Reads and edits XML by XPath; the host needs no program for it.',
  args,
  returns: z.object({
    actions: z.record(z.string(), z.unknown()).describe('xpath, namespaces and state as given.'),
    backup_file: z.string().describe('The copy of the file as it was.'),
    count: z.int().describe('How many nodes match.'),
    matches: z.array(z.unknown()).describe('What content asked for.'),
    msg: z.unknown().describe('What was found.'),
    xmlstring: z.string().describe('The text, when text was given.'),
  }),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: rulesOf,
  examples: [
    {
      name: 'Set a text',
      task: 'community.general.xml:\n  path: /etc/app/config.xml\n  xpath: /config/server/port\n  value: "8443"',
    },
    {
      name: 'Take an attribute away',
      task: 'community.general.xml:\n  path: /etc/app/config.xml\n  xpath: /config/server/@debug\n  state: absent',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const xml = await Xml.load();
    if (a.xpath !== undefined) xml.check(a.xpath);
    const bytes = a.xmlstring === undefined ? await content(context) : Buffer.from(a.xmlstring);
    const name = a.path ?? 'xml_string';
    const parse = () => {
      try {
        const document = xml.parse(bytes);
        if (a.strip_cdata_tags) mergeCdata(document);
        if (a.pretty_print) removeBlanks(document);
        return document;
      } catch (error) {
        throw new ModuleFailure(`Error while parsing document: ${name} (${(error as Error).message})`);
      }
    };
    const document = parse();
    if (a.xpath === undefined) return reformat(context, bytes, documentText(document, true));
    const edited = edit({ xml, document, namespaces: a.namespaces }, a, a.xpath);
    const before = parse();
    const changed = comparedText(before) !== comparedText(document);
    const text = documentText(document, a.pretty_print);
    const result = {
      actions: { xpath: a.xpath, namespaces: a.namespaces, state: a.state },
      ...counted(a, edited),
      ...(a.xmlstring === undefined ? {} : { xmlstring: text }),
      changed,
    };
    if (!changed) return result;
    const diff = { before: documentText(before, true), after: documentText(document, true) };
    const made = await context.change({ summary: `edit ${name} on ${host.name}`, diff }, async (hands) =>
      a.path === undefined ? undefined : (await hands.write(a.path, text, { backup: a.backup })).backupFile,
    );
    return made === undefined ? result : { ...result, backup_file: made };
  },
});

function counted(a: Args, edited: Edited): Record<string, unknown> {
  const { hits = 0, matches = [], msg } = edited;
  return {
    ...(a.count || hits > 0 ? { count: hits } : {}),
    ...(a.print_match || matches.length > 0 ? { matches } : {}),
    ...(msg === undefined ? {} : { msg }),
  };
}

async function content({ args: a, host }: RunContext<Args>): Promise<Buffer> {
  const file = a.path ?? '';
  const found = (await ask(host, sh`tell ${file}`)).file(file);
  if (!found) throw new ModuleFailure(`The target XML source '${file}' does not exist.`);
  return found.bytes;
}

async function reformat(
  { args: a, change }: RunContext<Args>,
  bytes: Buffer,
  text: string,
): Promise<Record<string, unknown>> {
  // compat: text that is given always counts as changed.
  if (a.path === undefined) return { changed: true, xmlstring: text };
  if (bytes.equals(Buffer.from(text))) return {};
  const { path: file } = a;
  const made = await change({ summary: `reformat ${file}` }, (hands) => hands.write(file, text, { backup: a.backup }));
  return made?.backupFile === undefined ? {} : { backup_file: made.backupFile };
}
