import { makeCalDav, type CalDavClient } from '../../clients/caldav';
import { calDavConnection } from './clients';
import type { Context } from './context';
import type { At } from './getChanges';

/** The calendar server of the node's credential, and whose calendars these are. `at`: the cycle in whose name it writes. */
export async function calDavClient(
  context: Context,
  at?: At,
): Promise<{ readonly dav: CalDavClient; readonly user: string }> {
  const { send, server, allowed, user } = await calDavConnection(context, at);
  return { dav: makeCalDav(send, { server, allowed }), user };
}
