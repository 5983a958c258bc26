// The lookups `dig` and `dnstxt`: what name servers say of a name.
import { TsplayError } from '../../../ground/index.js';
import type { Value } from '../../../value/index.js';
import { CLASSES, NXDOMAIN, parseAnswer, question, TYPES, type DnsRecord } from '../../dns/message.js';
import { recordData, typeName } from '../../dns/records.js';
import { parseAddress, reverseName } from '../../ip/address.js';
import { fail, unsupported } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { LookupCall } from '../../types.js';
import { boolOption, checkOptions, intOption, textOption, wholeNumber } from '../options.js';

const OPTIONS = ['qtype', 'flat', 'retry_servfail', 'fail_on_error', 'real_empty', 'class', 'tcp', 'port'];
/** Milliseconds; as long as dnspython waits for one server. */
const TIMEOUT = 2000;

interface Question {
  readonly names: readonly string[];
  readonly servers: readonly string[];
  readonly call: LookupCall;
}

/** compat: terms are names, `name/TYPE`, `@server,server` and `option=value`, in any order. */
function questionOf(call: LookupCall): Question {
  const options = new Map(call.options);
  const [names, servers]: [string[], string[]] = [[], []];
  for (const term of call.terms) {
    const text = typeof term === 'string' ? term : fail(`dig takes texts, not ${str(term)}`);
    const option = /^(\w+)=(.*)$/s.exec(text);
    const typed = /^([^/]*)\/([^/]*)$/.exec(text);
    if (text.startsWith('@'))
      servers.push(
        ...text
          .slice(1)
          .split(',')
          .map((s) => serverAddress(call, s)),
      );
    else if (option) {
      if (!OPTIONS.includes(option[1] ?? ''))
        fail(`dig has no option '${option[1]}'`, `it takes ${OPTIONS.join(', ')}`);
      options.set(option[1] ?? '', option[2] ?? '');
    } else {
      names.push(typed?.[1] ?? text);
      if (typed) options.set('qtype', typed[2] ?? '');
    }
  }
  return { names, servers, call: { ...call, options } };
}

function serverAddress(call: LookupCall, server: string): string {
  if (parseAddress(server)) return server;
  const [found] = records({ ...call, options: new Map(), terms: [server] }, server, TYPES['A'] ?? 1, []);
  return found ? recordData(found).text : fail(`the name server '${server}' is not known`);
}

/** A problem as an answer: no such name, or no answer. */
class NoAnswer extends Error {
  constructor(
    message: string,
    readonly shown: string,
  ) {
    super(message);
  }
}

/** The records of that type, after the names that lead there. @throws NoAnswer */
function records(call: LookupCall, name: string, type: number, given: readonly string[]): DnsRecord[] {
  const { port } = call;
  if (!port.dns) return unsupported('name servers cannot be asked here');
  const dnsClass =
    CLASSES[(textOption(call, 'class') ?? 'IN').toUpperCase()] ??
    fail(`dig does not know the class ${textOption(call, 'class') ?? ''}`);
  const servers = given.length > 0 ? given : (port.nameServers?.() ?? []);
  const plain = name.replace(/\.$/, '');
  for (const server of servers) {
    const id = Math.floor(Math.random() * 65536);
    const bytes = port.dns(question(id, plain, type, dnsClass), {
      server,
      port: intOption(call, 'port') ?? 53,
      tcp: boolOption(call, 'tcp', false),
      timeout: TIMEOUT,
    });
    const answer = bytes && parseAnswer(bytes);
    if (answer?.id !== id) continue;
    if (answer.code === NXDOMAIN) throw new NoAnswer(`the DNS query name does not exist: ${plain}.`, 'NXDOMAIN');
    if (answer.code !== 0) continue;
    const found = answer.records.filter((r) => r.type === type);
    if (found.length === 0) throw new NoAnswer(`the DNS response does not contain an answer to ${plain}.`, '');
    return found;
  }
  throw new NoAnswer(`no name server answered for ${plain}.`, '');
}

function nameFor(domain: string, type: string): string | undefined {
  if (type !== 'PTR') return domain;
  const address = parseAddress(domain);
  return address && reverseName(address);
}

function shown(record: DnsRecord, type: string, flat: boolean): Value {
  const { text, fields } = recordData(record);
  if (flat) return type === 'TXT' ? text.slice(1, -1) : text;
  return new Map<Value, Value>([
    ...fields,
    ['owner', record.owner],
    ['type', typeName(record.type)],
    ['ttl', record.ttl],
    ['class', Object.keys(CLASSES).find((c) => CLASSES[c] === record.class) ?? `CLASS${record.class}`],
  ]);
}

export function dig(given: LookupCall): Value[] {
  checkOptions(given, 'dig', OPTIONS);
  const named = textOption(given, 'qtype');
  if (named !== undefined && named !== named.toUpperCase()) fail(`dig: the qtype is written ${named.toUpperCase()}`);
  const { names, servers, call } = questionOf(given);
  const type = (textOption(call, 'qtype') ?? 'A').toUpperCase();
  const number =
    TYPES[type] ??
    unsupported(`dig: records of the type ${type} are not supported`, `there are ${Object.keys(TYPES).join(', ')}`);
  const flat = wholeNumber(call.options.get('flat') ?? 1, 'flat') !== 0;
  const domains = names.map((name) => nameFor(name, type)).filter((name) => name !== undefined);
  const realEmpty = domains.length > 1 || boolOption(call, 'real_empty', false);
  return domains.flatMap((domain): Value[] => {
    try {
      return records(call, domain, number, servers).map((record) => shown(record, type, flat));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (boolOption(call, 'fail_on_error', false))
        throw new TsplayError('template-value', `Lookup failed: ${error.message}`);
      return realEmpty ? [] : [error.shown];
    }
  });
}

/** compat: several texts are one, without anything between them. */
export function dnstxt(call: LookupCall): Value[] {
  checkOptions(call, 'dnstxt', ['real_empty']);
  const realEmpty = boolOption(call, 'real_empty', false);
  return call.terms.flatMap((term): Value[] => {
    try {
      const [domain = ''] = str(term).split(/\s+/);
      const found = records({ ...call, options: new Map() }, domain, TYPES['TXT'] ?? 16, []);
      return [found.map((record) => recordData(record).text.slice(1, -1)).join('')];
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return realEmpty ? [] : [error.shown];
    }
  });
}
