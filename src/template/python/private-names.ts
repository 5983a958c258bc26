// Attributes that Python's objects have and templates here must not reach: asking for one is an error, not nothing.
import { PyObject, type Value } from '../../value/index.js';
import { typeName } from './text.js';

/** What every object has. */
const COMMON = words(
  'class delattr dir doc eq format ge getattribute getstate gt hash init init_subclass le lt ne new reduce reduce_ex repr ' +
    'setattr sizeof str subclasshook',
);
const NUMBERS =
  'abs add bool ceil divmod float floor floordiv getnewargs int mod mul neg pos pow radd rdivmod rfloordiv rmod rmul round ' +
  'rpow rsub rtruediv sub truediv trunc ';
const WHOLE = NUMBERS + 'and index invert lshift or rand rlshift ror rrshift rshift rxor xor';
const TEXT = 'add contains getitem getnewargs iter len mod mul rmod rmul';
const TIME = 'add radd rsub sub';
const SET = 'and contains iter len or rand reversed ror rsub rxor sub xor';
/** What the objects of a type have besides. */
const OWN: Readonly<Record<string, ReadonlySet<string>>> = {
  str: words(TEXT),
  bytes: words(`${TEXT} bytes`),
  Markup: words(`${TEXT} radd html html_format module dict weakref`),
  int: words(WHOLE),
  bool: words(WHOLE),
  float: words(`${NUMBERS} getformat`),
  NoneType: words('bool'),
  list: words('add class_getitem contains delitem getitem iadd imul iter len mul reversed rmul setitem'),
  tuple: words('add class_getitem contains getitem getnewargs iter len mul rmul'),
  dict: words('class_getitem contains delitem getitem ior iter len or reversed ror setitem'),
  dict_keys: words(SET),
  dict_items: words(SET),
  dict_values: words('iter len reversed'),
  range: words('bool contains getitem iter len reversed'),
  date: words(TIME),
  datetime: words(TIME),
  timedelta: words(`${TIME} abs bool divmod floordiv mod mul neg pos rdivmod rfloordiv rmod rmul truediv`),
};
/** Names with one underscore, of Jinja2's objects. */
const INTERNAL: Readonly<Record<string, readonly string[]>> = {
  LoopContext:
    '_after _before _current _iterable _iterator _last_changed_value _length _peek_next _recurse _to_iterator _undefined'.split(
      ' ',
    ),
  Namespace: ['_Namespace__attrs'],
  Macro: '_argument_count _default_autoescape _environment _func _invoke'.split(' '),
  TemplateModule: ['_body_stream'],
  TemplateReference: ['_TemplateReference__context'],
  BlockReference: ['_context', '_depth', '_name', '_stack'],
};

function words(names: string): ReadonlySet<string> {
  return new Set(names.split(' ').map((n) => `__${n}__`));
}

/** Whether Python's object has an attribute of that name that is kept from templates here. */
export function isPrivate(v: Value, name: string): boolean {
  if (!name.startsWith('_')) return false;
  const type = typeName(v);
  if (COMMON.has(name) || OWN[type]?.has(name)) return true;
  if (!(v instanceof PyObject)) return false;
  return INTERNAL[type]?.includes(name) === true || /^__(?:module|dict|weakref|call|slots)__$/.test(name);
}
