import { openIntents } from '../../../archive';
import {
  contactFeed,
  makeLookups,
  readProfile,
  writeContacts,
  type CompanyRule,
  type ZohoProfile,
  type ZohoScope,
  type ZohoSettings,
} from '../../../sides/zoho';
import { zohoClient } from '../../shared/clients';
import { learn, neededProfile } from '../../shared/learn';
import { triggerOf } from '../trigger';
import type { ZohoKind } from '../kinds';

export const contact: ZohoKind = {
  openFeed: async (context, at, cursor, known) => {
    const zoho = await zohoClient(context);
    const settings: ZohoSettings = { module: 'Contacts', scope: context.getNodeParameter('scope', 0) as ZohoScope };
    const profile = await learn(context, at, settings, () => readProfile(zoho));
    const intents = await openIntents(at.archive, at.cycle.sync);
    const sent = intents.filter(({ side }) => side === 'zoho');
    return contactFeed(zoho, { profile, settings, cursor, known, sent });
  },
  openWriter: async (context, at, jobs) => {
    const { profile } = await neededProfile<ZohoProfile, ZohoSettings>(at);
    const zoho = await zohoClient(context, at);
    const trigger = triggerOf(context);
    const companies = context.getNodeParameter('companies', 0) as CompanyRule;
    return writeContacts(zoho, jobs, { profile, trigger, lookups: makeLookups(zoho, { profile, companies, trigger }) });
  },
};
