// The client's side of SMTP over a stream (RFC 5321), with TLS and logins.
import { createHmac } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';

export interface Reply {
  readonly code: number;
  /** The lines without their codes. */
  readonly lines: readonly string[];
}

/** What the server said that was not what was hoped for. */
export class SmtpError extends Error {
  constructor(readonly reply: Reply) {
    super(`(${reply.code}, ${reply.lines.join(' ')})`);
    this.name = 'SmtpError';
  }
}

export class SmtpClient {
  private buffer = '';
  private lines: string[] = [];
  private waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined;
  private broken: Error | undefined;
  private readonly replies: Reply[] = [];
  /** By EHLO's answer: names of extensions in upper case, with their parameters. */
  extensions: ReadonlyMap<string, string> = new Map();

  constructor(private stream: Duplex) {
    this.listen();
  }

  private listen(): void {
    this.stream.on('data', (chunk: Buffer) => this.take(chunk.toString('utf8')));
    this.stream.on('error', (error: Error) => this.fail(error));
    this.stream.on('close', () => this.fail(new Error('Connection unexpectedly closed')));
  }

  private fail(error: Error): void {
    this.broken ??= error;
    this.waiting?.reject(this.broken);
    this.waiting = undefined;
  }

  private take(text: string): void {
    this.buffer += text;
    for (let end = this.buffer.indexOf('\n'); end >= 0; end = this.buffer.indexOf('\n')) {
      const line = this.buffer.slice(0, end).replace(/\r$/, '');
      this.buffer = this.buffer.slice(end + 1);
      const m = /^(\d{3})([ -]?)(.*)$/.exec(line);
      if (!m) {
        this.fail(new Error(`the server does not speak SMTP: ${line.slice(0, 80)}`));
        return;
      }
      this.lines.push(m[3] ?? '');
      if (m[2] === '-') continue;
      const reply = { code: Number(m[1]), lines: this.lines };
      this.lines = [];
      if (this.waiting) this.waiting.resolve(reply);
      else this.replies.push(reply);
      this.waiting = undefined;
    }
  }

  /** The next reply. */
  reply(): Promise<Reply> {
    const ready = this.replies.shift();
    if (ready) return Promise.resolve(ready);
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  /** Sends a line and waits; a code that does not begin with `hoped` is an error. */
  async say(line: string, hoped: string): Promise<Reply> {
    this.stream.write(`${line.replace(/[\r\n]/g, '')}\r\n`);
    return this.hope(hoped);
  }

  async hope(hoped: string): Promise<Reply> {
    const reply = await this.reply();
    if (!String(reply.code).startsWith(hoped)) throw new SmtpError(reply);
    return reply;
  }

  async hello(name: string): Promise<void> {
    const { lines } = await this.say(`EHLO ${name}`, '250').catch((error: unknown) => {
      if (error instanceof SmtpError) return this.say(`HELO ${name}`, '250');
      throw error;
    });
    this.extensions = new Map(
      lines.slice(1).map((line) => {
        const [word = '', ...rest] = line.split(/[ =]/);
        return [word.toUpperCase(), rest.join(' ')];
      }),
    );
  }

  /** Goes on over TLS. compat: certificates are not checked, as Python's smtplib does not. */
  async startTls(serverName: string): Promise<void> {
    await this.say('STARTTLS', '220');
    this.stream.removeAllListeners('data').removeAllListeners('close').removeAllListeners('error');
    this.stream = await overTls(this.stream, serverName);
    this.buffer = '';
    this.listen();
  }

  /** @throws SmtpError with 535 and its kin when the login is refused; Error when no way to log in is known */
  async login(user: string, password: string): Promise<void> {
    const ways = (this.extensions.get('AUTH') ?? '').toUpperCase().split(/\s+/);
    const encoded = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
    if (ways.includes('CRAM-MD5')) {
      const { lines } = await this.say('AUTH CRAM-MD5', '334');
      const mac = createHmac('md5', password)
        .update(Buffer.from(lines[0] ?? '', 'base64'))
        .digest('hex');
      await this.say(encoded(`${user} ${mac}`), '235');
    } else if (ways.includes('PLAIN')) {
      await this.say(`AUTH PLAIN ${encoded(`\0${user}\0${password}`)}`, '235');
    } else if (ways.includes('LOGIN')) {
      await this.say('AUTH LOGIN', '334');
      await this.say(encoded(user), '334');
      await this.say(encoded(password), '235');
    } else throw new Error('no suitable way to log in');
  }

  /**
   * @returns the refused recipients, each with what the server said
   * @throws SmtpError when all are refused, or the sender or the mail is
   */
  async send(from: string, to: readonly string[], message: string): Promise<ReadonlyMap<string, Reply>> {
    await this.say(`MAIL FROM:<${from}>`, '250');
    const refused = new Map<string, Reply>();
    for (const address of to) {
      await this.say(`RCPT TO:<${address}>`, '25').catch((error: unknown) => {
        if (!(error instanceof SmtpError)) throw error;
        refused.set(address, error.reply);
      });
    }
    const [first] = refused.values();
    if (first && refused.size === to.length) throw new SmtpError(first);
    await this.say('DATA', '354');
    this.stream.write(`${message.replace(/\r\n$/, '').replace(/(^|\r\n)\./g, '$1..')}\r\n.\r\n`);
    await this.hope('250');
    return refused;
  }

  async quit(): Promise<void> {
    await this.say('QUIT', '2').catch(() => undefined);
    this.stream.destroy();
  }

  close(): void {
    this.stream.destroy();
  }
}

export function overTls(stream: Duplex, serverName: string): Promise<Duplex> {
  const isAddress = serverName.includes(':') || /^[\d.]+$/.test(serverName);
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({
      socket: stream,
      rejectUnauthorized: false,
      ...(isAddress ? {} : { servername: serverName }),
    });
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
