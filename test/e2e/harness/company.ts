import type { Connection } from '../../../simulators/start';
import type { Lab } from './lab';
import { templateOf } from './lab';
import { failureOf, importWorkflow, itemsOf, publish, runManually, waitForExecution } from './rest';
import type { Json, Workflow } from './rest';
import { rest } from './triggers';
import { compareContacts, type Comparison } from './compare';
import type { Raw } from './contactRows';
import { compareEvents } from './compareEvents';
import { compareMails, type MailWorld } from './compareMails';
import { compareTasks } from './compareTasks';
import { askSimulator } from './simulators';

interface MailboxState {
  readonly mailbox: { readonly id: string; readonly mail: string; readonly aliases?: readonly string[] };
  readonly contacts: readonly Raw[];
  readonly defaultFolderId: string;
  readonly lists: readonly { readonly displayName: string; readonly tasks: readonly Raw[] }[];
  readonly mails: MailWorld['sent'];
  readonly mailFolders: readonly { readonly id: string; readonly wellKnown: string | null }[];
}
interface Tenant extends MailboxState {
  readonly mailboxes: readonly MailboxState[];
}
interface Crm {
  readonly mails: MailWorld['shown'];
  readonly modules: Readonly<Record<string, readonly Raw[]>>;
}

/** Somebody's two halves, as the services themselves know them. */
export interface Colleague {
  readonly mail: string;
  readonly kinds: Readonly<Record<'contacts' | 'tasks' | 'meetings' | 'mails', Comparison>>;
}

const isOurs = ({ categories }: Raw): boolean => ((categories ?? []) as string[]).includes('Zoho');
const ownerOf = ({ Owner }: Raw): string => String((Owner as { readonly email?: string } | null)?.email ?? '');

/** A token of the application, as anybody has it who knows its secret. */
async function applicationToken({ graph }: Connection): Promise<string> {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: graph.clientId, client_secret: graph.clientSecret },
    scope: 'https://graph.microsoft.com/.default',
  });
  const answer = await fetch(`${graph.login}/contoso/oauth2/v2.0/token`, { method: 'POST', body });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
}

/** Meetings with their times in UTC, asked of Graph itself. */
async function meetingsOf({ graph }: Connection, token: string, { mailbox }: MailboxState): Promise<readonly Raw[]> {
  const headers = { Authorization: `Bearer ${token}`, Prefer: 'outlook.timezone="UTC", IdType="ImmutableId"' };
  const answer = await fetch(`${graph.api}/v1.0/users/${mailbox.id}/events?$top=999`, { headers });
  return ((await answer.json()) as { readonly value: readonly Raw[] }).value.filter(isOurs);
}

function contactsOf({ contacts, defaultFolderId }: MailboxState): readonly Raw[] {
  const own = contacts.filter((one) => one.parentFolderId === defaultFolderId && isOurs(one));
  return own.map((one) => ({ ...one, id: one.immutableId }));
}

const tasksOf = ({ lists }: MailboxState): readonly Raw[] =>
  (lists.find(({ displayName }) => displayName === 'Tasks')?.tasks ?? []).filter(isOurs);

const week = 6 * 86_400_000;
function sentBy({ mails, mailFolders }: MailboxState): MailWorld['sent'] {
  const folder = mailFolders.find(({ wellKnown }) => wellKnown === 'sentitems')?.id;
  return mails.filter((one) => one.parentFolderId === folder && Date.parse(one.sentDateTime) > Date.now() - week);
}

/** Everybody's two sides, compared from the vendors' raw records alone: what a person owns in the CRM with what is in their mailbox. */
export async function compareCompany(connection: Connection): Promise<readonly Colleague[]> {
  const tenant = await askSimulator<Tenant>(connection.graph.api, 'state');
  const crm = await askSimulator<Crm>(connection.zoho.api, 'state');
  const token = await applicationToken(connection);
  const owners = new Set(Object.values(crm.modules).flatMap((rows) => rows.map(ownerOf)));
  const all: Colleague[] = [];
  for (const state of [tenant, ...tenant.mailboxes]) {
    const { mail, aliases = [] } = state.mailbox;
    const owner = [mail, ...aliases].find((address) => owners.has(address));
    if (owner === undefined) continue;
    const owned = (module: string): readonly Raw[] =>
      (crm.modules[module] ?? []).filter((one) => ownerOf(one) === owner);
    const accounts = (crm.modules.Accounts ?? []).map(({ Account_Name }) => String(Account_Name));
    const meetings = { outlook: await meetingsOf(connection, token, state), zoho: owned('Events') };
    const { Contacts = [], Leads = [] } = crm.modules;
    const mails = { sent: sentBy(state), shown: crm.mails, contacts: Contacts, leads: Leads };
    all.push({
      mail,
      kinds: {
        contacts: compareContacts({ outlook: contactsOf(state), zoho: owned('Contacts'), accounts }, []),
        tasks: compareTasks({ outlook: tasksOf(state), zoho: owned('Tasks'), zone: 'Asia/Tokyo' }, []),
        meetings: compareEvents(meetings, []),
        mails: compareMails(mails, []),
      },
    });
  }
  return all;
}

/** The template, published; no schedule comes between what is counted. */
export async function publishCompany(lab: Pick<Lab, 'client' | 'workflows'>): Promise<Workflow> {
  const shipped = templateOf(lab, 'zohoOutlookCompany');
  const nodes = shipped.nodes.map((node) => ({
    ...node,
    disabled: /^Part \d/.test(String(node.name)) || node.disabled,
  }));
  const workflow = { ...shipped, id: 'Company', nodes };
  await importWorkflow(lab.client, workflow);
  await publish(lab.client, workflow.id);
  return workflow;
}

/** One sync of a round: whose it was, and what came of it. */
export interface Synced {
  readonly person: string;
  readonly sync: string;
  readonly item: Json;
}

/** One round by hand, and whatever it starts until nothing more begins. */
export async function runRound({ client }: Pick<Lab, 'client'>, { id }: Workflow): Promise<readonly Synced[]> {
  const done = await waitForExecution(client, await runManually(client, id, 'Sync Now'), 1_800_000);
  if (done.status !== 'success') throw new Error(failureOf(done) ?? `The round ended as ${done.status}.`);
  await rest(client, id, 2000);
  const asked = itemsOf(done, 'Name');
  return itemsOf(done, 'Sync Each').map((item, at) => {
    const { person, sync } = asked[at] ?? {};
    return { person: String(person), sync: String(sync), item };
  });
}

/** What is not the same on both sides, line by line. */
export const problemsOf = (all: readonly Colleague[]): readonly string[] =>
  all.flatMap(({ mail, kinds }) =>
    Object.entries(kinds).flatMap(([kind, { problems }]) =>
      problems.map((one) => `${mail} ${kind}: ${one.label} ${one.what}`),
    ),
  );
