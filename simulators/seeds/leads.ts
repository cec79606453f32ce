import type { Crowd } from './crowd';
import { toLead } from './person';

type Vendor = Record<string, unknown>;

const LEADS = 12;

/** A dozen leads; the second one is at the same time the contact that is named. */
export function demoLeads(people: Crowd, contact: Vendor | undefined): Vendor[] {
  const leads = Array.from({ length: LEADS }, (_, index) => toLead(people.person(index)));
  Object.assign(leads[1] ?? {}, { Email: contact?.Email });
  return leads;
}
