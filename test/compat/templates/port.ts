// What templates of recorded cases reach of the controller: nothing but digests.
import { createHash } from 'node:crypto';
import { TsplayError } from '../../../src/ground/index.js';
import type { TemplatePort } from '../../../src/template/index.js';

export const refuse = (): never => {
  throw new TsplayError('template-value', 'not in this test');
};

export const closedPort: TemplatePort = {
  env: () => undefined,
  readFile: refuse,
  find: () => undefined,
  glob: () => [],
  exists: () => undefined,
  exec: refuse,
  now: () => 0,
  hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
  digest: (algorithm, bytes) => createHash(algorithm).update(bytes).digest(),
  bcrypt: refuse,
  readSealed: refuse,
  seal: refuse,
  unseal: refuse,
  writePrivate: refuse,
  fromYaml: refuse,
  fromYamlAll: refuse,
};
