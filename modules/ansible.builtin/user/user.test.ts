import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import type { AccountTools } from '../../_shared/account-tools.js';
import type { Args } from './args.js';
import { decideUser } from './decide.js';
import user from './index.js';
import { parseLook, type Account, type Group, type Seen, type Shadow } from './look.js';
import { commandsOf } from './verbs.js';

interface SeenCase {
  account?: Partial<Account>;
  shadow?: Shadow;
  groups?: Record<string, number | [string, number]>;
  memberOf?: string[];
  holder?: string;
  ownGroup?: boolean;
  homeExists?: boolean;
  key?: boolean;
  tools?: AccountTools;
}

const ACCOUNT: Account = { uid: 1001, gid: 1001, comment: 'App', home: '/home/app', shell: '/bin/sh' };

function seenOf(c: SeenCase): Seen {
  const groups = new Map<string, Group>(
    Object.entries(c.groups ?? {}).map(([word, is]) =>
      typeof is === 'number' ? [word, { name: word, gid: is }] : [word, { name: is[0], gid: is[1] }],
    ),
  );
  return {
    tools: [],
    account: c.account && { ...ACCOUNT, ...c.account },
    shadow: c.shadow,
    groups,
    memberOf: (c.memberOf ?? []).map((name, i) => groups.get(name) ?? { name, gid: 500 + i }),
    holder: c.holder,
    ownGroup: c.ownGroup === true,
    homeExists: c.homeExists !== false,
    key: c.key === true ? { file: '/home/app/.ssh/id_rsa' } : undefined,
  };
}

/** A function of several lines is shown by its name. */
const shown = (command: string): string =>
  (/^(\w+)\(\) \{\n[^]*\n\1$/.exec(command)?.[1] ?? command).replace(/ \{\n[^]*/, '');

decideCases<SeenCase>(user, join(import.meta.dirname, 'cases'), (args: Args, seen, watch) => {
  const { steps, failure } = decideUser(args, watch(seenOf(seen), ['tools']));
  return { steps: steps.flatMap((step) => commandsOf(step, args, seen.tools ?? 'shadow')).map(shown), failure };
});

describe('what the host says', () => {
  it('an account', () => {
    const seen = parseLook(
      '@tool useradd\n@passwd app:x:1:2:A B,,:/h:/bin/sh\n@key /h/.ssh/id_rsa\n@pub ssh-rsa AAA c d\n@fingerprint 3072 SHA256:x c (RSA)\n@home\n@shadow app:!:19000:0:99999:7:::\n@group adm|adm:x:4:syslog,app\n@group wheel|\n@owngroup\n@holder app:x:1:2::/:\n@member adm:4\n',
      'app',
    );
    expect(seen).toEqual({
      tools: ['useradd'],
      account: { uid: 1, gid: 2, comment: 'A B,,', home: '/h', shell: '/bin/sh' },
      shadow: { hash: '!', min: 0, max: 99999, warn: 7, inactive: undefined, expires: undefined },
      groups: new Map([['adm', { name: 'adm', gid: 4 }]]),
      memberOf: [{ name: 'adm', gid: 4 }],
      holder: 'app',
      ownGroup: true,
      homeExists: true,
      key: { file: '/h/.ssh/id_rsa', publicKey: 'ssh-rsa AAA c d', fingerprint: '3072 SHA256:x c (RSA)' },
    });
  });
  it('nothing, or somebody else', () => {
    expect(parseLook('@passwd \n', 'app')).toMatchObject({ account: undefined, shadow: undefined, homeExists: false });
    expect(parseLook('@passwd root:x:0:0::/:/bin/sh\n', '0').account).toBeUndefined();
  });
});
