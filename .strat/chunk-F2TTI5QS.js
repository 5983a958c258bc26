import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);

// modules/_shared/url-name.ts
function nameFromUrl(url) {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const last = path.split("/").at(-1) ?? "";
  return last === "" ? "index.html" : decoded(last);
}
function decoded(text) {
  try {
    const plain = decodeURIComponent(text);
    return /[/\0]/.test(plain) || plain === "." || plain === ".." ? text : plain;
  } catch {
    return text;
  }
}
function nameFromHeader(header) {
  const given = /filename\s*=\s*(?:"((?:\\.|[^"])*)"|([^;\s]+))/i.exec(header ?? "");
  const name = (given?.[1]?.replace(/\\(.)/g, "$1") ?? given?.[2])?.split(/[/\\]/).at(-1);
  return name === void 0 || name === "" || name === "." || name === ".." ? void 0 : name;
}

export {
  nameFromUrl,
  nameFromHeader
};
