#!/usr/bin/env node
// Whether large files travel without being held in memory, and are told of meanwhile: copy from here, copy on the host, get_url, fetch.
//
//   node test/bench/copy.mjs [--mebibytes 2048]     (after npm run build); exit code 1 when a limit is broken
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startTarget } from './targets.mjs';

/** Mebibytes of resident memory, at any moment, of the whole command; it takes some 120 of them before it does anything. */
const LIMIT = 400;

const { values } = parseArgs({ options: { mebibytes: { type: 'string', default: '2048' } } });
const size = Number(values.mebibytes);
const tsplay = resolve(import.meta.dirname, '../../dist/tsplay.js');
const folder = mkdtempSync(join(tmpdir(), 'tsplay-copy-'));
const target = await startTarget({ withPython: false });
const { port, key } = target;
let broken = 0;
let web;
try {
  const big = join(folder, 'big');
  const sha1 = fill(big);
  web = createServer((request, response) => {
    response.setHeader('Content-Length', statSync(big).size);
    if (request.method === 'HEAD') response.end();
    else createReadStream(big).pipe(response);
  });
  const gateway = networkInterfaces().docker0.find((a) => a.family === 'IPv4').address;
  await new Promise((done) => web.listen(0, gateway, done));
  const login = `ansible_host=127.0.0.1 ansible_port=${port} ansible_user=root ansible_ssh_private_key_file=${key}`;
  writeFileSync(
    join(folder, 'hosts'),
    `one ${login} ansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'\n`,
  );
  const url = `http://${gateway}:${web.address().port}/big`;
  console.log(`${size} MiB, most ${LIMIT} MiB of memory`);
  const onHost = (path) => ({ path });
  for (const [name, task, there] of [
    ['copy from the controller', { copy: { src: big, dest: '/var/tmp/big' } }, onHost('/var/tmp/big')],
    ['copy again, nothing to do', { copy: { src: big, dest: '/var/tmp/big' } }, onHost('/var/tmp/big')],
    [
      'copy on the host',
      { copy: { src: '/var/tmp/big', dest: '/var/tmp/more', remote_src: true } },
      onHost('/var/tmp/more'),
    ],
    ['fetch', { fetch: { src: '/var/tmp/big', dest: join(folder, 'fetched'), flat: true } }, undefined],
    ['get_url', { get_url: { url, dest: '/var/tmp/got', checksum: `sha1:${sha1}` } }, onHost('/var/tmp/got')],
  ]) {
    const ran = await run(task);
    const digest = there
      ? ssh(`sha1sum < ${there.path}; [ ${there.path} = /var/tmp/big ] || rm ${there.path}`).slice(0, 40)
      : sha1Of(join(folder, 'fetched'));
    const right = digest === sha1;
    const good = ran.code === 0 && right && ran.most <= LIMIT;
    if (!good) broken++;
    const speed = (size / ran.seconds).toFixed(0);
    console.log(
      `${good ? 'ok  ' : 'FAIL'} ${name.padEnd(28)} ${ran.most.toFixed(0)} MiB of memory, ${ran.seconds.toFixed(0)} s, ${speed} MiB/s, told ${ran.told} times${right ? '' : ', WRONG BYTES'}`,
    );
    if (ran.code !== 0) console.log(ran.out.slice(-2000));
    else if (ran.told > 0) console.log(`     ${/MOVING.*/.exec(ran.out)[0]}`);
  }
} finally {
  web?.close();
  await target.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken === 0 ? 0 : 1;

/** Bytes of which no two mebibytes are the same. @returns their SHA-1 */
function fill(path) {
  const hash = createHash('sha1');
  const piece = Buffer.alloc(2 ** 20);
  const file = openSync(path, 'w');
  for (let i = 0; i < size; i++) {
    piece.fill(`${i} tsplay `);
    hash.update(piece);
    writeSync(file, piece);
  }
  closeSync(file);
  return hash.digest('hex');
}

function sha1Of(path) {
  return execFileSync('sha1sum', [path], { encoding: 'utf8' }).slice(0, 40);
}

function ssh(command) {
  const options = [
    '-q',
    '-i',
    key,
    '-p',
    String(port),
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
  ];
  return execFileSync('ssh', [...options, 'root@127.0.0.1', command], { encoding: 'utf8' });
}

/** Runs one task, looks at the memory of the process all the while. */
async function run(task) {
  const site = join(folder, 'site.yml');
  writeFileSync(site, JSON.stringify([{ hosts: 'one', gather_facts: false, tasks: [task] }]));
  const started = Date.now();
  const child = spawn(process.execPath, [tsplay, site, '-i', join(folder, 'hosts')], {
    env: { ...process.env, HOME: folder },
  });
  let out = '';
  let most = 0;
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (out += text));
  const timer = setInterval(() => {
    try {
      const resident =
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
      most = Math.max(most, resident);
    } catch {
      // It has just ended.
    }
  }, 50);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(timer);
  return { code, out, most, seconds: (Date.now() - started) / 1000, told: out.split('MOVING').length - 1 };
}
