import { addressesOf, allInvited } from './participants';
import type { StoredRecord, Values } from './record';
import type { World } from './state';
import { userOf } from './state';

/** A mail to one person that Zoho would have sent. */
export interface Letter {
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'task';
  readonly to: string;
  readonly module: string;
  readonly id: string;
  readonly subject: string | null;
  /** Instant by the simulator's clock. */
  readonly at: string;
}

function letter(world: World, record: StoredRecord, kind: Letter['kind'], to: string): Letter {
  const subject = (record.values.Event_Title ?? record.values.Subject ?? null) as string | null;
  return { kind, to, module: record.module, id: record.id, subject, at: new Date(world.now()).toISOString() };
}

/** Only an explicit `$send_notification: true` mails, unless the org is one that mails whoever did not say no. */
const wantsMail = (world: World, { $send_notification: wish }: Values): boolean =>
  wish === true || wish === 'true' || (world.limits.notifyUnlessRefused === true && wish !== false && wish !== 'false');

/** Invites whoever was not invited yet and tells the others of the change. */
function mailParticipants(world: World, record: StoredRecord, given: Values): void {
  const { Participants } = record.values;
  if (!Participants || !wantsMail(world, given)) return;
  for (const { address, invited } of addressesOf(world, Participants)) {
    world.outbox.push(letter(world, record, invited ? 'update' : 'invitation', address));
  }
  record.values = { ...record.values, Participants: allInvited(Participants) };
}

function mailOwner(world: World, record: StoredRecord, given: Values): void {
  const wish = given.Send_Notification_Email ?? given.send_notification;
  const owner = userOf(world.state, record.owner);
  if ((wish === true || wish === 'true') && owner) world.outbox.push(letter(world, record, 'task', owner.email));
}

/** Mails what a write of an activity sets off. */
export function mailAbout(world: World, record: StoredRecord, given: Values): void {
  if (record.module === 'Events') mailParticipants(world, record, given);
  if (record.module === 'Tasks') mailOwner(world, record, given);
}

export function mailCancellation(world: World, record: StoredRecord): void {
  for (const { address, invited } of addressesOf(world, record.values.Participants)) {
    if (invited) world.outbox.push(letter(world, record, 'cancellation', address));
  }
}
