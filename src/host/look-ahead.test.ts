// Looks that are sent ahead over a local wire: what is answered from them, what ends them, and that they harm no other look.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { quote, script } from '../ground/index.js';
import { openHere, type Here } from '../../test/support/here.js';
import type { Host } from './index.js';
import { composeScript } from './script.js';
import { Session } from './session.js';

let here: Here;
let host: Host;
const frames = vi.spyOn(Session.prototype, 'run');
beforeAll(() => {
  here = openHere('look-ahead');
  ({ host } = here);
});
afterAll(async () => {
  frames.mockRestore();
  await here.close();
});

/** As a view's look would send it. */
const sent = (text: string): string => composeScript(script(text).text, { environment: {}, parsed: true }, {});

/** A view that foresees these looks. */
const seeing = (...coming: string[]): ReturnType<Host['view']> =>
  host.view({ coming: (most) => Promise.resolve(coming.slice(0, most).map(sent)) });

/** So many looks were made since the last disturbance: only then are more sent ahead. */
beforeEach(async () => {
  const { view, hands } = seeing();
  await hands.run(script(':'));
  for (let i = 0; i < 3; i++) await view.probe(script(`: ${i}`));
  frames.mockClear();
});

describe('a look that was sent ahead', () => {
  it('is answered without another frame, streams, bytes and exit code apart', async () => {
    const { view } = seeing("printf 'a\\0b'; echo no >&2; exit 3", 'true');
    expect(await view.probe(script('echo now; exit 1'))).toMatchObject({ rc: 1, stdout: 'now\n', stderr: '' });
    const early = await view.probe(script("printf 'a\\0b'; echo no >&2; exit 3"));
    expect(early).toMatchObject({ rc: 3, stdout: 'a\0b', stderr: 'no\n' });
    expect(frames).toHaveBeenCalledTimes(1);
  });
  it('is made anew after a change, whoever made it', async () => {
    const file = join(here.dir, 'changed');
    writeFileSync(file, 'before');
    const look = `cat ${quote(file)}`;
    const { view } = seeing(look);
    await view.probe(script('echo now'));
    await host.view({}).hands.run(script(`printf after > ${quote(file)}`));
    expect((await view.probe(script(look))).stdout).toBe('after');
  });
  it('is not used for another script, directory or environment', async () => {
    const { view } = seeing('pwd');
    await view.probe(script('echo now'));
    expect((await view.probe(script('pwd'), { cwd: '/' })).stdout).toBe('/\n');
    expect((await view.probe(script('pwd'), { env: { HOME: '/x' } })).rc).toBe(0);
    expect(frames).toHaveBeenCalledTimes(3);
  });
  it.each([
    ['cannot be read by a shell', 'if then fi (('],
    ['prints what looks like a mark', 'printf "%s~0:0\\n" "$_ts_n"'],
    ['kills its shell', "kill -9 $(sh -c 'echo $PPID')"],
    ['sets options and traps', 'set -eu; trap "echo trapped" EXIT; cd /; umask 0'],
  ])('does no harm when it %s', async (_, bad) => {
    const { view } = seeing(bad, 'echo third');
    expect(await view.probe(script('echo now'))).toMatchObject({ rc: 0, stdout: 'now\n' });
    expect((await view.probe(script('echo third'))).stdout).toBe('third\n');
  });
  it('does no harm when it kills the resident shell', async () => {
    const { view } = seeing('kill -9 $$', 'echo third');
    expect(await view.probe(script('echo now'))).toMatchObject({ rc: 0, stdout: 'now\n' });
    expect((await view.probe(script('echo third'))).stdout).toBe('third\n');
  });
});
