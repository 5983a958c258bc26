// Helper for tests: this very machine as a host, over the real local wire, and a directory that goes away with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createWirePool } from '../../src/connection/index.js';
import { Secrets, systemClock } from '../../src/ground/index.js';
import { createHost, type Host } from '../../src/host/index.js';

export interface Here {
  readonly host: Host;
  /** Empty at first. */
  readonly dir: string;
  /** Ends the shells and removes the directory. */
  close(): Promise<void>;
}

/** @param name part of the directory's name, so that one that stays behind can be traced */
export function openHere(name: string): Here {
  const pool = createWirePool();
  const dir = mkdtempSync(join(tmpdir(), `tsplay-${name}-`));
  const host = createHost({
    name: 'here',
    settings: { transport: 'local', name: 'here' },
    pool,
    clock: systemClock,
    secrets: new Secrets(),
    localUser: userInfo().username,
  });
  const close = async (): Promise<void> => {
    await host.close();
    await pool.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { host, dir, close };
}
