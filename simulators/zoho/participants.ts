import type { ZohoFailure } from './errors';
import { failure } from './errors';
import { spot } from './pairs';
import { findRecord, recordName } from './names';
import type { Values } from './record';
import type { World } from './state';
import { fullName, userOf } from './state';

const MOST = 50;
const TYPES = ['user', 'contact', 'lead', 'email'] as const;
const MODULES: Record<string, string> = { contact: 'Contacts', lead: 'Leads' };
/** As in a field of type e-mail; whether it is the same here is not known. */
const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]+@[^@\s]+\.[^@\s]+$/;

/** A participant as kept; names and addresses of records and users are read when asked for. */
export interface Participant {
  readonly type: string;
  /** Id of a user, contact or lead; for type `email` the address, which answers show as `Email` beside an id. */
  readonly participant: string;
  readonly name: string | null;
  readonly invited: boolean;
  readonly status: string;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Of type `email` the address is `Email`, and `participant` an id of Zoho's own; an address there is read too. */
const keyOf = (given: Values): string => {
  if (given.type !== 'email') return text(given.participant) ?? text(given.id) ?? '';
  return text(given.Email) ?? (ADDRESS.test(String(given.participant)) ? String(given.participant) : '');
};

/** The id under which Zoho shows somebody who is no record. */
const guestId = (address: string): string =>
  `5545974${[...address]
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 999_999_999_999, 7)
    .toString()
    .padStart(12, '0')}`;

const same = (a: Participant, b: Participant): boolean =>
  a.type === b.type && a.participant.toLowerCase() === b.participant.toLowerCase();

/** The list as it is kept. It replaces the one before; whoever was on that keeps their invitation and their answer. */
export function keptParticipants(given: unknown, before: unknown): unknown {
  if (!Array.isArray(given)) return given;
  const old = (Array.isArray(before) ? before : []) as readonly Participant[];
  return (given as readonly Values[]).map((one): Participant => {
    const { type, status, name } = (one ?? {}) as Values;
    const made: Participant = {
      ...{ type: text(type) ?? '', participant: keyOf(one ?? {}), name: text(name) },
      ...{ invited: one?.invited === true, status: text(status) ?? 'not_known' },
    };
    const known = old.find((other) => same(other, made));
    return known ? { ...made, name: made.name ?? known.name, invited: known.invited, status: known.status } : made;
  });
}

function whoIs(world: World, { type, participant, name }: Participant): { Email: string | null; name: string | null } {
  if (type === 'email') return { Email: participant, name };
  const user = type === 'user' ? userOf(world.state, participant) : undefined;
  if (user) return { Email: user.email, name: fullName(user) };
  const record = findRecord(world, MODULES[type] ?? '', participant);
  return { Email: text(record?.values.Email), name: record ? recordName(world, record) : name };
}

const kept = (value: unknown): readonly Participant[] => (Array.isArray(value) ? (value as Participant[]) : []);

/** The list as Zoho answers it: what was sent, with name, address, `invited` and `status` beside it. */
export const shownParticipants = (world: World, value: unknown) =>
  kept(value).map((one) => ({
    ...one,
    ...(one.type === 'email' && { participant: guestId(one.participant) }),
    ...whoIs(world, one),
  }));

export const addressesOf = (world: World, value: unknown): { address: string; invited: boolean }[] =>
  kept(value).flatMap((one) => {
    const { Email } = whoIs(world, one);
    return Email ? [{ address: Email, invited: one.invited }] : [];
  });

export const allInvited = (value: unknown): Participant[] => kept(value).map((one) => ({ ...one, invited: true }));

function wrongParticipant(world: World, one: Participant, index: number, at: number): ZohoFailure | null {
  const path = (key: string) => ({ api_name: key, json_path: `$.data[${index}].Participants[${at}].${key}` });
  if (!TYPES.some((type) => type === one.type)) {
    return failure('INVALID_DATA', { ...path('type'), supported_values: TYPES });
  }
  if (!one.participant) return failure('MANDATORY_NOT_FOUND', path('participant'));
  const { Email } = whoIs(world, one);
  const isThere =
    one.type === 'email'
      ? ADDRESS.test(Email ?? '')
      : one.type === 'user'
        ? userOf(world.state, one.participant) !== undefined
        : findRecord(world, MODULES[one.type] ?? '', one.participant) !== undefined;
  return isThere ? null : failure('INVALID_DATA', path('participant'), 'the participant given seems to be invalid');
}

export function participantRefusal(world: World, value: unknown, index: number): ZohoFailure | null {
  const list = kept(value);
  if (list.length > MOST) return failure('LIMIT_EXCEEDED', { maximum_length: MOST, ...spot('Participants', index) });
  for (const [at, one] of list.entries()) {
    const wrong = wrongParticipant(world, one, index, at);
    if (wrong) return wrong;
  }
  return null;
}
