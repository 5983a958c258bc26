import { describe, expect, it } from 'vitest';
import { activeConnections, isListening, normalAddress, parseLook } from './connections.js';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 20 4 30 10 -1
   2: 0100007F:1F90 0200007F:C001 06 00000000:00000000 00:00000000 00000000     0        0 3 1 0 20 4 30 10 -1
   3: 0200000A:1F90 0900000A:C002 01 00000000:00000000 00:00000000 00000000     0        0 4 1 0 20 4 30 10 -1
  sl  local_address                         remote_address                        st tx_queue rx_queue
   0: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000
   1: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000300007F:C003 05 00000000:00000000
   2: B80D0120000000000000000001000000:01BB B80D0120000000000000000002000000:C004 01 00000000:00000000
`;
const look = (...names: string[]) => parseLook(`${names.map((n) => `NAME\n${n}\n`).join('')}TABLE\n${TABLE}`);
const states = ['ESTABLISHED', 'FIN_WAIT2', 'TIME_WAIT'];

describe('parseLook', () => {
  it('reads addresses of both families', () => {
    expect(look().connections).toEqual([
      { localAddress: '0.0.0.0', localPort: 22, remoteAddress: '0.0.0.0', state: 'LISTEN' },
      { localAddress: '127.0.0.1', localPort: 8080, remoteAddress: '127.0.0.1', state: 'ESTABLISHED' },
      { localAddress: '127.0.0.1', localPort: 8080, remoteAddress: '127.0.0.2', state: 'TIME_WAIT' },
      { localAddress: '10.0.0.2', localPort: 8080, remoteAddress: '10.0.0.9', state: 'ESTABLISHED' },
      { localAddress: '::1', localPort: 8081, remoteAddress: '::', state: 'LISTEN' },
      { localAddress: '127.0.0.1', localPort: 8080, remoteAddress: '127.0.0.3', state: 'FIN_WAIT2' },
      { localAddress: '2001:db8::1', localPort: 443, remoteAddress: '2001:db8::2', state: 'ESTABLISHED' },
    ]);
  });
  it('takes what the resolver says, once, and the name itself when it is an address', () => {
    expect(look('127.0.0.1\n127.0.0.1\nlocalhost', 'nowhere', '::ffff:1.2.3.4').addresses).toEqual([
      ['127.0.0.1'],
      [],
      ['1.2.3.4'],
    ]);
  });
  it('says when there is no table', () => expect(() => parseLook('TABLE\n')).toThrow(RangeError));
});

describe('activeConnections', () => {
  it.each<[string[], number, string[], number]>([
    [['127.0.0.1'], 8080, states, 3],
    [['127.0.0.1'], 8080, ['ESTABLISHED'], 1],
    [['127.0.0.1', '127.0.0.2'], 8080, states, 2],
    [['127.0.0.1', '127.0.0.2', '127.0.0.3'], 8080, states, 1],
    [['0.0.0.0'], 8080, states, 4],
    [['::'], 8080, states, 4],
    [['10.0.0.2'], 8080, states, 1],
    [['2001:db8:0::1'], 443, states, 1],
    [['10.0.0.3'], 8080, states, 0],
    [['127.0.0.1'], 22, states, 0],
  ])('%j port %d %j', (names, port, wanted, count) => {
    expect(activeConnections(look(...names), { port, states: wanted })).toBe(count);
  });
});

it.each<[string, number, boolean]>([
  ['127.0.0.1', 22, true],
  ['::1', 8081, true],
  ['127.0.0.1', 8081, false],
  ['127.0.0.1', 8080, false],
])('isListening %s %d', (name, port, expected) => expect(isListening(look(name), port)).toBe(expected));

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:7f00:1', '127.0.0.1'],
])('normalAddress %s', (address, normal) => expect(normalAddress(address)).toBe(normal));
