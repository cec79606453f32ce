import * as ts from 'typescript';
import { fileBehind, textOf } from './sourceTree';

/** What one file hands out and what it takes from others of ours; `*` is everything. */
interface Trade {
  readonly file: string;
  /** Declared here. */
  readonly own: readonly { readonly name: string; readonly isType: boolean }[];
  /** Handed on from another file, by the name it has here; `*` for all that the other has. */
  readonly passed: readonly { readonly name: string; readonly from: string; readonly original: string }[];
  readonly taken: readonly Taken[];
}

interface Taken {
  readonly from: string;
  readonly name: string;
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

const namesIn = (name: ts.BindingName): readonly string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));

function declared(statement: ts.Statement): Trade['own'] {
  if (!isExported(statement)) return [];
  const values = (names: readonly string[]) => names.map((name) => ({ name, isType: false }));
  if (ts.isVariableStatement(statement))
    return values(statement.declarationList.declarations.flatMap(({ name }) => namesIn(name)));
  const { name } = statement as unknown as { readonly name?: ts.Identifier };
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return isType ? [{ name: statement.name.text, isType }] : values([name?.text ?? 'default']);
}

const specifierOf = (node: ts.Node | undefined): string =>
  node && ts.isStringLiteralLike(node)
    ? node.text
    : node && ts.isLiteralTypeNode(node)
      ? specifierOf(node.literal)
      : '';

/** `from` is where the statement points to. */
function passedBy(statement: ts.Statement, from: string): Trade['passed'] {
  if (!ts.isExportDeclaration(statement)) return [];
  const { exportClause } = statement;
  if (!exportClause) return [{ name: '*', from, original: '*' }];
  if (ts.isNamespaceExport(exportClause)) return [{ name: exportClause.name.text, from, original: '*' }];
  return exportClause.elements.map(({ name, propertyName }) => ({
    ...{ name: name.text, from, original: (propertyName ?? name).text },
  }));
}

/** The members of a namespace import that a file names; everything, where it hands the namespace itself on. */
function membersOf(source: ts.SourceFile, namespace: string): readonly string[] {
  const members: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    const isMember = ts.isPropertyAccessExpression(node) || ts.isQualifiedName(node);
    const left = ts.isPropertyAccessExpression(node) ? node.expression : ts.isQualifiedName(node) ? node.left : null;
    if (isMember && left && ts.isIdentifier(left) && left.text === namespace)
      return void members.push(ts.isQualifiedName(node) ? node.right.text : node.name.text);
    if (ts.isIdentifier(node) && node.text === namespace && !isMemberName(node)) members.push('*');
    ts.forEachChild(node, look);
  };
  look(source);
  return members;
}

const isMemberName = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
  (ts.isPropertySignature(node.parent) && node.parent.name === node);

function importedBy(source: ts.SourceFile, { importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  const first = importClause?.name ? ['default'] : [];
  if (!bindings) return first;
  if (ts.isNamespaceImport(bindings)) return [...first, ...membersOf(source, bindings.name.text)];
  return [...first, ...bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)];
}

/** What a call takes from the module it names: `import('…')` everything, `jest.requireActual<{ … }>('…')` what its type tells. */
function takenByCall({ expression, typeArguments }: ts.CallExpression): readonly string[] {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return ['*'];
  const [type] = typeArguments ?? [];
  if (!expression.getText().endsWith('.requireActual') || !type || !ts.isTypeLiteralNode(type)) return [];
  return type.members.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []));
}

/** What is taken among expressions and types, anywhere in a file. */
function importedInside(source: ts.SourceFile): readonly { readonly specifier: string; readonly name: string }[] {
  const found: { specifier: string; name: string }[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node))
      found.push(...takenByCall(node).map((name) => ({ specifier: specifierOf(node.arguments[0]), name })));
    if (ts.isImportTypeNode(node))
      found.push({ specifier: specifierOf(node.argument), name: node.qualifier?.getText(source).split('.')[0] ?? '*' });
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function tradeOf(file: string): Trade {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
  const target = (specifier: string) => fileBehind(file, specifier) ?? '';
  const taken = source.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const from = target(specifierOf(statement.moduleSpecifier));
    return importedBy(source, statement).map((name) => ({ from, name }));
  });
  const inside = importedInside(source).map(({ specifier, name }) => ({ from: target(specifier), name }));
  const passed = source.statements.filter(ts.isExportDeclaration);
  return {
    file,
    own: source.statements.flatMap(declared),
    passed: passed.flatMap((statement) => passedBy(statement, target(specifierOf(statement.moduleSpecifier)))),
    taken: [...taken, ...inside],
  };
}

/** Marks what is taken, through files that only hand it on, up to where it is declared. */
function follow(trades: ReadonlyMap<string, Trade>, used: Set<string>, { from, name }: Taken): void {
  const trade = trades.get(from);
  const key = `${from} ${name}`;
  if (!trade || used.has(key)) return;
  used.add(key);
  if (name === '*') for (const own of trade.own) used.add(`${from} ${own.name}`);
  for (const { name: here, from: next, original } of trade.passed) {
    if (here === name || name === '*') follow(trades, used, { from: next, name: original });
    else if (here === '*' && !trade.own.some((own) => own.name === name)) follow(trades, used, { from: next, name });
  }
}

/** A name that a file hands out and nobody takes. */
export interface Unused {
  readonly file: string;
  readonly name: string;
  /** Handed on from another file. */
  readonly isPassed: boolean;
  readonly isType: boolean;
  /** The file uses the name itself, besides handing it out. */
  readonly isNeeded: boolean;
}

const count = (text: string, name: string): number =>
  (text.match(new RegExp(`(?<![\\w$])${name.replace('$', '\\$')}(?![\\w$])`, 'g')) ?? []).length;

/** Every export of `files` that none of `users` imports. */
export function unusedExports(files: readonly string[], users: readonly string[]): readonly Unused[] {
  const trades = new Map([...new Set([...files, ...users])].map((file) => [file, tradeOf(file)]));
  const used = new Set<string>();
  for (const user of users) for (const taken of trades.get(user)!.taken) follow(trades, used, taken);
  const isUnused = ({ file, name }: Unused) => name !== '*' && !used.has(`${file} ${name}`);
  return files.flatMap((file) => offersOf(trades.get(file)!).filter(isUnused));
}

function offersOf({ file, own, passed }: Trade): readonly Unused[] {
  const text = textOf(file);
  return [
    ...own.map((one) => ({ ...one, file, isPassed: false, isNeeded: count(text, one.name) > 1 })),
    ...passed.map(({ name }) => ({ file, name, isPassed: true, isType: false, isNeeded: false })),
  ];
}
