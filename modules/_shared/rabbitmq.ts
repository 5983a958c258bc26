// Asks and tells a RabbitMQ broker through its own program on the host.
import { lines, ModuleFailure, script, sh, type HostHands, type HostView, type Script } from '../../src/kit/index.js';
import { SBIN } from './sbin.js';
import { ask } from './told.js';

/** What modules say of the parameters for the HTTP interface. */
const REFUSAL = 'the broker is asked by rabbitmqctl on its host: leave it out, and run the task there (delegate_to)';
export const refusedLogin: Readonly<Record<string, string>> = {
  login_host: REFUSAL,
  login_port: REFUSAL,
  login_protocol: REFUSAL,
  login_user: REFUSAL,
  login_password: REFUSAL,
};
export const refusedCertificates: Readonly<Record<string, string>> = {
  ca_cert: REFUSAL,
  client_cert: REFUSAL,
  client_key: REFUSAL,
};

/** What is wrong with the value of a parameter of the broker. */
export function valueRules({ value }: { readonly value?: string | undefined }): string[] {
  if (value === undefined) return [];
  try {
    JSON.parse(value);
    return [];
  } catch (error) {
    return [`value is no JSON: ${(error as Error).message}`];
  }
}

interface Question {
  readonly name: string;
  readonly words: readonly string[];
  /** Read on standard input: passwords are on no command line. */
  readonly stdin?: string;
  /** Its failure is an answer, not the task's. */
  readonly mayFail?: boolean;
}

export interface Answer {
  readonly rc: number;
  readonly text: string;
  readonly error: string;
}

/** @param node undefined: the one of the host's own settings */
const command = (node: string | undefined, words: readonly string[]): Script =>
  sh`LC_ALL=C.UTF-8 rabbitmqctl -q ${node === undefined ? [] : ['-n', node]} ${words}`;

/** Several questions in one round trip. @throws ModuleFailure when one is not answered and may not fail */
export async function askBroker(
  host: HostView,
  node: string | undefined,
  questions: readonly Question[],
): Promise<Map<string, Answer>> {
  const told = await ask(
    host,
    lines([
      SBIN,
      script('command -v rabbitmqctl >/dev/null 2>&1 || exit 0; say program yes; { '),
      ...questions.map(
        ({ name, words, stdin }) => sh`o=$({ printf %s ${stdin ?? ''} | ${command(node, words)}; } 2>&4); c=$?
say ${name} "$o"; say ${`${name}.rc`} "$c"
if [ "$c" != 0 ]; then say ${`${name}.error`} "$({ printf %s ${stdin ?? ''} | ${command(node, words)}; } 2>&1 >/dev/null)"; fi`,
      ),
      script('} 4>/dev/null'),
    ]),
  );
  if (told.value('program') === undefined)
    throw new ModuleFailure('rabbitmqctl is not on the host: is RabbitMQ installed?');
  return new Map(
    questions.map(({ name, words, mayFail }) => {
      const answer = {
        rc: Number(told.value(`${name}.rc`)),
        text: told.value(name) ?? '',
        error: told.value(`${name}.error`) ?? '',
      };
      if (answer.rc !== 0 && mayFail !== true)
        throw new ModuleFailure(answer.error.trim() || `rabbitmqctl ${words[0]} failed`, { rc: answer.rc });
      return [name, answer];
    }),
  );
}

/** The JSON of an answer; an empty list where there is none. */
export function rowsOf(answer: Answer | undefined): Record<string, unknown>[] {
  const text = answer?.rc === 0 ? answer.text.trim() : '';
  return text === '' ? [] : (JSON.parse(text) as Record<string, unknown>[]);
}

export interface Order {
  readonly words: readonly string[];
  /** Read on standard input: what is secret is on no command line. */
  readonly stdin?: string | undefined;
}

/** Carries out orders, one after the other, in one round trip. @throws ModuleFailure with what the program says of the first that fails */
export async function tellBroker(hands: HostHands, node: string | undefined, orders: readonly Order[]): Promise<void> {
  const told = orders.map(({ words, stdin }) => sh`printf %s ${stdin ?? ''} | ${command(node, words)} || exit`);
  const { rc, stdout, stderr } = await hands.run(lines([SBIN, script('('), ...told, script(')')]));
  if (rc !== 0) throw new ModuleFailure(stderr.trim() || stdout.trim(), { rc, stdout, stderr });
}

/** How rabbitmqctl ends when it misses an argument: the expression that it should have read. */
const USAGE = 64;

/** A text as Erlang's bytes, whatever it holds. */
const erlangBinary = (text: string): string => `<<${[...Buffer.from(text, 'utf8')].join(',')}>>`;

/**
 * Calls a function of the broker that answers `ok`, by an expression on standard input: what it is given is on no command
 * line. A program that reads none (RabbitMQ before 3.8) is refused rather than given them there.
 */
export async function callBroker(
  hands: HostHands,
  node: string | undefined,
  call: { readonly name: string; readonly values: readonly string[] },
): Promise<void> {
  const expression = `${call.name}(${[...call.values, 'tsplay'].map(erlangBinary).join(',')}).`;
  const told = lines([SBIN, sh`printf %s ${expression} | ${command(node, ['eval'])}`]);
  const { rc, stdout, stderr } = await hands.run(told);
  if (rc === 0 && stdout.trim() === 'ok') return;
  if (rc === USAGE) {
    throw new ModuleFailure(
      'this rabbitmqctl takes values on its command line only, where every user sees them: RabbitMQ 3.8 or newer is needed (or a command task)',
      { rc, stdout, stderr },
    );
  }
  const reason = /^\{error_string,\s*("(?:[^"\\]|\\.)*")\}/.exec(stdout.trim())?.[1];
  throw new ModuleFailure(
    reason === undefined
      ? stderr.trim() || stdout.trim()
      : reason.slice(1, -1).replaceAll('\\n', '\n').replaceAll('\\"', '"').trim(),
    { rc, stdout, stderr },
  );
}
