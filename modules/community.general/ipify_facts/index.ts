// Finds out under which address the internet sees the host.
import { bool, defineModule, int, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { clientFor, PLAIN_HTTP } from '../../_shared/http-args.js';
import { HttpFailure } from '../../_shared/http.js';

const args = z.strictObject({
  api_url: str().default('https://api.ipify.org/').describe('The service to ask, as that of ipify.org is.'),
  timeout: int().default(10).describe('Seconds without any progress after which it is given up.'),
  validate_certs: bool().default(true).describe("Whether the service's certificate must be valid."),
});

export default defineModule({
  name: 'community.general.ipify_facts',
  summary: 'Gets the public address of the host from ipify.org.',
  args,
  returns: z.object({
    ansible_facts: z.object({ ipify_public_ip: z.string().describe('The address.') }).describe('The fact.'),
  }),
  check: 'full',
  diff: false,
  examples: [{ name: 'The public address', task: 'community.general.ipify_facts: {}' }],
  async run({ args: a, host }) {
    const client = await clientFor(host, { ...PLAIN_HTTP, timeout: a.timeout, validate_certs: a.validate_certs });
    const none = `No valid or no response from url ${a.api_url} within ${a.timeout} seconds (timeout)`;
    const answer = await client
      .send({
        method: 'GET',
        url: `${a.api_url}?format=json`,
        headers: { 'Cache-Control': 'no-cache' },
        redirects: 'safe',
      })
      .catch((error: unknown) => {
        if (error instanceof HttpFailure) throw new ModuleFailure(`${none}: ${error.message}`);
        throw error;
      });
    if (answer.status < 200 || answer.status > 299) throw new ModuleFailure(`${none}: HTTP ${answer.status}`);
    return { ansible_facts: { ipify_public_ip: addressOf(answer.body.toString('utf8')) } };
  },
});

/** @throws ModuleFailure when the service says something else */
export function addressOf(body: string): string | null {
  try {
    const data = JSON.parse(body) as { ip?: unknown } | null;
    return typeof data?.ip === 'string' ? data.ip : null;
  } catch {
    throw new ModuleFailure(`the service did not answer with JSON: ${body.slice(0, 200)}`);
  }
}
