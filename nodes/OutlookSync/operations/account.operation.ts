import type { IExecuteFunctions } from 'n8n-workflow';
import { outlookVerdict, outlookPermissions } from '../../../credentials/permissions/required';
import { credentialOf } from '../../shared/clients';
import { checkPermissions, type CheckedAccount } from '../../shared/permissions';
import type { Operation } from '../../shared/run';
import { sendByToken } from '../../shared/send';

/** The account that the node's credential signs in to. */
export async function accountOf(context: IExecuteFunctions): Promise<CheckedAccount> {
  const { graphApiBaseUrl } = await context.getCredentials(credentialOf.outlook);
  return {
    name: 'Microsoft',
    baseUrl: String(graphApiBaseUrl).replace(/\/+$/, ''),
    send: sendByToken(context, credentialOf.outlook),
    permissions: outlookPermissions,
    readVerdict: outlookVerdict,
  };
}

export const checkAccount: Operation = async (context) => await checkPermissions(context, await accountOf(context));
