/**
 * Descriptions: an edit goes over as that edit, once; what nobody edited is not rewritten, however each side writes its text;
 * the block by which one joins an online meeting is never lost and never flows. For all three kinds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningSimulators } from '../../simulators/start';
import { startSimulators } from '../../simulators/start';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { crmMeeting, meeting } from '../support/eventWorld';
import { runCycle } from '../support/pipeline';

jest.setTimeout(60_000);

type Raw = Readonly<Record<string, unknown>>;
type Stored = { readonly fields: Raw };

const RULE = '_'.repeat(80);
const block = `<div><span>${RULE}</span></div><div class="me-email-text"><a href="https://teams.microsoft.com/l/meetup-join/19%3ax">Join the meeting now</a></div><div><span>${RULE}</span></div>`;
const page = (inner: string): string => `<html><head><style>p {margin: 0}</style></head><body>${inner}</body></html>`;

/** Bodies as people and programs leave them in Outlook; each says "First line" somewhere, which is edited later. */
const bodies: Readonly<Record<string, Raw>> = {
  'a text': { contentType: 'text', content: 'First line\r\nSecond line\r\n\r\nLast line\r\n' },
  paragraphs: { contentType: 'html', content: page('<p>First line</p><p>Second <b>bold</b> line</p>') },
  'Outlook’s own HTML': {
    contentType: 'html',
    content: page(
      '<div class="WordSection1"><p class="MsoNormal"><span lang="JA">First line</span></p>\r\n<p class="MsoNormal">&nbsp;</p>\r\n<p class="MsoNormal">営業 <a href="https://north.example/?a=1&amp;b=2">link</a></p></div>',
    ),
  },
  'a list': { contentType: 'html', content: page('<div>First line</div><ul><li>x &lt; y</li><li>R&amp;D</li></ul>') },
  'line breaks': { contentType: 'html', content: page('First line<br><br>\r\nThird line<br>') },
};
const meetingsOnly: typeof bodies = {
  'a join block behind the text': { contentType: 'html', content: page(`<p>First line</p><br>${block}`) },
  'a join block before the text': { contentType: 'html', content: page(`${block}<p>First line</p>`) },
};

/** What people write in the CRM, where there is only text. */
const texts: readonly string[] = [
  'One line',
  'Two\nlines',
  'Blank\n\n\nlines between, and at the end\n',
  '  indented,\twith  wide   gaps  ',
  'a < b && c > d, <b>not bold</b> &amp; &nbsp; as typed',
  '営業部　ｱｼﾞｱ（第２課）𠮷野家 😀',
  `${RULE}\na line like the ones around a join block`,
];

interface KindOf {
  readonly template: { readonly nodes: unknown };
  readonly module: string;
  /** the vendors' names of title and description */
  readonly title: readonly [outlook: string, zoho: string];
  readonly body: readonly [outlook: string, zoho: string];
  readonly bodies: typeof bodies;
  readonly seed: (outlook: readonly Raw[], zoho: readonly Raw[]) => readonly [graph: Raw, zoho: Raw];
  readonly stored: (services: RunningSimulators) => Iterable<Stored>;
  /** what has to go along with every write to Outlook: without it, Outlook would make up its own name for a contact */
  readonly along?: readonly string[];
  /** another field, to be edited alone */
  readonly else: readonly [outlook: Raw, zoho: Raw];
}

const asText = Object.fromEntries(
  Object.entries(bodies)
    .filter(([, { contentType }]) => contentType === 'text')
    .map(([name, { content }]) => [name, content]),
) as unknown as typeof bodies;

const kinds: Readonly<Record<string, KindOf>> = {
  contacts: {
    ...{ template: contacts, module: 'Contacts', bodies: asText, along: ['displayName'] },
    ...{ title: ['surname', 'Last_Name'], body: ['personalNotes', 'Description'] },
    seed: (outlook, Contacts) => [{ contacts: outlook }, { records: { Contacts } }],
    stored: ({ graph }) => graph.state.contacts.values(),
    else: [{ jobTitle: 'Buyer' }, { Department: 'Sales' }],
  },
  tasks: {
    ...{ template: tasks, module: 'Tasks', bodies },
    ...{ title: ['title', 'Subject'], body: ['body', 'Description'] },
    seed: (own, Tasks) => [{ lists: [{ displayName: 'Tasks', tasks: own }] }, { records: { Tasks } }],
    stored: ({ graph }) => graph.state.tasks.values(),
    else: [{ importance: 'high' }, { Priority: 'Low' }],
  },
  meetings: {
    ...{ template: events, module: 'Events', bodies: { ...bodies, ...meetingsOnly } },
    ...{ title: ['subject', 'Event_Title'], body: ['body', 'Description'] },
    seed: (own, Events) => [
      { calendars: [{ name: 'Calendar', events: own.map((one, n) => ({ ...meeting('', n + 2), ...one })) }] },
      { records: { Events: Events.map((one, n) => ({ ...crmMeeting('', n + 2), ...one })) } },
    ],
    stored: ({ graph }) => graph.state.events.values(),
    else: [{ location: { displayName: 'Room 1' } }, { Venue: 'Room 2' }],
  },
};

let services: RunningSimulators;
let folder: string;
beforeAll(async () => void (services = await startSimulators({ seed: 'empty' })));
afterAll(async () => await services.stop());
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'descriptions-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contentOf = (body: unknown): string => String((body as Raw | null)?.content ?? body ?? '');

/** One kind in its world: what people do, what both sides hold, and what we sent of it. */
function worldOf({ template, module, title, body, stored }: KindOf) {
  const inOutlook = (name: string) =>
    [...stored(services)].find(({ fields }) => fields[title[0]] === name) as
      (Stored & { fields: Record<string, unknown>; restId?: string; id?: string }) | undefined;
  const inZoho = (name: string) =>
    [...(services.zoho.state.records.get(module)?.values() ?? [])].find(({ values }) => values[title[1]] === name);
  const path = async (name: string) => {
    const found = inOutlook(name);
    const id = encodeURIComponent(String(found?.restId ?? found?.id));
    if (module !== 'Tasks') return module === 'Events' ? `me/events/${id}` : `me/contacts/${id}`;
    const [list] = [...services.graph.state.lists.values()].filter(({ displayName }) => displayName === 'Tasks');
    return `me/todo/lists/${encodeURIComponent(String(list?.id))}/tasks/${id}`;
  };
  const ask = async (url: string, method: string, token: string, sent: unknown) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(url, { method, headers, body: JSON.stringify(sent) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  };
  const { graph, zoho } = services.connection;
  return {
    run: async () => {
      for (const { log } of [services.graph, services.zoho]) log.clear();
      const finished = await runCycle({ folder, connection: services.connection }, {}, template);
      expect(finished).toMatchObject({ parkedRecords: [], pending: 0 });
      return finished?.written;
    },
    /** the fields of every record that we wrote, by side */
    sent: () => ({
      outlook: services.graph.log
        .list()
        .filter(({ method }) => method === 'PATCH')
        .map(({ body: one }) => Object.keys(one as Raw).sort()),
      zoho: services.zoho.log
        .list()
        .filter(({ method }) => method === 'PUT')
        .flatMap(({ body: one }) => (one as { data: Raw[] }).data.map((record) => Object.keys(record).sort())),
    }),
    outlookBody: (name: string) => contentOf(inOutlook(name)?.fields[body[0]]),
    zohoText: (name: string) => String(inZoho(name)?.values[body[1]] ?? ''),
    editOutlook: async (name: string, sent: Raw) =>
      ask(`${graph.api}/v1.0/${await path(name)}`, 'PATCH', graph.accessToken, sent),
    editZoho: async (name: string, sent: Raw) => {
      services.zoho.clock.advance(120_000);
      await ask(`${zoho.api}/crm/v8/${module}/${inZoho(name)?.id}`, 'PUT', zoho.accessToken, {
        data: [sent],
        trigger: [],
      });
    },
  };
}

const tags = (html: string): readonly string[] => html.replace(/<br>/g, '').match(/<[^>]+>/g) ?? [];
const plainZoho = ['$send_notification', 'id'];

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  const names = Object.keys(kind.bodies);

  test('what stands in Outlook goes over as text; each edit goes over alone, and nothing comes back', async () => {
    for (const service of [services.graph, services.zoho]) service.reset();
    const own = names.map((name) => ({
      [kind.title[0]]: name,
      categories: ['Zoho'],
      [kind.body[0]]: kind.bodies[name],
    }));
    const [graph, zoho] = kind.seed(own, []);
    services.graph.seed(graph as never);
    services.zoho.seed(zoho as never);
    const world = worldOf(kind);
    expect(await world.run()).toBe(names.length);
    expect(await world.run()).toBe(0);
    for (const name of names) expect(world.zohoText(name)).toMatch(/^First line/);
    for (const name of names) expect(world.zohoText(name)).not.toMatch(/<[a-z/]|teams|____/);

    // an edit in the CRM: one more line
    const before = Object.fromEntries(names.map((name) => [name, world.outlookBody(name)]));
    for (const name of names)
      await world.editZoho(name, { [kind.body[1]]: `${world.zohoText(name)}\nAdded <in> the CRM & kept` });
    expect(await world.run()).toBe(names.length);
    expect(world.sent().outlook).toEqual(names.map(() => [...(kind.along ?? []), kind.body[0]]));
    expect(world.sent().zoho).toEqual([]);
    for (const name of names) {
      const now = world.outlookBody(name);
      expect([name, tags(now)]).toEqual([name, expect.arrayContaining([...tags(before[name] ?? '')])]);
      expect(now).toMatch(/Added (<|&lt;)in(>|&gt;) the CRM (&|&amp;) kept/);
      if (name in meetingsOnly) expect(now).toContain(block);
    }
    expect(await world.run()).toBe(0);

    // an edit in Outlook: a word
    for (const name of names) {
      const content = world.outlookBody(name).replace('First line', 'Fresh line');
      const contentType = /^<html/.test(content) ? 'html' : 'text';
      const body = kind.module === 'Contacts' ? content : { contentType, content };
      await world.editOutlook(name, { [kind.body[0]]: body });
    }
    expect(await world.run()).toBe(names.length);
    expect(world.sent().outlook).toEqual([]);
    for (const keys of world.sent().zoho)
      expect(keys.filter((key) => !plainZoho.includes(key))).toEqual([kind.body[1]]);
    for (const name of names) expect(world.zohoText(name)).toMatch(/^Fresh line[\s\S]*Added <in> the CRM & kept$/);
    expect(await world.run()).toBe(0);

    // an edit of something else, on either side
    const [bodiesNow, textsNow] = [names.map(world.outlookBody), names.map(world.zohoText)];
    for (const name of names) await world.editOutlook(name, kind.else[0]);
    expect(await world.run()).toBe(names.length);
    expect(world.sent().zoho.flat()).not.toContain(kind.body[1]);
    for (const name of names) await world.editZoho(name, kind.else[1]);
    expect(await world.run()).toBe(names.length);
    expect(world.sent().outlook.flat()).not.toContain(kind.body[0]);
    expect([names.map(world.outlookBody), names.map(world.zohoText)]).toEqual([bodiesNow, textsNow]);

    // emptied in the CRM
    for (const name of names) await world.editZoho(name, { [kind.body[1]]: null });
    expect(await world.run()).toBe(names.length);
    for (const name of names) expect(world.outlookBody(name)).not.toContain('line');
    for (const name of names.filter((one) => one in meetingsOnly)) expect(world.outlookBody(name)).toContain(block);
    expect(await world.run()).toBe(0);
  });

  test('what stands in the CRM comes to Outlook, and is not rewritten by what Outlook makes of it', async () => {
    for (const service of [services.graph, services.zoho]) service.reset();
    const titles = texts.map((_text, n) => `Text ${n}`);
    const [graph, zoho] = kind.seed(
      [],
      texts.map((text, n) => ({ [kind.title[1]]: titles[n], [kind.body[1]]: text })),
    );
    services.graph.seed(graph as never);
    services.zoho.seed(zoho as never);
    const world = worldOf(kind);
    expect(await world.run()).toBe(texts.length);
    expect(await world.run()).toBe(0);
    for (const title of titles) await world.editOutlook(title, kind.else[0]);
    expect(await world.run()).toBe(texts.length);
    expect(world.sent().zoho.flat()).not.toContain(kind.body[1]);
    for (const title of titles) await world.editZoho(title, kind.else[1]);
    expect(await world.run()).toBe(texts.length);
    expect(world.sent().outlook.flat()).not.toContain(kind.body[0]);
    expect(titles.map(world.zohoText)).toEqual(texts);
    expect(await world.run()).toBe(0);
  });
});
