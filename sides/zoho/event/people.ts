import { setOf } from '../../../sync/likeness';
import type { Value } from '../../../sync/model';

type Participant = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly Participant[] =>
  Array.isArray(value) ? (value as readonly Participant[]) : [];
const isAddress = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);

/** Zoho names the address `Email`; of the type email some replies have it under `participant`. */
const addressOf = ({ Email, participant }: Participant): string =>
  [Email, participant]
    .map((one) => String(one ?? ''))
    .find(isAddress)
    ?.toLowerCase() ?? '';

export function peopleIn(value: unknown): Value {
  const all = setOf(list(value).map(addressOf).filter(Boolean));
  return all.length > 0 ? all : null;
}

/** As it may be sent: who somebody is, without what Zoho adds. */
const sendable = ({ type, participant, name }: Participant): Participant => ({
  type,
  participant,
  ...(typeof name === 'string' && name !== '' && { name }),
  ...(type === 'email' && { Email: participant }),
});

/** Who is there already stays as they are (a contact, a user), also those without an address; others come by their address. */
export function peopleWith(old: unknown, wanted: Value): readonly Participant[] {
  const addresses = setOf(wanted);
  const stay = list(old).filter((one) => addressOf(one) === '' || addresses.includes(addressOf(one)));
  const there = stay.map(addressOf);
  const fresh = addresses.filter((address) => !there.includes(address));
  return [...stay.map(sendable), ...fresh.map((address) => ({ type: 'email', participant: address, Email: address }))];
}
