import { reason, type Reason } from '../../reasons';
import { isBlank, type Field, type Kind } from '../kinds/kind';
import type { Side, Value } from '../model';
import type { FieldAnswer, LookupDetails, Namesake, PairDetails, ReviewAnswer, ReviewDetails } from './review';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSide = (value: unknown): value is Side => value === 'outlook' || value === 'zoho';

const isFieldAnswer = (value: unknown): value is FieldAnswer =>
  isObject(value) && (isSide(value.take) || 'value' in value);

type AnswerType = 'take' | 'fields' | 'dismiss' | 'pass' | 'join' | 'neverPair' | 'unlink' | 'choose';
const answerChecks: Readonly<Record<AnswerType, (value: unknown) => boolean>> = {
  take: isSide,
  fields: (value) => isObject(value) && Object.keys(value).length > 0 && Object.values(value).every(isFieldAnswer),
  dismiss: (value) => value === true,
  pass: (value) => value === true,
  join: (value) => isObject(value) && typeof value.outlook === 'string' && typeof value.zoho === 'string',
  neverPair: (value) => value === true,
  unlink: (value) => value === true,
  choose: (value) =>
    isObject(value) && Object.keys(value).length > 0 && Object.values(value).every((ref) => typeof ref === 'string'),
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
  Record<ReviewDetails['is'], { readonly shapes: readonly AnswerType[]; readonly otherwise: Reason }>
> = {
  pair: { shapes: ['take', 'fields', 'dismiss', 'neverPair', 'unlink'], otherwise: reason('unfitForPair') },
  candidates: { shapes: ['join', 'neverPair', 'unlink', 'dismiss'], otherwise: reason('unfitForCandidates') },
  lookup: { shapes: ['choose', 'dismiss'], otherwise: reason('unfitForLookup') },
  plan: { shapes: ['pass'], otherwise: reason('unfitForPlan') },
};

/** The answers that make sense for a review: of a deletion no fields, and nobody to keep apart. */
export function possibleAnswers(details: ReviewDetails): readonly AnswerType[] {
  const { shapes: all } = usableAnswers[details.is];
  return details.is === 'pair' && details.happened !== 'edited'
    ? all.filter((shape) => shape === 'take' || shape === 'dismiss')
    : all;
}

const isDate = (textOrEmpty: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(textOrEmpty) && new Date(`${textOrEmpty}T00:00:00Z`).toJSON()?.slice(0, 10) === textOrEmpty;

const text = (value: Value): string => (typeof value === 'string' ? value : '');
const choiceNames = ({ choices }: Field): readonly string[] => [
  ...new Set([...(choices?.outlook ?? []), ...(choices?.zoho ?? [])]),
];

/** Is this a value the field can have? What it should look like, else null. A blank always is, unless the CRM needs one. */
function valueProblem(field: Field, value: Value): Reason | null {
  if (isBlank(value)) return field.neverBlank ? reason('mayNotBeBlank') : null;
  if (field.type === 'date') return isDate(text(value)) ? null : reason('isADate');
  if (field.type === 'instant')
    return isDate(text(value)) || !Number.isNaN(Date.parse(text(value))) ? null : reason('isATime');
  if (field.type === 'email') return /^[^@\s]+@[^@\s]+$/.test(text(value).trim()) ? null : reason('isAnAddress');
  if (field.type === 'boolean') return typeof value === 'boolean' ? null : reason('isTrueOrFalse');
  if (field.type === 'set')
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? null : reason('isAListOfAddresses');
  if (field.type === 'choice')
    return choiceNames(field).includes(text(value)) ? null : reason('isOneOf', { choices: choiceNames(field) });
  return typeof value === 'string' || typeof value === 'number' ? null : reason('isAText');
}

function fieldProblem(kind: Kind, name: string, answer: FieldAnswer): Reason | null {
  const field = kind.fields.find((one) => one.name === name);
  if (!field) return reason('unknownField', { name, kind: kind.name });
  const wrong = 'value' in answer ? valueProblem(field, answer.value) : null;
  return wrong && reason('impossibleValue', { field: field.label, why: wrong });
}

/** The start of one side with the end of the other would be a time nobody chose. */
function groupProblem(kind: Kind, { clashes }: PairDetails, fields: Readonly<Record<string, FieldAnswer>>) {
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
      return reason('onlyTogether', { fields: asked.map(({ label }) => label) });
  }
  return null;
}

/** Why a review cannot use this answer; null where it can. */
export function answerProblem(kind: Kind, details: ReviewDetails, answer: ReviewAnswer): Reason | null {
  if (!possibleAnswers(details).includes(answerType(answer))) return usableAnswers[details.is].otherwise;
  if (details.is === 'pair' && 'fields' in answer) {
    const wrong = Object.entries(answer.fields).flatMap(([name, one]) => fieldProblem(kind, name, one) ?? []);
    const why = wrong[0] ?? groupProblem(kind, details, answer.fields);
    return why && reason('unfitFields', { why });
  }
  if (details.is === 'candidates' && 'join' in answer) return joinProblem(details, answer.join);
  if (details.is === 'lookup' && 'choose' in answer) return choiceProblem(details, answer.choose);
  return null;
}

/** The record that is meant by the name of a field; undefined where it is none of those that were shown. */
export const namesakeOf = ({ asked }: LookupDetails, field: string, ref: string): Namesake | undefined =>
  asked.find((one) => one.field === field)?.candidates.find((one) => one.ref === ref);

const choiceProblem = (details: LookupDetails, choice: Readonly<Record<string, string>>): Reason | null =>
  Object.entries(choice).every(([field, ref]) => namesakeOf(details, field, ref))
    ? null
    : reason('choiceNotInQuestion');

function joinProblem(
  { outlook, zoho }: Extract<ReviewDetails, { is: 'candidates' }>,
  join: { readonly outlook: string; readonly zoho: string },
): Reason | null {
  const chosen = [outlook.find(({ ref }) => ref === join.outlook), zoho.find(({ ref }) => ref === join.zoho)];
  if (chosen.some((one) => !one || one.state !== 'live')) return reason('joinNotInQuestion');
  return chosen.some((one) => one?.taken) ? reason('joinTaken') : null;
}
