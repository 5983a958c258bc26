// Runs a command in a container that runs already.
import { bool, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { DockerRefusal, pathOf, withDocker } from '../../_shared/docker-client.js';
import { execArgs } from '../../_shared/docker-exec.js';
import { readOutput } from '../../_shared/docker-stream.js';
import { environmentTexts } from '../../_shared/docker-values.js';
import { splitWords } from '../../_shared/words.js';

export default defineModule({
  name: 'community.docker.docker_container_exec',
  summary: 'Runs a command in a container of Docker.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    container: str().describe('Name or id of the container.'),
    ...execArgs,
    tty: bool().default(false).describe('Give it a terminal.'),
  }),
  returns: z.object({
    stdout: z.string().optional().describe('What it printed.'),
    stderr: z.string().optional().describe('What it printed as errors.'),
    rc: z.int().optional().describe('Its exit code.'),
    exec_id: z.string().optional().describe('What the daemon calls the run, with `detach`.'),
  }),
  requires: ['the Docker daemon'],
  check: 'none',
  diff: false,
  rules(args) {
    const broken = dockerRules(args);
    if (args.argv === undefined && args.command === undefined) {
      broken.push('one of the following is required: argv, command');
    }
    if (args.argv !== undefined && args.command !== undefined) {
      broken.push('parameters are mutually exclusive: argv|command');
    }
    return broken;
  },
  examples: [
    {
      name: 'Reload a web server',
      task: 'community.docker.docker_container_exec:\n  container: web\n  argv: [nginx, -s, reload]',
    },
  ],
  async run(context) {
    const { args } = context;
    const { container, detach, tty } = args;
    const env = args.env === undefined ? undefined : environmentTexts(args.env);
    if (detach && args.stdin !== undefined) throw new ModuleFailure('If detach=true, stdin cannot be provided.');
    const stdin = args.stdin === undefined ? undefined : `${args.stdin}${args.stdin_add_newline ? '\n' : ''}`;
    return withDocker(context, async (client) => {
      if (args.chdir !== undefined) await client.needs('1.35', 'set chdir option');
      const result = await context
        .change({ summary: `run a command in container ${container}` }, async (hands) => {
          const { Id } = await client.write<{ Id: string }>(hands, {
            path: pathOf`/containers/${container}/exec`,
            body: {
              Container: container,
              User: args.user ?? '',
              Privileged: false,
              Tty: false,
              AttachStdin: Boolean(stdin),
              AttachStdout: true,
              AttachStderr: true,
              Cmd: args.argv ?? splitWords(args.command ?? ''),
              Env: env === undefined ? null : Object.entries(env).map(([name, value]) => `${name}=${value}`),
              WorkingDir: args.chdir ?? null,
            },
          });
          const start = { path: pathOf`/exec/${Id}/start`, body: { Tty: tty, Detach: detach } };
          if (detach) {
            await client.write(hands, start);
            return { exec_id: Id };
          }
          const stream = await client.hijack(hands, start);
          stream.on('error', () => undefined);
          // Ended without an input too: a program that passes bytes on waits for both ends.
          stream.end(stdin ?? '');
          const output = await readOutput(stream, tty);
          stream.destroy();
          const { ExitCode } = await client.get<{ ExitCode?: number | null }>(pathOf`/exec/${Id}/json`);
          const text = (bytes: Buffer): string =>
            args.strip_empty_ends ? bytes.toString('utf8').replace(/[\r\n]+$/, '') : bytes.toString('utf8');
          return { stdout: text(output.stdout), stderr: text(output.stderr), rc: ExitCode ?? 0 };
        })
        .catch((error: unknown) => {
          if (!(error instanceof DockerRefusal)) throw error;
          if (error.status === 404) throw new ModuleFailure(`Could not find container "${container}"`);
          if (error.status === 409)
            throw new ModuleFailure(`The container "${container}" has been paused (${error.message})`);
          throw new ModuleFailure(`An unexpected Docker error occurred: ${error.message}`);
        });
      return { ...result, changed: true };
    });
  },
});
