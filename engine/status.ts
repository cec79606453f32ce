import { about, didOn, parkedInWords } from './report';
import { counted, sentence } from '../reasons';
import { status, type Archive, type Status } from '../archive';
import { sideName } from '../sync/model';

export const when = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export const ago = (ms: number): string => {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 90) return counted(minutes, 'minute');
  return minutes < 48 * 60 ? counted(Math.round(minutes / 60), 'hour') : counted(Math.round(minutes / 1440), 'day');
};

function lastDay({ lastDay: day }: Status): readonly string[] {
  const did = didOn(day);
  const first = `In the last 24 hours: ${counted(day.cycles, 'cycle')}, ${did.length > 0 ? 'which wrote' : 'nothing to write'}.`;
  return [first, ...did, ...(day.linked > 0 ? [`${counted(day.linked, 'pair')} found to be the same.`] : [])];
}

function waiting({ sides: of, questions, parkedRecords, lastReport }: Status, now: number): readonly string[] {
  const pending = of.outlook.statuses.pending + of.zoho.statuses.pending;
  const since = [of.outlook.oldestPending, of.zoho.oldestPending].filter((one) => one !== null);
  const oldest = since.length > 0 ? `, the oldest for ${ago(now - Math.min(...since))}` : '';
  const secondsLeft = lastReport?.secondsLeft ?? null;
  const left = secondsLeft === null ? '' : `; one run follows the other, ${about(secondsLeft)} for all`;
  const asked = questions.conflict + questions.ambiguous + questions.refusal;
  const sorts = `${counted(questions.conflict, 'conflict')}, ${questions.ambiguous} ambiguous, ${counted(questions.refusal, 'stopped plan')}`;
  return [
    pending > 0 ? `${counted(pending, 'record')} pending${oldest}${left}.` : 'Nothing is pending.',
    ...(asked > 0 ? [`${counted(asked, 'question')} for a person: ${sorts}.`] : []),
    ...(parkedRecords.length > 0 ? [`${counted(parkedRecords.length, 'record')} refused:`] : []),
    ...parkedRecords.map(
      ({ side, label, reason: why, nextTry }) =>
        `- ${label} (${sideName[side]}): ${sentence(why)}${nextTry === null ? '' : ` Next try ${when(nextTry)}.`}`,
    ),
  ];
}

function skipped({ left }: Status): readonly string[] {
  if (left.length === 0) return [];
  return [
    `${counted(left.length, 'record or value', 'records or values')} left as ${left.length === 1 ? 'it is' : 'they are'}:`,
    ...left.map(({ label, reason: why }) => `- ${label}: ${sentence(why)}`),
  ];
}

/** Who may start next, and when. */
function leaseWords({ lease, pausedAt, askedUntil }: Status, now: number): string {
  if (pausedAt !== null && !(lease && lease.until > now))
    return `Paused since ${when(pausedAt)}: no cycle starts until Sync: Resume.`;
  if (!lease && (askedUntil ?? 0) > now)
    return `A service asked to wait: runs of the schedule end at once until ${when(askedUntil ?? 0)}; one by hand tries.`;
  if (!lease) return 'No cycle is at work; the next one may start at any time.';
  return lease.until > now
    ? `At work: ${lease.holder}. If it falls silent, the next cycle may start after ${when(lease.until)}.`
    : `The last cycle (${lease.holder}) fell silent; the next one takes over.`;
}

/** Where a sync stands, line by line, as a mail or a page shows it. `now` in ms. */
function statusWords(found: Status, now: number): readonly string[] {
  if (!found.known) return [`The sync "${found.sync}" has never run.`];
  const { finishedAt, links } = found;
  return [
    finishedAt === null ? 'No cycle has come to its end yet.' : `Last cycle finished ${when(finishedAt)}.`,
    ...lastDay(found),
    `${counted(links.live, 'pair')} in step or on the way, ${links.paused} left alone.`,
    ...waiting(found, now),
    ...skipped(found),
    leaseWords(found, now),
  ];
}

/** One line for a mail's subject. */
function statusSubject({ sync, questions, parkedRecords, lastDay: day }: Status): string {
  const asked = questions.conflict + questions.ambiguous + questions.refusal;
  const sum = ({ outlook, zoho }: { outlook: number; zoho: number }): number => outlook + zoho;
  const written = sum(day.created) + sum(day.updated) + sum(day.deleted);
  const parts = [
    `${written} written in 24 hours`,
    ...(asked > 0 ? [counted(asked, 'question')] : []),
    ...(parkedRecords.length > 0 ? [`${parkedRecords.length} refused`] : []),
  ];
  return `Sync ${sync}: ${parts.join(', ')}`;
}

/** Where a sync stands, in figures and in words: `subject` and `text` are ready to be mailed. `now` in ms. */
export async function describeStatus(archive: Archive, sync: string, now: number) {
  const found = await status(archive, sync, now);
  const lines = statusWords(found, now);
  const parkedRecords = found.parkedRecords.map(parkedInWords);
  return { ...found, parkedRecords, subject: statusSubject(found), lines, text: lines.join('\n') };
}
