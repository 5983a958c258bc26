// Has a certificate revoked by the authority that issued it.
import { defineModule, int, ModuleFailure, path, secret, str, z } from '../../../src/kit/index.js';
import { loadCertificate } from '../../../src/x509/index.js';
import { findAccount } from '../../_shared/acme-account.js';
import { acmeArguments, serverRules } from '../../_shared/acme-args.js';
import { AcmeClient } from '../../_shared/acme-client.js';
import { refused } from '../../_shared/acme-failure.js';
import { keyFrom, NO_ACCOUNT, openAcme, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { given, orFail, readFiles } from '../../_shared/crypto-file.js';

const ERROR = 'urn:ietf:params:acme:error:';

export default defineModule({
  name: 'community.crypto.acme_certificate_revoke',
  aliases: ['acme_certificate_revoke', 'ansible.builtin.acme_certificate_revoke'],
  summary: 'Has a certificate revoked by the authority that issued it by ACME.',
  args: z.strictObject({
    ...acmeArguments,
    certificate: path().describe('The file of the certificate.'),
    private_key_src: path().optional().describe("The file of the certificate's private key, instead of an account's."),
    private_key_content: secret(str()).optional().describe('That key itself, instead of a file.'),
    private_key_passphrase: secret(str()).optional().describe('Of an encrypted key.'),
    revoke_reason: int().optional().describe('Why, as a number of RFC 5280: 1 the key is known, 4 superseded …'),
  }),
  returns: z.object({}),
  check: 'none',
  diff: false,
  rules: (a) => [
    ...serverRules(a),
    ...exactlyOne(a, 'account_key_src', 'account_key_content', 'private_key_src', 'private_key_content'),
  ],
  examples: [
    {
      name: 'The key has become known',
      task: 'community.crypto.acme_certificate_revoke:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  certificate: /etc/ssl/www.example.org.pem\n  revoke_reason: 1',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, task, change } = context;
      warnOfValidation(context);
      const files = await readFiles(host, [a.certificate, a.account_key_src, a.private_key_src]);
      const byAccount = a.private_key_src === undefined && a.private_key_content === undefined;
      const own = { src: a.private_key_src, content: a.private_key_content, passphrase: a.private_key_passphrase };
      const client = byAccount
        ? await openAcme(context, files)
        : await AcmeClient.open(
            { host, sleep: (ms) => task.sleep(ms) },
            { ...a, account_uri: undefined },
            keyFrom(files, own, 'private key'),
          );
      if (byAccount && !(await findAccount(client, []))) throw new ModuleFailure(NO_ACCOUNT);
      const bytes = given({ others: files }, a.certificate, undefined, 'certificate') ?? new Uint8Array();
      const certificate = Buffer.from(orFail(() => loadCertificate(bytes)).der).toString('base64url');
      const reason = a.revoke_reason === undefined ? {} : { reason: a.revoke_reason };
      let done = false;
      await change({ summary: `revoke ${a.certificate}` }, async () => {
        const answer = await client.post(client.resource('revokeCert'), { certificate, ...reason });
        if (answer.status === 200) done = true;
        else if (!isRevoked(answer.json)) throw refused(answer, 'Failed to revoke certificate');
      });
      return { changed: done };
    }),
});

/** Also as an old server of Let's Encrypt says it. */
function isRevoked(told: Readonly<Record<string, unknown>> | undefined): boolean {
  if (told?.['type'] === `${ERROR}alreadyRevoked`) return true;
  return told?.['type'] === `${ERROR}malformed` && told['detail'] === 'Certificate already revoked';
}
