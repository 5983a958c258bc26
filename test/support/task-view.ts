// The TaskView module cases run with: controller files below one directory, templates with the case's variables.
import * as fs from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { TsplayError, type TaskFiles, type TaskView } from '../../src/kit/index.js';
import type { ValueMap } from '../../src/value/index.js';

/** `find` looks in `directory/<kind>/`, then in `directory`. */
export function taskFiles(directory: string): TaskFiles {
  const status = (path: string): ReturnType<TaskFiles['stat']> => {
    const s = fs.statSync(path, { throwIfNoEntry: false });
    return (
      s && { kind: s.isFile() ? 'file' : s.isDirectory() ? 'directory' : 'other', mode: s.mode & 0o7777, size: s.size }
    );
  };
  return {
    find(kind, path) {
      const places = isAbsolute(path) ? [path] : [join(directory, kind, path), join(directory, path)];
      const found = places.find((place) => fs.existsSync(place));
      if (found === undefined)
        throw new TsplayError('file-missing', `could not find ${path}, searched ${places.join(', ')}`);
      return path.endsWith('/') && !found.endsWith('/') ? `${found}/` : found;
    },
    read: (path) => fs.readFileSync(path),
    stat: status,
    walk: (root) =>
      fs
        .readdirSync(root, { recursive: true, encoding: 'utf8' })
        .map((name) => relative(root, join(root, name)))
        .sort()
        .flatMap((path) => {
          const s = status(join(root, path));
          return s && s.kind !== 'other' ? [{ path, kind: s.kind, mode: s.mode }] : [];
        }),
  };
}

export function taskView(directory: string, vars: ValueMap): TaskView {
  const renderText = (text: string): string =>
    text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => {
      const value = vars.get(name);
      if (value === undefined) throw new TsplayError('undefined-variable', `'${name}' is undefined`);
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
  return {
    name: 'case',
    span: undefined,
    verbosity: 0,
    files: taskFiles(directory),
    render: (path) => renderText(fs.readFileSync(path, 'utf8')),
    renderText,
    evaluate: (expression) => vars.get(expression) ?? null,
    condition: (condition) => condition === true,
    connection: { transport: 'local', name: 'localhost' },
    prompt: async () => undefined,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    now: () => Date.now(),
  };
}
