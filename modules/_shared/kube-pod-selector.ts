// The label selector of the pods behind an object, from its `spec.selector`.

const isDict = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

function expressionText({ key, operator, values }: Expression): string | undefined {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'In':
    case 'NotIn':
      return `${key} ${operator.toLowerCase()} (${(values ?? []).join(', ')})`;
    default:
      return undefined;
  }
}

/** @returns undefined when there is none; an operator that selectors do not have is given as `unknown` */
export function podSelector(spec: unknown): { readonly text: string; readonly unknown?: string } | undefined {
  const selector = isDict(spec) ? spec['selector'] : undefined;
  if (!isDict(selector) || Object.keys(selector).length === 0) return undefined;
  const { matchLabels, matchExpressions } = selector;
  // Services and ReplicationControllers have the labels themselves.
  const labels = matchLabels === undefined && matchExpressions === undefined ? selector : matchLabels;
  const equal = Object.entries(isDict(labels) ? labels : {}).map(([key, value]) => `${key}=${String(value)}`);
  const expressions = Array.isArray(matchExpressions) ? (matchExpressions as Expression[]) : [];
  const odd = expressions.find((expression) => expressionText(expression) === undefined);
  if (odd) return { text: '', unknown: odd.operator };
  return { text: [...equal, ...expressions.map(expressionText)].join(',') };
}
