import type { Fields, Write } from '../../../sync/model';
import type { EventExtra } from './event';

export interface Refusal {
  readonly message: string;
  readonly nextStep: string;
}

export interface EventWriting {
  /** Null: the default calendar. */
  readonly calendarId: string | null;
  /** May anything be written to this calendar? */
  readonly mayWrite: boolean;
  /** May Outlook mail invitations, updates and cancellations to participants? */
  readonly mailParticipants: boolean;
  /** Zone for new events that bring none with them. */
  readonly timeZone: string | null;
}

/** What everybody has of their own in a meeting: changing it tells nobody. */
const ownCopy = ['reminder'];
/** Outlook says these itself. */
const toldByOutlook = ['cancelled'];
const ofTitle = ['subject', 'start', 'end', 'isAllDay', 'recurrence'];

const touchesMeeting = ({ op }: Write, sent: Fields): boolean =>
  op === 'delete' || Object.keys(sent).some((name) => !ownCopy.includes(name));

const MAIL_OFF = 'Change it in Outlook, or switch on Mail Participants in the node that writes to Outlook';

type Rule = (write: Write, sent: Fields, extra: EventExtra, o: EventWriting) => Refusal | null;

/** First match counts. */
const rules: readonly Rule[] = [
  (_write, _sent, _extra, o) =>
    o.mayWrite
      ? null
      : {
          message: 'The chosen Outlook calendar may only be read.',
          nextStep:
            'Choose a calendar of your own, ask its owner for the right to edit, or sync only towards Zoho CRM.',
        },
  (write, sent, extra) =>
    write.op === 'create' || extra.isOrganizer || !touchesMeeting(write, sent)
      ? null
      : {
          message:
            'The meeting is organised by somebody else: only their change reaches everybody, so it was left as it is.',
          nextStep: 'Ask its organiser for the change, or undo it in Zoho CRM.',
        },
  (write, sent, extra, o) =>
    write.op === 'create' || o.mailParticipants || extra.attendees.length === 0 || !touchesMeeting(write, sent)
      ? null
      : {
          message: `The meeting has ${extra.attendees.length} participants, to whom Outlook would mail ${write.op === 'delete' ? 'a cancellation' : 'an update'}, so it was left as it is.`,
          nextStep: `${MAIL_OFF}.`,
        },
];

export interface Allowed {
  /** The fields that may be written. */
  readonly sent: Fields;
  readonly notes: readonly string[];
  readonly refusal: Refusal | null;
}

const none: EventExtra = {
  ...{ timeZone: '', isOrganizer: true, attendees: [], hasJoinBlock: false, titleOnly: false, iCalUId: '' },
};
export const extraOf = ({ extra }: Write): EventExtra => ({ ...none, ...(extra as Partial<EventExtra> | null) });

const people = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Which fields are left out, and what a person is told of it. */
function leftOut(write: Write, o: EventWriting): Readonly<Record<string, string | null>> {
  const { titleOnly } = extraOf(write);
  const hidden = titleOnly ? Object.keys(write.fields).filter((name) => !ofTitle.includes(name)) : [];
  const invited = people(write.fields.participants);
  const uninvited = `Nobody was invited in Outlook (${invited} participants in Zoho CRM). ${MAIL_OFF}.`;
  return {
    ...Object.fromEntries(toldByOutlook.map((name) => [name, null])),
    ...Object.fromEntries(
      hidden.map((name) => [name, 'The event is private in Outlook: only its title and time are written.']),
    ),
    ...(!o.mailParticipants && { participants: invited > 0 || write.op === 'update' ? uninvited : null }),
  };
}

/** What of a write may be done without doing harm to people, and what stands against it. */
export function allowed(write: Write, o: EventWriting): Allowed {
  const out = leftOut(write, o);
  const dropped = Object.keys(write.fields).filter((name) => name in out);
  const sent = Object.fromEntries(Object.entries(write.fields).filter(([name]) => !(name in out)));
  const notes = [...new Set(dropped.flatMap((name) => out[name] ?? []))];
  const isEmpty = write.op === 'update' && Object.keys(sent).length === 0;
  const refusal = isEmpty
    ? null
    : rules.map((rule) => rule(write, sent, extraOf(write), o)).find((found) => found !== null);
  return { sent, notes, refusal: refusal ?? null };
}
