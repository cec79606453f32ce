import { outlookVerdict, outlookPermissions } from '../../../credentials/permissions/required';
import { credentialOf } from '../../shared/clients';
import { checkPermissions } from '../../shared/permissions';
import type { Operation } from '../../shared/run';
import { sendByToken } from '../../shared/send';

export const checkAccount: Operation = async (context) => {
  const { graphApiBaseUrl } = await context.getCredentials(credentialOf.outlook);
  return await checkPermissions(context, {
    name: 'Microsoft',
    baseUrl: String(graphApiBaseUrl).replace(/\/+$/, ''),
    send: sendByToken(context, credentialOf.outlook),
    permissions: outlookPermissions,
    readVerdict: outlookVerdict,
  });
};
