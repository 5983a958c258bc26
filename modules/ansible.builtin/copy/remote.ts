// `remote_src`: copies files and directories from one place on the host to another, without fetching them.
import { isUtf8 } from 'node:buffer';
import {
  lines,
  ModuleFailure,
  script,
  sh,
  type HostHands,
  type RunContext,
  type Script,
  type WriteOptions,
} from '../../../src/kit/index.js';
import { fileReturns, lookAt, lookAtOne, lookFor, octal, type PathLook } from '../../_shared/file-attributes.js';
import { makeDirectories, placesOf, putFile, type Source } from '../../_shared/put-file.js';
import type { CopyArgs } from './args.js';

/** @throws ModuleFailure when the source is missing or cannot be read */
export async function copyFromHost(context: RunContext<CopyArgs>, src: string): Promise<Record<string, unknown>> {
  const { host, args } = context;
  const places = placesOf(args.dest, src.slice(src.lastIndexOf('/') + 1));
  const { paths, ...look } = await lookAt(host, [src, ...places], { ...lookFor(args), checksum: 'sha1' });
  const [file, ...there] = paths;
  if (!file?.target) throw new ModuleFailure(`Source ${src} not found`, { src, dest: args.dest });
  if (file.target.kind === 'directory') return copyTree(context, src);
  const source = hostSource(context, file);
  if (args.checksum !== undefined && args.checksum.toLowerCase() !== source.sha1) {
    throw new ModuleFailure('Copied file does not match the expected checksum. Transfer failed.', {
      checksum: source.sha1,
      expected_checksum: args.checksum,
    });
  }
  const md5 = async (): Promise<string> => {
    const { stdout } = await host.probe(sh`md5sum < ${src}`);
    return stdout.slice(0, 32);
  };
  return { src, ...(await putFile(context, args, source, md5, { ...look, paths: there })) };
}

function hostSource({ host }: RunContext<CopyArgs>, file: PathLook): Source {
  if (!file.target || file.checksum === undefined) {
    throw new ModuleFailure(`Source ${file.path} is not a file that can be read`, { src: file.path });
  }
  const { mode, size } = file.target;
  return {
    name: file.path.slice(file.path.lastIndexOf('/') + 1),
    sha1: file.checksum,
    mode,
    size,
    label: file.path,
    content: () => host.read(file.path),
    place: (hands, path, options) => placeOnHost(hands, file.path, path, options ?? {}),
  };
}

/** Like `hands.write`, with a file of the host as the content. */
async function placeOnHost(
  hands: HostHands,
  src: string,
  path: string,
  options: WriteOptions,
): Promise<string | undefined> {
  const { rc, stdout, stderr } = await hands.run(placeScript(src, path, options));
  if (rc === 78) {
    throw new ModuleFailure(
      `${path} is left as it was: '${options.validate}' refused the new content: ${stderr.trim()}`,
      { dest: path, rc },
    );
  }
  if (rc !== 0)
    throw new ModuleFailure(`cannot write ${path}, which is left as it was: ${stderr.trim()}`, { dest: path, rc });
  return stdout.trim() === '' ? undefined : stdout.trim();
}

function placeScript(src: string, path: string, options: WriteOptions): Script {
  const slash = path.lastIndexOf('/');
  const template = `${slash < 0 ? '.' : path.slice(0, slash)}/.tsplay-XXXXXXXX`;
  const { owner, group, mode } = options;
  const validate = options.validate?.replaceAll('%s', () => '"$t"');
  return lines([
    script('export LC_ALL=C'),
    sh`t=$(mktemp ${template}) || exit 73`,
    script(`trap 'rm -f -- "$t"' EXIT; trap 'exit 1' HUP INT TERM`),
    sh`cp -- ${src} "$t" || exit 74`,
    sh`if [ -f ${path} ] && ! [ -L ${path} ]; then
set -- $(stat -c '%u:%g %a' -- ${path}); chown "$1" "$t" 2>/dev/null; chmod "$2" "$t" || exit 77
else chmod =rw "$t" || exit 77
fi`,
    ...(owner === undefined ? [] : [sh`chown -- ${owner} "$t" || exit 76`]),
    ...(group === undefined ? [] : [sh`chgrp -- ${group} "$t" || exit 76`]),
    ...(mode === undefined ? [] : [sh`chmod -- ${octal(mode).padStart(5, '0')} "$t" || exit 77`]),
    ...(validate === undefined ? [] : [script(`( ${validate}\n) < /dev/null >&2 || exit 78`)]),
    ...(options.backup
      ? [sh`if [ -f ${path} ]; then b=${path}.$$.$(date '+%Y-%m-%d@%H:%M:%S~'); cp -p -- ${path} "$b" || exit 75; fi`]
      : []),
    options.unsafeWrites
      ? sh`mv -f -- "$t" ${path} 2>/dev/null || cat "$t" > ${path} || exit 79`
      : sh`mv -f -- "$t" ${path} || exit 79`,
    script('printf %s "$b"'),
  ]);
}

interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
}

async function copyTree(context: RunContext<CopyArgs>, src: string): Promise<Record<string, unknown>> {
  const { args, host, change } = context;
  const root = src.replace(/(?<=.)\/+$/, '');
  const base = args.dest.replace(/(?<=.)\/+$/, '');
  const top = src.endsWith('/') ? base : `${base}/${root.slice(root.lastIndexOf('/') + 1)}`;
  const entries = await listTree(context, root);
  const from = entries.map(({ path }) => `${root}/${path}`);
  const to = entries.map(({ path }) => `${top}/${path}`);
  const { paths, ...look } = await lookAt(host, [base, top, ...from, ...to], {
    owner: args.owner,
    group: args.group,
    checksum: 'sha1',
  });
  const [baseLook, topLook] = paths;
  if (baseLook?.target && baseLook.target.kind !== 'directory') {
    throw new ModuleFailure(`dest '${args.dest}' must be a directory because src is one`, { dest: args.dest });
  }
  if (!topLook?.target) await makeDirectories(context, args, look, top);
  for (const [i, entry] of entries.entries()) {
    const source = paths[2 + i];
    const there = paths[2 + entries.length + i];
    const target = to[i] ?? '';
    if (!source || !there) continue;
    if (entry.kind === 'directory') {
      if (!there.target)
        await makeDirectories(
          context,
          { ...args, directory_mode: args.directory_mode ?? modeOf(source) },
          look,
          target,
        );
      else if (there.target.kind !== 'directory') throw new ModuleFailure(`${target} exists and is not a directory`);
    } else if (entry.kind === 'link') {
      const leads = source.self?.linkTarget ?? '';
      if (there.self?.linkTarget === leads || (there.self && !args.force)) continue;
      await change({ summary: `link ${target} to ${leads}` }, (hands) => hands.must(sh`ln -sfn -- ${leads} ${target}`));
    } else if (!there.self || args.force) {
      if (there.self?.kind === 'file' && there.checksum === source.checksum && !attributesMatter(args)) continue;
      const file = hostSource(context, source);
      // In check mode the directory may be one that would have been made.
      // compat: what is new comes with its mode, unless the task says another.
      const mode = args.mode ?? (there.self ? undefined : modeOf(source));
      await putFile(context, { ...args, mode, dest: target }, file, async () => '');
    }
  }
  const after = context.checkMode ? (topLook?.target ?? null) : (await lookAtOne(host, top)).file.target;
  // compat: a directory has no digests.
  return { src, dest: args.dest, checksum: null, md5sum: null, ...(after ? fileReturns(after) : {}) };
}

const modeOf = ({ target }: PathLook): CopyArgs['mode'] => (target ? { kind: 'bits', bits: target.mode } : undefined);

function attributesMatter(args: CopyArgs): boolean {
  return [args.mode, args.owner, args.group, args.attributes].some((value) => value !== undefined);
}

/** Everything below a directory of the host, parents before children. Links are followed unless `local_follow` is off. */
async function listTree({ host, args }: RunContext<CopyArgs>, root: string): Promise<Entry[]> {
  const follow = script(args.local_follow ? '-L' : '');
  const list = (kind: string): Script =>
    sh`find ${follow} . -mindepth 1 -type ${kind} -exec printf '${script(kind)} %s\0' {} + || exit`;
  const { rc, stdout, stdoutBytes, stderr } = await host.probe(
    lines([script('export LC_ALL=C'), sh`cd -- ${root} || exit`, list('d'), list('f'), list('l')]),
  );
  if (rc !== 0) throw new ModuleFailure(`could not read the directory ${root}: ${stderr.trim()}`, { src: root });
  if (!isUtf8(stdoutBytes)) {
    const name = stdout.split('\0').find((record) => record.includes('\uFFFD'));
    const why = `the name '${name?.slice(4) ?? ''}' in ${root} is not UTF-8: rename it, or copy with a command task (cp -a)`;
    throw new ModuleFailure(why, { src: root });
  }
  const kinds = { d: 'directory', f: 'file', l: 'link' } as const;
  return stdout
    .split('\0')
    .slice(0, -1)
    .map((record) => ({ kind: kinds[record[0] as 'd' | 'f' | 'l'], path: record.slice(4) }))
    .sort((a, b) => Number(b.kind === 'directory') - Number(a.kind === 'directory') || (a.path < b.path ? -1 : 1));
}
