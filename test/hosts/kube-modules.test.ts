import { afterAll, beforeAll, expect, it } from 'vitest';
import { startKubeServer, type KubeServer } from './support/kube-server.js';
import { startNodes } from './support/kube-nodes.js';
import { writeFileSync } from 'node:fs';
let server: KubeServer;
beforeAll(async () => {
  server = await startKubeServer();
  await startNodes(server, ['n1', 'n2', 'n3']);
});
afterAll(async () => {
  await server?.stop();
});
it('runs', async () => {
  writeFileSync('/tmp/kube8-dir', server.kubeconfig + ' ' + server.port + ' ' + server.adminToken);
  if (process.env['KUBE8_HOLD']) await new Promise((r) => setTimeout(r, 3600_000));
  expect(1).toBe(1);
}, 4000_000);
