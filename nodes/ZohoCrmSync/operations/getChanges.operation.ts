import { openIntents } from '../../../archive';
import { contactFeed, readProfile, type ZohoScope, type ZohoSettings } from '../../../sides/zoho';
import { zohoClient } from '../../shared/clients';
import { getChanges } from '../../shared/getChanges';
import { learn } from '../../shared/learn';
import type { Operation } from '../../shared/run';

export const zohoChanges: Operation = (context) =>
  getChanges(context, 'zoho', async (at, cursor, known) => {
    const zoho = await zohoClient(context);
    const settings: ZohoSettings = { module: 'Contacts', scope: context.getNodeParameter('scope', 0) as ZohoScope };
    const profile = await learn(context, at, settings, () => readProfile(zoho));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'zoho');
    return contactFeed(zoho, { profile, settings, cursor, known, sent });
  });
