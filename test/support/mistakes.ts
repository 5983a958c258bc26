// What tests of mistakes share: plays whose first task leaves a mark, so that one sees whether anything ran before the refusal.
import { existsSync, rmSync } from 'node:fs';
import { beforeAll, beforeEach, expect } from 'vitest';
import { useCommand, type Command, type Ran } from './command.js';

/** A play for two local hosts whose first task leaves the mark. */
export const HEAD = `- hosts: web
  gather_facts: false
  tasks:
    - name: marker
      command: touch {{ playbook_dir }}/marker
`;

/** What is refused: name, the text of the play, place, message, hint, exit code. */
export type Refused = readonly [
  what: string,
  text: string,
  place: string,
  message: RegExp,
  hint: RegExp,
  exitCode: number,
];

export interface Mistakes {
  readonly cli: Command;
  /** Plays the text with the inventory `hosts`, or `remote` when the arguments have an `-i`. */
  readonly play: (name: string, text: string, ...args: string[]) => Promise<Ran>;
  /** Whether the marking task ran. */
  readonly executed: () => boolean;
  /** Plays it and expects that it is refused before the first task. */
  readonly expectRefused: (refused: Refused, ...args: string[]) => Promise<void>;
}

export function useMistakes(): Mistakes {
  const cli = useCommand();
  beforeAll(() => {
    cli.write({
      hosts: '[web]\nh1 mine=yes\nh2\n[all:vars]\nansible_connection=local\n',
      remote: '[web]\nh1 ansible_host=127.0.0.1 ansible_port=1\n',
    });
  });
  beforeEach(() => rmSync(cli.path('marker'), { force: true }));
  const play = (name: string, text: string, ...args: string[]): Promise<Ran> => {
    cli.write({ [name]: text });
    return cli.run([name, '-i', args.includes('-i') ? 'remote' : 'hosts', ...args]);
  };
  const executed = (): boolean => existsSync(cli.path('marker'));
  const expectRefused = async (refused: Refused, ...args: string[]): Promise<void> => {
    const [name, text, place, message, hint, exitCode] = refused;
    const file = `${name.replace(/\W+/g, '-')}.yml`;
    const { err, out, code } = await play(file, text, ...args);
    expect(executed()).toBe(false);
    expect(out).not.toContain('TASK');
    expect(err).toMatch(message);
    if (place !== '') {
      expect(err).toContain(`${file}:${place}`);
      expect(err).toMatch(/^ +\| +\^/m);
    }
    if (hint.source !== '.') expect(err).toMatch(hint);
    expect(code).toBe(exitCode);
    expect(err).not.toContain('has a bug');
  };
  return { cli, play, executed, expectRefused };
}
