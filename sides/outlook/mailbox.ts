import { ApiError } from '../../clients/errors';
import type { GraphClient } from '../../clients/graph';

/** Contacts need no time zone, so a missing permission for it stops nothing. */
export async function timeZone(graph: GraphClient): Promise<string | null> {
  try {
    const reply = await graph.get('/me/mailboxSettings/timeZone');
    return typeof reply?.value === 'string' ? reply.value : null;
  } catch (error) {
    if (error instanceof ApiError && error.radius !== 'side') return null;
    throw error;
  }
}
