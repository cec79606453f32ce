import * as archives from '../../archive';
import type { Archive, Review } from '../../archive';
import { answerIn, askedIn, one, type Asked, type Form } from './answers';

const outcomes = [
  ...(['answeredOne', 'answeredMany', 'nothingChosen', 'moved on', 'changed', 'already answered'] as const),
  ...(['unfit', 'forged', 'revoked'] as const),
] as const;
/** What a posted form came to; each has its sentence on the page. */
export type Outcome = (typeof outcomes)[number];
export const isOutcome = (text: string): text is Outcome => (outcomes as readonly string[]).includes(text);

/** `answered`: the questions that got their answer. `about`: the one that got none; `why` says it in words where the outcome does not. */
export interface Taken {
  readonly outcome: Outcome;
  readonly answered: readonly Review[];
  readonly about: string | null;
  readonly why: string | null;
}

export const nothing = (outcome: Outcome): Taken => ({ outcome, answered: [], about: null, why: null });

type Missed = { readonly outcome: Outcome; readonly about: string; readonly why?: string };
type Result = { readonly review: Review } | Missed;

/** An answer that its question cannot use is told on the page; any other error is n8n's to report. */
function unfit(error: unknown, about: string): Result {
  if (!(error instanceof archives.ArchiveError)) throw error;
  return { outcome: 'unfit', about, why: `${error.message} ${error.nextStep}` };
}

async function answerOne(archive: Archive, { id, seen }: Asked, form: Form, by: string): Promise<Result> {
  const answer = answerIn(form);
  if (!answer) return { outcome: 'nothingChosen', about: id };
  const given = { id, answer, seen, by, rule: one(form.forever) === 'yes' };
  return archives.answerReview(archive, given, Date.now()).then(
    (result): Result =>
      result.outcome === 'answered' ? { review: result.review } : { outcome: result.outcome, about: id },
    (error: unknown) => unfit(error, id),
  );
}

function summed(results: readonly Result[]): Taken {
  const answered = results.flatMap((result) => ('review' in result ? [result.review] : []));
  const missed = results.find((result) => 'outcome' in result);
  if (missed) return { why: null, ...missed, answered };
  return { outcome: answered.length > 1 ? 'answeredMany' : 'answeredOne', answered, about: null, why: null };
}

async function revoke(archive: Archive, id: string, by: string): Promise<Taken> {
  for (const { name } of await archives.syncNames(archive))
    if (await archives.revokeRule(archive, name, id, by, Date.now())) return nothing('revoked');
  return nothing('nothingChosen');
}

/** Takes down what a form says. Each question stands for itself: one that moved on keeps no other from its answer. */
export async function take(archive: Archive, form: Form, by: string): Promise<Taken> {
  if (one(form.answer) === 'revoke') return revoke(archive, one(form.rule), by);
  const asked = askedIn(form);
  if (asked.length === 0) return nothing('nothingChosen');
  const results: Result[] = [];
  for (const question of asked) results.push(await answerOne(archive, question, form, by));
  return summed(results);
}
