import { judgeZoho, zohoPermissions } from '../../../credentials/permissions/zoho';
import { zohoHosts } from '../../../credentials/zohoHosts';
import { credentialOf, usesAppPassword } from '../../shared/clients';
import { checkPermissions } from '../../shared/permissions';
import type { Operation } from '../../shared/run';
import { sendVia } from '../../shared/send';
import { checkAppPassword } from './checkAppPassword';

const checkOAuth2: Operation = async (context) =>
  await checkPermissions(context, {
    name: 'Zoho CRM',
    baseUrl: zohoHosts(await context.getCredentials(credentialOf.zoho)).apiDomain,
    send: sendVia(context, credentialOf.zoho),
    permissions: zohoPermissions,
    judge: judgeZoho,
  });

export const checkAccount: Operation = async (context) =>
  await (usesAppPassword(context) ? checkAppPassword : checkOAuth2)(context);
