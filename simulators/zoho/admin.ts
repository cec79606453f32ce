import type { FastifyInstance } from 'fastify';
import { mintToken } from './oauth';
import { strings } from './params';
import { purge, restore } from './remove';
import type { World } from './state';
import { ALL_SCOPES } from './state';
import { liveChannels } from './watch/postman';

interface TokenWish {
  readonly scopes?: readonly string[];
  readonly user?: string;
  readonly seconds?: number;
}

/** What only this simulator offers: tokens made to measure, and what a person can do with the recycle bin. */
export function addOwnAdmin(app: FastifyInstance, world: World): void {
  app.post('/_simulator/tokens', async ({ body }) => {
    const { scopes = ALL_SCOPES, user = world.state.users[0]?.id ?? '', seconds } = (body ?? {}) as TokenWish;
    const refreshToken = `1000.made-to-measure-${world.state.grants.length}`;
    const [client = ''] = world.state.clients.keys();
    world.state.grants.push({ refreshToken, client, user, scopes, mints: [], throttledAt: -Infinity });
    return { accessToken: mintToken(world, { refreshToken, user, scopes }, seconds).token, refreshToken };
  });
  app.delete('/_simulator/tokens', async (request) => {
    world.state.tokens = [];
    if (strings(request.query).refresh === 'true') world.state.grants = [];
    return { ok: true };
  });
  app.post('/_simulator/purge', async ({ body }) => {
    const { module, ids } = body as { module: string; ids?: string[] };
    purge(world, module, ids);
    return { ok: true };
  });
  app.post('/_simulator/restore', async ({ body }) => {
    const { module, ids } = body as { module: string; ids: string[] };
    restore(world, module, ids);
    return { ok: true };
  });
}

/** What Zoho does to channels by itself, and what was delivered. */
export function addWatchAdmin(app: FastifyInstance, world: World): void {
  const { state } = world;
  app.delete('/_simulator/channels', async (request) => {
    const { id } = strings(request.query);
    const gone = liveChannels(state, world.now()).filter((one) => !id || one.id === id);
    for (const one of gone) state.watch.channels.delete(one.id);
    return { channels: gone.map((one) => one.id) };
  });
  app.delete('/_simulator/deliveries', async () => {
    state.watch.deliveries.length = 0;
    return [];
  });
}
