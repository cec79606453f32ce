import { sumBy } from 'lodash';
import * as archives from '../../archive';
import type { Review } from '../../archive';
import { isOfSync } from '../../sync/guard';
import type { Reason } from '../../reasons';
import { withoutAnswers, type Shown, type SubmitResult } from './submitAnswers';

const refusalsIn = ({ details }: Review) => (details.is === 'plan' ? details.refusals : []);
const asksFirst = (review: Review): boolean =>
  refusalsIn(review).some(({ id }) => id === 'first-run') && refusalsIn(review).every(isOfSync);

/** The first runs of a company's people that wait until somebody has seen what they would do. */
async function firstRunsOf({ archive, syncs }: Shown): Promise<readonly Review[]> {
  const found: Review[] = [];
  for (const { name, person } of syncs)
    if (person) found.push(...(await archives.listReviews(archive, name, { states: ['open'], topic: 'refusal' })));
  return found.filter(asksFirst);
}

/** How many first runs wait, and what all of them together would do. */
export interface FirstRuns {
  readonly count: number;
  readonly created: number;
  readonly updated: number;
  readonly conflicts: number;
  readonly credits: number;
}

type Told = Extract<Reason, { code: 'firstRun' }>['args'];

/** What one answer for everybody would let pass. */
export async function loadFirstRuns(shown: Shown): Promise<FirstRuns> {
  const waiting = await firstRunsOf(shown);
  const told = waiting.flatMap((review) =>
    refusalsIn(review).flatMap(({ id, reason }) => (id === 'first-run' ? [reason.args as Told] : [])),
  );
  return {
    count: waiting.length,
    created: sumBy(told, ({ news }) => news.outlook + news.zoho),
    updated: sumBy(told, ({ edits }) => edits.outlook + edits.zoho),
    conflicts: sumBy(told, ({ conflicts }) => conflicts),
    credits: sumBy(told, ({ credits }) => credits),
  };
}

/** One approval for everybody: each sync's next run carries its plan out. No run is started, for hundreds would begin at once. */
export async function passFirstRuns(shown: Shown, by: string): Promise<SubmitResult> {
  let count = 0;
  for (const { id, fingerprint: seen } of await firstRunsOf(shown)) {
    const { outcome } = await archives.answerReview(
      shown.archive,
      { id, answer: { pass: true }, seen, by },
      Date.now(),
    );
    if (outcome === 'answered') count += 1;
  }
  if (count === 0) return withoutAnswers('nothingChosen');
  return { ...withoutAnswers('answeredMany'), order: { query: { count: String(count) } } };
}
