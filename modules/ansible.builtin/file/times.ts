// The access and modification times a task wants, read as strftime formats and compared with what is there.
import {
  lines,
  ModuleFailure,
  script,
  sh,
  type FileStatus,
  type HostView,
  type Script,
} from '../../../src/kit/index.js';
import type { State } from './decide.js';

interface TimeArguments {
  readonly access_time?: string | undefined;
  readonly access_time_format: string;
  readonly modification_time?: string | undefined;
  readonly modification_time_format: string;
}

/** A time to set: leave alone, the present, or a moment (seconds since the epoch; `stamp` for touch -t). */
type Wanted =
  | { readonly kind: 'preserve' }
  | { readonly kind: 'now' }
  | { readonly kind: 'at'; readonly epoch: number; readonly stamp: string };

export interface Times {
  /** What differs, or undefined when the times are as wanted. */
  differ(
    status: FileStatus,
  ): { readonly before: Record<string, unknown>; readonly after: Record<string, unknown> } | undefined;
  /** Sets the times; leaves with the code of what fails. */
  script(path: string): Script;
}

/** One round trip when a moment is given (the host's time zone counts), none otherwise. */
export async function timesWanted(host: HostView, args: TimeArguments, state: State): Promise<Times> {
  const usual = state === 'touch' ? 'now' : 'preserve';
  const access = args.access_time ?? usual;
  const modification = args.modification_time ?? usual;
  const stamps = [
    stampOf(access, args.access_time_format, 'access_time'),
    stampOf(modification, args.modification_time_format, 'modification_time'),
  ];
  const moments = stamps.filter((stamp) => stamp !== undefined);
  const epochs = moments.length === 0 ? [] : await epochsOf(host, moments);
  const wanted = (value: string, stamp: string | undefined): Wanted => {
    if (stamp !== undefined) return { kind: 'at', stamp, epoch: epochs[moments.indexOf(stamp)] ?? 0 };
    return { kind: value === 'now' ? 'now' : 'preserve' };
  };
  return timesFrom(wanted(access, stamps[0]), wanted(modification, stamps[1]));
}

function timesFrom(access: Wanted, modification: Wanted): Times {
  return {
    differ(status) {
      const before: Record<string, unknown> = {};
      const after: Record<string, unknown> = {};
      const compare = (name: string, wanted: Wanted, present: number): void => {
        if (wanted.kind === 'preserve' || (wanted.kind === 'at' && wanted.epoch === present)) return;
        before[name] = present;
        after[name] = wanted.kind === 'at' ? wanted.epoch : 'now';
      };
      compare('atime', access, status.atime);
      compare('mtime', modification, status.mtime);
      return Object.keys(after).length === 0 ? undefined : { before, after };
    },
    script(path) {
      const set = (letter: string, wanted: Wanted): Script[] => {
        if (wanted.kind === 'preserve') return [];
        const at = wanted.kind === 'at' ? sh`-t ${wanted.stamp} ` : script('');
        return [sh`touch -${script(letter)} ${at}-- ${path} || exit`];
      };
      return lines([...set('a', access), ...set('m', modification)]);
    },
  };
}

async function epochsOf(host: HostView, stamps: readonly string[]): Promise<number[]> {
  const dates = stamps.map((s) => s.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\.(\d\d)$/, '$1-$2-$3 $4:$5:$6'));
  const { rc, stdout, stderr } = await host.probe(
    sh`export LC_ALL=C; for d in ${dates}; do date -d "$d" +%s || exit; done`,
  );
  if (rc !== 0) throw new ModuleFailure(`the host does not understand a time: ${stderr.trim()}`);
  return stdout.trim().split('\n').map(Number);
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const FIELDS: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{1,2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  b: '(?<b>[A-Za-z]{3})',
  '%': '%',
};

/**
 * A time as `touch -t` takes it, or undefined for `now` and `preserve`.
 * @throws ModuleFailure when the text does not fit its format
 */
function stampOf(value: string, format: string, name: string): string | undefined {
  if (value === 'now' || value === 'preserve') return undefined;
  const expanded = format.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').replaceAll('%R', '%H:%M');
  const seen = new Set<string>();
  const pattern = expanded.replace(/%(.)|([^%]+)/gs, (_all, letter: string | undefined, text: string | undefined) => {
    if (text !== undefined) return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
    const field = FIELDS[letter ?? ''];
    if (field === undefined || seen.has(letter ?? '')) {
      throw new ModuleFailure(`${name}_format: %${letter} is not supported; use %Y %y %m %b %d %H %M %S %F %T %R`);
    }
    seen.add(letter ?? '');
    return field;
  });
  const found = new RegExp(`^${pattern}$`).exec(value)?.groups;
  const bad = (): never => {
    throw new ModuleFailure(
      `Error while obtaining timestamp for time ${value} using format ${format}: give preserve, now or a time in that format`,
    );
  };
  if (!found) return bad();
  const two = (text: string | number | undefined, fallback: number): string =>
    String(text ?? fallback).padStart(2, '0');
  const short = found['y'] === undefined ? undefined : Number(found['y']) + (Number(found['y']) < 69 ? 2000 : 1900);
  const month = found['b'] === undefined ? found['m'] : MONTHS.indexOf(found['b'].toLowerCase()) + 1;
  const parts = [two(month, 1), two(found['d'], 1), two(found['H'], 0), two(found['M'], 0), two(found['S'], 0)];
  const limits = [12, 31, 23, 59, 61];
  if (parts.some((part, i) => Number(part) > (limits[i] ?? 0)) || parts[0] === '00' || parts[1] === '00') return bad();
  return `${found['Y'] ?? short ?? 1900}${parts.slice(0, 4).join('')}.${parts[4]}`;
}
