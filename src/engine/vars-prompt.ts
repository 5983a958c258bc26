// Asks for the variables of `vars_prompt` before a play starts, and puts the answers among the play's variables.
import { isInteractive } from '../controller/index.js';
import { fileText, FALSE_WORDS, TRUE_WORDS, type Play, type VarsPrompt } from '../playbook/index.js';
import { TsplayError } from '../ground/index.js';
import { keyText, OmitValue, Undefined, type Value, type ValueMap } from '../value/index.js';
import type { Scope } from '../template/types.js';
import { playScope } from './play-scope.js';
import type { RunPorts } from './types.js';

/** What of the ports asking needs. */
type Asking = Pick<RunPorts, 'template' | 'emit' | 'prompt' | 'secrets'>;

/**
 * The play with its answers, and `hosts` evaluated, which may depend on them and on the play's other variables.
 * `compat:` a variable given with -e is not asked for; without a terminal on standard input the default is taken, with a
 * warning, and without a default the text None.
 * @throws TsplayError bad-keyword, and what templates and hashing throw
 */
export async function withAnswers(ports: RunPorts, play: Play): Promise<Play> {
  if (play.varsPrompt.length === 0 && typeof play.hosts === 'string') return play;
  const vars: ValueMap = new Map(play.vars);
  const scope = playScope(ports, { ...play, vars });
  const fields = play.varsPrompt.map((entry) => question(ports, entry, scope));
  const asked = fields.filter((entry) => !ports.options.extraVars.has(entry.name));
  if (asked.length > 0 && !isInteractive()) warnOfSilence(ports, asked);
  for (const entry of asked) {
    const given = await answerTo(ports, entry);
    const answer = hashed(ports, entry, given.text);
    // What is made of a secret, its hash, is one too. A default stands in the playbook.
    if (entry.private && given.isTyped) for (const text of [given.text, answer]) ports.secrets.add(text);
    vars.set(entry.name, entry.unsafe ? answer : fileText(answer, entry.span));
  }
  return { ...play, vars, hosts: ports.template.resolve(play.hosts, scope) };
}

/** `hosts` of a play as listings and checks see it: nobody is asked, defaults stand for answers. @throws TsplayError */
export function unaskedHosts(ports: RunPorts, play: Play): Value {
  if (typeof play.hosts === 'string') return play.hosts;
  const defaults = play.varsPrompt.map((entry): [Value, Value] => [entry.name, entry.default ?? null]);
  return ports.template.resolve(play.hosts, playScope(ports, { ...play, vars: new Map([...play.vars, ...defaults]) }));
}

/** The hosts that it selects. @throws TsplayError */
export function hostsOfPlay(ports: RunPorts, play: Play): ReturnType<RunPorts['hostsOf']> {
  return ports.hostsOf(unaskedHosts(ports, play), play.hostsSpan);
}

interface Question {
  readonly name: string;
  readonly text: string;
  readonly default: string | undefined;
  readonly private: boolean;
  readonly confirm: boolean;
  readonly encrypt: string | undefined;
  readonly salt: string | undefined;
  readonly saltSize: number | undefined;
  readonly unsafe: boolean;
  readonly span: VarsPrompt['span'];
}

/** `compat:` a question that cannot be put ends the command as a missing file does. @throws TsplayError fatal-keyword */
function question(ports: Asking, entry: VarsPrompt, scope: Scope): Question {
  try {
    return resolved(ports, entry, scope);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.code !== 'undefined-variable') throw error;
    throw new TsplayError('fatal-keyword', error.message, { span: error.span ?? entry.span, hint: error.hint });
  }
}

function resolved(ports: Asking, entry: VarsPrompt, scope: Scope): Question {
  const value = (field: Value | undefined): Value | undefined => {
    if (field === undefined) return undefined;
    const settled = ports.template.resolve(field, scope);
    return settled === null || settled instanceof OmitValue || settled instanceof Undefined ? undefined : settled;
  };
  const text = (field: Value | undefined): string | undefined => {
    const settled = value(field);
    return settled === undefined ? undefined : ports.template.text(settled);
  };
  const truth = (key: 'private' | 'confirm' | 'unsafe', fallback: boolean): boolean => {
    const word = text(entry[key])?.toLowerCase();
    if (word === undefined) return fallback;
    if (TRUE_WORDS.includes(word)) return true;
    if (FALSE_WORDS.includes(word)) return false;
    throw new TsplayError('bad-keyword', `'${key}' of vars_prompt must be true or false, not '${word}'`, {
      span: entry.span,
    });
  };
  const question = text(entry.prompt) ?? entry.name;
  const fallback = text(entry.default);
  return {
    name: entry.name,
    text:
      question === '' ? `input for ${entry.name}: ` : `${question}${fallback === undefined ? '' : ` [${fallback}]`}: `,
    default: fallback,
    private: truth('private', true),
    confirm: truth('confirm', false),
    encrypt: text(entry.encrypt),
    salt: text(entry.salt),
    saltSize: entry.saltSize === undefined ? undefined : Number(text(entry.saltSize)),
    unsafe: truth('unsafe', false),
    span: entry.span,
  };
}

async function answerTo(ports: Asking, question: Question): Promise<{ text: string; isTyped: boolean }> {
  const typed = isInteractive() ? await typedAnswer(ports, question) : undefined;
  const text = typed || (question.default ?? (typed === undefined ? 'None' : ''));
  return { text, isTyped: Boolean(typed) };
}

function warnOfSilence(ports: Asking, asked: readonly Question[]): void {
  const message = 'Not prompting as we are not in interactive mode';
  const names = asked.map((entry) => entry.name).join(', ');
  const hint = `defaults are taken for ${names}; -e NAME=VALUE gives other values`;
  const span = asked[0]?.span;
  ports.emit({ type: 'warning', diagnostic: { code: 'bad-option', severity: 'warning', message, span, hint } });
}

async function typedAnswer(ports: Asking, question: Question): Promise<string | undefined> {
  const ask = (text: string): Promise<string | undefined> => ports.prompt(text, { echo: !question.private });
  for (;;) {
    const first = await ask(question.text);
    if (!question.confirm || first === undefined) return first;
    if ((await ask(`confirm ${question.text}`)) === first) return first;
    const message = '***** VALUES ENTERED DO NOT MATCH ****';
    ports.emit({ type: 'warning', diagnostic: { code: 'bad-option', severity: 'warning', message } });
  }
}

/** The answer, hashed when that is asked for: the filter does it. */
function hashed(ports: Asking, { encrypt, salt, saltSize, span }: Question, answer: string): string {
  if (encrypt === undefined || encrypt === '') return answer;
  const values = new Map<string, Value>([
    ['answer', answer],
    ['kind', encrypt],
    ['salt', salt ?? null],
    ['size', saltSize ?? null],
  ]);
  const scope: Scope = { lookup: (name) => values.get(name), names: () => values.keys() };
  try {
    return keyText(ports.template.expression('answer | password_hash(kind, salt=salt, salt_size=size)', span, scope));
  } catch (error) {
    // compat: what keeps an answer from being hashed ends the command with 1, not as an unreadable text does.
    if (!(error instanceof TsplayError)) throw error;
    throw new TsplayError('fatal-keyword', error.message, { span: error.span, hint: error.hint });
  }
}
