import { makeChangeKey } from '../ids';
import type { Change, EventChange, GraphState } from '../model';
import { etagOf } from '../store';
import type { Row } from '../shapes';
import type { Subscription, Watched } from './model';

/** One change of one item, whoever watches it. */
export interface News {
  readonly kind: Watched['kind'];
  readonly scope: string;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly immutableId: string;
  readonly restId: string;
  readonly etag: string;
}

const kindOf = (state: GraphState, scope: string): Watched['kind'] | null => {
  if (state.mail.folders.has(scope)) return 'message';
  if (state.lists.has(scope)) return 'todoTask';
  return state.folders.has(scope) || state.deletedFolders.has(scope) ? 'contact' : null;
};

const itemOf = ({ contacts, mail, tasks }: GraphState, id: string): { readonly changeKey: string } | undefined =>
  contacts.get(id) ?? mail.mails.get(id) ?? tasks.get(id);

/** Tasks are logged without saying what changed: one not logged before is new. */
function changeOf(state: GraphState, entry: Change, kind: Watched['kind'], at: number): News['change'] {
  if (entry.removed) return 'deleted';
  if (kind !== 'todoTask') return entry.names ? 'updated' : 'created';
  const before = state.changes.findIndex(({ scope, immutableId }) => {
    return scope === entry.scope && immutableId === entry.immutableId;
  });
  return before < at ? 'updated' : 'created';
}

function newsOf(state: GraphState, entry: Change, at: number): News[] {
  const kind = kindOf(state, entry.scope);
  if (!kind) return [];
  const { scope, immutableId, restId, seq } = entry;
  const etag = etagOf(itemOf(state, immutableId) ?? { changeKey: makeChangeKey(seq) });
  return [{ kind, scope, change: changeOf(state, entry, kind, at), immutableId, restId, etag }];
}

function eventNews(state: GraphState, { calendar, event }: EventChange, at: number): News {
  const isNew = state.eventChanges.findIndex((other) => other.event === event) === at;
  const change = !state.events.has(event.immutableId) ? 'deleted' : isNew ? 'created' : 'updated';
  const { immutableId, restId } = event;
  return { kind: 'event', scope: calendar, change, immutableId, restId, etag: etagOf(event) };
}

/** What has changed in a mailbox since this was last asked; the changes count as told even when nobody watches. */
export function takeNews(state: GraphState): News[] {
  const { seen, subscriptions } = state.post;
  const from = { ...seen };
  Object.assign(seen, { changes: state.changes.length, eventChanges: state.eventChanges.length });
  if (subscriptions.size === 0) return [];
  return [
    ...state.changes.slice(from.changes).flatMap((entry, at) => newsOf(state, entry, from.changes + at)),
    ...state.eventChanges.slice(from.eventChanges).map((entry, at) => eventNews(state, entry, from.eventChanges + at)),
  ];
}

export const concerns = ({ watched, changeTypes }: Subscription, news: News): boolean =>
  watched.kind === news.kind &&
  (watched.scope === null || watched.scope === news.scope) &&
  changeTypes.includes(news.change);

const PATHS: Record<Watched['kind'], (user: string, id: string, scope: string) => string> = {
  contact: (user, id) => `Users/${user}/Contacts/${id}`,
  event: (user, id) => `Users/${user}/Events/${id}`,
  message: (user, id) => `Users/${user}/Messages/${id}`,
  todoTask: (user, id, scope) => `Users/${user}/todo/lists/${scope}/tasks/${id}`,
};
const TYPES: Record<Watched['kind'], string> = {
  ...{ contact: '#Microsoft.Graph.Contact', event: '#Microsoft.Graph.Event' },
  ...{ message: '#Microsoft.Graph.Message', todoTask: '#Microsoft.Graph.TodoTask' },
};

/** The part that every row of a notification has; the end is told with an offset [seen live: amp-labs]. */
export const rowHead = ({ id, expires, clientState }: Subscription): Row => ({
  subscriptionId: id,
  subscriptionExpirationDateTime: new Date(expires).toISOString().replace(/\.\d+Z$/, '+00:00'),
  ...(clientState === null ? {} : { clientState }),
});

/** A row of a change notification [docs: changeNotification]. */
export function changeRow(user: string, tenantId: string, subscription: Subscription, news: News): Row {
  const id = subscription.immutableIds ? news.immutableId : news.restId;
  const resource = PATHS[news.kind](user, id, news.scope);
  const data = { '@odata.type': TYPES[news.kind], '@odata.id': resource, '@odata.etag': news.etag, id };
  return { ...rowHead(subscription), tenantId, changeType: news.change, resource, resourceData: data };
}
