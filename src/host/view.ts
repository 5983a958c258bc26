// The reading half of a host: scripts that look, files, addresses, facts.
import { script, TsplayError } from '../ground/index.js';
import type { HostCore, ViewOptions } from './host.js';
import { composeScript, pathWord } from './script.js';
import { runScript } from './scripts.js';
import { parseStat, statScript } from './stat.js';
import type { HostView, ScriptOptions, ScriptResult } from './types.js';

const LOOK = { parsed: true, changes: false, once: false };

/** Shell text whose value is the path with `~`, `~user` and `$VAR` replaced; an unset variable stays as it is written. */
export function expansion(path: string): string {
  // The slash after `~user` stays unquoted with it: quoted it would end the expansion.
  const home = /^~[A-Za-z0-9._-]*(?:\/|$)/.exec(path);
  const rest = home ? path.slice(home[0].length) : path;
  const parts = rest.split(/(\$[A-Za-z_][A-Za-z0-9_]*|\$\{[A-Za-z_][A-Za-z0-9_]*\})/);
  const words = parts.map((part, i) => {
    if (i % 2 === 0) return part === '' ? '' : `'${part.replaceAll("'", `'\\''`)}'`;
    const name = part.replace(/[${}]/g, '');
    return `"\${${name}-"\\${part}"}"`;
  });
  return `${home?.[0] ?? ''}${words.join('')}`;
}

/** Bytes of a file that are read at once: what text can be made of. */
const MOST_READ = 500 * 1024 * 1024;

export function createView(core: HostCore, options: ViewOptions): HostView {
  const probe = (text: Parameters<HostView['probe']>[0], scriptOptions: ScriptOptions = {}): Promise<ScriptResult> =>
    runScript(core, options, text, scriptOptions, LOOK);
  return {
    name: core.name,
    executable: options.executable,
    probe,
    async stat(path, statOptions = {}) {
      return parseStat(core.name, path, statOptions, await probe(statScript(path, statOptions)));
    },
    async read(path) {
      const p = pathWord(path);
      const text = script(`[ -e ${p} ] || { ls -d -- ${p} >/dev/null; exit 44; }\ncat < ${p}`);
      const result = await probe(text, { mostOutput: MOST_READ });
      if (result.rc === 0) return result.stdoutBytes;
      const said = result.stderr.trim();
      if (result.rc === 44 && !/permission denied/i.test(said)) {
        throw new TsplayError('file-missing', `${core.name}: ${path} does not exist`, {
          hint: 'correct the path, or make the file first',
        });
      }
      throw new TsplayError('file-unreadable', `${core.name}: cannot read ${path}: ${said}`, {
        hint: /permission/i.test(said) ? 'become a user who may read it (become: true)' : 'is it a regular file?',
      });
    },
    async dial(target) {
      core.stillness.disturb();
      return (await core.wire()).dial(target);
    },
    async open(command, { terminal = false, cwd } = {}) {
      const text = composeScript(command.text, { environment: options.environment ?? {}, parsed: false }, { cwd });
      core.stillness.disturb();
      return core.open(options.become, text, terminal);
    },
    platform: () => core.platform(),
    async expand(path) {
      if (!path.startsWith('~') && !path.includes('$')) return path;
      const asked = async (one: string): Promise<string> => {
        const result = await probe(script(`printf '%s' ${expansion(one)}`));
        return result.rc === 0 ? result.stdout : one;
      };
      const own = /^~(?:\/|$)/.test(path) && !path.includes('$') && !('HOME' in (options.environment ?? {}));
      return own ? (await core.home(options.become, () => asked('~'))) + path.slice(1) : asked(path);
    },
    async gatherFacts(factOptions) {
      // The largest part of this room; loaded when facts are asked for.
      const { gatherFacts } = await import('./facts/index.js');
      return gatherFacts(core.name, factOptions, (text) =>
        runScript(
          core,
          options,
          script(text),
          {},
          {
            parsed: false,
            changes: false,
            once: false,
          },
        ),
      );
    },
    reconnect: () => core.reconnect(),
  };
}
