import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { HttpResponse, Send } from '../../clients/http';
import type { Finding, ReadVerdict, Permission } from '../../credentials/permissions/check';
import { findings, reconnectStep } from '../../credentials/permissions/check';
import { toItem } from './items';
import { UsageError } from '../../engine/errors';
import { allItems } from './parameters';

export interface CheckedAccount {
  readonly name: string;
  readonly baseUrl: string;
  readonly send: Send;
  readonly permissions: readonly Permission[];
  readonly readVerdict: ReadVerdict;
}

const probe = ({ status, body }: HttpResponse) => ({ status, body });

const nextSteps: Readonly<Record<Finding['verdict'], string>> = {
  granted: '',
  missing: reconnectStep,
  unproved: 'The service gave no clear answer. If what it is needed for works, nothing has to be done.',
};

const findingJson = ({ permission: { name, neededFor }, verdict }: Finding) => ({
  permission: name,
  neededFor,
  verdict,
  nextStep: nextSteps[verdict],
});

/** n8n's editor never tests an OAuth credential by itself, so the node offers it: one item a permission. */
export async function checkPermissions(
  context: IExecuteFunctions,
  account: CheckedAccount,
): Promise<INodeExecutionData[][]> {
  const { name, baseUrl, send, permissions, readVerdict } = account;
  const found = await findings(
    permissions,
    async ({ method = 'GET', path, body }) => probe(await send({ method, url: `${baseUrl}${path}`, body })),
    readVerdict,
  );
  if (found) return [found.map((one) => toItem(findingJson(one), allItems(context)))];
  throw new UsageError(`${name} no longer accepts the sign-in of the credential.`, reconnectStep);
}
