// The tokens (`%h`) and variables (`${NAME}`) that options of ssh_config(5) may hold. Pure but for the given hash.

/** What a destination is, as far as tokens tell of it. */
export interface TokenSubject {
  /** The host as the user names it, and as it is connected to. */
  readonly original: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The name its key is looked up by. */
  readonly keyAlias: string;
  /** As written, for `%j`. */
  readonly proxyJump: string;
  readonly controller: Controller;
}

/** The machine and the user that connect. */
export interface Controller {
  readonly home: string;
  readonly user: string;
  readonly uid: number;
  readonly hostName: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hex digest, for `%C`. */
  readonly sha1: (text: string) => string;
}

/** `%h`-style tokens; an unknown one stays as it is. */
export function expandTokens(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replace(/%(.)/g, (all, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? all)));
}

/** A leading `~/` as the home directory. */
export function expandHome(path: string, home: string): string {
  return path === '~' ? home : path.startsWith('~/') ? `${home}${path.slice(1)}` : path;
}

/** All tokens that paths and commands share. */
export function tokensOf(subject: TokenSubject): Record<string, string> {
  const { controller, host, port, user, original } = subject;
  return {
    h: host,
    n: original,
    p: String(port),
    r: user,
    u: controller.user,
    d: controller.home,
    i: String(controller.uid),
    j: subject.proxyJump,
    k: subject.keyAlias,
    l: controller.hostName,
    L: controller.hostName.replace(/\..*$/s, ''),
    T: 'NONE',
    get C() {
      return controller.sha1(`${controller.hostName}${host}${port}${user}${subject.proxyJump}`);
    },
  };
}

/** A path with its home, its variables and its tokens. An unset variable makes it unusable: undefined. */
export function expandPath(text: string, subject: TokenSubject): string | undefined {
  const { env, home } = subject.controller;
  let missing = false;
  const withVariables = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined) missing = true;
    return (value ?? '').replaceAll('%', '%%');
  });
  return missing ? undefined : expandHome(expandTokens(withVariables, tokensOf(subject)), home);
}
