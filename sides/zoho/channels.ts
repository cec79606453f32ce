import { ApiError } from '../../clients/errors';
import type { Json } from '../../clients/http';
import type { ZohoClient } from '../../clients/zoho';

/** A channel to be had: `token` comes back with every notification (at most 50 characters). */
export interface ZohoChannel {
  /** A whole number of our choice; Zoho keeps one channel a number. */
  readonly id: string;
  readonly modules: readonly string[];
  readonly url: string;
  readonly token: string;
}

const day = 86_400_000;
/** A week is the most, and a later time silently becomes one hour ("Enable notifications"); so a day is left to clocks. */
const life = 6 * day;
/** Zoho asks to renew daily; there is no lifecycle event that would tell of a lapse. */
const renewBefore = 5 * day;

const path = '/actions/watch';

/** Of what of a module to tell. Zoho would also tell of changes to related records, if nothing were said. */
const bodyOf = ({ id, modules, url, token }: ZohoChannel, now: number) => ({
  watch: [
    {
      channel_id: id,
      events: modules.map((module) => `${module}.all`),
      channel_expiry: `${new Date(now + life).toISOString().slice(0, 19)}+00:00`,
      token,
      notify_url: url,
      notify_on_related_action: false,
    },
  ],
});

/** An item that failed comes inside an answer of status 200 to 207. */
function checked(reply: Json | null): void {
  const items = (reply?.watch ?? []) as readonly Json[];
  const failed = items.find((item) => item?.status === 'error');
  if (!failed) return;
  const field = failed.details?.api_name ? ` (${String(failed.details.api_name)})` : '';
  throw new ApiError({
    ...{ side: 'zoho', status: 400, code: String(failed.code ?? 'refused'), radius: 'kind' },
    message: `Zoho CRM refused to send notifications${field}.`,
    nextStep: 'Check the chosen modules, and that the address of n8n is a public one that begins with https.',
  });
}

/** Nothing under this number answers 204, or the code NOT_SUBSCRIBED. */
const isUnknown = (error: unknown): boolean => error instanceof ApiError && error.code === 'NOT_SUBSCRIBED';

async function orUnknown<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (isUnknown(error)) return null;
    throw error;
  }
}

interface Row {
  readonly resource_name?: string;
  readonly channel_expiry?: string | null;
}

const untilOf = ({ channel_expiry }: Row): number => Date.parse(channel_expiry ?? '') || 0;

/** When the channel lapses, in ms; null when it does not stand for every one of its modules. A row a module. */
async function standsUntil(zoho: ZohoClient, { id, modules }: ZohoChannel): Promise<number | null> {
  const reply = await orUnknown(zoho.get(path, { query: { channel_id: id } }));
  const rows = (reply?.watch ?? []) as readonly Row[];
  const isThere = (module: string) => rows.some(({ resource_name }) => resource_name === module);
  return rows.length > 0 && modules.every(isThere) ? Math.min(...rows.map(untilOf)) : null;
}

/**
 * Makes a channel stand: enables it, or renews it when little time is left (always when `eager`).
 * @returns whether it had to be enabled, so that something may have been missed
 */
export async function tendChannel(
  zoho: ZohoClient,
  channel: ZohoChannel,
  now: number,
  eager = false,
): Promise<boolean> {
  const until = await standsUntil(zoho, channel);
  const isMissing = until === null || until <= now;
  if (isMissing) checked(await zoho.post(path, bodyOf(channel, now)));
  else if (eager || until - now < renewBefore) checked(await zoho.put(path, bodyOf(channel, now)));
  return isMissing;
}

/** Ends a channel; one that is gone already is no error. */
export async function removeChannel(zoho: ZohoClient, id: string): Promise<void> {
  await orUnknown(zoho.delete(path, { query: { channel_ids: id } }));
}
