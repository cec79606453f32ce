import type { Field, Kind } from '../kinds/kind';
import { isBlank } from '../kinds/kind';
import type { Side, Value } from '../model';
import type { FieldAnswer, PairDetails, ReviewAnswer, ReviewDetails } from './review';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSide = (value: unknown): value is Side => value === 'outlook' || value === 'zoho';

const isFieldAnswer = (value: unknown): value is FieldAnswer =>
  isObject(value) && (isSide(value.take) || 'value' in value);

type AnswerType = 'take' | 'fields' | 'dismiss' | 'pass' | 'join' | 'neverPair' | 'unlink';
const answerChecks: Readonly<Record<AnswerType, (value: unknown) => boolean>> = {
  take: isSide,
  fields: (value) => isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isFieldAnswer),
  dismiss: (value) => value === true,
  pass: (value) => value === true,
  join: (value) => isObject(value) && typeof value.outlook === 'string' && typeof value.zoho === 'string',
  neverPair: (value) => value === true,
  unlink: (value) => value === true,
};
const answerTypes = Object.keys(answerChecks) as AnswerType[];

/** Which sort of answer it is. */
const answerType = (answer: ReviewAnswer): AnswerType => answerTypes.find((name) => name in answer) ?? 'dismiss';

/** The short words of Sync Control's list of answers. */
const answerKeywords: Readonly<Record<string, ReviewAnswer>> = {
  outlook: { take: 'outlook' },
  zoho: { take: 'zoho' },
  dismiss: { dismiss: true },
  pass: { pass: true },
  neverPair: { neverPair: true },
  unlink: { unlink: true },
};

/** An answer out of anything: a short word ("outlook"), or an answer as it is kept; null where it is none. */
export function parseAnswer(value: unknown): ReviewAnswer | null {
  if (typeof value === 'string') return Object.hasOwn(answerKeywords, value) ? (answerKeywords[value] ?? null) : null;
  if (!isObject(value)) return null;
  const [name, ...more] = Object.keys(value);
  const shape = answerTypes.find((one) => one === name);
  return shape && more.length === 0 && answerChecks[shape](value[shape]) ? (value as ReviewAnswer) : null;
}

/** Which answers a review can use, with what to do where a person gave another one. */
const usableAnswers: Readonly<
  Record<ReviewDetails['is'], { readonly shapes: readonly AnswerType[]; readonly nextStep: string }>
> = {
  pair: {
    shapes: ['take', 'fields', 'dismiss', 'neverPair', 'unlink'],
    nextStep: 'Take one side, decide field by field, keep both as separate records, or dismiss it.',
  },
  candidates: {
    shapes: ['join', 'neverPair', 'unlink', 'dismiss'],
    nextStep:
      'Say which two are the same, or that none of them are. Change or delete one of the records that it names, and the next cycle matches the rest by itself.',
  },
  lookup: {
    shapes: ['dismiss'],
    nextStep: 'Change or merge one of the records of that name in Zoho CRM, or dismiss it to leave the field as it is.',
  },
  plan: { shapes: ['pass'], nextStep: 'Let it pass once, or correct the records and run again.' },
};

/** The answers that make sense for a review: of a deletion no fields, and nobody to keep apart. */
export function possibleAnswers(details: ReviewDetails): readonly AnswerType[] {
  const { shapes: all } = usableAnswers[details.is];
  return details.is === 'pair' && details.happened !== 'edited'
    ? all.filter((shape) => shape === 'take' || shape === 'dismiss')
    : all;
}

/** What is wrong with an answer, and what to do. */
export interface AnswerProblem {
  readonly message: string;
  readonly nextStep: string;
}

const isDate = (textOrEmpty: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(textOrEmpty) && new Date(`${textOrEmpty}T00:00:00Z`).toJSON()?.slice(0, 10) === textOrEmpty;

const text = (value: Value): string => (typeof value === 'string' ? value : '');
const choiceNames = ({ choices }: Field): readonly string[] => [
  ...new Set([...(choices?.outlook ?? []), ...(choices?.zoho ?? [])]),
];

/** Is this a value the field can have? What it should look like, else null. A blank always is, unless the CRM needs one. */
function valueProblem(field: Field, value: Value): string | null {
  if (isBlank(value)) return field.neverBlank ? 'it may not be blank' : null;
  if (field.type === 'date') return isDate(text(value)) ? null : 'it is a date such as 2026-03-31';
  if (field.type === 'instant')
    return isDate(text(value)) || !Number.isNaN(Date.parse(text(value)))
      ? null
      : 'it is a time such as 2026-03-31T09:00:00Z';
  if (field.type === 'email') return /^[^@\s]+@[^@\s]+$/.test(text(value).trim()) ? null : 'it is an e-mail address';
  if (field.type === 'boolean') return typeof value === 'boolean' ? null : 'it is true or false';
  if (field.type === 'set')
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? null : 'it is a list of addresses';
  if (field.type === 'choice')
    return choiceNames(field).includes(text(value)) ? null : `it is one of: ${choiceNames(field).join(', ')}`;
  return typeof value === 'string' || typeof value === 'number' ? null : 'it is a text';
}

function fieldProblem(kind: Kind, name: string, answer: FieldAnswer): string | null {
  const field = kind.fields.find((one) => one.name === name);
  if (!field) return `There is no field "${name}" in a record of the kind ${kind.name}.`;
  const wrong = 'value' in answer ? valueProblem(field, answer.value) : null;
  return wrong && `${field.label.en} cannot have that value: ${wrong}.`;
}

/** The start of one side with the end of the other would be a time nobody chose. */
function groupProblem(
  kind: Kind,
  { clashes }: PairDetails,
  fields: Readonly<Record<string, FieldAnswer>>,
): string | null {
  const how = (name: string): string => {
    const answer = fields[name];
    if (!answer) return 'open';
    return 'take' in answer ? answer.take : 'typed';
  };
  const groups = new Set(kind.fields.flatMap(({ group }) => group ?? []));
  for (const group of groups) {
    const members = kind.fields.filter((field) => field.group === group);
    const asked = members.filter(({ name }) => clashes.some(({ field }) => field === name) || name in fields);
    if (!asked.some(({ name }) => name in fields)) continue;
    if (new Set(asked.map(({ name }) => how(name))).size > 1)
      return `${asked.map(({ label }) => label.en).join(', ')} mean something only together: take them from the same side, or type all of them.`;
  }
  return null;
}

const wrongAnswerType = (details: ReviewDetails): AnswerProblem => ({
  message: 'The answer does not fit this review.',
  nextStep: usableAnswers[details.is].nextStep,
});

const correctAndRepeat = 'Correct it and answer again.';

/** Why a review cannot use this answer; null where it can. */
export function answerProblem(kind: Kind, details: ReviewDetails, answer: ReviewAnswer): AnswerProblem | null {
  if (!possibleAnswers(details).includes(answerType(answer))) return wrongAnswerType(details);
  if (details.is === 'pair' && 'fields' in answer) {
    const wrong = Object.entries(answer.fields).flatMap(([name, one]) => fieldProblem(kind, name, one) ?? []);
    const message = wrong[0] ?? groupProblem(kind, details, answer.fields);
    return message ? { message, nextStep: correctAndRepeat } : null;
  }
  if (details.is === 'candidates' && 'join' in answer) return joinProblem(details, answer.join);
  return null;
}

function joinProblem(
  { outlook, zoho }: Extract<ReviewDetails, { is: 'candidates' }>,
  join: { readonly outlook: string; readonly zoho: string },
): AnswerProblem | null {
  const chosen = [outlook.find(({ ref }) => ref === join.outlook), zoho.find(({ ref }) => ref === join.zoho)];
  if (chosen.some((one) => !one || one.state !== 'live'))
    return { message: 'One of the two records is not among those in question any more.', nextStep: correctAndRepeat };
  const taken = chosen.find((one) => one?.taken);
  if (!taken) return null;
  return {
    message: 'One of the two has its partner already.',
    nextStep: 'Join two records that are both free, or say that these are not the same.',
  };
}
