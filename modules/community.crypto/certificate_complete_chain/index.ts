// The certificates that are missing between a certificate and a root, found in files of the host.
import {
  defineModule,
  lines,
  list,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type Script,
} from '../../../src/kit/index.js';
import { newMark } from '../../_shared/file-tree.js';
import { completeChain, parsePems, readStore, type StoreFile } from './decide.js';

const args = z.strictObject({
  input_chain: str().describe('Certificates as PEM: the first, and maybe some of those above it.'),
  root_certificates: list(path()).describe('Files of roots; of a directory all files below it.'),
  intermediate_certificates: list(path())
    .default([])
    .describe('Files of certificates that may stand between; of a directory all files below it.'),
});

export default defineModule({
  name: 'community.crypto.certificate_complete_chain',
  summary: 'Completes a chain of certificates up to a root.',
  args,
  returns: z.object({
    root: z.string().describe('The root.'),
    chain: z.array(z.string()).describe('What was added, the root last.'),
    complete_chain: z.array(z.string()).describe('The whole chain.'),
  }),
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'The chain for a web server, without the root',
      task: 'community.crypto.certificate_complete_chain:\n  input_chain: "{{ certificate }}"\n  intermediate_certificates: [/etc/ssl/intermediates]\n  root_certificates: [/etc/ssl/certs]\nregister: chain',
    },
  ],
  async run({ args: a, host, warn }) {
    const input = parsePems(a.input_chain, 'input chain', (message) => {
      throw new ModuleFailure(message);
    });
    const mark = newMark();
    const paths = [...a.intermediate_certificates, ...a.root_certificates];
    const { stdoutBytes } = await host.probe(lines([...paths.map((one) => listing(one, mark)), script(':')]));
    const files = split(stdoutBytes, mark);
    const store = (wanted: readonly string[]) =>
      readStore(
        wanted.flatMap((one) => files.filter(({ from }) => from === one)),
        warn,
      );
    return { ...completeChain(input, store(a.intermediate_certificates), store(a.root_certificates)) };
  },
});

/** Tells the files of one argument: `MARK argument NUL path NUL state NUL content` each. */
function listing(given: string, mark: string): Script {
  const each = `from=$1; shift; for f do printf '${mark}%s\\0%s\\0' "$from" "$f"
if [ ! -e "$f" ]; then printf 'missing\\0'; elif [ ! -r "$f" ]; then printf 'closed\\0'; else printf 'there\\0'; cat -- "$f"; fi; done`;
  return sh`if [ -d ${given} ]; then find -L ${given.replace(/(?<=.)\/+$/, '')}/ -type f -exec sh -c ${each} sh ${given} {} +
else sh -c ${each} sh ${given} ${given}; fi`;
}

function split(bytes: Buffer, mark: string): StoreFile[] {
  const out: StoreFile[] = [];
  for (let at = bytes.indexOf(mark); at >= 0;) {
    const next = bytes.indexOf(mark, at + mark.length);
    const record = bytes.subarray(at + mark.length, next < 0 ? bytes.length : next);
    const ends = [0, 0, 0];
    for (let i = 0, from = 0; i < 3; i++) from = (ends[i] = record.indexOf(0, from)) + 1;
    const [a = 0, b = 0, c = 0] = ends;
    out.push({
      from: record.subarray(0, a).toString('utf8'),
      path: record.subarray(a + 1, b).toString('utf8'),
      state: record.subarray(b + 1, c).toString('utf8') as StoreFile['state'],
      bytes: record.subarray(c + 1),
    });
    at = next;
  }
  return out;
}
