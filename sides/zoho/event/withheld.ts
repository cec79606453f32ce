import { exceptDatesIn } from '../../../sync/kinds';
import type { Fields } from '../../../sync/model';
import { localDate } from '../../time/zones';
import type { WriteJob } from '../../types';
import type { EventProfile } from './profile';

/** What of an update Zoho cannot do, by name, and why; all else may be written. */
export interface Withheld {
  readonly names: readonly string[];
  readonly reasons: readonly string[];
}

const times = ['start', 'end', 'isAllDay'];
const nothing: Withheld = { names: [], reasons: [] };

const RULE =
  'Zoho CRM lets nobody change the repetition of a series from outside, so its rule, its days and its times stay as they are there. Change them in Zoho CRM by hand, or make the series anew.';
const DAY =
  'Zoho CRM lets nobody change the days of a series from outside, so its times stay as they are there. Move the series in Zoho CRM by hand.';

const dayOf = ({ start, isAllDay }: Fields, zone: string): string =>
  isAllDay === true ? String(start).slice(0, 10) : localDate(String(start), zone);

/** Days of a series that one side has and the other has not. */
function ofDates(fields: Fields, before: Fields): readonly string[] {
  const [wanted, there] = [exceptDatesIn(fields), exceptDatesIn(before)];
  const out = wanted.filter((date) => !there.includes(date)).join(', ');
  const back = there.filter((date) => !wanted.includes(date)).join(', ');
  const why = 'Zoho CRM lets nobody change the dates of a series from outside.';
  return [
    ...(out
      ? [`The series is still shown on ${out} in Zoho CRM. ${why} Take these days out of the series there.`]
      : []),
    ...(back ? [`The series is not shown on ${back} in Zoho CRM. ${why} Add a meeting for these days there.`] : []),
  ];
}

/** The first day of a series is in its rule, so only the time of day may change. */
function movesAway({ write, before }: WriteJob, zone: string): boolean {
  if (typeof before.recurrence !== 'string' || !('start' in write.fields)) return false;
  return dayOf({ ...before, ...write.fields }, zone) !== dayOf(before, zone);
}

/** Recurring_Activity goes with a new meeting only [layout: api_update false]; what hangs on it stays with it. */
export function withheld(job: WriteJob, { timeZone }: EventProfile): Withheld {
  const { write, before } = job;
  if (write.op !== 'update') return nothing;
  if ('recurrence' in write.fields) return { names: ['recurrence', 'exceptDates', ...times], reasons: [RULE] };
  const moved = movesAway(job, timeZone ?? 'UTC');
  const dates = 'exceptDates' in write.fields ? ofDates(write.fields, before) : [];
  return { names: ['exceptDates', ...(moved ? times : [])], reasons: [...(moved ? [DAY] : []), ...dates] };
}
