import { zohoKinds } from '../../../engine/sides/zoho';
import type { CompanyRule, ZohoScope } from '../../../sides/zoho';
import { calDavClient, usesAppPassword, zohoClient, zohoDomain } from '../../shared/clients';
import { located } from '../../shared/parameters';
import { signInOf } from '../../shared/signIn';
import { apply, getChanges, type AdapterOf } from '../../shared/sync';
import { recurringTasks } from '../../shared/taskProperties';
import { triggerOf } from '../trigger';

const zoho: AdapterOf = (context, kind) =>
  zohoKinds[kind]({
    signIn: signInOf(context, 'zoho', kind),
    zoho: (run) => zohoClient(context, run),
    calDav: usesAppPassword(context) ? (run) => calDavClient(context, run) : null,
    apiDomain: () => zohoDomain(context),
    settings: {
      scope: () => context.getNodeParameter('scope', 0) as ZohoScope,
      recurring: () => recurringTasks(context),
      companies: () => context.getNodeParameter('companies', 0) as CompanyRule,
      calendar: () => located(context, 'calendar'),
      trigger: () => triggerOf(context),
    },
  });

export const zohoChanges = getChanges('zoho', zoho);
export const applyToZoho = apply('zoho', zoho);
