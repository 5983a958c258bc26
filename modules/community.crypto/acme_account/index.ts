// An account at an authority that speaks ACME: there with its contacts, gone, or with another key.
import {
  bool,
  choice,
  defineModule,
  list,
  ModuleFailure,
  path,
  secret,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { accountData, contactsDiffer, findAccount, makeAccount, setContacts } from '../../_shared/acme-account.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import type { AcmeClient } from '../../_shared/acme-client.js';
import type { Json } from '../../_shared/acme-failure.js';
import { signMessage } from '../../_shared/acme-key.js';
import { keyFrom, NO_ACCOUNT, openAcme, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { readFiles } from '../../_shared/crypto-file.js';

const args = z.strictObject({
  ...acmeArguments,
  state: choice('present', 'absent', 'changed_key').describe('What the account shall be.'),
  allow_creation: bool().default(true).describe('Whether it is made when there is none.'),
  contact: list(str()).default([]).describe('How to reach its owner, as URLs (`mailto:`…).'),
  terms_agreed: bool().default(false).describe('Whether you agree to the terms of service.'),
  new_account_key_src: path().optional().describe('The file of the new key.'),
  new_account_key_content: secret(str()).optional().describe('The new key itself, instead of a file.'),
  new_account_key_passphrase: secret(str()).optional().describe('Of an encrypted new key.'),
  external_account_binding: z
    .strictObject({
      kid: str().describe('The name of the key.'),
      alg: choice('HS256', 'HS384', 'HS512').describe('How it signs.'),
      key: secret(str()).describe('The key, base64 for URLs.'),
    })
    .optional()
    .describe('What the authority gave to bind the new account to one it knows.'),
});

type Context = RunContext<z.output<typeof args>>;

export default defineModule({
  name: 'community.crypto.acme_account',
  summary: 'Keeps an account at an authority that speaks ACME.',
  args,
  returns: z.object({ account_uri: z.string().nullable().describe('The address of the account.') }),
  check: 'full',
  diff: true,
  rules: (a) => {
    const broken = acmeRules(a);
    const keys = [a.new_account_key_src, a.new_account_key_content].filter((key) => key !== undefined).length;
    if (keys === 2) {
      broken.push('parameters are mutually exclusive: new_account_key_src|new_account_key_content');
    }
    if (a.state === 'changed_key' && keys === 0) {
      broken.push(
        'state is changed_key but any of the following are missing: new_account_key_src, new_account_key_content',
      );
    }
    return broken;
  },
  examples: [
    {
      name: 'An account with an address for warnings',
      task:
        'community.crypto.acme_account:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n' +
        '  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  state: present\n  terms_agreed: true\n' +
        '  contact:\n    - mailto:root@example.org',
    },
  ],
  run: (context) => withOther(() => work(context)),
});

async function work(context: Context): Promise<ModuleReturn> {
  const { args: a, host, diffMode } = context;
  warnOfValidation(context);
  const files = await readFiles(host, [a.account_key_src, a.new_account_key_src]);
  const client = await openAcme(context, files);
  const known = client.accountUri !== undefined;
  const found = await findAccount(client, a.state === 'present' ? a.contact : []);
  if (known && !found) throw new ModuleFailure('Account is deactivated or does not exist!');
  const jwk = client.account.jwk;
  const before = found ? { ...found, public_account_key: jwk } : {};
  const after = await STATES[a.state](context, client, found, files);
  return {
    account_uri: client.accountUri ?? null,
    ...(diffMode ? { diff: { before, after } } : {}),
  };
}

type Step = (
  context: Context,
  client: AcmeClient,
  found: Json | undefined,
  files: ReadonlyMap<string, Uint8Array>,
) => Promise<Json>;

const present: Step = async ({ args: a, change }, client, found) => {
  const jwk = client.account.jwk;
  if (!found) {
    if (!a.allow_creation) throw new ModuleFailure(NO_ACCOUNT);
    const made = await change({ summary: `make an account at ${a.acme_directory}` }, () =>
      makeAccount(client, a.contact, a.terms_agreed, a.external_account_binding),
    );
    return { ...(made ?? { contact: a.contact }), public_account_key: jwk };
  }
  if (!contactsDiffer(found, a.contact)) return { ...found, public_account_key: jwk };
  const made = await change({ summary: `set the contacts of ${client.accountUri ?? 'the account'}` }, () =>
    setContacts(client, a.contact),
  );
  return { ...(made ?? { ...found, contact: a.contact }), public_account_key: jwk };
};

const absent: Step = async ({ change }, client, found) => {
  const uri = client.accountUri;
  if (!found || uri === undefined) return {};
  await change({ summary: `deactivate ${uri}` }, () =>
    client.ask(uri, { status: 'deactivated' }, 'Failed to deactivate account', 200),
  );
  return {};
};

const changedKey: Step = async ({ args: a, change, diffMode }, client, found, files) => {
  const next = keyFrom(
    files,
    { src: a.new_account_key_src, content: a.new_account_key_content, passphrase: a.new_account_key_passphrase },
    'new account key',
  );
  if (!found) throw new ModuleFailure(NO_ACCOUNT);
  const account = client.accountUri;
  const made = await change({ summary: `change the key of ${account ?? 'the account'}` }, async () => {
    const url = client.resource('keyChange');
    const inner = signMessage(
      next,
      { alg: next.algorithm, jwk: next.jwk, url },
      { account, newKey: next.jwk, oldKey: client.account.jwk },
    );
    await client.ask(url, inner, 'Failed to rollover account key', 200);
    client.account = next;
    return diffMode ? await accountData(client) : undefined;
  });
  return { ...(made ?? found), public_account_key: next.jwk };
};

const STATES: Readonly<Record<'present' | 'absent' | 'changed_key', Step>> = {
  present,
  absent,
  changed_key: changedKey,
};
