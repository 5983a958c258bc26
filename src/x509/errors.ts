// What is wrong with a key or certificate, as an error that says so.

/** A key, certificate or name that cannot be read, or that says what it must not. */
export class X509Error extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'X509Error';
  }
}
