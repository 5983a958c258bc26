// The one shape in which a user's mistake, or a failure he must know about, is reported.
import type { ErrorCode } from './error-codes.js';
import { formatSpan, type Span } from './span.js';

/** A finding with a place: printed with an excerpt and a caret by the reporters. */
export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: 'error' | 'warning';
  /** What is wrong, in one sentence without the place. */
  readonly message: string;
  readonly span?: Span | undefined;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** Further places that belong to it, e.g. the chain of a variable that refers to itself. */
  readonly notes?: readonly { readonly message: string; readonly span?: Span | undefined }[] | undefined;
}

export interface ErrorDetails {
  readonly span?: Span | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly notes?: Diagnostic['notes'];
  readonly ran?: Ran | undefined;
}

/** What a program on a host said that something failed for. */
interface Ran {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's mistake or an expected failure; anything else that is thrown is a bug of ours. */
export class TsplayError extends Error {
  readonly span: Span | undefined;
  readonly hint: string | undefined;
  readonly notes: Diagnostic['notes'];
  readonly ran: Ran | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TsplayError';
    this.span = details.span;
    this.hint = details.hint;
    this.notes = details.notes;
    this.ran = details.ran;
  }

  toDiagnostic(severity: Diagnostic['severity'] = 'error'): Diagnostic {
    return {
      code: this.code,
      severity,
      message: this.message,
      span: this.span,
      hint: this.hint,
      notes: this.notes,
    };
  }
}

/** All mistakes found while loading, shown at once. */
export class LoadErrors extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => (d.span ? `${formatSpan(d.span)}: ${d.message}` : d.message)).join('\n'));
    this.name = 'LoadErrors';
  }

  /** All of them as the failure of one task on one host: the place and hint are those of the first. */
  asOne(): TsplayError {
    const errors = this.diagnostics.filter((d) => d.severity === 'error');
    const [first] = errors;
    const message = errors.map((d) => d.message).join('; ');
    return new TsplayError(first?.code ?? 'bad-keyword', message, { span: first?.span, hint: first?.hint });
  }
}
