import * as ts from 'typescript';
import { filesIn, textOf } from '../../test/support/sourceTree';
import type { Message } from './said';

/** Errors that are said in English only, where they are thrown; the source itself is read for them. */
const classes = ['UsageError', 'ArchiveError', 'LeaseLost'];

type Node = ts.Node;

function all<T extends Node>(from: Node, is: (node: Node) => node is T): readonly T[] {
  const inside: T[] = [];
  const visit = (node: Node): void => {
    if (is(node)) inside.push(node);
    ts.forEachChild(node, visit);
  };
  visit(from);
  return inside;
}

/** What is known while one error is read: the constants of its file, and what stands for names that are one of a few. */
interface Known {
  readonly constants: ReadonlyMap<string, ts.Expression>;
  /** Properties of the one of several stories that is told. */
  readonly story: ReadonlyMap<string, string>;
  /** The row of a table of texts. */
  readonly row: string | null;
}

const constantsIn = (file: ts.SourceFile): Known['constants'] =>
  new Map(
    all(file, ts.isVariableDeclaration).flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer ? [[name.text, initializer] as const] : [],
    ),
  );

/** Names in the source that would say nothing to a person. */
const words: Readonly<Record<string, string>> = {
  ...{
    length: 'count',
    results: 'count',
    counted: 'count',
    bad: 'number',
    different: 'cycles',
    result: 'who',
    undone: 'cycle',
  },
  ...{ 'credential name': 'credential', 'side name': 'Outlook or Zoho CRM', known: 'kind', where: 'file' },
  ...{ newer: 'version', ours: 'version', given: 'text', unread: 'Outlook or Zoho CRM', unknown: 'field' },
};

/** `isOwnName` → ‹is own name›; of a call or a place in a list, that of what it is taken of. */
function placeholder(node: Node): string {
  const names = all(node, ts.isIdentifier).map(({ text }) => text);
  const named = ts.isPropertyAccessExpression(node) ? node.name.text : (names[0] ?? 'text');
  const spelt = named.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `‹${words[spelt] ?? spelt}›`;
}

const joined = (before: readonly string[], after: readonly string[]): readonly string[] =>
  before.flatMap((one) => after.map((other) => one + other));

const rowsOf = (table: ts.Expression | undefined): ReadonlyMap<string, ts.Expression> =>
  new Map(
    (table && ts.isObjectLiteralExpression(table) ? table.properties : []).flatMap((one) =>
      ts.isPropertyAssignment(one) && (ts.isIdentifier(one.name) || ts.isStringLiteral(one.name))
        ? [[one.name.text, one.initializer] as const]
        : [],
    ),
  );

function tableRow(node: ts.ElementAccessExpression, known: Known): readonly string[] | null {
  const table = ts.isIdentifier(node.expression) ? known.constants.get(node.expression.text) : undefined;
  const row = rowsOf(table).get(known.row ?? '');
  return row ? textsOf(row, known) : null;
}

function named(node: ts.Identifier, known: Known): readonly string[] | null {
  const constant = known.constants.get(node.text);
  return constant && constant !== node ? textsOf(constant, known) : null;
}

/** Every text that an expression may be; null where the source does not tell. */
function textsOf(node: ts.Expression, known: Known): readonly string[] | null {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression, known);
  if (ts.isTemplateExpression(node)) return templateTexts(node, known);
  if (ts.isIdentifier(node)) return named(node, known);
  if (ts.isElementAccessExpression(node)) return tableRow(node, known);
  if (ts.isPropertyAccessExpression(node)) {
    const told = known.story.get(node.name.text);
    return told === undefined ? null : [told];
  }
  if (!ts.isConditionalExpression(node)) return null;
  const [yes, no] = [textsOf(node.whenTrue, known), textsOf(node.whenFalse, known)];
  return yes && no && [...yes, ...no];
}

const templateTexts = ({ head, templateSpans }: ts.TemplateExpression, known: Known): readonly string[] =>
  templateSpans.reduce<readonly string[]>(
    (before, { expression, literal }) => {
      const said = textsOf(expression, known) ?? [placeholder(expression)];
      return joined(joined(before, said), [literal.text]);
    },
    [head.text],
  );

/** The stories of a file: objects with a `nextStep`, each of which an error may tell. */
const storiesIn = (file: ts.SourceFile, constants: Known['constants']): readonly Known['story'][] =>
  all(file, ts.isObjectLiteralExpression).flatMap((object) => {
    const texts = [...rowsOf(object)].flatMap(([name, value]) => {
      const [text] = textsOf(value, { constants, story: new Map(), row: null }) ?? [];
      return text === undefined ? [] : [[name, text] as const];
    });
    return texts.some(([name]) => name === 'nextStep') ? [new Map(texts)] : [];
  });

/** The rows of the tables that an error takes its texts of; one that means none where it takes them of none. */
function rowsFor(thrown: ts.NewExpression, constants: Known['constants']): readonly (string | null)[] {
  const tables = all(thrown, ts.isElementAccessExpression).flatMap(({ expression }) =>
    ts.isIdentifier(expression) ? [...rowsOf(constants.get(expression.text)).keys()] : [],
  );
  const named = all(thrown, ts.isIdentifier).flatMap(({ text }) => {
    const constant = constants.get(text);
    return constant && ts.isTemplateExpression(constant) ? all(constant, ts.isElementAccessExpression) : [];
  });
  const more = named.flatMap(({ expression }) =>
    ts.isIdentifier(expression) ? [...rowsOf(constants.get(expression.text)).keys()] : [],
  );
  const rows = [...new Set([...tables, ...more])];
  return rows.length > 0 ? rows : [null];
}

function messagesOf(thrown: ts.NewExpression, file: ts.SourceFile): readonly Message[] {
  const [message, step] = thrown.arguments ?? [];
  if (!message || !step) return [];
  const constants = constantsIn(file);
  const isStory = ts.isPropertyAccessExpression(step);
  const told = isStory ? storiesIn(file, constants) : [];
  const stories = told.length > 0 ? told : [new Map<string, string>()];
  return stories.flatMap((story) =>
    rowsFor(thrown, constants).flatMap((row) => {
      const known = { constants, story, row };
      const [messages, steps] = [textsOf(message, known), textsOf(step, known)];
      return (messages ?? []).flatMap((one) => (steps ?? ['']).map((other) => ({ message: one, step: other })));
    }),
  );
}

/** What an error that is thrown in these folders may say, in order, each once. Errors that only hand on a reason are not among them. */
export function thrownIn(folders: readonly string[]): readonly Message[] {
  const found = folders.flatMap(filesIn).flatMap((name) => {
    const file = ts.createSourceFile(name, textOf(name), ts.ScriptTarget.ESNext, true);
    const isThrown = (node: Node): node is ts.NewExpression =>
      ts.isNewExpression(node) && ts.isIdentifier(node.expression) && classes.includes(node.expression.text);
    return all(file, isThrown).flatMap((one) => messagesOf(one, file));
  });
  const once = [...new Map(found.map((one) => [one.message + one.step, one])).values()];
  return once.sort((a, b) => (a.message < b.message ? -1 : 1));
}
