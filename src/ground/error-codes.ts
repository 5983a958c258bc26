// The table of error codes; each is documented by its meaning here and used by at least one throw.
export const ERROR_CODES = {
  'yaml-syntax': 'the file is not valid YAML',
  'template-syntax': 'a template or an expression does not parse',
  'template-value': 'an operation, filter or test was applied to a value it cannot take',
  'undefined-variable': 'a template used a variable, attribute or element that does not exist',
  'variable-loop': 'variables refer to each other in a circle',
  'unsupported-template': 'a filter, test, lookup or construct that tsplay does not have',
  unreachable: 'no connection to the host could be made, or it broke',
  'auth-failed': 'the host accepted none of the ways to log in (the host counts as unreachable)',
  'host-key-refused': 'the host key is unknown, changed or revoked (the host counts as unreachable)',
  'dial-failed': 'the host could not connect to the wanted address',
  'connection-setting': 'a connection variable or option has a value that tsplay cannot use',
  'become-failed': 'running as the other user was refused on the host',
  'become-unsupported': 'a become method or option that tsplay does not have',
  timeout: 'a script on the host took longer than allowed and was killed',
  'shell-died': 'the shell that ran a script on the host ended before the script did',
  'command-failed': 'a command on the host that had to succeed did not',
  'file-missing': 'a file on the host does not exist',
  'file-unreadable': 'a file on the host could not be read',
  'validate-failed': 'the validation command refused the new content of a file',
  'write-failed': 'a file on the host could not be written; the old one is untouched',
  'facts-failed': 'facts could not be gathered',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
