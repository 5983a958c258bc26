import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import { configText, parseConfig } from './config.js';
import module from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('reads and writes what a file says', () => {
  const text =
    '# all\nForwardX11=no\n\nHost a  b\n  IdentityFile ~/x\n  IdentityFile = ~/y\n  # why\n  SendEnv A\n  SendEnv B=C\nHost empty\nMatch user x\n  Port 7\n';
  expect(configText(parseConfig(text))).toBe(
    'Host *\n    forwardx11 no\n# all\n\nHost a b\n    identityfile ~/x\n    identityfile ~/y\n    sendenv A\n    sendenv B=C\n# why\nMatch user x\n  Port 7\n',
  );
  expect(configText(parseConfig(''))).toBe('');
  expect(() => parseConfig('Port\n')).toThrow('Unparsable line');
});
