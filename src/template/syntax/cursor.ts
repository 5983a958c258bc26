// The way through the tokens: nunjucks' parser with typed helpers and errors that know their offset.
import { Parser } from 'nunjucks/src/parser.js';
import { SyntaxFailure, type Token, type TokenType, type Tokens } from './lexer.js';

export class TokenCursor extends Parser {
  declare tokens: Tokens;

  /** The next token, not taken; an `end` token stands for the end of the text. */
  protected get current(): Token {
    return (this.peekToken() as Token | null) ?? this.endToken();
  }

  private endToken(): Token {
    return { type: 'data', value: 'end of template', pos: this.tokens.source.length, lineno: 0, colno: 0 };
  }

  protected take(): Token {
    return (this.nextToken() as Token | null) ?? this.endToken();
  }

  protected at(type: TokenType, value?: string): boolean {
    const token = this.peekToken();
    return token !== null && token.type === type && (value === undefined || token.value === value);
  }

  protected atOp(value: string): boolean {
    return this.at('operator', value);
  }

  protected atName(...names: string[]): boolean {
    const token = this.peekToken();
    return token !== null && token.type === 'symbol' && names.includes(token.value);
  }

  protected skipOp(value: string): boolean {
    if (!this.atOp(value)) return false;
    this.take();
    return true;
  }

  protected skipName(value: string): boolean {
    if (!this.atName(value)) return false;
    this.take();
    return true;
  }

  protected expectOp(value: string): Token {
    if (!this.atOp(value)) this.failAt(`expected '${value}', got '${this.current.value}'`);
    return this.take();
  }

  protected expectName(): Token {
    if (!this.at('symbol')) this.failAt(`expected a name, got '${this.current.value}'`);
    return this.take();
  }

  protected failAt(message: string, pos = this.current.pos): never {
    throw new SyntaxFailure(message, pos);
  }

  /** nunjucks reports its own findings here. */
  override fail(message: string, _lineno?: number, colno?: number): never {
    throw new SyntaxFailure(message, colno ?? this.current.pos);
  }

  /** Whether a test without parentheses has an argument here. */
  protected startsTestArgument(): boolean {
    const token = this.peekToken() as Token | null;
    switch (token?.type) {
      case 'symbol':
        return !this.atName('else', 'or', 'and');
      case 'string':
      case 'int':
      case 'float':
        return true;
      case 'operator':
        return token.value === '[' || token.value === '{';
      default:
        return false;
    }
  }
}
