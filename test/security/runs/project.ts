// A project whose hosts answer with payloads: files of the host, facts, names, an inventory script, a module of its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAUGHS } from '../bombs.js';
import { CANARY } from '../payloads.js';

/** What a compromised host says of itself: settings of the connection, names that are the project's, keys of prototypes. */
function evilFacts(texts: readonly string[]): Readonly<Record<string, unknown>> {
  const run = `lookup('pipe', 'touch ${CANARY}')`;
  return {
    said_fact: texts,
    condition_of_inventory: run,
    ansible_connection: `{{ ${run} }}`,
    ansible_ssh_executable: `touch ${CANARY}`,
    ansible_ssh_common_args: `-o ProxyCommand='touch ${CANARY}'`,
    ansible_shell_executable: `touch ${CANARY}`,
    ansible_python_interpreter: `touch ${CANARY};`,
    ansible_become: true,
    ansible_become_exe: `touch ${CANARY};`,
    ansible_become_method: `{{ ${run} }}`,
    ansible_remote_tmp: `$(touch ${CANARY})`,
    ansible_facts: { ansible_connection: 'nope' },
    hostvars: { h2: { all: [] } },
    inventory_hostname: `{{ ${run} }}`,
    omit: 'x',
    vars: {},
  };
}

/** Keys that are the inside of JavaScript's objects, as JSON that a host may answer with. */
const PROTOTYPES_ONLY =
  '{"__proto__": {"polluted": "{{ 7331 * 7333 }}"}, "constructor": {"prototype": {"polluted": 1}}, "prototype": {"polluted": 1}, "hasOwnProperty": 1, "toString": "x", "then": "y", "plain": true}';
/** The same with the marks of Ansible's own JSON, which are nothing special in what a host says. */
const PROTOTYPES = PROTOTYPES_ONLY.replace(
  '{',
  '{"__ansible_unsafe": "{{ 7331 * 7333 }}", "__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256\\n3132", ',
);

/** Names that a file may have. */
export function fileNames(texts: readonly string[]): string[] {
  return texts.filter((text) => !text.includes('/') && !/^\.{0,2}$/.test(text) && Buffer.byteLength(text) <= 200);
}

/** @param some fewer of them, for what takes long */
export function writeProject(dir: string, texts: readonly string[], some: readonly string[]): void {
  const write = (name: string, text: string, mode = 0o644): void => {
    const path = join(dir, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text, { mode });
  };
  write('payloads.json', JSON.stringify(texts));
  write('some.json', JSON.stringify(some));
  write('prototypes.json', PROTOTYPES);
  write('facts.d/payloads.fact', JSON.stringify({ list: texts, nested: JSON.parse(PROTOTYPES) as unknown }));
  write('facts.d/ini.fact', `[__proto__]\npolluted={{ 7331 * 7333 }}\n[constructor]\nprototype={{ 7331 * 7333 }}\n`);
  for (const name of fileNames(texts)) write(join('names', name), '');
  some.forEach((text, i) => write(`texts/${i}`, text));
  write('lines.csv', some.map((text, i) => `k${i},"${text.replaceAll('"', '""')}"\n`).join(''));
  write('one.ini', `[s]\n${some.flatMap((t, i) => (t.includes('\n') ? [] : [`k${i}=${t}\n`])).join('')}`);
  write('t.j2', '{{ item }}\n{% for x in [item] %}{{ x }}{% endfor %}{% set y = item %}{{ y }}');
  const deep = "head -c 200000 /dev/zero | tr '\\0' '['; head -c 200000 /dev/zero | tr '\\0' ']'";
  write('library/deep', `#!/bin/sh\nprintf '{"changed": false, "x": '; ${deep}; echo '}'\n`, 0o755);
  write('library/wide', `#!/bin/sh\nprintf '{"x": ['; yes '[[[[[]]]]],' | head -n 300000; echo '1]}'\n`, 0o755);
  write('deep-inventory.sh', `#!/bin/sh\nprintf '{"all": '; ${deep}; echo '}'\n`, 0o755);
  write('deep.d/deep.fact', '['.repeat(100_000) + ']'.repeat(100_000));
  write('laughs.yml', LAUGHS);
  const result = {
    changed: false,
    said: texts,
    ansible_facts: evilFacts(texts),
    nested: JSON.parse(PROTOTYPES) as unknown,
  };
  write('result.json', JSON.stringify(result));
  write('library/say', `#!/bin/sh\ncat '${dir}/result.json'\n`, 0o755);
  // Variables of an inventory are templates, as everywhere in a project; those that a script marks as unsafe are not.
  const unsafe = (text: string): object => ({ __ansible_unsafe: text });
  const odd = Object.fromEntries(some.map((t, i) => [`odd${i}`, { said: unsafe(t), of: { deep: [unsafe(t)] } }]));
  const local = { ansible_connection: 'local', condition_of_inventory: 'true' };
  const inventory = {
    _meta: {
      hostvars: {
        h1: {
          ...local,
          said_number: '1000000000',
          evil_pattern: '(a+)+$',
          from_inventory: texts.map(unsafe),
          nested: JSON.parse(PROTOTYPES_ONLY.replaceAll('{{', '{')) as unknown,
        },
        h2: local,
        ...odd,
        ...Object.fromEntries(some.map((text) => [text, { ...local, marker: unsafe(text) }])),
      },
    },
    all: { vars: { of_all: some.map(unsafe) } },
    real: ['h1', 'h2'],
    odd: Object.keys(odd),
    named: { hosts: some },
  };
  write('inventory.json', JSON.stringify(inventory));
  write('inventory.sh', `#!/bin/sh\ncat '${dir}/inventory.json'\n`, 0o755);
}
