// Tells what an API server is and which kinds it serves.
import { bool, defineModule, z } from '../../../src/kit/index.js';
import { connectKube } from '../../../src/kit/kube.js';
import { authArgs, authRules } from '../../_shared/kube-args.js';
import { underHeading } from '../../_shared/kube-failure.js';

export default defineModule({
  name: 'kubernetes.core.k8s_cluster_info',
  aliases: ['k8s_cluster_info', 'community.kubernetes.k8s_cluster_info'],
  summary: 'Tells the version of a Kubernetes cluster, how it is reached, and all kinds it serves.',
  args: z.strictObject({
    ...authArgs,
    invalidate_cache: bool().default(true).describe('Whether the server is asked anew what it serves; it always is.'),
  }),
  returns: z.object({
    apis: z
      .unknown()
      .describe(
        'By group and version, by kind: `categories`, `name`, `namespaced`, `preferred`, `short_names`, `singular_name`.',
      ),
    connection: z
      .object({
        cert_file: z.string().nullable().describe("The client certificate's file, when it is one."),
        host: z.string().describe('The address of the API server.'),
        password: z.string().nullable().describe('Never told.'),
        proxy: z.string().nullable().describe('The proxy in between.'),
        ssl_ca_cert: z.string().nullable().describe("The authority's file, when it is one."),
        username: z.string().nullable().describe('Who logs in with a password.'),
        verify_ssl: z.boolean().describe("Whether the server's certificate is checked."),
      })
      .describe('How the server is reached.'),
    version: z
      .object({
        client: z.string().describe('The version of what asks.'),
        server: z.unknown().describe('What the server says of its version, below `kubernetes`.'),
      })
      .describe('The versions.'),
  }),
  check: 'full',
  diff: false,
  rules: authRules,
  examples: [{ name: 'All about it', task: 'kubernetes.core.k8s_cluster_info:' }],
  async run({ args: a, host, task }) {
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    return underHeading('', async () => {
      const [kinds, version] = await Promise.all([client.catalogue(), client.ask('/version')]);
      const apis: Record<string, Record<string, unknown>> = {};
      for (const kind of kinds) {
        const served = (apis[kind.groupVersion] ??= {});
        served[kind.kind] ??= {
          categories: kind.categories,
          name: kind.name,
          namespaced: kind.namespaced,
          preferred: kind.preferred,
          short_names: kind.shortNames,
          singular_name: kind.singularName,
        };
      }
      const { access } = client;
      const connection = {
        cert_file: a.client_cert ?? null,
        host: access.server,
        password: null,
        proxy: access.proxy ? `http://${access.proxy.host}:${access.proxy.port}` : null,
        ssl_ca_cert: a.ca_cert ?? null,
        username: a.username ?? null,
        verify_ssl: access.verify,
      };
      return { apis, connection, version: { client: 'tsplay', server: { kubernetes: version } } };
    });
  },
});
