// Finds which declared parameters and return values of a module its sources ever mention besides declaring them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A module's own files and those of `modules/` and the Kubernetes room they import, tests left out. */
export function sourcesOf(folder: string): string[] {
  const todo = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
  const found = new Set<string>();
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)\.js'/g)) {
      const path = join(dirname(file), `${target}.ts`);
      if (/\/(?:modules|kube)\/|\/kit\/kube\.ts$/.test(path) && existsSync(path)) todo.push(path);
    }
  }
  return [...found];
}

export interface Mentions {
  /** Names taken from something: `args.name`, `const { name } = args`, `args['name']` by way of a list of names. */
  readonly read: ReadonlySet<string>;
  /** Names put into something: `{ name: … }`, `{ name }`, `result.name = …`. */
  readonly written: ReadonlySet<string>;
}

/** What holds a module's arguments in the sources; anything that ends so: `context.args`, `args.validate`. */
const ARGUMENTS = /(?:^|[.( ])(?:args|given|a|g|p|rest|terms|effective|condition|term|options|wanted|file)$/i;

const cache = new Map<string, Mentions>();

export function mentionsIn(file: string): Mentions {
  const known = cache.get(file);
  if (known) return known;
  const read = new Set<string>();
  const written = new Set<string>();
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (isDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isPropertyAccessExpression(node) && ARGUMENTS.test(node.expression.getText())) read.add(node.name.text);
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      read.add((node.propertyName ?? node.name).getText());
    }
    if (ts.isStringLiteral(node) && ts.isArrayLiteralExpression(node.parent)) read.add(node.text);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) written.add(nameOf(node.name));
    if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
      written.add(node.argumentExpression.text);
      read.add(node.argumentExpression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const mentions = { read, written };
  cache.set(file, mentions);
  return mentions;
}

const nameOf = (name: ts.PropertyName): string => (ts.isStringLiteral(name) ? name.text : name.getText());

/** `name: str().describe('…')`: says that there is such a parameter or value, and does nothing with it. */
function isDeclaration(node: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(node) &&
    /\.describe\(/.test(node.initializer.getText()) &&
    !ts.isCallExpression(node.parent.parent.parent)
  );
}
