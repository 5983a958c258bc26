import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  DebuggerQuit,
  HostVariables,
  NOTHING_INHERITED,
  ProjectSource,
  ask,
  becomeOf,
  candidates,
  createPerson,
  createTemplatePort,
  debugTask,
  env,
  environmentOf,
  expandHome,
  fileText,
  findFile,
  groupsOf,
  hostsOf,
  includedContext,
  limitPatterns,
  loadInventory,
  loadTasks,
  matchHosts,
  nodeFiles,
  number,
  pairValue,
  parsePlaybook,
  resultValue,
  roleRequest,
  scopeFor,
  searchPath,
  splitWords,
  statementOf,
  text,
  truth,
  useRole,
  wantsDebugger,
  withDelegate
} from "./chunk-JTJBWAIQ.js";
import {
  loadYamlDocument
} from "./chunk-6AM75P4N.js";
import {
  Nothing,
  checkArguments,
  escapePython,
  fail,
  failUndefined,
  parseArguments,
  pythonRegex,
  runModule,
  substitute,
  unsupported
} from "./chunk-EJJ52GZ6.js";
import {
  Float,
  OmitValue,
  PyObject,
  TemplateText,
  Tuple,
  Undefined,
  float,
  fromJs,
  isEvaluated,
  keySpan,
  keyText,
  mapFromObject,
  toJs,
  tuple,
  valueSpan
} from "./chunk-CP2CEFZM.js";
import {
  isUnreachable
} from "./chunk-7CV2UUS6.js";
import {
  LoadErrors,
  Secrets,
  TsplayError,
  __commonJS,
  __require,
  __toESM,
  didYouMean,
  systemClock
} from "./chunk-D6GJLKN3.js";

// ../main/node_modules/nunjucks/src/lib.js
var require_lib = __commonJS({
  "../main/node_modules/nunjucks/src/lib.js"(exports, module) {
    "use strict";
    var ArrayProto = Array.prototype;
    var ObjProto = Object.prototype;
    var escapeMap = {
      "&": "&amp;",
      '"': "&quot;",
      "'": "&#39;",
      "<": "&lt;",
      ">": "&gt;",
      "\\": "&#92;"
    };
    var escapeRegex = /[&"'<>\\]/g;
    var _exports = module.exports = {};
    function hasOwnProp(obj, k) {
      return ObjProto.hasOwnProperty.call(obj, k);
    }
    _exports.hasOwnProp = hasOwnProp;
    function lookupEscape(ch) {
      return escapeMap[ch];
    }
    function _prettifyError(path, withInternals, err) {
      if (!err.Update) {
        err = new _exports.TemplateError(err);
      }
      err.Update(path);
      if (!withInternals) {
        var old = err;
        err = new Error(old.message);
        err.name = old.name;
      }
      return err;
    }
    _exports._prettifyError = _prettifyError;
    function TemplateError(message, lineno, colno) {
      var err;
      var cause;
      if (message instanceof Error) {
        cause = message;
        message = cause.name + ": " + cause.message;
      }
      if (Object.setPrototypeOf) {
        err = new Error(message);
        Object.setPrototypeOf(err, TemplateError.prototype);
      } else {
        err = this;
        Object.defineProperty(err, "message", {
          enumerable: false,
          writable: true,
          value: message
        });
      }
      Object.defineProperty(err, "name", {
        value: "Template render error"
      });
      if (Error.captureStackTrace) {
        Error.captureStackTrace(err, this.constructor);
      }
      var getStack;
      if (cause) {
        var stackDescriptor = Object.getOwnPropertyDescriptor(cause, "stack");
        getStack = stackDescriptor && (stackDescriptor.get || function() {
          return stackDescriptor.value;
        });
        if (!getStack) {
          getStack = function getStack2() {
            return cause.stack;
          };
        }
      } else {
        var stack = new Error(message).stack;
        getStack = function getStack2() {
          return stack;
        };
      }
      Object.defineProperty(err, "stack", {
        get: function get() {
          return getStack.call(err);
        }
      });
      Object.defineProperty(err, "cause", {
        value: cause
      });
      err.lineno = lineno;
      err.colno = colno;
      err.firstUpdate = true;
      err.Update = function Update(path) {
        var msg = "(" + (path || "unknown path") + ")";
        if (this.firstUpdate) {
          if (this.lineno && this.colno) {
            msg += " [Line " + this.lineno + ", Column " + this.colno + "]";
          } else if (this.lineno) {
            msg += " [Line " + this.lineno + "]";
          }
        }
        msg += "\n ";
        if (this.firstUpdate) {
          msg += " ";
        }
        this.message = msg + (this.message || "");
        this.firstUpdate = false;
        return this;
      };
      return err;
    }
    if (Object.setPrototypeOf) {
      Object.setPrototypeOf(TemplateError.prototype, Error.prototype);
    } else {
      TemplateError.prototype = Object.create(Error.prototype, {
        constructor: {
          value: TemplateError
        }
      });
    }
    _exports.TemplateError = TemplateError;
    function escape(val) {
      return val.replace(escapeRegex, lookupEscape);
    }
    _exports.escape = escape;
    function isFunction(obj) {
      return ObjProto.toString.call(obj) === "[object Function]";
    }
    _exports.isFunction = isFunction;
    function isArray(obj) {
      return ObjProto.toString.call(obj) === "[object Array]";
    }
    _exports.isArray = isArray;
    function isString(obj) {
      return ObjProto.toString.call(obj) === "[object String]";
    }
    _exports.isString = isString;
    function isObject(obj) {
      return ObjProto.toString.call(obj) === "[object Object]";
    }
    _exports.isObject = isObject;
    function _prepareAttributeParts(attr) {
      if (!attr) {
        return [];
      }
      if (typeof attr === "string") {
        return attr.split(".");
      }
      return [attr];
    }
    function getAttrGetter(attribute2) {
      var parts = _prepareAttributeParts(attribute2);
      return function attrGetter(item) {
        var _item = item;
        for (var i = 0; i < parts.length; i++) {
          var part = parts[i];
          if (hasOwnProp(_item, part)) {
            _item = _item[part];
          } else {
            return void 0;
          }
        }
        return _item;
      };
    }
    _exports.getAttrGetter = getAttrGetter;
    function groupBy(obj, val, throwOnUndefined) {
      var result = {};
      var iterator = isFunction(val) ? val : getAttrGetter(val);
      for (var i = 0; i < obj.length; i++) {
        var value2 = obj[i];
        var key = iterator(value2, i);
        if (key === void 0 && throwOnUndefined === true) {
          throw new TypeError('groupby: attribute "' + val + '" resolved to undefined');
        }
        (result[key] || (result[key] = [])).push(value2);
      }
      return result;
    }
    _exports.groupBy = groupBy;
    function toArray(obj) {
      return Array.prototype.slice.call(obj);
    }
    _exports.toArray = toArray;
    function without2(array) {
      var result = [];
      if (!array) {
        return result;
      }
      var length = array.length;
      var contains2 = toArray(arguments).slice(1);
      var index = -1;
      while (++index < length) {
        if (indexOf2(contains2, array[index]) === -1) {
          result.push(array[index]);
        }
      }
      return result;
    }
    _exports.without = without2;
    function repeat2(char_, n) {
      var str2 = "";
      for (var i = 0; i < n; i++) {
        str2 += char_;
      }
      return str2;
    }
    _exports.repeat = repeat2;
    function each(obj, func, context) {
      if (obj == null) {
        return;
      }
      if (ArrayProto.forEach && obj.forEach === ArrayProto.forEach) {
        obj.forEach(func, context);
      } else if (obj.length === +obj.length) {
        for (var i = 0, l = obj.length; i < l; i++) {
          func.call(context, obj[i], i, obj);
        }
      }
    }
    _exports.each = each;
    function map2(obj, func) {
      var results = [];
      if (obj == null) {
        return results;
      }
      if (ArrayProto.map && obj.map === ArrayProto.map) {
        return obj.map(func);
      }
      for (var i = 0; i < obj.length; i++) {
        results[results.length] = func(obj[i], i);
      }
      if (obj.length === +obj.length) {
        results.length = obj.length;
      }
      return results;
    }
    _exports.map = map2;
    function asyncIter(arr, iter, cb) {
      var i = -1;
      function next() {
        i++;
        if (i < arr.length) {
          iter(arr[i], i, next, cb);
        } else {
          cb();
        }
      }
      next();
    }
    _exports.asyncIter = asyncIter;
    function asyncFor(obj, iter, cb) {
      var keys = keys_(obj || {});
      var len = keys.length;
      var i = -1;
      function next() {
        i++;
        var k = keys[i];
        if (i < len) {
          iter(k, obj[k], i, len, next);
        } else {
          cb();
        }
      }
      next();
    }
    _exports.asyncFor = asyncFor;
    function indexOf2(arr, searchElement, fromIndex) {
      return Array.prototype.indexOf.call(arr || [], searchElement, fromIndex);
    }
    _exports.indexOf = indexOf2;
    function keys_(obj) {
      var arr = [];
      for (var k in obj) {
        if (hasOwnProp(obj, k)) {
          arr.push(k);
        }
      }
      return arr;
    }
    _exports.keys = keys_;
    function _entries(obj) {
      return keys_(obj).map(function(k) {
        return [k, obj[k]];
      });
    }
    _exports._entries = _entries;
    function _values(obj) {
      return keys_(obj).map(function(k) {
        return obj[k];
      });
    }
    _exports._values = _values;
    function extend(obj1, obj2) {
      obj1 = obj1 || {};
      keys_(obj2).forEach(function(k) {
        obj1[k] = obj2[k];
      });
      return obj1;
    }
    _exports._assign = _exports.extend = extend;
    function inOperator(key, val) {
      if (isArray(val) || isString(val)) {
        return val.indexOf(key) !== -1;
      } else if (isObject(val)) {
        return key in val;
      }
      throw new Error('Cannot use "in" operator to search for "' + key + '" in unexpected types.');
    }
    _exports.inOperator = inOperator;
  }
});

// ../main/node_modules/nunjucks/src/lexer.js
var require_lexer = __commonJS({
  "../main/node_modules/nunjucks/src/lexer.js"(exports, module) {
    "use strict";
    var lib = require_lib();
    var whitespaceChars = " \n	\r\xA0";
    var delimChars = "()[]{}%*-+~/#,:|.<>=!";
    var intChars = "0123456789";
    var BLOCK_START = "{%";
    var BLOCK_END = "%}";
    var VARIABLE_START = "{{";
    var VARIABLE_END = "}}";
    var COMMENT_START = "{#";
    var COMMENT_END = "#}";
    var TOKEN_STRING = "string";
    var TOKEN_WHITESPACE = "whitespace";
    var TOKEN_DATA = "data";
    var TOKEN_BLOCK_START = "block-start";
    var TOKEN_BLOCK_END = "block-end";
    var TOKEN_VARIABLE_START = "variable-start";
    var TOKEN_VARIABLE_END = "variable-end";
    var TOKEN_COMMENT = "comment";
    var TOKEN_LEFT_PAREN = "left-paren";
    var TOKEN_RIGHT_PAREN = "right-paren";
    var TOKEN_LEFT_BRACKET = "left-bracket";
    var TOKEN_RIGHT_BRACKET = "right-bracket";
    var TOKEN_LEFT_CURLY = "left-curly";
    var TOKEN_RIGHT_CURLY = "right-curly";
    var TOKEN_OPERATOR = "operator";
    var TOKEN_COMMA = "comma";
    var TOKEN_COLON = "colon";
    var TOKEN_TILDE = "tilde";
    var TOKEN_PIPE = "pipe";
    var TOKEN_INT = "int";
    var TOKEN_FLOAT = "float";
    var TOKEN_BOOLEAN = "boolean";
    var TOKEN_NONE = "none";
    var TOKEN_SYMBOL = "symbol";
    var TOKEN_SPECIAL = "special";
    var TOKEN_REGEX = "regex";
    function token(type, value2, lineno, colno) {
      return {
        type,
        value: value2,
        lineno,
        colno
      };
    }
    var Tokenizer = /* @__PURE__ */ (function() {
      function Tokenizer2(str2, opts) {
        this.str = str2;
        this.index = 0;
        this.len = str2.length;
        this.lineno = 0;
        this.colno = 0;
        this.in_code = false;
        opts = opts || {};
        var tags = opts.tags || {};
        this.tags = {
          BLOCK_START: tags.blockStart || BLOCK_START,
          BLOCK_END: tags.blockEnd || BLOCK_END,
          VARIABLE_START: tags.variableStart || VARIABLE_START,
          VARIABLE_END: tags.variableEnd || VARIABLE_END,
          COMMENT_START: tags.commentStart || COMMENT_START,
          COMMENT_END: tags.commentEnd || COMMENT_END
        };
        this.trimBlocks = !!opts.trimBlocks;
        this.lstripBlocks = !!opts.lstripBlocks;
      }
      var _proto = Tokenizer2.prototype;
      _proto.nextToken = function nextToken() {
        var lineno = this.lineno;
        var colno = this.colno;
        var tok;
        if (this.in_code) {
          var cur = this.current();
          if (this.isFinished()) {
            return null;
          } else if (cur === '"' || cur === "'") {
            return token(TOKEN_STRING, this._parseString(cur), lineno, colno);
          } else if (tok = this._extract(whitespaceChars)) {
            return token(TOKEN_WHITESPACE, tok, lineno, colno);
          } else if ((tok = this._extractString(this.tags.BLOCK_END)) || (tok = this._extractString("-" + this.tags.BLOCK_END))) {
            this.in_code = false;
            if (this.trimBlocks) {
              cur = this.current();
              if (cur === "\n") {
                this.forward();
              } else if (cur === "\r") {
                this.forward();
                cur = this.current();
                if (cur === "\n") {
                  this.forward();
                } else {
                  this.back();
                }
              }
            }
            return token(TOKEN_BLOCK_END, tok, lineno, colno);
          } else if ((tok = this._extractString(this.tags.VARIABLE_END)) || (tok = this._extractString("-" + this.tags.VARIABLE_END))) {
            this.in_code = false;
            return token(TOKEN_VARIABLE_END, tok, lineno, colno);
          } else if (cur === "r" && this.str.charAt(this.index + 1) === "/") {
            this.forwardN(2);
            var regexBody = "";
            while (!this.isFinished()) {
              if (this.current() === "/" && this.previous() !== "\\") {
                this.forward();
                break;
              } else {
                regexBody += this.current();
                this.forward();
              }
            }
            var POSSIBLE_FLAGS = ["g", "i", "m", "y"];
            var regexFlags = "";
            while (!this.isFinished()) {
              var isCurrentAFlag = POSSIBLE_FLAGS.indexOf(this.current()) !== -1;
              if (isCurrentAFlag) {
                regexFlags += this.current();
                this.forward();
              } else {
                break;
              }
            }
            return token(TOKEN_REGEX, {
              body: regexBody,
              flags: regexFlags
            }, lineno, colno);
          } else if (delimChars.indexOf(cur) !== -1) {
            this.forward();
            var complexOps = ["==", "===", "!=", "!==", "<=", ">=", "//", "**"];
            var curComplex = cur + this.current();
            var type;
            if (lib.indexOf(complexOps, curComplex) !== -1) {
              this.forward();
              cur = curComplex;
              if (lib.indexOf(complexOps, curComplex + this.current()) !== -1) {
                cur = curComplex + this.current();
                this.forward();
              }
            }
            switch (cur) {
              case "(":
                type = TOKEN_LEFT_PAREN;
                break;
              case ")":
                type = TOKEN_RIGHT_PAREN;
                break;
              case "[":
                type = TOKEN_LEFT_BRACKET;
                break;
              case "]":
                type = TOKEN_RIGHT_BRACKET;
                break;
              case "{":
                type = TOKEN_LEFT_CURLY;
                break;
              case "}":
                type = TOKEN_RIGHT_CURLY;
                break;
              case ",":
                type = TOKEN_COMMA;
                break;
              case ":":
                type = TOKEN_COLON;
                break;
              case "~":
                type = TOKEN_TILDE;
                break;
              case "|":
                type = TOKEN_PIPE;
                break;
              default:
                type = TOKEN_OPERATOR;
            }
            return token(type, cur, lineno, colno);
          } else {
            tok = this._extractUntil(whitespaceChars + delimChars);
            if (tok.match(/^[-+]?[0-9]+$/)) {
              if (this.current() === ".") {
                this.forward();
                var dec = this._extract(intChars);
                return token(TOKEN_FLOAT, tok + "." + dec, lineno, colno);
              } else {
                return token(TOKEN_INT, tok, lineno, colno);
              }
            } else if (tok.match(/^(true|false)$/)) {
              return token(TOKEN_BOOLEAN, tok, lineno, colno);
            } else if (tok === "none") {
              return token(TOKEN_NONE, tok, lineno, colno);
            } else if (tok === "null") {
              return token(TOKEN_NONE, tok, lineno, colno);
            } else if (tok) {
              return token(TOKEN_SYMBOL, tok, lineno, colno);
            } else {
              throw new Error("Unexpected value while parsing: " + tok);
            }
          }
        } else {
          var beginChars = this.tags.BLOCK_START.charAt(0) + this.tags.VARIABLE_START.charAt(0) + this.tags.COMMENT_START.charAt(0) + this.tags.COMMENT_END.charAt(0);
          if (this.isFinished()) {
            return null;
          } else if ((tok = this._extractString(this.tags.BLOCK_START + "-")) || (tok = this._extractString(this.tags.BLOCK_START))) {
            this.in_code = true;
            return token(TOKEN_BLOCK_START, tok, lineno, colno);
          } else if ((tok = this._extractString(this.tags.VARIABLE_START + "-")) || (tok = this._extractString(this.tags.VARIABLE_START))) {
            this.in_code = true;
            return token(TOKEN_VARIABLE_START, tok, lineno, colno);
          } else {
            tok = "";
            var data;
            var inComment = false;
            if (this._matches(this.tags.COMMENT_START)) {
              inComment = true;
              tok = this._extractString(this.tags.COMMENT_START);
            }
            while ((data = this._extractUntil(beginChars)) !== null) {
              tok += data;
              if ((this._matches(this.tags.BLOCK_START) || this._matches(this.tags.VARIABLE_START) || this._matches(this.tags.COMMENT_START)) && !inComment) {
                if (this.lstripBlocks && this._matches(this.tags.BLOCK_START) && this.colno > 0 && this.colno <= tok.length) {
                  var lastLine = tok.slice(-this.colno);
                  if (/^\s+$/.test(lastLine)) {
                    tok = tok.slice(0, -this.colno);
                    if (!tok.length) {
                      return this.nextToken();
                    }
                  }
                }
                break;
              } else if (this._matches(this.tags.COMMENT_END)) {
                if (!inComment) {
                  throw new Error("unexpected end of comment");
                }
                tok += this._extractString(this.tags.COMMENT_END);
                break;
              } else {
                tok += this.current();
                this.forward();
              }
            }
            if (data === null && inComment) {
              throw new Error("expected end of comment, got end of file");
            }
            return token(inComment ? TOKEN_COMMENT : TOKEN_DATA, tok, lineno, colno);
          }
        }
      };
      _proto._parseString = function _parseString(delimiter) {
        this.forward();
        var str2 = "";
        while (!this.isFinished() && this.current() !== delimiter) {
          var cur = this.current();
          if (cur === "\\") {
            this.forward();
            switch (this.current()) {
              case "n":
                str2 += "\n";
                break;
              case "t":
                str2 += "	";
                break;
              case "r":
                str2 += "\r";
                break;
              default:
                str2 += this.current();
            }
            this.forward();
          } else {
            str2 += cur;
            this.forward();
          }
        }
        this.forward();
        return str2;
      };
      _proto._matches = function _matches(str2) {
        if (this.index + str2.length > this.len) {
          return null;
        }
        var m = this.str.slice(this.index, this.index + str2.length);
        return m === str2;
      };
      _proto._extractString = function _extractString(str2) {
        if (this._matches(str2)) {
          this.forwardN(str2.length);
          return str2;
        }
        return null;
      };
      _proto._extractUntil = function _extractUntil(charString) {
        return this._extractMatching(true, charString || "");
      };
      _proto._extract = function _extract(charString) {
        return this._extractMatching(false, charString);
      };
      _proto._extractMatching = function _extractMatching(breakOnMatch, charString) {
        if (this.isFinished()) {
          return null;
        }
        var first = charString.indexOf(this.current());
        if (breakOnMatch && first === -1 || !breakOnMatch && first !== -1) {
          var t = this.current();
          this.forward();
          var idx = charString.indexOf(this.current());
          while ((breakOnMatch && idx === -1 || !breakOnMatch && idx !== -1) && !this.isFinished()) {
            t += this.current();
            this.forward();
            idx = charString.indexOf(this.current());
          }
          return t;
        }
        return "";
      };
      _proto._extractRegex = function _extractRegex(regex) {
        var matches = this.currentStr().match(regex);
        if (!matches) {
          return null;
        }
        this.forwardN(matches[0].length);
        return matches;
      };
      _proto.isFinished = function isFinished() {
        return this.index >= this.len;
      };
      _proto.forwardN = function forwardN(n) {
        for (var i = 0; i < n; i++) {
          this.forward();
        }
      };
      _proto.forward = function forward() {
        this.index++;
        if (this.previous() === "\n") {
          this.lineno++;
          this.colno = 0;
        } else {
          this.colno++;
        }
      };
      _proto.backN = function backN(n) {
        for (var i = 0; i < n; i++) {
          this.back();
        }
      };
      _proto.back = function back() {
        this.index--;
        if (this.current() === "\n") {
          this.lineno--;
          var idx = this.src.lastIndexOf("\n", this.index - 1);
          if (idx === -1) {
            this.colno = this.index;
          } else {
            this.colno = this.index - idx;
          }
        } else {
          this.colno--;
        }
      };
      _proto.current = function current() {
        if (!this.isFinished()) {
          return this.str.charAt(this.index);
        }
        return "";
      };
      _proto.currentStr = function currentStr() {
        if (!this.isFinished()) {
          return this.str.substr(this.index);
        }
        return "";
      };
      _proto.previous = function previous() {
        return this.str.charAt(this.index - 1);
      };
      return Tokenizer2;
    })();
    module.exports = {
      lex: function lex(src, opts) {
        return new Tokenizer(src, opts);
      },
      TOKEN_STRING,
      TOKEN_WHITESPACE,
      TOKEN_DATA,
      TOKEN_BLOCK_START,
      TOKEN_BLOCK_END,
      TOKEN_VARIABLE_START,
      TOKEN_VARIABLE_END,
      TOKEN_COMMENT,
      TOKEN_LEFT_PAREN,
      TOKEN_RIGHT_PAREN,
      TOKEN_LEFT_BRACKET,
      TOKEN_RIGHT_BRACKET,
      TOKEN_LEFT_CURLY,
      TOKEN_RIGHT_CURLY,
      TOKEN_OPERATOR,
      TOKEN_COMMA,
      TOKEN_COLON,
      TOKEN_TILDE,
      TOKEN_PIPE,
      TOKEN_INT,
      TOKEN_FLOAT,
      TOKEN_BOOLEAN,
      TOKEN_NONE,
      TOKEN_SYMBOL,
      TOKEN_SPECIAL,
      TOKEN_REGEX
    };
  }
});

// ../main/node_modules/nunjucks/src/object.js
var require_object = __commonJS({
  "../main/node_modules/nunjucks/src/object.js"(exports, module) {
    "use strict";
    function _defineProperties(target, props) {
      for (var i = 0; i < props.length; i++) {
        var descriptor = props[i];
        descriptor.enumerable = descriptor.enumerable || false;
        descriptor.configurable = true;
        if ("value" in descriptor) descriptor.writable = true;
        Object.defineProperty(target, _toPropertyKey(descriptor.key), descriptor);
      }
    }
    function _createClass(Constructor, protoProps, staticProps) {
      if (protoProps) _defineProperties(Constructor.prototype, protoProps);
      if (staticProps) _defineProperties(Constructor, staticProps);
      Object.defineProperty(Constructor, "prototype", { writable: false });
      return Constructor;
    }
    function _toPropertyKey(arg) {
      var key = _toPrimitive(arg, "string");
      return typeof key === "symbol" ? key : String(key);
    }
    function _toPrimitive(input, hint) {
      if (typeof input !== "object" || input === null) return input;
      var prim = input[Symbol.toPrimitive];
      if (prim !== void 0) {
        var res = prim.call(input, hint || "default");
        if (typeof res !== "object") return res;
        throw new TypeError("@@toPrimitive must return a primitive value.");
      }
      return (hint === "string" ? String : Number)(input);
    }
    function _inheritsLoose(subClass, superClass) {
      subClass.prototype = Object.create(superClass.prototype);
      subClass.prototype.constructor = subClass;
      _setPrototypeOf(subClass, superClass);
    }
    function _setPrototypeOf(o, p) {
      _setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function _setPrototypeOf2(o2, p2) {
        o2.__proto__ = p2;
        return o2;
      };
      return _setPrototypeOf(o, p);
    }
    var EventEmitter = __require("events");
    var lib = require_lib();
    function parentWrap(parent, prop) {
      if (typeof parent !== "function" || typeof prop !== "function") {
        return prop;
      }
      return function wrap() {
        var tmp = this.parent;
        this.parent = parent;
        var res = prop.apply(this, arguments);
        this.parent = tmp;
        return res;
      };
    }
    function extendClass(cls, name, props) {
      props = props || {};
      lib.keys(props).forEach(function(k) {
        props[k] = parentWrap(cls.prototype[k], props[k]);
      });
      var subclass = /* @__PURE__ */ (function(_cls) {
        _inheritsLoose(subclass2, _cls);
        function subclass2() {
          return _cls.apply(this, arguments) || this;
        }
        _createClass(subclass2, [{
          key: "typename",
          get: function get() {
            return name;
          }
        }]);
        return subclass2;
      })(cls);
      lib._assign(subclass.prototype, props);
      return subclass;
    }
    var Obj = /* @__PURE__ */ (function() {
      function Obj2() {
        this.init.apply(this, arguments);
      }
      var _proto = Obj2.prototype;
      _proto.init = function init() {
      };
      Obj2.extend = function extend(name, props) {
        if (typeof name === "object") {
          props = name;
          name = "anonymous";
        }
        return extendClass(this, name, props);
      };
      _createClass(Obj2, [{
        key: "typename",
        get: function get() {
          return this.constructor.name;
        }
      }]);
      return Obj2;
    })();
    var EmitterObj = /* @__PURE__ */ (function(_EventEmitter) {
      _inheritsLoose(EmitterObj2, _EventEmitter);
      function EmitterObj2() {
        var _this2;
        var _this;
        _this = _EventEmitter.call(this) || this;
        (_this2 = _this).init.apply(_this2, arguments);
        return _this;
      }
      var _proto2 = EmitterObj2.prototype;
      _proto2.init = function init() {
      };
      EmitterObj2.extend = function extend(name, props) {
        if (typeof name === "object") {
          props = name;
          name = "anonymous";
        }
        return extendClass(this, name, props);
      };
      _createClass(EmitterObj2, [{
        key: "typename",
        get: function get() {
          return this.constructor.name;
        }
      }]);
      return EmitterObj2;
    })(EventEmitter);
    module.exports = {
      Obj,
      EmitterObj
    };
  }
});

// ../main/node_modules/nunjucks/src/nodes.js
var require_nodes = __commonJS({
  "../main/node_modules/nunjucks/src/nodes.js"(exports, module) {
    "use strict";
    function _defineProperties(target, props) {
      for (var i = 0; i < props.length; i++) {
        var descriptor = props[i];
        descriptor.enumerable = descriptor.enumerable || false;
        descriptor.configurable = true;
        if ("value" in descriptor) descriptor.writable = true;
        Object.defineProperty(target, _toPropertyKey(descriptor.key), descriptor);
      }
    }
    function _createClass(Constructor, protoProps, staticProps) {
      if (protoProps) _defineProperties(Constructor.prototype, protoProps);
      if (staticProps) _defineProperties(Constructor, staticProps);
      Object.defineProperty(Constructor, "prototype", { writable: false });
      return Constructor;
    }
    function _toPropertyKey(arg) {
      var key = _toPrimitive(arg, "string");
      return typeof key === "symbol" ? key : String(key);
    }
    function _toPrimitive(input, hint) {
      if (typeof input !== "object" || input === null) return input;
      var prim = input[Symbol.toPrimitive];
      if (prim !== void 0) {
        var res = prim.call(input, hint || "default");
        if (typeof res !== "object") return res;
        throw new TypeError("@@toPrimitive must return a primitive value.");
      }
      return (hint === "string" ? String : Number)(input);
    }
    function _inheritsLoose(subClass, superClass) {
      subClass.prototype = Object.create(superClass.prototype);
      subClass.prototype.constructor = subClass;
      _setPrototypeOf(subClass, superClass);
    }
    function _setPrototypeOf(o, p) {
      _setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function _setPrototypeOf2(o2, p2) {
        o2.__proto__ = p2;
        return o2;
      };
      return _setPrototypeOf(o, p);
    }
    var _require = require_object();
    var Obj = _require.Obj;
    function traverseAndCheck(obj, type, results) {
      if (obj instanceof type) {
        results.push(obj);
      }
      if (obj instanceof Node2) {
        obj.findAll(type, results);
      }
    }
    var Node2 = /* @__PURE__ */ (function(_Obj) {
      _inheritsLoose(Node3, _Obj);
      function Node3() {
        return _Obj.apply(this, arguments) || this;
      }
      var _proto = Node3.prototype;
      _proto.init = function init(lineno, colno) {
        var _arguments = arguments, _this = this;
        for (var _len = arguments.length, args = new Array(_len > 2 ? _len - 2 : 0), _key = 2; _key < _len; _key++) {
          args[_key - 2] = arguments[_key];
        }
        this.lineno = lineno;
        this.colno = colno;
        this.fields.forEach(function(field2, i) {
          var val = _arguments[i + 2];
          if (val === void 0) {
            val = null;
          }
          _this[field2] = val;
        });
      };
      _proto.findAll = function findAll(type, results) {
        var _this2 = this;
        results = results || [];
        if (this instanceof NodeList) {
          this.children.forEach(function(child) {
            return traverseAndCheck(child, type, results);
          });
        } else {
          this.fields.forEach(function(field2) {
            return traverseAndCheck(_this2[field2], type, results);
          });
        }
        return results;
      };
      _proto.iterFields = function iterFields(func) {
        var _this3 = this;
        this.fields.forEach(function(field2) {
          func(_this3[field2], field2);
        });
      };
      return Node3;
    })(Obj);
    var Value = /* @__PURE__ */ (function(_Node) {
      _inheritsLoose(Value2, _Node);
      function Value2() {
        return _Node.apply(this, arguments) || this;
      }
      _createClass(Value2, [{
        key: "typename",
        get: function get() {
          return "Value";
        }
      }, {
        key: "fields",
        get: function get() {
          return ["value"];
        }
      }]);
      return Value2;
    })(Node2);
    var NodeList = /* @__PURE__ */ (function(_Node2) {
      _inheritsLoose(NodeList2, _Node2);
      function NodeList2() {
        return _Node2.apply(this, arguments) || this;
      }
      var _proto2 = NodeList2.prototype;
      _proto2.init = function init(lineno, colno, nodes) {
        _Node2.prototype.init.call(this, lineno, colno, nodes || []);
      };
      _proto2.addChild = function addChild(node) {
        this.children.push(node);
      };
      _createClass(NodeList2, [{
        key: "typename",
        get: function get() {
          return "NodeList";
        }
      }, {
        key: "fields",
        get: function get() {
          return ["children"];
        }
      }]);
      return NodeList2;
    })(Node2);
    var Root = NodeList.extend("Root");
    var Literal = Value.extend("Literal");
    var _Symbol = Value.extend("Symbol");
    var Group = NodeList.extend("Group");
    var ArrayNode = NodeList.extend("Array");
    var Pair = Node2.extend("Pair", {
      fields: ["key", "value"]
    });
    var Dict = NodeList.extend("Dict");
    var LookupVal = Node2.extend("LookupVal", {
      fields: ["target", "val"]
    });
    var If = Node2.extend("If", {
      fields: ["cond", "body", "else_"]
    });
    var IfAsync = If.extend("IfAsync");
    var InlineIf = Node2.extend("InlineIf", {
      fields: ["cond", "body", "else_"]
    });
    var For = Node2.extend("For", {
      fields: ["arr", "name", "body", "else_"]
    });
    var AsyncEach = For.extend("AsyncEach");
    var AsyncAll = For.extend("AsyncAll");
    var Macro2 = Node2.extend("Macro", {
      fields: ["name", "args", "body"]
    });
    var Caller = Macro2.extend("Caller");
    var Import = Node2.extend("Import", {
      fields: ["template", "target", "withContext"]
    });
    var FromImport = /* @__PURE__ */ (function(_Node3) {
      _inheritsLoose(FromImport2, _Node3);
      function FromImport2() {
        return _Node3.apply(this, arguments) || this;
      }
      var _proto3 = FromImport2.prototype;
      _proto3.init = function init(lineno, colno, template2, names2, withContext) {
        _Node3.prototype.init.call(this, lineno, colno, template2, names2 || new NodeList(), withContext);
      };
      _createClass(FromImport2, [{
        key: "typename",
        get: function get() {
          return "FromImport";
        }
      }, {
        key: "fields",
        get: function get() {
          return ["template", "names", "withContext"];
        }
      }]);
      return FromImport2;
    })(Node2);
    var FunCall = Node2.extend("FunCall", {
      fields: ["name", "args"]
    });
    var Filter = FunCall.extend("Filter");
    var FilterAsync = Filter.extend("FilterAsync", {
      fields: ["name", "args", "symbol"]
    });
    var KeywordArgs = Dict.extend("KeywordArgs");
    var Block = Node2.extend("Block", {
      fields: ["name", "body"]
    });
    var Super = Node2.extend("Super", {
      fields: ["blockName", "symbol"]
    });
    var TemplateRef = Node2.extend("TemplateRef", {
      fields: ["template"]
    });
    var Extends = TemplateRef.extend("Extends");
    var Include = Node2.extend("Include", {
      fields: ["template", "ignoreMissing"]
    });
    var Set2 = Node2.extend("Set", {
      fields: ["targets", "value"]
    });
    var Switch = Node2.extend("Switch", {
      fields: ["expr", "cases", "default"]
    });
    var Case = Node2.extend("Case", {
      fields: ["cond", "body"]
    });
    var Output2 = NodeList.extend("Output");
    var Capture = Node2.extend("Capture", {
      fields: ["body"]
    });
    var TemplateData = Literal.extend("TemplateData");
    var UnaryOp = Node2.extend("UnaryOp", {
      fields: ["target"]
    });
    var BinOp = Node2.extend("BinOp", {
      fields: ["left", "right"]
    });
    var In = BinOp.extend("In");
    var Is = BinOp.extend("Is");
    var Or = BinOp.extend("Or");
    var And = BinOp.extend("And");
    var Not = UnaryOp.extend("Not");
    var Add = BinOp.extend("Add");
    var Concat = BinOp.extend("Concat");
    var Sub = BinOp.extend("Sub");
    var Mul = BinOp.extend("Mul");
    var Div = BinOp.extend("Div");
    var FloorDiv = BinOp.extend("FloorDiv");
    var Mod = BinOp.extend("Mod");
    var Pow = BinOp.extend("Pow");
    var Neg = UnaryOp.extend("Neg");
    var Pos = UnaryOp.extend("Pos");
    var Compare = Node2.extend("Compare", {
      fields: ["expr", "ops"]
    });
    var CompareOperand = Node2.extend("CompareOperand", {
      fields: ["expr", "type"]
    });
    var CallExtension = Node2.extend("CallExtension", {
      init: function init(ext, prop, args, contentArgs) {
        this.parent();
        this.extName = ext.__name || ext;
        this.prop = prop;
        this.args = args || new NodeList();
        this.contentArgs = contentArgs || [];
        this.autoescape = ext.autoescape;
      },
      fields: ["extName", "prop", "args", "contentArgs"]
    });
    var CallExtensionAsync = CallExtension.extend("CallExtensionAsync");
    function print(str2, indent2, inline) {
      var lines = str2.split("\n");
      lines.forEach(function(line, i) {
        if (line && (inline && i > 0 || !inline)) {
          process.stdout.write(" ".repeat(indent2));
        }
        var nl = i === lines.length - 1 ? "" : "\n";
        process.stdout.write("" + line + nl);
      });
    }
    function printNodes(node, indent2) {
      indent2 = indent2 || 0;
      print(node.typename + ": ", indent2);
      if (node instanceof NodeList) {
        print("\n");
        node.children.forEach(function(n) {
          printNodes(n, indent2 + 2);
        });
      } else if (node instanceof CallExtension) {
        print(node.extName + "." + node.prop + "\n");
        if (node.args) {
          printNodes(node.args, indent2 + 2);
        }
        if (node.contentArgs) {
          node.contentArgs.forEach(function(n) {
            printNodes(n, indent2 + 2);
          });
        }
      } else {
        var nodes = [];
        var props = null;
        node.iterFields(function(val, fieldName) {
          if (val instanceof Node2) {
            nodes.push([fieldName, val]);
          } else {
            props = props || {};
            props[fieldName] = val;
          }
        });
        if (props) {
          print(JSON.stringify(props, null, 2) + "\n", null, true);
        } else {
          print("\n");
        }
        nodes.forEach(function(_ref) {
          var fieldName = _ref[0], n = _ref[1];
          print("[" + fieldName + "] =>", indent2 + 2);
          printNodes(n, indent2 + 4);
        });
      }
    }
    module.exports = {
      Node: Node2,
      Root,
      NodeList,
      Value,
      Literal,
      Symbol: _Symbol,
      Group,
      Array: ArrayNode,
      Pair,
      Dict,
      Output: Output2,
      Capture,
      TemplateData,
      If,
      IfAsync,
      InlineIf,
      For,
      AsyncEach,
      AsyncAll,
      Macro: Macro2,
      Caller,
      Import,
      FromImport,
      FunCall,
      Filter,
      FilterAsync,
      KeywordArgs,
      Block,
      Super,
      Extends,
      Include,
      Set: Set2,
      Switch,
      Case,
      LookupVal,
      BinOp,
      In,
      Is,
      Or,
      And,
      Not,
      Add,
      Concat,
      Sub,
      Mul,
      Div,
      FloorDiv,
      Mod,
      Pow,
      Neg,
      Pos,
      Compare,
      CompareOperand,
      CallExtension,
      CallExtensionAsync,
      printNodes
    };
  }
});

// ../main/node_modules/nunjucks/src/parser.js
var require_parser = __commonJS({
  "../main/node_modules/nunjucks/src/parser.js"(exports, module) {
    "use strict";
    function _inheritsLoose(subClass, superClass) {
      subClass.prototype = Object.create(superClass.prototype);
      subClass.prototype.constructor = subClass;
      _setPrototypeOf(subClass, superClass);
    }
    function _setPrototypeOf(o, p) {
      _setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function _setPrototypeOf2(o2, p2) {
        o2.__proto__ = p2;
        return o2;
      };
      return _setPrototypeOf(o, p);
    }
    var lexer = require_lexer();
    var nodes = require_nodes();
    var Obj = require_object().Obj;
    var lib = require_lib();
    var Parser2 = /* @__PURE__ */ (function(_Obj) {
      _inheritsLoose(Parser3, _Obj);
      function Parser3() {
        return _Obj.apply(this, arguments) || this;
      }
      var _proto = Parser3.prototype;
      _proto.init = function init(tokens) {
        this.tokens = tokens;
        this.peeked = null;
        this.breakOnBlocks = null;
        this.dropLeadingWhitespace = false;
        this.extensions = [];
      };
      _proto.nextToken = function nextToken(withWhitespace) {
        var tok;
        if (this.peeked) {
          if (!withWhitespace && this.peeked.type === lexer.TOKEN_WHITESPACE) {
            this.peeked = null;
          } else {
            tok = this.peeked;
            this.peeked = null;
            return tok;
          }
        }
        tok = this.tokens.nextToken();
        if (!withWhitespace) {
          while (tok && tok.type === lexer.TOKEN_WHITESPACE) {
            tok = this.tokens.nextToken();
          }
        }
        return tok;
      };
      _proto.peekToken = function peekToken() {
        this.peeked = this.peeked || this.nextToken();
        return this.peeked;
      };
      _proto.pushToken = function pushToken(tok) {
        if (this.peeked) {
          throw new Error("pushToken: can only push one token on between reads");
        }
        this.peeked = tok;
      };
      _proto.error = function error(msg, lineno, colno) {
        if (lineno === void 0 || colno === void 0) {
          var tok = this.peekToken() || {};
          lineno = tok.lineno;
          colno = tok.colno;
        }
        if (lineno !== void 0) {
          lineno += 1;
        }
        if (colno !== void 0) {
          colno += 1;
        }
        return new lib.TemplateError(msg, lineno, colno);
      };
      _proto.fail = function fail3(msg, lineno, colno) {
        throw this.error(msg, lineno, colno);
      };
      _proto.skip = function skip(type) {
        var tok = this.nextToken();
        if (!tok || tok.type !== type) {
          this.pushToken(tok);
          return false;
        }
        return true;
      };
      _proto.expect = function expect(type) {
        var tok = this.nextToken();
        if (tok.type !== type) {
          this.fail("expected " + type + ", got " + tok.type, tok.lineno, tok.colno);
        }
        return tok;
      };
      _proto.skipValue = function skipValue(type, val) {
        var tok = this.nextToken();
        if (!tok || tok.type !== type || tok.value !== val) {
          this.pushToken(tok);
          return false;
        }
        return true;
      };
      _proto.skipSymbol = function skipSymbol(val) {
        return this.skipValue(lexer.TOKEN_SYMBOL, val);
      };
      _proto.advanceAfterBlockEnd = function advanceAfterBlockEnd(name) {
        var tok;
        if (!name) {
          tok = this.peekToken();
          if (!tok) {
            this.fail("unexpected end of file");
          }
          if (tok.type !== lexer.TOKEN_SYMBOL) {
            this.fail("advanceAfterBlockEnd: expected symbol token or explicit name to be passed");
          }
          name = this.nextToken().value;
        }
        tok = this.nextToken();
        if (tok && tok.type === lexer.TOKEN_BLOCK_END) {
          if (tok.value.charAt(0) === "-") {
            this.dropLeadingWhitespace = true;
          }
        } else {
          this.fail("expected block end in " + name + " statement");
        }
        return tok;
      };
      _proto.advanceAfterVariableEnd = function advanceAfterVariableEnd() {
        var tok = this.nextToken();
        if (tok && tok.type === lexer.TOKEN_VARIABLE_END) {
          this.dropLeadingWhitespace = tok.value.charAt(tok.value.length - this.tokens.tags.VARIABLE_END.length - 1) === "-";
        } else {
          this.pushToken(tok);
          this.fail("expected variable end");
        }
      };
      _proto.parseFor = function parseFor() {
        var forTok = this.peekToken();
        var node;
        var endBlock;
        if (this.skipSymbol("for")) {
          node = new nodes.For(forTok.lineno, forTok.colno);
          endBlock = "endfor";
        } else if (this.skipSymbol("asyncEach")) {
          node = new nodes.AsyncEach(forTok.lineno, forTok.colno);
          endBlock = "endeach";
        } else if (this.skipSymbol("asyncAll")) {
          node = new nodes.AsyncAll(forTok.lineno, forTok.colno);
          endBlock = "endall";
        } else {
          this.fail("parseFor: expected for{Async}", forTok.lineno, forTok.colno);
        }
        node.name = this.parsePrimary();
        if (!(node.name instanceof nodes.Symbol)) {
          this.fail("parseFor: variable name expected for loop");
        }
        var type = this.peekToken().type;
        if (type === lexer.TOKEN_COMMA) {
          var key = node.name;
          node.name = new nodes.Array(key.lineno, key.colno);
          node.name.addChild(key);
          while (this.skip(lexer.TOKEN_COMMA)) {
            var prim = this.parsePrimary();
            node.name.addChild(prim);
          }
        }
        if (!this.skipSymbol("in")) {
          this.fail('parseFor: expected "in" keyword for loop', forTok.lineno, forTok.colno);
        }
        node.arr = this.parseExpression();
        this.advanceAfterBlockEnd(forTok.value);
        node.body = this.parseUntilBlocks(endBlock, "else");
        if (this.skipSymbol("else")) {
          this.advanceAfterBlockEnd("else");
          node.else_ = this.parseUntilBlocks(endBlock);
        }
        this.advanceAfterBlockEnd();
        return node;
      };
      _proto.parseMacro = function parseMacro() {
        var macroTok = this.peekToken();
        if (!this.skipSymbol("macro")) {
          this.fail("expected macro");
        }
        var name = this.parsePrimary(true);
        var args = this.parseSignature();
        var node = new nodes.Macro(macroTok.lineno, macroTok.colno, name, args);
        this.advanceAfterBlockEnd(macroTok.value);
        node.body = this.parseUntilBlocks("endmacro");
        this.advanceAfterBlockEnd();
        return node;
      };
      _proto.parseCall = function parseCall() {
        var callTok = this.peekToken();
        if (!this.skipSymbol("call")) {
          this.fail("expected call");
        }
        var callerArgs = this.parseSignature(true) || new nodes.NodeList();
        var macroCall = this.parsePrimary();
        this.advanceAfterBlockEnd(callTok.value);
        var body = this.parseUntilBlocks("endcall");
        this.advanceAfterBlockEnd();
        var callerName = new nodes.Symbol(callTok.lineno, callTok.colno, "caller");
        var callerNode = new nodes.Caller(callTok.lineno, callTok.colno, callerName, callerArgs, body);
        var args = macroCall.args.children;
        if (!(args[args.length - 1] instanceof nodes.KeywordArgs)) {
          args.push(new nodes.KeywordArgs());
        }
        var kwargs = args[args.length - 1];
        kwargs.addChild(new nodes.Pair(callTok.lineno, callTok.colno, callerName, callerNode));
        return new nodes.Output(callTok.lineno, callTok.colno, [macroCall]);
      };
      _proto.parseWithContext = function parseWithContext() {
        var tok = this.peekToken();
        var withContext = null;
        if (this.skipSymbol("with")) {
          withContext = true;
        } else if (this.skipSymbol("without")) {
          withContext = false;
        }
        if (withContext !== null) {
          if (!this.skipSymbol("context")) {
            this.fail("parseFrom: expected context after with/without", tok.lineno, tok.colno);
          }
        }
        return withContext;
      };
      _proto.parseImport = function parseImport() {
        var importTok = this.peekToken();
        if (!this.skipSymbol("import")) {
          this.fail("parseImport: expected import", importTok.lineno, importTok.colno);
        }
        var template2 = this.parseExpression();
        if (!this.skipSymbol("as")) {
          this.fail('parseImport: expected "as" keyword', importTok.lineno, importTok.colno);
        }
        var target = this.parseExpression();
        var withContext = this.parseWithContext();
        var node = new nodes.Import(importTok.lineno, importTok.colno, template2, target, withContext);
        this.advanceAfterBlockEnd(importTok.value);
        return node;
      };
      _proto.parseFrom = function parseFrom() {
        var fromTok = this.peekToken();
        if (!this.skipSymbol("from")) {
          this.fail("parseFrom: expected from");
        }
        var template2 = this.parseExpression();
        if (!this.skipSymbol("import")) {
          this.fail("parseFrom: expected import", fromTok.lineno, fromTok.colno);
        }
        var names2 = new nodes.NodeList();
        var withContext;
        while (1) {
          var nextTok = this.peekToken();
          if (nextTok.type === lexer.TOKEN_BLOCK_END) {
            if (!names2.children.length) {
              this.fail("parseFrom: Expected at least one import name", fromTok.lineno, fromTok.colno);
            }
            if (nextTok.value.charAt(0) === "-") {
              this.dropLeadingWhitespace = true;
            }
            this.nextToken();
            break;
          }
          if (names2.children.length > 0 && !this.skip(lexer.TOKEN_COMMA)) {
            this.fail("parseFrom: expected comma", fromTok.lineno, fromTok.colno);
          }
          var name = this.parsePrimary();
          if (name.value.charAt(0) === "_") {
            this.fail("parseFrom: names starting with an underscore cannot be imported", name.lineno, name.colno);
          }
          if (this.skipSymbol("as")) {
            var alias = this.parsePrimary();
            names2.addChild(new nodes.Pair(name.lineno, name.colno, name, alias));
          } else {
            names2.addChild(name);
          }
          withContext = this.parseWithContext();
        }
        return new nodes.FromImport(fromTok.lineno, fromTok.colno, template2, names2, withContext);
      };
      _proto.parseBlock = function parseBlock() {
        var tag = this.peekToken();
        if (!this.skipSymbol("block")) {
          this.fail("parseBlock: expected block", tag.lineno, tag.colno);
        }
        var node = new nodes.Block(tag.lineno, tag.colno);
        node.name = this.parsePrimary();
        if (!(node.name instanceof nodes.Symbol)) {
          this.fail("parseBlock: variable name expected", tag.lineno, tag.colno);
        }
        this.advanceAfterBlockEnd(tag.value);
        node.body = this.parseUntilBlocks("endblock");
        this.skipSymbol("endblock");
        this.skipSymbol(node.name.value);
        var tok = this.peekToken();
        if (!tok) {
          this.fail("parseBlock: expected endblock, got end of file");
        }
        this.advanceAfterBlockEnd(tok.value);
        return node;
      };
      _proto.parseExtends = function parseExtends() {
        var tagName = "extends";
        var tag = this.peekToken();
        if (!this.skipSymbol(tagName)) {
          this.fail("parseTemplateRef: expected " + tagName);
        }
        var node = new nodes.Extends(tag.lineno, tag.colno);
        node.template = this.parseExpression();
        this.advanceAfterBlockEnd(tag.value);
        return node;
      };
      _proto.parseInclude = function parseInclude() {
        var tagName = "include";
        var tag = this.peekToken();
        if (!this.skipSymbol(tagName)) {
          this.fail("parseInclude: expected " + tagName);
        }
        var node = new nodes.Include(tag.lineno, tag.colno);
        node.template = this.parseExpression();
        if (this.skipSymbol("ignore") && this.skipSymbol("missing")) {
          node.ignoreMissing = true;
        }
        this.advanceAfterBlockEnd(tag.value);
        return node;
      };
      _proto.parseIf = function parseIf() {
        var tag = this.peekToken();
        var node;
        if (this.skipSymbol("if") || this.skipSymbol("elif") || this.skipSymbol("elseif")) {
          node = new nodes.If(tag.lineno, tag.colno);
        } else if (this.skipSymbol("ifAsync")) {
          node = new nodes.IfAsync(tag.lineno, tag.colno);
        } else {
          this.fail("parseIf: expected if, elif, or elseif", tag.lineno, tag.colno);
        }
        node.cond = this.parseExpression();
        this.advanceAfterBlockEnd(tag.value);
        node.body = this.parseUntilBlocks("elif", "elseif", "else", "endif");
        var tok = this.peekToken();
        switch (tok && tok.value) {
          case "elseif":
          case "elif":
            node.else_ = this.parseIf();
            break;
          case "else":
            this.advanceAfterBlockEnd();
            node.else_ = this.parseUntilBlocks("endif");
            this.advanceAfterBlockEnd();
            break;
          case "endif":
            node.else_ = null;
            this.advanceAfterBlockEnd();
            break;
          default:
            this.fail("parseIf: expected elif, else, or endif, got end of file");
        }
        return node;
      };
      _proto.parseSet = function parseSet() {
        var tag = this.peekToken();
        if (!this.skipSymbol("set")) {
          this.fail("parseSet: expected set", tag.lineno, tag.colno);
        }
        var node = new nodes.Set(tag.lineno, tag.colno, []);
        var target;
        while (target = this.parsePrimary()) {
          node.targets.push(target);
          if (!this.skip(lexer.TOKEN_COMMA)) {
            break;
          }
        }
        if (!this.skipValue(lexer.TOKEN_OPERATOR, "=")) {
          if (!this.skip(lexer.TOKEN_BLOCK_END)) {
            this.fail("parseSet: expected = or block end in set tag", tag.lineno, tag.colno);
          } else {
            node.body = new nodes.Capture(tag.lineno, tag.colno, this.parseUntilBlocks("endset"));
            node.value = null;
            this.advanceAfterBlockEnd();
          }
        } else {
          node.value = this.parseExpression();
          this.advanceAfterBlockEnd(tag.value);
        }
        return node;
      };
      _proto.parseSwitch = function parseSwitch() {
        var switchStart = "switch";
        var switchEnd = "endswitch";
        var caseStart = "case";
        var caseDefault = "default";
        var tag = this.peekToken();
        if (!this.skipSymbol(switchStart) && !this.skipSymbol(caseStart) && !this.skipSymbol(caseDefault)) {
          this.fail('parseSwitch: expected "switch," "case" or "default"', tag.lineno, tag.colno);
        }
        var expr = this.parseExpression();
        this.advanceAfterBlockEnd(switchStart);
        this.parseUntilBlocks(caseStart, caseDefault, switchEnd);
        var tok = this.peekToken();
        var cases = [];
        var defaultCase;
        do {
          this.skipSymbol(caseStart);
          var cond = this.parseExpression();
          this.advanceAfterBlockEnd(switchStart);
          var body = this.parseUntilBlocks(caseStart, caseDefault, switchEnd);
          cases.push(new nodes.Case(tok.line, tok.col, cond, body));
          tok = this.peekToken();
        } while (tok && tok.value === caseStart);
        switch (tok.value) {
          case caseDefault:
            this.advanceAfterBlockEnd();
            defaultCase = this.parseUntilBlocks(switchEnd);
            this.advanceAfterBlockEnd();
            break;
          case switchEnd:
            this.advanceAfterBlockEnd();
            break;
          default:
            this.fail('parseSwitch: expected "case," "default" or "endswitch," got EOF.');
        }
        return new nodes.Switch(tag.lineno, tag.colno, expr, cases, defaultCase);
      };
      _proto.parseStatement = function parseStatement() {
        var tok = this.peekToken();
        var node;
        if (tok.type !== lexer.TOKEN_SYMBOL) {
          this.fail("tag name expected", tok.lineno, tok.colno);
        }
        if (this.breakOnBlocks && lib.indexOf(this.breakOnBlocks, tok.value) !== -1) {
          return null;
        }
        switch (tok.value) {
          case "raw":
            return this.parseRaw();
          case "verbatim":
            return this.parseRaw("verbatim");
          case "if":
          case "ifAsync":
            return this.parseIf();
          case "for":
          case "asyncEach":
          case "asyncAll":
            return this.parseFor();
          case "block":
            return this.parseBlock();
          case "extends":
            return this.parseExtends();
          case "include":
            return this.parseInclude();
          case "set":
            return this.parseSet();
          case "macro":
            return this.parseMacro();
          case "call":
            return this.parseCall();
          case "import":
            return this.parseImport();
          case "from":
            return this.parseFrom();
          case "filter":
            return this.parseFilterStatement();
          case "switch":
            return this.parseSwitch();
          default:
            if (this.extensions.length) {
              for (var i = 0; i < this.extensions.length; i++) {
                var ext = this.extensions[i];
                if (lib.indexOf(ext.tags || [], tok.value) !== -1) {
                  return ext.parse(this, nodes, lexer);
                }
              }
            }
            this.fail("unknown block tag: " + tok.value, tok.lineno, tok.colno);
        }
        return node;
      };
      _proto.parseRaw = function parseRaw(tagName) {
        tagName = tagName || "raw";
        var endTagName = "end" + tagName;
        var rawBlockRegex = new RegExp("([\\s\\S]*?){%\\s*(" + tagName + "|" + endTagName + ")\\s*(?=%})%}");
        var rawLevel = 1;
        var str2 = "";
        var matches = null;
        var begun = this.advanceAfterBlockEnd();
        while ((matches = this.tokens._extractRegex(rawBlockRegex)) && rawLevel > 0) {
          var all3 = matches[0];
          var pre = matches[1];
          var blockName = matches[2];
          if (blockName === tagName) {
            rawLevel += 1;
          } else if (blockName === endTagName) {
            rawLevel -= 1;
          }
          if (rawLevel === 0) {
            str2 += pre;
            this.tokens.backN(all3.length - pre.length);
          } else {
            str2 += all3;
          }
        }
        return new nodes.Output(begun.lineno, begun.colno, [new nodes.TemplateData(begun.lineno, begun.colno, str2)]);
      };
      _proto.parsePostfix = function parsePostfix(node) {
        var lookup2;
        var tok = this.peekToken();
        while (tok) {
          if (tok.type === lexer.TOKEN_LEFT_PAREN) {
            node = new nodes.FunCall(tok.lineno, tok.colno, node, this.parseSignature());
          } else if (tok.type === lexer.TOKEN_LEFT_BRACKET) {
            lookup2 = this.parseAggregate();
            if (lookup2.children.length > 1) {
              this.fail("invalid index");
            }
            node = new nodes.LookupVal(tok.lineno, tok.colno, node, lookup2.children[0]);
          } else if (tok.type === lexer.TOKEN_OPERATOR && tok.value === ".") {
            this.nextToken();
            var val = this.nextToken();
            if (val.type !== lexer.TOKEN_SYMBOL) {
              this.fail("expected name as lookup value, got " + val.value, val.lineno, val.colno);
            }
            lookup2 = new nodes.Literal(val.lineno, val.colno, val.value);
            node = new nodes.LookupVal(tok.lineno, tok.colno, node, lookup2);
          } else {
            break;
          }
          tok = this.peekToken();
        }
        return node;
      };
      _proto.parseExpression = function parseExpression2() {
        var node = this.parseInlineIf();
        return node;
      };
      _proto.parseInlineIf = function parseInlineIf() {
        var node = this.parseOr();
        if (this.skipSymbol("if")) {
          var condNode = this.parseOr();
          var bodyNode = node;
          node = new nodes.InlineIf(node.lineno, node.colno);
          node.body = bodyNode;
          node.cond = condNode;
          if (this.skipSymbol("else")) {
            node.else_ = this.parseOr();
          } else {
            node.else_ = null;
          }
        }
        return node;
      };
      _proto.parseOr = function parseOr() {
        var node = this.parseAnd();
        while (this.skipSymbol("or")) {
          var node2 = this.parseAnd();
          node = new nodes.Or(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseAnd = function parseAnd() {
        var node = this.parseNot();
        while (this.skipSymbol("and")) {
          var node2 = this.parseNot();
          node = new nodes.And(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseNot = function parseNot() {
        var tok = this.peekToken();
        if (this.skipSymbol("not")) {
          return new nodes.Not(tok.lineno, tok.colno, this.parseNot());
        }
        return this.parseIn();
      };
      _proto.parseIn = function parseIn() {
        var node = this.parseIs();
        while (1) {
          var tok = this.nextToken();
          if (!tok) {
            break;
          }
          var invert = tok.type === lexer.TOKEN_SYMBOL && tok.value === "not";
          if (!invert) {
            this.pushToken(tok);
          }
          if (this.skipSymbol("in")) {
            var node2 = this.parseIs();
            node = new nodes.In(node.lineno, node.colno, node, node2);
            if (invert) {
              node = new nodes.Not(node.lineno, node.colno, node);
            }
          } else {
            if (invert) {
              this.pushToken(tok);
            }
            break;
          }
        }
        return node;
      };
      _proto.parseIs = function parseIs() {
        var node = this.parseCompare();
        if (this.skipSymbol("is")) {
          var not = this.skipSymbol("not");
          var node2 = this.parseCompare();
          node = new nodes.Is(node.lineno, node.colno, node, node2);
          if (not) {
            node = new nodes.Not(node.lineno, node.colno, node);
          }
        }
        return node;
      };
      _proto.parseCompare = function parseCompare() {
        var compareOps = ["==", "===", "!=", "!==", "<", ">", "<=", ">="];
        var expr = this.parseConcat();
        var ops = [];
        while (1) {
          var tok = this.nextToken();
          if (!tok) {
            break;
          } else if (compareOps.indexOf(tok.value) !== -1) {
            ops.push(new nodes.CompareOperand(tok.lineno, tok.colno, this.parseConcat(), tok.value));
          } else {
            this.pushToken(tok);
            break;
          }
        }
        if (ops.length) {
          return new nodes.Compare(ops[0].lineno, ops[0].colno, expr, ops);
        } else {
          return expr;
        }
      };
      _proto.parseConcat = function parseConcat() {
        var node = this.parseAdd();
        while (this.skipValue(lexer.TOKEN_TILDE, "~")) {
          var node2 = this.parseAdd();
          node = new nodes.Concat(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseAdd = function parseAdd() {
        var node = this.parseSub();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "+")) {
          var node2 = this.parseSub();
          node = new nodes.Add(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseSub = function parseSub() {
        var node = this.parseMul();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "-")) {
          var node2 = this.parseMul();
          node = new nodes.Sub(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseMul = function parseMul() {
        var node = this.parseDiv();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "*")) {
          var node2 = this.parseDiv();
          node = new nodes.Mul(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseDiv = function parseDiv() {
        var node = this.parseFloorDiv();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "/")) {
          var node2 = this.parseFloorDiv();
          node = new nodes.Div(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseFloorDiv = function parseFloorDiv() {
        var node = this.parseMod();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "//")) {
          var node2 = this.parseMod();
          node = new nodes.FloorDiv(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseMod = function parseMod() {
        var node = this.parsePow();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "%")) {
          var node2 = this.parsePow();
          node = new nodes.Mod(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parsePow = function parsePow() {
        var node = this.parseUnary();
        while (this.skipValue(lexer.TOKEN_OPERATOR, "**")) {
          var node2 = this.parseUnary();
          node = new nodes.Pow(node.lineno, node.colno, node, node2);
        }
        return node;
      };
      _proto.parseUnary = function parseUnary(noFilters) {
        var tok = this.peekToken();
        var node;
        if (this.skipValue(lexer.TOKEN_OPERATOR, "-")) {
          node = new nodes.Neg(tok.lineno, tok.colno, this.parseUnary(true));
        } else if (this.skipValue(lexer.TOKEN_OPERATOR, "+")) {
          node = new nodes.Pos(tok.lineno, tok.colno, this.parseUnary(true));
        } else {
          node = this.parsePrimary();
        }
        if (!noFilters) {
          node = this.parseFilter(node);
        }
        return node;
      };
      _proto.parsePrimary = function parsePrimary(noPostfix) {
        var tok = this.nextToken();
        var val;
        var node = null;
        if (!tok) {
          this.fail("expected expression, got end of file");
        } else if (tok.type === lexer.TOKEN_STRING) {
          val = tok.value;
        } else if (tok.type === lexer.TOKEN_INT) {
          val = parseInt(tok.value, 10);
        } else if (tok.type === lexer.TOKEN_FLOAT) {
          val = parseFloat(tok.value);
        } else if (tok.type === lexer.TOKEN_BOOLEAN) {
          if (tok.value === "true") {
            val = true;
          } else if (tok.value === "false") {
            val = false;
          } else {
            this.fail("invalid boolean: " + tok.value, tok.lineno, tok.colno);
          }
        } else if (tok.type === lexer.TOKEN_NONE) {
          val = null;
        } else if (tok.type === lexer.TOKEN_REGEX) {
          val = new RegExp(tok.value.body, tok.value.flags);
        }
        if (val !== void 0) {
          node = new nodes.Literal(tok.lineno, tok.colno, val);
        } else if (tok.type === lexer.TOKEN_SYMBOL) {
          node = new nodes.Symbol(tok.lineno, tok.colno, tok.value);
        } else {
          this.pushToken(tok);
          node = this.parseAggregate();
        }
        if (!noPostfix) {
          node = this.parsePostfix(node);
        }
        if (node) {
          return node;
        } else {
          throw this.error("unexpected token: " + tok.value, tok.lineno, tok.colno);
        }
      };
      _proto.parseFilterName = function parseFilterName() {
        var tok = this.expect(lexer.TOKEN_SYMBOL);
        var name = tok.value;
        while (this.skipValue(lexer.TOKEN_OPERATOR, ".")) {
          name += "." + this.expect(lexer.TOKEN_SYMBOL).value;
        }
        return new nodes.Symbol(tok.lineno, tok.colno, name);
      };
      _proto.parseFilterArgs = function parseFilterArgs(node) {
        if (this.peekToken().type === lexer.TOKEN_LEFT_PAREN) {
          var call = this.parsePostfix(node);
          return call.args.children;
        }
        return [];
      };
      _proto.parseFilter = function parseFilter(node) {
        while (this.skip(lexer.TOKEN_PIPE)) {
          var name = this.parseFilterName();
          node = new nodes.Filter(name.lineno, name.colno, name, new nodes.NodeList(name.lineno, name.colno, [node].concat(this.parseFilterArgs(node))));
        }
        return node;
      };
      _proto.parseFilterStatement = function parseFilterStatement() {
        var filterTok = this.peekToken();
        if (!this.skipSymbol("filter")) {
          this.fail("parseFilterStatement: expected filter");
        }
        var name = this.parseFilterName();
        var args = this.parseFilterArgs(name);
        this.advanceAfterBlockEnd(filterTok.value);
        var body = new nodes.Capture(name.lineno, name.colno, this.parseUntilBlocks("endfilter"));
        this.advanceAfterBlockEnd();
        var node = new nodes.Filter(name.lineno, name.colno, name, new nodes.NodeList(name.lineno, name.colno, [body].concat(args)));
        return new nodes.Output(name.lineno, name.colno, [node]);
      };
      _proto.parseAggregate = function parseAggregate() {
        var tok = this.nextToken();
        var node;
        switch (tok.type) {
          case lexer.TOKEN_LEFT_PAREN:
            node = new nodes.Group(tok.lineno, tok.colno);
            break;
          case lexer.TOKEN_LEFT_BRACKET:
            node = new nodes.Array(tok.lineno, tok.colno);
            break;
          case lexer.TOKEN_LEFT_CURLY:
            node = new nodes.Dict(tok.lineno, tok.colno);
            break;
          default:
            return null;
        }
        while (1) {
          var type = this.peekToken().type;
          if (type === lexer.TOKEN_RIGHT_PAREN || type === lexer.TOKEN_RIGHT_BRACKET || type === lexer.TOKEN_RIGHT_CURLY) {
            this.nextToken();
            break;
          }
          if (node.children.length > 0) {
            if (!this.skip(lexer.TOKEN_COMMA)) {
              this.fail("parseAggregate: expected comma after expression", tok.lineno, tok.colno);
            }
          }
          if (node instanceof nodes.Dict) {
            var key = this.parsePrimary();
            if (!this.skip(lexer.TOKEN_COLON)) {
              this.fail("parseAggregate: expected colon after dict key", tok.lineno, tok.colno);
            }
            var value2 = this.parseExpression();
            node.addChild(new nodes.Pair(key.lineno, key.colno, key, value2));
          } else {
            var expr = this.parseExpression();
            node.addChild(expr);
          }
        }
        return node;
      };
      _proto.parseSignature = function parseSignature(tolerant, noParens) {
        var tok = this.peekToken();
        if (!noParens && tok.type !== lexer.TOKEN_LEFT_PAREN) {
          if (tolerant) {
            return null;
          } else {
            this.fail("expected arguments", tok.lineno, tok.colno);
          }
        }
        if (tok.type === lexer.TOKEN_LEFT_PAREN) {
          tok = this.nextToken();
        }
        var args = new nodes.NodeList(tok.lineno, tok.colno);
        var kwargs = new nodes.KeywordArgs(tok.lineno, tok.colno);
        var checkComma = false;
        while (1) {
          tok = this.peekToken();
          if (!noParens && tok.type === lexer.TOKEN_RIGHT_PAREN) {
            this.nextToken();
            break;
          } else if (noParens && tok.type === lexer.TOKEN_BLOCK_END) {
            break;
          }
          if (checkComma && !this.skip(lexer.TOKEN_COMMA)) {
            this.fail("parseSignature: expected comma after expression", tok.lineno, tok.colno);
          } else {
            var arg = this.parseExpression();
            if (this.skipValue(lexer.TOKEN_OPERATOR, "=")) {
              kwargs.addChild(new nodes.Pair(arg.lineno, arg.colno, arg, this.parseExpression()));
            } else {
              args.addChild(arg);
            }
          }
          checkComma = true;
        }
        if (kwargs.children.length) {
          args.addChild(kwargs);
        }
        return args;
      };
      _proto.parseUntilBlocks = function parseUntilBlocks() {
        var prev = this.breakOnBlocks;
        for (var _len = arguments.length, blockNames = new Array(_len), _key = 0; _key < _len; _key++) {
          blockNames[_key] = arguments[_key];
        }
        this.breakOnBlocks = blockNames;
        var ret = this.parse();
        this.breakOnBlocks = prev;
        return ret;
      };
      _proto.parseNodes = function parseNodes() {
        var tok;
        var buf = [];
        while (tok = this.nextToken()) {
          if (tok.type === lexer.TOKEN_DATA) {
            var data = tok.value;
            var nextToken = this.peekToken();
            var nextVal = nextToken && nextToken.value;
            if (this.dropLeadingWhitespace) {
              data = data.replace(/^\s*/, "");
              this.dropLeadingWhitespace = false;
            }
            if (nextToken && (nextToken.type === lexer.TOKEN_BLOCK_START && nextVal.charAt(nextVal.length - 1) === "-" || nextToken.type === lexer.TOKEN_VARIABLE_START && nextVal.charAt(this.tokens.tags.VARIABLE_START.length) === "-" || nextToken.type === lexer.TOKEN_COMMENT && nextVal.charAt(this.tokens.tags.COMMENT_START.length) === "-")) {
              data = data.replace(/\s*$/, "");
            }
            buf.push(new nodes.Output(tok.lineno, tok.colno, [new nodes.TemplateData(tok.lineno, tok.colno, data)]));
          } else if (tok.type === lexer.TOKEN_BLOCK_START) {
            this.dropLeadingWhitespace = false;
            var n = this.parseStatement();
            if (!n) {
              break;
            }
            buf.push(n);
          } else if (tok.type === lexer.TOKEN_VARIABLE_START) {
            var e = this.parseExpression();
            this.dropLeadingWhitespace = false;
            this.advanceAfterVariableEnd();
            buf.push(new nodes.Output(tok.lineno, tok.colno, [e]));
          } else if (tok.type === lexer.TOKEN_COMMENT) {
            this.dropLeadingWhitespace = tok.value.charAt(tok.value.length - this.tokens.tags.COMMENT_END.length - 1) === "-";
          } else {
            this.fail("Unexpected token at top-level: " + tok.type, tok.lineno, tok.colno);
          }
        }
        return buf;
      };
      _proto.parse = function parse() {
        return new nodes.NodeList(0, 0, this.parseNodes());
      };
      _proto.parseAsRoot = function parseAsRoot() {
        return new nodes.Root(0, 0, this.parseNodes());
      };
      return Parser3;
    })(Obj);
    module.exports = {
      parse: function parse(src, extensions, opts) {
        var p = new Parser2(lexer.lex(src, opts));
        if (extensions !== void 0) {
          p.extensions = extensions;
        }
        return p.parseAsRoot();
      },
      Parser: Parser2
    };
  }
});

// ../main/node_modules/commander/lib/error.js
var require_error = __commonJS({
  "../main/node_modules/commander/lib/error.js"(exports) {
    var CommanderError2 = class extends Error {
      /**
       * Constructs the CommanderError class
       * @param {number} exitCode suggested exit code which could be used with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       */
      constructor(exitCode2, code, message) {
        super(message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
        this.code = code;
        this.exitCode = exitCode2;
        this.nestedError = void 0;
      }
    };
    var InvalidArgumentError2 = class extends CommanderError2 {
      /**
       * Constructs the InvalidArgumentError class
       * @param {string} [message] explanation of why argument is invalid
       */
      constructor(message) {
        super(1, "commander.invalidArgument", message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
      }
    };
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
  }
});

// ../main/node_modules/commander/lib/argument.js
var require_argument = __commonJS({
  "../main/node_modules/commander/lib/argument.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Argument2 = class {
      /**
       * Initialize a new command argument with the given name and description.
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @param {string} name
       * @param {string} [description]
       */
      constructor(name, description) {
        this.description = description || "";
        this.variadic = false;
        this.parseArg = void 0;
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.argChoices = void 0;
        switch (name[0]) {
          case "<":
            this.required = true;
            this._name = name.slice(1, -1);
            break;
          case "[":
            this.required = false;
            this._name = name.slice(1, -1);
            break;
          default:
            this.required = true;
            this._name = name;
            break;
        }
        if (this._name.endsWith("...")) {
          this.variadic = true;
          this._name = this._name.slice(0, -3);
        }
      }
      /**
       * Return argument name.
       *
       * @return {string}
       */
      name() {
        return this._name;
      }
      /**
       * @package
       */
      _collectValue(value2, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value2];
        }
        previous.push(value2);
        return previous;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Argument}
       */
      default(value2, description) {
        this.defaultValue = value2;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Set the custom handler for processing CLI command arguments into argument values.
       *
       * @param {Function} [fn]
       * @return {Argument}
       */
      argParser(fn2) {
        this.parseArg = fn2;
        return this;
      }
      /**
       * Only allow argument value to be one of choices.
       *
       * @param {string[]} values
       * @return {Argument}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Make argument required.
       *
       * @returns {Argument}
       */
      argRequired() {
        this.required = true;
        return this;
      }
      /**
       * Make argument optional.
       *
       * @returns {Argument}
       */
      argOptional() {
        this.required = false;
        return this;
      }
    };
    function humanReadableArgName(arg) {
      const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
      return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
    }
    exports.Argument = Argument2;
    exports.humanReadableArgName = humanReadableArgName;
  }
});

// ../main/node_modules/commander/lib/help.js
var require_help = __commonJS({
  "../main/node_modules/commander/lib/help.js"(exports) {
    var { humanReadableArgName } = require_argument();
    var Help2 = class {
      constructor() {
        this.helpWidth = void 0;
        this.minWidthToWrap = 40;
        this.sortSubcommands = false;
        this.sortOptions = false;
        this.showGlobalOptions = false;
      }
      /**
       * prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
       * and just before calling `formatHelp()`.
       *
       * Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
       *
       * @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
       */
      prepareContext(contextOptions) {
        this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
      }
      /**
       * Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
       *
       * @param {Command} cmd
       * @returns {Command[]}
       */
      visibleCommands(cmd) {
        const visibleCommands = cmd.commands.filter((cmd2) => !cmd2._hidden);
        const helpCommand = cmd._getHelpCommand();
        if (helpCommand && !helpCommand._hidden) {
          visibleCommands.push(helpCommand);
        }
        if (this.sortSubcommands) {
          visibleCommands.sort((a, b) => {
            return a.name().localeCompare(b.name());
          });
        }
        return visibleCommands;
      }
      /**
       * Compare options for sort.
       *
       * @param {Option} a
       * @param {Option} b
       * @returns {number}
       */
      compareOptions(a, b) {
        const getSortKey = (option2) => {
          return option2.short ? option2.short.replace(/^-/, "") : option2.long.replace(/^--/, "");
        };
        return getSortKey(a).localeCompare(getSortKey(b));
      }
      /**
       * Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleOptions(cmd) {
        const visibleOptions = cmd.options.filter((option2) => !option2.hidden);
        const helpOption = cmd._getHelpOption();
        if (helpOption && !helpOption.hidden) {
          const removeShort = helpOption.short && cmd._findOption(helpOption.short);
          const removeLong = helpOption.long && cmd._findOption(helpOption.long);
          if (!removeShort && !removeLong) {
            visibleOptions.push(helpOption);
          } else if (helpOption.long && !removeLong) {
            visibleOptions.push(
              cmd.createOption(helpOption.long, helpOption.description)
            );
          } else if (helpOption.short && !removeShort) {
            visibleOptions.push(
              cmd.createOption(helpOption.short, helpOption.description)
            );
          }
        }
        if (this.sortOptions) {
          visibleOptions.sort(this.compareOptions);
        }
        return visibleOptions;
      }
      /**
       * Get an array of the visible global options. (Not including help.)
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleGlobalOptions(cmd) {
        if (!this.showGlobalOptions) return [];
        const globalOptions = [];
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          const visibleOptions = ancestorCmd.options.filter(
            (option2) => !option2.hidden
          );
          globalOptions.push(...visibleOptions);
        }
        if (this.sortOptions) {
          globalOptions.sort(this.compareOptions);
        }
        return globalOptions;
      }
      /**
       * Get an array of the arguments if any have a description.
       *
       * @param {Command} cmd
       * @returns {Argument[]}
       */
      visibleArguments(cmd) {
        if (cmd._argsDescription) {
          cmd.registeredArguments.forEach((argument) => {
            argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
          });
        }
        if (cmd.registeredArguments.find((argument) => argument.description)) {
          return cmd.registeredArguments;
        }
        return [];
      }
      /**
       * Get the command term to show in the list of subcommands.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandTerm(cmd) {
        const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
        return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + // simplistic check for non-help option
        (args ? " " + args : "");
      }
      /**
       * Get the option term to show in the list of options.
       *
       * @param {Option} option
       * @returns {string}
       */
      optionTerm(option2) {
        return option2.flags;
      }
      /**
       * Get the argument term to show in the list of arguments.
       *
       * @param {Argument} argument
       * @returns {string}
       */
      argumentTerm(argument) {
        return argument.name();
      }
      /**
       * Get the longest command term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestSubcommandTermLength(cmd, helper) {
        return helper.visibleCommands(cmd).reduce((max, command) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleSubcommandTerm(helper.subcommandTerm(command))
            )
          );
        }, 0);
      }
      /**
       * Get the longest option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestOptionTermLength(cmd, helper) {
        return helper.visibleOptions(cmd).reduce((max, option2) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option2)))
          );
        }, 0);
      }
      /**
       * Get the longest global option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestGlobalOptionTermLength(cmd, helper) {
        return helper.visibleGlobalOptions(cmd).reduce((max, option2) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option2)))
          );
        }, 0);
      }
      /**
       * Get the longest argument term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestArgumentTermLength(cmd, helper) {
        return helper.visibleArguments(cmd).reduce((max, argument) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleArgumentTerm(helper.argumentTerm(argument))
            )
          );
        }, 0);
      }
      /**
       * Get the command usage to be displayed at the top of the built-in help.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandUsage(cmd) {
        let cmdName = cmd._name;
        if (cmd._aliases[0]) {
          cmdName = cmdName + "|" + cmd._aliases[0];
        }
        let ancestorCmdNames = "";
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
        }
        return ancestorCmdNames + cmdName + " " + cmd.usage();
      }
      /**
       * Get the description for the command.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandDescription(cmd) {
        return cmd.description();
      }
      /**
       * Get the subcommand summary to show in the list of subcommands.
       * (Fallback to description for backwards compatibility.)
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandDescription(cmd) {
        return cmd.summary() || cmd.description();
      }
      /**
       * Get the option description to show in the list of options.
       *
       * @param {Option} option
       * @return {string}
       */
      optionDescription(option2) {
        const extraInfo = [];
        if (option2.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${option2.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (option2.defaultValue !== void 0) {
          const showDefault = option2.required || option2.optional || option2.isBoolean() && typeof option2.defaultValue === "boolean";
          if (showDefault) {
            extraInfo.push(
              `default: ${option2.defaultValueDescription || JSON.stringify(option2.defaultValue)}`
            );
          }
        }
        if (option2.presetArg !== void 0 && option2.optional) {
          extraInfo.push(`preset: ${JSON.stringify(option2.presetArg)}`);
        }
        if (option2.envVar !== void 0) {
          extraInfo.push(`env: ${option2.envVar}`);
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (option2.description) {
            return `${option2.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return option2.description;
      }
      /**
       * Get the argument description to show in the list of arguments.
       *
       * @param {Argument} argument
       * @return {string}
       */
      argumentDescription(argument) {
        const extraInfo = [];
        if (argument.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (argument.defaultValue !== void 0) {
          extraInfo.push(
            `default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`
          );
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (argument.description) {
            return `${argument.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return argument.description;
      }
      /**
       * Format a list of items, given a heading and an array of formatted items.
       *
       * @param {string} heading
       * @param {string[]} items
       * @param {Help} helper
       * @returns string[]
       */
      formatItemList(heading, items, helper) {
        if (items.length === 0) return [];
        return [helper.styleTitle(heading), ...items, ""];
      }
      /**
       * Group items by their help group heading.
       *
       * @param {Command[] | Option[]} unsortedItems
       * @param {Command[] | Option[]} visibleItems
       * @param {Function} getGroup
       * @returns {Map<string, Command[] | Option[]>}
       */
      groupItems(unsortedItems, visibleItems, getGroup) {
        const result = /* @__PURE__ */ new Map();
        unsortedItems.forEach((item) => {
          const group2 = getGroup(item);
          if (!result.has(group2)) result.set(group2, []);
        });
        visibleItems.forEach((item) => {
          const group2 = getGroup(item);
          if (!result.has(group2)) {
            result.set(group2, []);
          }
          result.get(group2).push(item);
        });
        return result;
      }
      /**
       * Generate the built-in help text.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {string}
       */
      formatHelp(cmd, helper) {
        const termWidth = helper.padWidth(cmd, helper);
        const helpWidth = helper.helpWidth ?? 80;
        function callFormatItem(term, description) {
          return helper.formatItem(term, termWidth, description, helper);
        }
        let output = [
          `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`,
          ""
        ];
        const commandDescription = helper.commandDescription(cmd);
        if (commandDescription.length > 0) {
          output = output.concat([
            helper.boxWrap(
              helper.styleCommandDescription(commandDescription),
              helpWidth
            ),
            ""
          ]);
        }
        const argumentList = helper.visibleArguments(cmd).map((argument) => {
          return callFormatItem(
            helper.styleArgumentTerm(helper.argumentTerm(argument)),
            helper.styleArgumentDescription(helper.argumentDescription(argument))
          );
        });
        output = output.concat(
          this.formatItemList("Arguments:", argumentList, helper)
        );
        const optionGroups = this.groupItems(
          cmd.options,
          helper.visibleOptions(cmd),
          (option2) => option2.helpGroupHeading ?? "Options:"
        );
        optionGroups.forEach((options, group2) => {
          const optionList = options.map((option2) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option2)),
              helper.styleOptionDescription(helper.optionDescription(option2))
            );
          });
          output = output.concat(this.formatItemList(group2, optionList, helper));
        });
        if (helper.showGlobalOptions) {
          const globalOptionList = helper.visibleGlobalOptions(cmd).map((option2) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option2)),
              helper.styleOptionDescription(helper.optionDescription(option2))
            );
          });
          output = output.concat(
            this.formatItemList("Global Options:", globalOptionList, helper)
          );
        }
        const commandGroups = this.groupItems(
          cmd.commands,
          helper.visibleCommands(cmd),
          (sub) => sub.helpGroup() || "Commands:"
        );
        commandGroups.forEach((commands, group2) => {
          const commandList = commands.map((sub) => {
            return callFormatItem(
              helper.styleSubcommandTerm(helper.subcommandTerm(sub)),
              helper.styleSubcommandDescription(helper.subcommandDescription(sub))
            );
          });
          output = output.concat(this.formatItemList(group2, commandList, helper));
        });
        return output.join("\n");
      }
      /**
       * Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
       *
       * @param {string} str
       * @returns {number}
       */
      displayWidth(str2) {
        return stripColor(str2).length;
      }
      /**
       * Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
       *
       * @param {string} str
       * @returns {string}
       */
      styleTitle(str2) {
        return str2;
      }
      styleUsage(str2) {
        return str2.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word === "[command]") return this.styleSubcommandText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleCommandText(word);
        }).join(" ");
      }
      styleCommandDescription(str2) {
        return this.styleDescriptionText(str2);
      }
      styleOptionDescription(str2) {
        return this.styleDescriptionText(str2);
      }
      styleSubcommandDescription(str2) {
        return this.styleDescriptionText(str2);
      }
      styleArgumentDescription(str2) {
        return this.styleDescriptionText(str2);
      }
      styleDescriptionText(str2) {
        return str2;
      }
      styleOptionTerm(str2) {
        return this.styleOptionText(str2);
      }
      styleSubcommandTerm(str2) {
        return str2.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleSubcommandText(word);
        }).join(" ");
      }
      styleArgumentTerm(str2) {
        return this.styleArgumentText(str2);
      }
      styleOptionText(str2) {
        return str2;
      }
      styleArgumentText(str2) {
        return str2;
      }
      styleSubcommandText(str2) {
        return str2;
      }
      styleCommandText(str2) {
        return str2;
      }
      /**
       * Calculate the pad width from the maximum term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      padWidth(cmd, helper) {
        return Math.max(
          helper.longestOptionTermLength(cmd, helper),
          helper.longestGlobalOptionTermLength(cmd, helper),
          helper.longestSubcommandTermLength(cmd, helper),
          helper.longestArgumentTermLength(cmd, helper)
        );
      }
      /**
       * Detect manually wrapped and indented strings by checking for line break followed by whitespace.
       *
       * @param {string} str
       * @returns {boolean}
       */
      preformatted(str2) {
        return /\n[^\S\r\n]/.test(str2);
      }
      /**
       * Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
       *
       * So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
       *   TTT  DDD DDDD
       *        DD DDD
       *
       * @param {string} term
       * @param {number} termWidth
       * @param {string} description
       * @param {Help} helper
       * @returns {string}
       */
      formatItem(term, termWidth, description, helper) {
        const itemIndent = 2;
        const itemIndentStr = " ".repeat(itemIndent);
        if (!description) return itemIndentStr + term;
        const paddedTerm = term.padEnd(
          termWidth + term.length - helper.displayWidth(term)
        );
        const spacerWidth = 2;
        const helpWidth = this.helpWidth ?? 80;
        const remainingWidth = helpWidth - termWidth - spacerWidth - itemIndent;
        let formattedDescription;
        if (remainingWidth < this.minWidthToWrap || helper.preformatted(description)) {
          formattedDescription = description;
        } else {
          const wrappedDescription = helper.boxWrap(description, remainingWidth);
          formattedDescription = wrappedDescription.replace(
            /\n/g,
            "\n" + " ".repeat(termWidth + spacerWidth)
          );
        }
        return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `
${itemIndentStr}`);
      }
      /**
       * Wrap a string at whitespace, preserving existing line breaks.
       * Wrapping is skipped if the width is less than `minWidthToWrap`.
       *
       * @param {string} str
       * @param {number} width
       * @returns {string}
       */
      boxWrap(str2, width) {
        if (width < this.minWidthToWrap) return str2;
        const rawLines = str2.split(/\r\n|\n/);
        const chunkPattern = /[\s]*[^\s]+/g;
        const wrappedLines = [];
        rawLines.forEach((line) => {
          const chunks = line.match(chunkPattern);
          if (chunks === null) {
            wrappedLines.push("");
            return;
          }
          let sumChunks = [chunks.shift()];
          let sumWidth = this.displayWidth(sumChunks[0]);
          chunks.forEach((chunk) => {
            const visibleWidth = this.displayWidth(chunk);
            if (sumWidth + visibleWidth <= width) {
              sumChunks.push(chunk);
              sumWidth += visibleWidth;
              return;
            }
            wrappedLines.push(sumChunks.join(""));
            const nextChunk = chunk.trimStart();
            sumChunks = [nextChunk];
            sumWidth = this.displayWidth(nextChunk);
          });
          wrappedLines.push(sumChunks.join(""));
        });
        return wrappedLines.join("\n");
      }
    };
    function stripColor(str2) {
      const sgrPattern = /\x1b\[\d*(;\d*)*m/g;
      return str2.replace(sgrPattern, "");
    }
    exports.Help = Help2;
    exports.stripColor = stripColor;
  }
});

// ../main/node_modules/commander/lib/option.js
var require_option = __commonJS({
  "../main/node_modules/commander/lib/option.js"(exports) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Option2 = class {
      /**
       * Initialize a new `Option` with the given `flags` and `description`.
       *
       * @param {string} flags
       * @param {string} [description]
       */
      constructor(flags, description) {
        this.flags = flags;
        this.description = description || "";
        this.required = flags.includes("<");
        this.optional = flags.includes("[");
        this.variadic = /\w\.\.\.[>\]]$/.test(flags);
        this.mandatory = false;
        const optionFlags = splitOptionFlags(flags);
        this.short = optionFlags.shortFlag;
        this.long = optionFlags.longFlag;
        this.negate = false;
        if (this.long) {
          this.negate = this.long.startsWith("--no-");
        }
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.presetArg = void 0;
        this.envVar = void 0;
        this.parseArg = void 0;
        this.hidden = false;
        this.argChoices = void 0;
        this.conflictsWith = [];
        this.implied = void 0;
        this.helpGroupHeading = void 0;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Option}
       */
      default(value2, description) {
        this.defaultValue = value2;
        this.defaultValueDescription = description;
        return this;
      }
      /**
       * Preset to use when option used without option-argument, especially optional but also boolean and negated.
       * The custom processing (parseArg) is called.
       *
       * @example
       * new Option('--color').default('GREYSCALE').preset('RGB');
       * new Option('--donate [amount]').preset('20').argParser(parseFloat);
       *
       * @param {*} arg
       * @return {Option}
       */
      preset(arg) {
        this.presetArg = arg;
        return this;
      }
      /**
       * Add option name(s) that conflict with this option.
       * An error will be displayed if conflicting options are found during parsing.
       *
       * @example
       * new Option('--rgb').conflicts('cmyk');
       * new Option('--js').conflicts(['ts', 'jsx']);
       *
       * @param {(string | string[])} names
       * @return {Option}
       */
      conflicts(names2) {
        this.conflictsWith = this.conflictsWith.concat(names2);
        return this;
      }
      /**
       * Specify implied option values for when this option is set and the implied options are not.
       *
       * The custom processing (parseArg) is not called on the implied values.
       *
       * @example
       * program
       *   .addOption(new Option('--log', 'write logging information to file'))
       *   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
       *
       * @param {object} impliedOptionValues
       * @return {Option}
       */
      implies(impliedOptionValues) {
        let newImplied = impliedOptionValues;
        if (typeof impliedOptionValues === "string") {
          newImplied = { [impliedOptionValues]: true };
        }
        this.implied = Object.assign(this.implied || {}, newImplied);
        return this;
      }
      /**
       * Set environment variable to check for option value.
       *
       * An environment variable is only used if when processed the current option value is
       * undefined, or the source of the current value is 'default' or 'config' or 'env'.
       *
       * @param {string} name
       * @return {Option}
       */
      env(name) {
        this.envVar = name;
        return this;
      }
      /**
       * Set the custom handler for processing CLI option arguments into option values.
       *
       * @param {Function} [fn]
       * @return {Option}
       */
      argParser(fn2) {
        this.parseArg = fn2;
        return this;
      }
      /**
       * Whether the option is mandatory and must have a value after parsing.
       *
       * @param {boolean} [mandatory=true]
       * @return {Option}
       */
      makeOptionMandatory(mandatory = true) {
        this.mandatory = !!mandatory;
        return this;
      }
      /**
       * Hide option in help.
       *
       * @param {boolean} [hide=true]
       * @return {Option}
       */
      hideHelp(hide = true) {
        this.hidden = !!hide;
        return this;
      }
      /**
       * @package
       */
      _collectValue(value2, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value2];
        }
        previous.push(value2);
        return previous;
      }
      /**
       * Only allow option value to be one of choices.
       *
       * @param {string[]} values
       * @return {Option}
       */
      choices(values) {
        this.argChoices = values.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Return option name.
       *
       * @return {string}
       */
      name() {
        if (this.long) {
          return this.long.replace(/^--/, "");
        }
        return this.short.replace(/^-/, "");
      }
      /**
       * Return option name, in a camelcase format that can be used
       * as an object attribute key.
       *
       * @return {string}
       */
      attributeName() {
        if (this.negate) {
          return camelcase(this.name().replace(/^no-/, ""));
        }
        return camelcase(this.name());
      }
      /**
       * Set the help group heading.
       *
       * @param {string} heading
       * @return {Option}
       */
      helpGroup(heading) {
        this.helpGroupHeading = heading;
        return this;
      }
      /**
       * Check if `arg` matches the short or long flag.
       *
       * @param {string} arg
       * @return {boolean}
       * @package
       */
      is(arg) {
        return this.short === arg || this.long === arg;
      }
      /**
       * Return whether a boolean option.
       *
       * Options are one of boolean, negated, required argument, or optional argument.
       *
       * @return {boolean}
       * @package
       */
      isBoolean() {
        return !this.required && !this.optional && !this.negate;
      }
    };
    var DualOptions = class {
      /**
       * @param {Option[]} options
       */
      constructor(options) {
        this.positiveOptions = /* @__PURE__ */ new Map();
        this.negativeOptions = /* @__PURE__ */ new Map();
        this.dualOptions = /* @__PURE__ */ new Set();
        options.forEach((option2) => {
          if (option2.negate) {
            this.negativeOptions.set(option2.attributeName(), option2);
          } else {
            this.positiveOptions.set(option2.attributeName(), option2);
          }
        });
        this.negativeOptions.forEach((value2, key) => {
          if (this.positiveOptions.has(key)) {
            this.dualOptions.add(key);
          }
        });
      }
      /**
       * Did the value come from the option, and not from possible matching dual option?
       *
       * @param {*} value
       * @param {Option} option
       * @returns {boolean}
       */
      valueFromOption(value2, option2) {
        const optionKey = option2.attributeName();
        if (!this.dualOptions.has(optionKey)) return true;
        const preset = this.negativeOptions.get(optionKey).presetArg;
        const negativeValue = preset !== void 0 ? preset : false;
        return option2.negate === (negativeValue === value2);
      }
    };
    function camelcase(str2) {
      return str2.split("-").reduce((str3, word) => {
        return str3 + word[0].toUpperCase() + word.slice(1);
      });
    }
    function splitOptionFlags(flags) {
      let shortFlag;
      let longFlag;
      const shortFlagExp = /^-[^-]$/;
      const longFlagExp = /^--[^-]/;
      const flagParts = flags.split(/[ |,]+/).concat("guard");
      if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
      if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
      if (!shortFlag && shortFlagExp.test(flagParts[0]))
        shortFlag = flagParts.shift();
      if (!shortFlag && longFlagExp.test(flagParts[0])) {
        shortFlag = longFlag;
        longFlag = flagParts.shift();
      }
      if (flagParts[0].startsWith("-")) {
        const unsupportedFlag = flagParts[0];
        const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
        if (/^-[^-][^-]/.test(unsupportedFlag))
          throw new Error(
            `${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`
          );
        if (shortFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many short flags`);
        if (longFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many long flags`);
        throw new Error(`${baseError}
- unrecognised flag format`);
      }
      if (shortFlag === void 0 && longFlag === void 0)
        throw new Error(
          `option creation failed due to no flags found in '${flags}'.`
        );
      return { shortFlag, longFlag };
    }
    exports.Option = Option2;
    exports.DualOptions = DualOptions;
  }
});

// ../main/node_modules/commander/lib/suggestSimilar.js
var require_suggestSimilar = __commonJS({
  "../main/node_modules/commander/lib/suggestSimilar.js"(exports) {
    var maxDistance = 3;
    function editDistance(a, b) {
      if (Math.abs(a.length - b.length) > maxDistance)
        return Math.max(a.length, b.length);
      const d = [];
      for (let i = 0; i <= a.length; i++) {
        d[i] = [i];
      }
      for (let j = 0; j <= b.length; j++) {
        d[0][j] = j;
      }
      for (let j = 1; j <= b.length; j++) {
        for (let i = 1; i <= a.length; i++) {
          let cost = 1;
          if (a[i - 1] === b[j - 1]) {
            cost = 0;
          } else {
            cost = 1;
          }
          d[i][j] = Math.min(
            d[i - 1][j] + 1,
            // deletion
            d[i][j - 1] + 1,
            // insertion
            d[i - 1][j - 1] + cost
            // substitution
          );
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
          }
        }
      }
      return d[a.length][b.length];
    }
    function suggestSimilar(word, candidates2) {
      if (!candidates2 || candidates2.length === 0) return "";
      candidates2 = Array.from(new Set(candidates2));
      const searchingOptions = word.startsWith("--");
      if (searchingOptions) {
        word = word.slice(2);
        candidates2 = candidates2.map((candidate) => candidate.slice(2));
      }
      let similar = [];
      let bestDistance = maxDistance;
      const minSimilarity = 0.4;
      candidates2.forEach((candidate) => {
        if (candidate.length <= 1) return;
        const distance = editDistance(word, candidate);
        const length = Math.max(word.length, candidate.length);
        const similarity = (length - distance) / length;
        if (similarity > minSimilarity) {
          if (distance < bestDistance) {
            bestDistance = distance;
            similar = [candidate];
          } else if (distance === bestDistance) {
            similar.push(candidate);
          }
        }
      });
      similar.sort((a, b) => a.localeCompare(b));
      if (searchingOptions) {
        similar = similar.map((candidate) => `--${candidate}`);
      }
      if (similar.length > 1) {
        return `
(Did you mean one of ${similar.join(", ")}?)`;
      }
      if (similar.length === 1) {
        return `
(Did you mean ${similar[0]}?)`;
      }
      return "";
    }
    exports.suggestSimilar = suggestSimilar;
  }
});

// ../main/node_modules/commander/lib/command.js
var require_command = __commonJS({
  "../main/node_modules/commander/lib/command.js"(exports) {
    var EventEmitter = __require("node:events").EventEmitter;
    var childProcess = __require("node:child_process");
    var path = __require("node:path");
    var fs = __require("node:fs");
    var process2 = __require("node:process");
    var { Argument: Argument2, humanReadableArgName } = require_argument();
    var { CommanderError: CommanderError2 } = require_error();
    var { Help: Help2, stripColor } = require_help();
    var { Option: Option2, DualOptions } = require_option();
    var { suggestSimilar } = require_suggestSimilar();
    var Command2 = class _Command extends EventEmitter {
      /**
       * Initialize a new `Command`.
       *
       * @param {string} [name]
       */
      constructor(name) {
        super();
        this.commands = [];
        this.options = [];
        this.parent = null;
        this._allowUnknownOption = false;
        this._allowExcessArguments = false;
        this.registeredArguments = [];
        this._args = this.registeredArguments;
        this.args = [];
        this.rawArgs = [];
        this.processedArgs = [];
        this._scriptPath = null;
        this._name = name || "";
        this._optionValues = {};
        this._optionValueSources = {};
        this._storeOptionsAsProperties = false;
        this._actionHandler = null;
        this._executableHandler = false;
        this._executableFile = null;
        this._executableDir = null;
        this._defaultCommandName = null;
        this._exitCallback = null;
        this._aliases = [];
        this._combineFlagAndOptionalValue = true;
        this._description = "";
        this._summary = "";
        this._argsDescription = void 0;
        this._enablePositionalOptions = false;
        this._passThroughOptions = false;
        this._lifeCycleHooks = {};
        this._showHelpAfterError = false;
        this._showSuggestionAfterError = true;
        this._savedState = null;
        this._outputConfiguration = {
          writeOut: (str2) => process2.stdout.write(str2),
          writeErr: (str2) => process2.stderr.write(str2),
          outputError: (str2, write2) => write2(str2),
          getOutHelpWidth: () => process2.stdout.isTTY ? process2.stdout.columns : void 0,
          getErrHelpWidth: () => process2.stderr.isTTY ? process2.stderr.columns : void 0,
          getOutHasColors: () => useColor() ?? (process2.stdout.isTTY && process2.stdout.hasColors?.()),
          getErrHasColors: () => useColor() ?? (process2.stderr.isTTY && process2.stderr.hasColors?.()),
          stripColor: (str2) => stripColor(str2)
        };
        this._hidden = false;
        this._helpOption = void 0;
        this._addImplicitHelpCommand = void 0;
        this._helpCommand = void 0;
        this._helpConfiguration = {};
        this._helpGroupHeading = void 0;
        this._defaultCommandGroup = void 0;
        this._defaultOptionGroup = void 0;
      }
      /**
       * Copy settings that are useful to have in common across root command and subcommands.
       *
       * (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
       *
       * @param {Command} sourceCommand
       * @return {Command} `this` command for chaining
       */
      copyInheritedSettings(sourceCommand) {
        this._outputConfiguration = sourceCommand._outputConfiguration;
        this._helpOption = sourceCommand._helpOption;
        this._helpCommand = sourceCommand._helpCommand;
        this._helpConfiguration = sourceCommand._helpConfiguration;
        this._exitCallback = sourceCommand._exitCallback;
        this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
        this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
        this._allowExcessArguments = sourceCommand._allowExcessArguments;
        this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
        this._showHelpAfterError = sourceCommand._showHelpAfterError;
        this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
        return this;
      }
      /**
       * @returns {Command[]}
       * @private
       */
      _getCommandAndAncestors() {
        const result = [];
        for (let command = this; command; command = command.parent) {
          result.push(command);
        }
        return result;
      }
      /**
       * Define a command.
       *
       * There are two styles of command: pay attention to where to put the description.
       *
       * @example
       * // Command implemented using action handler (description is supplied separately to `.command`)
       * program
       *   .command('clone <source> [destination]')
       *   .description('clone a repository into a newly created directory')
       *   .action((source, destination) => {
       *     console.log('clone command called');
       *   });
       *
       * // Command implemented using separate executable file (description is second parameter to `.command`)
       * program
       *   .command('start <service>', 'start named service')
       *   .command('stop [service]', 'stop named service, or all if no name supplied');
       *
       * @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
       * @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
       * @param {object} [execOpts] - configuration options (for executable)
       * @return {Command} returns new command for action handler, or `this` for executable command
       */
      command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
        let desc = actionOptsOrExecDesc;
        let opts = execOpts;
        if (typeof desc === "object" && desc !== null) {
          opts = desc;
          desc = null;
        }
        opts = opts || {};
        const [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const cmd = this.createCommand(name);
        if (desc) {
          cmd.description(desc);
          cmd._executableHandler = true;
        }
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        cmd._hidden = !!(opts.noHelp || opts.hidden);
        cmd._executableFile = opts.executableFile || null;
        if (args) cmd.arguments(args);
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd.copyInheritedSettings(this);
        if (desc) return this;
        return cmd;
      }
      /**
       * Factory routine to create a new unattached command.
       *
       * See .command() for creating an attached subcommand, which uses this routine to
       * create the command. You can override createCommand to customise subcommands.
       *
       * @param {string} [name]
       * @return {Command} new command
       */
      createCommand(name) {
        return new _Command(name);
      }
      /**
       * You can customise the help with a subclass of Help by overriding createHelp,
       * or by overriding Help properties using configureHelp().
       *
       * @return {Help}
       */
      createHelp() {
        return Object.assign(new Help2(), this.configureHelp());
      }
      /**
       * You can customise the help by overriding Help properties using configureHelp(),
       * or with a subclass of Help by overriding createHelp().
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureHelp(configuration) {
        if (configuration === void 0) return this._helpConfiguration;
        this._helpConfiguration = configuration;
        return this;
      }
      /**
       * The default output goes to stdout and stderr. You can customise this for special
       * applications. You can also customise the display of errors by overriding outputError.
       *
       * The configuration properties are all functions:
       *
       *     // change how output being written, defaults to stdout and stderr
       *     writeOut(str)
       *     writeErr(str)
       *     // change how output being written for errors, defaults to writeErr
       *     outputError(str, write) // used for displaying errors and not used for displaying help
       *     // specify width for wrapping help
       *     getOutHelpWidth()
       *     getErrHelpWidth()
       *     // color support, currently only used with Help
       *     getOutHasColors()
       *     getErrHasColors()
       *     stripColor() // used to remove ANSI escape codes if output does not have colors
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureOutput(configuration) {
        if (configuration === void 0) return this._outputConfiguration;
        this._outputConfiguration = {
          ...this._outputConfiguration,
          ...configuration
        };
        return this;
      }
      /**
       * Display the help or a custom message after an error occurs.
       *
       * @param {(boolean|string)} [displayHelp]
       * @return {Command} `this` command for chaining
       */
      showHelpAfterError(displayHelp = true) {
        if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
        this._showHelpAfterError = displayHelp;
        return this;
      }
      /**
       * Display suggestion of similar commands for unknown commands, or options for unknown options.
       *
       * @param {boolean} [displaySuggestion]
       * @return {Command} `this` command for chaining
       */
      showSuggestionAfterError(displaySuggestion = true) {
        this._showSuggestionAfterError = !!displaySuggestion;
        return this;
      }
      /**
       * Add a prepared subcommand.
       *
       * See .command() for creating an attached subcommand which inherits settings from its parent.
       *
       * @param {Command} cmd - new subcommand
       * @param {object} [opts] - configuration options
       * @return {Command} `this` command for chaining
       */
      addCommand(cmd, opts) {
        if (!cmd._name) {
          throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
        }
        opts = opts || {};
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        if (opts.noHelp || opts.hidden) cmd._hidden = true;
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd._checkForBrokenPassThrough();
        return this;
      }
      /**
       * Factory routine to create a new unattached argument.
       *
       * See .argument() for creating an attached argument, which uses this routine to
       * create the argument. You can override createArgument to return a custom argument.
       *
       * @param {string} name
       * @param {string} [description]
       * @return {Argument} new argument
       */
      createArgument(name, description) {
        return new Argument2(name, description);
      }
      /**
       * Define argument syntax for command.
       *
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @example
       * program.argument('<input-file>');
       * program.argument('[output-file]');
       *
       * @param {string} name
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom argument processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      argument(name, description, parseArg, defaultValue) {
        const argument = this.createArgument(name, description);
        if (typeof parseArg === "function") {
          argument.default(defaultValue).argParser(parseArg);
        } else {
          argument.default(parseArg);
        }
        this.addArgument(argument);
        return this;
      }
      /**
       * Define argument syntax for command, adding multiple at once (without descriptions).
       *
       * See also .argument().
       *
       * @example
       * program.arguments('<cmd> [env]');
       *
       * @param {string} names
       * @return {Command} `this` command for chaining
       */
      arguments(names2) {
        names2.trim().split(/ +/).forEach((detail) => {
          this.argument(detail);
        });
        return this;
      }
      /**
       * Define argument syntax for command, adding a prepared argument.
       *
       * @param {Argument} argument
       * @return {Command} `this` command for chaining
       */
      addArgument(argument) {
        const previousArgument = this.registeredArguments.slice(-1)[0];
        if (previousArgument?.variadic) {
          throw new Error(
            `only the last argument can be variadic '${previousArgument.name()}'`
          );
        }
        if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) {
          throw new Error(
            `a default value for a required argument is never used: '${argument.name()}'`
          );
        }
        this.registeredArguments.push(argument);
        return this;
      }
      /**
       * Customise or override default help command. By default a help command is automatically added if your command has subcommands.
       *
       * @example
       *    program.helpCommand('help [cmd]');
       *    program.helpCommand('help [cmd]', 'show help');
       *    program.helpCommand(false); // suppress default help command
       *    program.helpCommand(true); // add help command even if no subcommands
       *
       * @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
       * @param {string} [description] - custom description
       * @return {Command} `this` command for chaining
       */
      helpCommand(enableOrNameAndArgs, description) {
        if (typeof enableOrNameAndArgs === "boolean") {
          this._addImplicitHelpCommand = enableOrNameAndArgs;
          if (enableOrNameAndArgs && this._defaultCommandGroup) {
            this._initCommandGroup(this._getHelpCommand());
          }
          return this;
        }
        const nameAndArgs = enableOrNameAndArgs ?? "help [command]";
        const [, helpName, helpArgs] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const helpDescription = description ?? "display help for command";
        const helpCommand = this.createCommand(helpName);
        helpCommand.helpOption(false);
        if (helpArgs) helpCommand.arguments(helpArgs);
        if (helpDescription) helpCommand.description(helpDescription);
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        if (enableOrNameAndArgs || description) this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Add prepared custom help command.
       *
       * @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
       * @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
       * @return {Command} `this` command for chaining
       */
      addHelpCommand(helpCommand, deprecatedDescription) {
        if (typeof helpCommand !== "object") {
          this.helpCommand(helpCommand, deprecatedDescription);
          return this;
        }
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Lazy create help command.
       *
       * @return {(Command|null)}
       * @package
       */
      _getHelpCommand() {
        const hasImplicitHelpCommand = this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"));
        if (hasImplicitHelpCommand) {
          if (this._helpCommand === void 0) {
            this.helpCommand(void 0, void 0);
          }
          return this._helpCommand;
        }
        return null;
      }
      /**
       * Add hook for life cycle event.
       *
       * @param {string} event
       * @param {Function} listener
       * @return {Command} `this` command for chaining
       */
      hook(event, listener) {
        const allowedValues = ["preSubcommand", "preAction", "postAction"];
        if (!allowedValues.includes(event)) {
          throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        if (this._lifeCycleHooks[event]) {
          this._lifeCycleHooks[event].push(listener);
        } else {
          this._lifeCycleHooks[event] = [listener];
        }
        return this;
      }
      /**
       * Register callback to use as replacement for calling process.exit.
       *
       * @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
       * @return {Command} `this` command for chaining
       */
      exitOverride(fn2) {
        if (fn2) {
          this._exitCallback = fn2;
        } else {
          this._exitCallback = (err) => {
            if (err.code !== "commander.executeSubCommandAsync") {
              throw err;
            } else {
            }
          };
        }
        return this;
      }
      /**
       * Call process.exit, and _exitCallback if defined.
       *
       * @param {number} exitCode exit code for using with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       * @return never
       * @private
       */
      _exit(exitCode2, code, message) {
        if (this._exitCallback) {
          this._exitCallback(new CommanderError2(exitCode2, code, message));
        }
        process2.exit(exitCode2);
      }
      /**
       * Register callback `fn` for the command.
       *
       * @example
       * program
       *   .command('serve')
       *   .description('start service')
       *   .action(function() {
       *      // do work here
       *   });
       *
       * @param {Function} fn
       * @return {Command} `this` command for chaining
       */
      action(fn2) {
        const listener = (args) => {
          const expectedArgsCount = this.registeredArguments.length;
          const actionArgs = args.slice(0, expectedArgsCount);
          if (this._storeOptionsAsProperties) {
            actionArgs[expectedArgsCount] = this;
          } else {
            actionArgs[expectedArgsCount] = this.opts();
          }
          actionArgs.push(this);
          return fn2.apply(this, actionArgs);
        };
        this._actionHandler = listener;
        return this;
      }
      /**
       * Factory routine to create a new unattached option.
       *
       * See .option() for creating an attached option, which uses this routine to
       * create the option. You can override createOption to return a custom option.
       *
       * @param {string} flags
       * @param {string} [description]
       * @return {Option} new option
       */
      createOption(flags, description) {
        return new Option2(flags, description);
      }
      /**
       * Wrap parseArgs to catch 'commander.invalidArgument'.
       *
       * @param {(Option | Argument)} target
       * @param {string} value
       * @param {*} previous
       * @param {string} invalidArgumentMessage
       * @private
       */
      _callParseArg(target, value2, previous, invalidArgumentMessage) {
        try {
          return target.parseArg(value2, previous);
        } catch (err) {
          if (err.code === "commander.invalidArgument") {
            const message = `${invalidArgumentMessage} ${err.message}`;
            this.error(message, { exitCode: err.exitCode, code: err.code });
          }
          throw err;
        }
      }
      /**
       * Check for option flag conflicts.
       * Register option if no conflicts found, or throw on conflict.
       *
       * @param {Option} option
       * @private
       */
      _registerOption(option2) {
        const matchingOption = option2.short && this._findOption(option2.short) || option2.long && this._findOption(option2.long);
        if (matchingOption) {
          const matchingFlag = option2.long && this._findOption(option2.long) ? option2.long : option2.short;
          throw new Error(`Cannot add option '${option2.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
        }
        this._initOptionGroup(option2);
        this.options.push(option2);
      }
      /**
       * Check for command name and alias conflicts with existing commands.
       * Register command if no conflicts found, or throw on conflict.
       *
       * @param {Command} command
       * @private
       */
      _registerCommand(command) {
        const knownBy = (cmd) => {
          return [cmd.name()].concat(cmd.aliases());
        };
        const alreadyUsed = knownBy(command).find(
          (name) => this._findCommand(name)
        );
        if (alreadyUsed) {
          const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
          const newCmd = knownBy(command).join("|");
          throw new Error(
            `cannot add command '${newCmd}' as already have command '${existingCmd}'`
          );
        }
        this._initCommandGroup(command);
        this.commands.push(command);
      }
      /**
       * Add an option.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addOption(option2) {
        this._registerOption(option2);
        const oname = option2.name();
        const name = option2.attributeName();
        if (option2.negate) {
          const positiveLongFlag = option2.long.replace(/^--no-/, "--");
          if (!this._findOption(positiveLongFlag)) {
            this.setOptionValueWithSource(
              name,
              option2.defaultValue === void 0 ? true : option2.defaultValue,
              "default"
            );
          }
        } else if (option2.defaultValue !== void 0) {
          this.setOptionValueWithSource(name, option2.defaultValue, "default");
        }
        const handleOptionValue = (val, invalidValueMessage, valueSource) => {
          if (val == null && option2.presetArg !== void 0) {
            val = option2.presetArg;
          }
          const oldValue = this.getOptionValue(name);
          if (val !== null && option2.parseArg) {
            val = this._callParseArg(option2, val, oldValue, invalidValueMessage);
          } else if (val !== null && option2.variadic) {
            val = option2._collectValue(val, oldValue);
          }
          if (val == null) {
            if (option2.negate) {
              val = false;
            } else if (option2.isBoolean() || option2.optional) {
              val = true;
            } else {
              val = "";
            }
          }
          this.setOptionValueWithSource(name, val, valueSource);
        };
        this.on("option:" + oname, (val) => {
          const invalidValueMessage = `error: option '${option2.flags}' argument '${val}' is invalid.`;
          handleOptionValue(val, invalidValueMessage, "cli");
        });
        if (option2.envVar) {
          this.on("optionEnv:" + oname, (val) => {
            const invalidValueMessage = `error: option '${option2.flags}' value '${val}' from env '${option2.envVar}' is invalid.`;
            handleOptionValue(val, invalidValueMessage, "env");
          });
        }
        return this;
      }
      /**
       * Internal implementation shared by .option() and .requiredOption()
       *
       * @return {Command} `this` command for chaining
       * @private
       */
      _optionEx(config, flags, description, fn2, defaultValue) {
        if (typeof flags === "object" && flags instanceof Option2) {
          throw new Error(
            "To add an Option object use addOption() instead of option() or requiredOption()"
          );
        }
        const option2 = this.createOption(flags, description);
        option2.makeOptionMandatory(!!config.mandatory);
        if (typeof fn2 === "function") {
          option2.default(defaultValue).argParser(fn2);
        } else if (fn2 instanceof RegExp) {
          const regex = fn2;
          fn2 = (val, def) => {
            const m = regex.exec(val);
            return m ? m[0] : def;
          };
          option2.default(defaultValue).argParser(fn2);
        } else {
          option2.default(fn2);
        }
        return this.addOption(option2);
      }
      /**
       * Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
       * option-argument is indicated by `<>` and an optional option-argument by `[]`.
       *
       * See the README for more details, and see also addOption() and requiredOption().
       *
       * @example
       * program
       *     .option('-p, --pepper', 'add pepper')
       *     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
       *     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
       *     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      option(flags, description, parseArg, defaultValue) {
        return this._optionEx({}, flags, description, parseArg, defaultValue);
      }
      /**
       * Add a required option which must have a value after parsing. This usually means
       * the option must be specified on the command line. (Otherwise the same as .option().)
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      requiredOption(flags, description, parseArg, defaultValue) {
        return this._optionEx(
          { mandatory: true },
          flags,
          description,
          parseArg,
          defaultValue
        );
      }
      /**
       * Alter parsing of short flags with optional values.
       *
       * @example
       * // for `.option('-f,--flag [value]'):
       * program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
       * program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
       *
       * @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
       * @return {Command} `this` command for chaining
       */
      combineFlagAndOptionalValue(combine2 = true) {
        this._combineFlagAndOptionalValue = !!combine2;
        return this;
      }
      /**
       * Allow unknown options on the command line.
       *
       * @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
       * @return {Command} `this` command for chaining
       */
      allowUnknownOption(allowUnknown = true) {
        this._allowUnknownOption = !!allowUnknown;
        return this;
      }
      /**
       * Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
       *
       * @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
       * @return {Command} `this` command for chaining
       */
      allowExcessArguments(allowExcess = true) {
        this._allowExcessArguments = !!allowExcess;
        return this;
      }
      /**
       * Enable positional options. Positional means global options are specified before subcommands which lets
       * subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
       * The default behaviour is non-positional and global options may appear anywhere on the command line.
       *
       * @param {boolean} [positional]
       * @return {Command} `this` command for chaining
       */
      enablePositionalOptions(positional = true) {
        this._enablePositionalOptions = !!positional;
        return this;
      }
      /**
       * Pass through options that come after command-arguments rather than treat them as command-options,
       * so actual command-options come before command-arguments. Turning this on for a subcommand requires
       * positional options to have been enabled on the program (parent commands).
       * The default behaviour is non-positional and options may appear before or after command-arguments.
       *
       * @param {boolean} [passThrough] for unknown options.
       * @return {Command} `this` command for chaining
       */
      passThroughOptions(passThrough = true) {
        this._passThroughOptions = !!passThrough;
        this._checkForBrokenPassThrough();
        return this;
      }
      /**
       * @private
       */
      _checkForBrokenPassThrough() {
        if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) {
          throw new Error(
            `passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`
          );
        }
      }
      /**
       * Whether to store option values as properties on command object,
       * or store separately (specify false). In both cases the option values can be accessed using .opts().
       *
       * @param {boolean} [storeAsProperties=true]
       * @return {Command} `this` command for chaining
       */
      storeOptionsAsProperties(storeAsProperties = true) {
        if (this.options.length) {
          throw new Error("call .storeOptionsAsProperties() before adding options");
        }
        if (Object.keys(this._optionValues).length) {
          throw new Error(
            "call .storeOptionsAsProperties() before setting option values"
          );
        }
        this._storeOptionsAsProperties = !!storeAsProperties;
        return this;
      }
      /**
       * Retrieve option value.
       *
       * @param {string} key
       * @return {object} value
       */
      getOptionValue(key) {
        if (this._storeOptionsAsProperties) {
          return this[key];
        }
        return this._optionValues[key];
      }
      /**
       * Store option value.
       *
       * @param {string} key
       * @param {object} value
       * @return {Command} `this` command for chaining
       */
      setOptionValue(key, value2) {
        return this.setOptionValueWithSource(key, value2, void 0);
      }
      /**
       * Store option value and where the value came from.
       *
       * @param {string} key
       * @param {object} value
       * @param {string} source - expected values are default/config/env/cli/implied
       * @return {Command} `this` command for chaining
       */
      setOptionValueWithSource(key, value2, source) {
        if (this._storeOptionsAsProperties) {
          this[key] = value2;
        } else {
          this._optionValues[key] = value2;
        }
        this._optionValueSources[key] = source;
        return this;
      }
      /**
       * Get source of option value.
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSource(key) {
        return this._optionValueSources[key];
      }
      /**
       * Get source of option value. See also .optsWithGlobals().
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSourceWithGlobals(key) {
        let source;
        this._getCommandAndAncestors().forEach((cmd) => {
          if (cmd.getOptionValueSource(key) !== void 0) {
            source = cmd.getOptionValueSource(key);
          }
        });
        return source;
      }
      /**
       * Get user arguments from implied or explicit arguments.
       * Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
       *
       * @private
       */
      _prepareUserArgs(argv, parseOptions2) {
        if (argv !== void 0 && !Array.isArray(argv)) {
          throw new Error("first parameter to parse must be array or undefined");
        }
        parseOptions2 = parseOptions2 || {};
        if (argv === void 0 && parseOptions2.from === void 0) {
          if (process2.versions?.electron) {
            parseOptions2.from = "electron";
          }
          const execArgv = process2.execArgv ?? [];
          if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) {
            parseOptions2.from = "eval";
          }
        }
        if (argv === void 0) {
          argv = process2.argv;
        }
        this.rawArgs = argv.slice();
        let userArgs;
        switch (parseOptions2.from) {
          case void 0:
          case "node":
            this._scriptPath = argv[1];
            userArgs = argv.slice(2);
            break;
          case "electron":
            if (process2.defaultApp) {
              this._scriptPath = argv[1];
              userArgs = argv.slice(2);
            } else {
              userArgs = argv.slice(1);
            }
            break;
          case "user":
            userArgs = argv.slice(0);
            break;
          case "eval":
            userArgs = argv.slice(1);
            break;
          default:
            throw new Error(
              `unexpected parse option { from: '${parseOptions2.from}' }`
            );
        }
        if (!this._name && this._scriptPath)
          this.nameFromFilename(this._scriptPath);
        this._name = this._name || "program";
        return userArgs;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Use parseAsync instead of parse if any of your action handlers are async.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * program.parse(); // parse process.argv and auto-detect electron and special node flags
       * program.parse(process.argv); // assume argv[0] is app and argv[1] is script
       * program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv] - optional, defaults to process.argv
       * @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
       * @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
       * @return {Command} `this` command for chaining
       */
      parse(argv, parseOptions2) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions2);
        this._parseCommand([], userArgs);
        return this;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
       * await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
       * await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv]
       * @param {object} [parseOptions]
       * @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
       * @return {Promise}
       */
      async parseAsync(argv, parseOptions2) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions2);
        await this._parseCommand([], userArgs);
        return this;
      }
      _prepareForParse() {
        if (this._savedState === null) {
          this.saveStateBeforeParse();
        } else {
          this.restoreStateBeforeParse();
        }
      }
      /**
       * Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state saved.
       */
      saveStateBeforeParse() {
        this._savedState = {
          // name is stable if supplied by author, but may be unspecified for root command and deduced during parsing
          _name: this._name,
          // option values before parse have default values (including false for negated options)
          // shallow clones
          _optionValues: { ...this._optionValues },
          _optionValueSources: { ...this._optionValueSources }
        };
      }
      /**
       * Restore state before parse for calls after the first.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state restored.
       */
      restoreStateBeforeParse() {
        if (this._storeOptionsAsProperties)
          throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
        this._name = this._savedState._name;
        this._scriptPath = null;
        this.rawArgs = [];
        this._optionValues = { ...this._savedState._optionValues };
        this._optionValueSources = { ...this._savedState._optionValueSources };
        this.args = [];
        this.processedArgs = [];
      }
      /**
       * Throw if expected executable is missing. Add lots of help for author.
       *
       * @param {string} executableFile
       * @param {string} executableDir
       * @param {string} subcommandName
       */
      _checkForMissingExecutable(executableFile, executableDir, subcommandName) {
        if (fs.existsSync(executableFile)) return;
        const executableDirMessage = executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory";
        const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDirMessage}`;
        throw new Error(executableMissing);
      }
      /**
       * Execute a sub-command executable.
       *
       * @private
       */
      _executeSubCommand(subcommand, args) {
        args = args.slice();
        let launchWithNode = false;
        const sourceExt = [".js", ".ts", ".tsx", ".mjs", ".cjs"];
        function findFile3(baseDir, baseName) {
          const localBin = path.resolve(baseDir, baseName);
          if (fs.existsSync(localBin)) return localBin;
          if (sourceExt.includes(path.extname(baseName))) return void 0;
          const foundExt = sourceExt.find(
            (ext) => fs.existsSync(`${localBin}${ext}`)
          );
          if (foundExt) return `${localBin}${foundExt}`;
          return void 0;
        }
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
        let executableDir = this._executableDir || "";
        if (this._scriptPath) {
          let resolvedScriptPath;
          try {
            resolvedScriptPath = fs.realpathSync(this._scriptPath);
          } catch {
            resolvedScriptPath = this._scriptPath;
          }
          executableDir = path.resolve(
            path.dirname(resolvedScriptPath),
            executableDir
          );
        }
        if (executableDir) {
          let localFile = findFile3(executableDir, executableFile);
          if (!localFile && !subcommand._executableFile && this._scriptPath) {
            const legacyName = path.basename(
              this._scriptPath,
              path.extname(this._scriptPath)
            );
            if (legacyName !== this._name) {
              localFile = findFile3(
                executableDir,
                `${legacyName}-${subcommand._name}`
              );
            }
          }
          executableFile = localFile || executableFile;
        }
        launchWithNode = sourceExt.includes(path.extname(executableFile));
        let proc;
        if (process2.platform !== "win32") {
          if (launchWithNode) {
            args.unshift(executableFile);
            args = incrementNodeInspectorPort(process2.execArgv).concat(args);
            proc = childProcess.spawn(process2.argv[0], args, { stdio: "inherit" });
          } else {
            proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
          }
        } else {
          this._checkForMissingExecutable(
            executableFile,
            executableDir,
            subcommand._name
          );
          args.unshift(executableFile);
          args = incrementNodeInspectorPort(process2.execArgv).concat(args);
          proc = childProcess.spawn(process2.execPath, args, { stdio: "inherit" });
        }
        if (!proc.killed) {
          const signals = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGINT", "SIGHUP"];
          signals.forEach((signal) => {
            process2.on(signal, () => {
              if (proc.killed === false && proc.exitCode === null) {
                proc.kill(signal);
              }
            });
          });
        }
        const exitCallback = this._exitCallback;
        proc.on("close", (code) => {
          code = code ?? 1;
          if (!exitCallback) {
            process2.exit(code);
          } else {
            exitCallback(
              new CommanderError2(
                code,
                "commander.executeSubCommandAsync",
                "(close)"
              )
            );
          }
        });
        proc.on("error", (err) => {
          if (err.code === "ENOENT") {
            this._checkForMissingExecutable(
              executableFile,
              executableDir,
              subcommand._name
            );
          } else if (err.code === "EACCES") {
            throw new Error(`'${executableFile}' not executable`);
          }
          if (!exitCallback) {
            process2.exit(1);
          } else {
            const wrappedError = new CommanderError2(
              1,
              "commander.executeSubCommandAsync",
              "(error)"
            );
            wrappedError.nestedError = err;
            exitCallback(wrappedError);
          }
        });
        this.runningCommand = proc;
      }
      /**
       * @private
       */
      _dispatchSubcommand(commandName, operands, unknown) {
        const subCommand = this._findCommand(commandName);
        if (!subCommand) this.help({ error: true });
        subCommand._prepareForParse();
        let promiseChain;
        promiseChain = this._chainOrCallSubCommandHook(
          promiseChain,
          subCommand,
          "preSubcommand"
        );
        promiseChain = this._chainOrCall(promiseChain, () => {
          if (subCommand._executableHandler) {
            this._executeSubCommand(subCommand, operands.concat(unknown));
          } else {
            return subCommand._parseCommand(operands, unknown);
          }
        });
        return promiseChain;
      }
      /**
       * Invoke help directly if possible, or dispatch if necessary.
       * e.g. help foo
       *
       * @private
       */
      _dispatchHelpCommand(subcommandName) {
        if (!subcommandName) {
          this.help();
        }
        const subCommand = this._findCommand(subcommandName);
        if (subCommand && !subCommand._executableHandler) {
          subCommand.help();
        }
        return this._dispatchSubcommand(
          subcommandName,
          [],
          [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]
        );
      }
      /**
       * Check this.args against expected this.registeredArguments.
       *
       * @private
       */
      _checkNumberOfArguments() {
        this.registeredArguments.forEach((arg, i) => {
          if (arg.required && this.args[i] == null) {
            this.missingArgument(arg.name());
          }
        });
        if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) {
          return;
        }
        if (this.args.length > this.registeredArguments.length) {
          this._excessArguments(this.args);
        }
      }
      /**
       * Process this.args using this.registeredArguments and save as this.processedArgs!
       *
       * @private
       */
      _processArguments() {
        const myParseArg = (argument, value2, previous) => {
          let parsedValue = value2;
          if (value2 !== null && argument.parseArg) {
            const invalidValueMessage = `error: command-argument value '${value2}' is invalid for argument '${argument.name()}'.`;
            parsedValue = this._callParseArg(
              argument,
              value2,
              previous,
              invalidValueMessage
            );
          }
          return parsedValue;
        };
        this._checkNumberOfArguments();
        const processedArgs = [];
        this.registeredArguments.forEach((declaredArg, index) => {
          let value2 = declaredArg.defaultValue;
          if (declaredArg.variadic) {
            if (index < this.args.length) {
              value2 = this.args.slice(index);
              if (declaredArg.parseArg) {
                value2 = value2.reduce((processed, v) => {
                  return myParseArg(declaredArg, v, processed);
                }, declaredArg.defaultValue);
              }
            } else if (value2 === void 0) {
              value2 = [];
            }
          } else if (index < this.args.length) {
            value2 = this.args[index];
            if (declaredArg.parseArg) {
              value2 = myParseArg(declaredArg, value2, declaredArg.defaultValue);
            }
          }
          processedArgs[index] = value2;
        });
        this.processedArgs = processedArgs;
      }
      /**
       * Once we have a promise we chain, but call synchronously until then.
       *
       * @param {(Promise|undefined)} promise
       * @param {Function} fn
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCall(promise, fn2) {
        if (promise?.then && typeof promise.then === "function") {
          return promise.then(() => fn2());
        }
        return fn2();
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallHooks(promise, event) {
        let result = promise;
        const hooks = [];
        this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
          hookedCommand._lifeCycleHooks[event].forEach((callback) => {
            hooks.push({ hookedCommand, callback });
          });
        });
        if (event === "postAction") {
          hooks.reverse();
        }
        hooks.forEach((hookDetail) => {
          result = this._chainOrCall(result, () => {
            return hookDetail.callback(hookDetail.hookedCommand, this);
          });
        });
        return result;
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {Command} subCommand
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallSubCommandHook(promise, subCommand, event) {
        let result = promise;
        if (this._lifeCycleHooks[event] !== void 0) {
          this._lifeCycleHooks[event].forEach((hook) => {
            result = this._chainOrCall(result, () => {
              return hook(this, subCommand);
            });
          });
        }
        return result;
      }
      /**
       * Process arguments in context of this command.
       * Returns action result, in case it is a promise.
       *
       * @private
       */
      _parseCommand(operands, unknown) {
        const parsed = this.parseOptions(unknown);
        this._parseOptionsEnv();
        this._parseOptionsImplied();
        operands = operands.concat(parsed.operands);
        unknown = parsed.unknown;
        this.args = operands.concat(unknown);
        if (operands && this._findCommand(operands[0])) {
          return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
        }
        if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) {
          return this._dispatchHelpCommand(operands[1]);
        }
        if (this._defaultCommandName) {
          this._outputHelpIfRequested(unknown);
          return this._dispatchSubcommand(
            this._defaultCommandName,
            operands,
            unknown
          );
        }
        if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) {
          this.help({ error: true });
        }
        this._outputHelpIfRequested(parsed.unknown);
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        const checkForUnknownOptions = () => {
          if (parsed.unknown.length > 0) {
            this.unknownOption(parsed.unknown[0]);
          }
        };
        const commandEvent = `command:${this.name()}`;
        if (this._actionHandler) {
          checkForUnknownOptions();
          this._processArguments();
          let promiseChain;
          promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
          promiseChain = this._chainOrCall(
            promiseChain,
            () => this._actionHandler(this.processedArgs)
          );
          if (this.parent) {
            promiseChain = this._chainOrCall(promiseChain, () => {
              this.parent.emit(commandEvent, operands, unknown);
            });
          }
          promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
          return promiseChain;
        }
        if (this.parent?.listenerCount(commandEvent)) {
          checkForUnknownOptions();
          this._processArguments();
          this.parent.emit(commandEvent, operands, unknown);
        } else if (operands.length) {
          if (this._findCommand("*")) {
            return this._dispatchSubcommand("*", operands, unknown);
          }
          if (this.listenerCount("command:*")) {
            this.emit("command:*", operands, unknown);
          } else if (this.commands.length) {
            this.unknownCommand();
          } else {
            checkForUnknownOptions();
            this._processArguments();
          }
        } else if (this.commands.length) {
          checkForUnknownOptions();
          this.help({ error: true });
        } else {
          checkForUnknownOptions();
          this._processArguments();
        }
      }
      /**
       * Find matching command.
       *
       * @private
       * @return {Command | undefined}
       */
      _findCommand(name) {
        if (!name) return void 0;
        return this.commands.find(
          (cmd) => cmd._name === name || cmd._aliases.includes(name)
        );
      }
      /**
       * Return an option matching `arg` if any.
       *
       * @param {string} arg
       * @return {Option}
       * @package
       */
      _findOption(arg) {
        return this.options.find((option2) => option2.is(arg));
      }
      /**
       * Display an error message if a mandatory option does not have a value.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForMissingMandatoryOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd.options.forEach((anOption) => {
            if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) {
              cmd.missingMandatoryOptionValue(anOption);
            }
          });
        });
      }
      /**
       * Display an error message if conflicting options are used together in this.
       *
       * @private
       */
      _checkForConflictingLocalOptions() {
        const definedNonDefaultOptions = this.options.filter((option2) => {
          const optionKey = option2.attributeName();
          if (this.getOptionValue(optionKey) === void 0) {
            return false;
          }
          return this.getOptionValueSource(optionKey) !== "default";
        });
        const optionsWithConflicting = definedNonDefaultOptions.filter(
          (option2) => option2.conflictsWith.length > 0
        );
        optionsWithConflicting.forEach((option2) => {
          const conflictingAndDefined = definedNonDefaultOptions.find(
            (defined) => option2.conflictsWith.includes(defined.attributeName())
          );
          if (conflictingAndDefined) {
            this._conflictingOption(option2, conflictingAndDefined);
          }
        });
      }
      /**
       * Display an error message if conflicting options are used together.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForConflictingOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd._checkForConflictingLocalOptions();
        });
      }
      /**
       * Parse options from `argv` removing known options,
       * and return argv split into operands and unknown arguments.
       *
       * Side effects: modifies command by storing options. Does not reset state if called again.
       *
       * Examples:
       *
       *     argv => operands, unknown
       *     --known kkk op => [op], []
       *     op --known kkk => [op], []
       *     sub --unknown uuu op => [sub], [--unknown uuu op]
       *     sub -- --unknown uuu op => [sub --unknown uuu op], []
       *
       * @param {string[]} args
       * @return {{operands: string[], unknown: string[]}}
       */
      parseOptions(args) {
        const operands = [];
        const unknown = [];
        let dest = operands;
        function maybeOption(arg) {
          return arg.length > 1 && arg[0] === "-";
        }
        const negativeNumberArg = (arg) => {
          if (!/^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(arg)) return false;
          return !this._getCommandAndAncestors().some(
            (cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short))
          );
        };
        let activeVariadicOption = null;
        let activeGroup = null;
        let i = 0;
        while (i < args.length || activeGroup) {
          const arg = activeGroup ?? args[i++];
          activeGroup = null;
          if (arg === "--") {
            if (dest === unknown) dest.push(arg);
            dest.push(...args.slice(i));
            break;
          }
          if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
            this.emit(`option:${activeVariadicOption.name()}`, arg);
            continue;
          }
          activeVariadicOption = null;
          if (maybeOption(arg)) {
            const option2 = this._findOption(arg);
            if (option2) {
              if (option2.required) {
                const value2 = args[i++];
                if (value2 === void 0) this.optionMissingArgument(option2);
                this.emit(`option:${option2.name()}`, value2);
              } else if (option2.optional) {
                let value2 = null;
                if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) {
                  value2 = args[i++];
                }
                this.emit(`option:${option2.name()}`, value2);
              } else {
                this.emit(`option:${option2.name()}`);
              }
              activeVariadicOption = option2.variadic ? option2 : null;
              continue;
            }
          }
          if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
            const option2 = this._findOption(`-${arg[1]}`);
            if (option2) {
              if (option2.required || option2.optional && this._combineFlagAndOptionalValue) {
                this.emit(`option:${option2.name()}`, arg.slice(2));
              } else {
                this.emit(`option:${option2.name()}`);
                activeGroup = `-${arg.slice(2)}`;
              }
              continue;
            }
          }
          if (/^--[^=]+=/.test(arg)) {
            const index = arg.indexOf("=");
            const option2 = this._findOption(arg.slice(0, index));
            if (option2 && (option2.required || option2.optional)) {
              this.emit(`option:${option2.name()}`, arg.slice(index + 1));
              continue;
            }
          }
          if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) {
            dest = unknown;
          }
          if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
            if (this._findCommand(arg)) {
              operands.push(arg);
              unknown.push(...args.slice(i));
              break;
            } else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
              operands.push(arg, ...args.slice(i));
              break;
            } else if (this._defaultCommandName) {
              unknown.push(arg, ...args.slice(i));
              break;
            }
          }
          if (this._passThroughOptions) {
            dest.push(arg, ...args.slice(i));
            break;
          }
          dest.push(arg);
        }
        return { operands, unknown };
      }
      /**
       * Return an object containing local option values as key-value pairs.
       *
       * @return {object}
       */
      opts() {
        if (this._storeOptionsAsProperties) {
          const result = {};
          const len = this.options.length;
          for (let i = 0; i < len; i++) {
            const key = this.options[i].attributeName();
            result[key] = key === this._versionOptionName ? this._version : this[key];
          }
          return result;
        }
        return this._optionValues;
      }
      /**
       * Return an object containing merged local and global option values as key-value pairs.
       *
       * @return {object}
       */
      optsWithGlobals() {
        return this._getCommandAndAncestors().reduce(
          (combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()),
          {}
        );
      }
      /**
       * Display error message and exit (or call exitOverride).
       *
       * @param {string} message
       * @param {object} [errorOptions]
       * @param {string} [errorOptions.code] - an id string representing the error
       * @param {number} [errorOptions.exitCode] - used with process.exit
       */
      error(message, errorOptions) {
        this._outputConfiguration.outputError(
          `${message}
`,
          this._outputConfiguration.writeErr
        );
        if (typeof this._showHelpAfterError === "string") {
          this._outputConfiguration.writeErr(`${this._showHelpAfterError}
`);
        } else if (this._showHelpAfterError) {
          this._outputConfiguration.writeErr("\n");
          this.outputHelp({ error: true });
        }
        const config = errorOptions || {};
        const exitCode2 = config.exitCode || 1;
        const code = config.code || "commander.error";
        this._exit(exitCode2, code, message);
      }
      /**
       * Apply any option related environment variables, if option does
       * not have a value from cli or client code.
       *
       * @private
       */
      _parseOptionsEnv() {
        this.options.forEach((option2) => {
          if (option2.envVar && option2.envVar in process2.env) {
            const optionKey = option2.attributeName();
            if (this.getOptionValue(optionKey) === void 0 || ["default", "config", "env"].includes(
              this.getOptionValueSource(optionKey)
            )) {
              if (option2.required || option2.optional) {
                this.emit(`optionEnv:${option2.name()}`, process2.env[option2.envVar]);
              } else {
                this.emit(`optionEnv:${option2.name()}`);
              }
            }
          }
        });
      }
      /**
       * Apply any implied option values, if option is undefined or default value.
       *
       * @private
       */
      _parseOptionsImplied() {
        const dualHelper = new DualOptions(this.options);
        const hasCustomOptionValue = (optionKey) => {
          return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
        };
        this.options.filter(
          (option2) => option2.implied !== void 0 && hasCustomOptionValue(option2.attributeName()) && dualHelper.valueFromOption(
            this.getOptionValue(option2.attributeName()),
            option2
          )
        ).forEach((option2) => {
          Object.keys(option2.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
            this.setOptionValueWithSource(
              impliedKey,
              option2.implied[impliedKey],
              "implied"
            );
          });
        });
      }
      /**
       * Argument `name` is missing.
       *
       * @param {string} name
       * @private
       */
      missingArgument(name) {
        const message = `error: missing required argument '${name}'`;
        this.error(message, { code: "commander.missingArgument" });
      }
      /**
       * `Option` is missing an argument.
       *
       * @param {Option} option
       * @private
       */
      optionMissingArgument(option2) {
        const message = `error: option '${option2.flags}' argument missing`;
        this.error(message, { code: "commander.optionMissingArgument" });
      }
      /**
       * `Option` does not have a value, and is a mandatory option.
       *
       * @param {Option} option
       * @private
       */
      missingMandatoryOptionValue(option2) {
        const message = `error: required option '${option2.flags}' not specified`;
        this.error(message, { code: "commander.missingMandatoryOptionValue" });
      }
      /**
       * `Option` conflicts with another option.
       *
       * @param {Option} option
       * @param {Option} conflictingOption
       * @private
       */
      _conflictingOption(option2, conflictingOption) {
        const findBestOptionFromValue = (option3) => {
          const optionKey = option3.attributeName();
          const optionValue = this.getOptionValue(optionKey);
          const negativeOption = this.options.find(
            (target) => target.negate && optionKey === target.attributeName()
          );
          const positiveOption = this.options.find(
            (target) => !target.negate && optionKey === target.attributeName()
          );
          if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) {
            return negativeOption;
          }
          return positiveOption || option3;
        };
        const getErrorMessage = (option3) => {
          const bestOption = findBestOptionFromValue(option3);
          const optionKey = bestOption.attributeName();
          const source = this.getOptionValueSource(optionKey);
          if (source === "env") {
            return `environment variable '${bestOption.envVar}'`;
          }
          return `option '${bestOption.flags}'`;
        };
        const message = `error: ${getErrorMessage(option2)} cannot be used with ${getErrorMessage(conflictingOption)}`;
        this.error(message, { code: "commander.conflictingOption" });
      }
      /**
       * Unknown option `flag`.
       *
       * @param {string} flag
       * @private
       */
      unknownOption(flag2) {
        if (this._allowUnknownOption) return;
        let suggestion = "";
        if (flag2.startsWith("--") && this._showSuggestionAfterError) {
          let candidateFlags = [];
          let command = this;
          do {
            const moreFlags = command.createHelp().visibleOptions(command).filter((option2) => option2.long).map((option2) => option2.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command = command.parent;
          } while (command && !command._enablePositionalOptions);
          suggestion = suggestSimilar(flag2, candidateFlags);
        }
        const message = `error: unknown option '${flag2}'${suggestion}`;
        this.error(message, { code: "commander.unknownOption" });
      }
      /**
       * Excess arguments, more than expected.
       *
       * @param {string[]} receivedArgs
       * @private
       */
      _excessArguments(receivedArgs) {
        if (this._allowExcessArguments) return;
        const expected = this.registeredArguments.length;
        const s = expected === 1 ? "" : "s";
        const forSubcommand = this.parent ? ` for '${this.name()}'` : "";
        const message = `error: too many arguments${forSubcommand}. Expected ${expected} argument${s} but got ${receivedArgs.length}.`;
        this.error(message, { code: "commander.excessArguments" });
      }
      /**
       * Unknown command.
       *
       * @private
       */
      unknownCommand() {
        const unknownName = this.args[0];
        let suggestion = "";
        if (this._showSuggestionAfterError) {
          const candidateNames = [];
          this.createHelp().visibleCommands(this).forEach((command) => {
            candidateNames.push(command.name());
            if (command.alias()) candidateNames.push(command.alias());
          });
          suggestion = suggestSimilar(unknownName, candidateNames);
        }
        const message = `error: unknown command '${unknownName}'${suggestion}`;
        this.error(message, { code: "commander.unknownCommand" });
      }
      /**
       * Get or set the program version.
       *
       * This method auto-registers the "-V, --version" option which will print the version number.
       *
       * You can optionally supply the flags and description to override the defaults.
       *
       * @param {string} [str]
       * @param {string} [flags]
       * @param {string} [description]
       * @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
       */
      version(str2, flags, description) {
        if (str2 === void 0) return this._version;
        this._version = str2;
        flags = flags || "-V, --version";
        description = description || "output the version number";
        const versionOption = this.createOption(flags, description);
        this._versionOptionName = versionOption.attributeName();
        this._registerOption(versionOption);
        this.on("option:" + versionOption.name(), () => {
          this._outputConfiguration.writeOut(`${str2}
`);
          this._exit(0, "commander.version", str2);
        });
        return this;
      }
      /**
       * Set the description.
       *
       * @param {string} [str]
       * @param {object} [argsDescription]
       * @return {(string|Command)}
       */
      description(str2, argsDescription) {
        if (str2 === void 0 && argsDescription === void 0)
          return this._description;
        this._description = str2;
        if (argsDescription) {
          this._argsDescription = argsDescription;
        }
        return this;
      }
      /**
       * Set the summary. Used when listed as subcommand of parent.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      summary(str2) {
        if (str2 === void 0) return this._summary;
        this._summary = str2;
        return this;
      }
      /**
       * Set an alias for the command.
       *
       * You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
       *
       * @param {string} [alias]
       * @return {(string|Command)}
       */
      alias(alias) {
        if (alias === void 0) return this._aliases[0];
        let command = this;
        if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) {
          command = this.commands[this.commands.length - 1];
        }
        if (alias === command._name)
          throw new Error("Command alias can't be the same as its name");
        const matchingCommand = this.parent?._findCommand(alias);
        if (matchingCommand) {
          const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
          throw new Error(
            `cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`
          );
        }
        command._aliases.push(alias);
        return this;
      }
      /**
       * Set aliases for the command.
       *
       * Only the first alias is shown in the auto-generated help.
       *
       * @param {string[]} [aliases]
       * @return {(string[]|Command)}
       */
      aliases(aliases) {
        if (aliases === void 0) return this._aliases;
        aliases.forEach((alias) => this.alias(alias));
        return this;
      }
      /**
       * Set / get the command usage `str`.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      usage(str2) {
        if (str2 === void 0) {
          if (this._usage) return this._usage;
          const args = this.registeredArguments.map((arg) => {
            return humanReadableArgName(arg);
          });
          return [].concat(
            this.options.length || this._helpOption !== null ? "[options]" : [],
            this.commands.length ? "[command]" : [],
            this.registeredArguments.length ? args : []
          ).join(" ");
        }
        this._usage = str2;
        return this;
      }
      /**
       * Get or set the name of the command.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      name(str2) {
        if (str2 === void 0) return this._name;
        this._name = str2;
        return this;
      }
      /**
       * Set/get the help group heading for this subcommand in parent command's help.
       *
       * @param {string} [heading]
       * @return {Command | string}
       */
      helpGroup(heading) {
        if (heading === void 0) return this._helpGroupHeading ?? "";
        this._helpGroupHeading = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for subcommands added to this command.
       * (This does not override a group set directly on the subcommand using .helpGroup().)
       *
       * @example
       * program.commandsGroup('Development Commands:);
       * program.command('watch')...
       * program.command('lint')...
       * ...
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      commandsGroup(heading) {
        if (heading === void 0) return this._defaultCommandGroup ?? "";
        this._defaultCommandGroup = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for options added to this command.
       * (This does not override a group set directly on the option using .helpGroup().)
       *
       * @example
       * program
       *   .optionsGroup('Development Options:')
       *   .option('-d, --debug', 'output extra debugging')
       *   .option('-p, --profile', 'output profiling information')
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      optionsGroup(heading) {
        if (heading === void 0) return this._defaultOptionGroup ?? "";
        this._defaultOptionGroup = heading;
        return this;
      }
      /**
       * @param {Option} option
       * @private
       */
      _initOptionGroup(option2) {
        if (this._defaultOptionGroup && !option2.helpGroupHeading)
          option2.helpGroup(this._defaultOptionGroup);
      }
      /**
       * @param {Command} cmd
       * @private
       */
      _initCommandGroup(cmd) {
        if (this._defaultCommandGroup && !cmd.helpGroup())
          cmd.helpGroup(this._defaultCommandGroup);
      }
      /**
       * Set the name of the command from script filename, such as process.argv[1],
       * or require.main.filename, or __filename.
       *
       * (Used internally and public although not documented in README.)
       *
       * @example
       * program.nameFromFilename(require.main.filename);
       *
       * @param {string} filename
       * @return {Command}
       */
      nameFromFilename(filename) {
        this._name = path.basename(filename, path.extname(filename));
        return this;
      }
      /**
       * Get or set the directory for searching for executable subcommands of this command.
       *
       * @example
       * program.executableDir(__dirname);
       * // or
       * program.executableDir('subcommands');
       *
       * @param {string} [path]
       * @return {(string|null|Command)}
       */
      executableDir(path2) {
        if (path2 === void 0) return this._executableDir;
        this._executableDir = path2;
        return this;
      }
      /**
       * Return program help documentation.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
       * @return {string}
       */
      helpInformation(contextOptions) {
        const helper = this.createHelp();
        const context = this._getOutputContext(contextOptions);
        helper.prepareContext({
          error: context.error,
          helpWidth: context.helpWidth,
          outputHasColors: context.hasColors
        });
        const text4 = helper.formatHelp(this, helper);
        if (context.hasColors) return text4;
        return this._outputConfiguration.stripColor(text4);
      }
      /**
       * @typedef HelpContext
       * @type {object}
       * @property {boolean} error
       * @property {number} helpWidth
       * @property {boolean} hasColors
       * @property {function} write - includes stripColor if needed
       *
       * @returns {HelpContext}
       * @private
       */
      _getOutputContext(contextOptions) {
        contextOptions = contextOptions || {};
        const error = !!contextOptions.error;
        let baseWrite;
        let hasColors;
        let helpWidth;
        if (error) {
          baseWrite = (str2) => this._outputConfiguration.writeErr(str2);
          hasColors = this._outputConfiguration.getErrHasColors();
          helpWidth = this._outputConfiguration.getErrHelpWidth();
        } else {
          baseWrite = (str2) => this._outputConfiguration.writeOut(str2);
          hasColors = this._outputConfiguration.getOutHasColors();
          helpWidth = this._outputConfiguration.getOutHelpWidth();
        }
        const write2 = (str2) => {
          if (!hasColors) str2 = this._outputConfiguration.stripColor(str2);
          return baseWrite(str2);
        };
        return { error, write: write2, hasColors, helpWidth };
      }
      /**
       * Output help information for this command.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      outputHelp(contextOptions) {
        let deprecatedCallback;
        if (typeof contextOptions === "function") {
          deprecatedCallback = contextOptions;
          contextOptions = void 0;
        }
        const outputContext = this._getOutputContext(contextOptions);
        const eventContext = {
          error: outputContext.error,
          write: outputContext.write,
          command: this
        };
        this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext));
        this.emit("beforeHelp", eventContext);
        let helpInformation = this.helpInformation({ error: outputContext.error });
        if (deprecatedCallback) {
          helpInformation = deprecatedCallback(helpInformation);
          if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) {
            throw new Error("outputHelp callback must return a string or a Buffer");
          }
        }
        outputContext.write(helpInformation);
        if (this._getHelpOption()?.long) {
          this.emit(this._getHelpOption().long);
        }
        this.emit("afterHelp", eventContext);
        this._getCommandAndAncestors().forEach(
          (command) => command.emit("afterAllHelp", eventContext)
        );
      }
      /**
       * You can pass in flags and a description to customise the built-in help option.
       * Pass in false to disable the built-in help option.
       *
       * @example
       * program.helpOption('-?, --help' 'show help'); // customise
       * program.helpOption(false); // disable
       *
       * @param {(string | boolean)} flags
       * @param {string} [description]
       * @return {Command} `this` command for chaining
       */
      helpOption(flags, description) {
        if (typeof flags === "boolean") {
          if (flags) {
            if (this._helpOption === null) this._helpOption = void 0;
            if (this._defaultOptionGroup) {
              this._initOptionGroup(this._getHelpOption());
            }
          } else {
            this._helpOption = null;
          }
          return this;
        }
        this._helpOption = this.createOption(
          flags ?? "-h, --help",
          description ?? "display help for command"
        );
        if (flags || description) this._initOptionGroup(this._helpOption);
        return this;
      }
      /**
       * Lazy create help option.
       * Returns null if has been disabled with .helpOption(false).
       *
       * @returns {(Option | null)} the help option
       * @package
       */
      _getHelpOption() {
        if (this._helpOption === void 0) {
          this.helpOption(void 0, void 0);
        }
        return this._helpOption;
      }
      /**
       * Supply your own option to use for the built-in help option.
       * This is an alternative to using helpOption() to customise the flags and description etc.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addHelpOption(option2) {
        this._helpOption = option2;
        this._initOptionGroup(option2);
        return this;
      }
      /**
       * Output help information and exit.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      help(contextOptions) {
        this.outputHelp(contextOptions);
        let exitCode2 = Number(process2.exitCode ?? 0);
        if (exitCode2 === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) {
          exitCode2 = 1;
        }
        this._exit(exitCode2, "commander.help", "(outputHelp)");
      }
      /**
       * // Do a little typing to coordinate emit and listener for the help text events.
       * @typedef HelpTextEventContext
       * @type {object}
       * @property {boolean} error
       * @property {Command} command
       * @property {function} write
       */
      /**
       * Add additional text to be displayed with the built-in help.
       *
       * Position is 'before' or 'after' to affect just this command,
       * and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
       *
       * @param {string} position - before or after built-in help
       * @param {(string | Function)} text - string to add, or a function returning a string
       * @return {Command} `this` command for chaining
       */
      addHelpText(position, text4) {
        const allowedValues = ["beforeAll", "before", "after", "afterAll"];
        if (!allowedValues.includes(position)) {
          throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        const helpEvent = `${position}Help`;
        this.on(helpEvent, (context) => {
          let helpStr;
          if (typeof text4 === "function") {
            helpStr = text4({ error: context.error, command: context.command });
          } else {
            helpStr = text4;
          }
          if (helpStr) {
            context.write(`${helpStr}
`);
          }
        });
        return this;
      }
      /**
       * Output help information if help flags specified
       *
       * @param {Array} args - array of options to search for help flags
       * @private
       */
      _outputHelpIfRequested(args) {
        const helpOption = this._getHelpOption();
        const helpRequested = helpOption && args.find((arg) => helpOption.is(arg));
        if (helpRequested) {
          this.outputHelp();
          this._exit(0, "commander.helpDisplayed", "(outputHelp)");
        }
      }
    };
    function incrementNodeInspectorPort(args) {
      return args.map((arg) => {
        if (!arg.startsWith("--inspect")) {
          return arg;
        }
        let debugOption;
        let debugHost = "127.0.0.1";
        let debugPort = "9229";
        let match;
        if ((match = arg.match(/^(--inspect(-brk)?)$/)) !== null) {
          debugOption = match[1];
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+)$/)) !== null) {
          debugOption = match[1];
          if (/^\d+$/.test(match[3])) {
            debugPort = match[3];
          } else {
            debugHost = match[3];
          }
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+):(\d+)$/)) !== null) {
          debugOption = match[1];
          debugHost = match[3];
          debugPort = match[4];
        }
        if (debugOption && debugPort !== "0") {
          return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
        }
        return arg;
      });
    }
    function useColor() {
      if (process2.env.NO_COLOR || process2.env.FORCE_COLOR === "0" || process2.env.FORCE_COLOR === "false")
        return false;
      if (process2.env.FORCE_COLOR || process2.env.CLICOLOR_FORCE !== void 0)
        return true;
      return void 0;
    }
    exports.Command = Command2;
    exports.useColor = useColor;
  }
});

// ../main/node_modules/commander/index.js
var require_commander = __commonJS({
  "../main/node_modules/commander/index.js"(exports) {
    var { Argument: Argument2 } = require_argument();
    var { Command: Command2 } = require_command();
    var { CommanderError: CommanderError2, InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var { Help: Help2 } = require_help();
    var { Option: Option2 } = require_option();
    exports.program = new Command2();
    exports.createCommand = (name) => new Command2(name);
    exports.createOption = (flags, description) => new Option2(flags, description);
    exports.createArgument = (name, description) => new Argument2(name, description);
    exports.Command = Command2;
    exports.Option = Option2;
    exports.Argument = Argument2;
    exports.Help = Help2;
    exports.CommanderError = CommanderError2;
    exports.InvalidArgumentError = InvalidArgumentError2;
    exports.InvalidOptionArgumentError = InvalidArgumentError2;
  }
});

// src/cli/assemble.ts
import { homedir, hostname, userInfo } from "node:os";
import { dirname as dirname3, join, resolve } from "node:path";

// src/engine/handlers.ts
function notifiedNames(run3, task, host) {
  if (task.notify === void 0) return [];
  const resolved = run3.ports.template.resolve(task.notify, scopeFor(run3, host, task));
  const list2 = Array.isArray(resolved) ? resolved.flat() : [resolved];
  return list2.filter((v) => v !== null && !(v instanceof OmitValue)).map((v) => keyText(v));
}
function handlerLists(run3) {
  const { roles, handlers } = run3.play;
  return [
    ...roles.filter((r) => !r.byTask).map((r) => flatten(r.handlers)),
    flatten(handlers),
    ...roles.filter((r) => r.byTask).map((r) => flatten(r.handlers)),
    ...run3.addedHandlers
  ].filter((list2) => list2.length > 0);
}
function handlersInOrder(run3) {
  return handlerLists(run3).flat();
}
function flatten(nodes) {
  return nodes.flatMap(
    (node) => node.kind === "task" ? [node] : flatten([...node.body, ...node.rescue, ...node.always])
  );
}
function addHandlers(run3, nodes) {
  const list2 = flatten(nodes);
  const [first] = list2;
  if (!first) return;
  const known = run3.addedHandlers.findIndex(([handler]) => handler?.span === first.span);
  if (known >= 0) run3.addedHandlers.splice(known, 1);
  run3.addedHandlers.push(list2);
}
function nameOf(run3, handler, host) {
  if (typeof handler.name === "string" || handler.name === void 0) return handler.name;
  try {
    return text(run3, handler.name, scopeFor(run3, host, handler));
  } catch (error) {
    if (error instanceof TsplayError) return void 0;
    throw error;
  }
}
function handlersFor(run3, notification, host) {
  const lists = handlerLists(run3).toReversed();
  const named = lists.flat().find((handler) => {
    const name = nameOf(run3, handler, host);
    if (name === void 0) return false;
    const { role } = handler;
    return name === notification || role !== void 0 && `${role.name} : ${name}` === notification;
  });
  const seen = /* @__PURE__ */ new Set();
  const listening = lists.flat().filter((handler) => {
    if (!handler.listen.includes(notification)) return false;
    const name = nameOf(run3, handler, host);
    if (name === void 0) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
  return named && !listening.includes(named) ? [named, ...listening] : listening;
}
function takeNotifications(run3, host) {
  for (const notification of host.notified)
    for (const handler of handlersFor(run3, notification, host)) host.pendingHandlers.add(handler);
  host.notified.clear();
}
function checkNotified(run3, task, host) {
  for (const name of notifiedNames(run3, task, host)) {
    if (host.notified.has(name) || handlersFor(run3, name, host).length > 0) continue;
    const names2 = handlersInOrder(run3).map((h) => nameOf(run3, h, host) ?? "").filter(Boolean);
    throw new TsplayError(
      "handler-missing",
      `The requested handler '${name}' was not found in either the main handlers list nor in the listening handlers list`,
      { span: task.span, hint: `handlers are: ${names2.join(", ") || "none"}` }
    );
  }
}

// src/engine/conditions.ts
function conditionText(condition) {
  return writtenText(condition.value);
}
function writtenText(value2) {
  return value2 instanceof TemplateText ? value2.source : pythonText(value2);
}
function pythonText(value2) {
  if (value2 === true) return "True";
  if (value2 === false) return "False";
  if (value2 === null) return "None";
  return typeof value2 === "object" ? JSON.stringify(value2) : keyText(value2);
}
function firstFalse(conditions, template2, scope) {
  return conditions.find((condition) => !template2.condition(condition.value, condition.span, scope));
}
function conditionFailure(what, error, conditions) {
  if (!(error instanceof TsplayError)) throw error;
  const texts = conditions.map(conditionText).join(" and ");
  const message = `The conditional check '${texts}' failed. The error was: ${error.message}`;
  const diagnostic = error.toDiagnostic();
  return {
    message,
    diagnostic: { ...diagnostic, message: `${what}: ${error.message}`, span: error.span ?? conditions[0]?.span }
  };
}

// src/engine/outcome.ts
function allLive(hosts) {
  return { live: hosts, failed: [], unreachable: [], ended: [] };
}
function following(first, next) {
  return {
    live: next.live,
    failed: [...first.failed, ...next.failed],
    unreachable: [...first.unreachable, ...next.unreachable],
    ended: [...first.ended, ...next.ended]
  };
}
function beside(outcomes, order2) {
  const position = new Map(order2.map((host, i) => [host, i]));
  const sorted = (hosts) => [...hosts].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  return {
    live: sorted(outcomes.flatMap((o) => o.live)),
    failed: sorted(outcomes.flatMap((o) => o.failed)),
    unreachable: sorted(outcomes.flatMap((o) => o.unreachable)),
    ended: sorted(outcomes.flatMap((o) => o.ended))
  };
}
function percentExceeded(failed2, batchSize, percentage) {
  return failed2 / batchSize > percentage / 100;
}

// src/engine/effects.ts
function applyEffects(run3, task, verdict, targets) {
  for (const host of targets) {
    if (task.role?.key !== void 0 && verdict.status !== "skipped") host.begunRoles.add(task.role.key);
    if (task.register !== void 0) host.ownVars.set(task.register, registered(task, verdict));
    for (const part of verdict.parts) {
      const facts = factsOf(part.result["ansible_facts"]);
      if (facts) takeFacts(run3, task, host, facts, part);
    }
    if (verdict.result.changed && verdict.status === "changed") {
      for (const name of notifiedNames(run3, task, host)) host.notified.add(name);
    }
  }
}
function registered(task, verdict) {
  const { result } = verdict;
  const failed2 = result.failed ?? false;
  if (isInclude(task) && !failed2) {
    return resultValue(Array.isArray(result["results"]) ? { skipped: false, ...result } : result);
  }
  return resultValue({ ...result, failed: failed2, ...verdict.status === "unreachable" ? { unreachable: true } : {} });
}
function isInclude(task) {
  return task.statement === "include_tasks" || task.statement === "include_role";
}
function factsOf(facts) {
  if (facts instanceof Map) return facts;
  return facts !== null && typeof facts === "object" && !Array.isArray(facts) ? mapFromObject(facts) : void 0;
}
function takeFacts(run3, task, host, facts, part) {
  const short = task.action.replace(/^ansible\.(?:builtin|legacy)\./, "");
  const { delegatedTo } = part;
  const toDelegate = delegatedTo !== void 0 && truth(run3, task.inherited.delegateFacts, scopeFor(run3, host, task));
  const owner = toDelegate ? run3.record(delegatedTo) : host;
  if (short === "include_vars") for (const [k, v] of facts) owner.includeVars.set(k, v);
  else if (short === "set_fact") for (const [k, v] of facts) owner.ownVars.set(k, v);
  if (short !== "include_vars" && (short !== "set_fact" || part.result["_ansible_facts_cacheable"] === true)) {
    owner.addFacts(facts);
  }
}

// src/engine/failed-task.ts
function failedTask(run3, task, host, info) {
  const scope = scopeFor(run3, host, task);
  const settled = (value2) => {
    if (value2 === void 0) return null;
    try {
      const resolved = run3.ports.template.resolve(value2, scope);
      return resolved instanceof OmitValue ? null : resolved;
    } catch (error) {
      if (error instanceof TsplayError) return writtenText(value2);
      throw error;
    }
  };
  const { inherited, loop } = task;
  const args = new Map([...task.args].map(([key, value2]) => [key, settled(value2)]));
  const conditions = (list2) => (list2 ?? []).map((c) => writtenText(c.value));
  const named = task.role && info.name.startsWith(`${task.role.name} : `);
  const name = task.name === void 0 ? "" : info.name.slice(named ? (task.role?.name.length ?? 0) + 3 : 0);
  return mapFromObject({
    name,
    action: task.action,
    args,
    any_errors_fatal: settled(inherited.anyErrorsFatal) ?? false,
    ...becomeKeywords(run3, task, host),
    changed_when: conditions(task.changedWhen),
    check_mode: settled(inherited.checkMode) ?? run3.ports.options.checkMode,
    collections: [...inherited.collections],
    connection: settled(inherited.connection) ?? run3.ports.options.connection ?? "ssh",
    delay: settled(task.delay) ?? 5,
    delegate_facts: settled(inherited.delegateFacts),
    delegate_to: settled(inherited.delegateTo),
    diff: settled(inherited.diff) ?? run3.ports.options.diffMode,
    environment: inherited.environment.map((value2) => settled(value2)),
    failed_when: conditions(task.failedWhen),
    ignore_errors: settled(inherited.ignoreErrors),
    ignore_unreachable: settled(inherited.ignoreUnreachable),
    loop: loop === void 0 ? null : settled(loop.value),
    loop_with: loop?.lookup ?? null,
    module_defaults: inherited.moduleDefaults.map((value2) => settled(value2)),
    no_log: settled(inherited.noLog) ?? false,
    notify: settled(task.notify),
    port: settled(inherited.port),
    register: task.register ?? null,
    remote_user: settled(inherited.remoteUser),
    retries: settled(task.retries),
    run_once: settled(inherited.runOnce),
    tags: [...inherited.tags],
    until: conditions(task.until),
    vars: fromJs({}),
    when: conditions(inherited.when)
  });
}
function becomeKeywords(run3, task, host) {
  const scope = scopeFor(run3, host, task);
  try {
    const become = becomeOf(run3, task, scope, (name) => scope.lookup(name));
    return {
      become: become !== void 0,
      become_exe: become?.exe ?? null,
      become_flags: become?.flags ?? null,
      become_method: become?.method ?? "sudo",
      become_user: become?.user ?? null
    };
  } catch (error) {
    if (error instanceof TsplayError) return { become: false };
    throw error;
  }
}

// src/engine/loop.ts
function itemsOf(run3, task, scope) {
  const { loop } = task;
  if (!loop) throw new Error("the task has no loop");
  const loopVar = nameSetting(run3, loop.control.loopVar, scope) ?? "item";
  const indexVar = nameSetting(run3, loop.control.indexVar, scope);
  const extended = truth(run3, loop.control.extended, scope);
  const withAll = truth(run3, loop.control.extendedAllitems, scope, true);
  const values = loop.lookup === void 0 ? plainList(run3, task, scope) : lookupList(run3, task, scope, loop.lookup);
  const items = values.map((value2, index) => {
    const vars2 = /* @__PURE__ */ new Map([
      [loopVar, value2],
      ["ansible_loop_var", loopVar]
    ]);
    if (indexVar !== void 0) {
      vars2.set(indexVar, index);
      vars2.set("ansible_index_var", indexVar);
    }
    if (extended) vars2.set("ansible_loop", extendedInfo(values, index, withAll));
    return { value: value2, vars: vars2 };
  });
  return { items, loopVar };
}
function labelOf(run3, task, scope, item) {
  if (truth(run3, task.inherited.noLog, scope)) return "(censored due to no_log)";
  return text(run3, task.loop?.control.label, scope) ?? run3.ports.template.text(item.value);
}
function nameSetting(run3, setting, scope) {
  if (setting === void 0 || setting === null) return void 0;
  const value2 = run3.ports.template.resolve(setting, scope);
  return typeof value2 === "string" ? value2 : void 0;
}
function plainList(run3, task, scope) {
  const value2 = run3.ports.template.resolve(task.loop?.value ?? null, scope);
  if (Array.isArray(value2)) return value2;
  throw new TsplayError("bad-keyword", "'loop' needs a list", {
    span: task.loop?.span,
    hint: value2 instanceof Map ? 'for a dict use loop: "{{ name | dict2items }}"' : "write a list, or use with_items, which takes a single value too"
  });
}
function lookupList(run3, task, scope, lookup2) {
  const { template: template2 } = run3.ports;
  const value2 = template2.resolve(task.loop?.value ?? null, scope);
  const terms = Array.isArray(value2) ? value2 : [value2];
  return template2.runLookup(lookup2, terms, /* @__PURE__ */ new Map(), scope);
}
function extendedInfo(values, index, withAll) {
  const length = values.length;
  const info = mapFromObject({
    index: index + 1,
    index0: index,
    first: index === 0,
    last: index === length - 1,
    length,
    revindex: length - index,
    revindex0: length - index - 1
  });
  if (withAll) info.set("allitems", values);
  const next = values[index + 1];
  const previous = values[index - 1];
  if (next !== void 0) info.set("nextitem", next);
  if (previous !== void 0) info.set("previtem", previous);
  return info;
}

// src/engine/inclusion.ts
var REQUEST = /* @__PURE__ */ Symbol("request");
function inclusionResult(frame) {
  const { run: run3, task, scope, item } = frame;
  const args = /* @__PURE__ */ new Map();
  for (const [key, value2] of task.args) {
    const settled = key === "apply" ? value2 : run3.ports.template.resolve(value2, scope);
    if (!(settled instanceof OmitValue)) args.set(key, settled);
  }
  const name = args.get("_raw_params") ?? args.get("file") ?? null;
  const shown2 = [...args].filter(([key]) => !["_raw_params", "file", "apply"].includes(keyText(key)));
  const request = {
    args,
    vars: item?.vars ?? /* @__PURE__ */ new Map(),
    label: item && labelOf(run3, task, scope, item)
  };
  return {
    changed: false,
    include: toJs(name),
    include_args: toJs(new Map(shown2)),
    [REQUEST]: request
  };
}
function inclusionIn(result) {
  return result[REQUEST];
}

// src/engine/deadline.ts
async function within(run3, seconds, work) {
  const { clock, signal } = run3.ports;
  if (seconds <= 0) return work({ deadline: void 0, signal });
  const over = new AbortController();
  const done = new AbortController();
  const bounds2 = { deadline: clock.now() + seconds * 1e3, signal: AbortSignal.any([signal, over.signal]) };
  const late = clock.sleep(seconds * 1e3, done.signal).then(
    () => "too late",
    // The work was done first: nobody waits for this any more.
    () => new Promise(() => void 0)
  );
  const working = work(bounds2);
  try {
    const first = await Promise.race([working, late]);
    if (first === "too late") {
      over.abort(new Error("the task took too long"));
      working.catch(() => void 0);
    }
    return first;
  } finally {
    done.abort();
  }
}

// src/engine/include-vars.ts
var PARAMETERS = [
  "file",
  "dir",
  "name",
  "depth",
  "files_matching",
  "ignore_files",
  "extensions",
  "ignore_unknown_extensions",
  "hash_behaviour",
  "_raw_params"
];
function includeVars(frame) {
  const { run: run3, task, scope } = frame;
  const args = new Map([...task.args].map(([key, value2]) => [keyText(key), run3.ports.template.resolve(value2, scope)]));
  for (const key of args.keys()) {
    if (!PARAMETERS.includes(key)) {
      throw new TsplayError("unknown-argument", `include_vars has no parameter '${key}'`, {
        span: keySpan(task.args, key) ?? task.span,
        hint: didYouMean(key, PARAMETERS)
      });
    }
  }
  if (args.has("hash_behaviour") && args.get("hash_behaviour") !== "replace") {
    throw new TsplayError("unsupported-argument", "include_vars: only hash_behaviour 'replace' is supported", {
      span: task.span,
      hint: "merge with the combine filter"
    });
  }
  const textOf = (key) => {
    const value2 = args.get(key);
    return value2 === void 0 || value2 === null ? void 0 : keyText(value2);
  };
  const file2 = textOf("_raw_params") ?? textOf("file");
  const dir = textOf("dir");
  if (file2 === void 0 === (dir === void 0)) {
    throw new TsplayError("missing-argument", "include_vars needs either 'file' or 'dir'", { span: task.span });
  }
  const paths = file2 !== void 0 ? [findFile2(frame, file2)] : filesIn(frame, dir ?? "", args);
  const vars2 = new Map(paths.flatMap((path) => [...run3.ports.loadVars(path)]));
  const name = textOf("name");
  const loaded3 = name === void 0 ? vars2 : /* @__PURE__ */ new Map([[name, vars2]]);
  return { changed: false, ansible_included_var_files: paths, ansible_facts: loaded3 };
}
function findFile2(frame, file2) {
  const path = frame.run.ports.findVarsFile(file2, frame.task);
  if (path !== void 0) return path;
  throw new TsplayError("file-missing", `Could not find or access '${file2}'`, {
    span: frame.task.span,
    hint: "it is looked for in the role's vars/, beside the task file and beside the playbook"
  });
}
function filesIn(frame, dir, args) {
  const files = frame.run.ports.taskFiles(frame.task);
  const root = files.find("vars", dir);
  const depth = Number(args.get("depth") ?? 0);
  const matching = args.get("files_matching");
  const pattern = typeof matching === "string" ? new RegExp(matching) : void 0;
  const listed = (key, fallback) => {
    const value2 = args.get(key);
    return value2 === void 0 || value2 === null ? fallback : (Array.isArray(value2) ? value2 : [value2]).map((v) => keyText(v));
  };
  const extensions = listed("extensions", ["json", "yaml", "yml"]);
  const ignored = listed("ignore_files", []);
  const lenient = args.get("ignore_unknown_extensions") === true;
  return files.walk(root).filter((entry) => entry.kind === "file" && (depth === 0 || entry.path.split("/").length <= depth)).filter(({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (ignored.includes(name) || name.startsWith(".") || pattern && !pattern.test(name)) return false;
    if (extensions.includes(name.slice(name.lastIndexOf(".") + 1))) return true;
    if (lenient || pattern) return false;
    throw new TsplayError(
      "bad-argument",
      `${root}/${path} does not have a valid extension: ${extensions.join(", ")}`,
      { span: frame.task.span }
    );
  }).map((entry) => `${root}/${entry.path}`);
}

// src/engine/judge.ts
function judgingScope(frame, result) {
  const vars2 = /* @__PURE__ */ new Map();
  const facts = result["ansible_facts"];
  if (facts !== null && typeof facts === "object")
    for (const [key, value2] of mapFromObject(facts)) vars2.set(key, value2);
  if (frame.task.register !== void 0) vars2.set(frame.task.register, fromJs(result));
  return vars2.size === 0 ? frame.scope : frame.scope.with({ rank: "loop and magic variables", vars: vars2 });
}
function judge(frame, result, diagnostic) {
  if (result.skipped) return { result };
  const { task } = frame;
  const { template: template2 } = frame.run.ports;
  const judged = { ...result };
  if (judged.failed === void 0 && isNonZero(judged["rc"])) judged.failed = true;
  let what = "changed_when";
  let conditions = task.changedWhen;
  try {
    if (task.changedWhen)
      judged.changed = firstFalse(task.changedWhen, template2, judgingScope(frame, judged)) === void 0;
    what = "failed_when";
    conditions = task.failedWhen;
    if (task.failedWhen) {
      const failed2 = firstFalse(task.failedWhen, template2, judgingScope(frame, judged)) === void 0;
      judged.failed = failed2;
      judged["failed_when_result"] = failed2;
    }
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const failure = conditionFailure(what, error, conditions ?? []);
    return {
      result: { ...judged, failed: true, [`${what}_result`]: failure.message, msg: failure.message },
      diagnostic: failure.diagnostic
    };
  }
  return { result: judged, diagnostic: judged.failed ? diagnostic : void 0 };
}
function isNonZero(rc) {
  return rc !== void 0 && rc !== 0 && rc !== "0" && rc !== null;
}
function isSettled(frame, result) {
  const { until } = frame.task;
  if (!until) return result.failed !== true;
  return firstFalse(until, frame.run.ports.template, judgingScope(frame, result)) === void 0;
}

// src/engine/reach.ts
function delegateOf(frame) {
  return text(frame.run, frame.task.inherited.delegateTo, frame.scope);
}
var KEYWORD_VARIABLES = {
  ansible_user: "remoteUser",
  ansible_port: "port",
  ansible_connection: "connection"
};
var NO_HOST = new Proxy({}, {
  get(_, property) {
    throw new Error(`a module that works on the controller alone asked its host for '${String(property)}'`);
  }
});
var NO_REACH = { view: NO_HOST, hands: NO_HOST, settings: NO_HOST, connect: () => Promise.resolve() };
async function reachFor(frame, delegate, deadline) {
  const { run: run3, task, scope } = frame;
  const connectionScope = delegate === void 0 || delegate === frame.host.name ? scope : scopeFor(run3, run3.record(delegate));
  const variable2 = (name) => {
    const raw = connectionScope.lookup(name);
    if (raw !== void 0) return plain(run3.ports.template.resolve(raw, connectionScope));
    const keyword2 = Object.hasOwn(KEYWORD_VARIABLES, name) ? KEYWORD_VARIABLES[name] : void 0;
    if (keyword2 === void 0 || delegate !== void 0) return void 0;
    return text(run3, task.inherited[keyword2], scope);
  };
  return run3.ports.reacher.reach({
    host: delegate ?? frame.host.name,
    variable: variable2,
    become: becomeOf(run3, task, scope, variable2),
    environment: environmentOf(run3, task, scope),
    checkMode: truth(run3, task.inherited.checkMode, scope, run3.ports.options.checkMode),
    deadline
  });
}
function plain(value2) {
  if (value2 instanceof OmitValue || value2 instanceof Undefined) return void 0;
  return typeof value2 === "object" && value2 !== null ? toJs(value2) : typeof value2 === "bigint" ? keyText(value2) : value2;
}

// src/engine/resolve.ts
async function moduleOf(frame, action) {
  const module = await frame.run.ports.loadModule(action);
  if (!module) throw unknownModule(frame, action);
  return module;
}
function unknownModule(frame, action) {
  return new TsplayError("unknown-module", `tsplay has no module '${action}'`, {
    span: frame.task.actionSpan ?? frame.task.span,
    hint: didYouMean(action, frame.run.ports.source.actionNames()) || "run the command it stands for with ansible.builtin.command, or leave the task out"
  });
}
async function resolveTask(frame) {
  const module = await moduleOf(frame, frame.task.action);
  const written = writtenArguments(frame, module);
  const resolved = /* @__PURE__ */ new Map();
  for (const [key, value2] of written) {
    if (module.raw?.includes(keyText(key))) {
      resolved.set(key, value2);
      continue;
    }
    const name = frame.run.ports.template.resolve(key, frame.scope);
    const settled = frame.run.ports.template.resolve(value2, frame.scope);
    if (!(settled instanceof OmitValue)) resolved.set(name, settled);
  }
  const parsed = parseArguments(module, resolved, written, frame.task.actionSpan ?? frame.task.span);
  if ("diagnostics" in parsed) throw asError(parsed.diagnostics);
  return { module, args: parsed.args };
}
function asError(diagnostics) {
  const [first] = diagnostics;
  const message = diagnostics.map((d) => d.message).join("; ");
  return new TsplayError(first?.code ?? "bad-argument", message, { span: first?.span, hint: first?.hint });
}
function writtenArguments(frame, module) {
  const { task } = frame;
  const freeForm = module.freeForm;
  const layers = [...defaultsFor(frame, module)];
  if (task.argsTemplate !== void 0) {
    const value2 = frame.run.ports.template.resolve(task.argsTemplate, frame.scope);
    if (!(value2 instanceof Map)) throw new TsplayError("bad-keyword", "'args' must be a mapping", { span: task.span });
    layers.push(value2);
  }
  if (layers.length === 0 && !task.args.has("_raw_params")) return task.args;
  const merged = new Map([...layers, task.args].flatMap((layer) => [...layer]));
  const raw = merged.get("_raw_params");
  if (raw !== void 0) {
    if (freeForm === void 0) {
      throw new TsplayError("bad-argument", `${module.name} takes no free-form text`, {
        span: task.actionSpan,
        hint: "write its parameters as a mapping"
      });
    }
    merged.delete("_raw_params");
    merged.set(freeForm, raw);
  }
  return merged;
}
function defaultsFor(frame, module) {
  return frame.task.inherited.moduleDefaults.flatMap((written) => {
    const all3 = frame.run.ports.template.resolve(written, frame.scope);
    if (!(all3 instanceof Map)) return [];
    return [...all3].flatMap(([name, values]) => {
      const full = keyText(name);
      const same3 = full === module.name || module.aliases?.includes(full) || full === module.name.replace("ansible.builtin.", "");
      return same3 && values instanceof Map ? [values] : [];
    });
  });
}

// src/engine/stragglers.ts
var PATIENCE = 2e3;
var LOOK_EVERY = 100;
var LeftBehind = class extends Error {
};
async function makeContact(run3, host, reach) {
  if (host.contact === "made") return;
  const { visit } = host;
  host.contact = "connecting";
  host.connectingSince = run3.ports.clock.now();
  const failure = await reach.connect().then(
    () => void 0,
    (error) => ({ error })
  );
  if (visit.leftBehind) throw new LeftBehind(host.name);
  host.contact = failure ? "none" : "made";
  if (failure) throw failure.error;
}
function mayLeaveBehind(run3, task) {
  const { play: play2 } = run3;
  return play2.serial === void 0 && play2.maxFailPercentage === void 0 && task.inherited.anyErrorsFatal === void 0;
}
async function withoutStragglers(run3, task, hosts, work) {
  const leave = /* @__PURE__ */ new Map();
  const look = () => {
    for (const [host, go] of leave) {
      const silent = host.contact === "connecting" && run3.ports.clock.now() - host.connectingSince >= PATIENCE;
      if (!silent || !hosts.some((other3) => other3.contact !== "connecting")) continue;
      host.visit.leftBehind = true;
      host.visit = { leftBehind: false };
      host.contact = "none";
      go();
    }
  };
  const timer = hosts.length > 1 && mayLeaveBehind(run3, task) ? setInterval(look, LOOK_EVERY) : void 0;
  try {
    const settled = await Promise.allSettled(hosts.map((host) => run3.limit(() => orLeave(host, work(host), leave))));
    return settled.map((s) => {
      if (s.status === "rejected") throw s.reason;
      return s.value;
    });
  } finally {
    clearInterval(timer);
  }
}
async function orLeave(host, work, leave) {
  const left = new Promise((resolve2) => leave.set(host, () => resolve2("left behind")));
  const first = await Promise.race([work, left]).finally(() => leave.delete(host));
  if (first === "left behind") {
    work.catch((error) => {
      if (!(error instanceof LeftBehind)) throw error;
    });
  }
  return first;
}

// src/engine/task-view.ts
function taskView(frame, reach, name, signal) {
  const { run: run3, task, scope } = frame;
  const { template: template2, clock } = run3.ports;
  const files = run3.ports.taskFiles(task);
  return {
    name,
    span: task.span,
    verbosity: run3.ports.options.verbosity,
    files,
    connection: reach.settings,
    render: (path, options) => template2.renderFile(files.read(path).toString("utf8"), path, templateScope(frame, path, files), options),
    renderText: (source, path, options) => template2.renderFile(source, path, templateScope(frame, path, files), options),
    evaluate: (expression) => template2.expression(expression, task.span, scope),
    condition: (condition) => template2.condition(condition, task.span, scope),
    prompt: run3.ports.prompt,
    sleep: (ms) => clock.sleep(ms, signal),
    now: () => clock.now()
  };
}
function templateScope(frame, path, files) {
  const stat = files.stat(path);
  const { clock, magic } = frame.run.ports;
  const now = clock.now();
  const vars2 = fromJs({
    ansible_managed: "Ansible managed",
    template_path: path,
    template_fullpath: path,
    template_uid: stat?.owner ?? "",
    template_host: magic.hostname,
    template_mtime: new Date(stat?.mtime ?? now).toISOString(),
    template_run_date: new Date(now).toISOString()
  });
  return frame.scope.with({ rank: "loop and magic variables", vars: vars2 });
}

// src/engine/attempt.ts
async function attemptItem(frame, taskName2, onRetry) {
  let delegatedTo;
  try {
    const skip = skipReason(frame);
    if (skip) return skip;
    delegatedTo = delegateOf(frame);
    checkTruths(frame);
    const seeing = delegatedTo === void 0 ? frame : { ...frame, scope: withDelegate(frame, delegatedTo) };
    const judged = await tryUntilSettled(seeing, taskName2, delegatedTo, onRetry);
    return { ...verdictOf(judged), delegatedTo };
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const diagnostic = located(error.toDiagnostic(), frame);
    if (isUnreachable(error)) {
      return {
        status: "unreachable",
        result: { changed: false, unreachable: true, msg: withHint(diagnostic) },
        diagnostic,
        delegatedTo
      };
    }
    return {
      status: "failed",
      result: { changed: false, failed: true, msg: error.message },
      diagnostic,
      delegatedTo,
      unevaluated: true
    };
  }
}
function checkTruths({ run: run3, task, scope }) {
  const { ignoreErrors, ignoreUnreachable, anyErrorsFatal, delegateFacts, diff } = task.inherited;
  for (const value2 of [ignoreErrors, ignoreUnreachable, anyErrorsFatal, delegateFacts, diff]) {
    if (value2 instanceof TemplateText) truth(run3, value2, scope);
  }
}
function withHint(diagnostic) {
  return diagnostic.hint === void 0 ? diagnostic.message : `${diagnostic.message} (${diagnostic.hint})`;
}
function located(diagnostic, frame) {
  return diagnostic.span ? diagnostic : { ...diagnostic, span: frame.task.span };
}
function skipReason(frame) {
  const { when } = frame.task.inherited;
  try {
    const broken = firstFalse(when, frame.run.ports.template, frame.scope);
    if (!broken) return void 0;
    const result = {
      changed: false,
      skipped: true,
      skip_reason: "Conditional result was False",
      false_condition: conditionText(broken)
    };
    return { status: "skipped", result };
  } catch (error) {
    const failure = conditionFailure("when", error, when);
    return {
      status: "failed",
      result: { changed: false, failed: true, msg: failure.message },
      diagnostic: located(failure.diagnostic, frame),
      unevaluated: true
    };
  }
}
function verdictOf(judged) {
  const { result, diagnostic } = judged;
  const failed2 = "failed_when_result" in result ? result["failed_when_result"] : result.failed;
  const status = failed2 ? "failed" : result.skipped ? "skipped" : result.changed ? "changed" : "ok";
  return { status, result, diagnostic };
}
function triesOf(frame) {
  const { task, run: run3, scope } = frame;
  const retries = number(run3, task.retries, scope, "retries");
  if (retries === void 0) return task.until ? 4 : 1;
  return 1 + Math.max(0, Math.trunc(retries));
}
async function tryUntilSettled(frame, taskName2, delegatedTo, onRetry) {
  const { run: run3, task, scope } = frame;
  const tries = triesOf(frame);
  const wanted = number(run3, task.delay, scope, "delay") ?? 5;
  const delay = wanted < 0 ? 1 : wanted;
  const seconds = number(run3, task.inherited.timeout, scope, "timeout") ?? run3.ports.options.taskTimeout ?? 0;
  for (let attempt = 1; ; attempt++) {
    run3.ports.signal.throwIfAborted();
    const counted = tries > 1 ? { attempts: attempt } : {};
    const tried = await within(run3, seconds, (bounds2) => once(frame, taskName2, delegatedTo, bounds2, counted));
    if (tried === "too late") return tookTooLong(frame, seconds);
    if (tries === 1 || isSettled(frame, tried.result)) return tried;
    if (attempt === tries) {
      return { ...tried, result: { ...tried.result, attempts: tries - 1, failed: true } };
    }
    onRetry(attempt, tries - attempt, { ...tried.result, retries: tries });
    await run3.ports.clock.sleep(delay * 1e3, run3.ports.signal);
  }
}
function tookTooLong({ task }, seconds) {
  const message = `The ${task.action} action failed to execute in the expected time frame (${seconds}) and was terminated`;
  return {
    result: { changed: false, failed: true, msg: message, timedout: { frame: task.action, period: seconds } },
    diagnostic: {
      code: "timeout",
      severity: "error",
      message,
      span: task.span,
      hint: "give the task a longer 'timeout', or run what takes long in the background with async"
    }
  };
}
async function once(frame, taskName2, delegatedTo, bounds2, counted) {
  if (frame.task.statement === "include_vars") return judge(frame, { ...includeVars(frame), ...counted });
  if (frame.task.statement === "include_tasks" || frame.task.statement === "include_role") {
    return judge(frame, inclusionResult(frame));
  }
  const { module, args } = await resolveTask(frame);
  const reach = module.onController ? NO_REACH : await reachFor(frame, delegatedTo, bounds2.deadline);
  if (delegatedTo === void 0 && !module.onController && !module.connectsItself) {
    await makeContact(frame.run, frame.host, reach);
  }
  const { options } = frame.run.ports;
  const { result, diagnostic } = await runModule({
    module,
    args,
    host: reach.view,
    hands: reach.hands,
    task: taskView(frame, reach, taskName2, bounds2.signal),
    checkMode: truth(frame.run, frame.task.inherited.checkMode, frame.scope, options.checkMode),
    diffMode: truth(frame.run, frame.task.inherited.diff, frame.scope, options.diffMode)
  });
  for (const stream of ["stdout", "stderr"]) {
    const value2 = result[stream];
    if (typeof value2 === "string" && result[`${stream}_lines`] === void 0)
      result[`${stream}_lines`] = splitLines(value2);
  }
  return judge(frame, { ...result, ...counted }, diagnostic && located(diagnostic, frame));
}
function splitLines(value2) {
  const parts = value2.split(/\r\n|\n|\r/);
  if (parts.at(-1) === "") parts.pop();
  return parts;
}

// src/engine/show.ts
var CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result";
var TELLING_NOTHING = ["attempts", "retries"];
function shown(frame, result) {
  if (isHidden(frame)) {
    return {
      censored: CENSORED,
      changed: result.changed,
      ...result.failed ? { failed: true } : {},
      ...result.skipped ? { skipped: true } : {},
      ...Object.fromEntries(TELLING_NOTHING.filter((key) => key in result).map((key) => [key, result[key]]))
    };
  }
  return frame.run.ports.secrets.redactDeep(plain2(result));
}
function isHidden(frame) {
  try {
    return truth(frame.run, frame.task.inherited.noLog, frame.scope);
  } catch (error) {
    if (error instanceof TsplayError) return true;
    throw error;
  }
}
function withoutAllItems(result) {
  const { ansible_loop: loop, ...rest } = result;
  if (!(loop instanceof Map)) return result;
  const own = new Map([...loop].filter(([key]) => key !== "allitems"));
  return { ...rest, ansible_loop: toJs(own) };
}
function plain2(whole) {
  const items = whole["results"];
  const result = Array.isArray(items) ? { ...whole, results: items.map((item) => withoutAllItems(item)) } : withoutAllItems(whole);
  const facts = result["ansible_facts"];
  if (facts === void 0) return result;
  try {
    return { ...result, ansible_facts: toJs(fromJs(facts)) };
  } catch {
    return { ...result, ansible_facts: {} };
  }
}

// src/engine/run-task.ts
async function runOnHost(run3, task, host, info) {
  const frame = { run: run3, task, host, scope: scopeFor(run3, host, task) };
  try {
    return await runItems(frame, info);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return failedWhole(frame, error.toDiagnostic());
  }
}
function forgives({ run: run3, task, scope }, status) {
  const { ignoreErrors, ignoreUnreachable } = task.inherited;
  try {
    if (status === "failed") return truth(run3, ignoreErrors, scope);
    return status === "unreachable" && truth(run3, ignoreUnreachable, scope);
  } catch (error) {
    if (error instanceof TsplayError) return false;
    throw error;
  }
}
function failedWhole(frame, diagnostic) {
  const verdict = {
    status: "failed",
    result: { changed: false, failed: true, msg: diagnostic.message },
    diagnostic: diagnostic.span ? diagnostic : { ...diagnostic, span: frame.task.span },
    ignored: forgives(frame, "failed")
  };
  return { ...verdict, looped: false, parts: [verdict] };
}
async function runItems(frame, info) {
  const { run: run3, task, host } = frame;
  const retry = (attempt, retriesLeft, result) => run3.emit({
    type: "task-retrying",
    task: info,
    host: host.name,
    attempt,
    retriesLeft,
    result: shown(frame, result)
  });
  if (!task.loop) {
    const verdict = weighed(frame, await attemptItem(frame, info.name, retry));
    return { ...verdict, looped: false, parts: [verdict] };
  }
  let loop;
  try {
    loop = itemsOf(run3, task, frame.scope);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return loopFailure(frame, info, error, retry);
  }
  warnOfShadow(frame, loop.loopVar);
  const parts = [];
  const carried = /* @__PURE__ */ new Map();
  const pause = number(run3, task.loop.control.pause, frame.scope, "loop_control.pause") ?? 0;
  for (const [index, item] of loop.items.entries()) {
    if (index > 0 && pause > 0) await run3.ports.clock.sleep(pause * 1e3, run3.ports.signal);
    const itemFrame = { ...frame, item, scope: scopeFor(run3, host, task, item.vars, carried) };
    const verdict = lostBefore(parts) ?? weighed(itemFrame, await attemptItem(itemFrame, info.name, retry));
    const part = { ...verdict, result: withItem(judgedResult(verdict), item, loop.loopVar) };
    if (verdict.unevaluated) return { ...verdict, looped: false, parts: [...parts, part] };
    carry(task, part.result, carried);
    parts.push(reportItem(itemFrame, info, part, item));
    if (isBroken(itemFrame)) break;
  }
  return { ...foldItems(parts), looped: true, parts };
}
function lostBefore(parts) {
  const last = parts.at(-1);
  return last?.status === "unreachable" && last.delegatedTo === void 0 ? last : void 0;
}
function isBroken({ run: run3, task, scope }) {
  const conditions = task.loop?.control.breakWhen ?? [];
  return conditions.length > 0 && firstFalse(conditions, run3.ports.template, scope) === void 0;
}
function warnOfShadow({ run: run3, task, scope }, loopVar) {
  if (scope.lookup(loopVar) === void 0) return;
  const message = `the loop variable '${loopVar}' is already in use: the loop hides the other value`;
  const hint = "name the loop's own with 'loop_control: {loop_var: \u2026}'";
  run3.emit({
    type: "warning",
    diagnostic: { code: "bad-keyword", severity: "warning", message, span: task.loop?.span ?? task.span, hint }
  });
}
function carry(task, result, carried) {
  if (task.register !== void 0) carried.set(task.register, resultValue(result));
  const facts = result["ansible_facts"];
  if (facts === null || typeof facts !== "object" || !SETTERS.has(task.action)) return;
  for (const [key, value2] of facts instanceof Map ? facts : mapFromObject(facts)) carried.set(key, value2);
}
var SETTERS = new Set(
  ["set_fact", "include_vars"].flatMap((a) => [a, `ansible.builtin.${a}`, `ansible.legacy.${a}`])
);
async function loopFailure(frame, info, error, retry) {
  if (frame.task.inherited.when.length > 0) {
    const { loop: _loop, ...rest } = frame.task;
    const skipped2 = await attemptItem(
      { ...frame, task: { ...rest, loop: void 0, action: "ansible.builtin.fail" } },
      info.name,
      retry
    );
    if (skipped2.status === "skipped") return { ...skipped2, looped: false, parts: [skipped2] };
  }
  const diagnostic = error.toDiagnostic();
  return failedWhole(frame, { ...diagnostic, span: diagnostic.span ?? frame.task.loop?.span });
}
function weighed(frame, verdict) {
  return { ...verdict, ignored: forgives(frame, verdict.status) };
}
function judgedResult({ status, result }) {
  if (inclusionIn(result)) return without(result, "changed");
  return status === "skipped" || result.failed !== void 0 ? result : { ...result, failed: false };
}
function without(result, left) {
  const { [left]: _left, ...rest } = result;
  return rest;
}
function withItem(result, item, loopVar) {
  const extra = Object.fromEntries(
    // What extended loops tell of all items is shared by the results, not copied into each.
    [...item.vars].map(([k, v]) => [keyText(k), k === "ansible_loop" ? v : toJs(v)])
  );
  return { ...result, ...extra, [loopVar]: toJs(item.value) };
}
function reportItem(frame, info, verdict, item) {
  if (inclusionIn(verdict.result) && verdict.status === "ok") return verdict;
  const { run: run3, host } = frame;
  let told = verdict;
  let label = "";
  try {
    label = labelOf(run3, frame.task, frame.scope, item);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const msg = `Failed to template loop_control.label: ${error.message}`;
    const failed2 = {
      ...verdict,
      status: "failed",
      result: { ...verdict.result, failed: true, msg },
      diagnostic: error.toDiagnostic()
    };
    told = weighed(frame, failed2);
  }
  run3.emit({
    type: "item-finished",
    task: info,
    host: host.name,
    delegatedTo: told.delegatedTo,
    label,
    status: told.ignored ? "ignored" : told.status,
    result: shown(frame, told.result),
    diagnostic: told.status === "failed" && !isHidden(frame) ? told.diagnostic : void 0
  });
  return told;
}
function foldItems(parts) {
  const results = parts.map((p) => p.result);
  if (parts.length === 0)
    return {
      status: "skipped",
      result: { changed: false, skipped: true, skipped_reason: "No items in the list", results }
    };
  const changed2 = results.some((r) => r.changed);
  const result = { changed: changed2, results };
  const saysFailed = results.some((r) => r.failed === true);
  const failed2 = parts.filter((p) => p.status === "failed");
  const lost = parts.filter((p) => p.status === "unreachable");
  if (saysFailed) Object.assign(result, { failed: true, msg: "One or more items failed" });
  else result.msg = "All items completed";
  if (lost.length > 0) result["unreachable"] = true;
  const [culprit] = failed2.length > 0 ? failed2 : lost;
  if (culprit) {
    return {
      status: culprit.status,
      result,
      diagnostic: culprit.diagnostic,
      ignored: (failed2.length > 0 ? failed2 : lost).every((p) => p.ignored),
      delegatedTo: culprit.delegatedTo
    };
  }
  if (parts.every((p) => p.status === "skipped"))
    return { status: "skipped", result: { ...result, skipped: true, msg: "All items skipped" } };
  return { status: changed2 ? "changed" : "ok", result, delegatedTo: parts.at(-1)?.delegatedTo };
}

// src/engine/include.ts
async function runInclude(run3, task, hosts) {
  const [first] = hosts;
  if (!first) return allLive(hosts);
  const info = announce(run3, task, first, "include");
  const once2 = truth(run3, task.inherited.runOnce, scopeFor(run3, first, task));
  const blame = { once: once2, shared: once2, lost: false };
  const inclusions = [];
  const outcomes = [];
  for (const host of once2 ? [first] : hosts)
    outcomes.push(await ask2(run3, task, host, info, inclusions, once2 ? hosts : [host]));
  if (once2) outcomes.push(allLive(hosts.slice(1)));
  const asked = stopIfFatal(run3, task, beside(outcomes, hosts), blame);
  const lost = /* @__PURE__ */ new Set();
  const blocks = inclusions.map((inclusion) => {
    const block = loaded(run3, task, info, inclusion);
    if (!block) for (const host of inclusion.hosts) lost.add(host);
    return block;
  });
  let outcome = {
    ...asked,
    live: asked.live.filter((host) => !lost.has(host)),
    failed: [...asked.failed, ...lost]
  };
  if (lost.size > 0) outcome = stopIfFatal(run3, task, outcome, blame);
  for (const [i, { hosts: wanting }] of inclusions.entries()) {
    const block = blocks[i];
    const ready = wanting.filter((host) => outcome.live.includes(host));
    if (!block || ready.length === 0) continue;
    const others2 = outcome.live.filter((host) => !ready.includes(host));
    const joined = beside([allLive(others2), await runNodes(run3, [block], ready)], outcome.live);
    outcome = following({ ...outcome, live: [] }, joined);
  }
  return outcome;
}
async function ask2(run3, task, host, info, inclusions, targets) {
  const timed = { verdict: await runOnHost(run3, task, host, info), duration: 0 };
  if (timed.verdict.status !== "ok") report(run3, task, host, timed, info);
  const outcome = settle(run3, task, host, timed, info, targets);
  if (!outcome.live.includes(host)) return outcome;
  for (const part of timed.verdict.parts) {
    const request = inclusionIn(part.result);
    if (!request || part.status !== "ok") continue;
    const key = JSON.stringify([comparable(request.args), comparable(request.vars)]);
    const same3 = inclusions.find((other3) => other3.key === key && !other3.hosts.includes(host));
    if (same3) same3.hosts.push(host);
    else inclusions.push({ request, key, hosts: [host] });
  }
  return outcome;
}
function loaded(run3, task, info, { request, hosts }) {
  try {
    const block = blockFor(run3, task, request);
    run3.emit({
      type: "included",
      task: info,
      path: task.statement === "include_role" ? block.role?.name ?? block.file : block.file,
      hosts: hosts.map((h) => h.name),
      label: request.label
    });
    for (const host of hosts) {
      run3.emit({
        type: "task-finished",
        task: info,
        host: host.name,
        status: "ok",
        result: { changed: false, include: block.file },
        looped: false,
        duration: 0
      });
    }
    return block;
  } catch (error) {
    for (const host of hosts) fail2(run3, task, info, host, error);
    return void 0;
  }
}
function fail2(run3, task, info, host, error) {
  const diagnostics = error instanceof LoadErrors ? error.diagnostics : error instanceof TsplayError ? [error.toDiagnostic()] : void 0;
  if (!diagnostics) throw error;
  const msg = diagnostics.map((d) => d.message).join("; ");
  const [diagnostic] = diagnostics;
  host.standing = "failed";
  host.barred = true;
  run3.emit({
    type: "task-finished",
    task: info,
    host: host.name,
    status: "failed",
    result: { changed: false, failed: true, reason: msg, msg },
    looped: false,
    duration: 0,
    diagnostic: diagnostic && (diagnostic.span ? diagnostic : { ...diagnostic, span: task.span })
  });
}
function comparable(value2) {
  if (value2 instanceof Map) return [...value2].map(([k, v]) => [comparable(k), comparable(v)]);
  if (Array.isArray(value2)) return value2.map(comparable);
  return typeof value2 === "bigint" ? String(value2) : value2;
}
function blockFor(run3, task, request) {
  const context = { ...run3.parseContext(task), problems: [] };
  const apply = request.args.get("apply");
  const inner = includedContext(context, task, apply instanceof Map ? apply : void 0);
  const { includeVars: includeVars2 } = inner.inherited;
  const withItem2 = request.vars.size > 0 ? { ...inner, inherited: { ...inner.inherited, includeVars: [...includeVars2, request.vars] } } : inner;
  let block;
  if (task.statement === "include_tasks") {
    const name = request.args.get("_raw_params") ?? request.args.get("file");
    if (name === void 0 || name === null) {
      throw new TsplayError("missing-argument", "include_tasks needs the name of a file", { span: task.actionSpan });
    }
    block = loadTasks(withItem2, keyText(name), task.actionSpan);
  } else {
    const args = new Map([...request.args].filter(([k]) => k !== "apply"));
    const wanted = roleRequest(withItem2, args, task.actionSpan, "include_role");
    block = wanted && useRole(withItem2, { ...wanted, params: /* @__PURE__ */ new Map(), span: task.actionSpan, once: void 0 });
    if (block?.role) {
      addHandlers(run3, block.role.handlers);
      if (args.get("public") === true) run3.roles.push(block.role);
    }
  }
  if (context.problems.length > 0 || !block) throw new LoadErrors(context.problems);
  return block;
}

// ../main/node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value2) {
    this.value = value2;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value2) {
    const node = new Node(value2);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// ../main/node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run3 = async (function_, resolve2, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve2(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve2, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run3.bind(void 0, function_, resolve2, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve2, reject) => {
    enqueue(function_, resolve2, reject, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value2, index) => {
            const promise = generator(function_, value2, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

// src/engine/strategy.ts
var STRATEGIES = ["linear", "free", "host_pinned", "debug"];
function strategyNamed(value2, span) {
  if (value2 === void 0 || value2 === null || value2 instanceof OmitValue) return "linear";
  const name = keyText(value2).replace(/^ansible\.(?:builtin|legacy)\./, "");
  if (STRATEGIES.includes(name)) return name;
  throw new TsplayError("bad-keyword", `there is no strategy '${keyText(value2)}'`, {
    span,
    hint: didYouMean(name, STRATEGIES) || `the strategies are: ${STRATEGIES.join(", ")}`
  });
}
function isFree(run3) {
  return run3.strategy === "free" || run3.strategy === "host_pinned";
}
async function byStrategy(run3, hosts, work) {
  if (!isFree(run3)) return work(hosts);
  const places = run3.strategy === "host_pinned" ? Math.max(1, run3.ports.options.forks) : Infinity;
  const limit = pLimit(places);
  const settled = await Promise.allSettled(hosts.map((host) => limit(() => work([host]))));
  const outcomes = settled.map((s) => {
    if (s.status === "rejected") throw s.reason;
    return s.value;
  });
  return hosts.length === 0 ? allLive(hosts) : beside(outcomes, hosts);
}

// src/engine/fatal.ts
function stopIfFatal(run3, task, outcome, { once: once2, shared, lost }) {
  const [host] = run3.batch;
  if (!host || isFree(run3)) return outcome;
  const trouble = lost || outcome.failed.length + outcome.unreachable.length > 0;
  const stopped = trouble && isFatal(run3, task, host, once2) ? failOthers(run3, outcome) : outcome;
  if (shared && stopped !== outcome && outcome.failed.length > 0) for (const h of outcome.live) h.failedTwice = true;
  const limit = number(run3, run3.play.maxFailPercentage, scopeFor(run3, host), "max_fail_percentage");
  if (limit === void 0) return stopped;
  const counted = () => run3.batch.filter((h) => h.counted).length;
  if (!percentExceeded(counted(), run3.batchSize, limit)) return stopped;
  const all3 = failOthers(run3, stopped);
  run3.state.broken = true;
  run3.emit({ type: "play-skipped", name: run3.playName, reason: "no-hosts-remaining" });
  const reachable2 = run3.batch.filter((h) => h.standing !== "unreachable");
  if (counted() < reachable2.length) return all3;
  for (const h of run3.batch) if (h.summons === "fail") h.summons = "stop";
  return { ...all3, failed: [], ended: [...all3.ended, ...all3.failed] };
}
function isFatal(run3, task, host, once2) {
  const scope = scopeFor(run3, host, task);
  const { anyErrorsFatal, ignoreErrors } = task.inherited;
  const asked = once2 || truth(run3, anyErrorsFatal, scope, run3.ports.options.anyErrorsFatal ?? false);
  return asked && !truth(run3, ignoreErrors, scope);
}
function failOthers(run3, outcome) {
  const here = new Set(outcome.live);
  for (const host of run3.batch) {
    if (host.standing !== "live") continue;
    host.counted = true;
    if (here.has(host)) {
      host.standing = "failed";
      host.barred = true;
    } else host.summons = "fail";
  }
  return { ...outcome, live: [], failed: [...outcome.failed, ...outcome.live] };
}
function heedSummons(outcome) {
  if (outcome.live.every((h) => h.summons === void 0)) return outcome;
  const failed2 = [...outcome.failed];
  const ended = [...outcome.ended];
  for (const host of outcome.live) {
    if (host.summons === void 0) continue;
    host.standing = host.summons === "end" ? "ended" : "failed";
    if (host.summons === "fail") host.barred = true;
    (host.summons === "fail" ? failed2 : ended).push(host);
  }
  const live = outcome.live.filter((h) => h.summons === void 0);
  for (const host of [...failed2, ...ended]) host.summons = void 0;
  return { ...outcome, live, failed: failed2, ended };
}

// src/engine/tell.ts
function bareName(run3, task, host) {
  let name;
  try {
    name = host && text(run3, task.name, scopeFor(run3, host, task));
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
  }
  return name ?? (task.name === void 0 ? unnamed(task) : writtenText(task.name));
}
function unnamed(task) {
  if (task.statement !== "include_role") return task.action;
  return `${task.action} : ${writtenText(task.args.get("name") ?? task.args.get("role") ?? null)}`;
}
function taskName(run3, task, host) {
  const name = bareName(run3, task, host);
  if (task.statement === "include_role") return name;
  return task.role ? `${task.role.name} : ${name}` : name;
}
function announce(run3, task, host, kind) {
  const info = {
    id: ++run3.state.taskId,
    name: taskName(run3, task, host),
    action: task.action,
    span: task.span,
    kind,
    ...task.handler === true ? { handler: true } : {}
  };
  run3.emit({ type: "task-started", task: info });
  return info;
}
function report(run3, task, host, { verdict, duration }, info) {
  const frame = { run: run3, task, host, scope: scopeFor(run3, host, task) };
  run3.emit({
    type: "task-finished",
    task: info,
    host: host.name,
    delegatedTo: verdict.delegatedTo,
    status: verdict.ignored ? "ignored" : verdict.status,
    result: shown(frame, verdict.result),
    looped: verdict.looped,
    duration,
    diagnostic: isHidden(frame) ? void 0 : verdict.diagnostic
  });
}

// src/engine/step.ts
async function isStepTaken(run3, task, host) {
  const answered = run3.state.asking.then(async () => {
    if (!run3.state.stepping) return true;
    const who = isFree(run3) ? ` on ${host.name}` : "";
    const question = `Perform task: TASK: ${taskName(run3, task, host)}${who} (N)o/(y)es/(c)ontinue: `;
    const answer = (await run3.ports.person?.ask(question))?.trim().toLowerCase();
    if (answer === "c" || answer === "continue") run3.state.stepping = false;
    return answer === "y" || answer === "yes" || !run3.state.stepping;
  });
  run3.state.asking = answered;
  return answered;
}

// src/engine/tags.ts
function isSelected(own, choice) {
  const wanted = choice.tags.length === 0 ? ["all"] : choice.tags;
  const has2 = (tag) => own.includes(tag);
  const untagged = own.length === 0;
  let runs = false;
  if (has2("always")) runs = true;
  else if (wanted.includes("all") && !has2("never")) runs = true;
  else if (own.some((tag) => wanted.includes(tag))) runs = true;
  else if (wanted.includes("tagged") && !untagged && !has2("never")) runs = true;
  else if (wanted.includes("untagged") && untagged) runs = true;
  if (!runs || choice.skipTags.length === 0) return runs;
  const { skipTags } = choice;
  if (skipTags.includes("all")) return has2("always") && !skipTags.includes("always");
  if (own.some((tag) => skipTags.includes(tag))) return false;
  if (skipTags.includes("tagged") && !untagged) return false;
  return !(skipTags.includes("untagged") && untagged);
}

// src/engine/walk.ts
async function runNodes(run3, nodes, hosts) {
  let outcome = allLive(hosts);
  for (const node of nodes) {
    outcome = heedSummons(outcome);
    if (outcome.live.length === 0) break;
    run3.ports.signal.throwIfAborted();
    const next = await (node.kind === "block" ? runBlock(run3, node, outcome.live) : runTask(run3, node, outcome.live));
    outcome = following(outcome, next);
  }
  return outcome;
}
async function runBlock(run3, block, hosts) {
  const role = block.roleUse;
  if (!role) return runSections(run3, block, hosts);
  const outcome = await runRole(run3, block, role, hosts);
  const back = outcome.ended.filter((h) => h.leaving === role);
  if (back.length === 0) return outcome;
  for (const host of back) {
    host.leaving = void 0;
    host.standing = "live";
  }
  const ended = outcome.ended.filter((h) => !back.includes(h));
  return beside([{ ...outcome, ended }, allLive(back)], hosts);
}
async function runRole(run3, block, role, hosts) {
  const { key } = role;
  if (key === void 0) return runSections(run3, block, hosts);
  const done = hosts.filter((h) => h.doneRoles.has(key));
  const outcome = await runSections(
    run3,
    block,
    hosts.filter((h) => !done.includes(h))
  );
  for (const host of outcome.live) if (host.begunRoles.has(key)) host.doneRoles.add(key);
  return beside([allLive(done), outcome], hosts);
}
async function runSections(run3, block, hosts) {
  const guard = block.rescue.length > 0 ? 1 : 0;
  const hasAlways = block.always.length > 0;
  for (const host of hosts) host.guards += guard;
  let outcome = await sheltered(guard === 1 || hasAlways, run3, block.body, hosts);
  for (const host of hosts) host.guards -= guard;
  const lost = outcome.failed.filter((host) => host.failedTwice);
  for (const host of lost) host.failedTwice = false;
  const rescued = outcome.failed.filter((host) => !lost.includes(host));
  if (guard === 1 && rescued.length > 0) {
    for (const host of rescued) {
      host.standing = "live";
      host.counted = false;
    }
    const rescue = await sheltered(hasAlways, run3, block.rescue, rescued);
    outcome = beside([{ ...outcome, failed: lost }, rescue], hosts);
  }
  if (!hasAlways) return outcome;
  const barred = guard === 0 ? lost : [];
  const entering = hosts.filter((h) => (outcome.live.includes(h) || outcome.failed.includes(h)) && !barred.includes(h));
  const failedBefore = new Set(outcome.failed);
  const always = await runNodes(run3, block.always, entering);
  outcome = {
    live: always.live.filter((h) => !failedBefore.has(h)),
    failed: [...barred, ...always.failed, ...always.live.filter((h) => failedBefore.has(h))],
    unreachable: [...outcome.unreachable, ...always.unreachable],
    ended: [...outcome.ended, ...always.ended]
  };
  for (const host of outcome.failed) host.standing = "failed";
  return outcome;
}
async function sheltered(shelter, run3, nodes, hosts) {
  if (!shelter) return runNodes(run3, nodes, hosts);
  for (const host of hosts) host.shelters++;
  try {
    return await runNodes(run3, nodes, hosts);
  } finally {
    for (const host of hosts) host.shelters--;
  }
}
async function runTask(run3, task, hosts) {
  const isHandler = task.handler === true;
  const kind = isHandler ? "handler" : "task";
  if (!isHandler && !isSelected(task.inherited.tags, run3.ports.options)) return allLive(hosts);
  if (!hasStarted(run3, task, hosts)) return allLive(hosts);
  try {
    return await runSelected(run3, task, hosts, kind);
  } catch (error) {
    const [first] = hosts;
    if (!(error instanceof TsplayError) || !first || endsRun(error)) throw error;
    const info = announce(run3, task, first, kind);
    const outcomes = hosts.map((host) => {
      const verdict = failedWhole({ run: run3, task, host, scope: scopeFor(run3, host, task) }, error.toDiagnostic());
      report(run3, task, host, { verdict, duration: 0 }, info);
      return settle(run3, task, host, { verdict, duration: 0 }, info, [host]);
    });
    return beside(outcomes, hosts);
  }
}
async function runSelected(run3, task, hosts, kind) {
  if (task.statement === "meta") return runMeta(run3, task, hosts);
  const [first] = hosts;
  if (!first || !await isStepTaken(run3, task, first)) return allLive(hosts);
  if (task.statement === "include_tasks" || task.statement === "include_role") return runInclude(run3, task, hosts);
  const { working, spokesman, once: once2 } = await workersOf(run3, task, hosts);
  const info = announce(run3, task, first, kind);
  const verdicts = await withoutStragglers(run3, task, working, (host) => timedRun(run3, task, host, info));
  const outcomes = working.map((host, i) => {
    const timed = verdicts[i];
    if (timed === void 0 || timed === "left behind") return leaveBehind(host);
    return settle(run3, task, host, timed, info, host === spokesman ? reachable(run3, hosts) : [host]);
  });
  const idle = hosts.filter((h) => !working.includes(h));
  const lost = verdicts.some((v) => v !== "left behind" && v.verdict.status === "unreachable");
  const shared = spokesman !== void 0;
  return stopIfFatal(run3, task, beside([...outcomes, allLive(idle)], hosts), { once: once2, shared, lost });
}
async function workersOf(run3, task, hosts) {
  const module = task.statement === void 0 ? await run3.ports.loadModule(task.action) : void 0;
  const asks = (host) => truth(run3, task.inherited.runOnce, scopeFor(run3, host, task));
  if (isFree(run3)) {
    if (module?.onceForAll === true) {
      throw new TsplayError(
        "not-supported",
        `'${task.action}' is done once for all hosts, and with the strategy '${run3.strategy}' each host goes alone`,
        {
          span: task.actionSpan,
          hint: "use it in a play with the linear strategy"
        }
      );
    }
    if (task.inherited.runOnce !== void 0 && hosts.some(asks)) {
      const message = `'run_once' has no effect with the strategy '${run3.strategy}': the task runs on every host`;
      run3.emit({
        type: "warning",
        diagnostic: { code: "not-supported", severity: "warning", message, span: task.span }
      });
    }
    return { working: hosts, spokesman: void 0, once: false };
  }
  if (module?.onceForAll === true) {
    const [first] = hosts;
    return { working: hosts.slice(0, 1), spokesman: first && asks(first) ? first : void 0, once: true };
  }
  if (task.inherited.runOnce === void 0) return { working: hosts, spokesman: void 0, once: false };
  const at = hosts.findIndex(asks);
  if (at < 0) return { working: hosts, spokesman: void 0, once: false };
  return { working: hosts.slice(0, at + 1), spokesman: hosts[at], once: true };
}
function reachable(run3, hosts) {
  return [.../* @__PURE__ */ new Set([...hosts, ...run3.batch])].filter((h) => h.standing !== "unreachable");
}
function leaveBehind(host) {
  host.standing = "left behind";
  return { live: [], failed: [], unreachable: [], ended: [host] };
}
function hasStarted(run3, task, hosts) {
  const waiting = hosts.filter((h) => h.waitsForStart);
  const wanted = run3.state.startAt;
  if (waiting.length === 0 || wanted === void 0) return true;
  const bare = bareName(run3, task, hosts[0]);
  const names2 = [taskName(run3, task, hosts[0]), ...task.name === void 0 ? [] : [bare]];
  const pattern = new RegExp(
    `^${wanted.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`,
    "s"
  );
  if (!names2.some((name) => name === wanted || pattern.test(name))) return false;
  run3.state.startFound = true;
  for (const host of waiting) host.waitsForStart = false;
  return true;
}
async function timedRun(run3, written, host, info) {
  for (let task = written; ; ) {
    const start = run3.ports.clock.now();
    const verdict = await runOnHost(run3, task, host, info);
    if (verdict.status === "changed") checkNotified(run3, task, host);
    const timed = { verdict, duration: run3.ports.clock.now() - start };
    report(run3, task, host, timed, info);
    if (!wantsDebugger(run3, task, host, timed.verdict)) return timed;
    const again = await debugTask({ run: run3, task, written, host, info, verdict: timed.verdict });
    if (!again) return timed;
    task = again;
  }
}
function endsRun(error) {
  return error.code === "handler-missing";
}
function settle(run3, task, host, { verdict }, info, targets) {
  applyEffects(run3, task, verdict, targets);
  if (verdict.ignored) return allLive([host]);
  if (verdict.status === "unreachable") {
    host.standing = "unreachable";
    return { live: [], failed: [], unreachable: [host], ended: [] };
  }
  if (verdict.status !== "failed") return allLive([host]);
  host.standing = "failed";
  if (host.shelters === 0) host.counted = true;
  if (host.guards > 0) {
    run3.emit({ type: "rescued", host: host.name });
    rememberFailure(run3, task, host, info, verdict);
  }
  return { live: [], failed: [host], unreachable: [], ended: [] };
}
function rememberFailure(run3, task, host, info, verdict) {
  host.ownVars.set("ansible_failed_task", failedTask(run3, task, host, info));
  host.ownVars.set("ansible_failed_result", fromJs(verdict.result));
}

// src/engine/flush.ts
function hasNotified(host) {
  return host.notified.size > 0 || host.pendingHandlers.size > 0;
}
function forcesHandlers(run3) {
  const [first] = run3.batch;
  const { forceHandlers } = run3.ports.options;
  return first ? truth(run3, run3.play.forceHandlers, scopeFor(run3, first), forceHandlers) : forceHandlers;
}
async function flushHandlers(run3, hosts) {
  let outcome = allLive(hosts);
  const guards = hosts.map((host) => host.guards);
  const forced = forcesHandlers(run3);
  for (const host of hosts) {
    host.guards = Math.max(0, host.guards - (forced ? 0 : 1));
    takeNotifications(run3, host);
  }
  for (const handler of handlersInOrder(run3)) {
    const ready = outcome.live.filter((host) => host.pendingHandlers.has(handler));
    if (ready.length === 0) continue;
    for (const host of ready) host.pendingHandlers.delete(handler);
    const result = await runTask(run3, handler, ready);
    for (const host of ready) takeNotifications(run3, host);
    outcome = {
      ...following({ ...outcome, live: [] }, result),
      live: outcome.live.filter((host) => !ready.includes(host) || result.live.includes(host))
    };
  }
  for (const [i, host] of hosts.entries()) host.guards = guards[i] ?? 0;
  return outcome;
}

// src/engine/meta.ts
var SKIPPED = {
  flush_handlers: (host) => `, not running handlers for ${host}`,
  clear_facts: (host) => `, not clearing facts and fact cache for ${host}`,
  clear_host_errors: (host) => `, not clearing host error state for ${host}`,
  end_batch: () => ", continuing current batch",
  end_play: () => ", continuing play",
  end_host: (host) => `, continuing execution for ${host}`,
  end_role: (host, role) => `continuing role ${role} for ${host}`
};
var UNCONDITIONAL = ["noop", "reset_connection", "refresh_inventory"];
var META_ACTIONS = [...Object.keys(SKIPPED), ...UNCONDITIONAL];
var FOR_ALL = ["clear_facts", "clear_host_errors", "end_batch", "end_play", "refresh_inventory"];
async function runMeta(run3, task, hosts) {
  const [first] = hosts;
  if (!first) return allLive(hosts);
  const action = keyText(task.args.get("_raw_params") ?? "");
  if (!META_ACTIONS.includes(action)) {
    throw new TsplayError("not-supported", `meta has no action '${action}' that tsplay carries out`, {
      span: task.actionSpan,
      hint: didYouMean(action, META_ACTIONS)
    });
  }
  const info = announce(run3, task, first, "meta");
  if (UNCONDITIONAL.includes(action)) {
    if (task.inherited.when.length > 0) warn(run3, task, `${action} task does not support when conditional`);
    return unconditional(run3, task, hosts, action);
  }
  const asked = FOR_ALL.includes(action) ? [first] : hosts;
  const chosen = asked.filter((host) => holds(run3, task, info, host, action));
  if (chosen.length === 0) return allLive(hosts);
  switch (action) {
    case "flush_handlers":
      return flush(run3, task, hosts, chosen);
    case "clear_facts":
      for (const host of run3.allHosts) host.forgetFacts();
      return allLive(hosts);
    case "clear_host_errors":
      for (const host of run3.allHosts) host.clearErrors();
      return allLive(hosts);
    case "end_role":
      return endRole(task, hosts, chosen);
    case "end_play":
      run3.state.ended = true;
      return endingAll(run3, hosts);
    case "end_batch":
      return endingAll(run3, hosts);
    default:
      return ending(hosts, chosen);
  }
}
async function unconditional(run3, task, hosts, action) {
  if (action === "refresh_inventory") {
    const { refreshInventory } = run3.ports;
    if (!refreshInventory) {
      throw new TsplayError("not-supported", "meta: refresh_inventory needs an inventory that can be read again", {
        span: task.actionSpan
      });
    }
    await refreshInventory();
  }
  if (action === "reset_connection") {
    for (const host of hosts) {
      const { view } = await reachFor({ run: run3, task, host, scope: scopeFor(run3, host, task) }, void 0);
      await view.reconnect();
    }
  }
  return allLive(hosts);
}
async function flush(run3, task, hosts, chosen) {
  if (task.handler === true) {
    throw new TsplayError("bad-keyword", "flush_handlers cannot be used as a handler", {
      span: task.actionSpan,
      hint: "handlers that are notified by handlers run in their turn"
    });
  }
  const others2 = hosts.filter((host) => !chosen.includes(host));
  return beside([allLive(others2), await flushHandlers(run3, chosen)], hosts);
}
function endRole(task, hosts, chosen) {
  const { role } = task;
  if (!role) {
    throw new TsplayError("bad-keyword", "Cannot execute 'end_role' from outside of a role", { span: task.actionSpan });
  }
  for (const host of chosen) host.leaving = role;
  return ending(hosts, chosen);
}
function holds(run3, task, info, host, action) {
  const { when } = task.inherited;
  let broken;
  try {
    broken = firstFalse(when, run3.ports.template, scopeFor(run3, host, task));
  } catch (error) {
    const { message, diagnostic } = conditionFailure("when", error, when);
    throw new TsplayError(diagnostic.code, message, { span: diagnostic.span ?? task.span });
  }
  if (broken === void 0) return true;
  const reason = `${action} conditional evaluated to False${SKIPPED[action]?.(host.name, task.role?.name ?? "") ?? ""}`;
  const msg = action === "end_host" ? reason.replace("False", "false") : action;
  run3.emit({
    type: "task-finished",
    task: info,
    host: host.name,
    status: "skipped",
    result: { msg, skipped: true, skip_reason: reason },
    looped: false,
    duration: 0
  });
  return false;
}
function warn(run3, task, message) {
  run3.emit({
    type: "warning",
    diagnostic: { code: "bad-keyword", severity: "warning", message, span: task.actionSpan }
  });
}
function endingAll(run3, hosts) {
  for (const host of run3.batch) if (host.standing === "live" && !hosts.includes(host)) host.summons = "end";
  return ending(hosts, hosts);
}
function ending(hosts, chosen) {
  const ended = hosts.filter((host) => chosen.includes(host));
  for (const host of ended) host.standing = "ended";
  return following({ live: [], failed: [], unreachable: [], ended }, allLive(hosts.filter((h) => !ended.includes(h))));
}

// src/engine/preflight.ts
async function preflight(plans) {
  const found2 = [];
  const here = { written: false };
  for (const { playbook, ports } of plans) {
    for (const play2 of playbook.plays) {
      if (hasHosts(ports, play2)) await new PlayCheck(ports, play2, found2, here).run();
    }
  }
  return unique(found2);
}
function hasHosts(ports, play2) {
  try {
    return ports.hostsOf(play2.hosts, play2.hostsSpan).names.length > 0;
  } catch (error) {
    if (error instanceof TsplayError) return false;
    throw error;
  }
}
function unique(diagnostics) {
  const byPlace = /* @__PURE__ */ new Map();
  for (const d of diagnostics) {
    const key = `${d.span?.file}:${d.span?.line}:${d.span?.col}:${d.message}`;
    const known = byPlace.get(key);
    if (!known || known.severity === "warning" && d.severity === "error") byPlace.set(key, d);
  }
  return [...byPlace.values()];
}
var PlayCheck = class {
  constructor(ports, play2, found2, here) {
    this.ports = ports;
    this.play = play2;
    this.found = found2;
    this.here = here;
  }
  ports;
  play;
  found;
  here;
  handlerNames = /* @__PURE__ */ new Set();
  /** Includes being looked into, to stop circles. */
  open = [];
  anyTemplatedHandler = false;
  async run() {
    this.varsFiles();
    if (this.worksHere()) this.here.written = true;
    const handlers = flatten([...this.play.roles.flatMap((r) => r.handlers), ...this.play.handlers]);
    this.nameHandlers(handlers);
    for (const section of [this.play.preTasks, this.play.tasks, this.play.postTasks]) await this.nodes(section, true);
    for (const handler of handlers) await this.task(handler, false);
  }
  /** A file named without a template that is not there is missed by every host. */
  varsFiles() {
    const { varsFiles, varsFilesSpan, file: file2 } = this.play;
    for (const [i, entry] of (Array.isArray(varsFiles) ? varsFiles : [varsFiles]).entries()) {
      const names2 = Array.isArray(entry) ? entry : [entry];
      if (!names2.every((name) => typeof name === "string")) continue;
      const paths = names2.map((name) => this.ports.findVarsFile(name, { role: void 0, file: file2 }));
      const path = paths.find((p) => p !== void 0);
      const span = (Array.isArray(varsFiles) ? valueSpan(varsFiles, i) : void 0) ?? varsFilesSpan;
      if (path !== void 0) this.guarded(true, span, () => this.ports.loadVars(path));
      else if (varsFiles !== null) {
        const message = `vars file ${names2.map((name) => `'${name}'`).join(", ")} was not found`;
        const hint = "names are relative to the playbook";
        this.add(true, [{ code: "file-missing", severity: "error", message, span, hint }]);
      }
    }
  }
  /** Whether a host of the play is, or may be, this machine. */
  worksHere() {
    const { inventory, options } = this.ports;
    const given = (vars2) => vars2.has("ansible_connection");
    if (options.connection !== void 0 || given(options.extraVars) || given(this.play.vars)) return true;
    return this.ports.hostsOf(this.play.hosts, this.play.hostsSpan).names.some(
      (name) => inventory.host(name)?.implicit === true || this.ports.inventoryVars(name).some(({ vars: vars2 }) => given(vars2))
    );
  }
  guarded(certain, span, work) {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      this.add(certain, [{ ...error.toDiagnostic(), span: error.span ?? span }]);
    }
  }
  /** Templates that do not parse: a task that surely runs fails by them, one that may be skipped may never meet them. */
  checkTemplates(task, reached, certain) {
    const { template: template2 } = this.ports;
    for (const [i, { value: value2, span }] of task.inherited.when.entries())
      this.guarded(reached && i === 0, span, () => template2.checkCondition(value2, span));
    const texts = [...templatesIn([task.args, task.argsTemplate ?? null])];
    for (const text4 of texts) this.guarded(certain, text4.span, () => template2.checkText(text4));
    for (const { value: value2, span } of [task.until, task.changedWhen, task.failedWhen].flatMap((c) => c ?? []))
      this.guarded(certain, span, () => template2.checkCondition(value2, span));
  }
  nameHandlers(handlers) {
    for (const handler of handlers) {
      for (const topic of handler.listen) this.handlerNames.add(topic);
      if (typeof handler.name === "string") {
        this.handlerNames.add(handler.name);
        if (handler.role) this.handlerNames.add(`${handler.role.name} : ${handler.name}`);
      } else this.anyTemplatedHandler = true;
    }
  }
  async nodes(nodes, certain) {
    for (const node of nodes) {
      if (node.kind === "task") {
        await this.task(node, certain);
        continue;
      }
      await this.nodes(node.body, certain && node.rescue.length === 0);
      await this.nodes(node.rescue, false);
      await this.nodes(node.always, certain);
    }
  }
  async task(task, reached) {
    if (!isSelected(task.inherited.tags, this.ports.options)) return;
    const { when, ignoreErrors } = task.inherited;
    const forgiven = task.failedWhen !== void 0 || ignoreErrors !== void 0 && ignoreErrors !== false;
    const certain = reached && when.length === 0 && !forgiven && !task.loop && this.ports.options.startAtTask === void 0;
    const { delegateTo, connection } = task.inherited;
    this.checkNotify(task);
    this.checkTemplates(task, reached && this.ports.options.startAtTask === void 0, certain);
    switch (task.statement) {
      case "meta":
        this.checkMeta(task, certain);
        return;
      case "include_tasks":
      case "include_role":
        await this.include(task, certain);
        return;
      case "include_vars":
        return;
      case void 0:
        await this.module(task, certain);
    }
    if (delegateTo !== void 0 || connection !== void 0 || task.action.endsWith("fetch")) this.here.written = true;
  }
  add(certain, diagnostics) {
    for (const d of diagnostics) this.found.push(certain ? d : { ...d, severity: "warning" });
  }
  checkNotify(task) {
    const names2 = Array.isArray(task.notify) ? task.notify : [task.notify];
    for (const name of names2) {
      if (typeof name !== "string" || this.anyTemplatedHandler || this.handlerNames.has(name)) continue;
      const message = `no handler is named '${name}' or listens to it`;
      const hint = didYouMean(name, this.handlerNames) || "a task that notifies it will fail when it changes something";
      this.add(false, [{ code: "handler-missing", severity: "warning", message, span: task.span, hint }]);
    }
  }
  checkMeta(task, certain) {
    const action = task.args.get("_raw_params");
    if (typeof action === "string" && META_ACTIONS.includes(action)) return;
    const message = `meta has no action '${keyTextOrSource(action ?? null)}' that tsplay carries out`;
    const hint = `the actions are: ${META_ACTIONS.join(", ")}`;
    this.add(certain, [{ code: "not-supported", severity: "error", message, span: task.actionSpan, hint }]);
  }
  async module(task, certain) {
    const module = await this.ports.loadModule(task.action);
    const span = task.actionSpan ?? task.span;
    if (!module) {
      const message = `tsplay has no module '${task.action}'`;
      const hint = didYouMean(task.action, this.ports.source.actionNames()) || "run the command it stands for with ansible.builtin.command, or leave the task out";
      this.add(certain, [{ code: "unknown-module", severity: "error", message, span, hint }]);
      return;
    }
    if (task.argsTemplate !== void 0 || task.inherited.moduleDefaults.length > 0) return;
    const args = withFreeForm(module, task.args);
    if (!args) {
      const message = `${module.name} takes no free-form text`;
      this.add(certain, [
        { code: "bad-argument", severity: "error", message, span, hint: "write its parameters as a mapping" }
      ]);
      return;
    }
    this.add(certain, checkArguments(module, args, span));
    this.checkFiles(module, args, task, certain);
  }
  checkFiles(module, args, task, certain) {
    for (const { argument, kind, unless } of module.controllerFiles ?? []) {
      const path = args.get(argument);
      const exempt = Object.entries(unless ?? {}).some(([name, value2]) => args.has(name) && args.get(name) !== !value2);
      if (typeof path !== "string" || exempt || path.includes("://")) continue;
      try {
        this.ports.taskFiles(task).find(kind, path);
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        const surely = certain && !this.here.written;
        this.add(surely, [{ ...error.toDiagnostic(), span: valueSpan(args, argument) ?? task.span }]);
      }
    }
  }
  async include(task, certain) {
    const context = {
      source: this.ports.source,
      problems: [],
      inherited: NOTHING_INHERITED,
      file: task.file,
      role: task.role,
      handlers: false,
      playRoles: void 0,
      importing: []
    };
    const block = this.staticBlock(context, task);
    this.add(certain, context.problems);
    if (!block || this.open.includes(block.file)) return;
    if (block.role) this.nameHandlers(flatten(block.role.handlers));
    this.open.push(block.file);
    await this.nodes([block], certain);
    this.open.pop();
  }
  /** What an include with a literal name brings; undefined when only the run can tell. */
  staticBlock(context, task) {
    const args = new Map([...task.args].filter(([k]) => k !== "apply"));
    if ([...args.values()].some((v) => v instanceof TemplateText)) return void 0;
    const apply = task.args.get("apply");
    const inner = includedContext(context, task, apply instanceof Map ? apply : void 0);
    try {
      if (task.statement === "include_tasks") {
        const name = args.get("_raw_params") ?? args.get("file");
        return typeof name === "string" ? loadTasks(inner, name, task.actionSpan) : void 0;
      }
      const request = roleRequest(inner, args, task.actionSpan, "include_role");
      return request && useRole(inner, { ...request, params: /* @__PURE__ */ new Map(), span: task.actionSpan, once: void 0 });
    } catch (error) {
      if (error instanceof LoadErrors) context.problems.push(...error.diagnostics);
      else if (error instanceof TsplayError)
        context.problems.push({ ...error.toDiagnostic(), span: error.span ?? task.span });
      else throw error;
      return void 0;
    }
  }
};
function* templatesIn(value2) {
  if (value2 instanceof TemplateText) yield value2;
  else if (Array.isArray(value2)) for (const element2 of value2) yield* templatesIn(element2);
  else if (value2 instanceof Map) for (const entry of value2) yield* templatesIn([...entry]);
}
function keyTextOrSource(value2) {
  return value2 instanceof TemplateText ? value2.source : keyText(value2);
}
function withFreeForm(module, args) {
  const raw = args.get("_raw_params");
  if (raw === void 0) return args;
  if (module.freeForm === void 0) return void 0;
  return new Map([...args].map(([k, v]) => [k === "_raw_params" ? module.freeForm ?? k : k, v]));
}

// src/engine/reacher.ts
function createReacher(options) {
  let opened;
  return {
    async reach(request) {
      opened ??= openReacher(options);
      return (await opened).reach(request);
    },
    async close() {
      await (await opened)?.close();
    }
  };
}
async function openReacher(options) {
  const [connection, { createHost }] = await Promise.all([
    import("./connection-WKHILNG6.js"),
    import("./host-ECTZI7CE.js")
  ]);
  const pool = connection.createWirePool();
  const sshConfig = connection.createSshConfigReader(options.home, options.localUser);
  const hosts = /* @__PURE__ */ new Map();
  return {
    async reach(request) {
      const settings = connection.deriveSettings({
        name: request.host,
        variables: request.variable,
        cli: options.flags,
        sshConfig,
        home: options.home,
        env: options.env,
        localUser: options.localUser,
        implicitLocalhost: options.isImplicitLocalhost(request.host),
        baseDirectory: options.baseDirectory,
        onWarning: options.onWarning
      });
      const key = `${request.host}\0${connection.poolKey(settings)}`;
      let host = hosts.get(key);
      if (!host) {
        const { clock, secrets, localUser } = options;
        hosts.set(key, host = createHost({ name: request.host, settings, pool, clock, secrets, localUser }));
      }
      const found2 = host;
      const { become, environment, deadline } = request;
      const seen = found2.view({ become, environment, deadline });
      return { ...seen, settings, connect: () => found2.connect() };
    },
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.close()));
      await pool.close();
    }
  };
}

// src/engine/run.ts
import { dirname } from "node:path";

// src/events/stats.ts
function emptyStats() {
  return { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };
}
function count(stats, event) {
  const of = (host) => {
    let found2 = stats.get(host);
    if (!found2) stats.set(host, found2 = emptyStats());
    return found2;
  };
  if (event.type === "task-finished" && event.task.kind === "meta") return;
  if (event.type === "task-finished") {
    const s = of(event.host);
    switch (event.status) {
      case "ok":
        s.ok++;
        break;
      case "changed":
        s.ok++;
        s.changed++;
        break;
      case "ignored":
        s.ok++;
        s.ignored++;
        if (event.result["changed"] === true) s.changed++;
        break;
      case "skipped":
        s.skipped++;
        break;
      case "failed":
        s.failed++;
        break;
      case "unreachable":
        s.unreachable++;
        break;
    }
  } else if (event.type === "task-undone") {
    const s = of(event.host);
    const less = (what) => s[what] = Math.max(0, s[what] - 1);
    if (event.status === "failed" || event.status === "ignored") less("failed");
    if (event.status === "unreachable") less("unreachable");
    if (event.status === "skipped") less("skipped");
    if (event.changed) less("changed");
    less("ok");
  } else if (event.type === "rescued") {
    const s = of(event.host);
    s.failed--;
    s.rescued++;
  }
}
function exitCode(standings, broken = false) {
  const all3 = new Set(standings);
  if (broken) return 2;
  if (all3.has("unreachable")) return 4;
  return all3.has("failed") ? 2 : 0;
}

// src/engine/order.ts
var byName = (a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
function ordered(hosts, order2, span) {
  switch (order2) {
    case void 0:
    case "inventory":
      return [...hosts];
    case "reverse_inventory":
      return [...hosts].reverse();
    case "sorted":
      return [...hosts].sort(byName);
    case "reverse_sorted":
      return [...hosts].sort(byName).reverse();
    case "shuffle":
      return shuffled(hosts);
    default:
      throw new TsplayError("bad-keyword", `'order' cannot be '${order2}'`, {
        span,
        hint: "it is one of inventory, reverse_inventory, sorted, reverse_sorted, shuffle"
      });
  }
}
function shuffled(hosts) {
  const left = [...hosts];
  const taken = [];
  while (left.length > 0) taken.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return taken;
}
function batchSizes(serial, hosts) {
  const sizes = [];
  let left = hosts;
  for (let i = 0; left > 0; i++) {
    const wanted = serial[Math.min(i, serial.length - 1)] ?? hosts;
    const size2 = typeof wanted === "string" && wanted.trim().endsWith("%") ? Math.max(1, Math.floor(parseFloat(wanted) / 100 * hosts)) : Number(wanted);
    if (Number.isNaN(size2)) {
      throw new TsplayError("bad-keyword", `'serial' must be a number or a percentage of hosts, not '${wanted}'`);
    }
    const taken = size2 <= 0 ? left : Math.min(size2, left);
    sizes.push(taken);
    left -= taken;
  }
  return sizes;
}

// src/engine/play.ts
async function runPlay(frame, play2) {
  const { ports } = frame;
  const name = playName(frame, play2);
  const found2 = ports.hostsOf(play2.hosts, play2.hostsSpan);
  for (const diagnostic of found2.warnings) ports.emit({ type: "warning", diagnostic });
  if (found2.names.length === 0) {
    ports.emit({ type: "play-skipped", name, reason: "no-hosts-matched" });
    return true;
  }
  const all3 = found2.names.map(frame.record);
  for (const host of all3) host.beginPlay();
  frame.state.ended = false;
  frame.state.broken = false;
  const strategy = strategyNamed(keyword(frame, play2, "strategy") ?? ports.options.strategy, play2.span);
  const batches = batchesOf(frame, play2, all3).map((hosts) => ({ hosts, size: hosts.length }));
  for (let batch2 = batches.shift(); batch2 !== void 0; batch2 = batches.shift()) {
    const live = batch2.hosts.filter((h) => h.standing === "live");
    if (frame.state.ended) continue;
    ports.emit({ type: "play-started", name, span: play2.span, hosts: live.map((h) => h.name) });
    if (live.length === 0) continue;
    const startAt = frame.state.startAt !== void 0;
    for (const host of live) host.waitsForStart = startAt;
    await runBatch(makeRun(frame, play2, name, all3, live, batch2.size, strategy));
    if (frame.state.startFound) frame.state.startAt = void 0;
    const late = live.filter((h) => h.standing === "left behind");
    for (const host of late) host.standing = "live";
    if (late.length > 0) batches.unshift({ hosts: late, size: late.length });
    const lost = live.filter((h) => h.standing === "failed" || h.standing === "unreachable");
    if (lost.length === batch2.hosts.length) return false;
  }
  return !frame.state.broken;
}
function keyword(frame, play2, name) {
  const value2 = play2[name];
  if (value2 === void 0 || value2 === null) return void 0;
  const resolved = frame.ports.template.resolve(value2, playScope(frame, play2));
  return resolved instanceof OmitValue || resolved === null ? void 0 : resolved;
}
function playScope(frame, play2) {
  return { lookup: (n) => frame.ports.options.extraVars.get(n) ?? play2.vars.get(n), names: () => [] };
}
function playName(frame, play2) {
  const written = play2.name ?? play2.hosts;
  try {
    const value2 = frame.ports.template.resolve(written, playScope(frame, play2));
    return Array.isArray(value2) ? value2.map((v) => keyText(v)).join(",") : keyText(value2);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return writtenText(written);
  }
}
function makeRun(frame, play2, playName2, allHosts, batch2, batchSize, strategy) {
  const { ports } = frame;
  return {
    ...frame,
    play: play2,
    playName: playName2,
    allHosts,
    batch: batch2,
    batchSize,
    strategy,
    throttles: /* @__PURE__ */ new Map(),
    roles: [...play2.roles],
    addedHandlers: [],
    varsFiles: /* @__PURE__ */ new Map(),
    emit: ports.emit,
    parseContext: (task) => ({
      source: ports.source,
      problems: [],
      inherited: NOTHING_INHERITED,
      file: task.file,
      role: task.role,
      handlers: task.handler === true,
      playRoles: void 0,
      importing: []
    })
  };
}
function batchesOf(frame, play2, all3) {
  const order2 = keyword(frame, play2, "order");
  const hosts = ordered(all3, order2 === void 0 ? void 0 : keyText(order2), play2.span);
  const value2 = keyword(frame, play2, "serial");
  if (value2 === void 0 || Array.isArray(value2) && value2.length === 0) return [hosts];
  const serial = (Array.isArray(value2) ? value2 : [value2]).map((v) => typeof v === "number" ? v : keyText(v));
  let at = 0;
  return batchSizes(serial, hosts.length).map((size2) => hosts.slice(at, at += size2));
}
async function runBatch(run3) {
  const { play: play2 } = run3;
  const force = forcesHandlers(run3);
  loadVarsFiles(run3, run3.batch, "lenient");
  if (isFree(run3)) warnOfUnsupported(run3);
  await byStrategy(run3, run3.batch, async (hosts) => {
    let outcome = await gatherFacts(run3, hosts);
    outcome = following(outcome, loadVarsFiles(run3, outcome.live, "strict"));
    for (const section of [play2.preTasks, play2.tasks, play2.postTasks]) {
      outcome = following(outcome, await runSection(run3, section, outcome.live, force));
    }
    return outcome;
  });
}
function warnOfUnsupported(run3) {
  const { maxFailPercentage, inherited, span } = run3.play;
  const given = { max_fail_percentage: maxFailPercentage, any_errors_fatal: inherited.anyErrorsFatal };
  for (const [name, value2] of Object.entries(given)) {
    if (value2 === void 0 || value2 === null || value2 === false) continue;
    const message = `'${name}' has no effect with the strategy '${run3.strategy}': every host runs by itself`;
    run3.emit({ type: "warning", diagnostic: { code: "not-supported", severity: "warning", message, span } });
  }
}
async function runSection(run3, nodes, hosts, force) {
  const outcome = await runNodes(run3, nodes, hosts);
  const able = force ? hosts.filter((h) => outcome.live.includes(h) || outcome.failed.includes(h)) : outcome.live;
  if (!able.some(hasNotified)) return outcome;
  const flushed = await flushHandlers(run3, able);
  return {
    ...following({ ...outcome, live: [] }, flushed),
    live: flushed.live.filter((h) => !outcome.failed.includes(h)),
    failed: [.../* @__PURE__ */ new Set([...outcome.failed, ...flushed.failed])]
  };
}
async function gatherFacts(run3, hosts) {
  const { play: play2 } = run3;
  const [first] = hosts;
  if (!first || !truth(run3, play2.gatherFacts, scopeFor(run3, first), true)) return allLive(hosts);
  const args = /* @__PURE__ */ new Map();
  if (play2.gatherSubset !== void 0) args.set("gather_subset", play2.gatherSubset);
  if (play2.gatherTimeout !== void 0) args.set("gather_timeout", play2.gatherTimeout);
  if (play2.factPath !== void 0) args.set("fact_path", play2.factPath);
  const tags = play2.inherited.tags.length === 0 ? ["always"] : play2.inherited.tags;
  const inherited = { ...play2.inherited, tags, runOnce: false };
  const task = {
    kind: "task",
    span: play2.span,
    name: "Gathering Facts",
    inherited,
    around: inherited,
    role: void 0,
    file: play2.file,
    action: "ansible.builtin.setup",
    actionSpan: play2.span,
    statement: void 0,
    args,
    argsTemplate: void 0,
    loop: void 0,
    register: void 0,
    until: void 0,
    retries: void 0,
    delay: void 0,
    changedWhen: void 0,
    failedWhen: void 0,
    notify: void 0,
    listen: []
  };
  const waiting = hosts.filter((h) => h.waitsForStart);
  for (const host of waiting) host.waitsForStart = false;
  const outcome = await runTask(run3, task, hosts);
  for (const host of waiting) host.waitsForStart = true;
  return outcome;
}
function loadVarsFiles(run3, hosts, mode) {
  const failed2 = [];
  for (const host of hosts) {
    try {
      const listed = run3.play.varsFiles;
      const entries = listed === null ? [] : Array.isArray(listed) ? listed : [listed];
      run3.varsFiles.set(
        host.name,
        entries.flatMap((entry) => loadEntry(run3, host, entry, mode))
      );
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      host.standing = "failed";
      failed2.push(host);
      reportVarsFailure(run3, host, error.toDiagnostic());
    }
  }
  return { live: hosts.filter((h) => !failed2.includes(h)), failed: failed2, unreachable: [], ended: [] };
}
function reportVarsFailure(run3, host, diagnostic) {
  const task = {
    id: ++run3.state.taskId,
    name: "vars_files",
    action: "vars_files",
    span: run3.play.span,
    kind: "task"
  };
  run3.emit({ type: "task-started", task });
  run3.emit({
    type: "task-finished",
    task,
    host: host.name,
    status: "failed",
    result: { changed: false, failed: true, msg: diagnostic.message },
    looped: false,
    duration: 0,
    diagnostic
  });
}
function loadEntry(run3, host, entry, mode) {
  const scope = scopeFor(run3, host);
  const names2 = [];
  try {
    for (const candidate of Array.isArray(entry) ? entry : [entry]) {
      const resolved = run3.ports.template.resolve(candidate, scope);
      if (!(resolved instanceof OmitValue)) names2.push(keyText(resolved));
    }
  } catch (error) {
    if (mode === "lenient" && error instanceof TsplayError) return [];
    throw error;
  }
  for (const name of names2) {
    const path = run3.ports.findVarsFile(name, { role: void 0, file: run3.play.file });
    if (path !== void 0) return [run3.ports.loadVars(path)];
  }
  if (mode === "lenient") return [];
  throw new TsplayError("file-missing", `vars file ${names2.join(", ")} was not found`, {
    span: run3.play.span,
    hint: "names are relative to the playbook"
  });
}

// src/engine/records.ts
var HostRecord = class {
  constructor(name, inventoryVars) {
    this.name = name;
    this.inventoryVars = inventoryVars;
  }
  name;
  inventoryVars;
  /** Facts without the `ansible_` prefix: the value of `ansible_facts`. */
  facts = /* @__PURE__ */ new Map();
  /** The same under their variable names (`ansible_os_family`), as far as they are injected. */
  injected = /* @__PURE__ */ new Map([["ansible_facts", this.facts]]);
  /** set_fact and registered variables. */
  ownVars = /* @__PURE__ */ new Map();
  includeVars = /* @__PURE__ */ new Map();
  /** Handler names and topics notified since the last flush, in order of first notification. */
  notified = /* @__PURE__ */ new Set();
  /** Handlers that are to run; one that was notified after its turn waits here for the next flush. */
  pendingHandlers = /* @__PURE__ */ new Set();
  /** How many of the blocks around the present task, in the part `block`, have a rescue. */
  guards = 0;
  /** Keys of roles of which a task ran, and of those that ran to their end. */
  begunRoles = /* @__PURE__ */ new Set();
  doneRoles = /* @__PURE__ */ new Set();
  standing = "live";
  /** Whether the run has a connection to the host, or is opening its first one, since when (milliseconds). */
  contact = "none";
  connectingSince = 0;
  /** The present try to reach the host; one that was left behind is over for the task that began it. */
  visit = { leftBehind: false };
  /** Failed by a run_once task of another host: the innermost block around it does not take it back. */
  failedTwice = false;
  /** Left out of the plays that follow, although it goes on with this one. */
  barred = false;
  /** In how many blocks the host is whose rescue or always would still run if it failed now. */
  shelters = 0;
  /** Whether its failure counts for `max_fail_percentage`: nothing was left to rescue it. */
  counted = false;
  /** What happened elsewhere and concerns it before its next task: a fatal error, or that the play is over. */
  summons;
  /** `--start-at-task`: the task was not met yet. */
  waitsForStart = false;
  /** The role that `meta: end_role` ended: the host goes on after it. */
  leaving;
  /** Takes a module's `ansible_facts`. `compat:` names keep working with and without the prefix. */
  addFacts(facts) {
    for (const [key, value2] of facts) {
      if (typeof key !== "string") continue;
      const bare = key.replace(/^ansible_/, "");
      this.facts.set(key === "ansible_local" ? "ansible_local" : bare, value2);
      this.injected.set(key.startsWith("ansible_") ? key : key, value2);
    }
  }
  /** A play begins: what belonged to the one before is over; a host that was lost stays lost. */
  beginPlay() {
    if (this.barred) this.standing = "failed";
    if (this.standing !== "failed" && this.standing !== "unreachable") this.standing = "live";
    this.notified.clear();
    this.pendingHandlers.clear();
    this.begunRoles.clear();
    this.doneRoles.clear();
    this.guards = 0;
    this.failedTwice = false;
    this.shelters = 0;
    this.counted = false;
    this.summons = void 0;
    this.waitsForStart = false;
  }
  /** `meta: clear_host_errors`: the host takes part in the next play again; this one it has left. */
  clearErrors() {
    if (this.standing === "failed" || this.standing === "unreachable") this.standing = "cleared";
    this.barred = false;
  }
  forgetFacts() {
    this.facts.clear();
    this.injected.clear();
    this.injected.set("ansible_facts", this.facts);
  }
};

// src/engine/run.ts
async function runPlaybooks(plans, options, sink) {
  const stats = /* @__PURE__ */ new Map();
  const emit = (event) => {
    count(stats, event);
    sink(event);
  };
  const limit = pLimit(Math.max(1, options.forks));
  const state = {
    taskId: 0,
    startAt: options.startAtTask,
    startFound: false,
    ended: false,
    broken: false,
    stepping: options.step ?? false,
    asking: Promise.resolve()
  };
  let code = 0;
  emit({ type: "run-started", checkMode: options.checkMode, verbosity: options.verbosity });
  for (const { playbook, ports: given } of plans) {
    const ports = { ...given, emit };
    if (code !== 0) break;
    try {
      code = await runPlaybook(playbook, ports, limit, state);
    } catch (error) {
      if (!(error instanceof DebuggerQuit)) throw error;
      return { stats: Object.fromEntries(stats), exitCode: 99 };
    }
  }
  if (state.startAt !== void 0) {
    const message = `no task is named '${state.startAt}': nothing was run`;
    const hint = "--list-tasks shows the names; tasks of dynamic includes cannot be started at";
    emit({ type: "warning", diagnostic: { code: "bad-option", severity: "error", message, hint } });
  }
  const final = Object.fromEntries(stats);
  emit({ type: "run-finished", stats: final });
  return { stats: final, exitCode: code };
}
async function runPlaybook(playbook, ports, limit, state) {
  const playbookDir = dirname(playbook.path);
  const records = /* @__PURE__ */ new Map();
  const record = (host) => {
    let known = records.get(host);
    if (!known) records.set(host, known = new HostRecord(host, ports.inventoryVars(host)));
    return known;
  };
  ports.emit({ type: "playbook-started", path: playbook.path });
  for (const play2 of playbook.plays) {
    const goOn = await runPlay({ ports, playbook, playbookDir, record, limit, state }, play2);
    if (!goOn) break;
  }
  return exitCode(
    [...records.values()].map((host) => host.standing),
    state.broken
  );
}

// src/template/python/numbers.ts
function isFloat(v) {
  return v instanceof Float || typeof v === "number" && !Number.isInteger(v);
}
function isInt(v) {
  return typeof v === "bigint" || typeof v === "number" && Number.isInteger(v);
}
function isNumeric(v) {
  return typeof v === "number" || typeof v === "bigint" || typeof v === "boolean" || v instanceof Float;
}
function toNumber(v) {
  return v instanceof Float ? v.value : Number(v);
}
function int(v) {
  return v >= Number.MIN_SAFE_INTEGER && v <= Number.MAX_SAFE_INTEGER ? Number(v) : v;
}
function big(v) {
  return BigInt(v);
}
function arithmetic(op, a, b) {
  if (isFloat(a) || isFloat(b) || op === "/") return floatArithmetic(op, toNumber(a), toNumber(b));
  return intArithmetic(op, a, b);
}
function floatArithmetic(op, a, b) {
  switch (op) {
    case "+":
      return float(a + b);
    case "-":
      return float(a - b);
    case "*":
      return float(a * b);
    case "/":
      return b === 0 ? fail("division by zero") : float(a / b);
    case "//":
      return b === 0 ? fail("float floor division by zero") : float(Math.floor(a / b));
    case "%": {
      if (b === 0) fail("float modulo");
      const r = a % b;
      return float(r !== 0 && r < 0 !== b < 0 ? r + b : r);
    }
    case "**":
      if (a === 0 && b < 0) fail("0.0 cannot be raised to a negative power");
      if (a < 0 && !Number.isInteger(b)) fail("complex numbers are not supported");
      return float(a ** b);
  }
}
var MAX_BITS = 2e5;
function intArithmetic(op, a, b) {
  switch (op) {
    case "+":
    case "-":
    case "*": {
      const [x, y] = [Number(a), Number(b)];
      const quick = op === "+" ? x + y : op === "-" ? x - y : x * y;
      if (Number.isSafeInteger(quick) && typeof a !== "bigint" && typeof b !== "bigint") return quick + 0;
      return int(op === "+" ? big(a) + big(b) : op === "-" ? big(a) - big(b) : big(a) * big(b));
    }
    case "//": {
      const [x, y] = [big(a), big(b)];
      if (y === 0n) fail("integer division or modulo by zero");
      const q = x / y;
      return int(x % y !== 0n && x < 0n !== y < 0n ? q - 1n : q);
    }
    case "%": {
      const [x, y] = [big(a), big(b)];
      if (y === 0n) fail("integer division or modulo by zero");
      const r = x % y;
      return int(r !== 0n && r < 0n !== y < 0n ? r + y : r);
    }
    case "**": {
      const [x, y] = [big(a), big(b)];
      if (y < 0n) return floatArithmetic("**", Number(a), Number(b));
      const bits = BigInt(x.toString(2).length) * y;
      if (bits > BigInt(MAX_BITS)) fail(`the result of ** would have more than ${MAX_BITS} bits`);
      return int(x ** y);
    }
    case "/":
      return floatArithmetic("/", Number(a), Number(b));
  }
}
function floatRepr(n) {
  if (Number.isNaN(n)) return "nan";
  if (!Number.isFinite(n)) return n > 0 ? "inf" : "-inf";
  if (n === 0) return Object.is(n, -0) ? "-0.0" : "0.0";
  const [mantissa = "", exponentText = "0"] = n.toExponential().split("e");
  const exponent2 = Number(exponentText);
  if (exponent2 < -4 || exponent2 >= 16) {
    const sign2 = exponent2 < 0 ? "-" : "+";
    return `${mantissa}e${sign2}${String(Math.abs(exponent2)).padStart(2, "0")}`;
  }
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent2 < 0) return `${sign}0.${"0".repeat(-exponent2 - 1)}${digits}`;
  const whole = digits.slice(0, exponent2 + 1).padEnd(exponent2 + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent2 + 1) || "0"}`;
}
function indexOf(v, what = "an index") {
  if (typeof v === "boolean") return Number(v);
  if (isInt(v)) return Number(v);
  return fail(`${what} must be an integer`);
}

// src/template/python/text.ts
var LIMIT = 64 * 1024 * 1024;
function typeName(v) {
  if (v === null) return "NoneType";
  if (isFloat(v)) return "float";
  switch (typeof v) {
    case "boolean":
      return "bool";
    case "number":
    case "bigint":
      return "int";
    case "string":
      return "str";
    default:
  }
  if (v instanceof Tuple) return "tuple";
  if (Array.isArray(v)) return "list";
  if (v instanceof Map) return "dict";
  if (v instanceof PyObject) return v.typeName;
  if (v instanceof Undefined) return "AnsibleUndefined";
  return "str";
}
function bounded(length) {
  if (length > LIMIT) fail("the result is larger than 64 MiB");
}
function str(v) {
  if (typeof v === "string") return v;
  if (v instanceof PyObject) return v.str();
  if (v instanceof Undefined) return v instanceof Nothing ? "" : failUndefined(v);
  return repr(v);
}
function repr(v) {
  const out = [];
  write(v, out, { size: 0 }, []);
  return out.join("");
}
function write(v, out, total, above) {
  const put = (text4) => {
    total.size += text4.length;
    bounded(total.size);
    out.push(text4);
  };
  if (v === null) return put("None");
  switch (typeof v) {
    case "boolean":
      return put(v ? "True" : "False");
    case "bigint":
      return put(String(v));
    case "number":
      return put(Number.isInteger(v) ? String(BigInt(v)) : floatRepr(v));
    case "string":
      return put(reprString(v));
    default:
  }
  if (v instanceof Float) return put(floatRepr(toNumber(v)));
  if (v instanceof PyObject) return put(v.repr());
  if (v instanceof Undefined) return failUndefined(v);
  if (v instanceof TemplateText) return put(reprString(v.source));
  const list2 = Array.isArray(v);
  if (above.includes(v)) return put(list2 ? "[...]" : "{...}");
  above.push(v);
  if (list2) {
    const isTuple = v instanceof Tuple;
    put(isTuple ? "(" : "[");
    v.forEach((item, i) => {
      if (i > 0) put(", ");
      write(item, out, total, above);
    });
    put(isTuple ? v.length === 1 ? ",)" : ")" : "]");
  } else {
    put("{");
    let first = true;
    for (const [key, value2] of v) {
      if (!first) put(", ");
      first = false;
      write(key, out, total, above);
      put(": ");
      write(value2, out, total, above);
    }
    put("}");
  }
  above.pop();
}
var ESCAPES = { "\n": "\\n", "\r": "\\r", "	": "\\t", "\\": "\\\\" };
var UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\\]/gu;
function reprString(s) {
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'";
  const body = s.replace(UNPRINTABLE, (c) => {
    if (c === " ") return c;
    const known = ESCAPES[c];
    if (known) return known;
    const code = c.codePointAt(0) ?? 0;
    if (code < 256) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (code < 65536) return `\\u${code.toString(16).padStart(4, "0")}`;
    return `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}
function chars(s) {
  return Array.from(s);
}
function isSimple(s) {
  return !/[\ud800-\udfff]/.test(s);
}
function textLength(s) {
  return isSimple(s) ? s.length : chars(s).length;
}

// src/template/python/compare.ts
function isComparable(v) {
  return v instanceof PyObject && "compareTo" in v;
}
function truthy(v) {
  if (v === null) return false;
  switch (typeof v) {
    case "boolean":
      return v;
    case "number":
      return v !== 0;
    case "bigint":
      return v !== 0n;
    case "string":
      return v !== "";
    default:
  }
  if (Array.isArray(v)) return v.length > 0;
  if (v instanceof Map) return v.size > 0;
  if (v instanceof Float) return v.value !== 0;
  if (v instanceof Undefined) return v instanceof Nothing ? false : failUndefined(v);
  if (v instanceof PyObject && "truthy" in v) return v.truthy();
  return true;
}
function numbersCompare(a, b) {
  if (typeof a === "bigint" || typeof b === "bigint") {
    if (!isFloat(a) && !isFloat(b)) {
      const [x2, y2] = [BigInt(a), BigInt(b)];
      return x2 < y2 ? -1 : x2 > y2 ? 1 : 0;
    }
  }
  const [x, y] = [toNumber(a), toNumber(b)];
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN;
}
function equal(a, b) {
  if (a instanceof Undefined) return a instanceof Nothing ? b instanceof Nothing : failUndefined(a);
  if (b instanceof Undefined) return b instanceof Nothing ? false : failUndefined(b);
  if (a === b) return true;
  if (isNumeric(a)) return isNumeric(b) && numbersCompare(a, b) === 0;
  if (a === null || b === null || typeof a === "string" || typeof b === "string") return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a instanceof Tuple !== b instanceof Tuple || a.length !== b.length) return false;
    return a.every((item, i) => equal(item, b[i]));
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value2] of a) {
      const other3 = mapGet(b, key);
      if (other3 === void 0 || !equal(value2, other3)) return false;
    }
    return true;
  }
  if (isComparable(a)) return a.compareTo(b) === 0;
  return false;
}
function compareStrings(a, b) {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const highX = x >= 55296 && x <= 57343;
    const highY = y >= 55296 && y <= 57343;
    if (highX !== highY) return highX ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}
function compare(a, b, operator = "<") {
  if (a instanceof Undefined) failUndefined(a);
  if (b instanceof Undefined) failUndefined(b);
  if (isNumeric(a) && isNumeric(b)) return numbersCompare(a, b);
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
    const n = Math.min(a.length, b.length);
    for (let i = 0; i < n; i++) {
      if (!equal(a[i], b[i])) return compare(a[i], b[i], operator);
    }
    return a.length - b.length;
  }
  if (isComparable(a)) {
    const order2 = a.compareTo(b);
    if (order2 !== void 0) return order2;
  }
  return fail(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}
function contains(container, item) {
  if (container instanceof Undefined) failUndefined(container);
  if (typeof container === "string") {
    if (item instanceof Undefined) failUndefined(item);
    if (typeof item !== "string") fail(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    return container.includes(item);
  }
  if (Array.isArray(container)) return container.some((element2) => equal(element2, item));
  if (container instanceof Map) {
    checkHashable(item);
    return mapGet(container, item) !== void 0;
  }
  if (container instanceof PyObject) {
    const items = iterableOf(container);
    if (items) return items.some((element2) => equal(element2, item));
  }
  return fail(`argument of type '${typeName(container)}' is not iterable`);
}
function checkHashable(key) {
  if (key instanceof Undefined) failUndefined(key);
  if (key instanceof Map || Array.isArray(key) && !(key instanceof Tuple))
    fail(`unhashable type: '${typeName(key)}'`);
}
function isSimpleKey(key) {
  return typeof key === "string" || key === null;
}
function realKey(map2, key) {
  if (map2.has(key)) return { key };
  if (isSimpleKey(key)) return void 0;
  for (const candidate of map2.keys()) {
    if (typeof candidate !== "string" && equal(candidate, key)) return { key: candidate };
  }
  return void 0;
}
function mapGet(map2, key) {
  const direct = map2.get(key);
  if (direct !== void 0 || isSimpleKey(key)) return direct;
  const real = realKey(map2, key);
  return real && map2.get(real.key);
}
function mapSet(map2, key, value2) {
  checkHashable(key);
  map2.set(isSimpleKey(key) ? key : realKey(map2, key)?.key ?? key, value2);
}
function iterableOf(v) {
  if (Array.isArray(v)) return v;
  if (v instanceof Map) return [...v.keys()];
  if (typeof v === "string") return Array.from(v);
  if (v instanceof PyObject && "items" in v) return v.items();
  return void 0;
}
function iterate(v) {
  if (v instanceof Undefined) return v instanceof Nothing ? [] : failUndefined(v);
  return iterableOf(v) ?? fail(`'${typeName(v)}' object is not iterable`);
}

// src/template/syntax/strings.ts
var SIMPLE = {
  n: "\n",
  t: "	",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": ""
};
function unescapeString(text4, pos) {
  if (!text4.includes("\\")) return text4;
  return text4.replace(
    /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|N\{[^}]*\}|[^])/g,
    (whole, escape) => {
      const simple = SIMPLE[escape];
      if (simple !== void 0) return simple;
      const kind = escape[0] ?? "";
      if (/[0-7]/.test(kind)) return String.fromCharCode(parseInt(escape, 8));
      if ("xuU".includes(kind)) {
        if (escape.length === 1) throw new SyntaxFailure(`truncated \\${kind} escape in a string`, pos);
        const code = parseInt(escape.slice(1), 16);
        if (code > 1114111) throw new SyntaxFailure("illegal Unicode character in a string", pos);
        return String.fromCodePoint(code);
      }
      if (kind === "N" && escape.length > 1)
        throw new SyntaxFailure("\\N{\u2026} escapes are not supported; use \\u with the code", pos);
      return whole;
    }
  );
}

// src/template/syntax/lexer.ts
var WHITESPACE = /[ \t\n\r\f\v]+/y;
var FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
var INT = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
var NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy;
var STRING = /'(?:[^'\\]*(?:\\[^][^'\\]*)*)'|"(?:[^"\\]*(?:\\[^][^"\\]*)*)"/y;
var OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
var CLOSER = { "(": ")", "[": "]", "{": "}" };
var SyntaxFailure = class extends Error {
  constructor(message, pos) {
    super(message);
    this.pos = pos;
  }
  pos;
};
function escapeRegExp(text4) {
  return text4.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
function patterns(d) {
  const [bs, be] = [escapeRegExp(d.blockStart), escapeRegExp(d.blockEnd)];
  const [vs, ve] = [escapeRegExp(d.variableStart), escapeRegExp(d.variableEnd)];
  const [cs, ce] = [escapeRegExp(d.commentStart), escapeRegExp(d.commentEnd)];
  const nl = d.trimBlocks ? "\\n?" : "";
  const starts = [
    ["c", cs, d.commentStart],
    ["b", bs, d.blockStart],
    ["v", vs, d.variableStart]
  ].map((entry, rank) => ({ entry, rank })).sort((a, b) => b.entry[2].length - a.entry[2].length || a.rank - b.rank).map(({ entry }) => `(?<${entry[0]}>${entry[1]})`);
  return {
    root: new RegExp(`(?:${starts.join("|")})(?<sign>[-+]?)`, "g"),
    raw: new RegExp(`${bs}[-+]?\\s*raw\\s*(?:-${be}\\s*|${be})`, "y"),
    endRaw: new RegExp(`${bs}(?<sign>[-+]?)\\s*endraw\\s*(?:\\+${be}|-${be}\\s*|${be}${nl})`, "g"),
    endComment: new RegExp(`\\+${ce}|-${ce}\\s*|${ce}${nl}`, "g"),
    endBlock: new RegExp(`\\+${be}|-${be}\\s*|${be}${nl}`, "y"),
    endVariable: new RegExp(`-${ve}\\s*|${ve}`, "y")
  };
}
var patternCache = /* @__PURE__ */ new Map();
function patternsFor(d) {
  const key = JSON.stringify(d);
  let found2 = patternCache.get(key);
  if (!found2) patternCache.set(key, found2 = patterns(d));
  return found2;
}
var Tokens = class {
  constructor(source) {
    this.source = source;
  }
  source;
  list = [];
  /** What nunjucks' parser asks for to find `-` signs; we have dealt with them, so it must never find one. */
  tags = { VARIABLE_START: "{{", VARIABLE_END: "}}", COMMENT_START: "{#", COMMENT_END: "#}" };
  next = 0;
  lineStarts;
  /** nunjucks' tokenizer protocol. */
  nextToken() {
    return this.list[this.next++] ?? null;
  }
  /** The token after the `n` next ones. */
  ahead(n) {
    return this.list[this.next + n];
  }
  push(type, value2, pos) {
    this.list.push({ type, value: value2, pos, lineno: 0, colno: pos });
  }
  /** Line and column (both from 0) of an offset. */
  place(pos) {
    if (!this.lineStarts) {
      this.lineStarts = [0];
      for (let i = this.source.indexOf("\n"); i >= 0; i = this.source.indexOf("\n", i + 1)) this.lineStarts.push(i + 1);
    }
    let line = this.lineStarts.length - 1;
    while (line > 0 && (this.lineStarts[line] ?? 0) > pos) line--;
    return { line, col: pos - (this.lineStarts[line] ?? 0) };
  }
};
function matchAt(regex, text4, pos) {
  regex.lastIndex = pos;
  return regex.exec(text4)?.[0];
}
function lexCode(tokens, start, end, endType) {
  const text4 = tokens.source;
  const stack = [];
  let pos = start;
  for (; ; ) {
    if (end && stack.length === 0) {
      const closing2 = matchAt(end, text4, pos);
      if (closing2 !== void 0) {
        tokens.push(endType, closing2.trim(), pos);
        return pos + closing2.length;
      }
    }
    if (pos >= text4.length) {
      const open = stack.at(-1);
      if (open) throw new SyntaxFailure(`unexpected end of template, expected '${open}'`, pos);
      if (!end) return pos;
      const what = endType === "block-end" ? "end of statement block" : "end of print statement";
      throw new SyntaxFailure(`unexpected end of template, expected '${what}'`, start);
    }
    pos += (matchAt(WHITESPACE, text4, pos) ?? "").length;
    if (pos >= text4.length || end && stack.length === 0 && matchAt(end, text4, pos) !== void 0) continue;
    pos += lexOne(tokens, pos, stack);
  }
}
function lexOne(tokens, pos, stack) {
  const text4 = tokens.source;
  let found2 = text4[pos - 1] === "." ? void 0 : matchAt(FLOAT, text4, pos);
  if (found2 !== void 0) {
    tokens.push("float", found2.replaceAll("_", ""), pos);
  } else if ((found2 = matchAt(INT, text4, pos)) !== void 0) {
    tokens.push("int", found2.replaceAll("_", ""), pos);
  } else if ((found2 = matchAt(NAME, text4, pos)) !== void 0) {
    tokens.push("symbol", found2, pos);
  } else if ((found2 = matchAt(STRING, text4, pos)) !== void 0) {
    tokens.push("string", unescapeString(found2.slice(1, -1), pos), pos);
  } else if ((found2 = matchAt(OPERATOR, text4, pos)) !== void 0) {
    const closer = CLOSER[found2];
    if (closer) stack.push(closer);
    else if (found2 === ")" || found2 === "]" || found2 === "}") {
      const expected = stack.pop();
      if (expected === void 0) throw new SyntaxFailure(`unexpected '${found2}'`, pos);
      if (expected !== found2) throw new SyntaxFailure(`unexpected '${found2}', expected '${expected}'`, pos);
    }
    tokens.push("operator", found2, pos);
  } else {
    const char = String.fromCodePoint(text4.codePointAt(pos) ?? 0);
    const quoted = char === '"' || char === "'";
    throw new SyntaxFailure(quoted ? "the string is not closed" : `unexpected character '${char}'`, pos);
  }
  return found2.length;
}
function lexExpression(source) {
  const tokens = new Tokens(source);
  lexCode(tokens, 0, void 0, "block-end");
  return tokens;
}
function lexTemplate(source, d) {
  const tokens = new Tokens(source);
  const p = patternsFor(d);
  let pos = 0;
  let lineStarting = true;
  const data = (upTo, sign, variable2) => {
    let text4 = source.slice(pos, upTo);
    if (sign === "-") text4 = text4.replace(/[\s]+$/u, "");
    else if (sign !== "+" && d.lstripBlocks && !variable2) {
      const start = text4.lastIndexOf("\n") + 1;
      if ((start > 0 || lineStarting) && /^\s*$/u.test(text4.slice(start))) text4 = text4.slice(0, start);
    }
    if (text4 !== "") tokens.push("data", text4, pos);
  };
  for (; ; ) {
    p.root.lastIndex = pos;
    const m = p.root.exec(source);
    if (!m?.groups) break;
    const at = m.index;
    const sign = m.groups["sign"] ?? "";
    const after = at + m[0].length;
    const raw = m.groups["b"] !== void 0 ? matchAt(p.raw, source, at) : void 0;
    data(at, sign, m.groups["v"] !== void 0);
    if (raw !== void 0) {
      pos = at + raw.length;
      lineStarting = source[pos - 1] === "\n";
      p.endRaw.lastIndex = pos;
      const close = p.endRaw.exec(source);
      if (!close) throw new SyntaxFailure("missing end of raw directive ('endraw')", at);
      data(close.index, close.groups?.["sign"] ?? "", false);
      pos = close.index + close[0].length;
    } else if (m.groups["c"] !== void 0) {
      p.endComment.lastIndex = after;
      const close = p.endComment.exec(source);
      if (!close) throw new SyntaxFailure("missing end of comment tag", at);
      pos = close.index + close[0].length;
    } else if (m.groups["b"] !== void 0) {
      tokens.push("block-start", "{%", at);
      pos = lexCode(tokens, after, p.endBlock, "block-end");
    } else {
      tokens.push("variable-start", "{{", at);
      pos = lexCode(tokens, after, p.endVariable, "variable-end");
    }
    lineStarting = source[pos - 1] === "\n";
  }
  if (pos < source.length) tokens.push("data", source.slice(pos), pos);
  return tokens;
}

// src/template/syntax/cursor.ts
var import_parser = __toESM(require_parser(), 1);
var TokenCursor = class extends import_parser.Parser {
  /** The next token, not taken; an `end` token stands for the end of the text. */
  get current() {
    return this.peekToken() ?? this.endToken();
  }
  endToken() {
    return { type: "data", value: "end of template", pos: this.tokens.source.length, lineno: 0, colno: 0 };
  }
  take() {
    return this.nextToken() ?? this.endToken();
  }
  at(type, value2) {
    const token = this.peekToken();
    return token !== null && token.type === type && (value2 === void 0 || token.value === value2);
  }
  atOp(value2) {
    return this.at("operator", value2);
  }
  atName(...names2) {
    const token = this.peekToken();
    return token !== null && token.type === "symbol" && names2.includes(token.value);
  }
  skipOp(value2) {
    if (!this.atOp(value2)) return false;
    this.take();
    return true;
  }
  skipName(value2) {
    if (!this.atName(value2)) return false;
    this.take();
    return true;
  }
  expectOp(value2) {
    if (!this.atOp(value2)) this.failAt(`expected '${value2}', got '${this.current.value}'`);
    return this.take();
  }
  expectName() {
    if (!this.at("symbol")) this.failAt(`expected a name, got '${this.current.value}'`);
    return this.take();
  }
  failAt(message, pos = this.current.pos) {
    throw new SyntaxFailure(message, pos);
  }
  /** nunjucks reports its own findings here. */
  fail(message, _lineno, colno) {
    throw new SyntaxFailure(message, colno ?? this.current.pos);
  }
  /** Whether a test without parentheses has an argument here. */
  startsTestArgument() {
    const token = this.peekToken();
    switch (token?.type) {
      case "symbol":
        return !this.atName("else", "or", "and");
      case "string":
      case "int":
      case "float":
        return true;
      case "operator":
        return token.value === "[" || token.value === "{";
      default:
        return false;
    }
  }
};

// src/template/syntax/literals.ts
var CONSTANTS = /* @__PURE__ */ new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null]
]);
function parseInteger(text4) {
  const big2 = BigInt(text4.replace(/^0+(?=\d)/, ""));
  const small = Number(big2);
  return Number.isSafeInteger(small) ? small : big2;
}

// src/template/syntax/expressions.ts
var COMPARISONS = /* @__PURE__ */ new Set(["==", "!=", "<", "<=", ">", ">="]);
var MAX_DEPTH = 200;
var ExpressionParser = class extends TokenCursor {
  depth = 0;
  parseExpression() {
    return this.expression(true);
  }
  expression(withCondition) {
    if (++this.depth > MAX_DEPTH) this.failAt(`the expression is nested more than ${MAX_DEPTH} deep`);
    const node = withCondition ? this.conditional() : this.or();
    this.depth--;
    return node;
  }
  conditional() {
    let node = this.or();
    while (this.atName("if")) {
      const { pos } = this.take();
      const test = this.or();
      const otherwise = this.skipName("else") ? this.expression(true) : void 0;
      node = { t: "cond", test, then: node, otherwise, pos };
    }
    return node;
  }
  or() {
    let left = this.and();
    while (this.atName("or")) {
      const { pos } = this.take();
      left = { t: "or", left, right: this.and(), pos };
    }
    return left;
  }
  and() {
    let left = this.not();
    while (this.atName("and")) {
      const { pos } = this.take();
      left = { t: "and", left, right: this.not(), pos };
    }
    return left;
  }
  not() {
    if (!this.atName("not")) return this.compare();
    const { pos } = this.take();
    if (++this.depth > MAX_DEPTH) this.failAt(`the expression is nested more than ${MAX_DEPTH} deep`);
    const operand = this.not();
    this.depth--;
    return { t: "not", operand, pos };
  }
  compare() {
    const first = this.sum();
    const { pos } = this.current;
    const rest = [];
    for (; ; ) {
      const token = this.current;
      if (token.type === "operator" && COMPARISONS.has(token.value)) {
        this.take();
        rest.push({ op: token.value, right: this.sum() });
      } else if (this.skipName("in")) {
        rest.push({ op: "in", right: this.sum() });
      } else if (this.atName("not") && this.isAhead("in")) {
        this.take();
        this.take();
        rest.push({ op: "not in", right: this.sum() });
      } else break;
    }
    return rest.length > 0 ? { t: "compare", first, rest, pos } : first;
  }
  /** Whether the token after the next one is the name `value`. */
  isAhead(value2) {
    const token = this.tokens.ahead(0);
    return token?.type === "symbol" && token.value === value2;
  }
  binary(operators, operand) {
    let left = operand();
    while (this.at("operator") && operators.includes(this.current.value)) {
      const { value: value2, pos } = this.take();
      left = { t: "binary", op: value2, left, right: operand(), pos };
    }
    return left;
  }
  sum() {
    return this.binary(["+", "-"], () => this.concat());
  }
  concat() {
    const first = this.product();
    if (!this.atOp("~")) return first;
    const { pos } = this.current;
    const items = [first];
    while (this.skipOp("~")) items.push(this.product());
    return { t: "concat", items, pos };
  }
  product() {
    return this.binary(["*", "/", "//", "%"], () => this.power());
  }
  /** compat: chained `**` goes left to right in Jinja2, unlike Python. */
  power() {
    return this.binary(["**"], () => this.unary(true));
  }
  unary(withFilter) {
    let node;
    if (this.atOp("-") || this.atOp("+")) {
      const { value: value2, pos } = this.take();
      if (++this.depth > MAX_DEPTH) this.failAt(`the expression is nested more than ${MAX_DEPTH} deep`);
      node = { t: value2 === "-" ? "neg" : "posit", operand: this.unary(false), pos };
      this.depth--;
    } else node = this.primary();
    node = this.postfix(node);
    return withFilter ? this.filters(node) : node;
  }
  primary() {
    const token = this.take();
    const { pos } = token;
    switch (token.type) {
      case "symbol": {
        const constant = CONSTANTS.get(token.value);
        if (constant !== void 0) return { t: "const", value: constant, pos };
        return { t: "name", name: token.value, pos };
      }
      case "string": {
        let value2 = token.value;
        while (this.at("string")) value2 += this.take().value;
        return { t: "const", value: value2, pos };
      }
      case "int":
        return { t: "const", value: parseInteger(token.value), pos };
      case "float":
        return { t: "const", value: float(Number(token.value)), pos };
      case "operator":
        if (token.value === "(") return this.parenthesised();
        if (token.value === "[") return this.list(pos);
        if (token.value === "{") return this.dict(pos);
        break;
      default:
    }
    return this.failAt(`unexpected '${token.value}'`, pos);
  }
  parenthesised() {
    const node = this.tupleExpr(true, void 0, true);
    this.expectOp(")");
    return node;
  }
  /** Expressions separated by commas: one alone is itself unless a comma follows it. */
  tupleExpr(withCondition, endNames, explicit) {
    const { pos } = this.current;
    const items = [];
    let isTuple = false;
    for (; ; ) {
      if (items.length > 0 && !isTuple && !this.atOp(",")) break;
      if (items.length > 0) {
        if (!this.skipOp(",")) break;
        isTuple = true;
      }
      if (this.at("variable-end") || this.at("block-end") || this.atOp(")") || this.atName(...endNames ?? [])) break;
      items.push(this.expression(withCondition));
    }
    const [only2] = items;
    if (!isTuple && only2) return only2;
    if (items.length === 0 && !explicit) this.failAt(`expected an expression, got '${this.current.value}'`);
    return items.every((i) => i.t === "const") ? { t: "const", value: tuple(items.map((i) => i.value)), pos } : { t: "tuple", items, pos };
  }
  list(pos) {
    const items = [];
    while (!this.atOp("]")) {
      if (items.length > 0) this.expectOp(",");
      if (this.atOp("]")) break;
      items.push(this.expression(true));
    }
    this.expectOp("]");
    return { t: "list", items, pos };
  }
  dict(pos) {
    const pairs = [];
    while (!this.atOp("}")) {
      if (pairs.length > 0) this.expectOp(",");
      if (this.atOp("}")) break;
      const key = this.expression(true);
      this.expectOp(":");
      pairs.push([key, this.expression(true)]);
    }
    this.expectOp("}");
    return { t: "dict", pairs, pos };
  }
  postfix(start) {
    let node = start;
    for (; ; ) {
      if (this.atOp(".") || this.atOp("[")) node = this.subscript(node);
      else if (this.atOp("(")) node = this.call(node);
      else return node;
    }
  }
  filters(start) {
    let node = start;
    for (; ; ) {
      if (this.atOp("|")) node = this.filter(node, false);
      else if (this.atName("is")) node = this.test(node);
      else if (this.atOp("(")) node = this.call(node);
      else return node;
    }
  }
  subscript(target) {
    const { value: value2, pos } = this.take();
    if (value2 === ".") {
      const token = this.take();
      if (token.type === "symbol") return { t: "attr", target, name: token.value, pos: token.pos };
      if (token.type !== "int") this.failAt("expected a name or a number after the dot", token.pos);
      const index = { t: "const", value: parseInteger(token.value), pos: token.pos };
      return { t: "item", target, index, pos: token.pos };
    }
    const items = [];
    let comma = false;
    while (!this.atOp("]")) {
      if (items.length > 0) {
        this.expectOp(",");
        comma = true;
      }
      if (this.atOp("]")) break;
      items.push(this.subscribed());
    }
    this.expectOp("]");
    const [first] = items;
    if (!first) return this.failAt("an index is missing", pos);
    return { t: "item", target, index: comma ? { t: "tuple", items, pos } : first, pos };
  }
  subscribed() {
    const { pos } = this.current;
    const stops = () => this.atOp(":") || this.atOp("]") || this.atOp(",");
    const start = stops() ? void 0 : this.expression(true);
    if (!this.skipOp(":")) return start ?? this.failAt("an index is missing");
    const stop = stops() ? void 0 : this.expression(true);
    const step = this.skipOp(":") && !stops() ? this.expression(true) : void 0;
    return { t: "slice", start, stop, step, pos };
  }
  call(callee) {
    const { pos } = this.current;
    return { t: "call", callee, ...this.callArgs(), pos };
  }
  callArgs() {
    this.expectOp("(");
    const args = [];
    const kwargs = [];
    let star;
    let starStar;
    let first = true;
    const ensure = (fine) => {
      if (!fine) this.failAt("invalid syntax for function call expression");
    };
    while (!this.atOp(")")) {
      if (!first) this.expectOp(",");
      first = false;
      if (this.atOp(")")) break;
      if (this.skipOp("*")) {
        ensure(!star && !starStar);
        star = this.expression(true);
      } else if (this.skipOp("**")) {
        ensure(!starStar);
        starStar = this.expression(true);
      } else if (this.at("symbol") && this.tokens.ahead(0)?.type === "operator" && this.tokens.ahead(0)?.value === "=") {
        ensure(!starStar);
        const { value: value2 } = this.take();
        this.take();
        kwargs.push([value2, this.expression(true)]);
      } else {
        ensure(!star && !starStar && kwargs.length === 0);
        args.push(this.expression(true));
      }
    }
    this.expectOp(")");
    return { args, kwargs, star, starStar };
  }
  dottedName() {
    let name = this.expectName().value;
    while (this.skipOp(".")) name += `.${this.expectName().value}`;
    return name;
  }
  /** One or more `|name(args)`; with `inline` the first bar is not there (filter blocks). */
  filter(start, inline) {
    let node = start;
    let bare = inline;
    while (bare || this.atOp("|")) {
      if (!bare) this.take();
      bare = false;
      const { pos } = this.current;
      const name = this.dottedName();
      const call = this.atOp("(") ? this.callArgs() : { args: [], kwargs: [] };
      node = { t: "filter", target: node, name, ...call, pos };
    }
    return node ?? this.failAt("expected a filter");
  }
  test(target) {
    this.take();
    const negated = this.skipName("not");
    const { pos } = this.current;
    const name = this.dottedName();
    let call = { args: [], kwargs: [] };
    if (this.atOp("(")) call = this.callArgs();
    else if (this.startsTestArgument()) {
      if (this.atName("is")) this.failAt("you cannot chain multiple tests with is");
      call = { args: [this.postfix(this.primary())], kwargs: [] };
    }
    const node = { t: "test", target, name, ...call, pos };
    return negated ? { t: "not", operand: node, pos } : node;
  }
};

// src/template/syntax/translate.ts
function isOurs(node) {
  return typeof node === "object" && node !== null && "t" in node;
}
function toStatements(node) {
  if (!node) return [];
  if (node.typename === "If") return [ifStatement(node)];
  return (node.children ?? []).map((child) => isOurs(child) ? child : statement(child));
}
function statement(node) {
  if (node.typename === "If") return ifStatement(node);
  if (node.typename !== "Output") throw new Error(`no translation for nunjucks' ${node.typename}`);
  const [content] = node.children ?? [];
  const pos = node.colno;
  if (content.typename === "TemplateData")
    return { t: "text", text: String(content.value), pos };
  return { t: "output", expr: content, pos };
}
function ifStatement(node) {
  return {
    t: "if",
    test: node.cond,
    body: toStatements(node.body),
    otherwise: toStatements(node.else_),
    pos: node.colno
  };
}

// src/template/syntax/parser.ts
var RESERVED = /* @__PURE__ */ new Set(["true", "false", "none", "True", "False", "None"]);
var TemplateParser = class extends ExpressionParser {
  loops = 0;
  advanceAfterVariableEnd() {
    if (!this.at("variable-end")) this.failAt(`expected the end of the print statement, got '${this.current.value}'`);
    this.take();
  }
  /** A print statement may hold a tuple without parentheses. */
  parseExpression() {
    return this.tupleExpr(true, void 0, false);
  }
  parseTemplate() {
    return toStatements(this.parseAsRoot());
  }
  /** A whole expression and nothing after it. */
  parseOnlyExpression() {
    const node = this.expression(true);
    if (this.peekToken() !== null) this.failAt(`unexpected '${this.current.value}' after the expression`);
    return node;
  }
  parseStatement() {
    const token = this.current;
    if (token.type !== "symbol") this.failAt(`expected a tag name, got '${token.value}'`);
    const { pos } = token;
    switch (token.value) {
      case "if":
        return this.parseIf();
      case "for":
        return this.forStatement(pos);
      case "set":
        return this.setStatement(pos);
      case "macro":
        return this.macroStatement(pos);
      case "call":
        return this.callStatement(pos);
      case "filter":
        return this.filterStatement(pos);
      case "block":
        return this.blockStatement(pos);
      case "extends":
        this.take();
        return this.closed({ t: "extends", parent: this.expression(true), pos });
      case "include":
        return this.includeStatement(pos);
      case "import":
      case "from":
        return this.importStatement(pos);
      case "with":
        return this.withStatement(pos);
      case "autoescape": {
        this.take();
        this.expression(true);
        return { t: "scope", body: this.body("endautoescape"), pos };
      }
      case "do":
        this.take();
        return this.closed({ t: "do", expr: this.tupleExpr(true, void 0, false), pos });
      case "break":
      case "continue":
        if (this.loops === 0) this.failAt(`'${token.value}' outside of a loop`);
        this.take();
        return this.closed({ t: token.value, pos });
      default:
        return super.parseStatement();
    }
  }
  closed(statement2) {
    this.blockEnd();
    return statement2;
  }
  blockEnd() {
    if (!this.at("block-end")) this.failAt(`expected the end of the statement block, got '${this.current.value}'`);
    this.take();
  }
  /** The statements up to one of the end tags; the tag's name is left in the stream. */
  until(...ends) {
    const { pos } = this.current;
    this.blockEnd();
    const node = this.parseUntilBlocks(...ends);
    if (!this.atName(...ends)) this.failAt(`the block is never closed: '${ends.at(-1)}' is missing`, pos);
    return toStatements(node);
  }
  body(end) {
    const statements = this.until(end);
    this.take();
    this.blockEnd();
    return statements;
  }
  forStatement(pos) {
    this.take();
    const target = this.target(true);
    if (!this.skipName("in")) this.failAt(`expected 'in', got '${this.current.value}'`);
    const iter = this.tupleExpr(false, ["recursive"], false);
    const test = this.skipName("if") ? this.expression(true) : void 0;
    const recursive = this.skipName("recursive");
    this.loops++;
    const body = this.until("endfor", "else");
    this.loops--;
    const otherwise = this.take().value === "else" ? this.body("endfor") : (this.blockEnd(), []);
    return { t: "for", target, iter, test, recursive, body, otherwise, pos };
  }
  assignable() {
    const token = this.expectName();
    if (RESERVED.has(token.value)) this.failAt(`cannot assign to '${token.value}'`, token.pos);
    return { t: "name", name: token.value, pos: token.pos };
  }
  /** What is assigned to: a name, names separated by commas (brackets allowed), or `namespace.attribute`. */
  target(withTuple) {
    const { pos } = this.current;
    const items = [];
    let comma = false;
    do {
      if (items.length > 0) {
        comma = true;
        if (this.atName("in") || this.atOp("=") || this.atOp(")")) break;
      }
      if (this.skipOp("(")) {
        items.push(this.target(true));
        this.expectOp(")");
      } else if (items.length === 0 && this.tokens.ahead(0)?.value === "." && this.at("symbol")) {
        const name = this.take().value;
        this.take();
        return { t: "nsref", name, attr: this.expectName().value, pos };
      } else items.push(this.assignable());
    } while (withTuple && this.skipOp(","));
    const [only2] = items;
    return comma || !only2 ? { t: "tuple", items, pos } : only2;
  }
  setStatement(pos) {
    this.take();
    const target = this.target(true);
    if (this.skipOp("=")) return this.closed({ t: "set", target, value: this.tupleExpr(true, void 0, false), pos });
    const filter = this.atOp("|") ? this.filter(void 0, false) : void 0;
    return { t: "setblock", target, filter, body: this.body("endset"), pos };
  }
  signature() {
    this.expectOp("(");
    const params = [];
    while (!this.atOp(")")) {
      if (params.length > 0) this.expectOp(",");
      if (this.atOp(")")) break;
      const { name } = this.assignable();
      const fallback = this.skipOp("=") ? this.expression(true) : void 0;
      if (!fallback && params.at(-1)?.fallback) this.failAt("non-default argument follows default argument");
      params.push({ name, fallback });
    }
    this.expectOp(")");
    return params;
  }
  macroBody(name, params, end, pos) {
    const first = this.tokens.list.indexOf(this.current);
    const loops = this.loops;
    this.loops = 0;
    const body = this.body(end);
    this.loops = loops;
    const inside = this.tokens.list.slice(first).filter((t) => t.type === "symbol" && t.pos < this.current.pos);
    const uses = (word) => inside.some((t) => t.value === word);
    return {
      t: "macro",
      name,
      params,
      body,
      uses: { varargs: uses("varargs"), kwargs: uses("kwargs"), caller: uses("caller") },
      pos
    };
  }
  macroStatement(pos) {
    this.take();
    const name = this.assignable().name;
    return this.macroBody(name, this.signature(), "endmacro", pos);
  }
  callStatement(pos) {
    this.take();
    const params = this.atOp("(") ? this.signature() : [];
    const call = this.expression(true);
    if (call.t !== "call") this.failAt("expected a call", pos);
    return { t: "callblock", call, caller: this.macroBody("caller", params, "endcall", pos), pos };
  }
  filterStatement(pos) {
    this.take();
    const filter = this.filter(void 0, true);
    return { t: "filterblock", filter, body: this.body("endfilter"), pos };
  }
  blockStatement(pos) {
    this.take();
    const name = this.expectName().value;
    const scoped = this.skipName("scoped");
    const required = this.skipName("required");
    if (this.atOp("-")) this.failAt("block names consist of letters, digits and underscores");
    const body = this.until("endblock");
    this.take();
    this.skipName(name);
    this.blockEnd();
    if (required && body.some((s) => s.t !== "text" || s.text.trim() !== ""))
      this.failAt("required blocks can only contain comments or whitespace", pos);
    return { t: "block", name, scoped, required, body, pos };
  }
  context(fallback) {
    if (!this.atName("with", "without") || this.tokens.ahead(0)?.value !== "context") return fallback;
    const withContext = this.take().value === "with";
    this.take();
    return withContext;
  }
  includeStatement(pos) {
    this.take();
    const template2 = this.expression(true);
    let ignoreMissing = false;
    if (this.atName("ignore") && this.tokens.ahead(0)?.value === "missing") {
      this.take();
      this.take();
      ignoreMissing = true;
    }
    return this.closed({ t: "include", template: template2, ignoreMissing, withContext: this.context(true), pos });
  }
  importStatement(pos) {
    const kind = this.take().value;
    const template2 = this.expression(true);
    if (kind === "import") {
      if (!this.skipName("as")) this.failAt("expected 'as'");
      const { name: alias } = this.assignable();
      return this.closed({ t: "import", template: template2, alias, withContext: this.context(false), pos });
    }
    if (!this.skipName("import")) this.failAt("expected 'import'");
    const names2 = [];
    let withContext = false;
    for (; ; ) {
      if (names2.length > 0 && !this.skipOp(",")) break;
      if (this.atName("with", "without") && this.tokens.ahead(0)?.value === "context") break;
      if (this.at("block-end")) break;
      const name = this.expectName();
      if (name.value.startsWith("_")) this.failAt("names starting with an underline can not be imported", name.pos);
      names2.push([name.value, this.skipName("as") ? this.assignable().name : name.value]);
    }
    withContext = this.context(false);
    if (names2.length === 0) this.failAt("expected a name to import");
    return this.closed({ t: "from", template: template2, names: names2, withContext, pos });
  }
  withStatement(pos) {
    this.take();
    const targets = [];
    const values = [];
    while (!this.at("block-end")) {
      if (targets.length > 0) this.expectOp(",");
      targets.push(this.target(false));
      this.expectOp("=");
      values.push(this.expression(true));
    }
    return { t: "with", targets, values, body: this.body("endwith"), pos };
  }
};

// src/template/syntax/index.ts
var ANSIBLE_DELIMITERS = {
  blockStart: "{%",
  blockEnd: "%}",
  variableStart: "{{",
  variableEnd: "}}",
  commentStart: "{#",
  commentEnd: "#}",
  trimBlocks: true,
  lstripBlocks: false
};
var MUTATORS = new Set(
  "append extend insert remove pop popitem clear update setdefault sort reverse __setitem__".split(" ")
);
var LIMIT2 = 2e4;
var cache = /* @__PURE__ */ new Map();
function remember(key, make) {
  let found2 = cache.get(key);
  if (!found2) {
    found2 = make();
    if (cache.size >= LIMIT2) cache.clear();
    cache.set(key, found2);
  }
  return found2;
}
function mutates(tokens) {
  return tokens.list.some((t) => t.type === "symbol" && MUTATORS.has(t.value));
}
function parseTemplate(source, base, delimiters = ANSIBLE_DELIMITERS) {
  const key = delimiters === ANSIBLE_DELIMITERS ? `t${source}` : `${JSON.stringify(delimiters)}${source}`;
  return located2(
    source,
    base,
    () => remember(key, () => {
      const tokens = lexTemplate(source, delimiters);
      const statements = new TemplateParser(tokens).parseTemplate();
      const blocks = /* @__PURE__ */ new Map();
      collectBlocks(statements, blocks);
      const [only2] = statements;
      const single = statements.length === 1 && only2?.t === "output" ? only2.expr : void 0;
      return { tokens, statements, single, blocks, mutates: mutates(tokens) };
    })
  );
}
function parseExpression(source, base) {
  return located2(
    source,
    base,
    () => remember(`e${source}`, () => {
      const tokens = lexExpression(source);
      const single = new TemplateParser(tokens).parseOnlyExpression();
      return { tokens, statements: [], single, blocks: /* @__PURE__ */ new Map(), mutates: mutates(tokens) };
    })
  );
}
function collectBlocks(statements, blocks) {
  for (const s of statements) {
    if (s.t === "block") {
      if (blocks.has(s.name)) throw new SyntaxFailure(`block '${s.name}' defined twice`, s.pos);
      blocks.set(s.name, s);
    }
    if ("body" in s) collectBlocks(s.body, blocks);
    if ("otherwise" in s) collectBlocks(s.otherwise, blocks);
  }
}
function located2(source, base, parse) {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    const before = source.slice(0, error.pos).split("\n");
    const place = { line: before.length - 1, col: before.at(-1)?.length ?? 0 };
    throw new TsplayError("template-syntax", error.message, {
      span: spanAt(base, place),
      hint: base ? void 0 : `in '${source.length > 200 ? `${source.slice(0, 200)}\u2026` : source}'`
    });
  }
}
function spanAt(base, place) {
  if (!base) return void 0;
  if (place.line === 0) return { file: base.file, line: base.line, col: base.col + place.col };
  return { file: base.file, line: base.line + place.line, col: place.col + 1 };
}

// src/template/condition.ts
var TRUE = /* @__PURE__ */ new Set(["true", "yes", "on", "y", "t", "1"]);
var FALSE = /* @__PURE__ */ new Set(["false", "no", "off", "n", "f", "0", "", "none"]);
function isTrueText(text4) {
  const word = text4.trim().toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : void 0;
}
function placeholderCondition(parsed, evaluate) {
  const values = /* @__PURE__ */ new Map();
  let source = "";
  let quote = "";
  for (const s of parsed.statements) {
    if (s.t === "text") {
      for (let i = 0; i < s.text.length; i++) {
        const c = s.text[i] ?? "";
        if (c === "\\" && quote) i++;
        else if (quote ? c === quote : c === '"' || c === "'") quote = quote ? "" : c;
      }
      source += s.text;
    } else if (s.t === "output") {
      const value2 = evaluate(s.expr);
      if (quote) source += literalText(str(value2), quote);
      else {
        const name = `__print_${values.size}`;
        values.set(name, value2);
        source += ` ${name} `;
      }
    }
  }
  return { source, values };
}
function literalText(text4, quote) {
  return text4.replace(/[\\\n\r]/g, (c) => c === "\\" ? "\\\\" : c === "\n" ? "\\n" : "\\r").replaceAll(quote, `\\${quote}`);
}
function evaluateCondition(engine, condition, span, scope) {
  if (condition === null || condition === "") return true;
  if (typeof condition === "boolean") return condition;
  if (Array.isArray(condition)) return condition.every((c) => evaluateCondition(engine, c, span, scope));
  if (typeof condition === "string")
    return condition.trim() === "" || truth2(engine.expression(condition, span, scope), span);
  if (!(condition instanceof TemplateText)) return truth2(condition, span);
  const base = condition.span;
  const parsed = parseTemplate(condition.source.trim(), base);
  if (parsed.single || parsed.statements.some((s) => s.t !== "text" && s.t !== "output"))
    return truthOfResult(engine.resolve(engine.evaluate(condition, scope), scope), base);
  const { source, values } = placeholderCondition(parsed, (expr) => engine.part(parsed, expr, base, scope));
  const overlay = { lookup: (name) => values.get(name) ?? scope.lookup(name), names: () => scope.names() };
  return truth2(engine.expression(source, base, overlay), base);
}
function truthOfResult(value2, base) {
  if (typeof value2 !== "string") return truth2(value2, base);
  const known = isTrueText(value2);
  if (known !== void 0) return known;
  throw new TsplayError("template-value", `the condition gave the text '${value2}', which is neither true nor false`, {
    span: base,
    hint: "write the condition without {{ }}: its text is an expression already"
  });
}
function truth2(value2, span) {
  try {
    return truthy(value2);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.span) throw error;
    throw new TsplayError(error.code, error.message, { span, hint: error.hint });
  }
}

// src/template/python/arguments.ts
var NO_KWARGS = /* @__PURE__ */ new Map();
function bind(what, args, kwargs, names2, required = 0) {
  if (args.length > names2.length)
    fail(`${what}() takes at most ${names2.length} argument${names2.length === 1 ? "" : "s"} (${args.length} given)`);
  const bound2 = names2.map((_, i) => args[i]);
  for (const [name, value2] of kwargs) {
    const i = names2.indexOf(name);
    if (i < 0) fail(`${what}() got an unexpected keyword argument '${name}'`);
    if (i < args.length) fail(`${what}() got multiple values for argument '${name}'`);
    bound2[i] = value2;
  }
  for (let i = 0; i < required; i++)
    if (bound2[i] === void 0) fail(`${what}() is missing the argument '${names2[i]}'`);
  for (const value2 of bound2) if (value2 instanceof Undefined) failUndefined(value2);
  return bound2;
}

// src/template/python/callable.ts
var Callable = class extends PyObject {
  get(_name) {
    return void 0;
  }
};
var NativeFunction = class extends Callable {
  constructor(name, body, type = "builtin_function_or_method", takesUndefined = false) {
    super();
    this.name = name;
    this.body = body;
    this.takesUndefined = takesUndefined;
    this.typeName = type;
  }
  name;
  body;
  takesUndefined;
  typeName;
  call(args, kwargs = NO_KWARGS) {
    return this.body(args, kwargs);
  }
  repr() {
    return `<built-in method ${this.name}>`;
  }
};
function callable(v) {
  return v instanceof Callable ? v : fail(`'${typeName(v)}' object is not callable`);
}

// src/template/python/container-methods.ts
var READ = [
  [
    "count",
    (self, args) => self.filter((v) => equal(v, bind("count", args, /* @__PURE__ */ new Map(), ["value"], 1)[0])).length
  ],
  [
    "index",
    (self, args) => {
      const [value2, start, end] = bind("index", args, /* @__PURE__ */ new Map(), ["value", "start", "end"], 1);
      const n = self.length;
      const clip = (v, d) => v === void 0 ? d : indexOf(v) < 0 ? indexOf(v) + n : indexOf(v);
      for (let i = Math.max(0, clip(start, 0)); i < Math.min(n, clip(end, n)); i++)
        if (equal(self[i], value2)) return i;
      return fail(`${repr(value2)} is not in list`);
    }
  ]
];
var TUPLE_METHODS = new Map(READ);
var LIST_METHODS = new Map([
  ...READ,
  [
    "append",
    (self, args, kwargs) => {
      self.push(args[0] instanceof Undefined ? args[0] : bind("append", args, kwargs, ["object"], 1)[0]);
      return null;
    }
  ],
  ["clear", (self) => (self.length = 0, null)],
  ["copy", (self) => [...self]],
  [
    "extend",
    (self, args, kwargs) => {
      for (const item of [...iterate(bind("extend", args, kwargs, ["iterable"], 1)[0])]) self.push(item);
      return null;
    }
  ],
  [
    "insert",
    (self, args, kwargs) => {
      const [at, value2] = bind("insert", args, kwargs, ["index", "object"], 2);
      const i = indexOf(at);
      self.splice(i < 0 ? Math.max(0, i + self.length) : i, 0, value2);
      return null;
    }
  ],
  [
    "pop",
    (self, args, kwargs) => {
      const [at] = bind("pop", args, kwargs, ["index"]);
      if (self.length === 0) fail("pop from empty list");
      const i = at === void 0 ? -1 : indexOf(at);
      const real = i < 0 ? i + self.length : i;
      if (real < 0 || real >= self.length) fail("pop index out of range");
      return self.splice(real, 1)[0];
    }
  ],
  [
    "remove",
    (self, args, kwargs) => {
      const [value2] = bind("remove", args, kwargs, ["value"], 1);
      const i = self.findIndex((v) => equal(v, value2));
      if (i < 0) fail("list.remove(x): x not in list");
      self.splice(i, 1);
      return null;
    }
  ],
  ["reverse", (self) => (self.reverse(), null)],
  [
    "sort",
    (self, args, kwargs, call) => {
      const [key, reverse] = bind("sort", args, kwargs, ["key", "reverse"]);
      const keyed2 = self.map((v) => ({ v, k: key === void 0 || key === null ? v : call(callable(key), [v]) }));
      const sign = reverse === true ? -1 : 1;
      keyed2.sort((a, b) => sign * compare(a.k, b.k));
      keyed2.forEach(({ v }, i) => self[i] = v);
      return null;
    }
  ]
]);
function updateDict(self, source, kwargs) {
  if (source instanceof Map) for (const [k, v] of source) mapSet(self, k, v);
  else if (source !== void 0) {
    for (const pair of iterate(source)) {
      const items = iterate(pair);
      if (items.length !== 2) fail(`dictionary update sequence element has length ${items.length}; 2 is required`);
      mapSet(self, items[0], items[1]);
    }
  }
  for (const [k, v] of kwargs) self.set(k, v);
}
var DICT_METHODS = /* @__PURE__ */ new Map([
  ["clear", (self) => (self.clear(), null)],
  ["copy", (self) => new Map(self)],
  [
    "fromkeys",
    (_self, args) => {
      const out = /* @__PURE__ */ new Map();
      for (const key of iterate(args[0] ?? null)) mapSet(out, key, args[1] ?? null);
      return out;
    }
  ],
  [
    "get",
    (self, args, kwargs) => {
      if (args.length < 1 || args.length > 2 || kwargs.size > 0) bind("get", args, kwargs, ["key", "default"], 1);
      return mapGet(self, args[0]) ?? args[1] ?? null;
    }
  ],
  ["items", (self) => [...self].map(([k, v]) => tuple([k, v]))],
  ["keys", (self) => [...self.keys()]],
  [
    "pop",
    (self, args, kwargs) => {
      const [key, fallback] = bind("pop", args, kwargs, ["key", "default"], 1);
      const real = realKey(self, key);
      if (!real) return fallback ?? fail(`KeyError: ${repr(key)}`);
      const value2 = self.get(real.key);
      self.delete(real.key);
      return value2;
    }
  ],
  [
    "popitem",
    (self) => {
      const last = [...self].at(-1);
      if (!last) return fail("popitem(): dictionary is empty");
      self.delete(last[0]);
      return tuple(last);
    }
  ],
  [
    "setdefault",
    (self, args, kwargs) => {
      const [key, fallback] = bind("setdefault", args, kwargs, ["key", "default"], 1);
      const found2 = mapGet(self, key);
      if (found2 !== void 0) return found2;
      mapSet(self, key, fallback ?? null);
      return fallback ?? null;
    }
  ],
  [
    "update",
    (self, args, kwargs) => {
      if (args.length > 1) fail(`update expected at most 1 argument, got ${args.length}`);
      updateDict(self, args[0], kwargs);
      return null;
    }
  ],
  ["values", (self) => [...self.values()]]
]);
var NUMBER_METHODS = /* @__PURE__ */ new Map([
  [
    "bit_length",
    (self) => toNumber(self) === 0 ? 0 : BigInt(Math.trunc(toNumber(self))).toString(2).replace("-", "").length
  ],
  ["conjugate", (self) => self],
  ["is_integer", (self) => Number.isInteger(toNumber(self))]
]);
var FLOAT_METHODS = /* @__PURE__ */ new Map([
  ["is_integer", (self) => Number.isInteger(toNumber(self))],
  ["conjugate", (self) => self],
  [
    "as_integer_ratio",
    (self) => {
      let n = toNumber(self);
      let d = 1;
      while (!Number.isInteger(n)) [n, d] = [n * 2, d * 2];
      return tuple([n, d]);
    }
  ]
]);

// src/template/python/named-tuple.ts
var NamedTuple = class extends Tuple {
  constructor(names2, items) {
    super();
    this.names = names2;
    for (const item of items) this.push(item);
  }
  names;
  /** The element of that name. */
  named(name) {
    return this[this.names.indexOf(name)];
  }
};

// src/template/python/format-spec.ts
var SPEC = /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;
function formatValue(value2, spec) {
  if (spec === "") return str(value2);
  const m = SPEC.exec(spec);
  if (!m) return fail(`invalid format specifier '${spec}'`);
  const layout = {
    fill: m[1] ?? (m[6] ? "0" : " "),
    align: m[2] ?? (m[6] ? "=" : ""),
    sign: m[3] ?? "-",
    alternate: m[5] !== void 0,
    width: Number(m[7] ?? 0),
    group: m[8] ?? "",
    precision: m[9] === void 0 ? void 0 : Number(m[9]),
    type: m[10] ?? ""
  };
  bounded(layout.width);
  if (typeof value2 === "string") {
    if (layout.type && layout.type !== "s") unknownCode(layout.type, value2);
    const text4 = layout.precision === void 0 ? value2 : chars(value2).slice(0, layout.precision).join("");
    if (m[2] === "=") fail("'=' alignment not allowed in string format specifier");
    return pad(text4, layout.fill, m[2] ?? "<", layout.width);
  }
  if (!isNumeric(value2)) return fail(`unsupported format string passed to ${typeName(value2)}.__format__`);
  const number3 = typeof value2 === "boolean" ? Number(value2) : value2;
  return formatNumber(number3, layout);
}
function unknownCode(code, value2) {
  return fail(`Unknown format code '${code}' for object of type '${typeName(value2)}'`);
}
function formatNumber(value2, layout) {
  let { type } = layout;
  let digits;
  let negative;
  let prefix = "";
  if (isInt(value2) && (type === "" || "dnbBoxXc".includes(type))) {
    const big2 = BigInt(value2);
    negative = big2 < 0n;
    const abs = negative ? -big2 : big2;
    if (type === "c") return pad(String.fromCodePoint(Number(abs)), layout.fill, layout.align || "<", layout.width);
    const radix = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10;
    digits = abs.toString(radix);
    if (type === "X") digits = digits.toUpperCase();
    if (layout.alternate && radix !== 10) prefix = `0${type}`;
    digits = group(digits, layout.group, radix === 10 ? 3 : 4);
  } else {
    if (!isNumeric(value2) || "bBoxXcds".includes(type || "?")) return unknownCode(type, value2);
    const n = toNumber(value2);
    negative = n < 0 || Object.is(n, -0);
    const abs = Math.abs(n);
    if (type === "" && !isFloat(value2)) type = "g";
    digits = floatDigits(abs, type, layout);
    const [whole = "", rest] = digits.split(/(?=[.e%])/, 1).length ? splitNumber(digits) : [digits, ""];
    digits = group(whole, layout.group, 3) + rest;
  }
  const sign = negative ? "-" : layout.sign === "+" ? "+" : layout.sign === " " ? " " : "";
  if (layout.align === "=" || layout.fill === "0" && layout.align === "") {
    const room = layout.width - sign.length - prefix.length;
    let padded = digits.padStart(room, layout.fill);
    if (layout.group && layout.fill === "0" && padded !== digits) padded = zeroGroup(digits, layout.group, room);
    return sign + prefix + padded;
  }
  return pad(sign + prefix + digits, layout.fill, layout.align || ">", layout.width);
}
function splitNumber(digits) {
  const at = digits.search(/[^0-9]/);
  return at < 0 ? [digits, ""] : [digits.slice(0, at), digits.slice(at)];
}
function zeroGroup(digits, separator, room) {
  const [whole, rest] = splitNumber(digits.replaceAll(separator, ""));
  let zeros = whole;
  while (group(zeros, separator, 3).length + rest.length < room) zeros = `0${zeros}`;
  return group(zeros, separator, 3) + rest;
}
function group(digits, separator, size2) {
  if (!separator) return digits;
  return digits.replace(new RegExp(`\\B(?=(\\w{${size2}})+$)`, "g"), separator);
}
function exponent(text4) {
  return text4.replace(/e([-+])(\d)$/, "e$10$2");
}
function floatDigits(abs, type, layout) {
  if (!Number.isFinite(abs)) return "EFG".includes(type || "?") ? floatRepr(abs).toUpperCase() : floatRepr(abs);
  const precision = layout.precision ?? 6;
  if (precision > 100) fail("the precision is too large");
  switch (type) {
    case "f":
    case "F":
      return fixed(abs, precision) + (layout.alternate && precision === 0 ? "." : "");
    case "%":
      return `${fixed(abs * 100, precision)}%`;
    case "e":
    case "E": {
      const text4 = exponent(abs.toExponential(precision));
      return type === "E" ? text4.toUpperCase() : text4;
    }
    case "":
      if (layout.precision === void 0) return floatRepr(abs);
      return general(abs, precision, layout.alternate, true);
    case "g":
    case "G":
    case "n": {
      const text4 = general(abs, precision, layout.alternate, false);
      return type === "G" ? text4.toUpperCase() : text4;
    }
    default:
      return unknownCode(type, 1.5);
  }
}
function fixed(abs, precision) {
  if (abs >= 1e21) return `${BigInt(abs)}${precision > 0 ? `.${"0".repeat(precision)}` : ""}`;
  return halfEven(abs, precision) ?? abs.toFixed(precision);
}
function halfEven(abs, precision) {
  if (precision > 15) return void 0;
  const scaled = abs * 10 ** precision;
  if (scaled > 2 ** 52 || scaled - Math.floor(scaled) !== 0.5) return void 0;
  const exact = abs.toFixed(Math.min(100, precision + 30)).slice(-30);
  if (!/^50*$/.test(exact)) return void 0;
  const floor = Math.floor(scaled);
  const even = floor % 2 === 0 ? floor : floor + 1;
  const digits = String(even).padStart(precision + 1, "0");
  return precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}
function general(abs, precision, alternate, keepPoint) {
  const p = Math.max(1, precision);
  if (abs === 0) return keepPoint ? "0.0" : "0";
  const e = Number(abs.toExponential(p - 1).split("e")[1]);
  const limit = keepPoint ? p - 1 : p;
  if (e < -4 || e >= Math.max(limit, keepPoint ? 1 : limit)) {
    const [mantissa = "", power = ""] = exponent(abs.toExponential(p - 1)).split("e");
    return `${alternate ? mantissa : trimZeros(mantissa)}e${power}`;
  }
  const text4 = fixed(abs, Math.max(0, p - 1 - e));
  const trimmed = alternate ? text4 : trimZeros(text4);
  return keepPoint && !trimmed.includes(".") ? `${trimmed}.0` : trimmed;
}
function trimZeros(text4) {
  return text4.includes(".") ? text4.replace(/\.?0+$/, "") : text4;
}
function pad(text4, fill, align, width) {
  const missing2 = width - textLength(text4);
  if (missing2 <= 0) return text4;
  if (align === "<") return text4 + fill.repeat(missing2);
  if (align === "^") {
    const left = Math.floor(missing2 / 2);
    return fill.repeat(left) + text4 + fill.repeat(missing2 - left);
  }
  return fill.repeat(missing2) + text4;
}

// src/template/python/str-format.ts
function strFormat(format, args, kwargs, access) {
  const counter = { next: 0, manual: false };
  return render(format, args, kwargs, access, counter, 2);
}
function render(format, args, kwargs, access, counter, depth) {
  if (depth < 0) fail("Max string recursion exceeded");
  let out = "";
  let i = 0;
  while (i < format.length) {
    const c = format[i] ?? "";
    if (c !== "{" && c !== "}") {
      out += c;
      i++;
    } else if (format[i + 1] === c) {
      out += c;
      i += 2;
    } else if (c === "}") {
      fail("Single '}' encountered in format string");
    } else {
      const end = closing(format, i);
      out += field(format.slice(i + 1, end), args, kwargs, access, counter, depth);
      bounded(out.length);
      i = end + 1;
    }
  }
  return out;
}
function closing(format, start) {
  let depth = 0;
  for (let i = start; i < format.length; i++) {
    if (format[i] === "{") depth++;
    else if (format[i] === "}" && --depth === 0) return i;
  }
  return fail("expected '}' before end of string");
}
function field(text4, args, kwargs, access, counter, depth) {
  const m = /^([^!:[.]*)((?:\.[^!:[.]+|\[[^\]]+\])*)(?:!([^:]))?(?::([^]*))?$/.exec(text4);
  if (!m) return fail(`invalid replacement field '{${text4}}'`);
  const name = m[1] ?? "";
  let value2;
  if (name === "" || /^\d+$/.test(name)) {
    if (name !== "" && counter.next > 0)
      fail("cannot switch from automatic field numbering to manual field specification");
    if (name === "" && counter.manual)
      fail("cannot switch from manual field specification to automatic field numbering");
    if (name !== "") counter.manual = true;
    value2 = args[name === "" ? counter.next++ : Number(name)];
    if (value2 === void 0) fail("Replacement index out of range for positional args tuple");
  } else value2 = kwargs.get(name) ?? fail(`the format's key '${name}' is missing`);
  for (const step of (m[2] ?? "").match(/\.[^.[]+|\[[^\]]+\]/g) ?? []) {
    const dotted = step.startsWith(".");
    const key = dotted ? step.slice(1) : step.slice(1, -1);
    value2 = access(value2, !dotted && /^\d+$/.test(key) ? Number(key) : key, dotted);
  }
  if (value2 instanceof Undefined) failUndefined(value2);
  if (m[3] === "r" || m[3] === "a") value2 = repr(value2);
  else if (m[3] === "s") value2 = str(value2);
  else if (m[3] !== void 0) fail(`Unknown conversion specifier '${m[3]}'`);
  const spec = m[4] ?? "";
  return formatValue(value2, spec.includes("{") ? render(spec, args, kwargs, access, counter, depth - 1) : spec);
}

// src/template/python/str-methods.ts
var SPACE = "\\s\\x1c-\\x1f\\x85";
var LINE_BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
function text2(v, what) {
  return typeof v === "string" ? v : fail(`${what} must be str, not ${typeName(v ?? null)}`);
}
function bounds(self, start, end) {
  const all3 = chars(self);
  const n = all3.length;
  const clip = (v, fallback) => {
    if (v === void 0 || v === null) return fallback;
    const i = indexOf(v, "slice indices");
    return Math.min(n, Math.max(0, i < 0 ? i + n : i));
  };
  const from = clip(start, 0);
  return { part: all3.slice(from, clip(end, n)), offset: from };
}
function find(self, args, kwargs, name, last) {
  const [sub, start, end] = bind(name, args, kwargs, ["sub", "start", "end"], 1);
  const { part, offset } = bounds(self, start, end);
  const hay = part.join("");
  const needle = text2(sub, `${name}()'s argument`);
  const startsBeyond = start !== void 0 && start !== null && indexOf(start) > chars(self).length;
  const at = startsBeyond ? -1 : last ? hay.lastIndexOf(needle) : hay.indexOf(needle);
  return at < 0 ? -1 : offset + (isSimple(hay) ? at : chars(hay.slice(0, at)).length);
}
function strip(self, set, left, right) {
  if (set === void 0 || set === null) {
    let out = self;
    if (left) out = out.replace(new RegExp(`^[${SPACE}]+`), "");
    if (right) out = out.replace(new RegExp(`[${SPACE}]+$`), "");
    return out;
  }
  const drop = new Set(chars(text2(set, "strip()'s argument")));
  const all3 = chars(self);
  let from = 0;
  let to = all3.length;
  if (left) while (from < to && drop.has(all3[from] ?? "")) from++;
  if (right) while (to > from && drop.has(all3[to - 1] ?? "")) to--;
  return all3.slice(from, to).join("");
}
function split(self, separator, max) {
  if (separator === void 0 || separator === null) {
    const out = [];
    let rest = strip(self, void 0, true, max < 0);
    while (rest !== "") {
      const m = max >= 0 && out.length >= max ? null : new RegExp(`[${SPACE}]+`).exec(rest);
      if (!m) {
        out.push(rest);
        break;
      }
      out.push(rest.slice(0, m.index));
      rest = rest.slice(m.index + m[0].length);
    }
    return out;
  }
  const sep = text2(separator, "the separator");
  if (sep === "") fail("empty separator");
  const parts = self.split(sep);
  if (max < 0 || parts.length <= max + 1) return parts;
  return [...parts.slice(0, max), parts.slice(max).join(sep)];
}
function rsplit(self, separator, max) {
  if (max < 0) return split(self, separator, -1);
  const reversed = chars(self).reverse().join("");
  const sep = typeof separator === "string" ? chars(separator).reverse().join("") : separator;
  return split(reversed, sep, max).reverse().map((p) => chars(p).reverse().join(""));
}
function splitLines2(self, keepEnds = false) {
  const out = [];
  let from = 0;
  for (const m of self.matchAll(LINE_BREAK)) {
    const end = m.index + m[0].length;
    out.push(self.slice(from, keepEnds ? end : m.index));
    from = end;
  }
  if (from < self.length) out.push(self.slice(from));
  return out;
}
function affix(self, args, kwargs, name) {
  const [prefix, start, end] = bind(name, args, kwargs, ["prefix", "start", "end"], 1);
  const part = start === void 0 && end === void 0 ? self : bounds(self, start, end).part.join("");
  const test = (v) => {
    const p = text2(v, `${name} first arg`);
    return name === "startswith" ? part.startsWith(p) : part.endsWith(p);
  };
  return Array.isArray(prefix) ? prefix.some(test) : test(prefix);
}
function justify(align) {
  return (self, args, kwargs) => {
    const [width, fill] = bind("ljust", args, kwargs, ["width", "fillchar"], 1);
    const n = indexOf(width);
    const c = fill === void 0 ? " " : text2(fill, "The fill character");
    if (chars(c).length !== 1) fail("The fill character must be exactly one character long");
    bounded(n);
    if (align !== "^") return pad(self, c, align, n);
    const missing2 = n - chars(self).length;
    if (missing2 <= 0) return self;
    const left = Math.floor(missing2 / 2) + (missing2 & n & 1);
    return c.repeat(left) + self + c.repeat(missing2 - left);
  };
}
function title(self) {
  return self.replace(/\p{L}+/gu, (w) => {
    const [head = "", ...tail] = chars(w);
    return head.toUpperCase() + tail.join("").toLowerCase();
  });
}
function capitalize(self) {
  const [head = "", ...tail] = chars(self);
  return head.toUpperCase() + tail.join("").toLowerCase();
}
function all(pattern) {
  return (self) => pattern.test(self);
}
function plain3(f) {
  return (self, args, kwargs) => {
    bind("this method", args, kwargs, []);
    return f(self);
  };
}
function lower(self) {
  return self.toLowerCase();
}
function partition(self, args, kwargs, last) {
  const sep = text2(bind("partition", args, kwargs, ["sep"], 1)[0], "the separator");
  if (sep === "") fail("empty separator");
  const at = last ? self.lastIndexOf(sep) : self.indexOf(sep);
  if (at < 0) return tuple(last ? ["", "", self] : [self, "", ""]);
  return tuple([self.slice(0, at), sep, self.slice(at + sep.length)]);
}
function replace(self, from, to, count2) {
  if (count2 === 0) return self;
  const parts = from === "" ? ["", ...chars(self), ""] : self.split(from);
  const limit = count2 < 0 ? parts.length - 1 : Math.min(count2, parts.length - 1);
  bounded(self.length + limit * to.length);
  const rest = parts.slice(limit).join(from);
  return limit === 0 ? self : parts.slice(0, limit).join(to) + to + rest;
}
function maketrans(args) {
  const [first, second, third] = args;
  const map2 = /* @__PURE__ */ new Map();
  if (first instanceof Map) for (const [k, v] of first) map2.set(typeof k === "string" ? k.codePointAt(0) ?? 0 : k, v);
  else {
    const to = chars(text2(second, "maketrans()'s second argument"));
    chars(text2(first, "maketrans()'s first argument")).forEach(
      (c, i) => map2.set(c.codePointAt(0) ?? 0, to[i]?.codePointAt(0) ?? null)
    );
  }
  for (const c of chars(typeof third === "string" ? third : "")) map2.set(c.codePointAt(0) ?? 0, null);
  return map2;
}
var STR_METHODS = /* @__PURE__ */ new Map([
  ["capitalize", plain3(capitalize)],
  ["casefold", plain3((s) => s.toLowerCase().replaceAll("\xDF", "ss"))],
  ["center", justify("^")],
  [
    "count",
    (self, args, kwargs) => {
      const [sub, start, end] = bind("count", args, kwargs, ["sub", "start", "end"], 1);
      const { part } = bounds(self, start, end);
      const needle = text2(sub, "count()'s argument");
      return needle === "" ? part.length + 1 : part.join("").split(needle).length - 1;
    }
  ],
  ["endswith", (s, a, k) => affix(s, a, k, "endswith")],
  [
    "expandtabs",
    (self, args, kwargs) => {
      const [size2] = bind("expandtabs", args, kwargs, ["tabsize"]);
      const n = size2 === void 0 ? 8 : indexOf(size2);
      let col = 0;
      return chars(self).map((c) => {
        if (c === "\n" || c === "\r") col = 0;
        else if (c === "	") {
          const width = n > 0 ? n - col % n : 0;
          col += width;
          return " ".repeat(width);
        } else col++;
        return c;
      }).join("");
    }
  ],
  ["find", (s, a, k) => find(s, a, k, "find", false)],
  ["format", (self, args, kwargs, access) => strFormat(self, args, kwargs, access)],
  [
    "format_map",
    (self, args, kwargs, access) => {
      const [map2] = bind("format_map", args, kwargs, ["mapping"], 1);
      if (!(map2 instanceof Map)) return fail("format_map() needs a mapping");
      return strFormat(self, [], new Map([...map2].map(([k, v]) => [String(k), v])), access);
    }
  ],
  ["index", (s, a, k) => found(find(s, a, k, "index", false))],
  ["isalnum", all(/^[\p{L}\p{N}]+$/u)],
  ["isalpha", all(/^\p{L}+$/u)],
  ["isascii", all(/^[\x00-\x7f]*$/)],
  ["isdecimal", all(/^\p{Nd}+$/u)],
  ["isdigit", all(/^[\p{Nd}²³¹⁰-⁹₀-₉]+$/u)],
  ["isidentifier", all(/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*$/u)],
  ["islower", (s) => /\p{Ll}/u.test(s) && !/[\p{Lu}\p{Lt}]/u.test(s)],
  ["isnumeric", all(/^\p{N}+$/u)],
  ["isprintable", (s) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(s)],
  ["isspace", all(new RegExp(`^[${SPACE}]+$`))],
  ["istitle", (s) => /\p{L}/u.test(s) && s === title(s)],
  ["isupper", (s) => /\p{Lu}/u.test(s) && !/[\p{Ll}\p{Lt}]/u.test(s)],
  [
    "join",
    (self, args, kwargs) => {
      const [items] = bind("join", args, kwargs, ["iterable"], 1);
      const parts = iterate(items).map(
        (item, i) => typeof item === "string" ? item : fail(`sequence item ${i}: expected str instance, ${typeName(item)} found`)
      );
      bounded(parts.reduce((n, p) => n + p.length + self.length, 0));
      return parts.join(self);
    }
  ],
  ["ljust", justify("<")],
  ["lower", plain3(lower)],
  ["lstrip", (s, a, k) => strip(s, bind("lstrip", a, k, ["chars"])[0], true, false)],
  ["maketrans", (_self, args) => maketrans(args)],
  ["partition", (s, a, k) => partition(s, a, k, false)],
  [
    "removeprefix",
    (self, args, kwargs) => {
      const p = text2(bind("removeprefix", args, kwargs, ["prefix"], 1)[0], "the prefix");
      return self.startsWith(p) ? self.slice(p.length) : self;
    }
  ],
  [
    "removesuffix",
    (self, args, kwargs) => {
      const p = text2(bind("removesuffix", args, kwargs, ["suffix"], 1)[0], "the suffix");
      return p !== "" && self.endsWith(p) ? self.slice(0, -p.length) : self;
    }
  ],
  [
    "replace",
    (self, args, kwargs) => {
      const [from, to, count2] = bind("replace", args, kwargs, ["old", "new", "count"], 2);
      const n = count2 === void 0 ? -1 : indexOf(count2);
      return replace(self, text2(from, "replace() argument 1"), text2(to, "replace() argument 2"), n);
    }
  ],
  ["rfind", (s, a, k) => find(s, a, k, "rfind", true)],
  ["rindex", (s, a, k) => found(find(s, a, k, "rindex", true))],
  ["rjust", justify(">")],
  ["rpartition", (s, a, k) => partition(s, a, k, true)],
  [
    "rsplit",
    (self, args, kwargs) => {
      const [sep, max] = bind("rsplit", args, kwargs, ["sep", "maxsplit"]);
      return rsplit(self, sep, max === void 0 ? -1 : indexOf(max));
    }
  ],
  ["rstrip", (s, a, k) => strip(s, bind("rstrip", a, k, ["chars"])[0], false, true)],
  [
    "split",
    (self, args, kwargs) => {
      const [sep, max] = bind("split", args, kwargs, ["sep", "maxsplit"]);
      return split(self, sep, max === void 0 ? -1 : indexOf(max));
    }
  ],
  ["splitlines", (s, a, k) => splitLines2(s, bind("splitlines", a, k, ["keepends"])[0] === true)],
  ["startswith", (s, a, k) => affix(s, a, k, "startswith")],
  ["strip", (s, a, k) => strip(s, bind("strip", a, k, ["chars"])[0], true, true)],
  [
    "swapcase",
    plain3(
      (s) => chars(s).map((c) => c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()).join("")
    )
  ],
  ["title", plain3(title)],
  [
    "translate",
    (self, args, kwargs) => {
      const [table12] = bind("translate", args, kwargs, ["table"], 1);
      if (!(table12 instanceof Map)) return fail("translate() needs a mapping");
      return chars(self).map((c) => {
        const to = table12.get(c.codePointAt(0) ?? 0);
        if (to === void 0) return c;
        return to === null ? "" : typeof to === "string" ? to : String.fromCodePoint(indexOf(to));
      }).join("");
    }
  ],
  ["upper", plain3((s) => s.toUpperCase())],
  [
    "zfill",
    (self, args, kwargs) => {
      const n = indexOf(bind("zfill", args, kwargs, ["width"], 1)[0]);
      bounded(n);
      const sign = /^[-+]/.exec(self)?.[0] ?? "";
      return sign + self.slice(sign.length).padStart(n - sign.length, "0");
    }
  ]
]);
function found(at) {
  return at < 0 ? fail("substring not found") : at;
}

// src/template/python/access.ts
function bound(self, name, methods) {
  const method = methods.get(name);
  return method && new NativeFunction(
    name,
    (a, k) => method(self, a, k, (f, args) => f.call(args, /* @__PURE__ */ new Map())),
    void 0,
    name === "append" || name === "get"
  );
}
function attribute(v, name) {
  if (typeof v === "string") {
    const method = STR_METHODS.get(name);
    return method && new NativeFunction(name, (a, k) => method(v, a, k, formatAccess));
  }
  if (v instanceof Map) return bound(v, name, DICT_METHODS);
  if (v instanceof NamedTuple && v.named(name) !== void 0) return v.named(name);
  if (v instanceof Tuple) return bound(v, name, TUPLE_METHODS);
  if (Array.isArray(v)) return bound(v, name, LIST_METHODS);
  if (v instanceof PyObject) return v.get(name);
  if (typeof v === "number" || typeof v === "bigint" || v instanceof Float || typeof v === "boolean") {
    const number3 = typeof v === "boolean" ? Number(v) : v;
    if (name === "real") return number3;
    if (name === "imag") return isFloat(number3) ? new Float(0) : 0;
    if (name === "numerator" && isInt(number3)) return number3;
    if (name === "denominator" && isInt(number3)) return 1;
    return bound(number3, name, isFloat(number3) ? FLOAT_METHODS : NUMBER_METHODS);
  }
  return void 0;
}
function element(v, key) {
  if (v instanceof Map) {
    checkHashable(key);
    return mapGet(v, key);
  }
  if (Array.isArray(v) || typeof v === "string") {
    if (!isInt(key) && typeof key !== "boolean") return void 0;
    const i = Number(key);
    if (Array.isArray(v)) return v[i < 0 ? i + v.length : i];
    const all3 = isSimple(v) ? v : chars(v);
    return all3[i < 0 ? i + all3.length : i];
  }
  if (v instanceof PyObject && "element" in v) return v.element(key);
  return void 0;
}
function missing(v, key) {
  if (typeof key !== "string") {
    const what = v instanceof Map ? `has no key ${repr(key)}` : `has no element ${repr(key)}`;
    return new Undefined(`'${describe(v)}' ${what}`);
  }
  const names2 = v instanceof Map ? [...v.keys()].filter((k) => typeof k === "string") : [];
  return new Undefined(`'${describe(v)}' has no attribute '${key}'`, void 0, didYouMean(key, names2) || void 0);
}
function describe(v) {
  return v === null ? "None" : `${typeName(v)} object`;
}
function getAttribute(v, name) {
  if (v instanceof Undefined) return v;
  return attribute(v, name) ?? element(v, name) ?? missing(v, name);
}
function getItem(v, key) {
  if (v instanceof Undefined) return v;
  const found2 = element(v, key);
  if (found2 !== void 0) return found2;
  return (typeof key === "string" ? attribute(v, key) : void 0) ?? missing(v, key);
}
function formatAccess(v, key, dotted) {
  const found2 = dotted && typeof key === "string" ? attribute(v, key) : element(v, key);
  return found2 ?? fail(`'${describe(v)}' has no ${dotted ? "attribute" : "element"} ${repr(key)}`);
}
function slice(v, start, stop, step) {
  if (typeof v !== "string" && !Array.isArray(v)) return missing(v, "slice");
  const items = typeof v === "string" ? chars(v) : v;
  const n = items.length;
  const by = step === null ? 1 : indexOf(step, "slice indices");
  if (by === 0) fail("slice step cannot be zero");
  const clip = (i, fallback) => {
    if (i === null) return fallback;
    const k = indexOf(i, "slice indices");
    const real = k < 0 ? k + n : k;
    return by > 0 ? Math.min(n, Math.max(0, real)) : Math.min(n - 1, Math.max(-1, real));
  };
  const out = [];
  const from = clip(start, by > 0 ? 0 : n - 1);
  const to = clip(stop, by > 0 ? n : -1);
  for (let i = from; by > 0 ? i < to : i > to; i += by) out.push(items[i]);
  if (typeof v === "string") return out.join("");
  return v instanceof Tuple ? tuple(out) : out;
}

// src/template/python/percent-format.ts
var DIRECTIVE = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([^])?/g;
function percentFormat(format, value2) {
  const args = value2 instanceof Tuple ? value2 : [value2];
  let used = 0;
  let named = false;
  const next = () => {
    const arg = args[used++];
    if (arg === void 0) return fail("not enough arguments for format string");
    if (arg instanceof Undefined) failUndefined(arg);
    return arg;
  };
  const out = format.replace(
    DIRECTIVE,
    (whole, key, flags, width, precision, type) => {
      if (type === void 0) return fail("incomplete format");
      if (type === "%") return "%";
      const w = width === "*" ? indexOf(next()) : Number(width ?? 0);
      const hasPoint = /\.(\*|\d*)[hlL]?[^]$/.test(whole);
      const p = precision === "*" ? indexOf(next()) : precision !== void 0 ? Number(precision) : hasPoint ? 0 : void 0;
      bounded(Math.abs(w));
      let arg;
      if (key !== void 0) {
        named = true;
        if (!(value2 instanceof Map)) return fail("format requires a mapping");
        const found2 = mapGet(value2, key);
        if (found2 === void 0) return fail(`the format's key '${key}' is missing`);
        if (found2 instanceof Undefined) failUndefined(found2);
        arg = found2;
      } else arg = next();
      return directive(arg, type, flags + (w < 0 ? "-" : ""), Math.abs(w), p);
    }
  );
  if (!named && used < args.length && !(value2 instanceof Map) && !(Array.isArray(value2) && !(value2 instanceof Tuple)))
    fail("not all arguments converted during string formatting");
  return out;
}
function directive(arg, type, flags, width, precision) {
  const left = flags.includes("-");
  const zero = flags.includes("0") && !left;
  if (type === "s" || type === "r" || type === "a" || type === "c") {
    let text4 = type === "s" ? str(arg) : type === "c" ? character(arg) : repr(arg);
    if (precision !== void 0 && type !== "c") text4 = chars(text4).slice(0, precision).join("");
    return pad(text4, " ", left ? "<" : ">", width);
  }
  if (!"diuoxXeEfFgG".includes(type)) return fail(`unsupported format character '${type}'`);
  if (!isNumeric(arg))
    return fail(
      `%${type} format: a ${"diu".includes(type) ? "real number" : "number"} is required, not ${typeName(arg)}`
    );
  const layout = {
    fill: zero ? "0" : " ",
    align: left ? "<" : zero ? "=" : ">",
    sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "-",
    alternate: flags.includes("#"),
    width,
    group: "",
    precision,
    type: "diu".includes(type) ? "d" : type
  };
  let number3 = typeof arg === "boolean" ? Number(arg) : arg;
  if (layout.type === "d") {
    if (isFloat(number3)) number3 = BigInt(Math.trunc(toNumber(number3)));
    layout.precision = void 0;
  } else if ("oxX".includes(type)) {
    if (!isInt(number3)) return fail(`%${type} format: an integer is required, not ${typeName(arg)}`);
    layout.precision = void 0;
  } else if (isInt(number3)) {
    return formatNumber(Number(number3) === 0 ? 0 : number3, layout);
  }
  return formatNumber(number3, layout);
}
function character(arg) {
  if (isInt(arg)) return String.fromCodePoint(Number(arg));
  if (typeof arg === "string" && chars(arg).length === 1) return arg;
  return fail("%c requires int or char");
}

// src/template/filters/define.ts
function define(table12, takesUndefined = []) {
  return Object.entries(table12).map(([name, run3]) => [
    name,
    { name, run: run3, takesUndefined: takesUndefined.includes(name) }
  ]);
}
function take(call, what, names2, required = 0) {
  return bind(what, call.args, call.kwargs, names2, required);
}
function engineOf(call) {
  return call.engine;
}
function flag(v, fallback) {
  return v === void 0 ? fallback : truthy(v);
}
function integer(v, fallback) {
  return v === void 0 || v === null ? fallback : indexOf(v, "the argument");
}
function text3(v, fallback) {
  return v === void 0 || v === null ? fallback : str(v);
}
function list(call) {
  if (call.value instanceof Undefined) failUndefined(call.value);
  return iterate(call.value);
}
function needString(v, what) {
  return typeof v === "string" ? v : fail(`${what} needs text, not ${typeName(v)}`);
}

// src/template/filters/basic.ts
function defaultFilter(call) {
  const fallback = call.args[0] ?? call.kwargs.get("default_value") ?? "";
  const boolean = call.args[1] ?? call.kwargs.get("boolean");
  if (call.value instanceof Undefined) return fallback;
  return boolean !== void 0 && truthy(boolean) && !truthy(call.value) ? fallback : call.value;
}
function toInt(call) {
  const [fallback, base] = take(call, "int", ["default", "base"]);
  const otherwise = fallback ?? 0;
  const v = call.value;
  if (typeof v === "boolean") return Number(v);
  if (isInt(v)) return v;
  if (isFloat(v)) {
    const n = toNumber(v);
    return Number.isFinite(n) ? int(BigInt(Math.trunc(n))) : otherwise;
  }
  if (typeof v !== "string") return otherwise;
  return parseInteger2(v, integer(base, 10)) ?? (parseFloatText(v) !== void 0 ? truncated(v, otherwise) : otherwise);
}
function truncated(v, otherwise) {
  const n = parseFloatText(v) ?? NaN;
  return Number.isFinite(n) ? int(BigInt(Math.trunc(n))) : otherwise;
}
function parseInteger2(source, base) {
  let t = source.trim().toLowerCase();
  if (/__|^_|_$/.test(t)) return void 0;
  t = t.replaceAll("_", "");
  const sign = t.startsWith("-") ? -1n : 1n;
  t = t.replace(/^[-+]/, "");
  const prefixes = { 16: "0x", 8: "0o", 2: "0b" };
  let radix = base;
  if (base === 0) {
    radix = t.startsWith("0x") ? 16 : t.startsWith("0o") ? 8 : t.startsWith("0b") ? 2 : 10;
    if (radix === 10 && /^0\d/.test(t)) return void 0;
  }
  const prefix = prefixes[radix];
  if (prefix && t.startsWith(prefix)) t = t.slice(2);
  if (t === "") return void 0;
  let n = 0n;
  for (const c of t) {
    const d = parseInt(c, 36);
    if (Number.isNaN(d) || d >= radix) return void 0;
    n = n * BigInt(radix) + BigInt(d);
  }
  return int(sign * n);
}
function parseFloatText(source) {
  const t = source.trim().toLowerCase();
  if (/^[-+]?(?:inf|infinity)$/.test(t)) return t.startsWith("-") ? -Infinity : Infinity;
  if (/^[-+]?nan$/.test(t)) return NaN;
  if (!/^[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+)?$/.test(t)) return void 0;
  return Number(t.replaceAll("_", ""));
}
function toFloat(call) {
  const [fallback] = take(call, "float", ["default"]);
  const v = call.value;
  if (isNumeric(v)) return float(toNumber(v));
  const n = typeof v === "string" ? parseFloatText(v) : void 0;
  return n === void 0 ? fallback ?? new Float(0) : float(n);
}
function round(call) {
  const [precisionArg, methodArg] = take(call, "round", ["precision", "method"]);
  const precision = integer(precisionArg, 0);
  const method = text3(methodArg, "common");
  const v = call.value;
  if (!isNumeric(v)) return fail(`round needs a number, not ${typeName(v)}`);
  if (!["common", "ceil", "floor"].includes(method)) fail("method must be common, ceil or floor");
  const n = toNumber(v);
  if (method === "common") {
    if (isInt(v)) return precision >= 0 ? v : Math.round(n / 10 ** -precision) * 10 ** -precision;
    if (precision < 0) return float(Math.round(n / 10 ** -precision) * 10 ** -precision);
    const rounded = Number(fixed(Math.abs(n), precision));
    return float(n < 0 ? -rounded : rounded);
  }
  const scale = 10 ** precision;
  return float((method === "ceil" ? Math.ceil(n * scale) : Math.floor(n * scale)) / scale);
}
function indent(call) {
  const [width, first, blank] = take(call, "indent", ["width", "first", "blank"]);
  const pad2 = typeof width === "string" ? width : " ".repeat(Math.max(0, integer(width, 4)));
  const source = str(call.value) + "\n";
  const lines = splitLines2(source);
  let out;
  if (flag(blank, false)) out = lines.join(`
${pad2}`);
  else {
    const [head = "", ...rest] = lines;
    out = head + (rest.length > 0 ? "\n" + rest.map((l) => l ? pad2 + l : l).join("\n") : "");
  }
  bounded(out.length);
  return flag(first, false) ? pad2 + out : out;
}
function truncate(call) {
  const [lengthArg, killwords, endArg, leewayArg] = take(call, "truncate", ["length", "killwords", "end", "leeway"]);
  const source = str(call.value);
  const length = integer(lengthArg, 255);
  const end = text3(endArg, "...");
  const all3 = chars(source);
  if (all3.length <= length + integer(leewayArg, 5)) return source;
  const cut = all3.slice(0, length - textLength(end)).join("");
  if (flag(killwords, false)) return cut + end;
  const space = cut.lastIndexOf(" ");
  return (space < 0 ? cut : cut.slice(0, space)) + end;
}
function wordwrap(call) {
  const [widthArg, breakLong, wrapArg, hyphens] = take(call, "wordwrap", [
    "width",
    "break_long_words",
    "wrapstring",
    "break_on_hyphens"
  ]);
  const width = integer(widthArg, 79);
  const wrap = text3(wrapArg, "\n");
  const breakWords = flag(breakLong, true);
  const pieces = flag(hyphens, true) ? /\s+|[^\s-]*-+(?=\w)|\S+/g : /\s+|\S+/g;
  const wrapLine = (line) => {
    const out = [];
    let current = "";
    const chunks = line.match(pieces) ?? [];
    while (chunks.length > 0) {
      const chunk = chunks.shift() ?? "";
      if (current.length + chunk.length <= width) {
        if (!(current === "" && out.length > 0 && /^\s+$/.test(chunk))) current += chunk;
      } else if (/^\s+$/.test(chunk)) {
        if (current.trimEnd() !== "") out.push(current.trimEnd());
        current = "";
      } else if (chunk.length > width && breakWords) {
        const room = Math.max(1, width - current.length);
        out.push(current + chunk.slice(0, room));
        current = "";
        if (chunk.length > room) chunks.unshift(chunk.slice(room));
      } else {
        if (current.trimEnd() !== "") out.push(current.trimEnd());
        current = chunk;
      }
    }
    if (current.trimEnd() !== "") out.push(current.trimEnd());
    return out.join(wrap);
  };
  return splitLines2(str(call.value)).map(wrapLine).join(wrap);
}
var ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
function escapeHtml(source) {
  return source.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}
function fileSize(call) {
  const binary2 = flag(take(call, "filesizeformat", ["binary"])[0], false);
  const n = typeof call.value === "string" ? Number(call.value) : isNumeric(call.value) ? toNumber(call.value) : NaN;
  const base = binary2 ? 1024 : 1e3;
  const units = binary2 ? ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] : ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
  if (n === 1) return "1 Byte";
  if (n < base) return `${Math.trunc(n)} Bytes`;
  for (let i = 0; i < units.length; i++) {
    const unit = base ** (i + 2);
    if (n < unit || i === units.length - 1) return `${(base * n / unit).toFixed(1)} ${units[i]}`;
  }
  return "";
}
function title2(source) {
  return source.split(/([-\s({[<]+)/).map((w) => capitalize(w)).join("");
}
function trim(call) {
  const [set] = take(call, "trim", ["chars"]);
  return callable(getAttribute(str(call.value), "strip")).call(set === void 0 ? [] : [set], NO_KWARGS);
}
var table = {
  default: defaultFilter,
  d: defaultFilter,
  int: toInt,
  float: toFloat,
  abs: (call) => {
    const v = call.value;
    if (!isNumeric(v)) return fail(`bad operand type for abs(): '${typeName(v)}'`);
    return toNumber(v) < 0 ? arithmetic("-", 0, v) : typeof v === "boolean" ? Number(v) : v;
  },
  round,
  string: (call) => str(call.value),
  lower: (call) => str(call.value).toLowerCase(),
  upper: (call) => str(call.value).toUpperCase(),
  capitalize: (call) => capitalize(str(call.value)),
  title: (call) => title2(str(call.value)),
  trim,
  replace: (call) => {
    const [from, to, count2] = take(call, "replace", ["old", "new", "count"], 2);
    return replace(str(call.value), str(from), str(to), integer(count2, -1));
  },
  center: (call) => {
    const width = integer(take(call, "center", ["width"])[0], 80);
    return callable(getAttribute(str(call.value), "center")).call([width], NO_KWARGS);
  },
  indent,
  truncate,
  wordwrap,
  wordcount: (call) => str(call.value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  format: (call) => {
    if (call.args.length > 0 && call.kwargs.size > 0)
      fail("can't handle positional and keyword arguments at the same time");
    return percentFormat(str(call.value), call.kwargs.size > 0 ? new Map(call.kwargs) : tuple(call.args));
  },
  length: (call) => lengthOf(call.value),
  count: (call) => lengthOf(call.value),
  escape: (call) => escapeHtml(str(call.value)),
  e: (call) => escapeHtml(str(call.value)),
  forceescape: (call) => escapeHtml(str(call.value)),
  safe: (call) => str(call.value),
  striptags: (call) => str(call.value).replace(/<!--[^]*?-->/g, "").replace(/<[^>]*>/g, "").split(/\s+/).filter((w) => w).join(" "),
  attr: (call) => {
    const name = text3(take(call, "attr", ["name"], 1)[0], "");
    if (call.value instanceof Map) {
      const method = getAttribute(/* @__PURE__ */ new Map(), name);
      return method instanceof Undefined ? new Undefined(`'dict object' has no attribute '${name}'`) : getAttribute(call.value, name);
    }
    return getAttribute(call.value, name);
  },
  filesizeformat: fileSize,
  pprint: (call) => repr(call.value),
  urlize: () => fail("the filter 'urlize' is not supported"),
  xmlattr: (call) => {
    const [autospace] = take(call, "xmlattr", ["autospace"]);
    if (!(call.value instanceof Map)) return fail("xmlattr needs a mapping");
    const parts = [];
    for (const [k, v] of call.value) {
      if (v === null || v instanceof Undefined) continue;
      if (/[\s/>=]/.test(str(k))) fail(`invalid character in attribute name: ${repr(k)}`);
      parts.push(`${escapeHtml(str(k))}="${escapeHtml(str(v))}"`);
    }
    const out = parts.join(" ");
    return out && flag(autospace, true) ? ` ${out}` : out;
  },
  split: (call) => {
    const [sep, max] = take(call, "split", ["sep", "maxsplit"]);
    return split(typeof call.value === "string" ? call.value : fail("split needs text"), sep, integer(max, -1));
  }
};
function lengthOf(v) {
  if (typeof v === "string") return textLength(v);
  if (Array.isArray(v)) return v.length;
  if (v instanceof Map) return v.size;
  if (v instanceof PyObject && "items" in v) return v.items().length;
  return fail(`object of type '${typeName(v)}' has no len()`);
}
var BASIC_FILTERS = define(table, ["default", "d"]);

// src/template/python/operators.ts
function binary(op, a, b) {
  if (a instanceof Undefined) failUndefined(a);
  if (b instanceof Undefined && !(op === "%" && typeof a === "string")) failUndefined(b);
  if (isNumeric(a) && isNumeric(b)) return arithmetic(op, a, b);
  if (op === "+") {
    if (typeof a === "string" && typeof b === "string") {
      bounded(a.length + b.length);
      return a + b;
    }
    if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple) {
      return a instanceof Tuple ? tuple([...a, ...b]) : [...a, ...b];
    }
    if (typeof a === "string") fail(`can only concatenate str (not "${typeName(b)}") to str`, hintForConcat());
    if (Array.isArray(a)) fail(`can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`);
  }
  if (op === "%" && typeof a === "string") return percentFormat(a, b);
  if (op === "*") {
    if (isRepeatable(a) && (isInt(b) || typeof b === "boolean")) return repeat(a, indexOf(b));
    if (isRepeatable(b) && (isInt(a) || typeof a === "boolean")) return repeat(b, indexOf(a));
  }
  if (a instanceof PyObject && "arithmetic" in a) {
    const result = a.arithmetic(op, b);
    if (result !== void 0) return result;
  }
  return fail(`unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`);
}
function hintForConcat() {
  return "use ~ to join values as text";
}
function isRepeatable(v) {
  return typeof v === "string" || Array.isArray(v);
}
function repeat(v, times) {
  if (!Number.isSafeInteger(times)) fail("the count of repetitions is too large");
  const n = v.length === 0 ? 0 : Math.max(0, times);
  if (typeof v === "string") {
    bounded(v.length * n);
    return v.repeat(n);
  }
  if (v.length * n > 1e7) fail("the list would have more than 10000000 elements");
  const out = v instanceof Tuple ? tuple([]) : [];
  for (let i = 0; i < n; i++) for (const item of v) out.push(item);
  return out;
}
function negate(v) {
  if (v instanceof Undefined) failUndefined(v);
  if (isFloat(v)) return float(-toNumber(v));
  if (typeof v === "number") return v === 0 ? 0 : -v;
  if (typeof v === "bigint") return -v;
  if (typeof v === "boolean") return v ? -1 : 0;
  return fail(`bad operand type for unary -: '${typeName(v)}'`);
}
function positive(v) {
  if (v instanceof Undefined) failUndefined(v);
  if (typeof v === "boolean") return v ? 1 : 0;
  if (isNumeric(v)) return v;
  return fail(`bad operand type for unary +: '${typeName(v)}'`);
}

// src/template/filters/attribute.ts
function attributeGetter(path, fallback) {
  if (path === void 0 || path === null) return (v) => v;
  const steps = isInt(path) ? [path] : str(path).split(".").map((s) => /^\d+$/.test(s) ? Number(s) : s);
  return (v) => {
    let at = v;
    for (const step of steps) {
      at = getItem(at, step);
      if (at instanceof Undefined && fallback !== void 0) return fallback;
    }
    return at;
  };
}
function ignoreCase(v) {
  return typeof v === "string" ? v.toLowerCase() : v;
}

// src/template/filters/sequence.ts
function keyed(path, caseSensitive, fallback) {
  const get = attributeGetter(path, fallback);
  return flag(caseSensitive, false) ? get : (v) => ignoreCase(get(v));
}
function map(call) {
  const engine = engineOf(call);
  const items = list(call);
  if (call.args.length === 0 && call.kwargs.has("attribute")) {
    const get = attributeGetter(call.kwargs.get("attribute"), call.kwargs.get("default"));
    for (const name2 of call.kwargs.keys())
      if (name2 !== "attribute" && name2 !== "default") fail(`Unexpected keyword argument '${name2}'`);
    return items.map(get);
  }
  const [name, ...args] = call.args;
  if (name === void 0) fail("map requires a filter argument");
  const filter = engine.filterNamed(str(name));
  return items.map((value2) => engine.applyFilter(filter, { value: value2, args, kwargs: call.kwargs, scope: call.scope }));
}
function selection(keep, byAttribute) {
  return (call) => {
    const engine = engineOf(call);
    const [first, ...others2] = call.args;
    if (byAttribute && first === void 0) fail("Missing parameter for attribute name");
    const get = byAttribute ? attributeGetter(first) : (v) => v;
    const [name, ...args] = byAttribute ? others2 : call.args;
    const test = name === void 0 ? void 0 : engine.testNamed(str(name));
    return list(call).filter((item) => {
      const value2 = get(item);
      const result = test ? engine.applyFilter(test, { value: value2, args, kwargs: call.kwargs, scope: call.scope }) : value2;
      return truthy(result) === keep;
    });
  };
}
function sort(call) {
  const [reverse, caseSensitive, attribute2] = take(call, "sort", ["reverse", "case_sensitive", "attribute"]);
  const getters = typeof attribute2 === "string" ? attribute2.split(",").map((p) => keyed(p, caseSensitive)) : [keyed(attribute2, caseSensitive)];
  const sign = flag(reverse, false) ? -1 : 1;
  const keys = list(call).map((v) => ({ v, k: getters.map((g) => g(v)) }));
  keys.sort((a, b) => {
    for (const [i, x] of a.k.entries()) {
      const order2 = compare(x, b.k[i]);
      if (order2 !== 0) return sign * order2;
    }
    return 0;
  });
  return keys.map((k) => k.v);
}
function extreme(sign) {
  return (call) => {
    const [caseSensitive, attribute2] = take(call, "min", ["case_sensitive", "attribute"]);
    const get = keyed(attribute2, caseSensitive);
    const items = list(call);
    if (items.length === 0) return new Undefined("No aggregated item, sequence was empty.");
    return items.reduce((best, v) => sign * compare(get(v), get(best)) > 0 ? v : best);
  };
}
function distinct(items, get = (v) => v) {
  const simple = /* @__PURE__ */ new Set();
  const complex = [];
  return items.filter((v) => {
    const key = get(v);
    if (key instanceof Undefined) failUndefined(key);
    if (typeof key === "string") return !simple.has(key) && simple.add(key);
    if (complex.some((c) => equal(c, key))) return false;
    complex.push(key);
    return true;
  });
}
function groupby(call) {
  const [attribute2, fallback, caseSensitive] = take(call, "groupby", ["attribute", "default", "case_sensitive"], 1);
  const get = keyed(attribute2, caseSensitive, fallback);
  const raw = attributeGetter(attribute2, fallback);
  const sorted = list(call).map((v) => ({ v, k: get(v) })).sort((a, b) => compare(a.k, b.k));
  const groups = [];
  for (const { v, k } of sorted) {
    const last = groups.at(-1);
    if (last && equal(last.k, k)) last.items.push(v);
    else groups.push({ k, name: raw(v), items: [v] });
  }
  return groups.map((g) => new NamedTuple(["grouper", "list"], [g.name, g.items]));
}
function slice2(call) {
  const [n, fill] = take(call, "slice", ["slices", "fill_with"], 1);
  const items = list(call);
  const slices = integer(n, 1);
  if (slices <= 0) fail("slices must be positive");
  const per = Math.floor(items.length / slices);
  const extra = items.length % slices;
  const out = [];
  let offset = 0;
  for (let i = 0; i < slices; i++) {
    const start = offset + i * per;
    if (i < extra) offset++;
    const part = items.slice(start, offset + (i + 1) * per);
    if (fill !== void 0 && fill !== null && i >= extra) part.push(fill);
    out.push(part);
  }
  return out;
}
function batch(call) {
  const [n, fill] = take(call, "batch", ["linecount", "fill_with"], 1);
  const size2 = integer(n, 1);
  const items = list(call);
  const out = [];
  for (let i = 0; i < items.length; i += size2) out.push(items.slice(i, i + size2));
  const last = out.at(-1);
  if (last && fill !== void 0 && fill !== null) while (last.length < size2) last.push(fill);
  return out;
}
function dictsort(call) {
  const [caseSensitive, by, reverse] = take(call, "dictsort", ["case_sensitive", "by", "reverse"]);
  if (!(call.value instanceof Map)) return fail("dictsort needs a mapping");
  const at = text3(by, "key") === "value" ? 1 : 0;
  if (by !== void 0 && by !== "key" && by !== "value") fail('You can only sort by either "key" or "value"');
  const sign = flag(reverse, false) ? -1 : 1;
  const get = (pair) => flag(caseSensitive, false) ? pair[at] : ignoreCase(pair[at]);
  return [...call.value].map((p) => tuple(p)).sort((a, b) => sign * compare(get(a), get(b)));
}
var table2 = {
  list: (call) => [...list(call)],
  first: (call) => list(call)[0] ?? new Undefined("No first item, sequence was empty."),
  last: (call) => list(call).at(-1) ?? new Undefined("No last item, sequence was empty."),
  random: (call) => {
    const engine = engineOf(call);
    engine.impure();
    return randomItem(call);
  },
  join: (call) => {
    const [separator, attribute2] = take(call, "join", ["d", "attribute"]);
    const get = attributeGetter(attribute2);
    const sep = text3(separator, "");
    const parts = list(call).map((v) => str(get(v)));
    bounded(parts.reduce((n, p) => n + p.length + sep.length, 0));
    return parts.join(sep);
  },
  map,
  select: selection(true, false),
  reject: selection(false, false),
  selectattr: selection(true, true),
  rejectattr: selection(false, true),
  sort,
  min: extreme(-1),
  max: extreme(1),
  sum: (call) => {
    const [attribute2, start] = take(call, "sum", ["attribute", "start"]);
    const get = attributeGetter(attribute2);
    return list(call).reduce((total, v) => binary("+", total, get(v)), start ?? 0);
  },
  unique: (call) => {
    const [caseSensitive, attribute2] = take(call, "unique", ["case_sensitive", "attribute"]);
    return distinct(list(call), caseSensitive === false ? keyed(attribute2, false) : attributeGetter(attribute2));
  },
  reverse: (call) => typeof call.value === "string" ? [...call.value].reverse().join("") : [...list(call)].reverse(),
  groupby,
  slice: slice2,
  batch,
  dictsort,
  items: (call) => {
    if (call.value instanceof Undefined) return [];
    if (!(call.value instanceof Map)) return fail("Can only get item pairs from a mapping.");
    return [...call.value].map((p) => tuple(p));
  }
};
function seeded(seed) {
  if (seed === void 0 || seed === null) return Math.random;
  let state = 2166136261;
  for (const c of str(seed)) state = Math.imul(state ^ c.charCodeAt(0), 16777619);
  return () => {
    state = state + 1831565813 | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}
function randomItem(call) {
  const [end, startArg, stepArg, seed] = [call.value, ...take(call, "random", ["start", "step", "seed"])];
  const next = seeded(seed);
  if (typeof end === "number") {
    const start = integer(startArg, 0);
    const step = integer(stepArg, 1);
    const n = Math.ceil((end - start) / step);
    if (n <= 0) fail("random needs a range that is not empty");
    return start + step * Math.floor(next() * n);
  }
  if (startArg !== void 0 || stepArg !== void 0) fail("start and step can only be used with integer values");
  if (end instanceof PyObject || end === null || typeof end === "boolean")
    fail(`random can only be used on sequences and integers, not ${typeName(end)}`);
  const items = iterate(end);
  if (items.length === 0) return new Undefined("No random item, sequence was empty.");
  return items[Math.floor(next() * items.length)];
}
var SEQUENCE_FILTERS = define(table2, ["items"]);

// src/template/filters/collections.ts
var LIST_MERGES = ["replace", "keep", "append", "prepend", "append_rp", "prepend_rp"];
function isList(v) {
  return Array.isArray(v) && !(v instanceof Tuple);
}
function mergeLists(low, high, mode) {
  switch (mode) {
    case "keep":
      return [...low];
    case "append":
      return [...low, ...high];
    case "prepend":
      return [...high, ...low];
    case "append_rp":
      return [...low.filter((v) => !contains([...high], v)), ...high];
    case "prepend_rp":
      return [...high, ...low.filter((v) => !contains([...high], v))];
    default:
      return [...high];
  }
}
function mergeDicts(low, high, recursive, listMerge) {
  const out = new Map(low);
  for (const [key, value2] of high) {
    const before = mapGet(out, key);
    if (before instanceof Map && value2 instanceof Map && recursive)
      mapSet(out, key, mergeDicts(before, value2, recursive, listMerge));
    else if (before !== void 0 && isList(before) && isList(value2))
      mapSet(out, key, mergeLists(before, value2, listMerge));
    else mapSet(out, key, value2);
  }
  return out;
}
function combine(call) {
  const recursive = flag(call.kwargs.get("recursive"), false);
  const listMerge = text3(call.kwargs.get("list_merge"), "replace");
  for (const name of call.kwargs.keys())
    if (name !== "recursive" && name !== "list_merge")
      fail(`'${name}' is no argument of combine; it takes recursive and list_merge`);
  if (!LIST_MERGES.includes(listMerge)) fail(`list_merge must be one of ${LIST_MERGES.join(", ")}, not '${listMerge}'`);
  const dicts = [call.value, ...call.args].flatMap((v) => isList(v) ? v : [v]);
  let out = /* @__PURE__ */ new Map();
  for (const d of dicts) {
    if (d instanceof Undefined) failUndefined(d);
    if (!(d instanceof Map)) return fail(`combine needs dicts, not ${typeName(d)}`);
    out = mergeDicts(out, d, recursive, listMerge);
  }
  return out;
}
function flatten2(items, levels, skipNulls) {
  const out = [];
  for (const v of items) {
    if (skipNulls && (v === null || v === "None" || v === "null")) continue;
    if (Array.isArray(v) && levels !== 0) out.push(...flatten2(v, levels - 1, skipNulls));
    else out.push(v);
  }
  return out;
}
function subelements(value2, path, skipMissing) {
  const elements = value2 instanceof Map ? [...value2.values()] : Array.isArray(value2) ? value2 : fail("subelements needs a list or a dict");
  const steps = Array.isArray(path) ? path : str(path).split(".");
  const out = [];
  for (const element2 of elements) {
    let at = element2;
    for (const step of steps) {
      if (!(at instanceof Map)) return fail(`the key '${str(step)}' should point to a dict`);
      const found2 = mapGet(at, step);
      if (found2 === void 0 && !skipMissing) fail(`could not find '${str(step)}' key in iterated item`);
      at = found2 ?? [];
      if (found2 === void 0) break;
    }
    if (!Array.isArray(at)) fail(`the key '${steps.map(str).join(".")}' should point to a list`);
    for (const sub of at) out.push(tuple([element2, sub]));
  }
  return out;
}
function dict2items(call) {
  const [key, value2] = take(call, "dict2items", ["key_name", "value_name"]);
  if (!(call.value instanceof Map))
    return fail(`dict2items requires a dictionary, got ${typeName(call.value)} instead.`);
  return [...call.value].map(
    ([k, v]) => /* @__PURE__ */ new Map([
      [text3(key, "key"), k],
      [text3(value2, "value"), v]
    ])
  );
}
function items2dict(call) {
  const [keyName, valueName] = take(call, "items2dict", ["key_name", "value_name"]);
  if (!Array.isArray(call.value)) return fail(`items2dict requires a list, got ${typeName(call.value)} instead.`);
  const out = /* @__PURE__ */ new Map();
  const read = (item, name) => {
    const found2 = item instanceof Map ? mapGet(item, name) : fail("items2dict requires a list of dictionaries");
    return found2 ?? fail(`items2dict requires each dictionary in the list to contain the key '${name}'`);
  };
  for (const item of call.value) mapSet(out, read(item, text3(keyName, "key")), read(item, text3(valueName, "value")));
  return out;
}
function product(lists) {
  let out = [[]];
  for (const l of lists) {
    if (out.length * l.length > 1e6) fail("the product would have more than 1000000 elements");
    out = out.flatMap((row) => l.map((v) => [...row, v]));
  }
  return out;
}
function zip(lists, length, fill) {
  return Array.from({ length }, (_, i) => tuple(lists.map((l) => l[i] ?? fill)));
}
function others(call) {
  return [...iterate(take(call, "the filter", ["other"], 1)[0])];
}
function choose(items, n, ordered2) {
  const out = [];
  const walk = (picked) => {
    if (out.length > 1e6) fail("more than 1000000 results");
    if (picked.length === n) out.push(tuple(picked.map((i) => items[i])));
    else
      for (let i = ordered2 ? 0 : (picked.at(-1) ?? -1) + 1; i < items.length; i++)
        if (!picked.includes(i)) walk([...picked, i]);
  };
  walk([]);
  return out;
}
var table3 = {
  combine,
  flatten: (call) => {
    const [levels, skip] = take(call, "flatten", ["levels", "skip_nulls"]);
    return flatten2(list(call), levels === void 0 || levels === null ? -1 : integer(levels, -1), flag(skip, true));
  },
  subelements: (call) => {
    const [path, skip] = take(call, "subelements", ["subelements", "skip_missing"], 1);
    return subelements(call.value, path, flag(skip, false));
  },
  dict2items,
  items2dict,
  extract: (call) => {
    const [container, more] = take(call, "extract", ["container", "morekeys"], 1);
    const keys = more === void 0 || more === null ? [] : Array.isArray(more) ? more : [more];
    const engine = engineOf(call);
    return [call.value, ...keys].reduce((at, key) => engine.force(getItem(at, key), call.scope), container);
  },
  zip: (call) => {
    const lists = [list(call), ...call.args.map((a) => [...iterate(a)])];
    return zip(lists, Math.min(...lists.map((l) => l.length)), null);
  },
  zip_longest: (call) => {
    const lists = [list(call), ...call.args.map((a) => [...iterate(a)])];
    return zip(lists, Math.max(...lists.map((l) => l.length)), call.kwargs.get("fillvalue") ?? null);
  },
  product: (call) => {
    const lists = [list(call), ...call.args.map((a) => [...iterate(a)])];
    const repeat2 = integer(call.kwargs.get("repeat"), 1);
    return product(Array.from({ length: repeat2 }, () => lists).flat()).map((row) => tuple(row));
  },
  permutations: (call) => choose(list(call), integer(take(call, "permutations", ["length"])[0], list(call).length), true),
  combinations: (call) => choose(list(call), integer(take(call, "combinations", ["length"], 1)[0], 0), false),
  difference: (call) => {
    const b = others(call);
    return distinct(list(call)).filter((v) => !contains(b, v));
  },
  intersect: (call) => {
    const b = others(call);
    return distinct(list(call)).filter((v) => contains(b, v));
  },
  union: (call) => distinct([...list(call), ...others(call)]),
  symmetric_difference: (call) => {
    const [a, b] = [list(call), others(call)];
    return distinct([...a, ...b]).filter((v) => contains(a, v) !== contains(b, v));
  },
  shuffle: (call) => {
    engineOf(call).impure();
    const next = seeded(take(call, "shuffle", ["seed"])[0]);
    const out = [...list(call)];
    for (let i = out.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  },
  rekey_on_member: (call) => {
    const [key, duplicates] = take(call, "rekey_on_member", ["key", "duplicates"], 1);
    const elements = call.value instanceof Map ? [...call.value.values()] : list(call);
    const out = /* @__PURE__ */ new Map();
    for (const element2 of elements) {
      const k = element2 instanceof Map ? mapGet(element2, key) : fail("List item is not a valid dict");
      if (k === void 0) return fail(`Key ${str(key)} was not found`);
      if (realKey(out, k) && text3(duplicates, "error") === "error")
        fail(`Key ${str(k)} is not unique, cannot correctly turn into dict`);
      mapSet(out, k, element2);
    }
    return out;
  }
};
function isSubset(a, b) {
  return a.every((v) => contains(b, v));
}
var COLLECTION_FILTERS = define(table3);

// src/template/json-parse.ts
var TOKEN = /[\s]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?)|(true|false|null|NaN|-?Infinity)|$|([^]))/y;
var WORDS = {
  true: true,
  false: false,
  null: null,
  NaN: NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity
};
function parseJson(text4) {
  TOKEN.lastIndex = 0;
  const next = () => TOKEN.exec(text4) ?? fail("the text is not valid JSON");
  const bad = (m) => {
    const line = text4.slice(0, m.index).split("\n").length;
    const what = m[0].trim() === "" ? "it ends too early" : `unexpected '${m[0].trim().slice(0, 20)}'`;
    return fail(`the text is not valid JSON: ${what} in line ${line}`);
  };
  const value2 = (m, depth) => {
    if (depth > 1e3) fail("the JSON text is nested too deeply");
    if (m[2] !== void 0) {
      try {
        return JSON.parse(m[2]);
      } catch {
        return bad(m);
      }
    }
    if (m[3] !== void 0) return m[4] !== void 0 || m[5] !== void 0 ? float(Number(m[3])) : int(BigInt(m[3]));
    if (m[6] !== void 0) return WORDS[m[6]];
    if (m[1] === "[") return list2(depth);
    if (m[1] === "{") return object(depth);
    return bad(m);
  };
  const list2 = (depth) => {
    const out = [];
    let m = next();
    if (m[1] === "]") return out;
    for (; ; ) {
      out.push(value2(m, depth + 1));
      m = next();
      if (m[1] === "]") return out;
      if (m[1] !== ",") bad(m);
      m = next();
    }
  };
  const object = (depth) => {
    const out = /* @__PURE__ */ new Map();
    let m = next();
    if (m[1] === "}") return out;
    for (; ; ) {
      if (m[2] === void 0) bad(m);
      const key = value2(m, depth + 1);
      m = next();
      if (m[1] !== ":") bad(m);
      out.set(key, value2(next(), depth + 1));
      m = next();
      if (m[1] === "}") return out;
      if (m[1] !== ",") bad(m);
      m = next();
    }
  };
  const result = value2(next(), 0);
  const end = next();
  return end[0].trim() === "" ? result : bad(end);
}

// src/template/python-json.ts
function dumpJson(value2, options = {}) {
  const pad2 = options.indent === null || options.indent === void 0 ? void 0 : typeof options.indent === "string" ? options.indent : " ".repeat(Math.max(0, options.indent));
  const [itemSeparator, keySeparator] = options.separators ?? [pad2 === void 0 ? ", " : ",", ": "];
  const ascii = options.ensureAscii !== false;
  let size2 = 0;
  const above = [];
  const write2 = (v, level) => {
    const text4 = writeOne(v, level);
    size2 += typeof v === "object" ? 2 : text4.length;
    bounded(size2);
    return text4;
  };
  const wrap = (open, close, parts, level) => {
    if (parts.length === 0) return open + close;
    if (pad2 === void 0) return open + parts.join(itemSeparator) + close;
    const inner = `
${pad2.repeat(level + 1)}`;
    return `${open}${inner}${parts.join(itemSeparator + inner)}
${pad2.repeat(level)}${close}`;
  };
  const writeOne = (v, level) => {
    if (v === null || typeof v === "boolean" || isInt(v) || isFloat(v)) return scalar(v);
    if (typeof v === "string") return jsonString(v, ascii);
    if (v instanceof Undefined) return failUndefined(v);
    if (v instanceof PyObject && "isoFormat" in v)
      return jsonString(v.isoFormat(), ascii);
    if (!Array.isArray(v) && !(v instanceof Map)) return fail(`Object of type ${typeName(v)} is not JSON serializable`);
    if (above.includes(v)) fail("Circular reference detected");
    above.push(v);
    let text4;
    if (Array.isArray(v))
      text4 = wrap(
        "[",
        "]",
        v.map((item) => write2(item, level + 1)),
        level
      );
    else {
      const pairs = [...v];
      if (options.sortKeys) pairs.sort((a, b) => compare(a[0], b[0]));
      const parts = [];
      for (const [k, item] of pairs) {
        const key = keyText2(k, options.skipKeys === true);
        if (key !== void 0) parts.push(jsonString(key, ascii) + keySeparator + write2(item, level + 1));
      }
      text4 = wrap("{", "}", parts, level);
    }
    above.pop();
    return text4;
  };
  return write2(value2, 0);
}
function scalar(v) {
  if (v === null) return "null";
  if (typeof v === "boolean") return v ? "true" : "false";
  if (!isFloat(v)) return str(v);
  const n = toNumber(v);
  if (Number.isNaN(n)) return "NaN";
  if (!Number.isFinite(n)) return n > 0 ? "Infinity" : "-Infinity";
  return floatRepr(n);
}
function keyText2(key, skip) {
  if (typeof key === "string") return key;
  if (key === null || typeof key !== "object" || isFloat(key)) return scalar(key);
  if (skip) return void 0;
  return fail(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}
function jsonString(s, ascii) {
  const text4 = JSON.stringify(s);
  if (!ascii) return text4;
  return text4.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// src/template/pyyaml-scalars.ts
var RESOLVED = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|~|null|Null|NULL|<<|=|!|&|\*|[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+|\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?|)$/;
function needsQuotes(text4) {
  return RESOLVED.test(text4);
}
var SPACE2 = "\0 	\r\n\x85\u2028\u2029";
var BREAKS = "\n\x85\u2028\u2029";
function analyse(text4, unicode) {
  if (text4 === "") return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true };
  const all3 = Array.from(text4);
  let block = text4.startsWith("---") || text4.startsWith("...");
  let flow = block;
  let [lineBreaks, special, breakSpace, spaceBreak, edge] = [false, false, false, false, false];
  let before = "";
  let preceded = true;
  all3.forEach((c, i) => {
    const next = all3[i + 1];
    const followed = next === void 0 || SPACE2.includes(next);
    if (i === 0) {
      if ("#,[]{}&*!|>'\"%@`".includes(c)) flow = block = true;
      else if (c === "?" || c === ":") {
        flow = true;
        if (followed) block = true;
      } else if (c === "-" && followed) flow = block = true;
    } else if (",?[]{}".includes(c)) flow = true;
    else if (c === ":") {
      flow = true;
      if (followed) block = true;
    } else if (c === "#" && preceded) flow = block = true;
    const isBreak = BREAKS.includes(c);
    if (isBreak) lineBreaks = true;
    if (c !== "\n" && !(c >= " " && c <= "~") && !(unicode && isPrintable(c))) special = true;
    if (c === " " || isBreak) {
      if (i === 0 || i === all3.length - 1) edge = true;
      if (c === " " && before === "break") breakSpace = true;
      if (isBreak && before === "space") spaceBreak = true;
      before = isBreak ? "break" : "space";
    } else before = "";
    preceded = SPACE2.includes(c);
  });
  const plain4 = !edge && !breakSpace && !spaceBreak && !special && !lineBreaks;
  return {
    multiline: lineBreaks,
    flowPlain: plain4 && !flow,
    blockPlain: plain4 && !block,
    singleQuoted: !breakSpace && !spaceBreak && !special
  };
}
function isPrintable(c) {
  const code = c.codePointAt(0) ?? 0;
  if (code === 65279) return false;
  return code >= 160 && code <= 55295 || code >= 57344 && code <= 65533;
}

// src/template/pyyaml-dump.ts
function dumpYaml(value2, options) {
  return new Emitter(options).document(value2);
}
var ESCAPES2 = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "	": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1B": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xA0": "_",
  "\u2028": "L",
  "\u2029": "P"
};
var BREAKS2 = "\n\x85\u2028\u2029";
var Emitter = class {
  constructor(options) {
    this.options = options;
    const { indent: indent2, width } = options;
    this.bestIndent = indent2 !== void 0 && indent2 > 1 && indent2 < 10 ? indent2 : 2;
    this.bestWidth = width !== void 0 && width > this.bestIndent * 2 ? width : 80;
  }
  options;
  out = [];
  column = 0;
  whitespace = true;
  indention = true;
  indent;
  flowLevel = 0;
  bestIndent;
  bestWidth;
  document(value2) {
    if (this.options.explicitStart) {
      this.indicator("---", true);
    }
    this.node(value2, {});
    this.writeIndent();
    if (this.options.explicitEnd) {
      this.indicator("...", true);
      this.writeIndent();
    }
    return this.out.join("");
  }
  node(value2, context) {
    if (value2 instanceof Undefined) failUndefined(value2);
    if (Array.isArray(value2)) {
      if (this.flowLevel > 0 || value2.length === 0 || this.isFlow(value2)) this.flowSequence(value2);
      else this.blockSequence(value2, context);
    } else if (value2 instanceof Map) {
      if (this.flowLevel > 0 || value2.size === 0 || this.isFlow([...value2.keys(), ...value2.values()]))
        this.flowMapping(value2);
      else this.blockMapping(value2);
    } else this.nested(true, false, () => this.scalar(value2, context));
  }
  isFlow(children) {
    return this.options.flow ?? children.every((c) => !Array.isArray(c) && !(c instanceof Map));
  }
  pairs(map2) {
    const pairs = [...map2];
    if (this.options.sortKeys === false) return pairs;
    try {
      return pairs.sort((a, b) => compare(a[0], b[0]));
    } catch {
      return [...map2];
    }
  }
  nested(flow, indentless, work) {
    const before = this.indent;
    if (before === void 0) this.indent = flow ? this.bestIndent : 0;
    else if (!indentless) this.indent = before + this.bestIndent;
    work();
    this.indent = before;
  }
  blockSequence(items, context) {
    this.nested(false, context.mapping === true && !this.indention, () => {
      for (const item of items) {
        this.writeIndent();
        this.indicator("-", true, false, true);
        this.node(item, {});
      }
    });
  }
  blockMapping(map2) {
    this.nested(false, false, () => {
      for (const [key, value2] of this.pairs(map2)) {
        this.writeIndent();
        if (this.isSimpleKey(key)) {
          this.node(key, { mapping: true, simpleKey: true });
          this.indicator(":", false);
        } else {
          this.indicator("?", true, false, true);
          this.node(key, { mapping: true });
          this.writeIndent();
          this.indicator(":", true, false, true);
        }
        this.node(value2, { mapping: true });
      }
    });
  }
  flowSequence(items) {
    this.indicator("[", true, true);
    this.flowLevel++;
    this.nested(true, false, () => {
      items.forEach((item, i) => {
        if (i > 0) this.indicator(",", false);
        if (this.column > this.bestWidth) this.writeIndent();
        this.node(item, {});
      });
    });
    this.flowLevel--;
    this.indicator("]", false);
  }
  flowMapping(map2) {
    this.indicator("{", true, true);
    this.flowLevel++;
    this.nested(true, false, () => {
      this.pairs(map2).forEach(([key, value2], i) => {
        if (i > 0) this.indicator(",", false);
        if (this.column > this.bestWidth) this.writeIndent();
        if (this.isSimpleKey(key)) {
          this.node(key, { mapping: true, simpleKey: true });
          this.indicator(":", false);
        } else {
          this.indicator("?", true);
          this.node(key, { mapping: true });
          if (this.column > this.bestWidth) this.writeIndent();
          this.indicator(":", true);
        }
        this.node(value2, { mapping: true });
      });
    });
    this.flowLevel--;
    this.indicator("}", false);
  }
  isSimpleKey(key) {
    if (Array.isArray(key)) return key.length === 0;
    const text4 = typeof key === "string" ? key : scalarText(key);
    return text4.length < 128 && !(typeof key === "string" && analyse(key, this.options.unicode !== false).multiline);
  }
  scalar(value2, context) {
    const text4 = typeof value2 === "string" ? value2 : scalarText(value2);
    const split2 = context.simpleKey !== true;
    if (typeof value2 !== "string") return this.plain(text4, split2);
    const analysis = analyse(text4, this.options.unicode !== false);
    const key = context.simpleKey === true;
    const plainFits = this.flowLevel > 0 ? analysis.flowPlain : analysis.blockPlain;
    if (!needsQuotes(text4) && !(key && analysis.multiline) && plainFits) this.plain(text4, split2);
    else if (analysis.singleQuoted && !(key && analysis.multiline)) this.singleQuoted(text4, split2);
    else this.doubleQuoted(text4, split2);
  }
  put(text4) {
    this.out.push(text4);
    this.column += chars(text4).length;
  }
  indicator(text4, needSpace, whitespace = false, indention = false) {
    this.put(this.whitespace || !needSpace ? text4 : ` ${text4}`);
    this.whitespace = whitespace;
    this.indention = this.indention && indention;
  }
  writeIndent() {
    const indent2 = this.indent ?? 0;
    if (!this.indention || this.column > indent2 || this.column === indent2 && !this.whitespace) this.lineBreak();
    if (this.column < indent2) {
      this.whitespace = true;
      this.put(" ".repeat(indent2 - this.column));
    }
  }
  lineBreak(text4 = "\n") {
    this.whitespace = true;
    this.indention = true;
    this.out.push(text4);
    this.column = 0;
  }
  plain(text4, split2) {
    if (text4 === "") return;
    if (!this.whitespace) this.put(" ");
    this.whitespace = false;
    this.indention = false;
    for (const run3 of text4.match(/ +|[^ ]+/g) ?? []) {
      if (run3 === " " && this.column > this.bestWidth && split2) {
        this.writeIndent();
        this.whitespace = false;
        this.indention = false;
      } else this.put(run3);
    }
  }
  singleQuoted(text4, split2) {
    this.indicator("'", true);
    let at = 0;
    for (const run3 of text4.match(/ +|[\n\x85\u2028\u2029]+|[^ \n\x85\u2028\u2029]+/g) ?? []) {
      const first = at === 0;
      at += run3.length;
      if (run3.startsWith(" ")) {
        if (run3.length === 1 && this.column > this.bestWidth && split2 && !first && at !== text4.length)
          this.writeIndent();
        else this.put(run3);
      } else if (BREAKS2.includes(run3[0] ?? "")) {
        if (run3.startsWith("\n")) this.lineBreak();
        for (const c of run3) this.lineBreak(c);
        this.writeIndent();
      } else this.put(run3.replaceAll("'", "''"));
    }
    this.indicator("'", false);
  }
  doubleQuoted(text4, split2) {
    this.indicator('"', true);
    const all3 = chars(text4);
    const unicode = this.options.unicode !== false;
    let spaces = false;
    all3.forEach((c, i) => {
      if (isEscaped(c, unicode)) this.put(escaped(c));
      else if (c === " " && split2 && !spaces && this.column > this.bestWidth && i > 0 && i < all3.length - 1) {
        this.writeIndent();
        if (all3[i + 1] === " ") this.put("\\");
      } else this.put(c);
      spaces = c === " ";
    });
    this.indicator('"', false);
  }
};
function isEscaped(c, unicode) {
  if ('"\\\x85\u2028\u2029\uFEFF'.includes(c)) return true;
  if (c >= " " && c <= "~") return false;
  return !(unicode && (c >= "\xA0" && c <= "\uD7FF" || c >= "\uE000" && c <= "\uFFFD"));
}
function escaped(c) {
  const known = ESCAPES2[c];
  if (known !== void 0) return `\\${known}`;
  const code = c.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 255) return `\\x${hex.padStart(2, "0")}`;
  return code <= 65535 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
function scalarText(value2) {
  if (value2 === null) return "null";
  if (typeof value2 === "boolean") return value2 ? "true" : "false";
  if (isFloat(value2)) {
    const n = value2 instanceof Float ? toNumber(value2) : value2;
    if (Number.isNaN(n)) return ".nan";
    if (!Number.isFinite(n)) return n > 0 ? ".inf" : "-.inf";
    const text4 = floatRepr(n);
    return text4.includes(".") ? text4 : text4.replace("e", ".0e");
  }
  if (typeof value2 === "number" || typeof value2 === "bigint") return String(value2);
  if (typeof value2 === "object" && "isoFormat" in value2) return str(value2).replace(/\+00:00$/, "+00:00");
  return fail(`a ${typeName(value2)} cannot be written as YAML`);
}

// src/template/filters/formats.ts
var JSON_OPTIONS = [
  "indent",
  "sort_keys",
  "ensure_ascii",
  "separators",
  "skipkeys",
  "vault_to_text",
  "preprocess_unsafe"
];
function toJson(call, indent2, sortKeys, ensureAscii = true) {
  const [i, sort2, ascii, separators, skip] = take(call, "to_json", JSON_OPTIONS);
  return dumpJson(call.value, {
    indent: jsonIndent(i === void 0 ? indent2 : i),
    sortKeys: flag(sort2, sortKeys),
    ensureAscii: flag(ascii, ensureAscii),
    separators: Array.isArray(separators) ? [str(separators[0] ?? ""), str(separators[1] ?? "")] : void 0,
    skipKeys: flag(skip, false)
  });
}
function jsonIndent(v) {
  return v === null || typeof v === "string" || typeof v === "number" ? v : integer(v, 0);
}
var YAML_OPTIONS = [
  "indent",
  "width",
  "default_flow_style",
  "sort_keys",
  "explicit_start",
  "explicit_end",
  "line_break",
  "default_style"
];
function toYaml(call, indent2, flow) {
  const [i, width, style, sort2, start, end, lineBreak, defaultStyle] = take(call, "to_yaml", YAML_OPTIONS);
  if (lineBreak !== void 0 || (defaultStyle ?? null) !== null)
    fail("to_yaml: line_break and default_style are not supported");
  return dumpYaml(call.value, {
    indent: i === void 0 ? indent2 : integer(i, 2),
    width: width === void 0 ? void 0 : integer(width, 80),
    flow: style === void 0 ? flow : style === null ? null : flag(style, false),
    sortKeys: flag(sort2, true),
    explicitStart: flag(start, false),
    explicitEnd: flag(end, false),
    unicode: true
  });
}
var table4 = {
  to_json: (call) => toJson(call, null, false),
  to_nice_json: (call) => toJson(call, 4, true),
  // compat: Jinja2's tojson escapes what HTML would misread and sorts keys.
  tojson: (call) => str(toJson(call, null, true)).replace(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  to_yaml: (call) => toYaml(call, void 0, null),
  to_nice_yaml: (call) => toYaml(call, 4, false),
  from_json: (call) => {
    if (typeof call.value !== "string") return fail(`the JSON object must be str, not ${typeName(call.value)}`);
    return parseJson(call.value);
  },
  from_yaml: (call) => typeof call.value === "string" ? call.port.fromYaml(call.value) : call.value,
  from_yaml_all: (call) => typeof call.value === "string" ? call.port.fromYamlAll(call.value) : call.value
};
var FORMAT_FILTERS = define(table4);

// src/template/filters/math.ts
function number2(v, fallback) {
  if (v === void 0 && fallback !== void 0) return fallback;
  if (v !== void 0 && isNumeric(v)) return toNumber(v);
  return fail(`a number is needed, not ${typeName(v ?? null)}`);
}
function log(call) {
  const [base] = take(call, "log", ["base"]);
  const x = number2(call.value);
  if (x <= 0) fail("math domain error");
  const b = number2(base, Math.E);
  return float(b === 10 ? Math.log10(x) : b === Math.E ? Math.log(x) : Math.log(x) / Math.log(b));
}
var table5 = {
  log,
  pow: (call) => binary("**", binary("*", call.value, float(1)), take(call, "pow", ["y"], 1)[0]),
  root: (call) => {
    const base = number2(take(call, "root", ["base"])[0], 2);
    return float(base === 2 ? Math.sqrt(number2(call.value)) : number2(call.value) ** (1 / base));
  }
};
var MATH_FILTERS = define(table5);

// src/template/filters/paths.ts
function basename(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function dirname2(path) {
  const head = path.slice(0, path.lastIndexOf("/") + 1);
  return head !== "" && !/^\/+$/.test(head) ? head.replace(/\/+$/, "") : head;
}
function splitext(path) {
  const name = basename(path);
  const dot = name.lastIndexOf(".");
  if (dot <= 0 || /^\.+$/.test(name.slice(0, dot))) return [path, ""];
  const cut = path.length - (name.length - dot);
  return [path.slice(0, cut), path.slice(cut)];
}
function joinPaths(parts) {
  return parts.reduce(
    (path, part) => part.startsWith("/") ? part : path === "" || path.endsWith("/") ? path + part : `${path}/${part}`
  );
}
function normpath(path) {
  if (path === "") return ".";
  const root = /^\/\/(?!\/)/.test(path) ? "//" : path.startsWith("/") ? "/" : "";
  const out = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || root === "" && out.length === 0 || out.at(-1) === "..") {
      if (!(part === ".." && root !== "")) out.push(part);
      else if (out.length > 0) out.pop();
    } else out.pop();
  }
  return root + out.join("/") || ".";
}
function relpath(path, start) {
  const parts = (p) => normpath(p).split("/").filter((s) => s !== "" && s !== ".");
  if (path.startsWith("/") !== start.startsWith("/")) fail("relpath needs two absolute or two relative paths");
  const [a, b] = [parts(path), parts(start)];
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  return [...b.slice(common).map(() => ".."), ...a.slice(common)].join("/") || ".";
}
function expanduser(call) {
  const path = str(call.value);
  if (!/^~(?:\/|$)/.test(path)) return path;
  const home = call.port.env("HOME");
  return home === void 0 ? path : home.replace(/\/+$/, "") + path.slice(1);
}
var table6 = {
  basename: (call) => basename(str(call.value)),
  dirname: (call) => dirname2(str(call.value)),
  splitext: (call) => tuple(splitext(str(call.value))),
  expanduser: (call) => {
    engineOf(call).impure();
    return expanduser(call);
  },
  expandvars: (call) => {
    engineOf(call).impure();
    return str(call.value).replace(
      /\$(?:(\w+)|\{([^}]*)\})/g,
      (whole, a, b) => call.port.env(a ?? b ?? "") ?? whole
    );
  },
  // compat: without following links; a path that is not absolute cannot be resolved without a working directory.
  realpath: (call) => normpath(str(call.value)),
  normpath: (call) => normpath(str(call.value)),
  relpath: (call) => relpath(str(call.value), text3(take(call, "relpath", ["start"])[0], ".")),
  path_join: (call) => typeof call.value === "string" ? call.value : joinPaths(iterate(call.value).map((v) => str(v))),
  commonpath: (call) => {
    const lists = iterate(call.value).map((v) => str(v).split("/"));
    const [first = [], ...rest] = lists;
    let n = 0;
    while (n < first.length && rest.every((l) => l[n] === first[n])) n++;
    return first.slice(0, n).join("/") || (first[0] === "" && lists.length > 0 ? "/" : "");
  },
  fileglob: (call) => {
    engineOf(call).impure();
    return call.port.glob(str(call.value)).filter((p) => call.port.exists(p) === "file");
  },
  win_basename: (call) => str(call.value).replace(/^.*[\\/]/s, ""),
  win_dirname: (call) => str(call.value).replace(/[\\/]+[^\\/]*$/s, ""),
  win_splitdrive: (call) => {
    const m = /^([A-Za-z]:|\\\\[^\\]+\\[^\\]+)?([^]*)$/.exec(str(call.value));
    return tuple([m?.[1] ?? "", m?.[2] ?? ""]);
  }
};
var PATH_FILTERS = define(table6);

// src/template/filters/text.ts
function subject(v) {
  return str(v);
}
function regexReplace(call) {
  const [pattern, replacement, ignoreCase2, multiline, count2, mandatory] = take(call, "regex_replace", [
    "pattern",
    "replacement",
    "ignorecase",
    "multiline",
    "count",
    "mandatory_count"
  ]);
  const regex = pythonRegex(text3(pattern, ""), {
    ignoreCase: flag(ignoreCase2, false),
    multiline: flag(multiline, false)
  });
  const result = substitute(regex, text3(replacement, ""), subject(call.value), integer(count2, 0));
  const wanted = integer(mandatory, 0);
  if (wanted && wanted !== result.count)
    fail(
      `'${text3(pattern, "")}' should match ${wanted} times, but matches ${result.count} times in '${subject(call.value)}'`
    );
  return result.text;
}
function regexSearch(call) {
  const [pattern, ...groups] = call.args.length > 0 ? call.args : [call.kwargs.get("regex") ?? ""];
  const flags = {
    ignoreCase: flag(call.kwargs.get("ignorecase"), false),
    multiline: flag(call.kwargs.get("multiline"), false)
  };
  const m = pythonRegex(str(pattern), flags).exec(subject(call.value));
  if (!m) return null;
  if (groups.length === 0) return m[0];
  return groups.map((g) => {
    const wanted = /^\\(?:g<(\S+)>|(\d+))$/.exec(str(g));
    if (!wanted) return fail(`Unknown argument ${repr(g)} of regex_search`);
    const name = wanted[1] ?? wanted[2] ?? "";
    if (/^\d+$/.test(name)) {
      if (Number(name) >= m.length) fail(`no such group: ${name}`);
      return m[Number(name)] ?? null;
    }
    if (!m.groups || !Object.hasOwn(m.groups, name)) return fail(`no such group: ${name}`);
    return m.groups[name] ?? null;
  });
}
function regexFindall(call) {
  const [pattern, multiline, ignoreCase2] = take(call, "regex_findall", ["regex", "multiline", "ignorecase"], 1);
  const regex = pythonRegex(str(pattern), {
    ignoreCase: flag(ignoreCase2, false),
    multiline: flag(multiline, false)
  });
  return [...subject(call.value).matchAll(regex)].map(
    (m) => m.length === 1 ? m[0] : m.length === 2 ? m[1] ?? "" : tuple(m.slice(1).map((g) => g ?? ""))
  );
}
var STYLES = {
  plain: { decoration: "# " },
  erlang: { decoration: "% " },
  c: { decoration: "// " },
  cblock: { beginning: "/*", decoration: " * ", end: " */" },
  xml: { beginning: "<!--", decoration: " - ", end: "-->" }
};
function comment(call) {
  const style = text3(call.args[0] ?? call.kwargs.get("style"), "plain");
  const base = STYLES[style] ?? fail(`Invalid style '${style}'. Available styles: ${Object.keys(STYLES).join(", ")}`);
  const kw = (name) => {
    const v = call.kwargs.get(name);
    return v === void 0 ? void 0 : str(v);
  };
  const known = [
    "style",
    "decoration",
    "newline",
    "beginning",
    "prefix",
    "prefix_count",
    "postfix",
    "postfix_count",
    "end"
  ];
  for (const name of call.kwargs.keys()) if (!known.includes(name)) fail(`comment has no argument '${name}'`);
  const decoration = kw("decoration") ?? base["decoration"] ?? "";
  const edge = decoration.trimEnd();
  const newline = kw("newline") ?? "\n";
  const beginning = kw("beginning") ?? base["beginning"] ?? "";
  const prefix = kw("prefix") ?? edge;
  const postfix = kw("postfix") ?? edge;
  const end = kw("end") ?? base["end"] ?? "";
  const head = beginning ? beginning + newline : "";
  const before = prefix ? (prefix + newline).repeat(Math.max(0, integer(call.kwargs.get("prefix_count"), 1))) : "";
  const body = str(call.value).split(newline).map((line) => decoration + line).join(newline).replaceAll(decoration + newline, edge + newline);
  const after = (newline + postfix).repeat(Math.max(0, integer(call.kwargs.get("postfix_count"), 1)));
  return head + before + body + after + (end ? newline + end : "");
}
function shellQuote(source) {
  if (source === "") return "''";
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(source) ? source : `'${source.replaceAll("'", `'"'"'`)}'`;
}
function bytesOf(source, encoding) {
  if (/^utf-?8$/i.test(encoding) || /^ascii$/i.test(encoding)) return new TextEncoder().encode(source);
  if (/^utf-?16(-?le)?$/i.test(encoding)) {
    const body = Uint8Array.from(
      [...source].flatMap(
        (c) => Array.from({ length: c.length }, (_, i) => c.charCodeAt(i)).flatMap((u) => [u & 255, u >> 8])
      )
    );
    return /le$/i.test(encoding) ? body : Uint8Array.from([255, 254, ...body]);
  }
  if (/^(latin-?1|iso-?8859-?1)$/i.test(encoding)) return Uint8Array.from([...source].map((c) => c.charCodeAt(0)));
  return unsupported(`the encoding '${encoding}' is not supported`, "use utf-8, utf-16-le or latin-1");
}
function decodeBytes(bytes, encoding) {
  if (/^(latin-?1|iso-?8859-?1)$/i.test(encoding)) return Array.from(bytes, (b) => String.fromCharCode(b)).join("");
  const label = /^utf-?16(-?le)?$/i.test(encoding) ? "utf-16le" : /^(utf-?8|ascii)$/i.test(encoding) ? "utf-8" : void 0;
  if (!label) return unsupported(`the encoding '${encoding}' is not supported`, "use utf-8, utf-16-le or latin-1");
  return new TextDecoder(label).decode(bytes);
}
function base64(bytes) {
  let out = "";
  for (let i = 0; i < bytes.length; i += 32768) out += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(out);
}
function digest(call, algorithm, bytes) {
  return call.port.hash(algorithm, bytes) ?? unsupported(`the hash '${algorithm}' is not available`, "use md5, sha1, sha224, sha256, sha384 or sha512");
}
function hashOf(call, algorithm) {
  return digest(call, algorithm, new TextEncoder().encode(str(call.value)));
}
var ANSIBLE_NAMESPACE = "361E6D51-FAEC-444A-9079-341386DA8E2E";
function toUuid(call) {
  const [namespace] = take(call, "to_uuid", ["namespace"]);
  const hex = text3(namespace, ANSIBLE_NAMESPACE).replaceAll("-", "");
  if (!/^[\da-fA-F]{32}$/.test(hex))
    fail(`Invalid value '${text3(namespace, "")}' for 'namespace'. badly formed hexadecimal UUID string`);
  const name = new TextEncoder().encode(str(call.value));
  const bytes = Uint8Array.from([...(hex.match(/../g) ?? []).map((h) => parseInt(h, 16)), ...name]);
  const sha1 = digest(call, "sha1", bytes);
  const variant = (parseInt(sha1.slice(16, 18), 16) & 63 | 128).toString(16);
  return `${sha1.slice(0, 8)}-${sha1.slice(8, 12)}-5${sha1.slice(13, 16)}-${variant}${sha1.slice(18, 20)}-${sha1.slice(20, 32)}`;
}
function urlsplit(call) {
  const [query2] = take(call, "urlsplit", ["query"]);
  const m = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(str(call.value)) ?? fail("not a URL");
  const netloc = m[2] ?? "";
  const at = netloc.lastIndexOf("@");
  const user = at < 0 ? void 0 : netloc.slice(0, at);
  const host = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(netloc.slice(at + 1));
  const colon = user?.indexOf(":") ?? -1;
  const hostname2 = (host?.[1] ?? "").replace(/^\[|\]$/g, "").toLowerCase();
  const map2 = /* @__PURE__ */ new Map([
    ["fragment", m[5] ?? ""],
    ["hostname", hostname2 === "" ? null : hostname2],
    ["netloc", netloc],
    ["password", user !== void 0 && colon >= 0 ? user.slice(colon + 1) : null],
    ["path", m[3] ?? ""],
    ["port", host?.[2] ? Number(host[2]) : null],
    ["query", m[4] ?? ""],
    ["scheme", (m[1] ?? "").toLowerCase()],
    ["username", user === void 0 ? null : colon < 0 ? user : user.slice(0, colon)]
  ]);
  if (query2 === void 0 || query2 === "") return map2;
  return map2.get(query2) ?? (map2.has(query2) ? null : fail(`unknown URL component '${str(query2)}'`));
}
function urlQuote(v, slash) {
  const out = encodeURIComponent(str(v)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return slash ? out.replaceAll("%2F", "/") : out;
}
function urlencode(call) {
  const form = (v) => urlQuote(v, false).replaceAll("%20", "+");
  if (call.value instanceof Map) return [...call.value].map(([k, v]) => `${form(k)}=${form(v)}`).join("&");
  if (Array.isArray(call.value))
    return call.value.map((p) => Array.isArray(p) ? `${form(p[0] ?? "")}=${form(p[1] ?? "")}` : fail("urlencode needs pairs")).join("&");
  return urlQuote(call.value, true);
}
var UNITS = ["Y", "Z", "E", "P", "T", "G", "M", "K", "B"];
var size = (unit) => 1024 ** (8 - UNITS.indexOf(unit));
function humanReadable(call) {
  const [isbits, unit] = take(call, "human_readable", ["isbits", "unit"]);
  const n = isNumeric(call.value) ? toNumber(call.value) : Number(needString(call.value, "human_readable"));
  if (Number.isNaN(n)) fail(`human_readable() can't interpret ${repr(call.value)}`);
  const wanted = unit === void 0 || unit === null ? void 0 : str(unit)[0]?.toUpperCase();
  let chosen = "B";
  for (const u of UNITS) {
    if (wanted === void 0 && n >= size(u) || wanted === u) {
      chosen = u;
      break;
    }
  }
  const base = flag(isbits, false) ? "bits" : "Bytes";
  const suffix = chosen === "B" ? base : flag(isbits, false) ? `${chosen}b` : `${chosen}B`;
  return `${(n / size(chosen)).toFixed(2)} ${suffix}`;
}
function humanToBytes(call) {
  const [unit, isbits] = take(call, "human_to_bytes", ["default_unit", "isbits"]);
  const source = str(call.value).trim();
  const m = /^([0-9]*\.?[0-9]+)(?:\s*([A-Za-z]+))?\s*$/.exec(source) ?? fail(`human_to_bytes() can't interpret following string: ${source}`);
  const name = m[2] ?? (unit === void 0 || unit === null ? "B" : str(unit));
  const letter = (name[0] ?? "B").toUpperCase();
  if (!UNITS.includes(letter))
    fail(
      `human_to_bytes() failed to convert ${source} (unit = ${name}). The suffix must be one of Y, Z, E, P, T, G, M, K, B`
    );
  if (flag(isbits, false) ? /^.B$/.test(name) : /^.b$/.test(name))
    fail(
      `human_to_bytes() failed to convert ${source}. Value is not a valid string for ${flag(isbits, false) ? "bits" : "bytes"}`
    );
  return Math.round(Number(m[1]) * size(letter));
}
var table7 = {
  regex_replace: regexReplace,
  regex_search: regexSearch,
  regex_findall: regexFindall,
  regex_escape: (call) => {
    const [type] = take(call, "re_type", ["re_type"]);
    const source = str(call.value);
    const kind = text3(type, "python");
    if (kind === "python") return escapePython(source);
    if (kind === "posix_basic") return source.replace(/[\][.^$*\\]/g, "\\$&");
    return fail(`Invalid regex type (${kind})`);
  },
  quote: (call) => shellQuote(call.value === null ? "" : str(call.value)),
  comment,
  bool: (call) => {
    const v = call.value;
    if (v === null || typeof v === "boolean") return v;
    if (typeof v === "string") return ["yes", "on", "1", "true"].includes(v.toLowerCase());
    return isNumeric(v) && toNumber(v) === 1;
  },
  ternary: (call) => {
    const [yes, no, none] = take(call, "ternary", ["true_val", "false_val", "none_val"], 2);
    if (call.value === null && none !== void 0 && none !== null) return none;
    return truthy(call.value) ? yes : no;
  },
  mandatory: (call) => {
    const [message] = take(call, "mandatory", ["msg"]);
    if (!(call.value instanceof Undefined)) return call.value;
    const { name } = call.value;
    return fail(
      message === void 0 || message === null ? `Mandatory variable ${name === void 0 ? "" : `'${name}' `}not defined.` : str(message)
    );
  },
  type_debug: (call) => typeName(call.value),
  b64encode: (call) => base64(bytesOf(str(call.value), text3(take(call, "b64encode", ["encoding"])[0], "utf-8"))),
  b64decode: (call) => {
    const encoding = text3(take(call, "b64decode", ["encoding"])[0], "utf-8");
    let raw;
    try {
      raw = atob(str(call.value));
    } catch {
      return fail("the text is not valid base64");
    }
    return decodeBytes(
      Uint8Array.from(raw, (c) => c.charCodeAt(0)),
      encoding
    );
  },
  hash: (call) => hashOf(call, text3(take(call, "hash", ["hashtype"])[0], "sha1")),
  checksum: (call) => hashOf(call, "sha1"),
  sha1: (call) => hashOf(call, "sha1"),
  md5: (call) => hashOf(call, "md5"),
  to_uuid: toUuid,
  urlsplit,
  urlencode,
  human_readable: humanReadable,
  human_to_bytes: humanToBytes,
  password_hash: () => unsupported("the filter password_hash is not available yet", "put the hash into a (vaulted) variable"),
  vault: () => unsupported("the filter vault is not available", "encrypt with tsplay vault or ansible-vault"),
  unvault: () => unsupported(
    "the filter unvault is not available",
    "vaulted variables and files are decrypted when they are loaded"
  )
};
var TEXT_FILTERS = define(table7, ["mandatory", "type_debug"]);

// src/template/python/datetime.ts
var DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
var MONTHS = "January February March April May June July August September October November December".split(" ");
function two(n, width = 2) {
  return String(n).padStart(width, "0");
}
var PyDateTime = class _PyDateTime extends PyObject {
  constructor(micros, offset) {
    super();
    this.micros = micros;
    this.offset = offset;
  }
  micros;
  offset;
  typeName = "datetime";
  get date() {
    return new Date(Math.floor(this.micros / 1e3));
  }
  get(name) {
    const d = this.date;
    switch (name) {
      case "year":
        return d.getUTCFullYear();
      case "month":
        return d.getUTCMonth() + 1;
      case "day":
        return d.getUTCDate();
      case "hour":
        return d.getUTCHours();
      case "minute":
        return d.getUTCMinutes();
      case "second":
        return d.getUTCSeconds();
      case "microsecond":
        return (this.micros % 1e6 + 1e6) % 1e6;
      case "strftime":
        return new NativeFunction("strftime", (args) => formatTime(this, str(args[0] ?? "")));
      case "isoformat":
        return new NativeFunction("isoformat", (args) => this.isoFormat(args[0] === void 0 ? "T" : str(args[0])));
      case "timestamp":
        return new NativeFunction(
          "timestamp",
          () => float((this.micros / 1e3 - (this.offset ?? -d.getTimezoneOffset()) * 6e4) / 1e3)
        );
      case "weekday":
        return new NativeFunction("weekday", () => (d.getUTCDay() + 6) % 7);
      case "isoweekday":
        return new NativeFunction("isoweekday", () => d.getUTCDay() || 7);
      case "date":
        return new NativeFunction("date", () => this.isoFormat("T").slice(0, 10));
      case "timetuple":
        return new NativeFunction(
          "timetuple",
          () => tuple([
            d.getUTCFullYear(),
            d.getUTCMonth() + 1,
            d.getUTCDate(),
            d.getUTCHours(),
            d.getUTCMinutes(),
            d.getUTCSeconds()
          ])
        );
      default:
        return void 0;
    }
  }
  isoFormat(separator = "T") {
    const text4 = formatTime(this, `%Y-%m-%d${separator}%H:%M:%S`);
    const micro = (this.micros % 1e6 + 1e6) % 1e6;
    const zone = this.offset === void 0 ? "" : formatTime(this, "%z").replace(/(\d\d)$/, ":$1");
    return text4 + (micro ? `.${two(micro, 6)}` : "") + zone;
  }
  str() {
    return this.isoFormat(" ");
  }
  repr() {
    const d = this.date;
    const parts = [d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate(), d.getUTCHours(), d.getUTCMinutes()];
    if (d.getUTCSeconds()) parts.push(d.getUTCSeconds());
    return `datetime.datetime(${parts.join(", ")})`;
  }
  compareTo(other3) {
    return other3 instanceof _PyDateTime ? this.micros - other3.micros : void 0;
  }
  arithmetic(op, other3) {
    if (op === "-" && other3 instanceof _PyDateTime) return new PyTimeDelta(this.micros - other3.micros);
    if (other3 instanceof PyTimeDelta && op === "-") return new _PyDateTime(this.micros - other3.micros, this.offset);
    if (other3 instanceof PyTimeDelta && op === "+") return new _PyDateTime(this.micros + other3.micros, this.offset);
    return void 0;
  }
};
var PyTimeDelta = class _PyTimeDelta extends PyObject {
  constructor(micros) {
    super();
    this.micros = micros;
  }
  micros;
  typeName = "timedelta";
  get days() {
    return Math.floor(this.micros / 864e8);
  }
  get(name) {
    const rest = this.micros - this.days * 864e8;
    if (name === "days") return this.days;
    if (name === "seconds") return Math.floor(rest / 1e6);
    if (name === "microseconds") return rest % 1e6;
    if (name === "total_seconds") return new NativeFunction("total_seconds", () => float(this.micros / 1e6));
    return void 0;
  }
  truthy() {
    return this.micros !== 0;
  }
  repr() {
    const parts = ["days", "seconds", "microseconds"].filter((n) => this.get(n) !== 0).map((n) => `${n}=${str(this.get(n) ?? 0)}`);
    return `datetime.timedelta(${parts.join(", ") || "0"})`;
  }
  str() {
    const rest = this.micros - this.days * 864e8;
    const s = Math.floor(rest / 1e6);
    const micro = rest % 1e6 ? `.${two(rest % 1e6, 6)}` : "";
    const days = this.days ? `${this.days} day${Math.abs(this.days) === 1 ? "" : "s"}, ` : "";
    return `${days}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}${micro}`;
  }
  compareTo(other3) {
    return other3 instanceof _PyTimeDelta ? this.micros - other3.micros : void 0;
  }
  arithmetic(op, other3) {
    if (other3 instanceof _PyTimeDelta && (op === "+" || op === "-"))
      return new _PyTimeDelta(this.micros + (op === "+" ? 1 : -1) * other3.micros);
    if (other3 instanceof PyDateTime && op === "+") return new PyDateTime(other3.micros + this.micros, other3.offset);
    const n = other3 instanceof Float ? other3.value : typeof other3 === "number" ? other3 : void 0;
    if (n !== void 0 && op === "*") return new _PyTimeDelta(Math.round(this.micros * n));
    if (n !== void 0 && op === "/") return new _PyTimeDelta(Math.round(this.micros / n));
    return void 0;
  }
};
function isoWeek(d) {
  const t = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()));
  t.setUTCDate(t.getUTCDate() + 4 - (t.getUTCDay() || 7));
  const year = t.getUTCFullYear();
  return [year, Math.ceil(((t.getTime() - Date.UTC(year, 0, 1)) / 864e5 + 1) / 7)];
}
function formatTime(time, format) {
  const d = new Date(Math.floor(time.micros / 1e3));
  const year = d.getUTCFullYear();
  const yday = Math.floor((d.getTime() - Date.UTC(year, 0, 1)) / 864e5);
  const hour12 = d.getUTCHours() % 12 || 12;
  const again = (f) => formatTime(time, f);
  const offset = time.offset;
  const codes = {
    Y: () => String(year),
    C: () => two(Math.floor(year / 100)),
    y: () => two(year % 100),
    m: () => two(d.getUTCMonth() + 1),
    d: () => two(d.getUTCDate()),
    e: () => String(d.getUTCDate()).padStart(2),
    H: () => two(d.getUTCHours()),
    I: () => two(hour12),
    k: () => String(d.getUTCHours()).padStart(2),
    l: () => String(hour12).padStart(2),
    M: () => two(d.getUTCMinutes()),
    S: () => two(d.getUTCSeconds()),
    f: () => two((time.micros % 1e6 + 1e6) % 1e6, 6),
    p: () => d.getUTCHours() < 12 ? "AM" : "PM",
    P: () => d.getUTCHours() < 12 ? "am" : "pm",
    a: () => (DAYS[d.getUTCDay()] ?? "").slice(0, 3),
    A: () => DAYS[d.getUTCDay()] ?? "",
    b: () => (MONTHS[d.getUTCMonth()] ?? "").slice(0, 3),
    h: () => (MONTHS[d.getUTCMonth()] ?? "").slice(0, 3),
    B: () => MONTHS[d.getUTCMonth()] ?? "",
    j: () => two(yday + 1, 3),
    u: () => String(d.getUTCDay() || 7),
    w: () => String(d.getUTCDay()),
    U: () => two(Math.floor((yday + 7 - d.getUTCDay()) / 7)),
    W: () => two(Math.floor((yday + 7 - (d.getUTCDay() + 6) % 7) / 7)),
    V: () => two(isoWeek(d)[1]),
    G: () => String(isoWeek(d)[0]),
    g: () => two(isoWeek(d)[0] % 100),
    s: () => String(Math.floor(time.micros / 1e6) - (offset ?? 0) * 60),
    D: () => again("%m/%d/%y"),
    F: () => again("%Y-%m-%d"),
    T: () => again("%H:%M:%S"),
    R: () => again("%H:%M"),
    r: () => again("%I:%M:%S %p"),
    c: () => again("%a %b %e %H:%M:%S %Y"),
    x: () => again("%m/%d/%y"),
    X: () => again("%H:%M:%S"),
    z: () => offset === void 0 ? "" : `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`,
    Z: () => offset === void 0 ? "" : offset === 0 ? "UTC" : "",
    n: () => "\n",
    t: () => "	",
    "%": () => "%"
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, c) => codes[c]?.() ?? whole);
}
var PARSERS = {
  Y: "(\\d{4})",
  y: "(\\d{2})",
  m: "(\\d{1,2})",
  d: "(\\d{1,2})",
  H: "(\\d{1,2})",
  I: "(\\d{1,2})",
  M: "(\\d{1,2})",
  S: "(\\d{1,2})",
  f: "(\\d{1,6})",
  j: "(\\d{1,3})",
  p: "(AM|PM)",
  b: "([A-Za-z]{3})",
  B: "([A-Za-z]+)",
  a: "([A-Za-z]{3})",
  A: "([A-Za-z]+)",
  z: "(Z|[-+]\\d{2}:?\\d{2})",
  Z: "(UTC|GMT)"
};
function parseTime(text4, format) {
  const fields = [];
  const pattern = format.replace(/%[DFTR]/g, (c) => ({ "%D": "%m/%d/%y", "%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%R": "%H:%M" })[c] ?? c).replace(/%(.)|\s+|[.*+?^${}()|[\]\\/]/g, (whole, code) => {
    if (code === "%") return "%";
    if (code !== void 0) {
      const parser = PARSERS[code] ?? fail(`'${code}' is a bad directive in format '${format}'`);
      fields.push(code);
      return parser;
    }
    return /^\s/.test(whole) ? "\\s+" : `\\${whole}`;
  });
  const m = new RegExp(`^${pattern}$`, "i").exec(text4) ?? fail(`time data '${text4}' does not match format '${format}'`);
  const v = {};
  fields.forEach((f, i) => v[f] = m[i + 1] ?? "");
  const has2 = (name) => v[name] === void 0 ? void 0 : Number(v[name]);
  const month = v["b"] ?? v["B"];
  const monthIndex = month === void 0 ? (has2("m") ?? 1) - 1 : MONTHS.findIndex((x) => x.toLowerCase().startsWith(month.toLowerCase()));
  const short = has2("y");
  const year = has2("Y") ?? (short === void 0 ? 1900 : short < 69 ? 2e3 + short : 1900 + short);
  let hour = has2("H") ?? has2("I") ?? 0;
  if (v["p"] !== void 0) hour = hour % 12 + (/pm/i.test(v["p"]) ? 12 : 0);
  const [day, minute, second] = [has2("d") ?? 1, has2("M") ?? 0, has2("S") ?? 0];
  const daysInMonth = new Date(Date.UTC(year, monthIndex + 1, 0)).getUTCDate();
  if (monthIndex < 0 || monthIndex > 11 || day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second > 61)
    fail(`time data '${text4}' does not match format '${format}'`);
  const date = /* @__PURE__ */ new Date(0);
  date.setUTCFullYear(year, monthIndex, day);
  date.setUTCHours(hour, minute, second);
  const yday = has2("j");
  const base = yday !== void 0 && v["d"] === void 0 ? Date.UTC(year, 0, yday, hour, minute, second) : date.getTime();
  const zone = v["z"];
  const offset = zone === void 0 ? void 0 : /z/i.test(zone) ? 0 : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return new PyDateTime(base * 1e3 + Number((v["f"] ?? "").padEnd(6, "0")), offset);
}

// src/template/filters/time.ts
function moment(ms, utc) {
  const offset = utc ? 0 : -new Date(ms).getTimezoneOffset();
  return new PyDateTime(Math.round((ms + offset * 6e4) * 1e3), offset);
}
function strftime(call) {
  const [second, utc] = take(call, "strftime", ["second", "utc"]);
  let ms;
  if (second === void 0 || second === null) {
    engineOf(call).impure();
    ms = call.port.now();
  } else {
    const n = isNumeric(second) ? toNumber(second) : Number(str(second));
    if (Number.isNaN(n)) fail(`Invalid value for epoch value (${str(second)})`);
    ms = n * 1e3;
  }
  return formatTime(moment(ms, flag(utc, false)), str(call.value));
}
var table8 = {
  strftime,
  to_datetime: (call) => parseTime(str(call.value), text3(take(call, "to_datetime", ["format"])[0], "%Y-%m-%d %H:%M:%S"))
};
var TIME_FILTERS = define(table8);

// src/template/filters/index.ts
var FILTERS = new Map([
  ...BASIC_FILTERS,
  ...SEQUENCE_FILTERS,
  ...FORMAT_FILTERS,
  ...COLLECTION_FILTERS,
  ...TEXT_FILTERS,
  ...PATH_FILTERS,
  ...MATH_FILTERS,
  ...TIME_FILTERS
]);

// src/template/lookups/data.ts
function checkOptions(call, what, known) {
  for (const key of call.options.keys()) {
    if (typeof key !== "string" || !known.includes(key))
      fail(
        `the lookup '${what}' has no option '${str(key)}'`,
        known.length > 0 ? `it takes ${known.join(", ")}` : void 0
      );
  }
}
function option(call, name) {
  return call.options.get(name);
}
function asList(v) {
  return Array.isArray(v) ? v : [v];
}
function flattenOnce(values) {
  return values.flatMap((v) => asList(v));
}
function flattenAll(values) {
  return values.flatMap(
    (v) => v === null || v === "None" || v === "null" ? [] : Array.isArray(v) ? flattenAll(v) : [v]
  );
}
function variable(call, name) {
  const raw = call.scope.lookup(name);
  if (raw === void 0) return void 0;
  const engine = call.engine;
  return raw instanceof TemplateText ? engine.force(engine.evaluate(raw, call.scope), call.scope) : engine.force(raw, call.scope);
}
function vars(call) {
  checkOptions(call, "vars", ["default"]);
  return call.terms.map((term) => {
    if (typeof term !== "string") fail("the lookup vars takes names of variables");
    const found2 = variable(call, term) ?? option(call, "default");
    if (found2 === void 0) return failUndefined(new Undefined(`No variable found with this name: ${term}`));
    return found2;
  });
}
var SEQUENCE = /^(?:(0x[\da-f]+|\d+)-)?(0x[\da-f]+|\d+)(?:\/(0x[\da-f]+|-?\d+))?(?::(.+))?$/i;
function sequence(call) {
  checkOptions(call, "sequence", ["start", "end", "stride", "count", "format"]);
  return call.terms.length === 0 ? oneSequence(call.options, "") : call.terms.flatMap((term) => oneSequence(call.options, str(term)));
}
function oneSequence(options, term) {
  const settings = /* @__PURE__ */ new Map();
  for (const [k, v] of options) settings.set(str(k), str(v));
  const short = SEQUENCE.exec(term.trim());
  if (short) {
    if (short[1]) settings.set("start", short[1]);
    settings.set("end", short[2] ?? "");
    if (short[3]) settings.set("stride", short[3]);
    if (short[4]) settings.set("format", short[4]);
  } else
    for (const m of term.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S+)/g)) {
      if (!["start", "end", "stride", "count", "format"].includes(m[1] ?? ""))
        fail(`unrecognized arguments to with_sequence: ${m[1]}`);
      settings.set(m[1] ?? "", (m[2] ?? "").replace(/^(["'])(.*)\1$/, "$2"));
    }
  const number3 = (name, fallback) => {
    const s = settings.get(name);
    const n2 = s === void 0 ? fallback : Number(s);
    return Number.isInteger(n2) ? n2 : fail(`can't parse ${name}=${s} as integer`);
  };
  const start = number3("start", 1);
  let stride = number3("stride", 1);
  const count2 = settings.has("count") ? number3("count", 0) : void 0;
  if (count2 === void 0 && !settings.has("end")) fail("must specify count or end in with_sequence");
  if (count2 !== void 0 && settings.has("end")) fail("can't specify both count and end in with_sequence");
  if (count2 === 0) return [];
  const end = count2 !== void 0 ? start + count2 * stride - 1 * stride : number3("end", 0);
  if (count2 === void 0 && stride > 0 && end < start) fail("to count backwards make stride negative");
  if (stride < 0 && end > start) fail("to count forward don't make stride negative");
  if (stride === 0) stride = end >= start ? 1 : -1;
  const n = Math.floor((end - start) / stride) + 1;
  if (n > 1e6) fail("the sequence would have more than 1000000 elements");
  const format = settings.get("format") ?? "%d";
  return Array.from({ length: n }, (_, i) => percentFormat(format, start + i * stride));
}
function indexed(call) {
  checkOptions(call, "indexed_items", []);
  return flattenAll(call.terms).map((item, i) => tuple([i, item]));
}
function rows(terms) {
  const list2 = terms.length === 1 && Array.isArray(terms[0]) && terms[0].every((t) => Array.isArray(t)) ? terms[0] : terms;
  return list2.map((t) => [...asList(t)]);
}
function nested(call) {
  const lists = rows(call.terms);
  if (lists.length === 0) fail("with_nested requires at least one element in the nested list");
  return product(lists).map((row) => flattenOnce(row));
}
var DATA_LOOKUPS = [
  [
    "env",
    (call) => {
      checkOptions(call, "env", ["default"]);
      return call.terms.map((term) => {
        const fallback = option(call, "default");
        const value2 = call.port.env(str(term)) ?? fallback ?? "";
        return value2 instanceof Undefined ? failUndefined(value2) : value2;
      });
    }
  ],
  ["vars", vars],
  [
    "varnames",
    (call) => {
      checkOptions(call, "varnames", []);
      const names2 = [...call.scope.names()];
      return call.terms.flatMap((term) => {
        const regex = pythonRegex(str(term), {}, "g");
        return names2.filter((n) => {
          regex.lastIndex = 0;
          return regex.test(n);
        });
      });
    }
  ],
  ["items", (call) => flattenOnce(call.terms)],
  ["list", (call) => [...call.terms]],
  ["flattened", (call) => flattenAll(call.terms)],
  [
    "dict",
    (call) => call.terms.flatMap((term) => {
      const dicts = Array.isArray(term) ? term : [term];
      return dicts.flatMap((d) => {
        if (!(d instanceof Map)) return fail("with_dict expects a dict");
        return [...d].map(
          ([key, value2]) => /* @__PURE__ */ new Map([
            ["key", key],
            ["value", value2]
          ])
        );
      });
    })
  ],
  ["nested", nested],
  ["cartesian", nested],
  [
    "together",
    (call) => {
      const lists = rows(call.terms);
      if (lists.length === 0) fail("with_together requires at least one element in each list");
      const n = Math.max(...lists.map((l) => l.length));
      return Array.from({ length: n }, (_, i) => lists.map((l) => l[i] ?? null));
    }
  ],
  ["indexed_items", indexed],
  [
    "subelements",
    (call) => {
      const terms = call.terms.length === 1 && Array.isArray(call.terms[0]) ? call.terms[0] : call.terms;
      const [elements, path, flags] = terms;
      if (elements === void 0 || path === void 0)
        return fail("subelements lookup expects a list of two or three items");
      const skip = flags instanceof Map ? mapGet(flags, "skip_missing") : void 0;
      const source = elements instanceof Map ? [...elements.values()] : iterate(elements).filter((e) => !(e instanceof Map && mapGet(e, "skipped") === true));
      return subelements(source, path, flag(skip, false)).map((p) => [...p]);
    }
  ],
  ["sequence", sequence],
  [
    "random_choice",
    (call) => {
      const items = call.terms.length === 1 && Array.isArray(call.terms[0]) ? call.terms[0] : call.terms;
      return items.length === 0 ? [] : [items[Math.floor(Math.random() * items.length)]];
    }
  ],
  [
    "inventory_hostnames",
    (call) => {
      const groups = variable(call, "groups");
      if (!(groups instanceof Map)) return fail("the lookup inventory_hostnames needs the variable 'groups'");
      return call.terms.flatMap(
        (term) => str(term).split(/[:,]/).flatMap((name) => {
          if (/[!&*?[~]/.test(name))
            fail(`the pattern '${name}' is not supported in inventory_hostnames`, "use names of groups and hosts");
          const hosts = mapGet(groups, name);
          return Array.isArray(hosts) ? hosts : [name];
        })
      );
    }
  ]
];

// src/template/python/literal.ts
var NotLiteral = class extends Error {
};
function parseLiteral(text4) {
  if (text4.length > 8 * 1024 * 1024) return void 0;
  let single;
  try {
    single = parseExpression(text4.trim(), void 0).single;
    return single && value(single);
  } catch (error) {
    if (error instanceof NotLiteral || error instanceof TsplayError) return void 0;
    throw error;
  }
}
function value(e) {
  switch (e.t) {
    case "const":
      return Array.isArray(e.value) ? tuple(e.value) : e.value;
    case "name":
      if (e.name === "null") return null;
      break;
    case "list":
      return e.items.map(value);
    case "tuple":
      return tuple(e.items.map(value));
    case "dict": {
      const map2 = /* @__PURE__ */ new Map();
      for (const [k, v] of e.pairs) mapSet(map2, value(k), value(v));
      return map2;
    }
    case "neg": {
      const v = value(e.operand);
      if (typeof v === "number" || typeof v === "bigint") return negate(v);
      if (v !== null && typeof v === "object" && "value" in v && typeof v.value === "number") return float(-v.value);
      break;
    }
    default:
  }
  throw new NotLiteral();
}

// src/template/lookups/files.ts
function decode(bytes) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
function readText(call, kind, name) {
  const path = call.port.find(kind, name, call.scope);
  if (path === void 0)
    return fail(`the file '${name}' was not found`, `it is searched in ${kind}/ of the role and beside the playbook`);
  return { path, text: decode(call.port.readFile(path)) };
}
function file(call) {
  checkOptions(call, "file", ["rstrip", "lstrip"]);
  return call.terms.map((term) => {
    let { text: text4 } = readText(call, "files", str(term));
    if (flag(option(call, "lstrip"), false)) text4 = text4.trimStart();
    if (flag(option(call, "rstrip"), true)) text4 = text4.trimEnd();
    return text4;
  });
}
var TEMPLATE_OPTIONS = [
  "convert_data",
  "variable_start_string",
  "variable_end_string",
  "comment_start_string",
  "comment_end_string",
  "template_vars",
  "trim_blocks",
  "lstrip_blocks",
  "jinja2_native"
];
function template(call) {
  checkOptions(call, "template", TEMPLATE_OPTIONS);
  if (flag(option(call, "jinja2_native"), false))
    unsupported("jinja2_native is not supported in the lookup template", "use from_yaml on its text");
  const more = option(call, "template_vars");
  if (more !== void 0 && !(more instanceof Map)) fail("template_vars must be a dict");
  const extra = more;
  const scope = extra ? {
    lookup: (n) => extra.get(n) ?? call.scope.lookup(n),
    names: () => [...call.scope.names(), ...[...extra.keys()].map(str)]
  } : call.scope;
  const text4 = (name) => {
    const v = option(call, name);
    return v === void 0 || v === null ? void 0 : str(v);
  };
  const convert = flag(option(call, "convert_data"), true);
  return call.terms.map((term) => {
    const { path, text: source } = readText(call, "templates", str(term));
    const [vs, ve, cs, ce] = [
      "variable_start_string",
      "variable_end_string",
      "comment_start_string",
      "comment_end_string"
    ].map(text4);
    const out = call.engine.renderFile(source, path, scope, {
      ...vs === void 0 ? {} : { variableStart: vs },
      ...ve === void 0 ? {} : { variableEnd: ve },
      ...cs === void 0 ? {} : { commentStart: cs },
      ...ce === void 0 ? {} : { commentEnd: ce },
      trimBlocks: flag(option(call, "trim_blocks"), true),
      lstripBlocks: flag(option(call, "lstrip_blocks"), false)
    });
    return convert && /^[[{]/.test(out) ? parseLiteral(out) ?? out : out;
  });
}
function run(call, command) {
  const result = call.port.exec(command);
  if (result.rc !== 0) fail(`the command '${command}' ended with ${result.rc}: ${result.stderr.trim()}`);
  return result.stdout;
}
function fileglob(call) {
  checkOptions(call, "fileglob", []);
  return call.terms.flatMap((term) => {
    const pattern = str(term);
    let full = pattern;
    if (!pattern.startsWith("/")) {
      const dir = dirname2(pattern);
      const found2 = call.port.find("files", dir === "" ? "." : dir, call.scope);
      if (found2 === void 0) return [];
      full = joinPaths([found2, pattern.slice(dir === "" ? 0 : dir.length + 1)]);
    }
    return call.port.glob(full).filter((p) => call.port.exists(p) === "file");
  });
}
function names(v) {
  if (v === void 0 || v === null) return [];
  if (Array.isArray(v)) return v.flatMap((x) => Array.isArray(x) ? x.map(str) : [str(x)]);
  return str(v).split(/[,;]/).map((s) => s.trim()).filter((s) => s !== "");
}
function firstFound(call) {
  checkOptions(call, "first_found", ["files", "paths", "skip"]);
  let skip = flag(option(call, "skip"), false);
  const candidates2 = [];
  const add = (files, paths) => {
    if (files.length === 0) candidates2.push(...paths);
    for (const f of files)
      candidates2.push(...paths.length > 0 && !f.startsWith("/") ? paths.map((p) => joinPaths([p, f])) : [f]);
  };
  if (call.options.has("files")) add(names(option(call, "files")), names(option(call, "paths")));
  const visit = (term) => {
    if (Array.isArray(term)) term.forEach(visit);
    else if (term instanceof Map) {
      for (const key of term.keys())
        if (!["files", "paths", "skip"].includes(str(key))) fail(`first_found has no option '${str(key)}'`);
      if (flag(mapGet(term, "skip"), false)) skip = true;
      add(names(mapGet(term, "files")), names(mapGet(term, "paths")));
    } else if (term instanceof Undefined) return;
    else candidates2.push(str(term));
  };
  call.terms.forEach(visit);
  for (const name of candidates2) {
    for (const kind of ["files", "templates", "vars"]) {
      const found2 = call.port.find(kind, name, call.scope);
      if (found2 !== void 0) return [found2];
    }
  }
  if (skip) return [];
  return fail(`none of these files was found: ${candidates2.join(", ")}`, "give 'skip: true' when it may be missing");
}
function parseIni(text4, allowBare) {
  const sections = /* @__PURE__ */ new Map();
  let section;
  let key;
  for (const line of splitLines2(text4)) {
    const head = /^\[([^\]]+)\]/.exec(line);
    if (head) {
      section = sections.get(head[1] ?? "") ?? /* @__PURE__ */ new Map();
      sections.set(head[1] ?? "", section);
      key = void 0;
    } else if (/^\s*(?:[#;]|$)/.test(line)) continue;
    else if (/^\s/.test(line) && key !== void 0 && section)
      section.set(key, `${section.get(key) ?? ""}
${line.trim()}`);
    else {
      const m = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(line.trim());
      if (!m && !allowBare) fail(`'${line.trim()}' is no line of an ini file`);
      if (!section) return fail("the ini file has a line before its first section");
      key = m ? m[1] ?? "" : line.trim();
      section.set(key, m ? (m[2] ?? "").trim() : "");
    }
  }
  return sections;
}
function ini(call) {
  checkOptions(call, "ini", [
    "type",
    "file",
    "section",
    "re",
    "encoding",
    "default",
    "case_sensitive",
    "allow_no_value",
    "allow_none"
  ]);
  if (str(option(call, "type") ?? "ini") !== "ini")
    unsupported("the lookup ini with type 'properties' is not supported");
  if (flag(option(call, "re"), false))
    unsupported("the lookup ini with re is not supported", "give the key by its name");
  const { text: text4 } = readText(call, "files", str(option(call, "file") ?? "ansible.ini"));
  const sections = parseIni(text4, flag(option(call, "allow_no_value") ?? option(call, "allow_none"), false));
  const exact = flag(option(call, "case_sensitive"), false);
  const fold = (s) => exact ? s : s.toLowerCase();
  const name = str(option(call, "section") ?? "global");
  const section = new Map(
    [...sections.get(name) ?? [], ...sections.get("DEFAULT") ?? []].map(([k, v]) => [fold(k), v])
  );
  return call.terms.map((term) => section.get(fold(str(term))) ?? option(call, "default") ?? "");
}
function csvfile(call) {
  checkOptions(call, "csvfile", ["file", "delimiter", "col", "keycol", "default", "encoding"]);
  const { text: text4 } = readText(call, "files", str(option(call, "file") ?? "ansible.csv"));
  const given = str(option(call, "delimiter") ?? "TAB");
  const delimiter = given === "TAB" || given === "t" ? "	" : given;
  const col = Number(str(option(call, "col") ?? 1));
  const keycol = Number(str(option(call, "keycol") ?? 0));
  const rows2 = splitLines2(text4).map((line) => splitCsv(line, delimiter));
  return call.terms.map((term) => {
    const row = rows2.find((r) => r[keycol] === str(term));
    return row?.[col] ?? option(call, "default") ?? [];
  });
}
function splitCsv(line, delimiter) {
  const out = [];
  let at = 0;
  for (; ; ) {
    if (line[at] === '"') {
      const m = /"((?:[^"]|"")*)"?/y;
      m.lastIndex = at;
      const found2 = m.exec(line);
      out.push((found2?.[1] ?? "").replaceAll('""', '"'));
      at += found2?.[0].length ?? 1;
    } else {
      const end = line.indexOf(delimiter, at);
      out.push(line.slice(at, end < 0 ? void 0 : end));
      at = end < 0 ? line.length : end;
    }
    if (!line.startsWith(delimiter, at)) return out;
    at += delimiter.length;
  }
}
function refused(name, instead) {
  return [name, () => unsupported(`the lookup '${name}' is not supported`, instead)];
}
var FILE_LOOKUPS = [
  ["file", file],
  ["template", template],
  ["fileglob", fileglob],
  ["first_found", firstFound],
  [
    "pipe",
    (call) => {
      checkOptions(call, "pipe", []);
      return call.terms.map((term) => run(call, str(term)).trimEnd());
    }
  ],
  [
    "lines",
    (call) => {
      checkOptions(call, "lines", []);
      return call.terms.flatMap((term) => splitLines2(run(call, str(term)).trimEnd()));
    }
  ],
  ["ini", ini],
  ["csvfile", csvfile],
  refused("unvault", "vaulted variables and files are decrypted when they are loaded"),
  refused("password", "create the password once and keep it in a vaulted variable"),
  refused("url", "use the module uri or get_url and register its result"),
  refused("config", "set the value as a variable")
];

// src/template/lookups/index.ts
var LOOKUPS = new Map([...DATA_LOOKUPS, ...FILE_LOOKUPS]);
function shortName(name) {
  return name.replace(/^(?:ansible\.(?:builtin|legacy)|community\.general)\./, "");
}
function runLookupPlugin(engine, name, terms, options, scope) {
  const plugin = LOOKUPS.get(shortName(name));
  if (!plugin) return unsupported(`there is no lookup '${name}'`, didYouMean(name, LOOKUPS.keys()) || void 0);
  return plugin({ terms, options, scope, engine, port: engine.port });
}
function run2(engine, args, kwargs, scope) {
  const [name, ...terms] = args;
  if (typeof name !== "string") return fail("the name of the lookup is missing");
  const options = new Map(kwargs);
  const errors = str(kwargs.get("errors") ?? "strict");
  options.delete("errors");
  options.delete("wantlist");
  if (!["strict", "warn", "ignore"].includes(errors)) fail(`errors must be strict, warn or ignore, not '${errors}'`);
  try {
    return engine.runLookup(name, terms, options, scope);
  } catch (error) {
    if (errors === "strict" || !(error instanceof TsplayError) || error.code === "unsupported-template" || error.code === "undefined-variable")
      throw error;
    return void 0;
  }
}
function lookup(engine, args, kwargs, scope) {
  const want = kwargs.get("wantlist");
  const wantlist = want !== void 0 && truthy(want);
  const results = run2(engine, args, kwargs, scope);
  if (results === void 0) return wantlist ? [] : null;
  if (wantlist) return results;
  if (results.length === 1) return results[0];
  if (results.every((r) => typeof r === "string")) return results.join(",");
  return results;
}
function query(engine, args, kwargs, scope) {
  return run2(engine, args, kwargs, scope) ?? [];
}

// src/template/run/objects.ts
var Namespace = class extends PyObject {
  constructor(attributes) {
    super();
    this.attributes = attributes;
  }
  attributes;
  typeName = "Namespace";
  get(name) {
    return this.attributes.get(name);
  }
  element(key) {
    return typeof key === "string" ? this.attributes.get(key) : void 0;
  }
};
var TemplateModule = class extends PyObject {
  constructor(name, exports, output) {
    super();
    this.name = name;
    this.exports = exports;
    this.output = output;
  }
  name;
  exports;
  output;
  typeName = "TemplateModule";
  get(name) {
    return this.exports.get(name);
  }
  str() {
    return this.output;
  }
};
var LoopVariable = class extends Callable {
  constructor(items, depth0, recurse) {
    super();
    this.items = items;
    this.depth0 = depth0;
    this.recurse = recurse;
  }
  items;
  depth0;
  recurse;
  typeName = "LoopContext";
  index0 = 0;
  lastChanged;
  call(args) {
    if (!this.recurse) fail("The loop must have the 'recursive' marker to be called recursively.");
    return this.recurse(args[0] ?? null);
  }
  get(name) {
    const n = this.items.length;
    switch (name) {
      case "index":
        return this.index0 + 1;
      case "index0":
        return this.index0;
      case "revindex":
        return n - this.index0;
      case "revindex0":
        return n - this.index0 - 1;
      case "first":
        return this.index0 === 0;
      case "last":
        return this.index0 === n - 1;
      case "length":
        return n;
      case "depth":
        return this.depth0 + 1;
      case "depth0":
        return this.depth0;
      case "previtem":
        return this.items[this.index0 - 1] ?? new Undefined("there is no previous item");
      case "nextitem":
        return this.items[this.index0 + 1] ?? new Undefined("there is no next item");
      case "cycle":
        return new NativeFunction("cycle", (args) => {
          if (args.length === 0) fail("no items for cycling given");
          return args[this.index0 % args.length];
        });
      case "changed":
        return new NativeFunction("changed", (args) => {
          const before = this.lastChanged;
          this.lastChanged = args;
          return !(before?.length === args.length && before.every((v, i) => equal(v, args[i])));
        });
      default:
        return void 0;
    }
  }
};
var Cycler = class extends PyObject {
  constructor(items) {
    super();
    this.items = items;
  }
  items;
  typeName = "Cycler";
  at = 0;
  get(name) {
    if (name === "current") return this.items[this.at];
    if (name === "next")
      return new NativeFunction("next", () => {
        const item = this.items[this.at];
        this.at = (this.at + 1) % this.items.length;
        return item;
      });
    if (name === "reset") return new NativeFunction("reset", () => (this.at = 0, null));
    return void 0;
  }
};
function cycler(args) {
  return args.length > 0 ? new Cycler(args) : fail("at least one item has to be provided");
}
var Joiner = class extends Callable {
  constructor(separator) {
    super();
    this.separator = separator;
  }
  separator;
  typeName = "Joiner";
  used = false;
  call(_args, _kwargs) {
    if (this.used) return this.separator;
    this.used = true;
    return "";
  }
};
function joiner(args, kwargs) {
  return new Joiner(args[0] ?? kwargs.get("sep") ?? ", ");
}

// src/template/globals.ts
var RANGE_LIMIT = 1e7;
function range(args) {
  const [first, second, third] = args.map((v) => indexOf(v, "range() arguments"));
  if (first === void 0) return fail("range expected at least 1 argument, got 0");
  const [start, stop, step] = second === void 0 ? [0, first, 1] : [first, second, third ?? 1];
  if (step === 0) fail("range() arg 3 must not be zero");
  const n = Math.max(0, Math.ceil((stop - start) / step));
  if (n > RANGE_LIMIT) fail(`range() of ${n} elements is refused; the limit is ${RANGE_LIMIT}`);
  return Array.from({ length: n }, (_, i) => start + i * step);
}
var VarsView = class extends PyObject {
  constructor(engine, scope) {
    super();
    this.engine = engine;
    this.scope = scope;
  }
  engine;
  scope;
  typeName = "dict";
  get(name) {
    if (name === "get") return new NativeFunction("get", (args) => this.element(args[0] ?? null) ?? args[1] ?? null);
    if (name === "keys") return new NativeFunction("keys", () => this.items());
    return this.element(name);
  }
  element(key) {
    const raw = typeof key === "string" ? this.scope.lookup(key) : void 0;
    return raw instanceof TemplateText ? this.engine.evaluateOrUndefined(raw, this.scope) : raw;
  }
  items() {
    return [...this.scope.names()];
  }
};
function fn(name, body) {
  const value2 = new NativeFunction(name, body);
  return () => value2;
}
var GLOBALS = /* @__PURE__ */ new Map([
  ["range", fn("range", (args) => range(args))],
  [
    "dict",
    fn("dict", (args, kwargs) => {
      const map2 = /* @__PURE__ */ new Map();
      updateDict(map2, args[0], kwargs);
      return map2;
    })
  ],
  ["lipsum", fn("lipsum", () => unsupported("lipsum() is not supported", "put the text into the template"))],
  ["cycler", fn("cycler", (args) => cycler(args))],
  ["joiner", fn("joiner", (args, kwargs) => joiner(args, kwargs))],
  [
    "namespace",
    fn("namespace", (args, kwargs) => {
      const map2 = /* @__PURE__ */ new Map();
      updateDict(map2, args[0], kwargs);
      return new Namespace(new Map([...map2].map(([k, v]) => [str(k), v])));
    })
  ],
  ["lookup", (engine, scope) => new NativeFunction("lookup", (args, kwargs) => lookup(engine, args, kwargs, scope))],
  ["query", (engine, scope) => new NativeFunction("query", (args, kwargs) => query(engine, args, kwargs, scope))],
  ["q", (engine, scope) => new NativeFunction("q", (args, kwargs) => query(engine, args, kwargs, scope))],
  [
    "undef",
    fn("undef", (args, kwargs) => {
      const [hint] = bind("undef", args, kwargs, ["hint"]);
      return new Undefined(
        hint === void 0 || hint === null ? "mandatory variable has not been overridden" : str(hint)
      );
    })
  ],
  [
    "now",
    (engine) => new NativeFunction("now", (args, kwargs) => {
      const [utc, fmt] = bind("now", args, kwargs, ["utc", "fmt"]);
      engine.impure();
      const time = moment(engine.port.now(), utc !== void 0 && truthy(utc));
      return fmt === void 0 || fmt === null ? new PyDateTime(time.micros) : formatTime(time, str(fmt));
    })
  ],
  ["omit", () => OmitValue.instance],
  ["vars", (engine, scope) => new VarsView(engine, scope)]
]);
function globalNamed(engine, name, scope) {
  return GLOBALS.get(name)?.(engine, scope);
}

// src/template/run/expression.ts
var ExpressionEvaluator = class {
  constructor(engine, source, scope, rendering) {
    this.engine = engine;
    this.source = source;
    this.scope = scope;
    this.rendering = rendering;
    if (source.parsed.mutates) rendering.copies = true;
  }
  engine;
  source;
  scope;
  rendering;
  /** Offset of the operation that runs now; errors get their place from it. */
  at = 0;
  span(pos) {
    return spanAt(this.source.base, this.source.parsed.tokens.place(pos));
  }
  /** Runs `work`; an error without a place gets the place of the running operation. */
  located(work) {
    try {
      return work();
    } catch (error) {
      throw this.locate(error);
    }
  }
  locate(error) {
    if (error instanceof RangeError && /call stack/i.test(error.message))
      return new TsplayError("template-value", "the template is nested too deeply", { span: this.source.base });
    if (!(error instanceof TsplayError) || error.span) return error;
    return new TsplayError(error.code, error.message, {
      span: this.span(this.at),
      hint: error.hint,
      notes: error.notes,
      cause: error.cause
    });
  }
  /** The value of an expression; containers in it may still hold unevaluated templates. */
  eval(e, frame) {
    switch (e.t) {
      case "const":
        return e.value;
      case "name":
        return this.name(e.name, e.pos, frame);
      case "attr":
        return this.attr(this.eval(e.target, frame), e.name, e.pos);
      case "item":
        return this.item(e.target, e.index, frame, e.pos);
      case "call":
        return this.call(e, frame);
      case "filter": {
        const target = e.target ? this.eval(e.target, frame) : null;
        return this.filter(e.name, target, e, frame, e.pos);
      }
      case "test":
        return this.test(e.name, this.eval(e.target, frame), e, frame, e.pos);
      case "and": {
        const left = this.forced(e.left, frame);
        this.at = e.pos;
        return truthy(left) ? this.eval(e.right, frame) : left;
      }
      case "or": {
        const left = this.forced(e.left, frame);
        this.at = e.pos;
        return truthy(left) ? left : this.eval(e.right, frame);
      }
      case "not": {
        const v = this.forced(e.operand, frame);
        this.at = e.pos;
        return !truthy(v);
      }
      case "cond": {
        const test = this.forced(e.test, frame);
        this.at = e.pos;
        if (truthy(test)) return this.eval(e.then, frame);
        if (e.otherwise) return this.eval(e.otherwise, frame);
        return new Nothing(
          "the inline if-expression evaluated to false and no else section was defined",
          this.span(e.pos)
        );
      }
      case "compare":
        return this.comparison(e.first, e.rest, frame, e.pos);
      case "binary": {
        const left = this.forced(e.left, frame);
        const right = this.forced(e.right, frame);
        this.at = e.pos;
        return binary(e.op, left, right);
      }
      case "concat": {
        const parts = e.items.map((item) => {
          const v = this.forced(item, frame);
          this.at = item.pos;
          return str(v);
        });
        bounded(parts.reduce((n, p) => n + p.length, 0));
        return parts.join("");
      }
      case "neg":
      case "posit": {
        const v = this.forced(e.operand, frame);
        this.at = e.pos;
        return e.t === "neg" ? negate(v) : positive(v);
      }
      case "list":
        return e.items.map((item) => this.forced(item, frame));
      case "tuple":
        return tuple(e.items.map((item) => this.forced(item, frame)));
      case "dict": {
        const map2 = /* @__PURE__ */ new Map();
        for (const [k, v] of e.pairs) {
          const key = this.forced(k, frame);
          this.at = k.pos;
          mapSet(map2, key, this.forced(v, frame));
        }
        return map2;
      }
      case "slice":
        return fail("a slice stands only in brackets");
    }
  }
  /** The value of an expression with every template in it evaluated. */
  forced(e, frame) {
    const v = this.eval(e, frame);
    if (v === null || typeof v !== "object") return v;
    this.at = e.pos;
    return this.engine.force(v, this.scope);
  }
  name(name, pos, frame) {
    const local = frame.get(name);
    if (local !== void 0) return local;
    const known = this.rendering.names.get(name);
    if (known !== void 0) return known;
    this.at = pos;
    const raw = this.scope.lookup(name);
    if (raw !== void 0) {
      let value2 = this.settle(raw);
      if (this.rendering.copies && typeof value2 === "object") value2 = copyDeep(this.engine.force(value2, this.scope));
      if (!(value2 instanceof Undefined)) this.rendering.names.set(name, value2);
      return value2;
    }
    const found2 = this.engine.global(name, this.scope);
    if (found2 !== void 0) return found2;
    return new Undefined(`'${name}' is undefined`, this.span(pos), this.engine.suggest(name, this.scope), name);
  }
  /** A raw value as a value: a template is evaluated, and an undefined variable in it makes it undefined. */
  settle(v) {
    return v instanceof TemplateText ? this.engine.evaluateOrUndefined(v, this.scope) : v;
  }
  attr(target, name, pos) {
    this.at = pos;
    if (target instanceof Undefined) return target;
    if (target instanceof Map) {
      const method = attribute(target, name);
      if (method !== void 0) return attribute(this.engine.force(target, this.scope), name);
      const value2 = target.get(name);
      if (value2 !== void 0) return this.settle(value2);
      return this.located_(getAttribute(this.engine.withPlainKeys(target, this.scope), name), pos);
    }
    const v = typeof target === "object" ? this.engine.force(target, this.scope) : target;
    return this.located_(this.settle(getAttribute(v, name)), pos);
  }
  /** Gives a new undefined value the place where it arose. */
  located_(v, pos) {
    if (!(v instanceof Undefined) || v.span) return v;
    return new Undefined(v.message, this.span(pos), v.hint, v.name);
  }
  item(targetExpr, index, frame, pos) {
    const target = this.eval(targetExpr, frame);
    if (index.t === "slice") {
      const part = (e) => e ? this.forced(e, frame) : null;
      const [start, stop, step] = [part(index.start), part(index.stop), part(index.step)];
      this.at = pos;
      return target instanceof Undefined ? target : slice(this.engine.force(target, this.scope), start, stop, step);
    }
    const key = this.forced(index, frame);
    this.at = pos;
    if (target instanceof Undefined) return target;
    if (key instanceof Undefined) return failUndefined(key);
    const found2 = element(target, key);
    if (found2 !== void 0) return this.settle(found2);
    if (target instanceof Map) {
      const plain4 = this.engine.withPlainKeys(target, this.scope);
      return plain4 === target && typeof key !== "string" ? this.located_(missing(target, key), pos) : this.located_(this.settle(getItem(plain4, key)), pos);
    }
    return this.located_(getItem(target, key), pos);
  }
  /** Positional and keyword arguments of a call, templates in them evaluated. */
  args(call, frame) {
    const args = call.args.map((a) => this.forced(a, frame));
    const kwargs = /* @__PURE__ */ new Map();
    for (const [name, e] of call.kwargs) kwargs.set(name, this.forced(e, frame));
    if (call.star) for (const v of iterate(this.forced(call.star, frame))) args.push(v);
    if (call.starStar) {
      const more = this.forced(call.starStar, frame);
      if (!(more instanceof Map)) return fail("the argument after ** must be a mapping");
      for (const [k, v] of more) kwargs.set(str(k), v);
    }
    return { args, kwargs };
  }
  call(e, frame, extra) {
    const callee = this.eval(e.callee, frame);
    const { args, kwargs } = this.args(e, frame);
    if (extra) kwargs.set(...extra);
    this.at = e.pos;
    if (callee instanceof Undefined) failUndefined(callee);
    if (!(callee instanceof Callable)) fail(`'${typeName(callee)}' object is not callable`);
    if (callee instanceof NativeFunction && !callee.takesUndefined) {
      for (const v of args) if (v instanceof Undefined) failUndefined(v);
      for (const v of kwargs.values()) if (v instanceof Undefined) failUndefined(v);
    }
    return this.settle(this.engine.deeper(() => callee.call(args, kwargs)));
  }
  /** Applies a filter; `target` may be undefined. */
  filter(name, target, call, frame, pos) {
    this.at = pos;
    const definition = this.engine.filterNamed(name);
    const value2 = definition.takesUndefined ? this.engine.forceOrUndefined(target, this.scope) : this.engine.force(target, this.scope);
    const { args, kwargs } = this.args(call, frame);
    this.at = pos;
    return this.engine.applyFilter(definition, { value: value2, args, kwargs, scope: this.scope });
  }
  test(name, target, call, frame, pos) {
    this.at = pos;
    const definition = this.engine.testNamed(name);
    const value2 = definition.takesUndefined ? this.engine.forceOrUndefined(target, this.scope) : this.engine.force(target, this.scope);
    const { args, kwargs } = this.args(call, frame);
    this.at = pos;
    return truthy(this.engine.applyFilter(definition, { value: value2, args, kwargs, scope: this.scope }));
  }
  comparison(first, rest, frame, pos) {
    let left = this.forced(first, frame);
    for (const { op, right: rightExpr } of rest) {
      const right = this.forced(rightExpr, frame);
      this.at = pos;
      if (!compareBy(op, left, right)) return false;
      left = right;
    }
    return true;
  }
};
function compareBy(op, a, b) {
  switch (op) {
    case "==":
      return equal(a, b);
    case "!=":
      return !equal(a, b);
    case "<":
      return compare(a, b, op) < 0;
    case "<=":
      return compare(a, b, op) <= 0;
    case ">":
      return compare(a, b, op) > 0;
    case ">=":
      return compare(a, b, op) >= 0;
    case "in":
      return contains(b, a);
    case "not in":
      return !contains(b, a);
  }
}
function copyDeep(v) {
  if (Array.isArray(v)) return v.constructor === Array ? v.map(copyDeep) : tuple(v.map(copyDeep));
  if (v instanceof Map) return new Map([...v].map(([k, item]) => [k, copyDeep(item)]));
  return v;
}

// src/template/run/frame.ts
var Frame = class {
  constructor(parent) {
    this.parent = parent;
  }
  parent;
  vars = /* @__PURE__ */ new Map();
  get(name) {
    return this.vars.get(name) ?? this.parent?.get(name);
  }
};
var Output = class {
  parts = [];
  size = 0;
  push(text4) {
    if (text4 === "") return;
    this.size += text4.length;
    bounded(this.size);
    this.parts.push(text4);
  }
  text() {
    return this.parts.join("");
  }
};

// src/template/run/macro.ts
var Macro = class extends Callable {
  constructor(definition, runner, frame) {
    super();
    this.definition = definition;
    this.runner = runner;
    this.frame = frame;
  }
  definition;
  runner;
  frame;
  typeName = "Macro";
  call(args, kwargs) {
    const { params, uses, name, body } = this.definition;
    const inner = new Frame(this.frame);
    const rest = new Map(kwargs);
    params.forEach((param, i) => {
      const given = i < args.length ? args[i] : rest.get(param.name);
      if (i < args.length && rest.has(param.name))
        fail(`macro '${name}' got multiple values for argument '${param.name}'`);
      rest.delete(param.name);
      if (given !== void 0) inner.vars.set(param.name, given);
      else if (!param.fallback) inner.vars.set(param.name, new Undefined(`parameter '${param.name}' was not provided`));
    });
    for (const param of params) {
      if (!inner.vars.has(param.name) && param.fallback)
        inner.vars.set(
          param.name,
          this.runner.located(() => this.runner.forced(param.fallback, inner))
        );
    }
    const caller = rest.get("caller");
    rest.delete("caller");
    if (caller !== void 0 && !uses.caller)
      fail(`macro '${name}' was invoked with two values for the special caller argument`);
    if (uses.caller && !inner.vars.has("caller"))
      inner.vars.set("caller", caller ?? new Undefined("No caller defined"));
    const surplus = args.slice(params.length);
    if (uses.varargs) inner.vars.set("varargs", tuple(surplus));
    else if (surplus.length > 0) fail(`macro '${name}' takes not more than ${params.length} argument(s)`);
    if (uses.kwargs) inner.vars.set("kwargs", new Map(rest));
    else if (rest.size > 0) fail(`macro '${name}' takes no keyword argument '${[...rest.keys()][0]}'`);
    return this.runner.engine.deeper(() => this.runner.capture(body, inner));
  }
  get(attribute2) {
    if (attribute2 === "name") return this.definition.name;
    if (attribute2 === "arguments") return tuple(this.definition.params.map((p) => p.name));
    if (attribute2 === "catch_kwargs") return this.definition.uses.kwargs;
    if (attribute2 === "catch_varargs") return this.definition.uses.varargs;
    if (attribute2 === "caller") return this.definition.uses.caller;
    return void 0;
  }
};

// src/template/run/statements.ts
var TemplateRunner = class _TemplateRunner extends ExpressionEvaluator {
  root = new Frame();
  blocks = /* @__PURE__ */ new Map();
  parent;
  /** The text of the whole template. */
  render(frame = new Frame()) {
    this.root = frame;
    this.addBlocks();
    const root = frame;
    if (!root.vars.has("self")) root.vars.set("self", new SelfReference((name) => this.selfBlock(name, root)));
    const out = new Output();
    this.located(() => this.run(this.source.parsed.statements, this.root, out, true));
    return out.text();
  }
  /** Runs the template for the names it defines. */
  module(frame, name) {
    const text4 = this.render(frame);
    return new TemplateModule(
      name,
      new Map([...this.root.vars].filter(([n]) => !n.startsWith("_") && n !== "self")),
      text4
    );
  }
  /** The text some statements give. */
  capture(body, frame) {
    const out = new Output();
    this.located(() => this.run(body, frame, out, false));
    return out.text();
  }
  addBlocks() {
    for (const block of this.source.parsed.blocks.values()) {
      const versions = this.blocks.get(block.name) ?? [];
      versions.push({ block, runner: this });
      this.blocks.set(block.name, versions);
    }
  }
  run(statements, frame, out, top) {
    for (const s of statements) {
      const signal = this.statement(s, frame, out, top);
      if (signal) return signal;
    }
    if (top && this.parent) {
      const parent = this.parent;
      parent.located(() => parent.run(parent.source.parsed.statements, parent.root, out, true));
    }
    return void 0;
  }
  statement(s, frame, out, top) {
    switch (s.t) {
      case "text":
        if (!(top && this.parent)) out.push(s.text);
        return void 0;
      case "output": {
        const v = this.forced(s.expr, frame);
        this.at = s.expr.pos;
        const text4 = this.engine.printed(v);
        if (!(top && this.parent)) out.push(text4);
        return void 0;
      }
      case "if": {
        const test = this.forced(s.test, frame);
        this.at = s.test.pos;
        for (const inner of truthy(test) ? s.body : s.otherwise) {
          const signal = this.statement(inner, frame, out, top);
          if (signal) return signal;
        }
        return void 0;
      }
      case "for":
        this.forLoop(s, this.forced(s.iter, frame), frame, out, 0);
        return void 0;
      case "set":
        this.assign(s.target, this.forced(s.value, frame), frame);
        return void 0;
      case "setblock": {
        const text4 = this.capture(s.body, new Frame(frame));
        this.assign(s.target, s.filter ? this.filterChain(s.filter, text4, frame) : text4, frame);
        return void 0;
      }
      case "macro":
        frame.vars.set(s.name, new Macro(s, this, frame));
        return void 0;
      case "callblock": {
        const caller = new Macro(s.caller, this, frame);
        const v = this.call(s.call, frame, ["caller", caller]);
        out.push(this.engine.printed(v));
        return void 0;
      }
      case "filterblock": {
        const v = this.filterChain(s.filter, this.capture(s.body, new Frame(frame)), frame);
        out.push(this.engine.printed(v));
        return void 0;
      }
      case "block":
        if (!(top && this.parent)) this.block(s.name, s, frame, out);
        return void 0;
      case "extends":
        this.extend(s.parent, frame);
        return void 0;
      case "include":
        this.include(s, frame, out);
        return void 0;
      case "import": {
        const source = this.load(s.template, frame);
        const runner = new _TemplateRunner(this.engine, source, this.scope, this.rendering);
        frame.vars.set(s.alias, runner.module(s.withContext ? new Frame(frame) : new Frame(), source.name ?? ""));
        return void 0;
      }
      case "from": {
        const source = this.load(s.template, frame);
        const runner = new _TemplateRunner(this.engine, source, this.scope, this.rendering);
        const module = runner.module(s.withContext ? new Frame(frame) : new Frame(), source.name ?? "");
        for (const [name, alias] of s.names) {
          const undef = new Undefined(`the template '${source.name}' does not export the requested name '${name}'`);
          frame.vars.set(alias, module.get(name) ?? undef);
        }
        return void 0;
      }
      case "with": {
        const inner = new Frame(frame);
        const values = s.values.map((v) => this.forced(v, frame));
        s.targets.forEach((t, i) => this.assign(t, values[i], inner));
        return this.run(s.body, inner, out, false);
      }
      case "scope":
        return this.run(s.body, new Frame(frame), out, false);
      case "do":
        this.forced(s.expr, frame);
        return void 0;
      case "break":
      case "continue":
        return s.t;
    }
  }
  filterChain(e, text4, frame) {
    if (e.t !== "filter") return text4;
    const target = e.target ? this.filterChain(e.target, text4, frame) : text4;
    return this.filter(e.name, target, e, frame, e.pos);
  }
  assign(target, value2, frame) {
    this.at = target.pos;
    switch (target.t) {
      case "name":
        frame.vars.set(target.name, value2);
        return;
      case "nsref": {
        const ns = frame.get(target.name);
        if (!(ns instanceof Namespace)) fail("cannot assign attribute on non-namespace object");
        ns.attributes.set(target.attr, value2);
        return;
      }
      case "tuple": {
        if (value2 instanceof Undefined) failUndefined(value2);
        const items = iterate(value2);
        const n = target.items.length;
        if (items.length < n) fail(`not enough values to unpack (expected ${n}, got ${items.length})`);
        if (items.length > n) fail(`too many values to unpack (expected ${n})`);
        target.items.forEach((t, i) => this.assign(t, items[i], frame));
      }
    }
  }
  forLoop(s, iterable, frame, out, depth) {
    this.at = s.iter.pos;
    let items = iterate(iterable);
    if (s.test) {
      const test = s.test;
      items = items.filter((item) => {
        const inner = new Frame(frame);
        this.assign(s.target, item, inner);
        return truthy(this.forced(test, inner));
      });
    } else items = [...items];
    const recurse = s.recursive ? (value2) => this.engine.deeper(() => {
      const inner = new Output();
      this.forLoop(s, this.engine.force(value2, this.scope), frame, inner, depth + 1);
      return inner.text();
    }) : void 0;
    const loop = new LoopVariable(items, depth, recurse);
    for (const [i, item] of items.entries()) {
      loop.index0 = i;
      const inner = new Frame(frame);
      inner.vars.set("loop", loop);
      this.assign(s.target, item, inner);
      if (this.run(s.body, inner, out, false) === "break") break;
    }
    if (items.length === 0) this.run(s.otherwise, new Frame(frame), out, false);
  }
  block(name, s, frame, out) {
    const versions = this.blocks.get(name) ?? [{ block: s, runner: this }];
    const base = s.scoped ? frame : this.root;
    out.push(this.blockText(versions, 0, base));
  }
  blockText(versions, level, base) {
    const version = versions[level];
    if (!version) return fail("there is no parent block");
    if (version.block.required && level === 0) fail(`required block '${version.block.name}' not found`);
    const inner = new Frame(base);
    const next = versions[level + 1];
    inner.vars.set(
      "super",
      next ? new NativeFunction("super", () => this.blockText(versions, level + 1, base)) : new Undefined(`there is no parent block called '${version.block.name}'`)
    );
    inner.vars.set("self", new SelfReference((name) => this.selfBlock(name, base)));
    return this.engine.deeper(() => version.runner.capture(version.block.body, inner));
  }
  selfBlock(name, base) {
    const versions = this.blocks.get(name);
    return versions && new NativeFunction(name, () => this.blockText(versions, 0, base));
  }
  extend(parentExpr, frame) {
    if (this.parent) fail("extended multiple times");
    const source = this.load(parentExpr, frame);
    const parent = new _TemplateRunner(this.engine, source, this.scope, this.rendering);
    parent.root = this.root;
    parent.blocks = this.blocks;
    this.engine.deeper(() => {
      parent.addBlocks();
      this.parent = parent;
    });
  }
  load(e, frame) {
    const name = this.forced(e, frame);
    this.at = e.pos;
    if (name instanceof Undefined) failUndefined(name);
    const names2 = Array.isArray(name) ? name.map((n) => str(n)) : [str(name)];
    for (const n of names2) {
      const found2 = this.engine.findTemplate(n, this.source.name, this.scope);
      if (found2) return found2;
    }
    return fail(
      `no template '${names2.join("', '")}' was found`,
      "templates are searched beside this one, then in templates/"
    );
  }
  include(s, frame, out) {
    let source;
    if (s.ignoreMissing) {
      const name = this.forced(s.template, frame);
      const names2 = Array.isArray(name) ? name.map((n) => str(n)) : [str(name)];
      const found2 = names2.map((n) => this.engine.findTemplate(n, this.source.name, this.scope)).find((f) => f);
      if (!found2) return;
      source = found2;
    } else source = this.load(s.template, frame);
    const runner = new _TemplateRunner(this.engine, source, this.scope, this.rendering);
    out.push(this.engine.deeper(() => runner.render(s.withContext ? new Frame(frame) : new Frame())));
  }
};
var SelfReference = class extends PyObject {
  constructor(find2) {
    super();
    this.find = find2;
  }
  find;
  typeName = "TemplateReference";
  get(name) {
    return this.find(name);
  }
};

// src/template/syntax/header.ts
var HEADER = "#jinja2:";
var NAMES = {
  block_start_string: "blockStart",
  block_end_string: "blockEnd",
  variable_start_string: "variableStart",
  variable_end_string: "variableEnd",
  comment_start_string: "commentStart",
  comment_end_string: "commentEnd",
  trim_blocks: "trimBlocks",
  lstrip_blocks: "lstripBlocks"
};
function parseHeader(source, name, options) {
  const d = {
    blockStart: options.blockStart ?? ANSIBLE_DELIMITERS.blockStart,
    blockEnd: options.blockEnd ?? ANSIBLE_DELIMITERS.blockEnd,
    variableStart: options.variableStart ?? ANSIBLE_DELIMITERS.variableStart,
    variableEnd: options.variableEnd ?? ANSIBLE_DELIMITERS.variableEnd,
    commentStart: options.commentStart ?? ANSIBLE_DELIMITERS.commentStart,
    commentEnd: options.commentEnd ?? ANSIBLE_DELIMITERS.commentEnd,
    trimBlocks: options.trimBlocks ?? ANSIBLE_DELIMITERS.trimBlocks,
    lstripBlocks: options.lstripBlocks ?? ANSIBLE_DELIMITERS.lstripBlocks
  };
  let newlineSequence = options.newlineSequence ?? "\n";
  if (!source.startsWith(HEADER)) return { body: source, skippedLines: 0, delimiters: same(d), newlineSequence };
  const end = source.indexOf("\n");
  const line = (end < 0 ? source : source.slice(0, end)).slice(HEADER.length);
  for (const pair of line.split(",")) {
    const colon = pair.indexOf(":");
    const key = pair.slice(0, colon).trim();
    const value2 = literal(pair.slice(colon + 1).trim());
    const known = NAMES[key];
    const bad = (message) => {
      throw new TsplayError("template-syntax", message, { span: { file: name, line: 1, col: 1 } });
    };
    if (colon < 0) bad(`the #jinja2: header needs 'name: value' pairs, not '${pair.trim()}'`);
    if (known) {
      if (typeof value2 !== typeof d[known]) bad(`'${key}' in the #jinja2: header has a value of the wrong type`);
      d[known] = value2;
    } else if (key === "newline_sequence" && typeof value2 === "string") newlineSequence = value2;
    else if (key !== "keep_trailing_newline") bad(`'${key}' in the #jinja2: header is not supported`);
  }
  return { body: end < 0 ? "" : source.slice(end + 1), skippedLines: 1, delimiters: same(d), newlineSequence };
}
function same(d) {
  const keys = Object.keys(ANSIBLE_DELIMITERS);
  return keys.every((k) => d[k] === ANSIBLE_DELIMITERS[k]) ? ANSIBLE_DELIMITERS : d;
}
function literal(text4) {
  if (/^true$/i.test(text4)) return true;
  if (/^false$/i.test(text4)) return false;
  const quoted = /^(['"])(.*)\1$/.exec(text4);
  return (quoted?.[2] ?? text4).replace(/\\([nrt\\])/g, (_m, c) => ({ n: "\n", r: "\r", t: "	" })[c] ?? c);
}

// src/template/tests/version.ts
var OPERATORS = {};
for (const [names2, accept] of [
  ["== = eq", (n) => n === 0],
  ["< lt", (n) => n < 0],
  ["<= le", (n) => n <= 0],
  ["> gt", (n) => n > 0],
  [">= ge", (n) => n >= 0],
  ["!= <> ne", (n) => n !== 0]
])
  for (const name of names2.split(" ")) OPERATORS[name] = accept;
function looseParts(version) {
  return (version.match(/\d+|[a-z]+|[^\da-z.]+/g) ?? []).map((p) => /^\d+$/.test(p) ? Number(p) : p);
}
function compareParts(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (typeof x !== typeof y) fail(`Version comparison failed: '${x}' and '${y}' cannot be compared`);
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}
function strictParts(version) {
  const m = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(version) ?? fail(`invalid version number '${version}'`);
  const pre = m[4] ? [m[4], Number(m[5])] : ["c", 0];
  return [Number(m[1]), Number(m[2]), Number(m[3] ?? 0), ...pre];
}
var SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\da-zA-Z.-]+))?(?:\+[\da-zA-Z.-]+)?$/;
function compareSemver(a, b) {
  const parse = (v) => SEMVER.exec(v) ?? fail(`invalid semantic version '${v}'`);
  const [x, y] = [parse(a), parse(b)];
  for (let i = 1; i <= 3; i++) if (x[i] !== y[i]) return Number(x[i]) - Number(y[i]);
  const [p, q] = [x[4], y[4]];
  if (p === q) return 0;
  if (p === void 0) return 1;
  if (q === void 0) return -1;
  const [ps, qs] = [p.split("."), q.split(".")];
  for (let i = 0; i < Math.max(ps.length, qs.length); i++) {
    const [s, t] = [ps[i], qs[i]];
    if (s === void 0) return -1;
    if (t === void 0) return 1;
    if (s === t) continue;
    const [sn, tn] = [/^\d+$/.test(s), /^\d+$/.test(t)];
    if (sn && tn) return Number(s) - Number(t);
    if (sn !== tn) return sn ? -1 : 1;
    return s < t ? -1 : 1;
  }
  return 0;
}
function versionTest(call) {
  const [versionArg, operatorArg, strict, typeArg] = take(
    call,
    "version",
    ["version", "operator", "strict", "version_type"],
    1
  );
  const [a, b] = [str(call.value), str(versionArg)];
  if (a === "") fail("Input version value cannot be empty");
  if (b === "") fail("Version parameter to compare against cannot be empty");
  const operator = text3(operatorArg, "eq");
  const accept = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : void 0;
  if (!accept) return fail(`Invalid operator type (${operator}). Must be one of ${Object.keys(OPERATORS).join(", ")}`);
  if (strict !== void 0 && strict !== null && typeArg !== void 0 && typeArg !== null)
    fail("Cannot specify both 'strict' and 'version_type'");
  const type = typeArg === void 0 || typeArg === null ? flag(strict ?? void 0, false) ? "strict" : "loose" : str(typeArg);
  switch (type) {
    case "loose":
      return accept(compareParts(looseParts(a), looseParts(b)));
    case "strict":
      return accept(compareParts(strictParts(a), strictParts(b)));
    case "semver":
    case "semantic":
      return accept(compareSemver(a, b));
    case "pep440":
      return unsupported("the version_type 'pep440' is not supported", "use loose or semver");
    default:
      return fail(`Invalid version type (${type}). Must be one of loose, strict, semver, semantic, pep440`);
  }
}

// src/template/tests/ansible.ts
function regexTest(name, type) {
  return (call) => {
    const [pattern, ignoreCase2, multiline, matchType] = take(call, name, [
      "pattern",
      "ignorecase",
      "multiline",
      "match_type"
    ]);
    const flags = { ignoreCase: flag(ignoreCase2, false), multiline: flag(multiline, false) };
    const kind = name === "regex" ? text3(matchType, "search") : type;
    const source = text3(pattern, "");
    if (kind === "fullmatch") return pythonRegex(`(?:${source})\\Z`, flags, "y").test(str(call.value));
    if (kind !== "search" && kind !== "match") fail(`the match_type '${kind}' is none of search, match, fullmatch`);
    return pythonRegex(source, flags, kind === "match" ? "y" : "g").test(str(call.value));
  };
}
function other(call) {
  return [...iterate(take(call, "the test", ["other"], 1)[0])];
}
function isTruthy(call) {
  const [convert] = take(call, "truthy", ["convert_bool"]);
  const v = call.value;
  if (flag(convert, false)) {
    const word = isNumeric(v) && typeof v !== "boolean" ? String(toNumber(v)) : typeof v === "string" ? v.trim().toLowerCase() : "";
    if (["y", "yes", "on", "1", "true", "t"].includes(word)) return true;
    if (["n", "no", "off", "0", "false", "f"].includes(word)) return false;
  }
  return truthy(v);
}
function exists(accept) {
  return (call) => {
    engineOf(call).impure();
    return accept(call.port.exists(str(call.value)));
  };
}
var URI = /^([a-zA-Z][a-zA-Z0-9+.-]*):/;
var table9 = {
  truthy: isTruthy,
  falsy: (call) => !isTruthy(call),
  match: regexTest("match", "match"),
  search: regexTest("search", "search"),
  regex: regexTest("regex", "search"),
  subset: (call) => isSubset(list(call), other(call)),
  issubset: (call) => isSubset(list(call), other(call)),
  superset: (call) => isSubset(other(call), list(call)),
  issuperset: (call) => isSubset(other(call), list(call)),
  contains: (call) => contains(call.value, take(call, "contains", ["other"], 1)[0]),
  any: (call) => list(call).some((v) => truthy(v)),
  all: (call) => list(call).every((v) => truthy(v)),
  nan: (call) => Number.isNaN(isNumeric(call.value) ? toNumber(call.value) : 0),
  isnan: (call) => Number.isNaN(isNumeric(call.value) ? toNumber(call.value) : 0),
  version: versionTest,
  version_compare: versionTest,
  exists: exists((k) => k !== void 0),
  file: exists((k) => k === "file"),
  is_file: exists((k) => k === "file"),
  directory: exists((k) => k === "directory"),
  is_dir: exists((k) => k === "directory"),
  link: () => unsupported("the test 'link' is not supported on the controller", "use the module stat"),
  is_link: () => unsupported("the test 'is_link' is not supported on the controller", "use the module stat"),
  mount: () => unsupported("the test 'mount' is not supported on the controller", "use the module stat"),
  same_file: () => unsupported("the test 'same_file' is not supported", "compare the paths"),
  abs: (call) => str(call.value).startsWith("/"),
  is_abs: (call) => str(call.value).startsWith("/"),
  uri: (call) => {
    const schemes = take(call, "uri", ["schemes"])[0];
    return isUri(call, schemes === void 0 || schemes === null ? void 0 : [...iterate(schemes)].map(str));
  },
  url: (call) => isUri(call, ["ftp", "ftps", "http", "https", "smb", "sftp"]) && /^[^:]+:\/\/[^/]+/.test(str(call.value)),
  urn: (call) => /^urn:[a-z0-9][a-z0-9-]{0,31}:\S+$/i.test(str(call.value)),
  vault_encrypted: (call) => str(call.value).startsWith("$ANSIBLE_VAULT;"),
  vaulted_file: () => unsupported("the test 'vaulted_file' is not supported")
};
function isUri(call, schemes) {
  const m = URI.exec(str(call.value));
  return schemes === void 0 || schemes.includes((m?.[1] ?? "").toLowerCase());
}
var ANSIBLE_TESTS = define(table9);

// src/template/tests/basic.ts
function other2(call) {
  return take(call, "the test", ["other"], 1)[0];
}
function order(op, accept) {
  return (call) => accept(compare(call.value, other2(call), op));
}
function modulo(v, n) {
  const r = binary("%", v, n);
  return isNumeric(r) ? toNumber(r) : fail(`a number is needed, not ${typeName(v)}`);
}
var eq = (call) => equal(call.value, other2(call));
var ne = (call) => !equal(call.value, other2(call));
var lt = order("<", (n) => n < 0);
var le = order("<=", (n) => n <= 0);
var gt = order(">", (n) => n > 0);
var ge = order(">=", (n) => n >= 0);
var table10 = {
  defined: (call) => !(call.value instanceof Undefined),
  undefined: (call) => call.value instanceof Undefined,
  none: (call) => call.value === null,
  boolean: (call) => typeof call.value === "boolean",
  true: (call) => call.value === true,
  false: (call) => call.value === false,
  integer: (call) => isInt(call.value),
  float: (call) => isFloat(call.value),
  number: (call) => isNumeric(call.value),
  string: (call) => typeof call.value === "string",
  mapping: (call) => call.value instanceof Map,
  iterable: (call) => iterableOf(call.value) !== void 0,
  sequence: (call) => Array.isArray(call.value) || typeof call.value === "string" || call.value instanceof Map,
  callable: (call) => call.value instanceof Callable,
  sameas: (call) => {
    const b = other2(call);
    return call.value === b || isFloat(call.value) && isFloat(b) && toNumber(call.value) === toNumber(b);
  },
  escaped: () => false,
  lower: (call) => {
    const s = str(call.value);
    return /\p{Ll}/u.test(s) && s === s.toLowerCase();
  },
  upper: (call) => {
    const s = str(call.value);
    return /\p{Lu}/u.test(s) && s === s.toUpperCase();
  },
  even: (call) => modulo(call.value, 2) === 0,
  odd: (call) => modulo(call.value, 2) === 1,
  divisibleby: (call) => modulo(call.value, take(call, "divisibleby", ["num"], 1)[0]) === 0,
  in: (call) => contains(take(call, "in", ["seq"], 1)[0], call.value),
  filter: (call) => hasName(() => engineOf(call).filterNamed(str(call.value))),
  test: (call) => hasName(() => engineOf(call).testNamed(str(call.value))),
  eq,
  equalto: eq,
  "==": eq,
  ne,
  "!=": ne,
  lt,
  lessthan: lt,
  "<": lt,
  le,
  "<=": le,
  gt,
  greaterthan: gt,
  ">": gt,
  ge,
  ">=": ge
};
function hasName(find2) {
  try {
    find2();
    return true;
  } catch {
    return false;
  }
}
var BASIC_TESTS = define(table10, ["defined", "undefined"]);

// src/template/tests/results.ts
function has(call, test, key) {
  const v = call.value;
  if (!(v instanceof Map)) return fail(`The '${test}' test expects a dictionary, not ${typeName(v)}`);
  const found2 = mapGet(v, key);
  return found2 !== void 0 && truthy(found2);
}
var failed = (call) => has(call, "failed", "failed");
var succeeded = (call) => !failed(call);
var changed = (call) => {
  if (call.value instanceof Map && mapGet(call.value, "changed") === void 0) {
    const results = mapGet(call.value, "results");
    if (Array.isArray(results)) return results.some((r) => r instanceof Map && truthy(mapGet(r, "changed") ?? false));
  }
  return has(call, "changed", "changed");
};
var skipped = (call) => has(call, "skipped", "skipped");
function flagTest(name) {
  return (call) => has(call, name, name);
}
var table11 = {
  failed,
  failure: failed,
  succeeded,
  success: succeeded,
  successful: succeeded,
  changed,
  change: changed,
  skipped,
  skip: skipped,
  reachable: (call) => !has(call, "reachable", "unreachable"),
  unreachable: flagTest("unreachable"),
  timedout: (call) => {
    const v = call.value;
    if (!(v instanceof Map)) return fail(`The 'timedout' test expects a dictionary, not ${typeName(v)}`);
    return has(call, "timedout", "timedout") && v.get("timedout") instanceof Map;
  },
  started: flagTest("started"),
  finished: flagTest("finished")
};
var RESULT_TESTS = define(table11);

// src/template/tests/index.ts
var TESTS = new Map([
  ...BASIC_TESTS,
  ...ANSIBLE_TESTS,
  ...RESULT_TESTS
]);

// src/template/text-rules.ts
function shortName2(name) {
  return name.replace(/^ansible\.(?:builtin|legacy)\./, "");
}
function shorten(text4) {
  const line = text4.trim();
  return line.length > 60 ? `${line.slice(0, 57)}\u2026` : line;
}
function undefinedFrom(error) {
  if (!(error instanceof TsplayError) || error.code !== "undefined-variable") throw error;
  return new Undefined(error.message, error.span, error.hint);
}
function normalise(text4, newline) {
  return text4.replace(/\r\n|\r|\n/g, newline);
}
function dropLastNewline(text4) {
  return text4.replace(/(?:\r\n|\r|\n)$/, "");
}
function newlinesAtEnd(text4) {
  return /\n*$/.exec(text4)?.[0].length ?? 0;
}
function restoredNewlines(source, result, newline) {
  const missing2 = newlinesAtEnd(source) - newlinesAtEnd(result);
  return missing2 > 0 ? newline.repeat(missing2) : "";
}
function looksLiteral(text4) {
  return text4.startsWith("[") || text4.startsWith("{") || text4 === "True" || text4 === "False";
}
function materialise(v) {
  return v instanceof PyObject && "items" in v ? iterableOf(v) ?? v : v;
}

// src/template/engine.ts
function createTemplateEngine(port, options = {}) {
  return new Engine(port, options);
}
var MAX_DEPTH2 = 200;
var MARKERS = /\{\{|\{%|\{#/;
var Engine = class {
  constructor(port, options) {
    this.port = port;
    this.options = options;
  }
  port;
  options;
  depth = 0;
  active = [];
  impurity = 0;
  /** Evaluated templates and containers, per scope; only what depended on nothing but the scope. */
  memo = /* @__PURE__ */ new WeakMap();
  /** Containers known to hold no template at any depth. */
  plain = /* @__PURE__ */ new WeakSet();
  // ---- the contract -------------------------------------------------------------------------------------------
  evaluate(text4, scope) {
    const known = this.memo.get(scope)?.get(text4);
    if (known !== void 0) return known;
    if (this.active.some((a) => a.text === text4 && a.scope === scope)) throw this.loop(text4, scope);
    this.active.push({ text: text4, scope });
    const before = this.impurity;
    try {
      const value2 = this.deeper(() => this.evaluateText(text4, scope));
      if (before === this.impurity) this.remember(scope, text4, value2);
      return value2;
    } finally {
      this.active.pop();
    }
  }
  resolve(value2, scope) {
    if (value2 instanceof TemplateText) return this.resolve(this.evaluate(value2, scope), scope);
    if (value2 instanceof Undefined) return failUndefined(value2);
    if (Array.isArray(value2)) {
      let changed2 = false;
      const out = [];
      for (const item of value2) {
        const v = this.resolve(item, scope);
        if (v !== item) changed2 = true;
        if (v === OmitValue.instance) changed2 = true;
        else out.push(v);
      }
      if (!changed2) return value2;
      return value2 instanceof Tuple ? tuple(out) : out;
    }
    if (value2 instanceof Map) {
      if (isEvaluated(value2)) return value2;
      let changed2 = false;
      const out = /* @__PURE__ */ new Map();
      for (const [key, item] of value2) {
        const k = this.resolve(key, scope);
        const v = this.resolve(item, scope);
        if (v !== item || k !== key) changed2 = true;
        if (v === OmitValue.instance) changed2 = true;
        else out.set(k, v);
      }
      return changed2 ? out : value2;
    }
    return value2;
  }
  expression(source, span, scope) {
    const runner = this.runner({ parsed: parseExpression(source, span), base: span, name: void 0 }, scope);
    const single = runner.source.parsed.single;
    if (!single) return null;
    return this.deeper(
      () => this.resolve(
        runner.located(() => runner.forced(single, new Frame())),
        scope
      )
    );
  }
  checkText(text4) {
    parseTemplate(dropLastNewline(normalise(text4.source, "\n")), text4.span);
  }
  checkCondition(condition, span) {
    if (condition instanceof TemplateText) this.checkText(condition);
    else if (typeof condition === "string" && condition.trim() !== "") parseExpression(condition, span);
  }
  condition(condition, span, scope) {
    return evaluateCondition(this, condition, span, scope);
  }
  renderFile(source, name, scope, options = {}) {
    const header = parseHeader(source, name, options);
    const text4 = normalise(header.body, header.newlineSequence);
    const base = { file: name, line: 1 + header.skippedLines, col: 1 };
    const parsed = parseTemplate(dropLastNewline(text4), base, header.delimiters);
    const out = this.deeper(() => this.runner({ parsed, base, name }, scope).render());
    return out + restoredNewlines(text4, out, header.newlineSequence);
  }
  text(value2) {
    return str(value2);
  }
  isTemplate(text4) {
    return MARKERS.test(text4);
  }
  /**
   * Runs a lookup plugin as `query` does, for `with_<name>` loops.
   * @returns the list of results
   * @throws TsplayError unsupported-template for a plugin tsplay does not have
   */
  runLookup(name, terms, options, scope) {
    this.impurity++;
    return this.deeper(() => runLookupPlugin(this, name, terms, options, scope));
  }
  /** Whether there is a lookup plugin of that name. */
  hasLookup(name) {
    return LOOKUPS.has(shortName2(name));
  }
  /** The value of a print inside a parsed text, on its own. */
  part(parsed, expr, base, scope) {
    const runner = this.runner({ parsed, base, name: void 0 }, scope);
    return this.resolve(
      runner.located(() => runner.forced(expr, new Frame())),
      scope
    );
  }
  // ---- for the evaluator --------------------------------------------------------------------------------------
  /** Notes that the running evaluation depends on more than its scope, so that its result is not kept. */
  impure() {
    this.impurity++;
  }
  /** Runs `work` one level deeper; refuses endless recursion. */
  deeper(work) {
    if (this.depth >= MAX_DEPTH2) fail(`templates are nested more than ${MAX_DEPTH2} deep`);
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
  /** The value with every template in it evaluated; undefined elements that arose in templates stay. */
  force(v, scope) {
    if (v === null || typeof v !== "object") return v;
    if (v instanceof TemplateText) return this.force(this.evaluate(v, scope), scope);
    if (!Array.isArray(v) && !(v instanceof Map)) return v;
    if (this.plain.has(v) || isEvaluated(v)) return v;
    const known = this.memo.get(scope)?.get(v);
    if (known !== void 0) return known;
    const before = this.impurity;
    const out = this.deeper(() => Array.isArray(v) ? this.forceList(v, scope) : this.forceMap(v, scope));
    this.plain.add(out);
    if (out !== v && before === this.impurity) this.remember(scope, v, out);
    return out;
  }
  /** As `force`, but what cannot be evaluated because something is undefined is itself undefined. */
  forceOrUndefined(v, scope) {
    try {
      return this.force(v, scope);
    } catch (error) {
      return undefinedFrom(error);
    }
  }
  /** As `evaluate`, but an undefined variable inside gives an undefined value. */
  evaluateOrUndefined(text4, scope) {
    try {
      return this.evaluate(text4, scope);
    } catch (error) {
      return undefinedFrom(error);
    }
  }
  /** The map itself, or evaluated when some of its keys are templates. */
  withPlainKeys(map2, scope) {
    for (const key of map2.keys()) if (key instanceof TemplateText) return this.force(map2, scope);
    return map2;
  }
  /** A value as a print statement shows it. compat: Ansible prints nothing for None. */
  printed(v) {
    return v === null ? "" : str(v);
  }
  filterNamed(name) {
    const found2 = FILTERS.get(shortName2(name)) ?? this.options.filters?.get(name);
    if (found2) return found2;
    return unsupported(`there is no filter '${name}'`, didYouMean(name, FILTERS.keys()) || void 0);
  }
  testNamed(name) {
    const found2 = TESTS.get(shortName2(name));
    if (found2) return found2;
    return unsupported(`there is no test '${name}'`, didYouMean(name, TESTS.keys()) || void 0);
  }
  /** Calls a filter or test. @throws TsplayError undefined-variable when it is given undefined values */
  applyFilter(definition, call) {
    if (call.value instanceof Undefined && !definition.takesUndefined && !(call.value instanceof Nothing))
      failUndefined(call.value);
    if (!definition.takesUndefined) {
      for (const v of call.args) if (v instanceof Undefined) failUndefined(v);
      for (const v of call.kwargs.values()) if (v instanceof Undefined) failUndefined(v);
    }
    return definition.run({ ...call, engine: this, port: this.port });
  }
  global(name, scope) {
    return globalNamed(this, name, scope);
  }
  suggest(name, scope) {
    return didYouMean(name, scope.names()) || void 0;
  }
  /** A template file: beside the one that names it, then where Ansible searches templates. */
  findTemplate(name, from, scope) {
    this.impurity++;
    const beside2 = from === void 0 ? void 0 : from.replace(/[^/]*$/, "") + name;
    let path = name.startsWith("/") ? name : beside2;
    if (path === void 0 || this.port.exists(path) !== "file") path = this.port.find("templates", name, scope);
    if (path === void 0) return void 0;
    const text4 = new TextDecoder().decode(this.port.readFile(path));
    const header = parseHeader(text4, path, {});
    const base = { file: path, line: 1 + header.skippedLines, col: 1 };
    return {
      parsed: parseTemplate(dropLastNewline(normalise(header.body, "\n")), base, header.delimiters),
      base,
      name: path
    };
  }
  // ---- inside -------------------------------------------------------------------------------------------------
  runner(source, scope) {
    const rendering = { names: /* @__PURE__ */ new Map(), copies: false };
    return new TemplateRunner(this, source, scope, rendering);
  }
  evaluateText(text4, scope) {
    const source = normalise(text4.source, "\n");
    const parsed = parseTemplate(dropLastNewline(source), text4.span);
    const runner = this.runner({ parsed, base: text4.span, name: void 0 }, scope);
    if (parsed.single) {
      const single = parsed.single;
      const value2 = runner.located(() => runner.forced(single, new Frame()));
      const native = value2 instanceof Nothing ? "" : materialise(value2);
      return typeof native === "string" ? native + restoredNewlines(source, native, "\n") : native;
    }
    const out = runner.render();
    if (this.options.literals !== false) {
      const literal2 = looksLiteral(out) ? parseLiteral(out) : void 0;
      if (literal2 !== void 0) return literal2;
    }
    return out + restoredNewlines(source, out, "\n");
  }
  forceList(list2, scope) {
    let changed2;
    for (const [i, item] of list2.entries()) {
      const v = item !== null && typeof item === "object" ? this.forceInside(item, scope) : item;
      if (v !== item) changed2 ??= list2 instanceof Tuple ? tuple(list2) : list2.slice();
      if (changed2) changed2[i] = v;
    }
    return changed2 ?? list2;
  }
  forceMap(map2, scope) {
    let changed2 = false;
    const out = [];
    for (const [key, item] of map2) {
      const k = key instanceof TemplateText ? this.forceInside(key, scope) : key;
      const v = item !== null && typeof item === "object" ? this.forceInside(item, scope) : item;
      if (k !== key || v !== item) changed2 = true;
      out.push([k, v]);
    }
    return changed2 ? new Map(out) : map2;
  }
  /** An element: a template in it that is undefined is an error, because the whole is wanted. */
  forceInside(item, scope) {
    const v = this.force(item, scope);
    return item instanceof TemplateText && v instanceof Undefined ? failUndefined(v) : v;
  }
  remember(scope, key, value2) {
    let values = this.memo.get(scope);
    if (!values) this.memo.set(scope, values = /* @__PURE__ */ new WeakMap());
    values.set(key, value2);
  }
  loop(text4, scope) {
    const from = this.active.findIndex((a) => a.text === text4 && a.scope === scope);
    const chain = this.active.slice(from).map((a) => a.text);
    return new TsplayError("variable-loop", `the template '${shorten(text4.source)}' refers to itself`, {
      span: text4.span,
      notes: chain.map((t) => ({ message: `by way of '${shorten(t.source)}'`, span: t.span }))
    });
  }
};

// src/cli/extra-vars.ts
function readExtraVars(options, files) {
  return new Map(options.flatMap((option2) => [...readOne(option2, files)]));
}
function readOne(option2, files) {
  const text4 = option2.trim();
  if (text4 === "") return /* @__PURE__ */ new Map();
  if (text4.startsWith("@")) return mapping(files.readText(expandHome(text4.slice(1))), text4.slice(1), option2);
  if (text4.startsWith("{") || text4.startsWith("[")) return mapping(text4, "<--extra-vars>", option2);
  const words = splitWords(text4);
  if (!words) throw new TsplayError("bad-option", `-e '${option2}': a quote or a {{ is never closed`);
  return new Map(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at <= 0)
        throw new TsplayError("bad-option", `-e '${word}' is not of the form key=value`, {
          hint: "use key=value, JSON, or @file"
        });
      return [word.slice(0, at), fileText(pairValue(word.slice(at + 1)), { file: "<--extra-vars>", line: 1, col: 1 })];
    })
  );
}
function mapping(text4, file2, option2) {
  const { value: value2, diagnostics } = loadYamlDocument(text4, file2, { trust: "templates" });
  const error = diagnostics.find((d) => d.severity === "error");
  if (error) throw new TsplayError(error.code, error.message, { span: error.span, hint: error.hint });
  if (value2 === null) return /* @__PURE__ */ new Map();
  if (value2 instanceof Map) return value2;
  throw new TsplayError("bad-option", `-e '${option2}' must hold a mapping of names to values`);
}

// src/cli/task-files.ts
import { relative } from "node:path";
function taskFiles(files, directories) {
  return {
    find: (kind, path) => findFile(files, kind, path, directories),
    read: (path) => Buffer.from(files.readBytes(path)),
    stat(path) {
      const s = files.stat(path);
      return s && { kind: s.kind, mode: s.mode, size: s.size, mtime: s.mtime, owner: String(s.uid) };
    },
    walk(directory) {
      const found2 = /* @__PURE__ */ new Map();
      for (const file2 of files.walk(directory)) {
        const path = relative(directory, file2);
        const parts = path.split("/");
        for (let i = 1; i < parts.length; i++) {
          const parent = parts.slice(0, i).join("/");
          if (!found2.has(parent))
            found2.set(parent, {
              path: parent,
              kind: "directory",
              mode: files.stat(`${directory}/${parent}`)?.mode ?? 493
            });
        }
        found2.set(path, { path, kind: "file", mode: files.stat(file2)?.mode ?? 420 });
      }
      return [...found2.values()].sort((a, b) => a.path < b.path ? -1 : 1);
    }
  };
}

// modules/registry.generated.ts
var registry = {
  "ansible.builtin.apt": () => import("./apt-IXBGL3GV.js"),
  "ansible.builtin.assert": () => import("./assert-5H52W3VR.js"),
  "ansible.builtin.blockinfile": () => import("./blockinfile-36OCK6A2.js"),
  "ansible.builtin.command": () => import("./command-6KSZMGJO.js"),
  "ansible.builtin.copy": () => import("./copy-6BJVLSIF.js"),
  "ansible.builtin.cron": () => import("./cron-A7DIEFNB.js"),
  "ansible.builtin.debug": () => import("./debug-CPY6UKWO.js"),
  "ansible.builtin.fail": () => import("./fail-GDFNVJTU.js"),
  "ansible.builtin.file": () => import("./file-NDHJMBRV.js"),
  "ansible.builtin.find": () => import("./find-7GCNLLXR.js"),
  "ansible.builtin.gather_facts": () => import("./setup-IKZVJ4BW.js"),
  "ansible.builtin.get_url": () => import("./get_url-5PUGV5ZK.js"),
  "ansible.builtin.getent": () => import("./getent-YOIVRXRK.js"),
  "ansible.builtin.group": () => import("./group-JWLDGWNW.js"),
  "ansible.builtin.lineinfile": () => import("./lineinfile-7RUCIKOB.js"),
  "ansible.builtin.package": () => import("./package-C2KJZDDR.js"),
  "ansible.builtin.pause": () => import("./pause-6RYJYGQM.js"),
  "ansible.builtin.ping": () => import("./ping-PVHQTCRT.js"),
  "ansible.builtin.pip": () => import("./pip-WQAMC3AR.js"),
  "ansible.builtin.raw": () => import("./raw-AMS3G2N6.js"),
  "ansible.builtin.replace": () => import("./replace-SOGLC7GD.js"),
  "ansible.builtin.script": () => import("./script-VQCL2U2Q.js"),
  "ansible.builtin.service": () => import("./service-NKNC3JQJ.js"),
  "ansible.builtin.set_fact": () => import("./set_fact-S4S3V2CS.js"),
  "ansible.builtin.setup": () => import("./setup-IKZVJ4BW.js"),
  "ansible.builtin.shell": () => import("./shell-H4JTMFYS.js"),
  "ansible.builtin.slurp": () => import("./slurp-5F7CRNIP.js"),
  "ansible.builtin.stat": () => import("./stat-Z6HJ5UVW.js"),
  "ansible.builtin.systemd": () => import("./systemd_service-62ZE7VAX.js"),
  "ansible.builtin.systemd_service": () => import("./systemd_service-62ZE7VAX.js"),
  "ansible.builtin.tempfile": () => import("./tempfile-MSQLVAF5.js"),
  "ansible.builtin.template": () => import("./template-J7XTHK2R.js"),
  "ansible.builtin.unarchive": () => import("./unarchive-QOAJOIPX.js"),
  "ansible.builtin.uri": () => import("./uri-OYYZPURD.js"),
  "ansible.builtin.user": () => import("./user-F7C64B34.js"),
  "ansible.builtin.wait_for": () => import("./wait_for-JLQVFUST.js"),
  "ansible.builtin.wait_for_connection": () => import("./wait_for_connection-RPD3PB33.js"),
  "community.kubernetes.k8s": () => import("./k8s-WCYORBXX.js"),
  "community.kubernetes.k8s_info": () => import("./k8s_info-ZQSGV4UC.js"),
  "kubernetes.core.k8s": () => import("./k8s-WCYORBXX.js"),
  "kubernetes.core.k8s_facts": () => import("./k8s_info-ZQSGV4UC.js"),
  "kubernetes.core.k8s_info": () => import("./k8s_info-ZQSGV4UC.js"),
  k8s: () => import("./k8s-WCYORBXX.js"),
  k8s_facts: () => import("./k8s_info-ZQSGV4UC.js"),
  k8s_info: () => import("./k8s_info-ZQSGV4UC.js")
};

// src/cli/modules.ts
var COLLECTIONS = ["ansible.builtin", "kubernetes.core", "ansible.posix", "community.general"];
function fullName(action) {
  const name = action.replace(/^ansible\.legacy\./, "ansible.builtin.");
  if (name.includes(".")) return Object.hasOwn(registry, name) ? name : void 0;
  return COLLECTIONS.map((c) => `${c}.${name}`).find((full) => Object.hasOwn(registry, full));
}
var loaded2 = /* @__PURE__ */ new Map();
function loadModule(action) {
  const name = fullName(action);
  if (name === void 0) return void 0;
  let module = loaded2.get(name);
  if (!module) {
    const load = registry[name];
    if (!load) return void 0;
    loaded2.set(name, module = load().then((m) => m.default));
  }
  return module;
}
function isAction(name) {
  return statementOf(name) !== void 0 || fullName(name) !== void 0;
}
function actionNames() {
  const statements = [
    "include_tasks",
    "include_role",
    "include_vars",
    "import_tasks",
    "import_role",
    "import_playbook",
    "meta"
  ];
  return [
    ...Object.keys(registry),
    ...Object.keys(registry).map((n) => n.slice(n.lastIndexOf(".") + 1)),
    ...statements
  ];
}

// src/cli/assemble.ts
var ANSIBLE_VERSION = "2.18.6";
async function assemble(cli, emit, signal) {
  const cwd = process.cwd();
  const diagnostics = [];
  const secrets = new Secrets();
  const options = await runOptions(cli, secrets);
  const sources = cli.inventory.length > 0 ? cli.inventory : defaultInventory();
  const loaded3 = loadInventory(nodeFiles, sources, { cwd });
  diagnostics.push(...loaded3.diagnostics);
  const { inventory } = loaded3;
  const template2 = createTemplateEngine(createTemplatePort({ searchPath: searchPathOf }));
  const limit = cli.limit === void 0 ? void 0 : limitPatterns(cli.limit, (path) => nodeFiles.readText(path));
  if (limit && matchHosts(inventory, limit).hosts.length === 0) {
    throw new TsplayError("host-pattern", `--limit '${cli.limit}' leaves no host to work on`, {
      hint: "the names are those of the inventory; --list-hosts shows what a play selects"
    });
  }
  const connectionPassword = cli.askPass ? await ask("SSH password: ") : void 0;
  if (connectionPassword !== void 0) secrets.add(connectionPassword);
  const paths = cli.playbooks.map((p) => resolve(cwd, p));
  const warnings = /* @__PURE__ */ new Set();
  const warn2 = (message) => {
    if (warnings.has(message)) return;
    warnings.add(message);
    emit({ type: "warning", diagnostic: { code: "bad-option", severity: "warning", message } });
  };
  const reacher = createReacher({
    flags: {
      connection: cli.connection,
      remoteUser: cli.user,
      privateKey: cli.privateKey,
      connectionPassword,
      timeout: cli.timeout,
      sshCommonArgs: cli.sshCommonArgs,
      sshExtraArgs: cli.sshExtraArgs
    },
    home: homedir(),
    env: process.env,
    localUser: userInfo().username,
    baseDirectory: dirname3(paths[0] ?? cwd),
    isImplicitLocalhost: (host) => inventory.host(host)?.implicit ?? false,
    clock: systemClock,
    secrets,
    onWarning: warn2
  });
  let loading = false;
  const person = createPerson();
  const plans = paths.map((path, index) => {
    const playbookDir = dirname3(path);
    const variables = new HostVariables(nodeFiles, inventory, loaded3.varsDirs, playbookDir);
    if (index === 0 || dirname3(paths[index - 1] ?? "") !== playbookDir) diagnostics.push(...variables.diagnostics);
    const source = new ProjectSource(
      {
        files: nodeFiles,
        template: template2,
        cwd,
        rolesPath: pathList("ANSIBLE_ROLES_PATH", [
          "~/.ansible/roles",
          "/usr/share/ansible/roles",
          "/etc/ansible/roles"
        ]),
        collectionsPath: pathList("ANSIBLE_COLLECTIONS_PATH", [
          "~/.ansible/collections",
          "/usr/share/ansible/collections"
        ]),
        extraVars: options.extraVars,
        isAction,
        actionNames,
        isLoading: () => loading,
        onFinding: (diagnostic) => diagnostics.push(diagnostic)
      },
      playbookDir
    );
    loading = true;
    const problems = [];
    const playbook = parsePlaybook(source, path, problems);
    diagnostics.push(...problems);
    loading = false;
    const searched = (from) => searchPath(from.role, from.file, playbookDir);
    const ports = {
      options,
      inventory,
      template: template2,
      source,
      reacher,
      secrets,
      clock: systemClock,
      emit,
      signal,
      loadModule,
      inventoryVars: (host) => variables.of(host),
      loadVars: (file2) => source.loadVars(file2),
      findVarsFile: (name, from) => candidates("vars", name, searched(from)).find((p) => nodeFiles.exists(p) === "file"),
      taskFiles: (from) => taskFiles(nodeFiles, searched(from)),
      prompt: promptOrNothing,
      person,
      hostsOf: (pattern, span) => playHosts(inventory, template2, options, pattern, limit, span),
      groupNames: (host) => groupNames(inventory, host),
      groupHosts: (group2) => {
        const found2 = inventory.groups.get(group2);
        return found2 ? hostsOf(found2).map((h) => h.name) : [];
      },
      magic: {
        inventorySources: sources.map((s) => s.includes(",") ? s : resolve(cwd, s)),
        version: ANSIBLE_VERSION,
        hostname: hostname()
      }
    };
    return { playbook, ports };
  });
  return { plans, options, inventory, secrets, diagnostics, close: () => (person.close(), reacher.close()) };
}
async function runOptions(cli, secrets) {
  const becomePassword = cli.askBecomePass ? await ask("BECOME password: ") : void 0;
  if (becomePassword !== void 0) secrets.add(becomePassword);
  return {
    checkMode: cli.check,
    diffMode: cli.diff,
    verbosity: cli.verbosity,
    forks: cli.forks,
    tags: cli.tags,
    skipTags: cli.skipTags,
    limit: cli.limit,
    startAtTask: cli.startAtTask,
    become: cli.become,
    becomeUser: cli.becomeUser,
    becomeMethod: cli.becomeMethod,
    becomePassword,
    forceHandlers: cli.forceHandlers,
    connection: cli.connection,
    extraVars: readExtraVars(cli.extraVars, nodeFiles)
  };
}
function defaultInventory() {
  const named = env("ANSIBLE_INVENTORY");
  if (named !== void 0) return named.split(":");
  return nodeFiles.exists("/etc/ansible/hosts") === void 0 ? [] : ["/etc/ansible/hosts"];
}
function pathList(variable2, fallback) {
  const listed = env(variable2)?.split(":").filter((p) => p !== "") ?? fallback;
  return listed.map((p) => p.startsWith("~/") ? join(homedir(), p.slice(2)) : resolve(p));
}
function searchPathOf(scope) {
  const value2 = scope.lookup("ansible_search_path");
  return Array.isArray(value2) ? value2.map((v) => keyText(v)) : [process.cwd()];
}
function groupNames(inventory, name) {
  const host = inventory.host(name);
  if (!host) return [];
  const names2 = groupsOf(inventory, host).map((g) => g.name).filter((n) => n !== "all");
  return names2.sort();
}
function playHosts(inventory, template2, options, pattern, limit, span) {
  const scope = {
    lookup: (n) => options.extraVars.get(n),
    names: () => [...options.extraVars.keys()].map((k) => keyText(k))
  };
  const resolved = template2.resolve(pattern, scope);
  const patterns2 = (Array.isArray(resolved) ? resolved.flat() : [resolved]).map((p) => keyText(p));
  const { hosts, diagnostics } = matchHosts(inventory, patterns2, { limit, span });
  return { names: hosts.map((h) => h.name), warnings: diagnostics };
}
async function promptOrNothing(text4, options = {}) {
  try {
    return await ask(text4, { echo: true, ...options });
  } catch (error) {
    if (error instanceof TsplayError && error.code === "bad-option") return void 0;
    throw error;
  }
}
function assertLoadable(diagnostics) {
  if (diagnostics.some((d) => d.severity === "error")) throw new LoadErrors(diagnostics);
}

// ../main/node_modules/commander/esm.mjs
var import_index2 = __toESM(require_commander(), 1);
var {
  program,
  createCommand,
  createArgument,
  createOption,
  CommanderError,
  InvalidArgumentError,
  InvalidOptionArgumentError,
  // deprecated old name
  Command,
  Argument,
  Option,
  Help
} = import_index2.default;

// src/cli/options.ts
var collect = (value2, before = []) => [...before, value2];
var commaList = (value2, before = []) => [
  ...before,
  ...value2.split(",").map((t) => t.trim()).filter((t) => t !== "")
];
function positive2(value2) {
  const n = Number(value2);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError("a whole number from 1 is needed");
  return n;
}
function program2(version) {
  return new Command("tsplay").description("Runs Ansible playbooks over SSH; the hosts need sshd and a POSIX shell, nothing else.").version(version, "--version", "show tsplay's version and exit").argument("<playbook...>", "playbooks to run, in order").addOption(
    new Option("-i, --inventory <source>", "inventory file, directory, or comma separated hosts (repeatable)").argParser(collect).default([], "/etc/ansible/hosts")
  ).option("-l, --limit <pattern>", "only these hosts").addOption(
    new Option("-t, --tags <tags>", "only plays and tasks with these tags").argParser(commaList).default([], "all")
  ).addOption(
    new Option("--skip-tags <tags>", "not the plays and tasks with these tags").argParser(commaList).default([], "none")
  ).addOption(
    new Option("-e, --extra-vars <vars>", "variables as key=value, JSON, YAML or @file (repeatable)").argParser(collect).default([], "none")
  ).option("-C, --check", "change nothing; say what would change", false).option("-D, --diff", "show what changes in files", false).option("-b, --become", "run as another user", false).option("--become-method <method>", "sudo, su or doas (default: sudo)").option("--become-user <user>", "whom to become (default: root)").option("-K, --ask-become-pass", "ask for the become password", false).option("-k, --ask-pass", "ask for the connection password", false).option("-u, --user <user>", "log in as this user").option("--private-key, --key-file <file>", "the key to log in with").option("-c, --connection <type>", "ssh or local (default: ssh)").addOption(new Option("-T, --timeout <seconds>", "for one connection attempt (default: 10)").argParser(positive2)).option("--ssh-common-args <args>", 'options as ssh takes them, e.g. "-o ProxyJump=gate"').option("--ssh-extra-args <args>", "the same, added to --ssh-common-args").addOption(new Option("-f, --forks <n>", "hosts at a time").argParser(positive2).default(5)).addOption(
    new Option("-v, --verbose", "say more; up to -vvvv").argParser((_, before) => before + 1).default(0, "off")
  ).option("--list-hosts", "list the hosts of each play and stop", false).option("--list-tasks", "list the tasks that would run and stop", false).option("--list-tags", "list all tags and stop", false).option("--syntax-check", "load everything, run nothing", false).option("--start-at-task <name>", "start at the task of this name").option("--force-handlers", "run handlers even when a task fails", false).allowExcessArguments(true).exitOverride().configureOutput({ writeErr: () => void 0 });
}
function expandVerbose(argv) {
  return argv.flatMap((arg) => /^-v{2,}$/.test(arg) ? Array.from({ length: arg.length - 1 }, () => "-v") : [arg]);
}
function parseOptions(argv, version) {
  const command = program2(version);
  try {
    command.parse(expandVerbose(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return void 0;
    throw new TsplayError("bad-option", error.message.replace(/^error: /, ""), {
      hint: "'tsplay --help' lists the options"
    });
  }
  const flags = command.opts();
  return {
    ...flags,
    playbooks: command.args,
    privateKey: flags["keyFile"],
    verbosity: flags["verbose"] ?? 0
  };
}

// test/support/play.ts
var KEPT = ["msg", "rc", "stdout", "item", "attempts", "skip_reason", "failed_when_result"];
async function play(argv, options = {}) {
  if (options.rolesPath !== void 0) process.env["ANSIBLE_ROLES_PATH"] = options.rolesPath;
  const cli = parseOptions(argv, "0");
  if (!cli) throw new Error("no options");
  const all3 = [];
  const emit = (event) => {
    all3.push(event);
    options.onEvent?.(event);
  };
  const assembly = await assemble(cli, emit, new AbortController().signal);
  try {
    const diagnostics = [...assembly.diagnostics, ...await preflight(assembly.plans)];
    assertLoadable(diagnostics);
    const summary = await runPlaybooks(assembly.plans, assembly.options, emit);
    const events = all3.flatMap((e) => {
      if (e.type !== "task-finished" || e.task.kind === "include" && e.status !== "skipped" && e.status !== "failed")
        return [];
      const result = Object.fromEntries(Object.entries(e.result).filter(([k]) => KEPT.includes(k)));
      return [{ task: e.task.name, host: e.host, status: e.status, result }];
    });
    return { all: all3, events, recap: summary.stats, exit: summary.exitCode, diagnostics };
  } finally {
    await assembly.close();
  }
}

// ../../tmp/strat/run.ts
import { readFileSync, writeFileSync, existsSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";
var only = process.argv.slice(2);
var NOISE = ["_ansible_no_log", "_ansible_verbose_always", "_ansible_verbose_override", "invocation", "start", "end", "delta", "exception", "deprecations", "ansible_facts", "_ansible_delegated_vars", "diff", "timedout", "_ansible_parsed", "warnings", "_ansible_item_label", "_ansible_item_result", "_ansible_ignore_errors", "_ansible_ignore_unreachable", "_ansible_notify", "reason", "stdout_lines", "stderr_lines", "ansible_loop_var", "_ansible_facts_cacheable", "cmd", "stderr", "state", "mode", "owner", "group", "size", "uid", "gid", "secontext", "include", "include_args", "false_condition", "_ansible_retry"];
var clean = (v, top = true) => Array.isArray(v) ? v.map((x) => clean(x, false)) : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).filter(([k]) => !NOISE.includes(k)).sort(([a], [b]) => a < b ? -1 : 1).map(([k, x]) => [k, clean(x, false)])) : typeof v === "number" ? String(v) : v;
var norm = (e) => {
  const r = clean(e.result);
  if (e.status === "failed" || e.status === "ignored" || e.status === "unreachable") {
    if (typeof r.msg === "string" && !/^(non-zero|One or more|All items|x$|The .* action failed)/.test(r.msg)) r.msg = "*";
  }
  if (r.results) {
    for (const i of r.results) if (i.failed && i.msg) i.msg = "*";
  }
  delete r.changed;
  delete r.failed;
  delete r.skipped;
  delete r.stop;
  if (/^Paused/.test(r.stdout)) delete r.stdout;
  const st = r.unreachable === true && e.status === "ignored" ? "unreachable" : e.status;
  e = { ...e, status: st };
  if (r.results) for (const i of r.results) {
    if (i.failed === false) delete i.failed;
  }
  return JSON.stringify({ task: e.task, status: e.status, r });
};
var same2 = 0;
var all2 = 0;
for (const f of readdirSync("/tmp/strat/cases").filter((f2) => f2.endsWith(".yml")).sort()) {
  const name = f.replace(".yml", "");
  if (only.length && !only.includes(name)) continue;
  all2++;
  const argsFile = `/tmp/strat/cases/${name}.args`;
  const args = existsSync(argsFile) ? readFileSync(argsFile, "utf8").split("\n").filter(Boolean) : [];
  const out = `/tmp/strat/recorded-${name}.json`;
  const src = readFileSync(`/tmp/strat/cases/${f}`, "utf8") + args.join(" ");
  let rec = existsSync(out) ? JSON.parse(readFileSync(out, "utf8")) : void 0;
  if (rec?.src !== src) {
    let exit = 0;
    let log2 = "";
    try {
      log2 = execFileSync("/tmp/venv-lead/bin/ansible-playbook", ["-i", "/tmp/strat/inv.ini", "-e", "ansible_python_interpreter={{ ansible_playbook_python }}", `/tmp/strat/cases/${f}`, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RECORD_TO: out, ANSIBLE_CALLBACK_PLUGINS: "/tmp/strat/callback", ANSIBLE_CALLBACKS_ENABLED: "callback_full", ANSIBLE_LOCALHOST_WARNING: "False", ANSIBLE_NOCOLOR: "1", ANSIBLE_ROLES_PATH: "/tmp/strat/roles", ANSIBLE_DEPRECATION_WARNINGS: "False" } });
    } catch (e) {
      exit = e.status;
      log2 = e.stdout + e.stderr;
    }
    writeFileSync(`/tmp/strat/log-${name}.txt`, log2);
    rec = existsSync(out) ? JSON.parse(readFileSync(out, "utf8")) : { events: [], recap: {} };
    rec.exit = exit;
    rec.src = src;
    writeFileSync(out, JSON.stringify(rec));
  }
  let ours;
  try {
    ours = await play([`/tmp/strat/cases/${f}`, "-i", "/tmp/strat/inv.ini", "-e", "ansible_python_interpreter=/x", ...args], { rolesPath: "/tmp/strat/roles" });
  } catch (e) {
    console.log(`== ${name}: tsplay refused: ${e.message} ${JSON.stringify(e.diagnostics?.filter((d) => d.severity === "error")?.map((d) => [d.message, d.span?.line]))} (real exit ${rec.exit})`);
    continue;
  }
  const full = ours.all.flatMap((e) => e.type === "task-finished" && !(e.task.kind === "include" && e.status !== "skipped" && e.status !== "failed") ? [{ task: e.task.name, host: e.host, status: e.status, result: e.result }] : []);
  const told = rec.events.filter((e) => !String(e.result.skip_reason).includes("conditional evaluated to") && !String(e.result.skip_reason).match(/^(end_|continuing|flush|role_)/));
  const hosts = [...new Set([...full, ...told].map((e) => e.host))].sort();
  const diffs = [];
  for (const h of hosts) {
    const a = told.filter((e) => e.host === h).map(norm), b = full.filter((e) => e.host === h).map(norm);
    for (let i = 0; i < Math.max(a.length, b.length); i++) if (a[i] !== b[i]) {
      diffs.push(`  ${h}#${i}
    real ${a[i]}
    ours ${b[i]}`);
      if (diffs.length > 8) break;
    }
  }
  if (JSON.stringify(Object.entries(rec.recap).sort()) !== JSON.stringify(Object.entries(rec.recap).sort().map(([h]) => [h, Object.fromEntries(Object.keys(rec.recap[h]).map((k) => [k, ours.recap[h]?.[k]]))]))) diffs.push(`  recap real ${JSON.stringify(rec.recap)}
        ours ${JSON.stringify(ours.recap)}`);
  if (rec.exit !== ours.exit) diffs.push(`  exit real ${rec.exit} ours ${ours.exit}`);
  if (diffs.length === 0) same2++;
  else console.log(`== ${name}
${diffs.join("\n")}`);
}
console.log(`${same2} of ${all2} same`);
process.exit(0);
