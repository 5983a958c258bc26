// Sets options of interfaces in /etc/network/interfaces.
import { bool, choice, defineModule, path, str, z } from '../../../src/kit/index.js';
import { ModuleFailure } from '../../../src/kit/index.js';
import { encodingOf, readText, writeText } from '../../_shared/edit-file.js';
import { fileArguments, fileReturnFields } from '../../_shared/file-attributes.js';
import { parseInterfaces, setOption } from './interfaces.js';

const args = z.strictObject({
  ...fileArguments,
  dest: path().default('/etc/network/interfaces').describe('The file.'),
  iface: str().optional().describe('The interface.'),
  address_family: str().optional().describe('Of several stanzas of the interface that of this family (inet, inet6).'),
  option: str().optional().describe('The option; method is the word at the end of the iface line.'),
  value: str().optional().describe('Its value. Of pre-up, up, down and post-up there may be several.'),
  state: choice('absent', 'present').default('present').describe('Whether the option shall be there.'),
  backup: bool().default(false).describe('Keep a copy of the file as it was.'),
});

export default defineModule({
  name: 'community.general.interfaces_file',
  summary: 'Sets options of interfaces in /etc/network/interfaces.',
  args,
  returns: z.object({
    ...fileReturnFields,
    dest: z.string().describe('The file.'),
    ifaces: z.record(z.string(), z.unknown()).describe('The interfaces with their options.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.option !== undefined && a.iface === undefined ? ["missing parameter(s) required by 'option': iface"] : []),
    ...(a.option !== undefined && a.state === 'present' && a.value === undefined
      ? ["Value must be set if option is defined and state is 'present'"]
      : []),
    ...([a.option, a.value].some((text) => /[\r\n]/.test(text ?? '')) ? ['option and value must be one line'] : []),
  ],
  examples: [
    {
      name: 'A larger MTU',
      task: 'community.general.interfaces_file:\n  iface: eth1\n  option: mtu\n  value: "9000"',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const editing = { ...context, args: { ...a, path: a.dest } };
    const file = await readText(editing);
    if (file.bytes === null) throw new ModuleFailure(`${a.dest} does not exist`);
    const encoding = encodingOf(file.bytes);
    const before = encoding.decode(file.bytes);
    const { iface, option } = a;
    const after =
      option === undefined || iface === undefined
        ? before
        : setOption(before, {
            iface: encoding.argument(iface),
            option: encoding.argument(option),
            value: a.value === undefined ? undefined : encoding.argument(a.value),
            address_family: a.address_family,
            state: a.state,
          });
    const written = await writeText(editing, file, after === before ? undefined : encoding.encode(after), '');
    const size = context.checkMode ? file.bytes.length : encoding.encode(after).length;
    return { ...written.file, size, dest: a.dest, ifaces: parseInterfaces(after).ifaces };
  },
});
