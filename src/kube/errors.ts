// What the API server's refusals mean, in words that say what to do.
import { TsplayError } from '../ground/index.js';
import type { KubeResponse } from './http.js';
import { isObject } from './types.js';

/** The part of a `Status` that messages are made of. */
export interface KubeStatus {
  readonly reason: string | undefined;
  readonly message: string;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
  readonly subject: { readonly kind: string | undefined; readonly name: string | undefined };
}

/** The server answered with an error. */
export class KubeRefusal extends TsplayError {
  constructor(
    message: string,
    readonly status: number,
    readonly details: KubeStatus,
    /** The answer's body as it came. */
    readonly body: unknown,
    hint?: string,
  ) {
    super('kube-refused', message, { hint });
    this.name = 'KubeRefusal';
  }
}

function statusOf(response: KubeResponse): KubeStatus {
  const body = isObject(response.body) ? response.body : {};
  const details = isObject(body['details']) ? body['details'] : {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const causes = Array.isArray(details['causes']) ? details['causes'] : [];
  return {
    reason: text(body['reason']),
    message: text(body['message']) ?? (response.text.trim().slice(0, 500) || `HTTP status ${response.status}`),
    causes: causes.filter(isObject).map((c) => ({ field: text(c['field']) ?? '', message: text(c['message']) ?? '' })),
    subject: { kind: text(details['kind']), name: text(details['name']) },
  };
}

/**
 * @param action what was tried, with the object: `create Deployment "web" in namespace "shop"`
 * @param origin where the credentials came from
 */
export function refusal(response: KubeResponse, action: string, origin: string): KubeRefusal {
  const status = statusOf(response);
  const make = (problem: string, hint?: string): KubeRefusal =>
    new KubeRefusal(`cannot ${action}: ${problem}`, response.status, status, response.body, hint);
  switch (response.status) {
    case 401:
      return make(
        `the API server does not accept the credentials from ${origin}`,
        'the token or certificate is wrong, expired, or of another cluster',
      );
    case 403:
      return make(
        `forbidden: ${strip(status.message)}`,
        'use credentials with that right, or bind a role with it to this user',
      );
    case 404:
      if (status.subject.kind === 'namespaces') {
        return make(
          `namespace "${status.subject.name}" does not exist`,
          'create the namespace in an earlier task or earlier in the manifest',
        );
      }
      return make(`not found: ${status.message}`);
    case 409:
      return status.reason === 'AlreadyExists'
        ? make(status.message)
        : make(conflict(status), 'see who manages the fields; `force_conflicts: true` takes them over');
    case 422:
      return make(`the API server calls it invalid:${listed(status)}`);
    case 400:
      return make(`the API server cannot take it: ${status.message}`);
    case 413:
      return make('the object is too large for the API server');
    default:
      return make(`the API server answered ${response.status}: ${status.message}`);
  }
}

/** Drops the server's own start of the sentence, which repeats the object's name. */
function strip(message: string): string {
  return message.replace(/^\S+ ("[^"]*" )?is forbidden: /, '');
}

function listed(status: KubeStatus): string {
  if (status.causes.length === 0) return ` ${status.message}`;
  return status.causes.map((cause) => `\n  ${cause.field === '' ? '' : `${cause.field}: `}${cause.message}`).join('');
}

function conflict(status: KubeStatus): string {
  if (status.causes.length === 0) return status.message;
  return `conflict with other field managers:${status.causes.map((c) => `\n  ${c.field}: ${c.message}`).join('')}`;
}
