import { openIntents } from '../../../archive';
import { type ZohoScope, type ZohoSettings } from '../../../sides/zoho';
import { eventFeed, readEventProfile, writeEvents, type EventProfile } from '../../../sides/zoho/event';
import { zohoClient } from '../../shared/clients';
import { learn, neededProfile } from '../../shared/learn';
import type { ZohoKind } from '../kinds';
import { triggerOf } from '../trigger';
import { spanOf } from './span';

/** Meetings of the module Events. */
export const restEvent: ZohoKind = {
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
    return writeEvents(await zohoClient(context, at), jobs, { profile, trigger: triggerOf(context) });
  },
};
