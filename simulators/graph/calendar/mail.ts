import type { Call, Letter } from '../call';
import type { Row } from '../shapes';
import { momentOf } from '../values';
import type { Instance } from './instances';
import { occurrenceOn, recurrenceIn } from './instances';
import { startOf } from './store';

/** Changes of these alone concern nobody else; Microsoft's documents do not say it, the field does. */
const QUIET = ['categories', 'isReminderOn', 'reminderMinutesBeforeStart'];

const addressesOf = (call: Call, attendees: unknown): string[] => {
  const all = (Array.isArray(attendees) ? attendees : []) as { emailAddress?: { address?: string } }[];
  const addresses = all.map(({ emailAddress }) => emailAddress?.address ?? '').filter(Boolean);
  const own = call.state.mailbox.mail.toLowerCase();
  return addresses.filter((address) => address.toLowerCase() !== own);
};

const mailsAtAll = ({ fields }: Instance): boolean => Boolean(fields.isOrganizer) && !fields.isCancelled;

function send(call: Call, one: Instance, kind: Letter['kind'], to: readonly string[], comment?: string): void {
  const at = new Date(call.now).toISOString();
  const occurrence = momentOf(startOf(one)).toUTC().toISO() ?? '';
  for (const address of to)
    call.mail({
      ...{ kind, to: address, eventId: one.restId, subject: one.fields.subject as string | null, at },
      ...(one.date === undefined ? {} : { occurrence }),
      ...(comment ? { comment } : {}),
    });
}

/** A new meeting invites all its attendees. */
export function mailCreated(call: Call, one: Instance): void {
  if (mailsAtAll(one)) send(call, one, 'invitation', addressesOf(call, one.fields.attendees));
}

const fold = (addresses: readonly string[]): Set<string> => new Set(addresses.map((address) => address.toLowerCase()));

/** Each exception of a changed series is mailed as well. */
function mailExceptions(call: Call, { event }: Instance, to: readonly string[]): void {
  const recurrence = recurrenceIn(event);
  if (!recurrence) return;
  for (const date of event.exceptions.keys()) send(call, occurrenceOn(event, recurrence, date), 'update', to);
}

/**
 * What the organizer's change of a meeting mails: invitations to those added, cancellations to those removed, and an
 * update to the others unless only attendees, categories or the reminder were written. There is no way to suppress
 * it [GH net#1549, docs#2309].
 */
export function mailChanged(call: Call, before: Instance, after: Instance, sent: Row): void {
  if (!mailsAtAll(before)) return;
  const [old, now] = [addressesOf(call, before.fields.attendees), addressesOf(call, after.fields.attendees)];
  const [knew, knows] = [fold(old), fold(now)];
  const names = Object.keys(sent).filter((name) => !name.startsWith('@') && !QUIET.includes(name));
  const loud = names.some((name) => name !== 'attendees' && name !== 'singleValueExtendedProperties');
  send(
    call,
    after,
    'invitation',
    now.filter((address) => !knew.has(address.toLowerCase())),
  );
  send(
    call,
    before,
    'cancellation',
    old.filter((address) => !knows.has(address.toLowerCase())),
  );
  if (!loud) return;
  const stay = now.filter((address) => knew.has(address.toLowerCase()));
  send(call, after, 'update', stay);
  if (after.date === undefined) mailExceptions(call, after, stay);
}

/** Deleting or cancelling a meeting of one's own tells everybody. */
export function mailGone(call: Call, one: Instance, comment?: string): void {
  if (mailsAtAll(one)) send(call, one, 'cancellation', addressesOf(call, one.fields.attendees), comment);
}

/** An attendee's answer goes to the organizer. */
export function mailAnswer(call: Call, one: Instance, comment?: string): void {
  const { emailAddress } = (one.fields.organizer ?? {}) as { emailAddress?: { address?: string } };
  if (emailAddress?.address) send(call, one, 'response', [emailAddress.address], comment);
}
