import type { IDataObject } from 'n8n-workflow';
import type { Reason } from '../../reasons';
import type { FieldAnswer, ReviewAnswer, Archive, Review, SyncName } from '../../archive';
import * as archives from '../../archive';

/** What a page is for: these syncs of this archive, and no others. */
export interface Shown {
  readonly archive: Archive;
  readonly syncs: readonly SyncName[];
  /** May a sync be shown, should it come to be? */
  readonly mayShow: (sync: string) => boolean;
  /** Only this person's, by their address, are shown. */
  readonly person?: string;
}

/** A posted form, as n8n parses it: a name that comes twice has a list. */
export type Form = Readonly<Record<string, unknown>>;

const firstText = (value: unknown): string => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
};
const allTexts = (value: unknown) => (Array.isArray(value) ? value.map(firstText) : value ? [firstText(value)] : []);

/** The answer to one question. */
export interface AskedQuestion {
  readonly id: string;
  /** Fingerprint of what the reader was shown. */
  readonly seen: string;
}

const normalized = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

function fieldAnswer(form: Form, name: string): FieldAnswer | null {
  const chosen = firstText(form[`field.${name}`]);
  if (chosen === 'outlook' || chosen === 'zoho') return { take: chosen };
  return chosen === 'typed' ? { value: normalized(firstText(form[`typed.${name}`])) || null } : null;
}

/** A value that was pressed: the one field it is of; null where none was. */
function pressedValue(form: Form): ReviewAnswer | null {
  const key = Object.keys(form).find((one) => one.startsWith('value.'));
  if (key === undefined) return null;
  const name = key.slice('value.'.length);
  const answer = fieldAnswer({ ...form, [`field.${name}`]: form[key] }, name);
  return answer && { fields: { [name]: answer } };
}

/** Field by field; null where nothing was chosen. */
function fieldAnswers(form: Form): ReviewAnswer | null {
  const names = Object.keys(form).flatMap((key) => (key.startsWith('field.') ? [key.slice('field.'.length)] : []));
  const chosen = names.flatMap((name) => {
    const answer = fieldAnswer(form, name);
    return answer ? [[name, answer] as const] : [];
  });
  return chosen.length > 0 ? { fields: Object.fromEntries(chosen) } : null;
}

/** Which record each name means. */
function choiceAnswer(form: Form): ReviewAnswer | null {
  const chosen = Object.keys(form).flatMap((key) => {
    const ref = firstText(form[key]);
    return key.startsWith('choose.') && ref ? [[key.slice('choose.'.length), ref] as const] : [];
  });
  return chosen.length > 0 ? { choose: Object.fromEntries(chosen) } : null;
}

function joinAnswer(form: Form): ReviewAnswer | null {
  const [outlook, zoho] = [firstText(form['join.outlook']), firstText(form['join.zoho'])];
  return outlook && zoho ? { join: { outlook, zoho } } : null;
}

const answerReaders: Readonly<Record<string, (form: Form) => ReviewAnswer | null>> = {
  fields: fieldAnswers,
  choose: choiceAnswer,
  outlook: () => ({ take: 'outlook' }),
  zoho: () => ({ take: 'zoho' }),
  dismiss: () => ({ dismiss: true }),
  join: joinAnswer,
  neverPair: () => ({ neverPair: true }),
  unlink: () => ({ unlink: true }),
  pass: () => ({ pass: true }),
};

/** What the pressed button means; null where nothing was chosen, or the button is none of ours. */
export const answerIn = (form: Form): ReviewAnswer | null => {
  const name = firstText(form.answer);
  if (name === '') return pressedValue(form) ?? choiceAnswer(form);
  return Object.hasOwn(answerReaders, name) ? (answerReaders[name]?.(form) ?? null) : null;
};

/** A page shows fewer; a form with more was not made by it, and answering takes a while each. */
const MOST_PICKED = 500;

/** The questions the form is about: the ticked ones, or the one it stands under. */
export function questionsIn(form: Form): readonly AskedQuestion[] {
  const single = firstText(form.id);
  if (single) return [{ id: single, seen: firstText(form.seen) }];
  return allTexts(form.pick)
    .slice(0, MOST_PICKED)
    .flatMap((picked) => {
      const [id = '', seen = ''] = picked.split(':');
      return id && seen ? [{ id, seen }] : [];
    });
}

const outcomes = [
  ...([
    'answeredOne',
    'answeredMany',
    'answeredSome',
    'nothingChosen',
    'obsolete',
    'stale',
    'already answered',
    'takenBack',
    'tooLate',
  ] as const),
  ...(['unfit', 'forged', 'revoked'] as const),
  ...(['isPausedNow', 'isResumedNow', 'isPaused', 'noWorkflow', 'isRunning', 'cannotUndo', 'undoMoved'] as const),
] as const;
/** What a posted form came to; each has its sentence on the page. */
export type Outcome = (typeof outcomes)[number];
export const isOutcome = (text: string): text is Outcome => (outcomes as readonly string[]).includes(text);

/** `answered`: the questions that got their answer. `about`: the one that got none; `why`: where the outcome does not say it. */
export interface SubmitResult {
  /** Null: what came of it is told by what is in the archive later. */
  readonly outcome: Outcome | null;
  readonly answered: readonly Review[];
  readonly about: string | null;
  readonly why: Reason | null;
  /** Of several at once: how many got none. */
  readonly missed?: number;
  /** Of an order: where the page goes on, and what goes out to the workflow of the sync. */
  readonly order?: { readonly query: Readonly<Record<string, string>>; readonly item?: IDataObject };
}

export const withoutAnswers = (outcome: Outcome | null): SubmitResult => ({
  outcome,
  answered: [],
  about: null,
  why: null,
});

type Unanswered = { readonly outcome: Outcome; readonly about: string; readonly why?: Reason };
type OneResult = { readonly review: Review } | Unanswered;

/** An answer that its question cannot use is told on the page; any other error is n8n's to report. */
function unusable(error: unknown, about: string): OneResult {
  if (!(error instanceof archives.UnfitAnswer)) throw error;
  return { outcome: 'unfit', about, why: error.reason };
}

async function answerOne(
  { archive, syncs }: Shown,
  { id, seen }: AskedQuestion,
  form: Form,
  by: string,
): Promise<OneResult> {
  const answer = answerIn(form);
  if (!answer) return { outcome: 'nothingChosen', about: id };
  const asked = await archives.reviewById(archive, id);
  if (!syncs.some(({ name }) => name === asked?.sync)) return { outcome: 'obsolete', about: id };
  const given = { id, answer, seen, by, rule: firstText(form.forever) === 'yes' };
  return archives.answerReview(archive, given, Date.now()).then(
    (result): OneResult =>
      result.outcome === 'answered' ? { review: result.review } : { outcome: result.outcome, about: id },
    (error: unknown) => unusable(error, id),
  );
}

function summarize(results: readonly OneResult[]): SubmitResult {
  const answered = results.flatMap((result) => ('review' in result ? [result.review] : []));
  const missed = results.flatMap((result) => ('outcome' in result ? [result] : []));
  if (answered.length > 0 && missed.length > 0)
    return { outcome: 'answeredSome', answered, about: null, why: null, missed: missed.length };
  if (missed[0]) return { why: null, ...missed[0], answered };
  return { outcome: answered.length > 1 ? 'answeredMany' : 'answeredOne', answered, about: null, why: null };
}

async function revoke({ archive, syncs }: Shown, id: string, by: string): Promise<SubmitResult> {
  for (const { name } of syncs)
    if (await archives.revokeRule(archive, name, id, by, Date.now())) return withoutAnswers('revoked');
  return withoutAnswers('nothingChosen');
}

async function takeBack({ archive, syncs }: Shown, id: string, by: string): Promise<SubmitResult> {
  const review = await archives.reviewById(archive, id);
  const isShown = syncs.some(({ name }) => name === review?.sync);
  const isOpen = isShown && (await archives.takeBackAnswer(archive, id, by, Date.now()));
  return { ...withoutAnswers(isOpen ? 'takenBack' : 'tooLate'), about: id };
}

/** Takes down what a form says. Each question stands for itself: one that is obsolete keeps no other from its answer. */
export async function submitAnswers(shown: Shown, form: Form, by: string): Promise<SubmitResult> {
  if (firstText(form.answer) === 'revoke') return revoke(shown, firstText(form.rule), by);
  if (firstText(form.answer) === 'takeBack') return takeBack(shown, firstText(form.id), by);
  const asked = questionsIn(form);
  if (asked.length === 0) return withoutAnswers('nothingChosen');
  const results: OneResult[] = [];
  for (const question of asked) results.push(await answerOne(shown, question, form, by));
  return summarize(results);
}
