import type { IExecuteFunctions } from 'n8n-workflow';
import { usesAppPassword } from '../../shared/clients';
import { UsageError } from '../../shared/errors';
import type { At } from '../../shared/getChanges';
import { remembered } from '../../shared/learn';
import type { ZohoKind } from '../kinds';
import { calDavEvent } from './calDavEvent';
import { restEvent } from './restEvent';

/** Zoho gives app-specific passwords for CalDAV; its REST API is for OAuth2. */
const wayOf = (context: IExecuteFunctions): ZohoKind => (usesAppPassword(context) ? calDavEvent : restEvent);

/** What was read one way has names that the other way does not know. */
async function sameWay(context: IExecuteFunctions, { archive, cycle }: At): Promise<void> {
  const read = await remembered<object, unknown>(archive, cycle.sync, 'zoho');
  if (!read || 'calendars' in read.profile === usesAppPassword(context)) return;
  throw new UsageError(
    'The two Zoho CRM Sync nodes of this workflow sign in differently, so nothing was written.',
    'Choose the same Authentication and credential in Get Changes and in Apply Decisions.',
  );
}

export const event: ZohoKind = {
  openFeed: (context, ...more) => wayOf(context).openFeed(context, ...more),
  openWriter: async (context, at, jobs) => {
    await sameWay(context, at);
    return await wayOf(context).openWriter(context, at, jobs);
  },
};
