import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { HttpResponse, Send } from '../../clients/http';
import type { Finding, ReadVerdict, Permission, SendProbe } from '../../credentials/permissions/check';
import { findings, reconnectStep } from '../../credentials/permissions/check';
import { attention, fails, ok, type Check } from '../../engine/check/line';
import { reason } from '../../reasons';
import type { KindName, Side } from '../../sync/model';
import { toItem } from './items';
import { UsageError } from '../../engine/errors';
import { allItems } from './parameters';

/** An account, and the permissions that are asked for one after the other. */
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

const ask =
  ({ send, baseUrl }: CheckedAccount): SendProbe =>
  async ({ method = 'GET', path, body }) =>
    probe(await send({ method, url: `${baseUrl}${path}`, body }));

const outlookAlways = ['User.Read', 'User.Read.All'];
const zohoAlways = ['ZohoCRM.users.READ', 'ZohoCRM.org.READ', 'ZohoCRM.modules.ALL', 'ZohoCRM.coql.READ'];
const zohoRecords = [...zohoAlways, 'ZohoCRM.settings.modules.READ', 'ZohoCRM.settings.fields.READ'];

/** What a sync of a kind cannot do without; the last of each only in part. */
const needed: Readonly<Record<Side, Readonly<Record<KindName, readonly string[]>>>> = {
  outlook: {
    contact: [...outlookAlways, 'Contacts.ReadWrite', 'MailboxSettings.ReadWrite'],
    task: [...outlookAlways, 'Tasks.ReadWrite', 'Tasks.ReadWrite.All', 'MailboxSettings.ReadWrite'],
    event: [...outlookAlways, 'Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
    mail: [...outlookAlways, 'Mail.Read'],
  },
  zoho: {
    contact: [...zohoRecords, 'ZohoSearch.securesearch.READ'],
    task: zohoRecords,
    event: zohoRecords,
    mail: [...zohoAlways, 'ZohoCRM.modules.emails.ALL'],
  },
};
const inPart = ['MailboxSettings.ReadWrite', 'ZohoCRM.settings.modules.READ', 'ZohoSearch.securesearch.READ'];

const moduleNames: Readonly<Record<KindName, string>> = {
  ...{ contact: 'Contacts', task: 'Tasks', event: 'Events', mail: 'Contacts' },
};

/** The same permission, proved by records of the kind. */
const ofKind = (permission: Permission, kind: KindName): Permission =>
  permission.name === 'ZohoCRM.modules.ALL'
    ? { ...permission, path: `/crm/v8/${moduleNames[kind]}?fields=Created_Time&per_page=1` }
    : permission;

function foundOf(side: Side, { permission: { name: scope }, verdict }: Finding) {
  if (verdict === 'granted') return ok(reason('permitted', { scope }));
  if (verdict === 'unproved') return attention(reason('permissionUnproved', { side, scope }));
  const why = reason('notPermitted', { side, scope });
  return inPart.includes(scope) ? attention(why) : fails(why);
}

/** What a sync of a kind needs of this account: nothing is asked for that could write. */
export const permissionCheck = (side: Side, kind: KindName, accountOf: () => Promise<CheckedAccount>): Check => ({
  thing: 'permission',
  look: async () => {
    const account = await accountOf();
    const wanted = account.permissions.filter(({ name }) => needed[side][kind].includes(name));
    const found = await findings(
      wanted.map((one) => ofKind(one, kind)),
      ask(account),
      account.readVerdict,
    );
    return found ? found.flatMap((one) => foundOf(side, one)) : fails(reason('signInUnusable', { side }));
  },
});

/** n8n's editor never tests an OAuth credential by itself, so the node offers it: one item a permission. */
export async function checkPermissions(
  context: IExecuteFunctions,
  account: CheckedAccount,
): Promise<INodeExecutionData[][]> {
  const { name, permissions, readVerdict } = account;
  const found = await findings(permissions, ask(account), readVerdict);
  if (found) return [found.map((one) => toItem(findingJson(one), allItems(context)))];
  throw new UsageError(`${name} no longer accepts the sign-in of the credential.`, reconnectStep);
}
