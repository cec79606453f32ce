import type { SeedCalendar, SeedEdit } from './calendar/seed';
import { seedCalendars, seedEdit } from './calendar/seed';
import { createCategory } from './categoryRoutes';
import { readContactBody } from './contactBody';
import { createFolder } from './folders';
import type { MailSeed } from './mail/seed';
import { seedMails } from './mail/seed';
import type { GraphState, Group, Mailbox, StoredContact } from './model';
import { newExtension } from './openExtensions';
import { addMailbox, grantRoles, grantScopes } from './state';
import { createContact, moveContact } from './store';
import type { SeedList } from './todo/seed';
import { seedLists, seedTaskMove } from './todo/seed';

type Vendor = Readonly<Record<string, unknown>>;

/** Plain data to start from; every part may be left out. */
export interface GraphSeed extends MailSeed {
  readonly mailbox?: Partial<Omit<Mailbox, 'settings'>>;
  /** Further mailboxes of the tenant, each with a seed of its own; one that is there already is added to. */
  readonly mailboxes?: readonly (GraphSeed & { readonly mailbox: Pick<Mailbox, 'mail'> })[];
  readonly groups?: readonly Group[];
  /** What the application may do, and the group it is narrowed to by Exchange. */
  readonly application?: Partial<GraphState['tenant']['application']>;
  readonly folders?: readonly { readonly id?: string; readonly displayName: string; readonly parent?: string }[];
  /** Vendor form; `folder` is a displayName, absent for the default folder. */
  readonly contacts?: readonly (Vendor & { readonly folder?: string })[];
  readonly categories?: readonly { readonly displayName: string; readonly color?: string }[];
  /** Contacts to move as a person does in Outlook: by id, address or displayName; folder null for the default one. */
  readonly moves?: readonly { readonly contact: string; readonly folder: string | null }[];
  /** To Do lists with their tasks in vendor form; the built-in lists are named `Tasks` and `Flagged Emails`. */
  readonly lists?: readonly SeedList[];
  /** Tasks to move as a person does in To Do: by id or title. */
  readonly taskMoves?: readonly { readonly task: string; readonly list: string }[];
  /** Calendars with their events in vendor form; the default one is named `Calendar`. Nobody is mailed. */
  readonly calendars?: readonly SeedCalendar[];
  /** Changes of events by another hand than the caller's. Nobody is mailed. */
  readonly eventEdits?: readonly SeedEdit[];
  /** Scopes the user agrees to, also those of the ready-made tokens. */
  readonly grant?: { readonly scopes: readonly string[] };
}

const AS_GIVEN = { birthdayAtNoon: false, dropBadEmails: false, maxTextLength: 0 };

function folderNamed(state: GraphState, name: string | null | undefined): string {
  if (!name) return state.defaultFolderId;
  const folder = [...state.folders.values()].find(({ displayName, id }) => displayName === name || id === name);
  if (folder) return folder.id;
  throw new Error(`The seed names a contact folder that is not there: ${name}. Add it under "folders" first.`);
}

function contactNamed(state: GraphState, name: string): StoredContact {
  const isIt = ({ immutableId, restId, fields }: StoredContact) =>
    [immutableId, restId, fields.displayName].includes(name) ||
    (fields.emailAddresses as { address?: string }[]).some(({ address }) => address === name);
  const contact = [...state.contacts.values()].find(isIt);
  if (contact) return contact;
  throw new Error(`The seed moves a contact that is not there: ${name}.`);
}

function addContact(state: GraphState, { folder, ...vendor }: Vendor & { folder?: string }, now: number): void {
  const body = readContactBody(vendor, AS_GIVEN);
  const extensions = body.extensions.map((extension) => newExtension(extension));
  const at = Date.parse(String(vendor.createdDateTime ?? vendor.lastModifiedDateTime ?? ''));
  const contact = createContact(
    state,
    folderNamed(state, folder),
    { ...body, extensions },
    Number.isNaN(at) ? now : at,
  );
  const modified = Date.parse(String(vendor.lastModifiedDateTime ?? ''));
  if (!Number.isNaN(modified)) contact.modified = modified;
}

/** Adds seed data to a mailbox; may be called again on one that is in use. */
export function seedGraph(state: GraphState, seed: GraphSeed, now: number, tokenLife: number): void {
  Object.assign(state.mailbox, seed.mailbox);
  for (const one of seed.mailboxes ?? []) {
    const other =
      state.tenant.others.find(({ mailbox }) => mailbox.mail === one.mailbox.mail) ?? addMailbox(state, one.mailbox);
    seedGraph(other, one, now, tokenLife);
  }
  state.tenant.groups.push(...(seed.groups ?? []));
  Object.assign(state.tenant.application, seed.application);
  if (seed.application?.roles) grantRoles(state, seed.application.roles, now + tokenLife * 1000);
  for (const { displayName, parent, id } of seed.folders ?? [])
    createFolder(state, parent ? folderNamed(state, parent) : state.rootFolderId, displayName, id);
  for (const { displayName, color } of seed.categories ?? []) createCategory(state, displayName, color);
  for (const contact of seed.contacts ?? []) addContact(state, contact, now);
  for (const { contact, folder } of seed.moves ?? [])
    moveContact(state, contactNamed(state, contact), folderNamed(state, folder), now);
  seedLists(state, seed.lists ?? [], now);
  for (const { task, list } of seed.taskMoves ?? []) seedTaskMove(state, task, list, now);
  seedCalendars(state, seed.calendars ?? [], now);
  for (const edit of seed.eventEdits ?? []) seedEdit(state, edit, now);
  seedMails(state, seed, now);
  if (!seed.grant) return;
  state.consented = seed.grant.scopes;
  grantScopes(state, seed.grant.scopes, now + tokenLife * 1000);
}
