// The TaskView module cases run with: controller files below one directory, templates with the case's variables.
import * as fs from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { taskFiles as realFiles } from '../../src/cli/task-files.js';
import { nodeFiles } from '../../src/controller/index.js';
import { systemClock } from '../../src/ground/index.js';
import { TsplayError, type RenderOptions, type TaskFiles, type TaskView } from '../../src/kit/index.js';
import { createTemplateEngine, type Scope, type TemplatePort } from '../../src/template/index.js';
import { keyText, type ValueMap } from '../../src/value/index.js';
import { loadYaml, loadYamlDocument } from '../../src/yaml/index.js';

/** `find` looks in `directory/<kind>/`, then in `directory`. */
export function taskFiles(directory: string): TaskFiles {
  const status = (path: string): ReturnType<TaskFiles['stat']> => {
    const s = fs.statSync(path, { throwIfNoEntry: false });
    return (
      s && {
        kind: s.isFile() ? 'file' : s.isDirectory() ? 'directory' : 'other',
        mode: s.mode & 0o7777,
        size: s.size,
        mtime: s.mtimeMs,
        owner: String(s.uid),
      }
    );
  };
  return {
    ...realFiles(nodeFiles, [directory], directory),
    find(kind, path) {
      const places = isAbsolute(path) ? [path] : [join(directory, kind, path), join(directory, path)];
      const found = places.find((place) => fs.existsSync(place));
      if (found === undefined)
        throw new TsplayError('file-missing', `could not find ${path}, searched ${places.join(', ')}`);
      return path.endsWith('/') && !found.endsWith('/') ? `${found}/` : found;
    },
    resolve: (path) => resolve(directory, path),
    stat: status,
  };
}

const noSecrets = (): never => {
  throw new Error('module cases keep no secrets');
};

export function taskView(directory: string, vars: ValueMap): TaskView {
  const port: TemplatePort = {
    env: (name) => process.env[name],
    readFile: (path) => fs.readFileSync(path),
    find: (_kind, name) => {
      const path = join(directory, name);
      return fs.existsSync(path) ? path : undefined;
    },
    glob: () => [],
    exists: (path) => taskFiles(directory).stat(path)?.kind,
    exec: () => ({ rc: 1, stdout: '', stderr: 'module cases run no lookups that start programs' }),
    now: () => Date.now(),
    hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
    digest: (algorithm, bytes) => createHash(algorithm).update(bytes).digest(),
    bcrypt: noSecrets,
    readSealed: (path) => fs.readFileSync(path),
    seal: noSecrets,
    unseal: noSecrets,
    writePrivate: noSecrets,
    fromYaml: (text) => loadYamlDocument(text, 'text', { trust: 'data' }).value,
    fromYamlAll: (text) => [...loadYaml(text, 'text', { trust: 'data' }).documents],
  };
  const engine = createTemplateEngine(port);
  const scope: Scope = { lookup: (name) => vars.get(name), names: () => [...vars.keys()].map(keyText) };
  const renderText = (text: string, name: string, options?: RenderOptions): string =>
    engine.renderFile(text, name, scope, options);
  return {
    name: 'case',
    span: undefined,
    verbosity: 0,
    files: taskFiles(directory),
    render: (path, options) => renderText(fs.readFileSync(path, 'utf8'), path, options),
    renderText,
    evaluate: (expression) => engine.expression(expression, undefined, scope),
    condition: (condition) => engine.condition(condition, undefined, scope),
    isWritten: (raw) => engine.isWritten(raw, scope),
    connection: { transport: 'local', name: 'localhost' },
    prompt: async () => undefined,
    jobs: { status: noSecrets, cleanup: noSecrets },
    transfer: {
      host: 'localhost',
      delegate: undefined,
      connection: async () => ({ transport: 'local', name: 'localhost' }),
      become: async () => undefined,
      login: noSecrets,
      run: noSecrets,
    },
    progress: () => undefined,
    sleep: (ms) => systemClock.sleep(ms),
    now: () => Date.now(),
  };
}
