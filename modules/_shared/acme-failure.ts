// What an ACME server answered when it refused, as a failure that says so (RFC 7807, RFC 8555 section 6.7).
import { STATUS_CODES } from 'node:http';
import { ModuleFailure } from '../../src/kit/index.js';

export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface AcmeAnswer {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body, when it is an object of JSON. */
  readonly json: Json | undefined;
}

/** `compat:` everything beyond the message is returned below `other`. */
export class AcmeFailure extends ModuleFailure {
  constructor(
    message: string,
    readonly status: number | undefined,
    readonly type: string | undefined,
    other: Json = {},
  ) {
    super(message, { other });
    this.name = 'AcmeFailure';
  }
}

const httpStatus = (code: number): string => `${code} ${STATUS_CODES[code] ?? ''}`.trim();

/** One problem and what is below it, as people read it. @param prefix numbers of the problems above */
export function problemText(problem: Json, prefix = ''): string {
  const type = text(problem['type'] ?? 'about:blank');
  let out = problem['title'] === undefined ? `Error ${type}` : `Error "${text(problem['title'])}" (${type})`;
  if (problem['detail'] !== undefined) out += `: "${text(problem['detail'])}"`;
  const below = problem['subproblems'];
  if (!Array.isArray(below)) return out;
  const lines = below.filter(isJson).map((one, i) => `\n(${prefix}${i}) ${problemText(one, `${prefix}${i}.`)}`);
  return `${out} Subproblems:${lines.join('')}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The failure of a request. @param what in words what was wanted */
export function refused(answer: AcmeAnswer, what = 'ACME request failed'): AcmeFailure {
  const { status, url, json } = answer;
  const other: Json = { http_url: url, http_status: status };
  if (status >= 400 && json && typeof json['type'] === 'string') {
    const { subproblems, ...problem } = json;
    const own = json['status'];
    const code =
      own !== undefined && own !== status
        ? `status ${text(own)} (HTTP status: ${httpStatus(status)})`
        : `status ${httpStatus(status)}`;
    const below = Array.isArray(subproblems) ? subproblems.filter(isJson) : undefined;
    const lines = below?.map((one, i) => `\n(${i}) ${problemText(one, `${i}.`)}.`).join('');
    const more = lines === undefined ? '' : ` Subproblems:${lines}`;
    return new AcmeFailure(`${what} for ${url} with ${code}. ${problemText(problem)}.${more}`, status, json['type'], {
      ...other,
      problem,
      subproblems: below ?? [],
    });
  }
  const body = answer.body.toString('utf8');
  const raw = json
    ? ` The JSON error result: ${JSON.stringify(json)}`
    : body === ''
      ? ''
      : ` The raw error result: ${body}`;
  return new AcmeFailure(`${what} for ${url} with HTTP status ${httpStatus(status)}.${raw}`, status, undefined, other);
}
