import type { Done } from '../../../archive';
import { decideNew } from '../../../sync/decide';
import { begin, done, ingest, rec, rules, type Bench } from '../support';

const people = Array.from({ length: 20 }, (_, n) =>
  rec(`o${n}`, { lastName: `Person ${n}`, email: `p${n}@example.com`, jobTitle: 'Tester' }),
);

/** Twenty creates that a side has confirmed; the last two ended in one record, as where Zoho finds a duplicate. */
export const created = (): readonly Done[] =>
  people.map((person, n) => {
    const decision = decideNew('outlook', person, rules);
    return done(decision, decision.writes[0]!, `z${Math.min(n, 18)}`);
  });

/** An archive that has read them in Outlook. */
export async function ready(): Promise<Bench> {
  const bench = await begin();
  await ingest(bench, 'outlook', people);
  return bench;
}
