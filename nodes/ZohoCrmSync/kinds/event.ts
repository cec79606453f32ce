import { openIntents } from '../../../archive';
import { defaultWindow } from '../../../sides/outlook/event';
import { type ZohoScope, type ZohoSettings } from '../../../sides/zoho';
import { eventFeed, readEventProfile, writeEvents, type EventProfile, type Span } from '../../../sides/zoho/event';
import { zohoClient } from '../../shared/clients';
import type { At } from '../../shared/getChanges';
import { learn, neededProfile, remembered } from '../../shared/learn';
import type { ZohoKind } from '../kinds';
import { triggerOf } from '../trigger';

/** The days that Outlook Sync, Get Changes was told to read; both sides look at the same ones. */
async function spanOf({ archive, cycle }: At): Promise<Span> {
  const outlook = await remembered<unknown, Partial<Span>>(archive, cycle.sync, 'outlook');
  const { daysBack, daysAhead } = { ...defaultWindow, ...outlook?.settings };
  return { daysBack, daysAhead };
}

export const event: ZohoKind = {
  openFeed: async (context, at, cursor, known) => {
    const zoho = await zohoClient(context);
    const settings: ZohoSettings = { module: 'Events', scope: context.getNodeParameter('scope', 0) as ZohoScope };
    const profile = await learn(context, at, settings, () => readEventProfile(zoho));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'zoho');
    return eventFeed(zoho, { profile, settings, cursor, known, sent, span: await spanOf(at) });
  },
  openWriter: async (context, at, jobs) => {
    const { profile } = await neededProfile<EventProfile, ZohoSettings>(at);
    return writeEvents(await zohoClient(context), jobs, { profile, trigger: triggerOf(context) });
  },
};
