// A TCP proxy that does what bad networks do: cuts, stalls, delays, floods; each by a seed, so that a failure can be repeated.
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that a login may take. */
const LOGIN = 10_000;

export interface FaultyProxy {
  readonly address: { readonly host: string; readonly port: number };
  /** How many connections were cut. */
  readonly cuts: number;
  /** From now on each connection is cut after about so many bytes or milliseconds, as the seed says; at most so many in all. */
  cutting(seed: number, limits: { readonly bytes: number; readonly milliseconds: number; readonly most: number }): void;
  /** Cuts all that are open now. */
  cut(): void;
  /** From now on nothing passes, in either direction, and nothing ends; false lets it pass again. */
  stall(stalled: boolean): void;
  /** Each chunk is on its way for so many milliseconds at most, in each direction, drawn anew for each; 0 ends it. */
  delay(most: number, seed: number): void;
  /** What comes is handed on in pieces of at most so many bytes, drawn anew for each; 0 ends it. */
  trickle(most: number, seed: number): void;
  /** What comes is held and handed on all at once, every so many milliseconds; 0 ends it. */
  burst(milliseconds: number): void;
  /** Who connects gets so many bytes of junk in lines before anything the host says; 0 ends it. */
  flood(bytes: number): void;
  /** New connections are not accepted. */
  refuse(refused: boolean): void;
  close(): Promise<void>;
}

export async function startProxy(to: { readonly host: string; readonly port: number }): Promise<FaultyProxy> {
  const open = new Set<() => void>();
  let stalled = false;
  let refused = false;
  let delayed: (() => number) | undefined;
  let pieces: (() => number) | undefined;
  let every = 0;
  let junk = 0;
  let limits: { bytes: number; milliseconds: number; most: number } | undefined;
  let random = seeded(1);
  let cuts = 0;
  let isFirst = false;
  const waiting: (() => void)[] = [];

  const server: Server = createServer((client) => {
    if (refused) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(to.port, to.host);
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    let timer: NodeJS.Timeout | undefined;
    const cut = (): void => {
      if (!open.delete(cut)) return;
      cuts++;
      clearTimeout(timer);
      // Half of the cuts are an end, half a reset: sshd tells them apart.
      for (const socket of [client, upstream])
        if (random() < 0.5) socket.destroy();
        else socket.resetAndDestroy();
    };
    open.add(cut);
    const isCut = limits !== undefined && cuts < limits.most;
    // A first login is let through: who was never there is unreachable, as a host that is down.
    const spared = isFirst ? LOGIN : 0;
    isFirst = false;
    let left = isCut ? 1 + spared + Math.floor(random() * (limits?.bytes ?? 0)) : Infinity;
    if (isCut && spared === 0) timer = setTimeout(cut, 1 + random() * (limits?.milliseconds ?? 0));
    const pipe = (from: Socket, into: Socket): void => {
      let last: Promise<void> = into === client && junk > 0 ? flooded(client, junk) : Promise.resolve();
      from.on('data', (chunk) => {
        left -= chunk.length;
        const part = left < 0 ? chunk.subarray(0, Math.max(0, chunk.length + left)) : chunk;
        const isLast = left < 0;
        const now = Date.now();
        const due = every > 0 ? Math.ceil(now / every) * every : now + (delayed?.() ?? 0);
        last = last.then(async () => {
          if (stalled) await new Promise<void>((resolve) => waiting.push(resolve));
          const wait = due - Date.now();
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
          if (pieces) await inPieces(into, part, pieces);
          else if (into.writable) into.write(part);
          if (isLast) setImmediate(cut);
        });
      });
      from.on('end', () => void last.then(() => into.end()));
      from.on('error', () => undefined);
      from.on('close', () => {
        void last.then(() => {
          if (!open.delete(cut)) return;
          clearTimeout(timer);
          into.destroy();
        });
      });
    };
    pipe(client, upstream);
    pipe(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    get cuts() {
      return cuts;
    },
    cutting(seed, given) {
      random = seeded(seed);
      limits = { ...given, most: cuts + given.most };
      isFirst = true;
      // What is open is cut too, as if it had begun now.
      for (const cut of open) setTimeout(cut, random() * given.milliseconds);
    },
    cut() {
      for (const cut of [...open]) cut();
    },
    stall(on) {
      stalled = on;
      if (!on) for (const go of waiting.splice(0)) go();
    },
    delay(most, seed) {
      const next = seeded(seed);
      delayed = most === 0 ? undefined : () => next() * most;
    },
    trickle(most, seed) {
      const next = seeded(seed);
      pieces = most === 0 ? undefined : () => 1 + Math.floor(next() * most);
    },
    burst(milliseconds) {
      every = milliseconds;
    },
    flood(bytes) {
      junk = bytes;
    },
    refuse(on) {
      refused = on;
    },
    async close() {
      for (const cut of [...open]) cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Lets others work between the pieces, so that they are read one by one. */
async function inPieces(into: Socket, bytes: Buffer, size: () => number): Promise<void> {
  for (let at = 0; at < bytes.length && into.writable;) {
    const end = at + size();
    into.write(bytes.subarray(at, end));
    at = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lines that are no greeting of SSH, as fast as they are read. */
async function flooded(into: Socket, bytes: number): Promise<void> {
  const lines = Buffer.from('this is not the greeting you are looking for\r\n'.repeat(1000));
  for (let left = bytes; left > 0 && into.writable; left -= lines.length) {
    if (into.write(lines)) await new Promise((resolve) => setImmediate(resolve));
    else
      await Promise.race(['drain', 'close', 'error'].map((name) => new Promise((resolve) => into.once(name, resolve))));
  }
}
