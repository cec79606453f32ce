import type { Connection } from './credentials';
import type { Excuse, World } from './compare';
import type { Raw } from './contactRows';
import type { Finish } from './cycles';
import { outlookContacts, zohoRecords } from './simulators';

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
