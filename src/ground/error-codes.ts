// The table of error codes; each is documented by its meaning here and used by at least one throw.
export const ERROR_CODES = {
  'yaml-syntax': 'the file is not valid YAML',
  'template-syntax': 'a template or an expression does not parse',
  'template-value': 'an operation, filter or test was applied to a value it cannot take',
  'undefined-variable': 'a template used a variable, attribute or element that does not exist',
  'variable-loop': 'variables refer to each other in a circle',
  'unsupported-template': 'a filter, test, lookup or construct that tsplay does not have',
  'yaml-value': 'a YAML value, tag, key or alias cannot be used as it is written',
  'yaml-duplicate-key': 'a YAML mapping gives the same key twice',
  'vault-unsupported': 'a value or a file is encrypted with ansible-vault',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
