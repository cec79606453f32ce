import { faker } from '@faker-js/faker';
import { contact } from '../sync/kinds/contact';
import type { Candidate } from '../sync/match';
import type { Fields, SideRecord } from '../sync/model';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly businessPhone: string;
  readonly companyName: string;
  readonly jobTitle: string;
}

const person = (side: string, n: number): Person => ({
  id: `${side}${n}`,
  email: `person.${n}@example${n % 97}.com`,
  lastName: faker.person.lastName() + n,
  firstName: faker.person.firstName(),
  businessPhone: faker.phone.number(),
  companyName: faker.company.name(),
  jobTitle: faker.person.jobTitle(),
});

/** Two lists of `size` people, half of the e-mails shared, the second shuffled; the same for every run. */
export function twoLists(size: number): { readonly outlook: readonly Person[]; readonly zoho: readonly Person[] } {
  faker.seed(size);
  const half = Math.floor(size / 2);
  const outlook = Array.from({ length: size }, (_, n) => person('o', n));
  const zoho = Array.from({ length: size }, (_, n) => person('z', n + half));
  return { outlook, zoho: faker.helpers.shuffle(zoho) };
}

/** A person as the matcher gets it, keys not yet made. */
export function candidate({ id, ...rest }: Person): Candidate {
  const fields: Fields = { ...rest };
  const keys = contact.keys({ fields, aliases: [] });
  const record: SideRecord = { ref: id, version: '1', modifiedAt: null, state: 'live', fields, keys, extra: null };
  return { record, taken: false };
}
