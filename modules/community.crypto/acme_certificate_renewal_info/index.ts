// Whether a certificate should be renewed, and why.
import { bool, choice, defineModule, int, ModuleFailure, num, path, str, z } from '../../../src/kit/index.js';
import { loadCertificate, timeOption, X509Error, type Certificate } from '../../../src/x509/index.js';
import { serverArguments, serverRules } from '../../_shared/acme-args.js';
import { renewalId } from '../../_shared/acme-chain.js';
import { openUnsigned, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { renewalInfo } from '../../_shared/acme-renewal.js';
import { exclusive } from '../../_shared/argument-rules.js';
import { orFail, readFiles } from '../../_shared/crypto-file.js';
import { judge, windowOf } from './decide.js';

export const args = z.strictObject({
  ...serverArguments,
  certificate_path: path().optional().describe('The file of the certificate.'),
  certificate_content: str().optional().describe('The certificate itself, instead of a file.'),
  use_ari: bool().default(true).describe('Ask the server for its suggestion, when it gives such (ARI, RFC 9773).'),
  ari_algorithm: choice('standard', 'start')
    .default('standard')
    .describe('Renew at a moment chosen by lot in the suggested time, or as soon as that begins.'),
  remaining_days: int().optional().describe('Renew when it is valid for fewer days than these.'),
  remaining_percentage: num().optional().describe('Renew when less than this part of its time is left: 0.1.'),
  now: str().optional().describe('The time to judge by: `+1d`, `20261231235959Z`.'),
  treat_parsing_error_as_non_existing: bool()
    .default(false)
    .describe('What is no certificate should be renewed; else it fails.'),
});

export default defineModule({
  name: 'community.crypto.acme_certificate_renewal_info',
  summary: 'Tells whether a certificate should be renewed, and why.',
  args,
  returns: z.object({
    should_renew: z.boolean().describe('Whether it should be.'),
    msg: z.string().describe('Why.'),
    exists: z.boolean().describe('Whether there is a certificate.'),
    parsable: z.boolean().describe('Whether it can be read.'),
    supports_ari: z.boolean().describe('Whether a suggestion of the server was looked at.'),
    cert_id: z.string().optional().describe('How the server names the certificate.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [...serverRules(a), ...exclusive(a, 'certificate_path', 'certificate_content')],
  examples: [
    {
      name: 'Whether it is time',
      task: 'community.crypto.acme_certificate_renewal_info:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  certificate_path: /etc/ssl/www.example.org.pem\n  remaining_percentage: 0.1\nregister: renewal',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, task } = context;
      warnOfValidation(context);
      const told = { exists: false, parsable: false, supports_ari: false };
      if (!a.certificate_path && !a.certificate_content) {
        return { ...told, should_renew: true, msg: 'No certificate was specified' };
      }
      const bytes =
        a.certificate_path === undefined
          ? Buffer.from(a.certificate_content ?? '', 'utf8')
          : (await readFiles(host, [a.certificate_path])).get(a.certificate_path);
      if (!bytes) return { ...told, should_renew: true, msg: 'The certificate file does not exist' };
      told.exists = true;
      let certificate: Certificate;
      try {
        certificate = loadCertificate(bytes);
      } catch (error) {
        if (!(error instanceof X509Error)) throw error;
        if (!a.treat_parsing_error_as_non_existing) throw new ModuleFailure(error.message);
        return { ...told, should_renew: true, msg: `Certificate cannot be parsed: ${error.message}` };
      }
      told.parsable = true;
      const id = renewalId(certificate.der);
      const now = a.now === undefined ? task.now() : orFail(() => timeOption(a.now ?? '', 'now', task.now()));
      const named = id === undefined ? {} : { cert_id: id };
      const expired = judge(a, certificate, now, undefined);
      if (now >= certificate.notAfter) return { ...told, ...named, ...expired };
      // compat: the server is asked in any case, if only for its directory.
      const client = await openUnsigned(context);
      const asks = id !== undefined && a.use_ari && typeof client.directory['renewalInfo'] === 'string';
      const window = asks ? windowOf(await renewalInfo(client, id, task.now())) : undefined;
      return { ...told, ...named, supports_ari: asks, ...judge(a, certificate, now, window) };
    }),
});
