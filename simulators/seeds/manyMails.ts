import type { Parts } from './mails';
import { sentMail } from './mails';
import type { World } from './world';
import { zohoContact } from './world';

const SHARE = 0.6;

/**
 * `size` sent mails to 0.6 times as many people: half of them contacts in Zoho, a quarter leads, the rest strangers.
 * Every fifth mail has somebody else in copy.
 */
export function mails(size: number): World {
  const people = Math.max(1, Math.round(size * SHARE));
  const [contacts, leads] = [Math.ceil(people / 2), Math.ceil(people / 4)];
  const address = (index: number): string => {
    const place = index % people;
    const kind = place < contacts ? 'contact' : place < contacts + leads ? 'lead' : 'stranger';
    return `${kind}${place}@mails.example`;
  };
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const parts = (index: number): Parts => ({
    to: [address(index)],
    cc: index % 5 ? [] : [address(index * 7 + 3)],
  });
  return {
    zoho: {
      records: {
        Contacts: many(contacts, (at) => zohoContact(`Given${at}`, `Contact${at}`, address(at))),
        Leads: many(leads, (at) => ({
          Last_Name: `Lead${at}`,
          Company: `Company ${at}`,
          Email: address(contacts + at),
        })),
      },
    },
    graph: { contacts: [], mails: many(size, (index) => sentMail(index, `Mail ${index}`, parts(index))) },
  };
}
