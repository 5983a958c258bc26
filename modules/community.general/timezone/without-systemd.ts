// The files and programs that hold the time zone where there is no timedatectl, by the family of the system.
import { ModuleFailure, type Platform } from '../../../src/kit/index.js';
import type { Told } from '../../_shared/told.js';

interface Setting {
  readonly file: string;
  /** Its line; the first group is the value. */
  readonly pattern: RegExp;
  line(value: string): string;
}

export interface Family {
  readonly name: Setting;
  readonly hwclock: Setting;
  /** The commands that make a zone the present one. */
  apply(zone: string): readonly (readonly string[])[];
}

/** All files that are read. */
export const FILES = [
  '/etc/timezone',
  '/etc/sysconfig/clock',
  '/etc/default/rcS',
  '/etc/conf.d/hwclock',
  '/etc/adjtime',
];

const plain: Setting = { file: '/etc/timezone', pattern: /^(\S+)/, line: (zone) => `${zone}\n` };
const assigned = (file: string, key: string, quoted: boolean): Setting => ({
  file,
  pattern: new RegExp(`^${key}\\s*=\\s*"?([^"\\s]+)"?`),
  line: (value) => (quoted ? `${key}="${value}"\n` : `${key}=${value}\n`),
});
const zoneFile = (zone: string): string => `/usr/share/zoneinfo/${zone}`;
const copied = (zone: string) => [['cp', '--remove-destination', zoneFile(zone), '/etc/localtime']];

/** @throws ModuleFailure for a system whose way is not known */
export function familyOf(platform: Platform, told: Told): Family {
  const programs = told.values('program');
  if (programs.includes('dpkg-reconfigure')) {
    return {
      name: plain,
      hwclock: assigned('/etc/default/rcS', 'UTC', false),
      apply: (zone) => [
        ['ln', '-sf', zoneFile(zone), '/etc/localtime'],
        ['dpkg-reconfigure', '--frontend', 'noninteractive', 'tzdata'],
      ],
    };
  }
  const { osFamily, distribution } = platform;
  if (distribution === 'Alpine' || distribution === 'Gentoo') {
    return {
      name: plain,
      hwclock: assigned('/etc/conf.d/hwclock', 'UTC', false),
      apply: distribution === 'Alpine' ? (zone) => [['setup-timezone', '-z', zone]] : copied,
    };
  }
  // A system of no distribution (BusyBox): the C library reads /etc/localtime, and /etc/timezone keeps the name.
  if (distribution === 'Linux') {
    return {
      name: plain,
      hwclock: assigned('/etc/default/rcS', 'UTC', false),
      apply: (zone) => [['ln', '-sf', zoneFile(zone), '/etc/localtime']],
    };
  }
  if (osFamily !== 'RedHat' && osFamily !== 'Suse') {
    throw new ModuleFailure(`timezone: how ${distribution} keeps its time zone without timedatectl is not known`);
  }
  const suse = /^TIMEZONE\s*=/m.test(told.text('/etc/sysconfig/clock')) || osFamily === 'Suse';
  return {
    name: assigned('/etc/sysconfig/clock', suse ? 'TIMEZONE' : 'ZONE', true),
    hwclock: assigned('/etc/sysconfig/clock', 'UTC', false),
    apply: programs.includes('tzdata-update') && told.value('link') === undefined ? () => [['tzdata-update']] : copied,
  };
}

const valueIn = (text: string, pattern: RegExp): string | undefined =>
  text
    .split('\n')
    .map((line) => pattern.exec(line)?.[1])
    .find((value) => value !== undefined);

/** The zone the file names, unless /etc/localtime says another one. */
export function nameSeen(family: Family, told: Told, wanted: string): string {
  const written = valueIn(told.text(family.name.file), family.name.pattern) ?? 'n/a';
  if (written !== wanted) return written;
  const link = told.value('link');
  if (link === undefined) return told.value('same') === undefined ? 'n/a' : written;
  if (told.value('broken') !== undefined) return 'n/a';
  return /\/(?:usr\/share|etc)\/zoneinfo\/(.*)/.exec(link)?.[1] ?? 'n/a';
}

export function hwclockSeen(family: Family, told: Told, wanted: string): string {
  const word = valueIn(told.text(family.hwclock.file), family.hwclock.pattern);
  const written = word === undefined ? 'n/a' : /^(?:y|yes|on|1|true|t)$/i.test(word) ? 'UTC' : 'local';
  if (written !== wanted) return written;
  const kind = valueIn(told.text('/etc/adjtime'), /^(UTC|LOCAL)$/) ?? 'UTC';
  return kind === 'UTC' ? 'UTC' : 'local';
}

/** The first line of the setting is the new one, others of it go; when there is none it comes first. */
export function withSetting(text: string, pattern: RegExp, line: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const first = lines.findIndex((one) => pattern.test(one));
  const rest = lines.filter((one) => !pattern.test(one));
  rest.splice(Math.max(first, 0), 0, line);
  return rest.join('');
}
