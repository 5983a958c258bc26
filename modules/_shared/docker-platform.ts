// Platforms of images as `os/arch/variant`, in the one spelling by which they can be compared (containerd's rules).
import { ModuleFailure } from '../../src/kit/index.js';

export interface Platform {
  readonly os?: string | undefined;
  readonly arch?: string | undefined;
  readonly variant?: string | undefined;
}

const OS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos'.split(
    ' ',
  ),
);
const ARCH = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ' +
    'ppc riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);

const normalOs = (os: string): string => (os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase());

/** The architecture and variant under the names Go has for them. */
function normalArch(arch: string, variant: string): { arch: string; variant: string } {
  const [name, kind] = [arch.toLowerCase(), variant.toLowerCase()];
  if (name === 'i386') return { arch: '386', variant: '' };
  if (name === 'x86_64' || name === 'x86-64' || name === 'amd64') {
    return { arch: 'amd64', variant: kind === 'v1' ? '' : kind };
  }
  if (name === 'aarch64' || name === 'arm64') {
    return { arch: 'arm64', variant: kind === '8' || kind === 'v8' ? '' : kind };
  }
  if (name === 'armhf') return { arch: 'arm', variant: 'v7' };
  if (name === 'armel') return { arch: 'arm', variant: 'v6' };
  if (name === 'arm') return { arch: 'arm', variant: kind === '' ? 'v7' : /^[5-8]$/.test(kind) ? `v${kind}` : kind };
  return { arch: name, variant: kind };
}

const textOf = ({ os, arch, variant }: Platform): string =>
  [os, arch, variant].filter((part) => part !== undefined && part !== '').join('/');

function parse(text: string | undefined, daemon: Platform = {}): Platform {
  if (text === undefined) return {};
  const bad = (why: string): ModuleFailure =>
    new ModuleFailure(`Error while parsing platform parameer: Invalid platform string "${text}": ${why}`);
  const parts = text.split('/');
  if (parts.length > 3 || text === '') throw bad('expected os/arch/variant');
  for (const part of parts)
    if (!/^[A-Za-z0-9_.-]+$/.test(part)) throw bad(`'${part}' has characters that are not allowed`);
  const [first = '', second, third] = parts;
  if (second === undefined) {
    const os = normalOs(first);
    if (OS.has(os)) {
      if (daemon.arch === undefined) return { os };
      const { arch, variant } = normalArch(daemon.arch, '');
      return { os, arch, variant: variant || undefined };
    }
    const { arch, variant } = normalArch(os, '');
    if (!ARCH.has(arch)) throw bad('unknown OS or architecture');
    return { os: daemon.os === undefined ? undefined : normalOs(daemon.os), arch, variant: variant || undefined };
  }
  const { arch, variant } = normalArch(second, third ?? '');
  if (third === undefined && arch === 'arm' && variant === 'v7') return { os: normalOs(first), arch };
  if (third !== undefined && arch === 'arm64' && variant === '') return { os: normalOs(first), arch, variant: 'v8' };
  return { os: normalOs(first), arch, variant: variant || undefined };
}

/** @param daemon fills in what the text leaves out @throws ModuleFailure */
export const normalPlatform = (text: string, daemon: Platform): string => textOf(parse(text, daemon));

/** The platform of an image. */
export function composePlatform(image: Platform, daemon: Platform): string {
  const os = image.os ?? (daemon.os === undefined ? undefined : normalOs(daemon.os));
  if (image.arch !== undefined || daemon.arch === undefined) return textOf({ ...image, os });
  const { arch, variant } = normalArch(daemon.arch, image.variant ?? '');
  return textOf({ os, arch, variant });
}

export function samePlatform(a: string | undefined, b: string | undefined): boolean {
  try {
    return textOf(parse(a)) === textOf(parse(b));
  } catch {
    return a === b;
  }
}
