import { describe, expect, it } from 'vitest';
import { formatSpan } from '../ground/index.js';
import { keySpan, valueSpan, type TemplateText } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';
import {
  groupsOf,
  hostsOf,
  Inventory,
  limitPatterns,
  matchHosts,
  readHostList,
  readIniInventory,
  readYamlInventory,
  setVariable,
  splitPatterns,
} from './index.js';

function read(text: string, file = 'hosts') {
  const inventory = new Inventory();
  const origin = { file: `/x/${file}`, dir: '/x' };
  const yaml = file.endsWith('.yml') ? loadYamlDocument(text, file, { trust: 'templates' }) : undefined;
  const mistakes = yaml
    ? readYamlInventory(inventory, yaml.value, file, origin)
    : readIniInventory(inventory, text, file, origin);
  const found = [...mistakes, ...inventory.takeFindings()];
  inventory.reconcile();
  const problems = found.map((d) => `${d.severity} ${d.span?.line}:${d.span?.col} ${d.message}`);
  return { inventory, problems, found };
}

describe('INI', () => {
  it('knows where hosts, variables and values stand', () => {
    const { inventory } = read(
      '# c\n  web1:22 a=1 b="{{ x }} y"\n[web]\nweb1\n[web:vars]\n  v =  {{ z }}\nq="{{ z }}"\n',
    );
    const host = inventory.hosts.get('web1');
    expect(host?.span).toMatchObject({ file: 'hosts', line: 2, col: 3, endCol: 10 });
    expect(keySpan(host?.vars, 'a')).toMatchObject({ line: 2, col: 11, endCol: 12 });
    expect(valueSpan(host?.vars, 'a')).toMatchObject({ line: 2, col: 13, endCol: 14 });
    const b = host?.vars.get('b') as TemplateText;
    expect([b.source, b.span.line, b.span.col]).toEqual(['{{ x }} y', 2, 18]);
    const web = inventory.groups.get('web');
    expect((web?.vars.get('v') as TemplateText).span).toMatchObject({ line: 6, col: 8 });
    expect((web?.vars.get('q') as TemplateText).span).toMatchObject({ line: 7, col: 4 });
    expect(host?.vars.get('inventory_file')).toBe('/x/hosts');
    expect(host?.vars.get('inventory_dir')).toBe('/x');
  });

  it.each([
    ['h a', "error 1:3 'name=value' is expected behind a host, found 'a'"],
    ["h a='x", 'error 1:5 the quote is not closed'],
    ['[g]\nh:', "error 2:1 the host 'h:' ends in ':'"],
    ['[g:x]', 'error 1:1 the section [g:x] has an unknown kind'],
    ['[a b]', "error 1:1 '[a b]' is not a section"],
    ['w[1]', 'error 1:1 the range [1] is not begin:end or begin:end:step'],
    ['w[1:]', 'error 1:1 the range [1:] has no end'],
    ['w[01:2]', 'error 1:1 begin and end of the range [01:2] differ in length'],
    ['w[c:a]', 'error 1:1 the range [c:a] ends before it begins'],
    ['w[1:2:0]', 'error 1:1 the step of the range [1:2:0] is not a number above 0'],
    ['w[1:x]', 'error 1:1 the range [1:x] goes neither from number to number nor from letter to letter'],
    ['w[1:999999999]', 'error 1:1 the range [1:999999999] has more than 100000 items'],
    ['w[1:2', "error 1:1 'w[1:2' has a '[' without the ']' of a range"],
    ['[a:children]\nb', "error 2:1 the group 'b' does not exist, but is listed as a child of 'a'"],
    ['[a:vars]\nb=1', "error 1:1 the section [a:vars] sets variables of the group 'a', which does not exist"],
    ['[a:children]\na', "error 2:1 the group 'a' is made a child of itself"],
    ['[a]\n[a:vars]\nx', "error 3:1 'name=value' is expected here, found 'x'"],
    ['[a]\n[a:vars]\nansible_group_priority=x', "error 3:24 ansible_group_priority of 'a' is not an integer"],
  ])('%j', (text, expected) => expect(read(text).problems).toEqual([expected]));

  it('tells all mistakes at once, each with a hint, and keeps what came before the first', () => {
    expect([...read('a x=1\nh a\nb\n').inventory.hosts.keys()]).toEqual(['a']);
    const { found } = read('h a\nw[1:]\n[x y]\n[a:children]\nb\n[b:children]\na\n');
    expect(found).toHaveLength(4);
    expect(found.every((d) => d.span && d.hint)).toBe(true);
    expect(found.at(-1)?.message).toContain('circle');
  });
});

describe('YAML', () => {
  it('knows where hosts, variables and values stand', () => {
    const { inventory } = read('all:\n  hosts:\n    a:\n      x: "{{ y }}"\n  vars:\n    v: 1\n', 'i.yml');
    const host = inventory.hosts.get('a');
    expect(host?.span).toMatchObject({ line: 3, col: 5 });
    expect(keySpan(host?.vars, 'x')).toMatchObject({ line: 4, col: 7 });
    expect((host?.vars.get('x') as TemplateText).span).toMatchObject({ line: 4, col: 11 });
    expect(valueSpan(inventory.groups.get('all')?.vars, 'v')).toMatchObject({ line: 6, col: 8 });
  });

  it.each([
    ['', 'error 1:1 the inventory is empty'],
    ['- a', 'error 1:1 a YAML inventory is a mapping of groups'],
    ['plugin: aws_ec2', 'error 1:1 this is the configuration of an inventory plugin, not an inventory'],
    ['all:\n  hosts: [a]', "error 2:10 'hosts' of the group 'all' must be a mapping"],
    ['all:\n  hosts:\n    1:', 'error 3:5 a host name must be text'],
    ['all:\n  hosts:\n    "{{ x }}":', 'error 3:5 a host name cannot be a template'],
    ['all:\n  hosts:\n    a: 1', "error 3:8 the variables of the host 'a' must be a mapping"],
    ['1:\n  hosts: a', 'error 1:1 a group name must be text'],
    ['web: x', "warning 1:6 'web' is not a group: it has neither hosts, children nor vars; it is skipped"],
    [
      'web:\n  host:\n    a:',
      "warning 2:3 the key 'host' of the group 'web' is skipped: a group has hosts, children and vars",
    ],
    [
      'a:\n  children:\n    b:\n      children:\n        a:',
      "error 3:5 making 'b' a child of 'a' closes a circle of groups",
    ],
  ])('%j', (text, expected) => expect(read(text, 'i.yml').problems).toEqual([expected]));
});

describe('host lists', () => {
  it('take names, ports and addresses', () => {
    const inventory = new Inventory();
    readHostList(inventory, 'a, b:22,,::1,[fe80::1]:23');
    expect([...inventory.hosts.keys()]).toEqual(['a', 'b', '::1', 'fe80::1']);
    expect(inventory.hosts.get('b')?.vars.get('ansible_port')).toBe(22);
  });
  it('take ranges as names and say so, unless they are the advanced ones', () => {
    const plain = new Inventory();
    readHostList(plain, 'w[1:3],');
    expect([...plain.hosts.keys()]).toEqual(['w[1:3]']);
    expect(plain.takeFindings()[0]?.message).toContain('range');
    const advanced = new Inventory();
    readHostList(advanced, 'w[1:3]:22,', true);
    expect([...advanced.hosts.keys()]).toEqual(['w1', 'w2', 'w3']);
    expect(advanced.hosts.get('w2')?.vars.get('ansible_port')).toBe(22);
  });
});

describe('the model', () => {
  it('orders groups by depth, priority and name', () => {
    const { inventory } = read('[b]\nh\n[a]\nh\n[c]\nh\n[top:children]\nc\n[b:vars]\nansible_group_priority=0\n');
    const host = inventory.host('h');
    if (!host) throw new Error('no host');
    expect(groupsOf(inventory, host).map((g) => g.name)).toEqual(['all', 'b', 'a', 'top', 'c']);
  });

  it('takes hosts and groups at run time', () => {
    const { inventory } = read('[web]\na\n');
    const host = inventory.addHost('new', inventory.addGroup('web'));
    inventory.addHost('new', inventory.addGroup('fresh'));
    setVariable(host, 'x', 1);
    inventory.reconcile();
    expect(hostsOf(inventory.addGroup('all')).map((h) => h.name)).toEqual(['a', 'new']);
    expect(groupsOf(inventory, host).map((g) => g.name)).toEqual(['all', 'fresh', 'web']);
    expect(inventory.members('fresh')).toEqual(['new']);
    expect(host.span).toBeUndefined();
  });

  it('keeps its depth in a wide and deep diamond', () => {
    let text = '[g0]\nh\n';
    for (let i = 1; i < 40; i++) text += `[g${i}:children]\ng${i - 1}\n${i > 1 ? `g${i - 2}\n` : ''}`;
    const { inventory } = read(text);
    expect(inventory.groups.get('g0')?.depth).toBe(40);
  });

  it('has localhost without being told', () => {
    const { inventory } = read('a\n');
    const local = inventory.host('localhost');
    expect(local?.vars.get('ansible_connection')).toBe('local');
    expect(local?.implicit).toBe(true);
    expect(inventory.host('localhost')).toBe(local);
    expect(inventory.host('127.0.0.1')).toBe(local);
    expect(inventory.host('nope')).toBeUndefined();
    expect(local && groupsOf(inventory, local).map((g) => g.name)).toEqual(['all']);
    expect(matchHosts(inventory, 'all').hosts.map((h) => h.name)).toEqual(['a']);
  });
});

describe('patterns', () => {
  const { inventory } = read('a\n[web]\nw[1:3]\n');
  it('warn about what they do not match, with the place', () => {
    const span = { file: 'p.yml', line: 1, col: 10 };
    const { hosts, diagnostics } = matchHosts(inventory, 'nope,web', { span });
    expect(hosts).toHaveLength(3);
    expect(diagnostics[0]?.message).toBe('Could not match supplied host pattern, ignoring: nope');
    expect(diagnostics[0]?.span && formatSpan(diagnostics[0].span)).toBe('p.yml:1:10');
  });
  it('are cut to the limit, in the order of the pattern', () => {
    const limited = (limit: string[]) => matchHosts(inventory, 'web', { limit }).hosts.map((h) => h.name);
    expect(limited(['w3', 'w1'])).toEqual(['w1', 'w3']);
    expect(limited(['!w2'])).toEqual(['w1', 'w3']);
    expect(limited(['a'])).toEqual([]);
    expect(matchHosts(inventory, 'localhost', { limit: ['localhost'] }).hosts).toHaveLength(1);
  });
  it('come from a file after @', () => {
    expect(limitPatterns('@r,a', (path) => (path === 'r' ? 'w1\n\n w2 \n' : ''))).toEqual(['w1', '', 'w2', '', 'a']);
  });
  it('are split at commas, else at colons', () => {
    expect(splitPatterns('a:b[1:2]:!c')).toEqual(['a', 'b[1:2]', '!c']);
    expect(splitPatterns(['a,b', 'fe80::1'])).toEqual(['a', 'b', 'fe80::1']);
    expect(splitPatterns('')).toEqual([]);
  });
  it('match nothing when there are none', () => expect(matchHosts(inventory, []).hosts).toEqual([]));
});
