// The options of a container that say what runs in it: command, entry point, environment, attachment, health check.
import { ModuleFailure } from '../../../src/kit/index.js';
import { environmentTexts, nanosecondsOf, pythonStr } from '../../_shared/docker-values.js';
import { splitWords } from '../../_shared/words.js';
import type { Container, Group, Preparing, Values } from './options.js';

/** What a list or a text of words comes to; undefined is not given. */
function words(given: unknown, { args }: Preparing): string[] | undefined {
  const list = Array.isArray(given) ? given.map(pythonStr) : undefined;
  if (args.command_handling === 'correct') return list ?? splitWords(pythonStr(given));
  if (list ? list.length === 0 : given === '') return undefined;
  return splitWords(list ? list.join(' ') : pythonStr(given));
}

/** compat: an empty command is the image's own. */
export const command: Group = {
  options: [{ name: 'command', kind: 'list' }],
  prepare(preparing) {
    const given = preparing.args.command;
    const list = given === undefined || given === null ? undefined : words(given, preparing);
    return list === undefined ? {} : { command: list };
  },
  has: ({ Config }) => ('Cmd' in Config ? { command: Config['Cmd'] } : {}),
  expected(values, { image }) {
    if (!('command' in values)) return {};
    const own = image?.Config?.['Cmd'];
    const empty = (values['command'] as string[]).length === 0;
    return { command: empty && Array.isArray(own) && own.length > 0 ? own : values['command'] };
  },
  set(request, values) {
    if ('command' in values) request['Cmd'] = values['command'];
  },
  wantsImage: (values) => Array.isArray(values['command']) && values['command'].length === 0,
};

export const entrypoint: Group = {
  options: [{ name: 'entrypoint', kind: 'list' }],
  prepare(preparing) {
    const given = preparing.args.entrypoint;
    const list = given === undefined ? undefined : words(given, preparing);
    return list === undefined ? {} : { entrypoint: list };
  },
  has: ({ Config }) => ('Entrypoint' in Config ? { entrypoint: Config['Entrypoint'] } : {}),
  set(request, values) {
    if ('entrypoint' in values) request['Entrypoint'] = values['entrypoint'];
  },
};

export const attachment: Group = {
  options: [
    { name: 'detach', kind: 'value' },
    { name: 'interactive', kind: 'value' },
  ],
  prepare({ args: { detach, interactive } }) {
    return { ...(detach === undefined ? {} : { detach }), ...(interactive === undefined ? {} : { interactive }) };
  },
  has: ({ Config }) => ({
    interactive: Boolean(Config['OpenStdin']),
    detach: !(Config['AttachStderr'] === true && Config['AttachStdout'] === true),
  }),
  // compat: without `detach` the output counts as attached, as it always did.
  set(request, { detach, interactive }) {
    const attached = detach !== true;
    Object.assign(request, {
      AttachStdout: attached,
      AttachStderr: attached,
      AttachStdin: attached && interactive === true,
      StdinOnce: attached && interactive === true,
      OpenStdin: interactive ?? null,
    });
  },
};

/** `NAME=value` lines; `#` at the start of a line is a comment. @throws ModuleFailure */
function parseEnvFile(text: string, path: string): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    if (raw.startsWith('#') || line === '') continue;
    const at = line.indexOf('=');
    if (at < 0) throw new ModuleFailure(`Invalid line in environment file ${path}:\n${line}`);
    environment[line.slice(0, at)] = line.slice(at + 1);
  }
  return environment;
}

const asPairs = (environment: Readonly<Record<string, string>>): string[] =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}`);

export const environment: Group = {
  options: [{ name: 'env', kind: 'set' }],
  async prepare({ args: { env, env_file }, client }) {
    if (env === undefined && env_file === undefined) return {};
    const text = env_file === undefined ? '' : (await client.host.read(env_file)).toString('utf8');
    return { env: asPairs({ ...parseEnvFile(text, env_file ?? ''), ...environmentTexts(env ?? {}) }) };
  },
  has: ({ Config }) => ('Env' in Config ? { env: Config['Env'] } : {}),
  expected(values, { image }) {
    const all: Record<string, string> = {};
    for (const pair of [...(image?.Config?.Env ?? []), ...((values['env'] as string[] | undefined) ?? [])]) {
      const at = pair.indexOf('=');
      all[at < 0 ? pair : pair.slice(0, at)] = at < 0 ? '' : pair.slice(at + 1);
    }
    return { env: asPairs(all) };
  },
  set(request, values) {
    if ('env' in values) request['Env'] = values['env'];
  },
};

const NO_CHECK = { Test: ['NONE'] };

export const healthcheck: Group = {
  options: [{ name: 'healthcheck', kind: 'dict' }],
  prepare({ args }): Values {
    const given = args.healthcheck;
    if (given === undefined) return {};
    const { test, test_cli_compatible, retries } = given;
    const hasTest = Array.isArray(test) ? test.length > 0 : Boolean(test);
    if (!hasTest && !(test_cli_compatible && (test === undefined || test === null))) return { healthcheck: NO_CHECK };
    const duration = (text: string | undefined): number | undefined =>
      (text === undefined ? undefined : nanosecondsOf(text)) || undefined;
    const fields = {
      Test: !hasTest ? undefined : Array.isArray(test) ? test.map(pythonStr) : ['CMD-SHELL', pythonStr(test)],
      Interval: duration(given.interval),
      Timeout: duration(given.timeout),
      StartPeriod: duration(given.start_period),
      StartInterval: duration(given.start_interval),
      Retries: retries === 0 ? undefined : retries,
    };
    return { healthcheck: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
  },
  has({ Config }) {
    const check = Config['Healthcheck'] as { Test?: string[] | null } | null | undefined;
    const none = check === null || check === undefined || (check.Test?.length === 1 && check.Test[0] === 'NONE');
    return { healthcheck: none ? NO_CHECK : check };
  },
  set(request, values) {
    if ('healthcheck' in values) request['Healthcheck'] = values['healthcheck'];
  },
};

/** The image is compared by its id, apart from the options. */
export const image: Group = {
  options: [{ name: 'image', kind: 'value', elsewhere: true }],
  prepare: ({ args }): Values => (args.image === undefined ? {} : { image: args.image }),
  has: ({ Config }: Container) => ({ image: Config.Image }),
  set: () => undefined,
};
