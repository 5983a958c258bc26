// How an answer of HTTP went, in the words Ansible's modules return.
import { STATUS_CODES } from 'node:http';
import type { AcmeAnswer } from '../../_shared/acme-failure.js';

/** `OK (904 bytes)`, `HTTP Error 404: Not Found`. */
export function statusText({ status, headers }: Pick<AcmeAnswer, 'status' | 'headers'>): string {
  if (status >= 400) return `HTTP Error ${status}: ${STATUS_CODES[status] ?? ''}`;
  return `OK (${headers['content-length'] ?? 'unknown'} bytes)`;
}
