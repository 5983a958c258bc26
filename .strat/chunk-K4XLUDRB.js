import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);

// modules/_shared/text-diff.ts
var DIFF_LIMIT = 104448;
function contentDiff(before, after) {
  const reasons = [hidden(before), hidden(after)];
  if (reasons.some((reason) => reason !== void 0)) {
    return {
      before: before.content === null ? null : "",
      after: "",
      beforeHeader: reasons[0] === void 0 ? before.header : `${before.header} (${reasons[0]})`,
      afterHeader: reasons[1] === void 0 ? after.header : `${after.header} (${reasons[1]})`
    };
  }
  return { before: text(before), after: text(after), beforeHeader: before.header, afterHeader: after.header };
}
function hidden({ content, size }) {
  if ((size ?? content?.length ?? 0) > DIFF_LIMIT) return `diff skipped: larger than ${DIFF_LIMIT} bytes`;
  return content?.subarray(0, 8192).includes(0) ? "diff skipped: a binary file" : void 0;
}
function text({ content }) {
  return content === null ? null : new TextDecoder().decode(content);
}

export {
  DIFF_LIMIT,
  contentDiff
};
