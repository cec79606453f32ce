import type { IExecuteFunctions } from 'n8n-workflow';
import { makeLookups, writeContacts, type CompanyRule, type ZohoProfile, type ZohoSettings } from '../../../sides/zoho';
import { applyDecisions } from '../../shared/applyDecisions';
import { zohoClient } from '../../shared/clients';
import { UsageError } from '../../shared/errors';
import { remembered } from '../../shared/learn';
import type { Operation } from '../../shared/run';

/** Zoho would start every workflow if nothing were said; nothing starts unless the user switched it on. */
export const triggerOf = (context: IExecuteFunctions): readonly string[] =>
  context.getNodeParameter('startWorkflows', 0) === true ? ['workflow'] : [];

export const applyToZoho: Operation = (context) =>
  applyDecisions(context, 'zoho', async ({ archive, cycle }, jobs) => {
    const known = await remembered<ZohoProfile, ZohoSettings>(archive, cycle.sync, 'zoho');
    if (!known)
      throw new UsageError(
        'Zoho CRM was never read in this sync.',
        'Run Sync, Get Changes first, as the template does.',
      );
    const zoho = await zohoClient(context);
    const { profile } = known;
    const trigger = triggerOf(context);
    const companies = context.getNodeParameter('companies', 0) as CompanyRule;
    return writeContacts(zoho, jobs, { profile, trigger, lookups: makeLookups(zoho, { profile, companies, trigger }) });
  });
