import { counted, messageAndStep } from '../reasons';
import { finishCycle, type CycleRef, type DayTotals, type Finished, type ParkedRecord, type Reading } from '../archive';
import { sideName, sides } from '../sync/model';
import { pilotOf, type Run } from './cycle';
import { runOfSync } from './people';

const were = (n: number): string => (n === 1 ? 'was' : 'were');

/** "about 4 minutes" */
export const about = (seconds: number): string =>
  seconds < 90 ? `about ${counted(seconds, 'second')}` : `about ${counted(Math.round(seconds / 60), 'minute')}`;

/** Who takes care of the rest: first of all the person who is asked about a plan. `pilot`: so many of a side take part; 0: all. */
function whoIsNext({ reviews, secondsLeft, askedToWait, person }: Finished, pilot: number): string {
  if (reviews.some(({ topic }) => topic === 'refusal')) return 'answer the question about the plan, then run again';
  if (pilot > 0) return `a pilot syncs ${pilot} of each side; set Pilot in Start Cycle to 0 to sync all`;
  if (secondsLeft === null) return 'run again, or wait for the schedule';
  if (askedToWait && person !== null) return 'the first run of the schedule after that goes on with them';
  const when = askedToWait ? 'then' : 'at once';
  return `a published workflow goes on with them ${when} (${about(secondsLeft)} for all); else run again`;
}

/** A side is not as the other was read. Mails go on one by one; of all else nothing is decided on a part. */
function readInPart({ readings }: Finished, { kind }: CycleRef): string {
  const named = (reading: Reading) => sides.filter((side) => readings[side] === reading).map((side) => sideName[side]);
  const [part, known] = [named('part').join(' and '), named('known')];
  const decided = kind === 'mail' ? '' : ', so nothing was decided yet';
  if (part) return `${part} asked to wait before all was read${decided}: the next run reads on from there`;
  return known.length === 1
    ? `Of both sides only ${known.join()} was not read anew${decided}: the next run reads both`
    : '';
}

/** A service asked to wait before all was read or written. */
const asksToWait = ({ side, until }: NonNullable<Finished['askedToWait']>): string =>
  `${sideName[side]} asks to wait until ${new Date(until).toISOString()}`;

/** What a person should know: nothing when all is in step. */
function openEnds(finished: Finished, cycle: CycleRef): string | null {
  const { reviews, left, preview, pending, parked, skipped, askedToWait } = finished;
  const parts = [
    readInPart(finished, cycle),
    askedToWait ? asksToWait(askedToWait) : '',
    preview ? `This was a preview, nothing was written; the plan is ${preview}` : '',
    pending > 0
      ? `${counted(pending, 'record is', 'records are')} still pending: ${whoIsNext(finished, pilotOf(cycle))}`
      : '',
    parked > 0
      ? `${counted(parked, 'record')} ${were(parked)} refused and ${parked === 1 ? 'is' : 'are'} tried again later: see parkedRecords`
      : '',
    left.length > 0
      ? `${counted(left.length, 'record or value', 'records or values')} ${were(left.length)} left as ${left.length === 1 ? 'it was' : 'they were'}: see left`
      : '',
    skipped > 0 ? `${counted(skipped, 'mail belongs', 'mails belong')} nowhere: see skippedMails` : '',
    reviews.length > 0
      ? `${counted(reviews.length, 'question waits', 'questions wait')} for a person: see reviews`
      : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join('. ')}.` : null;
}

/** What was done on each side, where anything was: "Outlook: 2 created, 1 updated." */
export const didOn = ({ created, updated, deleted }: Pick<DayTotals, 'created' | 'updated' | 'deleted'>) =>
  sides.flatMap((side) => {
    const sums = [
      [created[side], 'created'],
      [updated[side], 'updated'],
      [deleted[side], 'deleted'],
    ] as const;
    const said = sums.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
    return said.length > 0 ? [`${sideName[side]}: ${said.join(', ')}.`] : [];
  });

/** The cycle in a few sentences: what was done on each side, then what is left to do. */
function inSentences(finished: Finished, hint: string | null): string {
  const attached = finished.attached > 0 ? [`${counted(finished.attached, 'mail')} attached.`] : [];
  const did = [...didOn(finished), ...attached];
  const first = did.length > 0 || finished.preview ? did : ['Nothing was to be written.'];
  return [...first, hint ?? 'All is in step.'].join(' ');
}

/** The report as one item, and what a person should know of it (null when all is in step). */
export interface Report {
  readonly item: object;
  readonly hint: string | null;
}

/** A refused record: what happened, and what a person can do. */
export const parkedInWords = ({ reason: why, ...record }: ParkedRecord) => ({ ...record, ...messageAndStep(why) });

/** Ends the cycle and gives the lease back. `keepMs`: how long history is kept; `preview`: the plan that this run only showed. */
export async function finish({ archive, cycle }: Run, keepMs: number, preview: string | undefined): Promise<Report> {
  const finished = await finishCycle(archive, cycle, Date.now(), { keepMs, ...(preview && { preview }) });
  const { person, readings: _, reviews, parkedRecords, left, attachedTo, skippedMails, ...report } = finished;
  const whose = person === null ? null : await runOfSync(archive, { name: cycle.sync, kind: cycle.kind });
  const mails = attachedTo && { attachedTo, skippedMails };
  const parked = parkedRecords.map(parkedInWords);
  const hint = openEnds(finished, cycle);
  return {
    item: {
      says: inSentences(finished, hint),
      goesOn: report.secondsLeft !== null,
      ...whose,
      report,
      reviews,
      parkedRecords: parked,
      left,
      ...mails,
    },
    hint,
  };
}
