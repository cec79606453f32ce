import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as archive from '../../archive';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { date } from '../support/eventWorld';
import { runCycle, type Settings } from '../support/pipeline';
import { nasty } from './nasty';

jest.setTimeout(240_000);

type Raw = Readonly<Record<string, unknown>>;
let services: RunningSimulators;
beforeAll(async () => void (services = await startSimulators({ seed: 'empty' })));
afterAll(async () => await services.stop());

/** A clean slate, a cycle of a template, and everything both sides then hold. */
async function synced(
  template: typeof contacts | typeof events | typeof tasks,
  graph: object,
  records: object,
  sync?: string,
) {
  const folder = mkdtempSync(join(tmpdir(), 'nasty-'));
  const { zoho } = services;
  for (const service of [services.graph, zoho]) service.reset();
  services.graph.seed(graph as never);
  zoho.seed({ records } as never);
  const house = { folder, connection: services.connection };
  const name: Settings = sync === undefined ? {} : { 'Start Cycle': { sync } };
  const first = await runCycle(house, name, template);
  zoho.clock.advance(120_000);
  const second = await runCycle(house, name, template);
  const opened = await archive.openArchive(join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite'));
  const tables = await opened.db.introspection.getTables();
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
  return { first, second, tables: tables.map((one) => one.name) };
}

const crm = (module: string): readonly Raw[] =>
  [...(services.zoho.state.records.get(module)?.values() ?? [])].map(({ id, values }) => ({ id, ...values }));
const part = (value: unknown, name: string): unknown => (value as Raw | null | undefined)?.[name];

/** A look-up holds an ID only; its name is that of the account. */
const companyOf = (value: unknown): unknown =>
  crm('Accounts').find(({ id }) => id === part(value, 'id'))?.Account_Name ?? part(value, 'name');

/** What a contact says in words of neither service. */
const ofOutlook = (one: Raw): Raw => ({
  ...{
    first: one.givenName,
    last: one.surname,
    title: one.jobTitle,
    department: one.department,
    company: one.companyName,
  },
  ...{ street: part(one.businessAddress, 'street'), city: part(one.businessAddress, 'city'), notes: one.personalNotes },
});
const ofZoho = (one: Raw): Raw => ({
  ...{ first: one.First_Name, last: one.Last_Name, title: one.Title, department: one.Department },
  ...{
    company: companyOf(one.Account_Name),
    street: one.Mailing_Street,
    city: one.Mailing_City,
  },
  notes: one.Description,
});
const toOutlook = (one: Raw, email: string): Raw => ({
  ...{ givenName: one.first, surname: one.last, displayName: 'x', jobTitle: one.title, department: one.department },
  ...{ companyName: one.company, personalNotes: one.notes, businessAddress: { street: one.street, city: one.city } },
  ...{ emailAddresses: [{ address: email, name: email }], categories: ['Zoho'] },
});
const toZoho = (one: Raw, email: string): Raw => ({
  ...{ First_Name: one.first, Last_Name: one.last, Title: one.title, Department: one.department, Email: email },
  ...{
    Mailing_Street: one.street,
    Mailing_City: one.city,
    Description: one.notes,
    Account_Name: { name: one.company },
  },
});

const person = fc.record({
  ...{ first: nasty(40), last: nasty(60), title: nasty(60), department: nasty(50) },
  ...{ company: nasty(60), street: nasty(120), city: nasty(30), notes: nasty(200) },
});

const contactsNow = (): readonly Raw[] => [...services.graph.state.contacts.values()] as unknown as readonly Raw[];
const fieldsOf = (one: Raw): Raw => (one.fields as Raw | undefined) ?? one;
const emailOf = (one: Raw): unknown =>
  part((fieldsOf(one).emailAddresses as readonly unknown[] | undefined)?.[0], 'address');

test('contacts: whatever a field holds arrives as it was, and nobody else is touched', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 6, maxLength: 6 }),
      fc.array(person, { minLength: 6, maxLength: 6 }),
      async (out, inn) => {
        const stranger = {
          givenName: 'Not',
          surname: 'Synced',
          displayName: 'Not Synced',
          categories: ['Family'],
          jobTitle: 'x',
        };
        const { second, tables } = await synced(
          contacts,
          { contacts: [...out.map((one, n) => toOutlook(one, `o${n}@example.jp`)), stranger] },
          {
            Contacts: inn.map((one, n) => toZoho(one, `z${n}@example.jp`)),
            Leads: [{ Last_Name: 'Lead', Company: 'c' }],
          },
        );
        const inCrm = new Map(crm('Contacts').map((one) => [one.Email, ofZoho(one)]));
        const inOutlook = new Map(contactsNow().map((one) => [emailOf(one), ofOutlook(fieldsOf(one))]));
        for (const [n, one] of out.entries()) expect(inCrm.get(`o${n}@example.jp`)).toMatchObject(one);
        for (const [n, one] of inn.entries()) expect(inOutlook.get(`z${n}@example.jp`)).toMatchObject(one);
        expect([inCrm.size, contactsNow().length, crm('Leads').length]).toEqual([12, 13, 1]);
        expect(second).toMatchObject({ written: 0 });
        expect(tables).toContain('record');
      },
    ),
    { numRuns: 4 },
  );
});

test('tasks: titles and notes arrive as they were', async () => {
  const task = fc.record({ title: nasty(120), note: nasty(300) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(task, { minLength: 5, maxLength: 5 }),
      fc.array(task, { minLength: 5, maxLength: 5 }),
      async (out, inn) => {
        const todo = out.map(({ title, note }, n) => ({
          ...{ title: `${title} o${n}`, categories: ['Zoho'] },
          body: { contentType: 'text', content: note },
        }));
        const records = { Tasks: inn.map(({ title, note }, n) => ({ Subject: `${title} z${n}`, Description: note })) };
        await synced(tasks, { lists: [{ displayName: 'Tasks', tasks: todo }] }, records);
        const inCrm = new Map(crm('Tasks').map((one) => [one.Subject, one.Description]));
        const all = [...services.graph.state.tasks.values()] as unknown as readonly Raw[];
        const inTodo = new Map(all.map((one) => [fieldsOf(one).title, String(part(fieldsOf(one).body, 'content'))]));
        for (const [n, { title, note }] of out.entries()) expect(inCrm.get(`${title} o${n}`)).toBe(note);
        for (const [n, { title, note }] of inn.entries()) expect(inTodo.get(`${title} z${n}`)).toBe(note);
        expect([inCrm.size, inTodo.size]).toEqual([10, 10]);
      },
    ),
    { numRuns: 4 },
  );
});

const decoded = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .trim();

/** What a reader sees; in HTML a text must not have become a tag. */
function textOf(body: unknown): string {
  const content = String(part(body, 'content'));
  if (part(body, 'contentType') !== 'html') return content;
  expect(content).not.toMatch(/<script|<img/i);
  return decoded(content);
}

test('meetings: subjects, places and texts arrive as they were; a text never becomes a tag', async () => {
  const meeting = fc.record({ title: nasty(120), place: nasty(100), text: nasty(200) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(meeting, { minLength: 5, maxLength: 5 }),
      fc.array(meeting, { minLength: 5, maxLength: 5 }),
      async (out, inn) => {
        const time = (hour: number) => `${date(3)}T${String(hour).padStart(2, '0')}:00:00`;
        const inCalendar = out.map(({ title, place, text }, n) => ({
          ...{ subject: `${title} o${n}`, categories: ['Zoho'], location: { displayName: place } },
          ...{ body: { contentType: 'text', content: text } },
          ...{ start: { dateTime: time(n), timeZone: 'UTC' }, end: { dateTime: time(n + 1), timeZone: 'UTC' } },
        }));
        const Events = inn.map(({ title, place, text }, n) => ({
          ...{ Event_Title: `${title} z${n}`, Venue: place, Description: text },
          ...{ Start_DateTime: `${time(n + 8)}+00:00`, End_DateTime: `${time(n + 9)}+00:00` },
          Meeting_Venue__s: 'In-office',
        }));
        await synced(events, { calendars: [{ name: 'Calendar', events: inCalendar }] }, { Events });
        const all = ([...services.graph.state.events.values()] as unknown as readonly Raw[]).map(fieldsOf);
        const inCrm = new Map(crm('Events').map((one) => [one.Event_Title, one]));
        const inOutlook = new Map(all.map((one) => [one.subject, one]));
        for (const [n, { title, place, text }] of out.entries())
          expect(inCrm.get(`${title} o${n}`)).toMatchObject({ Venue: place, Description: text });
        for (const [n, { title, place, text }] of inn.entries()) {
          const found = inOutlook.get(`${title} z${n}`);
          expect(part(found?.location, 'displayName')).toBe(place);
          expect(textOf(found?.body)).toBe(text);
        }
        expect([inCrm.size, inOutlook.size]).toEqual([10, 10]);
      },
    ),
    { numRuns: 4 },
  );
});

test.each(['__proto__', 'constructor', "'; drop table record; --", '../../etc', '<b>', '={{ 1 }}', '%s%n', '日本'])(
  'a sync called %s is a sync like any other',
  async (sync) => {
    const one = { ...toOutlook({}, 'a@example.jp'), surname: 'B' };
    const contact = JSON.parse(JSON.stringify(one)) as Raw;
    const { first, tables } = await synced(contacts, { contacts: [contact] }, {}, sync);
    expect(first).toMatchObject({ written: 1 });
    expect(tables).toContain('record');
    expect(crm('Contacts')).toHaveLength(1);
    expect(({} as Record<string, unknown>).written).toBeUndefined();
  },
);
