import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  TemplateText
} from "./chunk-CP2CEFZM.js";

// modules/_shared/raw-template.ts
function evaluateRaw(value, task, name) {
  if (!(value instanceof TemplateText)) return value;
  const expression = /^\s*\{\{-?([\s\S]*?)-?\}\}\s*$/.exec(value.source)?.[1];
  const single = expression !== void 0 && !expression.includes("{{") && !expression.includes("}}");
  return single ? task.evaluate(expression) : task.renderText(value.source, name);
}

export {
  evaluateRaw
};
