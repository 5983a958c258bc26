// The names every template knows: range, dict, namespace, lookup, now, omit and the like.
import { OmitValue, PyObject, TemplateText, Undefined, type Value, type ValueMap } from '../value/index.js';
import type { Engine } from './engine.js';
import { lookup, query } from './lookups/index.js';
import { bind } from './python/arguments.js';
import { NativeFunction } from './python/callable.js';
import { updateDict } from './python/container-methods.js';
import { unsupported } from './python/errors.js';
import { PyRange } from './python/range.js';
import { truthy } from './python/compare.js';
import { formatTime, PyDateTime } from './python/datetime.js';
import { moment } from './filters/time.js';
import { str } from './python/text.js';
import { cycler, joiner, Namespace } from './run/objects.js';
import type { Scope } from './types.js';

/** `vars`: all variables as a dict. */
class VarsView extends PyObject {
  override readonly typeName = 'dict';
  constructor(
    private readonly engine: Engine,
    private readonly scope: Scope,
  ) {
    super();
  }
  override get(name: string): Value | undefined {
    if (name === 'get')
      return new NativeFunction('get', (args) => {
        const found = this.element(args[0] ?? null);
        return found !== undefined ? found : (args[1] ?? null);
      });
    if (name === 'keys') return new NativeFunction('keys', () => this.items());
    return this.element(name);
  }
  element(key: Value): Value | undefined {
    const raw = typeof key === 'string' ? this.scope.lookup(key) : undefined;
    return raw instanceof TemplateText ? this.engine.evaluateOrUndefined(raw, this.scope) : raw;
  }
  items(): Value[] {
    return [...this.scope.names()];
  }
}

type Maker = (engine: Engine, scope: Scope) => Value;

type Body = ConstructorParameters<typeof NativeFunction>[1];

function fn(name: string, body: Body): Maker {
  const value = new NativeFunction(name, body);
  return () => value;
}

/** What is a class to Python: to call it makes one. */
function type(name: string, body: Body): Maker {
  const value = new NativeFunction(name, body, 'type');
  return () => value;
}

const GLOBALS: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  [
    'range',
    type('range', (args, kwargs) => {
      bind('range', [], kwargs, []);
      return PyRange.of(args);
    }),
  ],
  [
    'dict',
    type('dict', (args, kwargs) => {
      const map: ValueMap = new Map();
      updateDict(map, args[0], kwargs);
      return map;
    }),
  ],
  ['lipsum', fn('lipsum', () => unsupported('lipsum() is not supported', 'put the text into the template'))],
  ['cycler', type('jinja2.utils.Cycler', (args) => cycler(args))],
  ['joiner', type('jinja2.utils.Joiner', (args, kwargs) => joiner(args, kwargs))],
  [
    'namespace',
    type('jinja2.utils.Namespace', (args, kwargs) => {
      const map: ValueMap = new Map();
      updateDict(map, args[0], kwargs);
      return new Namespace(map);
    }),
  ],
  ['lookup', (engine, scope) => new NativeFunction('lookup', (args, kwargs) => lookup(engine, args, kwargs, scope))],
  ['query', (engine, scope) => new NativeFunction('query', (args, kwargs) => query(engine, args, kwargs, scope))],
  ['q', (engine, scope) => new NativeFunction('q', (args, kwargs) => query(engine, args, kwargs, scope))],
  [
    'undef',
    fn('undef', (args, kwargs) => {
      const [hint] = bind('undef', args, kwargs, ['hint']);
      return new Undefined(
        hint === undefined || hint === null ? 'mandatory variable has not been overridden' : str(hint),
      );
    }),
  ],
  [
    'now',
    (engine) =>
      new NativeFunction('now', (args, kwargs) => {
        const [utc, fmt] = bind('now', args, kwargs, ['utc', 'fmt']);
        engine.impure();
        const time = moment(engine.port.now(), utc !== undefined && truthy(utc));
        // compat: Python's now() is naive; only the format sees the zone.
        return fmt === undefined || fmt === null ? new PyDateTime(time.micros) : formatTime(time, str(fmt));
      }),
  ],
  ['omit', () => OmitValue.instance],
  ['vars', (engine, scope) => new VarsView(engine, scope)],
]);

/** The global of that name, or undefined. */
export function globalNamed(engine: Engine, name: string, scope: Scope): Value | undefined {
  return GLOBALS.get(name)?.(engine, scope);
}
