// A name server for the cases of the lookup `dig`: prints its port, ends when its input ends.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const word = (n) => [(n >> 8) & 255, n & 255];
const long = (n) => [...word(Math.floor(n / 65536)), ...word(n % 65536)];
const name = (n) => [
  ...n
    .split('.')
    .filter(Boolean)
    .flatMap((l) => text(l)),
  0,
];
const text = (t) => [Buffer.byteLength(t), ...Buffer.from(t)];
const hex = (h) => [...Buffer.from(h, 'hex')];
const TYPES = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  HINFO: 13,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  DNAME: 39,
  DS: 43,
  SSHFP: 44,
  DNSKEY: 48,
  TLSA: 52,
  SPF: 99,
  CAA: 257,
};
const LONG = 'abcdef0123456789'.repeat(8);
const zone = {
  'a.test A': [hex('01020304'), hex('05060708')],
  'a.test AAAA': [hex('20010db8000000000000000000000001')],
  'a.test MX': [
    [...word(10), ...name('mail.a.test')],
    [...word(20), ...name('other.test')],
  ],
  'a.test NS': [name('ns1.a.test')],
  'a.test TXT': [text('v=spf1 "quoted" \\ back'), [...text('two '), ...text('parts')], text('é')],
  'a.test SOA': [
    [...name('ns1.a.test'), ...name('host\\.master.a.test'), ...[1, 7200, 3600, 1209600, 4000000000].flatMap(long)],
  ],
  'a.test CAA': [[0, ...text('issue'), ...Buffer.from('ca.test')]],
  'a.test SSHFP': [
    [1, 2, ...hex(LONG.slice(0, 64))],
    [4, 2, ...hex(LONG.slice(64))],
  ],
  'a.test HINFO': [[...text('PC'), ...text('Linux')]],
  'a.test DS': [[...word(60485), 5, 1, ...hex('2bb183af5f22588179a53b0a98631fad1a292118')]],
  'a.test DNSKEY': [[...word(256), 3, 8, ...hex(LONG)]],
  'a.test NAPTR': [
    [...word(100), ...word(10), ...text('u'), ...text('E2U+sip'), ...text('!^.*$!sip:x@a.test!'), ...name('')],
  ],
  'a.test SPF': [text('v=spf1 -all')],
  '_x._tcp.a.test SRV': [[...word(1), ...word(2), ...word(443), ...name('srv.a.test')]],
  '_443._tcp.a.test TLSA': [
    [3, 1, 1, ...hex(LONG.slice(0, 64))],
    [3, 0, 0, ...hex(LONG + LONG)],
  ],
  '4.3.2.1.in-addr.arpa PTR': [name('a.test')],
  'alias.test CNAME': [name('a.test')],
};

function answerTo(query) {
  const labels = [];
  let at = 12;
  for (; query[at] !== 0; at += query[at] + 1) labels.push(query.subarray(at + 1, at + 1 + query[at]).toString());
  const [type, dnsClass] = [query.readUInt16BE(at + 1), query.readUInt16BE(at + 3)];
  const asked = labels.join('.');
  const typeName = Object.keys(TYPES).find((t) => TYPES[t] === type);
  const isAlias = asked === 'alias.test' && typeName !== 'CNAME';
  const found = zone[`${isAlias ? 'a.test' : asked} ${typeName}`] ?? [];
  const code = asked === 'broken.test' ? 2 : Object.keys(zone).some((k) => k.startsWith(`${asked} `)) ? 0 : 3;
  const record = (owner, t, data) => [
    ...owner,
    ...word(t),
    ...word(dnsClass),
    ...long(300),
    ...word(data.length),
    ...data,
  ];
  const records = found.map((data) => record(isAlias ? name('a.test') : [0xc0, 12], type, data));
  if (isAlias && code === 0) records.unshift(record([0xc0, 12], TYPES.CNAME, name('a.test')));
  return Buffer.from([
    ...query.subarray(0, 2),
    ...word(0x8580 | code),
    ...[1, records.length, 0, 0].flatMap(word),
    ...query.subarray(12, at + 5),
    ...records.flat(),
  ]);
}

const udp = createSocket('udp4');
udp.on('message', (query, from) => udp.send(answerTo(query), from.port, from.address));
udp.bind(0, '127.0.0.1', () => {
  const { port } = udp.address();
  const tcp = createServer((socket) => {
    socket.on('data', (data) => {
      const answer = answerTo(data.subarray(2, 2 + data.readUInt16BE(0)));
      socket.end(Buffer.concat([Buffer.from(word(answer.length)), answer]));
    });
  });
  tcp.listen(port, '127.0.0.1', () => console.log(port));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
