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

async function graphOf(seed: string): Promise<Raw> {
  const running = await startSimulators({ seed });
  const state = (await (await fetch(`${running.connection.graph.api}/_simulator/state`)).json()) as Raw;
  await running.stop();
  return state;
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

  it('demo and small hold mails of every kind that matters, sent and not', async () => {
    for (const seed of ['demo', 'small']) {
      const { mails } = await graphOf(seed);
      const sent = (mails as Raw[]).filter(({ folder }) => folder === 'Sent Items');
      const rows = sent.map((mail) => JSON.stringify(mail));
      const having = (text: string) => rows.filter((row) => row.includes(text)).length;
      expect(sent.filter(({ subject }) => !subject)).toHaveLength(2);
      expect(sent.filter((mail) => (mail.toRecipients as unknown[]).length === 0)).toHaveLength(1);
      expect(['IPM.Note.SMIME', 'تهانينا', 'xn--mller', '田村', '+offers@', '"address":""'].map(having)).not.toContain(
        0,
      );
      expect((mails as Raw[]).length - sent.length).toBe(3);
      expect(sent.every(({ sentDateTime }) => Date.parse(String(sentDateTime)) < Date.now())).toBe(true);
      expect(new Set(sent.map(({ internetMessageId }) => internetMessageId)).size).toBe(sent.length);
      expect(rows.some((row) => row.length > 2_000_000)).toBe(seed === 'demo');
    }
  });

  it('mails:500 is 500 sent mails to 300 people, contacts and leads and strangers', async () => {
    const { zoho } = await stateOf('mails:500');
    const { mails } = await graphOf('mails:500');
    const to = (mail: Raw) =>
      [mail.toRecipients, mail.ccRecipients]
        .flat()
        .map((one) => (one as { emailAddress: { address: string } }).emailAddress.address);
    const people = new Set((mails as Raw[]).flatMap(to));
    const known = [...(zoho.Contacts ?? []), ...(zoho.Leads ?? [])].map(({ Email }) => String(Email));
    expect([(mails as Raw[]).length, people.size]).toEqual([500, 300]);
    expect([zoho.Contacts?.length, zoho.Leads?.length]).toEqual([150, 75]);
    expect(known.every((address) => people.has(address))).toBe(true);
  });

  it('recipients has each kind of person a mail can go to', async () => {
    const { zoho } = await stateOf('recipients');
    const holding = (module: string, address: string) =>
      (zoho[module] ?? []).filter((one) =>
        [one.Email, one.Secondary_Email].some((email) => String(email).toLowerCase() === address),
      ).length;
    const kinds = ['contact', 'lead', 'both', 'twice', 'pair', 'second', 'stranger'].map((name) => {
      const address = `${name}@recipients.example`;
      return [name, holding('Contacts', address), holding('Leads', address)];
    });
    expect(kinds).toEqual([
      ['contact', 1, 0],
      ['lead', 0, 1],
      ['both', 1, 1],
      ['twice', 2, 0],
      ['pair', 0, 2],
      ['second', 1, 0],
      ['stranger', 0, 0],
    ]);
    const dealer = (zoho.Contacts ?? []).find((one) => one.Email === 'dealer@recipients.example');
    const deals = (zoho.Deals ?? []).filter((one) => (one.Contact_Name as Raw).id === dealer?.id);
    expect(deals.map((one) => one.Stage).sort()).toEqual(['Closed Won', 'Negotiation/Review', 'Qualification']);
  });

  it('demo has open and closed deals, and somebody who is a contact and a lead', async () => {
    const { zoho } = await stateOf('demo');
    const stages = new Set((zoho.Deals ?? []).map((one) => String(one.Stage).startsWith('Closed')));
    expect([...stages].sort()).toEqual([false, true]);
    const emails = new Set((zoho.Contacts ?? []).map((one) => one.Email).filter(Boolean));
    expect((zoho.Leads ?? []).filter((one) => emails.has(one.Email))).toHaveLength(1);
    expect((zoho.Deals ?? []).filter((one) => one.Contact_Name === null)).toEqual([]);
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
