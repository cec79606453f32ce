import { outlookVerdict, outlookPermissions } from '../../../credentials/permissions/required';
import { credentialOf } from '../../shared/clients';
import { checkPermissions } from '../../shared/permissions';
import type { Operation } from '../../shared/run';
import { sendVia } from '../../shared/send';

export const checkAccount: Operation = async (context) => {
  const { graphApiBaseUrl } = await context.getCredentials(credentialOf.outlook);
  return await checkPermissions(context, {
    name: 'Microsoft',
    baseUrl: String(graphApiBaseUrl).replace(/\/+$/, ''),
    send: sendVia(context, credentialOf.outlook),
    permissions: outlookPermissions,
    readVerdict: outlookVerdict,
  });
};
