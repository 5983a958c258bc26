// `tsplay doc`: pages, lists, snippets and JSON from the schemas of the modules.
import { describe, expect, it } from 'vitest';
import { registry } from '../../modules/registry.generated.js';
import { describeModule } from '../../src/kit/describe.js';
import { useCommand } from '../support/command.js';

const cli = useCommand();

describe('tsplay doc', () => {
  it('shows what a module takes, refuses and returns', async () => {
    const { out, code } = await cli.run(['doc', 'shell', 'ansible.builtin.copy']);
    expect(code).toBe(0);
    expect(out).toMatch(/^> MODULE ansible\.builtin\.shell\n/);
    expect(out).toContain('\n> MODULE ansible.builtin.copy\n');
    expect(out).toMatch(/\n= dest\n {8}Where to on the host[^]*?type: path\n/);
    expect(out).toMatch(/\n- backup\n {8}.*\n {8}default: false\n {8}type: bool\n/);
    expect(out).toMatch(/NOT SUPPORTED BY TSPLAY:\n\n- argv\n {8}the shell module takes text/);
    expect(out).toMatch(/EXAMPLES:\n\n- name: [^]*RETURN VALUES:\n/);
  });

  it('-j gives the form of ansible-doc', async () => {
    const page = JSON.parse((await cli.run(['doc', '-j', 'ping'])).out) as Record<string, unknown>;
    expect(page).toMatchObject({
      ping: {
        doc: {
          module: 'ping',
          collection: 'ansible.builtin',
          options: { data: { default: 'pong', type: 'str', required: false } },
        },
        return: { ping: { type: 'str' } },
      },
    });
  });

  it('-s gives a task', async () => {
    expect((await cli.run(['doc', '-s', 'ping'])).out).toMatch(
      /^- name: .*\n {2}ansible\.builtin\.ping:\n {6}data: +# What to return/,
    );
  });

  it.each([
    [[], /^ansible\.builtin\.apt +Installs/],
    [['kubernetes.core'], /^kubernetes\.core\.k8s +\S/m],
    [['-t', 'keyword'], /^action +in: task/],
    [['-t', 'filter'], /^ansible\.builtin\.\w+\n/],
    [['-t', 'test'], /^ansible\.builtin\.\S+\n/],
    [['-t', 'lookup'], /^ansible\.builtin\.\w+\n/],
  ])('-l %j', async (args, expected) => {
    expect((await cli.run(['doc', '-l', ...args])).out).toMatch(expected);
  });

  it('what is not found is a warning', async () => {
    const ran = await cli.run(['doc', 'cpoy']);
    expect([ran.code, ran.out, ran.err]).toEqual([0, '', "[WARNING]: cpoy was not found; did you mean 'copy'?\n"]);
  });

  it.each([
    [[], 5, /Missing name\(s\)/],
    [['-t', 'nosuch', 'x'], 2, /argument -t\/--type: invalid choice: 'nosuch'/],
    [['-l', '-s'], 2, /argument -s\/--snippet: not allowed with argument -l\/--list/],
    [['-t', 'role', 'x'], 1, /no documentation of type 'role'/],
    [['-F'], 1, /does not have -F\/--list_files/],
  ])('%j is refused', async (args, code, message) => {
    const ran = await cli.run(['doc', ...args]);
    expect([ran.code, ran.err]).toEqual([code, expect.stringMatching(message)]);
  });
});

it.each(Object.keys(registry))('%s has a type and words for every parameter', async (name) => {
  const module = await registry[name]?.();
  if (!module) throw new Error('not in the registry');
  const { doc } = describeModule(module.default);
  for (const [option, { description, type }] of Object.entries(doc.options))
    expect([option, type, description.join('')]).toEqual([
      option,
      expect.stringMatching(/^(str|bool|int|float|list|dict|path|raw)$/),
      expect.stringMatching(/\S/),
    ]);
});
