import type { Service } from '../../common/service';
import { graphError } from '../errors';
import type { GraphState } from '../model';
import type { Subscription } from './model';
import { rowHead } from './news';
import type { Postman } from './postman';
import { liveSubscriptions, TENANT } from './postman';

type Graph = Service<GraphState>;

const EVENTS = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'];

/** The rest of a lifecycle row: the organization, where a change names the tenant [seen live, against the document]. */
const LIFECYCLE = { resource: '', sequence: null, resourceData: {}, encryptedContent: null, organizationId: TENANT };

/** Tasks know no event but the first [docs: lifecycle events]. */
const knows = ({ watched }: Subscription, event: string): boolean =>
  watched.kind !== 'todoTask' || event === 'reauthorizationRequired';

const chosen = ({ state, clock }: Graph, id: string | undefined): Subscription[] =>
  liveSubscriptions(state, clock.now()).filter((one) => id === undefined || one.id === id);

function playLifecycle(service: Graph, postman: Postman, event: string, id: string | undefined): string[] {
  if (!EVENTS.includes(event)) throw graphError(400, 'BadRequest', `Give an event of ${EVENTS.join(', ')}.`);
  const struck = chosen(service, id).filter((one) => knows(one, event));
  for (const one of struck) {
    if (event === 'subscriptionRemoved') service.state.post.subscriptions.delete(one.id);
    postman.tellLifecycle(one, { lifecycleEvent: event, ...rowHead(one), ...LIFECYCLE });
  }
  return struck.map((one) => one.id);
}

/** Routes of the admin for what the service does to subscriptions by itself. */
export function addSubscriptionAdmin(service: Graph, postman: Postman): void {
  service.app.post('/_simulator/lifecycle', async ({ body }) => {
    const { event = '', subscription } = (body ?? {}) as { event?: string; subscription?: string };
    return { subscriptions: playLifecycle(service, postman, event, subscription) };
  });
  service.app.delete('/_simulator/subscriptions', async ({ query }) => {
    const gone = chosen(service, (query as { id?: string }).id);
    for (const { id } of gone) service.state.post.subscriptions.delete(id);
    return { subscriptions: gone.map(({ id }) => id) };
  });
  service.app.delete('/_simulator/deliveries', async () => {
    service.state.post.deliveries.length = 0;
    return [];
  });
}
