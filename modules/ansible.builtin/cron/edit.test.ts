import { describe, expect, it } from 'vitest';
import { envNames, isEmpty, jobLine, jobNames, removeEnv, removeJob, setEnv, setJob } from './edit.js';
import { withoutInstallHeader } from '../../_shared/crontab.js';

const every = { minute: '*', hour: '*', day: '*', month: '*', weekday: '*' };

describe('jobLine', () => {
  it.each<[string, string]>([
    [jobLine(every, 'x y', undefined, false), '* * * * * x y'],
    [jobLine({ ...every, minute: '5', hour: '1,2', weekday: '1-5' }, 'x', 'root', false), '5 1,2 * * 1-5 root x'],
    [jobLine({ ...every, special_time: 'daily' }, 'x', undefined, false), '@daily x'],
    [jobLine({ ...every, special_time: 'reboot' }, 'x', 'www', true), '#@reboot www x'],
    [jobLine(every, 'x', undefined, true), '#* * * * * x'],
  ])('%s', (made, expected) => expect(made).toBe(expected));
});

describe('setJob', () => {
  const line = '5 * * * * new';
  it.each<[string, string, string]>([
    ['an empty crontab', '', `#Ansible: n\n${line}\n`],
    ['others above', '# mine\n1 * * * * a\n', `# mine\n1 * * * * a\n#Ansible: n\n${line}\n`],
    ['no final newline', '# mine\n1 * * * * a', `# mine\n1 * * * * a\n#Ansible: n\n${line}\n`],
    ['there already', `#Ansible: n\n${line}\n`, `#Ansible: n\n${line}\n`],
    ['there already, no final newline', `#Ansible: n\n${line}`, `#Ansible: n\n${line}`],
    ['another time', '#Ansible: n\n1 1 * * * old\n# rest', `#Ansible: n\n${line}\n# rest`],
    ['at the end, no final newline', '#Ansible: n\n1 1 * * * old', `#Ansible: n\n${line}`],
    [
      'between others',
      'A=1\n\n#Ansible: m\na\n#Ansible: n\nb\n#Ansible: o\nc\n',
      `A=1\n\n#Ansible: m\na\n#Ansible: n\n${line}\n#Ansible: o\nc\n`,
    ],
    ['CRLF', '# a\r\n#Ansible: n\r\nold\r\n', `# a\r\n#Ansible: n\r\n${line}\r\n`],
    ['CRLF, new', '# a\r\n1 * * * * a\r\n', `# a\r\n1 * * * * a\r\n#Ansible: n\r\n${line}\r\n`],
    ['mixed ends, new', '# a\r\n# b\n', `# a\r\n# b\n#Ansible: n\n${line}\n`],
    ['the same line without a name', `# a\n${line}\n# b\n`, `# a\n#Ansible: n\n${line}\n# b\n`],
    ['the same line under another name', `#Ansible: m\n${line}\n`, `#Ansible: m\n${line}\n#Ansible: n\n${line}\n`],
    ['twice', '#Ansible: n\na\n#Ansible: n\nb\n', `#Ansible: n\n${line}\n#Ansible: n\n${line}\n`],
    ['a marker with nothing under it', '#Ansible: n\n', `#Ansible: n\n${line}\n`],
    ['a marker with nothing under it and no newline', '#Ansible: n', `#Ansible: n\n${line}\n`],
    ['a longer name', '#Ansible: nn\na\n', `#Ansible: nn\na\n#Ansible: n\n${line}\n`],
    [
      'a marker that is the job of another',
      '#Ansible: m\n#Ansible: n\nb\n',
      `#Ansible: m\n#Ansible: n\nb\n#Ansible: n\n${line}\n`,
    ],
    ['blank lines and tabs', '\n\n\t# x \n \n', `\n\n\t# x \n \n#Ansible: n\n${line}\n`],
    ['disabled', `#Ansible: n\n#${line}\n`, `#Ansible: n\n${line}\n`],
  ])('%s', (_what, before, after) => {
    expect(setJob(before, 'n', line)).toBe(after);
    expect(setJob(after, 'n', line)).toBe(after);
  });
});

describe('removeJob', () => {
  it.each<[string, string, string]>([
    ['nothing', '', ''],
    ['not there', '# a\n1 * * * * x', '# a\n1 * * * * x'],
    ['alone', '#Ansible: n\nx\n', ''],
    ['between others', 'A=1\n#Ansible: n\nx\n# b', 'A=1\n# b'],
    ['last, no final newline', '# a\n#Ansible: n\nx', '# a\n'],
    ['twice', '#Ansible: n\nx\n#Ansible: m\ny\n#Ansible: n\nz\n', '#Ansible: m\ny\n'],
    ['CRLF', '# a\r\n#Ansible: n\r\nx\r\n# b\r\n', '# a\r\n# b\r\n'],
    ['a marker at the end', '# a\n#Ansible: n\n', '# a\n'],
    ['disabled', '#Ansible: n\n#x\n', ''],
  ])('%s', (_what, before, after) => expect(removeJob(before, 'n')).toBe(after));
});

describe('setEnv', () => {
  it.each<[string, string, Parameters<typeof setEnv>[3], unknown]>([
    ['', 'v', undefined, 'E="v"\n'],
    ['# a\nx', 'v', undefined, 'E="v"\n# a\nx'],
    ['E=old\nx\n', 'v w', undefined, 'E="v w"\nx\n'],
    ['a\n E = old', 'v', undefined, 'a\nE="v"'],
    ['E="v"\n', 'v', undefined, 'E="v"\n'],
    ['#E=1\n', 'v', undefined, 'E="v"\n#E=1\n'],
    ['A=1\nB=2\n', 'v', { after: 'A' }, 'A=1\nE="v"\nB=2\n'],
    ['A=1\nB=2\n', 'v', { before: 'B' }, 'A=1\nE="v"\nB=2\n'],
    ['A=1', 'v', { after: 'A' }, 'A=1\nE="v"\n'],
    ['A=1\r\n', 'v', { after: 'A' }, 'A=1\r\nE="v"\r\n'],
    ['E=1\nA=2\n', 'v', { after: 'A' }, 'E="v"\nA=2\n'],
    ['A=1\n', 'v', { before: 'NOPE' }, { missing: 'NOPE' }],
    ['EE=1\n* * * * * E=2 x\n', 'v', undefined, 'E="v"\nEE=1\n* * * * * E=2 x\n'],
  ])('%j %s %j', (before, value, position, after) => expect(setEnv(before, 'E', value, position)).toEqual(after));
});

describe('the rest', () => {
  it('removes a variable', () => expect(removeEnv('A=1\nE=2\n# E=3\nE=4', 'E')).toBe('A=1\n# E=3\n'));
  it('lists names', () => {
    const text = 'A="1"\n#B=2\n C = 3\n#Ansible: x y\n* * * * * D=1 z\n#Ansible: é\nq\n';
    expect(jobNames(text)).toEqual(['x y', 'é']);
    expect(envNames(text)).toEqual(['A', 'C']);
  });
  it('knows an empty crontab', () => expect(['', ' \n\r\n\t', '# a'].map(isEmpty)).toEqual([true, true, false]));
  it('takes off what cron put on top', () => {
    const header =
      '# DO NOT EDIT THIS FILE - edit the master and reinstall.\n# (/tmp/x installed on Mon)\n# (Cron version V5)\n';
    expect(withoutInstallHeader(`${header}# mine\n`)).toBe('# mine\n');
    expect(withoutInstallHeader('# mine\n# (version 3)\n')).toBe('# mine\n# (version 3)\n');
  });
});
