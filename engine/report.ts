import { messageAndStep } from '../reasons';
import { finishCycle, type Finished, type ParkedRecord } from '../archive';
import type { Run } from './cycle';

/** What a person should know: nothing when all is in step. */
function openEnds({ reviews, left, preview, ...report }: Finished): string | null {
  const { pending, parked } = report;
  const parts = [
    preview ? `This was a preview, nothing was written; the plan is ${preview}` : '',
    pending > 0 ? `${pending} records are still pending: run again, or wait for the schedule` : '',
    parked > 0 ? `${parked} records were refused and are tried again later: see parkedRecords` : '',
    left.length > 0 ? `${left.length} records or values were left as they are: see left` : '',
    report.skipped > 0 ? `${report.skipped} mails belong nowhere: see skippedMails` : '',
    reviews.length > 0
      ? `${reviews.length === 1 ? '1 question waits' : `${reviews.length} questions wait`} for a person: see reviews`
      : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join('. ')}.` : null;
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
  const { reviews, parkedRecords, left, attachedTo, skippedMails, ...report } = finished;
  const mails = attachedTo && { attachedTo, skippedMails };
  const parked = parkedRecords.map(parkedInWords);
  return { item: { report, reviews, parkedRecords: parked, left, ...mails }, hint: openEnds(finished) };
}
