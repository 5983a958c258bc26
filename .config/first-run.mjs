// Runs a small playbook with the built program, over SSH to a server in this process: at its end the launcher writes the code
// cache, which holds what this run compiled. So it does what most runs do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import ssh2 from 'ssh2';

const PLAYBOOK = `
- hosts: all
  gather_facts: false
  vars: { names: [a, b], text: "{{ names | join('-') }}" }
  tasks:
    - file: { path: made, state: directory, mode: "0755" }
    - copy: { content: "{{ text }}\\n", dest: made/copied, mode: "0644" }
    - template: { src: first.j2, dest: made/rendered, mode: "0644" }
    - lineinfile: { path: made/copied, line: x=1 }
    - stat: { path: made/copied }
      register: found
    - command: echo {{ item }}
      loop: "{{ names }}"
      changed_when: false
      when: found.stat.exists
    - set_fact: { said: "{{ text | upper }}" }
    - assert: { that: [said == 'A-B', found.stat.size > 0] }
    - debug: { msg: "{{ said }}" }
`;

/** @throws Error with what the program said, when it fails */
export async function firstRun() {
  const folder = mkdtempSync(join(tmpdir(), 'tsplay-build-'));
  const server = await serve(folder);
  try {
    const { privateKey, port, close } = server;
    const files = {
      'ansible.cfg': '[defaults]\nhost_key_checking = false\n',
      'first.yml': PLAYBOOK,
      'first.j2': '{% for name in names %}{{ name }}\n{% endfor %}',
      hosts: `first ansible_host=127.0.0.1 ansible_port=${port} ansible_user=${userInfo().username}\n`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'key'), privateKey, { mode: 0o600 });
    mkdirSync(join(folder, 'home'));
    const program = spawn(
      process.execPath,
      [resolve('dist/tsplay.js'), 'first.yml', '-i', 'hosts', '--private-key', 'key'],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: join(folder, 'home'), ANSIBLE_CONFIG: join(folder, 'ansible.cfg') },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (part) => (said += part));
    const [status] = await once(program, 'close');
    close();
    if (status !== 0) throw new Error(`the built program does not run:\n${said}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A server that lets its one key in and runs commands as this user, in `folder`. */
async function serve(folder) {
  const { public: publicKey, private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519');
  const allowed = ssh2.utils.parseKey(publicKey);
  const hostKeys = [ssh2.utils.generateKeyPairSync('ed25519').private];
  const server = new ssh2.Server({ hostKeys }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      const right =
        context.method === 'publickey' &&
        context.key.data.equals(allowed.getPublicSSH()) &&
        (!context.signature || allowed.verify(context.blob, context.signature, context.hashAlgo) === true);
      if (right) context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _, { command }) => {
        const channel = acceptExec();
        const shell = spawn('/bin/sh', ['-c', command], { cwd: folder });
        channel.pipe(shell.stdin).on('error', () => undefined);
        shell.stdout.pipe(channel, { end: false });
        shell.stderr.pipe(channel.stderr, { end: false });
        shell.on('close', (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
      });
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { privateKey, port: server.address().port, close: () => server.close() };
}
