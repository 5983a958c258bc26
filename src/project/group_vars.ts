// Loads the variables that group_vars and host_vars hold beside inventories and playbooks.
import { extname, join } from 'node:path';
import type { Files } from '../controller/index.js';
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { spansOf, type ValueMap } from '../value/index.js';
import { loadYamlDocument, type LoadOptions } from '../yaml/index.js';

/** The variables of one file. */
export interface VarsFile {
  readonly file: string;
  readonly vars: ValueMap;
  /** Why it could not be decrypted: that matters only to a run in which a host wants its variables. */
  readonly locked?: TsplayError | undefined;
}

export type VarsKind = 'group_vars' | 'host_vars';

const YAML_EXTENSIONS: readonly string[] = ['.yml', '.yaml', '.json'];

export interface VarsStoreOptions {
  readonly files: Files;
  readonly vault?: LoadOptions['vault'];
  /** YAML_FILENAME_EXTENSIONS, with their dots; `.yml`, `.yaml` and `.json` without a setting. */
  readonly extensions?: readonly string[] | undefined;
}

/** The files of group_vars and host_vars, each read once, when first asked for. Never throws for bad input. */
export class VarsStore {
  private readonly folders = new Map<string, ReadonlySet<string>>();
  private readonly loaded = new Map<string, readonly VarsFile[]>();
  private readonly diagnostics: Diagnostic[] = [];
  private readonly extensions: readonly string[];

  constructor(private readonly options: VarsStoreOptions) {
    this.extensions = ['', ...(options.extensions ?? YAML_EXTENSIONS)];
  }

  /** What the files of one group or host in `dir` say, in load order, later ones win. */
  of(dir: string, kind: VarsKind, name: string): readonly VarsFile[] {
    const folder = join(dir, kind);
    let present = this.folders.get(folder);
    if (!present) {
      this.folders.set(folder, (present = entries(this.options.files, folder, kind, this.diagnostics)));
    }
    if (present.size === 0) return [];
    const key = `${folder}\0${name}`;
    let known = this.loaded.get(key);
    if (!known) this.loaded.set(key, (known = this.entity(folder, name, present)));
    return known;
  }

  /** What was found wrong since the last call. */
  takeDiagnostics(): Diagnostic[] {
    return this.diagnostics.splice(0);
  }

  /** compat: of `name`, `name.yml`, `name.yaml`, `name.json` only the first that exists is read. */
  private entity(folder: string, name: string, present: ReadonlySet<string>): VarsFile[] {
    const { files, vault } = this.options;
    if (name.startsWith('/')) return [];
    const deep = name.includes('/');
    const entry = this.extensions
      .map((ext) => name + ext)
      .find((n) => (deep || present.has(n)) && files.exists(join(folder, n)) !== undefined);
    if (entry === undefined) return [];
    return this.paths(join(folder, entry)).flatMap((file) => {
      try {
        return loadVarsFile(files, file, this.diagnostics, vault);
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        if (error.code === 'vault-failed') return [{ file, vars: new Map(), locked: lockedVars(error) }];
        this.diagnostics.push(error.toDiagnostic());
        return [];
      }
    });
  }

  private paths(path: string): string[] {
    const { files } = this.options;
    if (files.exists(path) !== 'directory') return [path];
    return files.list(path).flatMap((name) => {
      if (name.startsWith('.') || name.endsWith('~')) return [];
      const extension = extname(name);
      const child = join(path, name);
      const kind = files.exists(child);
      if (kind === 'directory') return extension === '' ? this.paths(child) : [];
      return kind === 'file' && this.extensions.includes(extension) ? [child] : [];
    });
  }
}

/** The names in group_vars or host_vars; none when it is not there. */
function entries(files: Files, folder: string, kind: VarsKind, diagnostics: Diagnostic[]): Set<string> {
  const found = files.exists(folder);
  if (found === undefined) return new Set();
  if (found !== 'directory') {
    const message = `'${folder}' is not a directory; it is skipped`;
    diagnostics.push({ code: 'file-unreadable', severity: 'warning', message, hint: `make ${kind} a directory` });
    return new Set();
  }
  try {
    return new Set(files.list(folder));
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    diagnostics.push(error.toDiagnostic());
    return new Set();
  }
}

function lockedVars({ message, span, hint, cause }: TsplayError): TsplayError {
  return new TsplayError('vault-variables', message, { span, hint, cause });
}

function loadVarsFile(files: Files, file: string, diagnostics: Diagnostic[], vault: LoadOptions['vault']): VarsFile[] {
  const { value, diagnostics: found } = loadYamlDocument(files.readText(file), file, { trust: 'templates', vault });
  diagnostics.push(...found);
  if (value === null || found.some((d) => d.severity === 'error')) return [];
  if (!(value instanceof Map)) {
    throw new TsplayError('yaml-value', 'a file of variables must be a mapping', {
      span: spansOf(value)?.self ?? { file, line: 1, col: 1 },
      hint: "write 'name: value' lines",
    });
  }
  for (const key of value.keys()) {
    if (typeof key === 'string') continue;
    diagnostics.push({
      code: 'yaml-value',
      severity: 'warning',
      message: 'this key is not text and cannot be used as a variable',
      span: spansOf(value)?.keys?.get(key) ?? { file, line: 1, col: 1 },
      hint: 'quote the name; a name cannot be a template',
    });
  }
  return [{ file, vars: value }];
}
