// Makes locales, or takes them away, by the list that locale-gen reads.
import {
  choice,
  defineModule,
  lines,
  list,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, fromLatin, toLatin } from '../../_shared/told.js';
import { isSupported, missingLocales, withoutLocales, withLocales } from './locales.js';

const args = z.strictObject({
  name: list(str()).describe('The locales, e.g. de_AT.UTF-8.'),
  state: choice('absent', 'present').default('present').describe('Whether they shall be there.'),
});

const LIST = '/etc/locale.gen';
const LEGACY = '/var/lib/locales/supported.d';

export default defineModule({
  name: 'community.general.locale_gen',
  summary: 'Makes locales on Debian and its kin.',
  args,
  returns: z.object({
    name: z.array(z.string()).describe('The locales.'),
    mechanism: z.string().describe('`glibc`: by /etc/locale.gen; `ubuntu_legacy`: as Ubuntu did it once.'),
    ubuntu_mode: z.boolean().describe('Whether it is done as Ubuntu did it once.'),
  }),
  requires: ['locale-gen'],
  check: 'full',
  foreseeable: true,
  diff: true,
  rules: (a) =>
    a.name.some((name) => /[\s\0]/.test(name) || name === '') ? ['a locale has no blanks in its name'] : [],
  examples: [{ name: 'German', task: 'community.general.locale_gen:\n  name: de_AT.UTF-8' }],
  async run({ args: { name: names, state }, host, change, warn }) {
    const told = await ask(host, LOOK);
    const mechanism = told.value('mechanism');
    if (mechanism === undefined) {
      throw new ModuleFailure(`${LEGACY} and ${LIST} are missing. Is the package "locales" installed?`);
    }
    const made = (told.value('locales') ?? '').split('\n');
    const supported = told.text(told.value('supported') ?? '');
    const unknown = missingLocales(
      names.filter((name) => !isSupported(supported, name)),
      made,
    );
    if (unknown.length > 0) {
      throw new ModuleFailure(
        `The following locales you have entered are not available on your system: ${unknown.join(', ')}`,
      );
    }
    const legacy = mechanism === 'ubuntu_legacy';
    if (legacy) warn('On this machine mechanism=ubuntu_legacy is used, which Ubuntu gave up long ago');
    const result = { name: names, mechanism, ubuntu_mode: legacy };
    const present = missingLocales(names, made).length === 0;
    if (present === (state === 'present')) return result;

    const path = legacy ? `${LEGACY}/local` : LIST;
    const file = told.file(path);
    const text = file?.bytes.toString('latin1') ?? '';
    // Ubuntu's locale-gen adds to its list itself.
    const after =
      legacy && state === 'present'
        ? text
        : (state === 'present' ? withLocales : withoutLocales)(text, names.map(toLatin), legacy);
    const diff = { before: fromLatin(text), after: fromLatin(after), beforeHeader: path, afterHeader: path };
    await change({ summary: `make ${names.join(', ')} ${state}`, diff }, async (hands) => {
      if (after !== text) await hands.write(file?.realPath ?? path, Buffer.from(after, 'latin1'));
      await generate(hands, legacy ? (state === 'present' ? names : ['--purge']) : []);
    });
    return result;
  },
});

const LOOK = lines([
  SBIN,
  script(`list=/etc/locale.gen legacy=/var/lib/locales/supported.d supported=/usr/share/i18n/SUPPORTED
if [ -e "$list" ]; then say mechanism glibc; elif [ -e "$legacy" ]; then say mechanism ubuntu_legacy; else exit 0; fi
say supported "$supported"
tell "$list"; tell "$legacy/local"; tell "$supported"
say locales "$(locale -a 2>/dev/null)"`),
]);

async function generate(hands: HostHands, words: readonly string[]): Promise<void> {
  const { rc, stdout, stderr } = await hands.run(lines([SBIN, sh`LC_ALL=C locale-gen ${words}`]));
  if (rc !== 0) throw new ModuleFailure(`locale-gen failed: ${(stderr + stdout).trim()}`, { rc, stdout, stderr });
}
