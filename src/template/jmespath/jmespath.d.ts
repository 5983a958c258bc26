// The parts of the package jmespath that the template room uses: its lexer and its parser.
declare module 'jmespath' {
  export interface Token {
    readonly type: string;
    readonly value: unknown;
    readonly start: number;
  }
  export function tokenize(expression: string): Token[];
  export function compile(expression: string): unknown;
}
