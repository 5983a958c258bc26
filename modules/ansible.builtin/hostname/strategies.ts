// The ways systems keep their host name: what tells it, and what sets it.
import { lines, script, sh, type Platform, type Script } from '../../../src/kit/index.js';
import type { Told } from '../../_shared/told.js';

export type StrategyName = 'systemd' | 'file' | 'sles' | 'redhat' | 'openrc' | 'alpine';

interface Names {
  readonly current: string;
  readonly permanent: string;
}

/** A file with its new text. */
interface Edit {
  readonly path: string;
  readonly text: string;
}

export interface Strategy {
  /** A file the name is kept in. */
  readonly file?: string;
  readonly names: (told: Told) => Names;
  readonly edit?: (text: string, name: string) => string;
  /** Sets what differs, after the file is written. */
  readonly apply: (name: string, differs: { readonly current: boolean; readonly permanent: boolean }) => Script;
}

/** What is asked of hosts with systemd. */
export const SYSTEMD_LOOK = script(`if command -v hostnamectl >/dev/null 2>&1; then
  try transient hostnamectl --transient status; try static hostnamectl --static status
fi`);

const nothing = () => sh`:`;

/** Where the only name is the one in the file, it counts as the current one, too. */
function inFile(
  file: string,
  read: (text: string) => string,
  edit: (text: string, name: string) => string,
  apply = nothing,
): Strategy {
  const name = (told: Told): string => read(told.text(file));
  return { file, edit, apply, names: (told) => ({ current: name(told), permanent: name(told) }) };
}

const whole = (text: string): string => text.trim();
const assigned = (key: string) => (text: string) =>
  new RegExp(`^\\s*${key}\\s*=\\s*"?([^"\\s]*)"?`, 'm').exec(text)?.[1] ?? '';

function withLine(pattern: RegExp, line: string, text: string): string {
  if (text.split('\n').some((one) => pattern.test(one))) {
    return text
      .split('\n')
      .map((one) => (pattern.test(one) ? line : one))
      .join('\n');
  }
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

export const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
  systemd: {
    names: (told) => ({ current: told.value('transient') ?? '', permanent: told.value('static') ?? '' }),
    // The permanent one first: NetworkManager minds a current one it does not know.
    apply: (name, differs) =>
      lines([
        script('export LC_ALL=C'),
        ...(differs.permanent ? [sh`hostnamectl --pretty --static set-hostname -- ${name} || exit`] : []),
        ...(differs.current ? [sh`hostnamectl --transient set-hostname -- ${name} || exit`] : []),
      ]),
  },
  file: inFile('/etc/hostname', whole, (_text, name) => `${name}\n`),
  sles: inFile('/etc/HOSTNAME', whole, (_text, name) => `${name}\n`),
  redhat: inFile('/etc/sysconfig/network', assigned('HOSTNAME'), (text, name) =>
    withLine(/^\s*HOSTNAME/, `HOSTNAME=${name}`, text),
  ),
  openrc: inFile('/etc/conf.d/hostname', assigned('hostname'), (text, name) =>
    withLine(/^\s*hostname=/, `hostname="${name}"`, text),
  ),
  alpine: inFile(
    '/etc/hostname',
    whole,
    (_text, name) => `${name}\n`,
    () => sh`hostname -F /etc/hostname`,
  ),
};

/** The way of a system whose task names none; undefined when it is not known. */
export function strategyOf({ osFamily, distribution, serviceManager, system }: Platform): StrategyName | undefined {
  if (system !== 'Linux') return undefined;
  if (serviceManager === 'systemd') return 'systemd';
  const byDistribution: Readonly<Record<string, StrategyName>> = { Alpine: 'alpine', Gentoo: 'openrc', Void: 'file' };
  const byFamily: Readonly<Record<string, StrategyName>> = {
    Debian: 'file',
    RedHat: 'redhat',
    Suse: 'sles',
    Altlinux: 'redhat',
  };
  return byDistribution[distribution] ?? byFamily[osFamily];
}

export const editOf = (strategy: Strategy, told: Told, name: string): Edit | undefined =>
  strategy.file === undefined || !strategy.edit
    ? undefined
    : {
        path: told.file(strategy.file)?.realPath ?? strategy.file,
        text: strategy.edit(told.text(strategy.file), name),
      };
