// What modules return of the certificates that a revocation list names.
import { z } from '../../src/kit/index.js';

export const revokedCertificates = z.array(
  z.object({
    serial_number: z.number().describe('The serial number.'),
    revocation_date: z.string().describe('Since when it is revoked.'),
    issuer: z.array(z.string()).nullable().describe('Who signed it, when that is another.'),
    issuer_critical: z.boolean().describe('Whether that is critical.'),
    reason: z.string().nullable().describe('Why.'),
    reason_critical: z.boolean().describe('Whether that is critical.'),
    invalidity_date: z.string().nullable().describe('Since when it must not be trusted.'),
    invalidity_date_critical: z.boolean().describe('Whether that is critical.'),
  }),
);
