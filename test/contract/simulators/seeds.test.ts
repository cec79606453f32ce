import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSeed } from '../../../simulators/seeds';
import { startSimulators } from '../../../simulators/start';

type Raw = Record<string, unknown>;

/** Making a world and reading it back takes seconds on a busy machine. */
jest.setTimeout(60_000);

async function stateOf(seed: string): Promise<{ zoho: Record<string, Raw[]>; graph: Raw[] }> {
  const running = await startSimulators({ seed });
  const read = async (base: string) => (await (await fetch(`${base}/_simulator/state`)).json()) as Raw;
  const [zoho, graph] = [await read(running.connection.zoho.api), await read(running.connection.graph.api)];
  await running.stop();
  return { zoho: zoho.modules as Record<string, Raw[]>, graph: graph.contacts as Raw[] };
}

const addresses = (contact: Raw): string[] =>
  (contact.emailAddresses as { address: string }[]).map(({ address }) => address.normalize('NFKC').toLowerCase());
const inScope = (contact: Raw): boolean => (contact.categories as string[]).includes('Zoho');

describe('the seeded worlds', () => {
  it('demo is the same each time', () => {
    expect(JSON.stringify(loadSeed('demo'))).toBe(JSON.stringify(loadSeed('demo')));
  });

  it('demo has a few hundred people on each side, shared, one-sided and out of scope', async () => {
    const { zoho, graph } = await stateOf('demo');
    const Contacts = zoho.Contacts ?? [];
    const zohoEmails = new Set(
      Contacts.flatMap((one) => [one.Email, one.Secondary_Email])
        .filter(Boolean)
        .map(String),
    );
    const outlookEmails = new Set(graph.flatMap(addresses));
    const shared = graph.filter((one) => inScope(one) && addresses(one).some((address) => zohoEmails.has(address)));
    const zohoOnly = Contacts.filter((one) => one.Email && !outlookEmails.has(String(one.Email)));
    expect([graph.length, Contacts.length].every((size) => size > 250 && size < 350)).toBe(true);
    expect(shared.length).toBeGreaterThan(150);
    expect(graph.filter(inScope).length - shared.length).toBeGreaterThan(75);
    expect(zohoOnly.length).toBeGreaterThan(75);
    expect(graph.filter((one) => !inScope(one)).length).toBe(15);
    expect(graph.some((one) => /^\p{Script=Han}+$/u.test(String(one.surname)))).toBe(true);
    expect(graph.some((one) => String(one.personalNotes ?? '').length > 32_000)).toBe(true);
    expect([zoho.Leads?.length, zoho.Accounts?.length]).toEqual([12, 15]);
  });

  it('demo holds nothing in Zoho that Zoho would have refused', async () => {
    const { zoho } = await stateOf('demo');
    const lengths = {
      Last_Name: 80,
      First_Name: 40,
      Title: 100,
      Department: 50,
      Mailing_Street: 250,
      Mailing_City: 30,
      Mobile: 30,
    };
    for (const [name, length] of Object.entries(lengths)) {
      expect((zoho.Contacts ?? []).filter((one) => String(one[name] ?? '').length > length)).toEqual([]);
    }
  });

  it('small is readable, empty is empty, load is as big as asked', async () => {
    const small = await stateOf('small');
    expect([small.graph.length, small.zoho.Contacts?.length]).toEqual([12, 12]);
    const empty = await stateOf('empty');
    expect([empty.graph.length, empty.zoho.Contacts?.length]).toEqual([0, 0]);
    const load = await stateOf('load:25');
    expect([load.graph.length, load.zoho.Contacts?.length]).toEqual([25, 0]);
  });

  it('takes a JSON file, and says what is wrong with any other name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seed-'));
    const file = join(folder, 'world.json');
    writeFileSync(file, JSON.stringify({ zoho: { records: { Contacts: [{ Last_Name: 'A' }] } } }));
    expect((await stateOf(file)).zoho.Contacts).toMatchObject([{ Last_Name: 'A' }]);
    rmSync(folder, { recursive: true });
    expect(() => loadSeed('nope')).toThrow(/No seed called "nope".*demo.*JSON file/);
  });
});
