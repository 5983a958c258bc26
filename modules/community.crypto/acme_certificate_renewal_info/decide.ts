// Whether it is time to renew a certificate, by its own times and by what the server suggests.
import { ModuleFailure, type z } from '../../../src/kit/index.js';
import type { Certificate } from '../../../src/x509/index.js';
import { isJson, type Json } from '../../_shared/acme-failure.js';
import type { args } from './index.js';

/** Times are milliseconds since the epoch. */
export interface RenewalWindow {
  readonly start: number;
  readonly end: number;
  readonly explained: string | undefined;
}

/** @throws ModuleFailure when the server does not tell one */
export function windowOf(info: Json): RenewalWindow {
  const { start, end } = isJson(info['suggestedWindow']) ? info['suggestedWindow'] : {};
  const [from, to] = [start, end].map((text) => (typeof text === 'string' ? Date.parse(text) : Number.NaN));
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) {
    throw new ModuleFailure(`the renewal information has no suggestedWindow: ${JSON.stringify(info)}`);
  }
  const url = info['explanationURL'];
  return { start: from, end: to, explained: typeof url === 'string' ? url : undefined };
}

type Wish = Pick<z.output<typeof args>, 'ari_algorithm' | 'remaining_days' | 'remaining_percentage'>;

/** @param chance between 0 and 1: where in the suggested time the lot falls */
export function judge(
  a: Wish,
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  now: number,
  window: RenewalWindow | undefined,
  chance = Math.random(),
): { readonly should_renew: boolean; readonly msg: string } {
  const renew = (msg: string): { should_renew: boolean; msg: string } => ({ should_renew: true, msg });
  if (now >= notAfter) return renew('The certificate has already expired');
  if (window) {
    const more = window.explained === undefined ? '' : `. Information on renewal interval: ${window.explained}`;
    const interval = 'renewal interval provided by ARI';
    if (now > window.end) return renew(`The suggested ${interval} is in the past${more}`);
    if (a.ari_algorithm === 'start') {
      if (now > window.start) return renew(`The suggested ${interval} has begun${more}`);
    } else {
      const lot = window.start + (window.end - window.start) * chance;
      if (now > lot)
        return renew(`The picked random renewal time ${stamp(lot)} in the suggested ${interval} is in the past${more}`);
    }
  }
  const days = Math.floor((notAfter - now) / 86_400_000);
  if (a.remaining_days !== undefined && days < a.remaining_days)
    return renew(`The certificate expires in ${days} days`);
  if (a.remaining_percentage !== undefined) {
    const reached = notBefore + (notAfter - notBefore) * (1 - a.remaining_percentage);
    const percent = String(a.remaining_percentage * 100).replace(/^(\d+)$/, '$1.0');
    if (reached < now)
      return renew(
        `The remaining percentage ${percent}% of the certificate's lifespan was reached on ${stamp(reached)}`,
      );
  }
  return { should_renew: false, msg: 'The certificate is still valid and no condition was reached' };
}

/** As Python prints a time of UTC. */
const stamp = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '+00:00');
