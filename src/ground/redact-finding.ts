// A finding without secrets, for who prints it.
import type { Diagnostic } from './errors.js';
import type { Secrets } from './secrets.js';

/** A finding without secrets in its words and in the name of its file. */
export function withoutSecrets(diagnostic: Diagnostic, secrets: Secrets): Diagnostic {
  const { message, span, hint, notes } = diagnostic;
  const hidden = <T extends { readonly file: string }>(place: T): T => ({ ...place, file: secrets.redact(place.file) });
  return {
    ...diagnostic,
    message: secrets.redact(message),
    ...(span && { span: hidden(span) }),
    ...(hint !== undefined && { hint: secrets.redact(hint) }),
    ...(notes && {
      notes: notes.map((note) => ({
        ...note,
        message: secrets.redact(note.message),
        ...(note.span && { span: hidden(note.span) }),
      })),
    }),
  };
}
