import { own } from '../../../sync/kinds';
import type { Fields, Neutral, Value } from '../../../sync/model';
import type { GraphRecurrence } from '../../time/recurrence';
import { fromGraph } from '../../time/recurrence';
import { localDate, toIana } from '../../time/zones';
import { list, text } from '../contact';
import { hasJoinBlock } from './body';
import { exceptionsOf } from './exceptions';
import type { GraphEvent, Privates } from './single';
import { isPrivate, saidBy, zoneOf } from './single';

export { isPrivate, zoneOf, type GraphEvent, type Privates } from './single';

/** The rule of a series; or, as a word of Outlook's own, why it cannot be said. */
function ruleOf(event: GraphEvent, { start, isAllDay }: Fields): Value {
  if (text(event.type) !== 'seriesMaster') return null;
  const zone = zoneOf(event);
  const date =
    isAllDay === true || !toIana(zone) ? text(start).slice(0, 10) : text(start) && localDate(text(start), zone);
  const read = fromGraph(event.recurrence as GraphRecurrence, { date, zone });
  return 'refused' in read ? own(read.refused) : read.rule;
}

/** What a write must know of the event it changes. */
export type EventExtra = {
  readonly timeZone: string;
  readonly isOrganizer: boolean;
  readonly attendees: readonly Value[];
  readonly hasJoinBlock: boolean;
  /** Of a private event only title and time are told, so nothing else of it is written. */
  readonly titleOnly: boolean;
  readonly iCalUId: string;
};

const extraOf = (event: GraphEvent, titleOnly: boolean): EventExtra => ({
  timeZone: zoneOf(event),
  isOrganizer: event.isOrganizer !== false,
  attendees: list<Value>(event.attendees),
  hasJoinBlock: hasJoinBlock(event.body),
  titleOnly,
  iCalUId: text(event.iCalUId),
});

const UNREADABLE =
  'It cannot be read which of its meetings were changed or cancelled one by one. Make the series anew in Outlook';

/** What only a series has: its rule, the days it leaves out, its changed meetings. */
function seriesOf(event: GraphEvent, said: Fields, privates: Privates): Fields {
  const recurrence = ruleOf(event, said);
  if (typeof recurrence !== 'string' || typeof said.start !== 'string') return { recurrence };
  const exceptions = exceptionsOf(event, said, privates);
  return exceptions ? { recurrence, ...exceptions } : { recurrence: own(UNREADABLE) };
}

/** A Graph event in neutral form; its iCalendar id, by which other mailboxes know it too, is its alias. */
export function toNeutral(event: GraphEvent, privates: Privates): Neutral {
  const titleOnly = isPrivate(event) && privates !== 'full';
  const said = saidBy(event, privates);
  const uid = text(event.iCalUId);
  const fields = { ...said, ...seriesOf(event, said, privates), ...(!titleOnly && { uid: uid || null }) };
  return { fields, aliases: uid ? [uid] : [], extra: extraOf(event, titleOnly) as Value };
}
