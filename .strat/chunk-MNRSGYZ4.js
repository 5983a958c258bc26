import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  TsplayError
} from "./chunk-D6GJLKN3.js";

// modules/_shared/words.ts
function splitWords(text) {
  const words = [];
  let word;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "'" || c === '"') {
      const [content, end] = quoted(text, i, c);
      word = (word ?? "") + content;
      i = end;
    } else if (c === "\\") {
      if (i + 1 === text.length) throw unreadable(text, "ends with a backslash");
      word = (word ?? "") + text.charAt(++i);
    } else if (/[ \t\r\n]/.test(c)) {
      if (word !== void 0) words.push(word);
      word = void 0;
    } else {
      word = (word ?? "") + c;
    }
  }
  if (word !== void 0) words.push(word);
  return words;
}
function quoted(text, start, quote) {
  let content = "";
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === quote) return [content, i];
    const next = text.charAt(i + 1);
    if (c === "\\" && quote === '"' && (next === '"' || next === "\\")) {
      content += next;
      i++;
    } else {
      content += c;
    }
  }
  throw unreadable(text, `has a ${quote} that is not closed`);
}
function unreadable(text, why) {
  return new TsplayError("bad-argument", `the command line ${why}: ${text}`, {
    hint: "close the quote, or give the words as a list with 'argv'"
  });
}

export {
  splitWords
};
