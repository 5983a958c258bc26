// The environment of the process that runs tsplay.

/** The value of an environment variable, or undefined when it is not set. */
export function env(name: string): string | undefined {
  return process.env[name];
}
