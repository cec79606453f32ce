import type { ZohoClient } from '../../../clients/zoho';
import type { Value } from '../../../sync/model';
import type { FeedPage } from '../../types';
import { completing } from '../complete';
import { quoted } from '../coql';
import type { ZohoFeed } from '../feed';
import { changeFeed, columnsOf } from '../feed';
import { recordOf } from '../record';
import { zohoTime } from '../times';
import type { EventProfile } from './profile';
import { eventsOf } from './profile';
import type { Span } from './window';
import { windowAt } from './window';

export interface EventFeed extends Omit<ZohoFeed, 'module' | 'profile'> {
  readonly profile: EventProfile;
  readonly span: Span;
}

/** How far ahead events were looked at, and under which span; kept beside the cursor of the changes. */
type Reach = { readonly until: string; readonly span: string };

/** Only that: laid over the next cursor whole, the old one would stay for ever, and all events would be read in each run. */
function reachOf(cursor: Value): Reach | null {
  if (typeof cursor !== 'object' || cursor === null || !('until' in cursor)) return null;
  const { until, span } = cursor as Reach;
  return { until, span };
}

const withReach = (page: FeedPage, reach: Reach | null): FeedPage => ({
  ...page,
  cursor: { ...(page.cursor as object), ...reach } as Value,
});

/** A cursor that no user has reads everything; how far tombstones were read stays true, or a deletion just before would be lost. */
const anew = (cursor: Value): Value => ({ ...(cursor as object | null), userId: '' }) as Value;

/** Whole days begin up to a day before or after the moment at which they count. */
const aDayFrom = (iso: string, days: number): string => new Date(Date.parse(iso) + days * 86_400_000).toISOString();

/** Events that the rolling window has reached by now: nobody changed them, so the changes do not tell of them. */
async function* reached(
  zoho: ZohoClient,
  { profile, settings, ...feed }: EventFeed,
  [from, to]: readonly [string, string],
  last: FeedPage,
): AsyncGenerator<FeedPage> {
  const module = eventsOf(profile, windowAt((feed.now ?? Date.now)(), feed.span));
  const complete = completing(zoho, module, profile);
  const between = `Start_DateTime >= ${quoted(zohoTime(aDayFrom(from, -1)))} and Start_DateTime < ${quoted(zohoTime(aDayFrom(to, 1)))}`;
  const select = `select ${columnsOf(module, profile)} from Events where ${between} order by id asc`;
  for await (const page of zoho.coql({ select })) {
    const rows = (await complete(page.data)).map((row) => recordOf(row, module, profile, settings.scope));
    yield { ...last, rows, read: page.data.length };
  }
}

/**
 * What changed among the events of the window (see `changeFeed`); once a day also those that the window has reached. Another
 * span reads everything anew. Throws ApiError.
 */
export async function* eventFeed(zoho: ZohoClient, feed: EventFeed): AsyncGenerator<FeedPage> {
  const window = windowAt((feed.now ?? Date.now)(), feed.span);
  const span = JSON.stringify(feed.span);
  const before = reachOf(feed.cursor);
  const goesOn = before !== null && before.span === span;
  const old: Reach = goesOn ? before : { until: window.to, span };
  const cursor = goesOn ? feed.cursor : anew(feed.cursor);
  let last: FeedPage | null = null;
  for await (const page of changeFeed(zoho, { ...feed, cursor, module: eventsOf(feed.profile, window) })) {
    last = withReach(page, old);
    yield last;
  }
  if (!last || old.until >= window.to) return;
  yield* reached(zoho, feed, [old.until, window.to], withReach(last, { until: window.to, span }));
}
