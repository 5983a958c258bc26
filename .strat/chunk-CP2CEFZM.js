import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);

// src/value/value.ts
var Float = class {
  constructor(value) {
    this.value = value;
  }
  value;
};
function float(n) {
  return Number.isInteger(n) ? new Float(n) : n;
}
var Tuple = class extends Array {
  static get [Symbol.species]() {
    return Array;
  }
};
function tuple(items) {
  const t = new Tuple();
  for (const item of items) t.push(item);
  return t;
}
var TemplateText = class {
  constructor(source, span) {
    this.source = source;
    this.span = span;
  }
  source;
  span;
};
var Undefined = class {
  constructor(message, span, hint, name) {
    this.message = message;
    this.span = span;
    this.hint = hint;
    this.name = name;
  }
  message;
  span;
  hint;
  name;
};
var PyObject = class {
  /** Python's `repr`. */
  repr() {
    return `<${this.typeName} object>`;
  }
  /** Python's `str`. */
  str() {
    return this.repr();
  }
};
var OmitValue = class _OmitValue extends PyObject {
  typeName = "Omit";
  static instance = new _OmitValue();
  constructor() {
    super();
  }
  get() {
    return void 0;
  }
  repr() {
    return "<<Omit>>";
  }
};
var EVALUATED = /* @__PURE__ */ Symbol("evaluated");
function isEvaluated(value) {
  return EVALUATED in value;
}

// src/value/convert.ts
function fromJs(value) {
  if (value === null || value === void 0) return null;
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
      return value;
    case "object":
      break;
    default:
      throw new TypeError(`no value for a ${typeof value}`);
  }
  if (Array.isArray(value)) return value.map(fromJs);
  if (value instanceof Float || value instanceof TemplateText || value instanceof Undefined || value instanceof PyObject)
    return value;
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [fromJs(k), fromJs(v)]));
  return mapFromObject(value);
}
function mapFromObject(object) {
  const map = /* @__PURE__ */ new Map();
  for (const [key, v] of Object.entries(object)) if (v !== void 0) map.set(key, fromJs(v));
  return map;
}
function toJs(value) {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) return value.map(toJs);
  if (value instanceof Map) {
    const object = {};
    for (const [k, v] of value) {
      Object.defineProperty(object, keyText(k), {
        value: toJs(v),
        enumerable: true,
        writable: true,
        configurable: true
      });
    }
    return object;
  }
  if (value instanceof TemplateText) throw new TypeError(`unresolved template '${value.source}'`);
  if (value instanceof Undefined) throw new TypeError(value.message);
  return value.str();
}
function keyText(key) {
  if (typeof key === "string") return key;
  if (key === null) return "null";
  if (key instanceof Float) return key.value.toFixed(1);
  if (typeof key === "object") throw new TypeError("a container cannot be a key");
  return String(key);
}

// src/value/spans.ts
var spans = /* @__PURE__ */ new WeakMap();
function setSpans(container, known) {
  spans.set(container, known);
}
function spansOf(container) {
  return container !== null && typeof container === "object" ? spans.get(container) : void 0;
}
function valueSpan(container, key) {
  return spansOf(container)?.values.get(key);
}
function keySpan(container, key) {
  return spansOf(container)?.keys?.get(key);
}

export {
  Float,
  float,
  Tuple,
  tuple,
  TemplateText,
  Undefined,
  PyObject,
  OmitValue,
  EVALUATED,
  isEvaluated,
  fromJs,
  mapFromObject,
  toJs,
  keyText,
  setSpans,
  spansOf,
  valueSpan,
  keySpan
};
