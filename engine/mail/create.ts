import { reason } from '../../reasons';
import * as archives from '../../archive';
import { createPeople, type MadePerson, type Making } from '../../sides/zoho';
import type { PeopleModule } from '../../sync/mail/targets';
import { type MailItem, type MailNewcomer } from './items';
import type { Run } from '../cycle';
import { inTurn } from '../sides/turn';
import type { ZohoClient } from '../../clients/zoho';

/** Module and address → what became of creating that person. */
export type Newcomers = ReadonlyMap<string, MadePerson>;

export const keyOf = ({ module, address }: MailNewcomer): string => `${module}/${address}`;

/** A display name says more than an address; the mail that tells the most names the person. */
const better = (a: MailNewcomer, b: MailNewcomer): MailNewcomer =>
  b.firstName !== null && a.firstName === null ? b : a;

function wantedIn(items: readonly MailItem[], module: PeopleModule): readonly MailNewcomer[] {
  const all = new Map<string, MailNewcomer>();
  for (const one of items.flatMap(({ create }) => create).filter((newcomer) => newcomer.module === module)) {
    const known = all.get(one.address);
    all.set(one.address, known ? better(known, one) : one);
  }
  return [...all.values()];
}

const storyOf = ({ module, address }: MailNewcomer, name: string, ref: string) => ({
  ref,
  label: name,
  reason: reason('newcomerCreated', { module, name, address }),
});

const roomOf = { Contacts: 'contact', Leads: 'lead' } as const;

/** Creates whom the CRM does not know, each once however many mails they got, and notes it in the journal. */
export async function createNewcomers(
  run: Run,
  items: readonly MailItem[],
  { zoho, ...how }: Making & { readonly zoho: ZohoClient },
): Promise<Newcomers> {
  const { archive, cycle } = run;
  const made = new Map<string, MadePerson>();
  for (const module of ['Contacts', 'Leads'] as const) {
    const wanted = wantedIn(items, module);
    if (wanted.length === 0) continue;
    const found = await inTurn(run, roomOf[module], () => createPeople(zoho, wanted, { module, ...how }));
    const stories = wanted.flatMap((one) => {
      const result = found.get(one.address);
      if (result) made.set(keyOf(one), result);
      return result?.is === 'made' ? [storyOf(one, result.name, result.ref)] : [];
    });
    await archives.noteCreated(archive, cycle, stories, Date.now());
  }
  return made;
}
