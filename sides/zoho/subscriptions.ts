import { reason } from '../../reasons';
import { ApiError } from '../../clients/errors';
import type { Json } from '../../clients/http';

import { zohoPath, type ZohoClient } from '../../clients/zoho';
import { quoted } from './values';

/** A channel to be had: `token` comes back with every notification (at most 50 characters). */
export interface ZohoChannel {
  /** A whole number of our choice; Zoho keeps one channel a number. */
  readonly id: string;
  readonly modules: readonly string[];
  readonly url: string;
  readonly token: string;
}

const DAY = 86_400_000;
/** A week is the most, and a later time silently becomes one hour ("Enable notifications"); so a day is left to clocks. */
const LIFETIME = 6 * DAY;
/** Zoho asks to renew daily; there is no lifecycle event that would tell of a lapse. */
const RENEW_BEFORE = 5 * DAY;

const path = '/actions/watch';

/** Of what of a module to tell. Zoho would also tell of changes to related records, if nothing were said. */
const watchBody = ({ id, modules, url, token }: ZohoChannel, now: number) => ({
  watch: [
    {
      channel_id: id,
      events: modules.map((module) => `${module}.all`),
      channel_expiry: `${new Date(now + LIFETIME).toISOString().slice(0, 19)}+00:00`,
      token,
      notify_url: url,
      notify_on_related_action: false,
    },
  ],
});

/** An item that failed comes inside an answer of status 200 to 207. */
function requireAccepted(reply: Json | null): void {
  const items = (reply?.watch ?? []) as readonly Json[];
  const failed = items.find((item) => item?.status === 'error');
  if (!failed) return;
  throw new ApiError({
    ...{ side: 'zoho', status: 400, code: String(failed.code ?? 'refused'), radius: 'kind' },
    reason: reason('notificationsRefused', { field: String(failed.details?.api_name ?? '') }),
  });
}

/** Nothing under this number answers 204, or the code NOT_SUBSCRIBED. */
const isUnknown = (error: unknown): boolean => error instanceof ApiError && error.code === 'NOT_SUBSCRIBED';

async function nullIfUnknown<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isUnknown(error)) return null;
    throw error;
  }
}

interface ChannelRow {
  readonly resource_name?: string;
  readonly channel_expiry?: string | null;
}

const expiryOf = ({ channel_expiry }: ChannelRow): number => Date.parse(channel_expiry ?? '') || 0;

/** When the channel lapses, in ms; null when it does not stand for every one of its modules. A row a module. */
async function standsUntil(zoho: ZohoClient, { id, modules }: ZohoChannel): Promise<number | null> {
  const reply = await nullIfUnknown(zoho.get(path, { query: { channel_id: id } }));
  const rows = (reply?.watch ?? []) as readonly ChannelRow[];
  const isThere = (module: string) => rows.some(({ resource_name }) => resource_name === module);
  return rows.length > 0 && modules.every(isThere) ? Math.min(...rows.map(expiryOf)) : null;
}

/** Enables a channel, or renews it when short of time (or `eager`). @returns whether something may have been missed */
export async function ensureChannel(
  zoho: ZohoClient,
  channel: ZohoChannel,
  now: number,
  eager = false,
): Promise<boolean> {
  const until = await standsUntil(zoho, channel);
  const isMissing = until === null || until <= now;
  if (isMissing) requireAccepted(await zoho.post(path, watchBody(channel, now)));
  else if (eager || until - now < RENEW_BEFORE) requireAccepted(await zoho.put(path, watchBody(channel, now)));
  return isMissing;
}

/** Ends a channel; one that is gone already is no error. */
export async function removeChannel(zoho: ZohoClient, id: string): Promise<void> {
  await nullIfUnknown(zoho.delete(path, { query: { channel_ids: id } }));
}

/** The record of a user that was changed last. */
async function newestOf(zoho: ZohoClient, module: string, owner: string): Promise<Json | null> {
  const select = `select Modified_Time from ${module} where Owner = ${quoted(owner)} order by Modified_Time desc limit 1`;
  for await (const { data } of zoho.coql(select)) return data[0] ?? null;
  return null;
}

/**
 * A text per module that differs as soon as a record there was added, changed or deleted: two requests each, one credit a
 * request (that of the deleted ones costs two). How many there are would need a scope of its own. Only for asking whether a look is
 * worth while; what changed is told by the feeds. `owner`: id of the user whose records count; of deleted ones Zoho does not tell it.
 */
export async function zohoChangeFingerprints(
  zoho: ZohoClient,
  modules: readonly string[],
  owner = '',
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const module of modules) {
    const at = zohoPath`/${module}`;
    const newest = { fields: 'id,Modified_Time', sort_by: 'Modified_Time', sort_order: 'desc', per_page: 1 };
    const gone = { type: 'all', per_page: 1 };
    const last = owner ? await newestOf(zoho, module, owner) : (await zoho.get(at, { query: newest }))?.data?.[0];
    const dead = await zoho.get(`${at}/deleted`, { query: gone });
    const { id, deleted_time } = dead?.data?.[0] ?? {};
    texts.push(JSON.stringify([{ id, deleted_time }, last ?? null]));
  }
  return texts;
}
