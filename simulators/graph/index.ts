import type { Service } from '../common/service';
import { makeService } from '../common/service';
import { dumpGraph } from './dump';
import { bodyOfStatus, errorBody, isGraphFault } from './errors';
import type { GraphLimits } from './limits';
import { GRAPH_LIMITS } from './limits';
import { addLoginRoutes } from './login';
import type { GraphState } from './model';
import type { GraphSeed } from './seed';
import { seedGraph } from './seed';
import { addGraphRoutes } from './serve';
import { ACCESS_TOKEN, APPLICATION_TOKEN, REFRESH_TOKEN, freshState } from './state';
import { addSubscriptionAdmin } from './subscriptions/admin';
import { makePostman } from './subscriptions/postman';
import { CLIENT_ID, CLIENT_SECRET } from './tokens';

export type { GraphSeed } from './seed';

/** What a client needs to reach the simulator; URLs without a trailing slash (Graph is `{api}/v1.0/…`). */
export interface GraphConnection {
  readonly login: string;
  readonly api: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly applicationToken: string;
}

/** Puts what goes wrong outside Graph's own routes (a bad seed, say) into Graph's form. */
function wordErrors(service: Service<GraphState>, now: () => number): void {
  service.app.setErrorHandler(async (error, _request, reply) => {
    const { status, code } = isGraphFault(error) ? error : { status: 500, code: 'UnknownError' };
    const message = error instanceof Error ? error.message : String(error);
    return reply.code(status).send(errorBody(code, message, { now: now(), requestId: '', clientRequestId: '' }));
  });
}

/**
 * Login server and Graph v1.0 of one mailbox: contacts, To Do, calendars, mail, subscriptions, `$batch`, delta. The
 * limits given hold from the start and after each reset.
 */
export function makeGraphSimulator(limits: Partial<GraphLimits> = {}): Service<GraphState> {
  // The first state is made while the service is, before it has a clock.
  const made: { service?: Service<GraphState> } = {};
  const now = (): number => made.service?.clock.now() ?? Date.now();
  const life = (): number => Number(made.service?.limits.accessTokenLife ?? GRAPH_LIMITS.accessTokenLife);
  const postman = makePostman(() => made.service as Service<GraphState>);
  const service = makeService<GraphState>({
    name: 'graph',
    reset: () => {
      postman.clear();
      return freshState(now(), life());
    },
    seed: (state, seed) => {
      seedGraph(state, (seed ?? {}) as GraphSeed, now(), life());
      postman.tellNews();
    },
    dump: dumpGraph,
    limits: { ...GRAPH_LIMITS, ...limits },
    errorBody: (status) => bodyOfStatus(status, now()),
  });
  made.service = service;
  addLoginRoutes(service);
  addGraphRoutes(service, () => postman.tellNews());
  addSubscriptionAdmin(service, postman);
  service.app.addHook('onClose', async () => postman.clear());
  wordErrors(service, now);
  return service;
}

/** The ready-made access of a simulator listening at `baseUrl`. */
export const graphConnection = (_service: Service<GraphState>, baseUrl: string): GraphConnection => ({
  ...{ login: baseUrl, api: baseUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  ...{ refreshToken: REFRESH_TOKEN, accessToken: ACCESS_TOKEN },
  applicationToken: APPLICATION_TOKEN,
});
