import type { Json } from '../http';
import type { ZohoPage } from './client';
import { brokenZohoReply } from './errors';

const mostTries = 3;

const asPage = (reply: Json | null): ZohoPage => ({
  data: reply?.data ?? [],
  more: reply?.info?.more_records === true,
});

/**
 * A page, and the reply it is from. One without rows that says there are more is asked for again: going on behind it, or ending
 * with it, would lose what it should have held, and a record that is not met looks like a new one of the other side. An empty list
 * is no list at all but 204 or 304 (v8 docs: "Get records"). Throws ApiError where it stays so.
 */
export async function pageOf(ask: () => Promise<Json | null>, url: string) {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const reply = await ask();
    const page = asPage(reply);
    if (page.data.length > 0 || !page.more) return { page, reply };
  }
  throw brokenZohoReply({ method: 'GET', url }, 200);
}
