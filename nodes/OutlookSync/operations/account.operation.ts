import type { IExecuteFunctions } from 'n8n-workflow';
import { outlookVerdict, permissionsIn } from '../../../credentials/permissions/required';
import { graphClient, oauthCredentialOf, usesApplication } from '../../shared/clients';
import { checkPermissions, type CheckedAccount } from '../../shared/permissions';
import type { Operation } from '../../shared/run';
import { sendByToken } from '../../shared/send';

/** The account that the node's credential signs in to. */
export async function accountOf(context: IExecuteFunctions): Promise<CheckedAccount> {
  const [type, graph] = [oauthCredentialOf(context, 'outlook'), await graphClient(context)];
  const { graphApiBaseUrl } = await context.getCredentials(type);
  return {
    name: 'Microsoft',
    baseUrl: String(graphApiBaseUrl).replace(/\/+$/, ''),
    send: sendByToken(context, type),
    permissions: permissionsIn(graph.pathOf, usesApplication(context)),
    readVerdict: outlookVerdict,
  };
}

export const checkAccount: Operation = async (context) => await checkPermissions(context, await accountOf(context));
