import { bad } from './errors';

/** `((Field:op:value)and(Field:op:value))`, the search grammar; backslash escapes brackets and commas in values. */
export type Criteria =
  | { readonly kind: 'condition'; readonly field: string; readonly op: string; readonly value: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Criteria[] };

const OPERATORS = [
  'equals',
  'not_equal',
  'starts_with',
  'in',
  'between',
  'greater_than',
  'greater_equal',
  'less_than',
  'less_equal',
];
const refuse = (reason: string) => bad('INVALID_QUERY', { reason, api_name: 'criteria' });

/** Where the bracket opened at `start` closes; escaped brackets do not count. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && (depth -= 1) === 0) return at;
  }
  throw refuse('bracket not closed');
}

function condition(inside: string): Criteria {
  const [, field, op, value] = /^([\w$.]+):(\w+):(.*)$/s.exec(inside) ?? [];
  if (!field || !op || value === undefined || !OPERATORS.includes(op)) throw refuse('condition not understood');
  return { kind: 'condition', field, op, value };
}

/** Splits `(a)and(b)or(c)` into its bracketed parts and the words between. */
function split(text: string): { parts: string[]; words: string[] } {
  const [parts, words]: [string[], string[]] = [[], []];
  for (let at = 0; at < text.length;) {
    if (text[at] !== '(') throw refuse('bracket expected');
    const end = closing(text, at);
    parts.push(text.slice(at + 1, end));
    const word = /^\s*(and|or)\s*(?=\()/i.exec(text.slice(end + 1));
    if (word?.[1]) words.push(word[1].toLowerCase());
    at = end + 1 + (word?.[0].length ?? 0);
    if (!word && at < text.length) throw refuse('"and" or "or" expected');
  }
  return { parts, words };
}

export function parseCriteria(text: string): Criteria {
  const trimmed = text.trim();
  if (!trimmed.startsWith('(')) return condition(trimmed);
  const { parts, words } = split(trimmed);
  const parsed = parts.map(parseCriteria);
  const [first] = parsed;
  if (!first) throw refuse('empty');
  return parsed
    .slice(1)
    .reduce<Criteria>((left, right, i) => ({ kind: words[i] === 'or' ? 'or' : 'and', parts: [left, right] }), first);
}

export const countConditions = (criteria: Criteria): number =>
  criteria.kind === 'condition' ? 1 : criteria.parts.reduce((sum, part) => sum + countConditions(part), 0);

/** The values of `in` and `between`: split at commas that are not escaped. */
export const valuesOf = (value: string): string[] =>
  value.split(/(?<!\\),/).map((part) => part.replace(/\\(.)/g, '$1').trim());
