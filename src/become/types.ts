// How a command is run as another user, as pure data.

export interface BecomeSpec {
  /** `sudo`, `su`, `doas`, … */
  readonly method: string;
  readonly user: string;
  /** Extra flags; sudo's default is `-H -S -n` without the `-n` when there is a password. */
  readonly flags?: string | undefined;
  readonly exe?: string | undefined;
  readonly password?: string | undefined;
  /** How su may ask for the password, in place of the words known here; a colon follows. */
  readonly prompts?: readonly string[] | undefined;
}

/** What to start and how to talk to it until the other user's command runs. */
export interface BecomeCommand {
  readonly command: string;
  /** The method asks for the password with this text on stderr or stdout; undefined: it never asks. */
  readonly prompt: RegExp | undefined;
  /** The command prints this once it runs as the other user. */
  readonly marker: string;
  /** Output that means refusal, with what to tell the user. */
  readonly failures: readonly { readonly pattern: RegExp; readonly message: string; readonly hint: string }[];
}
