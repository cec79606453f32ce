import type { Connection } from './credentials';
import type { Excuse, World } from './compare';
import type { Raw } from './contactRows';
import type { EventWorld } from './compareEvents';
import type { TaskWorld } from './compareTasks';
import type { Finish } from './cycles';
import { outlookContacts, outlookTasks, zohoRecords } from './simulators';

/**
 * The records that the run itself says it left alone, with its reason.
 * A plan stopped by a guard is no excuse: it would make an empty run look right.
 */
export function excusesOf(finish: Finish): readonly Excuse[] {
  const asked = finish.reviews
    .filter(({ topic }) => topic !== 'refusal')
    .flatMap(({ topic, reason, refs }) => refs.map(({ side, ref }) => ({ side, ref, reason: `${topic}: ${reason}` })));
  const parked = finish.parkedRecords.map(({ side, ref, message }) => ({ side, ref, reason: `parked: ${message}` }));
  return [...asked, ...parked];
}

/** What any of the cycles said it leaves as it is: told once, when it was met. */
export const leftBy = (finishes: readonly Finish[]): readonly Excuse[] =>
  finishes.flatMap(({ left }) =>
    left.flatMap(({ side, ref, reason }) => (side && ref ? [{ side, ref, reason: `left: ${reason}` }] : [])),
  );

/** Mails that the cycles said go nowhere, and why. */
export const skippedBy = (finishes: readonly Finish[]): readonly Excuse[] =>
  finishes.flatMap(({ skippedMails = [] }) =>
    skippedMails.flatMap(({ ref, reason }) =>
      ref ? [{ side: 'outlook' as const, ref, reason: `skipped: ${reason}` }] : [],
    ),
  );

const isOurs = ({ categories }: Raw): boolean => ((categories ?? []) as string[]).includes('Zoho');

/** Both simulators' records, cut to what the contacts template is to keep in step; an Outlook contact goes by the id that stays. */
export async function readWorld(connection: Connection): Promise<World> {
  const outlook = await outlookContacts(connection);
  const accounts = await zohoRecords(connection, 'Accounts');
  return {
    outlook: outlook.filter(isOurs).map((contact) => ({ ...contact, id: contact.immutableId })),
    zoho: await zohoRecords(connection, 'Contacts'),
    accounts: accounts.map(({ Account_Name }) => String(Account_Name)),
  };
}

/** Both simulators' tasks, cut to what the tasks template is to keep in step; the worlds' mailboxes are in Tokyo. */
export async function readTasks(connection: Connection): Promise<TaskWorld> {
  const [outlook, zoho] = [await outlookTasks(connection), await zohoRecords(connection, 'Tasks')];
  return { outlook: outlook.filter(isOurs), zoho, zone: 'Asia/Tokyo' };
}

const PRIVATE = ['private', 'personal', 'confidential'];

/** Both simulators' meetings, cut to what the template is to keep in step; asked of Graph itself, so that times come in UTC. */
export async function readEvents(connection: Connection): Promise<EventWorld> {
  const { api, accessToken } = connection.graph;
  const headers = { Authorization: `Bearer ${accessToken}`, Prefer: 'outlook.timezone="UTC", IdType="ImmutableId"' };
  const { value } = (await (await fetch(`${api}/v1.0/me/events?$top=999`, { headers })).json()) as { value: Raw[] };
  const open = value.filter((event) => isOurs(event) && !PRIVATE.includes(String(event.sensitivity)));
  return { outlook: open, zoho: await zohoRecords(connection, 'Events') };
}
