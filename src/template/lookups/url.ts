// The lookup `url`: what a web server answers to the controller.
import type { Value } from '../../value/index.js';
import { fail, unsupported } from '../python/errors.js';
import { byteLines } from '../python/bytes.js';
import { str } from '../python/text.js';
import type { HttpAnswer, LookupCall } from '../types.js';
import { boolOption, checkOptions, option } from './options.js';

const OPTIONS = [
  'validate_certs',
  'split_lines',
  'use_proxy',
  'username',
  'password',
  'headers',
  'force',
  'timeout',
  'http_agent',
  'force_basic_auth',
  'follow_redirects',
  'ca_path',
];

/** What would need more than a plain request. */
const REFUSED = ['use_gssapi', 'use_netrc', 'unix_socket', 'ciphers', 'unredirected_headers'];

export function url(call: LookupCall): Value[] {
  const refused = REFUSED.find((name) => call.options.has(name));
  if (refused !== undefined)
    unsupported(`the lookup url does not support '${refused}'`, 'use the module uri and register its result');
  checkOptions(call, 'url', OPTIONS);
  const { http } = call.port;
  if (!http) return unsupported('the lookup url needs a controller that can send requests');
  const splits = boolOption(call, 'split_lines', true);
  return call.terms.flatMap((term) => {
    const address = str(term);
    if (!/^https?:\/\//i.test(address))
      fail(`the lookup url takes addresses that begin with http:// or https://, not '${address}'`);
    const { plain, user } = withoutUser(call, address);
    const headers = headersOf(call);
    const ask = (more: Record<string, string>): HttpAnswer =>
      http({
        url: plain,
        method: 'GET',
        headers: { ...more, ...headers },
        redirect: redirectOf(call),
        timeout: Number(str(option(call, 'timeout') ?? 10)) * 1000,
        validateCerts: boolOption(call, 'validate_certs', true),
        caPath: textOf(call, 'ca_path'),
        useProxy: boolOption(call, 'use_proxy', true),
      });
    const login = user === undefined ? {} : { authorization: `Basic ${base64(user)}` };
    const isForced = boolOption(call, 'force_basic_auth', false);
    let answer = ask(isForced ? login : {});
    // compat: who asks is told only to a server that wants to know.
    if (answer.status === 401 && user !== undefined && !isForced) answer = ask(login);
    const { status, reason, body } = answer;
    if (status >= 300) fail(`Received HTTP error for ${plain} : HTTP Error ${status}: ${reason}`);
    return splits ? byteLines(body) : [body];
  });
}

/** The address without the user in it, and `user:password` from the options or from there. */
function withoutUser(call: LookupCall, address: string): { plain: string; user: string | undefined } {
  const [, scheme = '', given, rest = ''] = /^(https?:\/\/)(?:([^/?#]*)@)?([^]*)$/i.exec(address) ?? [];
  const named = textOf(call, 'username');
  if (named !== undefined) return { plain: scheme + rest, user: `${named}:${textOf(call, 'password') ?? ''}` };
  if (given === undefined) return { plain: address, user: undefined };
  const user = given.split(':').map(unquote).join(':');
  return { plain: scheme + rest, user: given.includes(':') ? user : `${user}:` };
}

function unquote(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function textOf(call: LookupCall, name: string): string | undefined {
  const value = option(call, name);
  return value === undefined || value === null ? undefined : str(value);
}

function headersOf(call: LookupCall): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': textOf(call, 'http_agent') ?? 'ansible-httpget' };
  const given = option(call, 'headers');
  if (given !== undefined && !(given instanceof Map)) fail('headers of the lookup url must be a dict');
  if (boolOption(call, 'force', false)) headers['cache-control'] = 'no-cache';
  if (given instanceof Map) for (const [name, value] of given) headers[str(name).toLowerCase()] = str(value);
  return headers;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function redirectOf(call: LookupCall): 'follow' | 'manual' {
  const wanted = textOf(call, 'follow_redirects') ?? 'urllib2';
  if (['none', 'no', 'False', 'false'].includes(wanted)) return 'manual';
  if (['all', 'yes', 'safe', 'urllib2', 'True', 'true'].includes(wanted)) return 'follow';
  return fail(`follow_redirects of the lookup url is all, safe, none or urllib2, not '${wanted}'`);
}
