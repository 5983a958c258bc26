// The parts of nunjucks' CommonJS sources that the template room uses; @types/nunjucks only describes its public API.
declare module 'nunjucks/src/parser.js' {
  export interface NunjucksToken {
    type: string;
    value: string;
    lineno: number;
    colno: number;
  }
  export interface NunjucksNode {
    readonly typename: string;
    readonly children?: unknown[];
    readonly value?: unknown;
    readonly cond?: unknown;
    readonly body?: unknown;
    readonly else_?: unknown;
  }
  export class Parser {
    constructor(tokens: { nextToken(): NunjucksToken | null });
    tokens: unknown;
    breakOnBlocks: readonly string[] | null;
    peeked: NunjucksToken | null;
    nextToken(withWhitespace?: boolean): NunjucksToken | null;
    peekToken(): NunjucksToken | null;
    pushToken(token: NunjucksToken): void;
    skip(type: string): boolean;
    skipValue(type: string, value: string): boolean;
    skipSymbol(value: string): boolean;
    expect(type: string): NunjucksToken;
    advanceAfterBlockEnd(name?: string): NunjucksToken;
    advanceAfterVariableEnd(): void;
    parseStatement(): unknown;
    parseIf(): unknown;
    parseUntilBlocks(...names: string[]): NunjucksNode;
    parseAsRoot(): NunjucksNode;
    parseExpression(): unknown;
    fail(message: string, lineno?: number, colno?: number): never;
  }
}
