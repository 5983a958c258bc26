// All a module may import.
export * as z from './zod.js';
export * from './args.js';
export * from './define.js';
export { isUnreachable } from '../connection/failures.js';
export * from './names.js';
export * from './run.js';
export * from './schema.js';
export * from './types.js';
export * from './validate.js';
export {
  argvScript,
  characterSet,
  lines,
  proxyFor,
  quote,
  script,
  sh,
  textOfBytes,
  TsplayError,
  type Script,
} from '../ground/index.js';
export type { RemoteProcess } from '../connection/types.js';
export type { ByteStream } from '../host/stdin.js';
export type {
  BatchStep,
  FileAttributes,
  FileKind,
  FileStatus,
  HostHands,
  HostView,
  Platform,
  ScriptOptions,
  ScriptResult,
  StatOptions,
  StepResult,
  WriteOptions,
} from '../host/types.js';
export { float, fromJs, TemplateText, Undefined, toJs, type Value, type ValueMap } from '../value/index.js';
export { expandReplacement, pythonRegex, substitute } from '../template/python-regex.js';
