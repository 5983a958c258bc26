// When an authority that speaks ACME suggests to renew a certificate (RFC 9773).
import { defineModule, path, str, z } from '../../../src/kit/index.js';
import { serverArguments, serverRules } from '../../_shared/acme-args.js';
import { openUnsigned, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { renewalInfo, requiredId } from '../../_shared/acme-renewal.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { given, readFiles } from '../../_shared/crypto-file.js';

export default defineModule({
  name: 'community.crypto.acme_ari_info',
  summary: 'Tells when an authority that speaks ACME suggests to renew a certificate.',
  args: z.strictObject({
    ...serverArguments,
    certificate_path: path().optional().describe('The file of the certificate.'),
    certificate_content: str().optional().describe('The certificate itself, instead of a file.'),
  }),
  returns: z.object({
    renewal_info: z
      .looseObject({
        explanationURL: z.string().optional().describe('A page that tells why.'),
        suggestedWindow: z
          .object({
            start: z.string().describe('From when it should be renewed.'),
            end: z.string().describe('Until when.'),
          })
          .describe('When it should be renewed.'),
        retryAfter: z.string().optional().describe('When to ask again, not before.'),
      })
      .describe('What the server tells.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [...serverRules(a), ...exactlyOne(a, 'certificate_path', 'certificate_content')],
  examples: [
    {
      name: 'When to renew',
      task: 'community.crypto.acme_ari_info:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  certificate_path: /etc/ssl/www.example.org.pem\nregister: renewal',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, task } = context;
      warnOfValidation(context);
      const others = await readFiles(host, [a.certificate_path]);
      const bytes = given({ others }, a.certificate_path, a.certificate_content, 'certificate') ?? new Uint8Array();
      const client = await openUnsigned(context);
      return { renewal_info: await renewalInfo(client, requiredId(bytes), task.now()) };
    }),
});
