// Encrypts and decrypts with the passwords that a run was given.
import { TsplayError, type Span } from '../ground/index.js';
import { VaultedText } from '../value/index.js';
import { open, seal } from './cipher.js';
import { DEFAULT_ID, formatEnvelope, isVaulted, parseEnvelope, type Envelope } from './envelope.js';
import { Keys } from './keys.js';
import { nodeCrypto } from './node-crypto.js';

/** A password and the vault id it is for. */
export interface VaultSecret {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface VaultOptions {
  /** Whether only the password of the very id that a text names is tried. Off: that one first, then all others. */
  readonly matchIds?: boolean;
  /** The id of texts that name none (`vault_identity`); `default` when not given. */
  readonly identity?: string | undefined;
  /** Told of the text of each `!vault` value when it is used. */
  readonly onReveal?: ((text: string) => void) | undefined;
}

/** What was decrypted, and by which password. */
export interface Opened {
  readonly plain: Uint8Array;
  readonly secret: VaultSecret;
}

/** Where a vaulted text stands, for messages. */
export interface VaultPlace {
  readonly span?: Span | undefined;
  /** The file that is encrypted as a whole. */
  readonly path?: string | undefined;
}

const SALT_BYTES = 32;
/** Who uses one value often uses its neighbours. */
const READ_AHEAD = 8;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class Vault {
  private readonly keys = new Keys();
  private readonly inlined: VaultedText[] = [];

  constructor(
    readonly secrets: readonly VaultSecret[],
    private readonly options: VaultOptions = {},
  ) {}

  /**
   * The plain bytes of a vaulted text.
   * @throws TsplayError vault-failed: no password, none that fits, or the text is damaged
   */
  decrypt(text: string, place: VaultPlace = {}): Opened {
    return located(place, () => {
      if (!isVaulted(text)) {
        const what = place.path === undefined ? '' : `${place.path} is not a vault encrypted file`;
        throw new TsplayError('vault-failed', `input is not vault encrypted data. ${what}`.trimEnd());
      }
      const envelope = parseEnvelope(text);
      for (const secret of this.candidates(envelope)) {
        const plain = open(envelope, this.keys.of(secret.bytes, envelope.salt));
        if (plain) return { plain, secret };
      }
      throw this.failure(envelope, place);
    });
  }

  /** A `!vault` value: decrypted when its text is asked for; the keys of those that stand behind it are then derived ahead. */
  inline(ciphertext: string, span: Span | undefined): VaultedText {
    const index = this.inlined.length;
    const text = new VaultedText(ciphertext, span, () => {
      for (const next of this.inlined.slice(index + 1, index + 1 + READ_AHEAD)) this.ahead(next.ciphertext);
      const plain = located({ span }, () => utf8text(this.decrypt(ciphertext, { span }).plain));
      this.options.onReveal?.(plain);
      return plain;
    });
    this.inlined.push(text);
    return text;
  }

  /** All `!vault` values met so far. */
  get inlineValues(): readonly VaultedText[] {
    return this.inlined;
  }

  /** The vaulted text of `plain`. @param salt random unless given: the same salt gives the same text */
  encrypt(plain: Uint8Array, secret: VaultSecret, id: string | undefined, salt?: Uint8Array): string {
    if (isVaulted(plain)) throw new TsplayError('vault-failed', 'input is already encrypted');
    const salted = salt ?? nodeCrypto().randomBytes(SALT_BYTES);
    return formatEnvelope(seal(plain, this.keys.of(secret.bytes, salted), salted, id));
  }

  /** The passwords to try, the one whose id the text names first. `compat:` of several with one id all, in their order. */
  private candidates(envelope: Envelope): VaultSecret[] {
    const id = this.idOf(envelope);
    const named = this.secrets.filter((s) => s.id === id);
    return this.options.matchIds ? named : [...named, ...this.secrets.filter((s) => s.id !== id)];
  }

  private idOf(envelope: Envelope): string {
    return envelope.id ?? this.options.identity ?? DEFAULT_ID;
  }

  private ahead(ciphertext: string): void {
    if (this.secrets.length === 0) return;
    try {
      const envelope = parseEnvelope(ciphertext);
      const [first] = this.candidates(envelope);
      if (first) this.keys.ahead(first.bytes, envelope.salt);
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error; // told when the value is used
    }
  }

  private failure(envelope: Envelope, place: VaultPlace): TsplayError {
    const id = this.idOf(envelope);
    if (this.secrets.length === 0) {
      return new TsplayError('vault-failed', 'Attempting to decrypt but no vault secrets found', {
        hint:
          id === DEFAULT_ID
            ? 'give the password with --vault-password-file FILE or -J'
            : `give the password with --vault-id ${id}@FILE or --vault-id ${id}@prompt`,
      });
    }
    const given = this.secrets.map((s) => s.id);
    const on = place.path === undefined ? '' : ` on ${place.path}`;
    return new TsplayError('vault-failed', `Decryption failed (no vault secrets were found that could decrypt)${on}`, {
      hint: hintFor(id, given, this.options.matchIds === true),
    });
  }
}

function hintFor(id: string, given: readonly string[], matchIds: boolean): string {
  if (given.includes(id)) {
    return `the password given for the vault id '${id}' is not the one it was encrypted with, or the text was changed since`;
  }
  const strict = matchIds ? ' (vault_id_match lets no other be tried)' : '';
  return `it was encrypted for the vault id '${id}', given are ${[...new Set(given)].join(', ')}${strict}: add --vault-id ${id}@FILE`;
}

function utf8text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new TsplayError('vault-failed', 'the decrypted value is not UTF-8 text', {
      cause,
      hint: 'encrypt binary content as a file and copy it',
    });
  }
}

/** What `work` throws, with its place. */
function located<T>(place: VaultPlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TsplayError) || error.span) throw error;
    const span = place.span ?? (place.path === undefined ? undefined : { file: place.path, line: 1, col: 1 });
    throw new TsplayError(error.code, error.message, {
      span,
      hint: error.hint,
      notes: error.notes,
      cause: error.cause,
    });
  }
}
