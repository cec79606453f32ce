import type { Call } from '../call';
import { graphError } from '../errors';
import type { StoredEvent } from '../model';
import { isObject } from '../values';

const duplicate = (): Error =>
  graphError(
    409,
    'ErrorDuplicateTransactionId',
    "Your request can't be completed because the transaction id was already used for another event.",
  );

const idIn = ({ body }: Call): string | null =>
  isObject(body) && typeof body.transactionId === 'string' && body.transactionId ? body.transactionId : null;

/**
 * The event that an earlier try of this very create has made; 409 when its transaction id belongs to another create,
 * or to an event since deleted [GH corso#2490].
 */
export function earlierTry(call: Call): StoredEvent | null {
  const id = idIn(call);
  const before = id === null ? undefined : call.state.transactions.get(id);
  if (before === undefined) return null;
  const event = [...call.state.events.values()].find(({ fields }) => fields.transactionId === id);
  if (!event || before !== JSON.stringify(call.body)) throw duplicate();
  return event;
}

export function noteTransaction(call: Call): void {
  const id = idIn(call);
  if (id !== null) call.state.transactions.set(id, JSON.stringify(call.body));
}
