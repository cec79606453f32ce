import { makeCalDav, type CalDavClient } from '../../clients/caldav';
import { calDavConnection } from './clients';
import type { Context } from './context';

/** The calendar server of the node's credential, and whose calendars these are. */
export async function calDavClient(context: Context): Promise<{ readonly dav: CalDavClient; readonly user: string }> {
  const { send, server, allowed, user } = await calDavConnection(context);
  return { dav: makeCalDav(send, { server, allowed }), user };
}
