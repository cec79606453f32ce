import { bad } from './errors';

export type Literal = string | number | null;
export type Where =
  | { readonly kind: 'condition'; readonly column: string; readonly op: string; readonly values: readonly Literal[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Where[] };

export interface Query {
  readonly columns: readonly { readonly name: string; readonly alias: string }[];
  readonly module: string;
  readonly cvid: string | null;
  readonly where: Where | null;
  readonly orderBy: readonly { readonly column: string; readonly sign: 1 | -1 }[];
  readonly limit: number;
  readonly offset: number;
}

interface Token {
  readonly text: string;
  readonly word: string;
  readonly at: number;
  readonly literal: boolean;
}

const TOKEN = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)(?![\w])|([\w$][\w$.]*(?:->[\w.]+)?)|(!=|<>|>=|<=|[=<>(),#*]))/y;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const rest = text.replace(/\s+$/, '');
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < rest.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(rest);
    if (!match) throw syntax({ text: rest.slice(at, at + 10), at });
    const [, quoted, number, name, sign] = match;
    const value = quoted ? quoted.slice(1, -1).replace(/''/g, "'") : (number ?? name ?? sign ?? '');
    found.push({
      text: value,
      word: quoted ? '' : value.toLowerCase(),
      at,
      literal: quoted !== undefined || number !== undefined,
    });
  }
  return found;
}

const syntax = (near: { text: string; at: number } | null) =>
  bad(
    'SYNTAX_ERROR',
    near ? { line: 1, column: near.at + 1, near: near.text } : { line: 1, column: 0, near: 'end of query' },
  );

/** Steps through the tokens of one query. */
class Reader {
  private at = 0;

  constructor(private readonly all: readonly Token[]) {}

  get next(): Token | null {
    return this.all[this.at] ?? null;
  }
  is(word: string): boolean {
    return this.next?.word === word;
  }
  skip(word: string): boolean {
    if (!this.is(word)) return false;
    this.at += 1;
    return true;
  }
  expect(word: string): void {
    if (!this.skip(word)) throw syntax(this.next);
  }
  take(): Token {
    const token = this.next;
    if (!token) throw syntax(null);
    this.at += 1;
    return token;
  }
  name(): string {
    const token = this.take();
    const far = /^\w+->\w+\.\w+$/.test(token.text);
    if ((token.literal && !far) || !/^[\w$]/.test(token.text)) throw syntax(token);
    return token.text;
  }
  count(): number {
    const token = this.take();
    if (!/^\d+$/.test(token.text)) throw syntax(token);
    return Number(token.text);
  }
}

function column(reader: Reader) {
  const name = reader.name();
  const counted = name.toLowerCase() === 'count' && reader.skip('(');
  const full = counted ? `COUNT(${reader.name()})` : name;
  if (counted) reader.expect(')');
  return { name: full, alias: reader.skip('as') ? reader.name() : full };
}

function commaList<T>(reader: Reader, one: () => T): T[] {
  const items = [one()];
  while (reader.skip(',')) items.push(one());
  return items;
}

function literal(reader: Reader): Literal {
  const token = reader.take();
  if (token.literal) return token.text;
  if (token.word === 'true' || token.word === 'false') return token.word;
  throw syntax(token);
}

function literals(reader: Reader): Literal[] {
  reader.expect('(');
  const values = commaList(reader, () => literal(reader));
  reader.expect(')');
  return values;
}

function range(reader: Reader): Literal[] {
  const low = literal(reader);
  reader.expect('and');
  return [low, literal(reader)];
}

const SIGNS = ['=', '!=', '<>', '>', '<', '>=', '<='];

function comparison(reader: Reader): { op: string; values: Literal[] } {
  if (reader.skip('is')) {
    const op = reader.skip('not') ? 'is not null' : 'is null';
    reader.expect('null');
    return { op, values: [] };
  }
  const not = reader.skip('not') ? 'not ' : '';
  if (reader.skip('in')) return { op: `${not}in`, values: literals(reader) };
  if (reader.skip('like')) return { op: `${not}like`, values: [literal(reader)] };
  if (reader.skip('between')) return { op: `${not}between`, values: range(reader) };
  const sign = reader.take();
  if (not || !SIGNS.includes(sign.word)) throw syntax(sign);
  return { op: sign.word === '<>' ? '!=' : sign.word, values: [literal(reader)] };
}

function operand(reader: Reader): Where {
  if (reader.skip('(')) {
    const inside = chain(reader);
    reader.expect(')');
    return inside;
  }
  return { kind: 'condition', column: reader.name(), ...comparison(reader) };
}

/** Two conditions may stand side by side; from three on, Zoho wants them bracketed in pairs. */
function chain(reader: Reader): Where {
  const left = operand(reader);
  const word = reader.next?.word;
  if (word !== 'and' && word !== 'or') return left;
  reader.take();
  const right = operand(reader);
  if (reader.is('and') || reader.is('or')) throw syntax(reader.next);
  return { kind: word, parts: [left, right] };
}

function orderBy(reader: Reader): Query['orderBy'] {
  if (!reader.skip('order')) return [];
  reader.expect('by');
  return commaList(reader, () => {
    const name = reader.name();
    if (reader.skip('desc')) return { column: name, sign: -1 } as const;
    reader.skip('asc');
    return { column: name, sign: 1 } as const;
  });
}

function limits(reader: Reader): { limit: number; offset: number } {
  const first = reader.skip('limit') ? reader.count() : 200;
  if (reader.skip(',')) return { offset: first, limit: reader.count() };
  return { limit: first, offset: reader.skip('offset') ? reader.count() : 0 };
}

/** Reads a COQL query; a query without `where` is refused as Zoho refuses it. */
export function parseCoql(text: string): Query {
  const reader = new Reader(tokens(text));
  reader.expect('select');
  const columns = commaList(reader, () => column(reader));
  reader.expect('from');
  const module = reader.name();
  const cvid = reader.skip('#') ? reader.take().text : null;
  if (!reader.skip('where')) throw bad('SYNTAX_ERROR', { clause: 'where' }, 'missing clause');
  const where = chain(reader);
  const rest = { where, orderBy: orderBy(reader), ...limits(reader) };
  if (reader.next) throw syntax(reader.next);
  return { columns, module, cvid, ...rest };
}
