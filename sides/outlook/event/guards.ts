import { isEqual, uniqWith } from 'lodash';
import { reason, type Reason } from '../../../reasons';
import { exceptDatesIn, overridesIn } from '../../../sync/kinds';
import type { Fields, Write } from '../../../sync/model';
import type { Leaving, WriteJob } from '../../types';
import type { Privates } from './fields';
import type { EventExtra } from './record';

export interface EventWriting {
  /** Null: the default calendar. */
  readonly calendarId: string | null;
  /** May anything be written to this calendar? */
  readonly mayWrite: boolean;
  /** May Outlook mail invitations, updates and cancellations to participants? */
  readonly mailParticipants: boolean;
  /** Zone for new events that bring none with them. */
  readonly timeZone: string | null;
  /** What is told of private events. */
  readonly privates: Privates;
  /** Has the CRM a field for the iCalendar id, so that a new event's is worth telling at once? */
  readonly tellsUid?: boolean;
  readonly leaving?: Leaving;
}

/** What everybody has of their own in a meeting: changing it tells nobody. */
const ownCopyFields = ['reminder'];
/** Outlook says these itself. */
const setByOutlook = ['cancelled', 'uid'];
const timeFields = ['start', 'end', 'isAllDay', 'recurrence'];
const titleFields = ['subject', ...timeFields, 'exceptDates'];

interface GuardContext {
  readonly job: WriteJob;
  readonly extra: EventExtra;
  readonly o: EventWriting;
}

/** Something that stands against a write, or against all of it but these fields. */
interface Guard {
  readonly applies: (ground: GuardContext) => boolean;
  readonly exempts: (name: string) => boolean;
  readonly refusal: (ground: GuardContext) => Reason;
}

const except =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);
const isNew = ({ job }: GuardContext): boolean => job.write.op === 'create';
const exceptions = ({ before }: WriteJob): number => exceptDatesIn(before).length + overridesIn(before).length;

/** All count, one after the other; the first that stands in the way is told. */
const guards: readonly Guard[] = [
  { applies: ({ o }) => !o.mayWrite, exempts: except(), refusal: () => reason('outlookCalendarReadOnly') },
  {
    applies: (ground) => !isNew(ground) && !ground.extra.isOrganizer,
    exempts: except(...ownCopyFields),
    refusal: () => reason('organisedElsewhere', { undoIn: 'zoho' }),
  },
  {
    applies: (ground) => !isNew(ground) && !ground.o.mailParticipants && ground.extra.attendees.length > 0,
    exempts: except(...ownCopyFields),
    refusal: ({ job, extra }) =>
      reason('outlookWouldMail', { count: extra.attendees.length, deleted: job.write.op === 'delete' }),
  },
  {
    // Moving a series makes Outlook forget them [learn: "Update event"], and what was cancelled would take place again.
    applies: ({ job }) => job.write.op === 'update' && exceptions(job) > 0,
    exempts: (name) => !timeFields.includes(name),
    refusal: ({ job }) => reason('outlookWouldForget', { count: exceptions(job) }),
  },
];

/** Fields that must not be written, and why. */
export interface Blocked {
  readonly names: readonly string[];
  readonly refusal: Reason;
}

export interface AllowedWrite {
  /** The fields that may be written. */
  readonly sent: Fields;
  readonly notes: readonly Reason[];
  /** What stands against the others, or against the whole if nothing may be written. */
  readonly blocked: Blocked | null;
}

const noExtra: EventExtra = {
  ...{
    timeZone: '',
    isOrganizer: true,
    organizer: '',
    attendees: [],
    hasJoinBlock: false,
    titleOnly: false,
    iCalUId: '',
  },
};
export const extraOf = ({ extra }: Write): EventExtra => ({ ...noExtra, ...(extra as Partial<EventExtra> | null) });

const countPeople = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Which fields are left out, and what a person is told of it. */
function omittedFields(write: Write, o: EventWriting): Readonly<Record<string, Reason | null>> {
  const { titleOnly } = extraOf(write);
  const hidden = titleOnly ? Object.keys(write.fields).filter((name) => !titleFields.includes(name)) : [];
  const invited = countPeople(write.fields.participants);
  const uninvited = reason('nobodyInvited', { count: invited });
  return {
    ...Object.fromEntries(setByOutlook.map((name) => [name, null])),
    ...Object.fromEntries(hidden.map((name) => [name, reason('onlyTitleAndTime')])),
    ...(!o.mailParticipants && { participants: invited > 0 || write.op === 'update' ? uninvited : null }),
  };
}

const pickFields = (fields: Fields, keep: (name: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => keep(name)));

/** What of a write may be done without doing harm to people, and what stands against the rest. */
export function allowedWrite(job: WriteJob, o: EventWriting): AllowedWrite {
  const { write } = job;
  const out = omittedFields(write, o);
  const notes = uniqWith(
    Object.keys(write.fields).flatMap((name) => out[name] ?? []),
    isEqual,
  );
  let sent = pickFields(write.fields, (name) => !(name in out));
  let refusal: Reason | null = null;
  const ground = { job, extra: extraOf(write), o };
  for (const rule of guards.filter(({ applies }) => applies(ground))) {
    const held = Object.keys(sent).filter((name) => !rule.exempts(name));
    if (held.length > 0 || write.op !== 'update') refusal ??= rule.refusal(ground);
    sent = pickFields(sent, rule.exempts);
  }
  const names = Object.keys(write.fields).filter((name) => !(name in sent) && !(name in out));
  return { sent, notes, blocked: refusal && { names, refusal } };
}
