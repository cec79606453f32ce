import type { Handler } from './call';
import { ok } from './call';
import { badRequest } from './errors';
import type { GraphState, StoredContact } from './model';

const KINDS = ['entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId'];
const MOST_IDS = 1000;

/** REST ids are the EWS ones made safe for URLs; entry ids are simulated by their own spelling. */
const toRest = (id: string, kind: string): string =>
  kind.startsWith('rest') ? id : id.replace(/\+/g, '_').replace(/\//g, '-');
const fromRest = (id: string, kind: string): string =>
  kind.startsWith('rest') ? id : id.replace(/_/g, '+').replace(/-/g, '/');

const isImmutable = (kind: string): boolean => /immutable/i.test(kind);

function translate(state: GraphState, sourceId: string, from: string, to: string): Record<string, unknown> {
  const id = toRest(sourceId, from);
  const item: Pick<StoredContact, 'immutableId' | 'restId'> | undefined = isImmutable(from)
    ? (state.contacts.get(id) ?? state.mail.mails.get(id))
    : (state.contacts.get(state.byRestId.get(id) ?? '') ?? state.mail.mails.get(state.mail.byRestId.get(id) ?? ''));
  if (item) return { sourceId, targetId: fromRest(isImmutable(to) ? item.immutableId : item.restId, to) };
  if (state.folders.has(id) || state.mail.folders.has(id)) return { sourceId, targetId: fromRest(id, to) };
  return {
    sourceId,
    errorDetails: { code: 'ErrorItemNotFound', message: 'The specified object was not found in the store.' },
  };
}

/** `POST …/translateExchangeIds`; an unknown id fails alone [docs: Outlook identifiers]. */
export const translateIds: Handler = (call) => {
  const { inputIds, sourceIdType, targetIdType } = (call.body ?? {}) as Record<string, unknown>;
  const [from, to] = [String(sourceIdType), String(targetIdType)];
  if (!Array.isArray(inputIds) || inputIds.length > MOST_IDS)
    throw badRequest(`Give up to ${MOST_IDS} inputIds.`, 'ErrorInvalidArgument');
  if (!KINDS.includes(from) || !KINDS.includes(to))
    throw badRequest('Unknown sourceIdType or targetIdType.', 'RequestBodyRead');
  const value = inputIds.map((id) => translate(call.state, String(id), from, to));
  return ok(call, { '@odata.context': `${call.base}/$metadata#Collection(microsoft.graph.convertIdResult)`, value });
};
