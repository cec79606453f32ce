/** A record is looked up on the page by name, address or ID, and tells where it stands and what happened to it. */
import * as archive from '../../../archive';
import type { Archive } from '../../../archive';
import { fileOf } from '../../../nodes/ConflictReview/files';
import { renderView } from '../../../nodes/ConflictReview/renderView';
import type { Fixture } from '../../support/fixture';
import { startFixture } from '../../support/fixture';
import { runCycle, type Settings } from '../../support/pipeline';
import { graphForm, zohoForm } from '../../support/vendorForms';
import { reader } from './worlds';

jest.setTimeout(120_000);

let world: Fixture;
let a: Archive;
const ask: Settings = { 'Conflict Resolver': { policy: 'ask' } };
const evil = '<img src=x onerror=alert(1)>';

beforeAll(async () => {
  world = await startFixture();
  world.clear();
  a = await archive.openArchive(world.file());
  const tanaka = { lastName: 'Tanaka', firstName: 'Hanako', email: 'hanako@example.jp' };
  const people = [
    { ...tanaka, jobTitle: 'CEO' },
    { lastName: 'Mori', firstName: 'Aya', email: 'aya@example.jp', notes: evil },
    { lastName: 'Mori', firstName: 'Ken', email: 'ken@example.jp' },
  ];
  world.services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
  world.services.zoho.seed({
    records: { Contacts: [{ id: '7001', ...zohoForm({ ...tanaka, jobTitle: 'CTO' } as never) }] },
  } as never);
  await runCycle(world.house(), ask);
  const [review] = await archive.listReviews(a, 'Contacts');
  const { id, fingerprint } = review!;
  await archive.answerReview(a, { id, answer: { take: 'outlook' }, seen: fingerprint, by: 'Sato' }, Date.now());
  await runCycle(world.house(), ask);
});
afterAll(async () => {
  await a.close();
  await world.stop();
});

const show = async (query: object, language: 'en' | 'ja' = 'en') => {
  const shown = { archive: a, syncs: await archive.syncNames(a), mayShow: () => true };
  return renderView(shown, { view: 'records', ...query }, reader({ language, now: Date.now() }));
};
const textOf = (page: string): string =>
  page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ');

test.each([['hanako tanaka'], ['HANAKO@example.jp'], ['7001'], ['CEO']])('%s finds the one record', async (find) => {
  const page = await show({ find });
  expect(page).toContain('data-story=');
  expect(textOf(page)).toContain('Hanako Tanaka');
});

test('it tells where it stands, what was asked, who answered, and what was written, newest first', async () => {
  const story = textOf(await show({ find: 'hanako' }));
  expect(story).toMatch(/it is in what is synced\. Nothing is to be done about it\. Its partner in/);
  const order = ['Zoho CRM: Updated', 'Answered by Sato: Take Outlook', 'Linked', 'A person is asked'];
  const places = order.map((words) => story.indexOf(words));
  expect(places.filter((place) => place < 0)).toEqual([]);
  expect(places.toSorted((one, two) => one - two)).toEqual(places);
  expect(story).toMatch(/Job Title\s+C\s?TO\s+→|Job Title .*CTO.*→.*CEO/);
});

test('the same in Japanese, without an English word', async () => {
  const story = textOf(await show({ find: 'hanako' }, 'ja'));
  expect(story).toMatch(/同期の対象です。 ?することはありません。/);
  expect(story).toContain('Sato さんが回答: Outlook を採用');
  expect(story.replace(/hanako@?|example|jp|UTC/gi, '')).not.toMatch(/\b[a-z]{3,} [a-z]{3,}\b/);
});

test('several are a list, each with a link to its story; of nobody it is said', async () => {
  const page = await show({ find: 'mori' });
  const links = [...page.matchAll(/href="(\?view=records[^"]*of=[^"]*)"/g)].map(([, link]) =>
    link!.replace(/&amp;/g, '&'),
  );
  expect(links.length).toBeGreaterThanOrEqual(4);
  const query = Object.fromEntries(new URLSearchParams(links[0]));
  expect(textOf(await show(query))).toMatch(/What happened/);
  expect(textOf(await show({ find: 'nobody' }))).toContain('No record says “nobody”.');
});

test('whatever is looked for or found stays text, and no record of another sync is told', async () => {
  expect(await show({ find: evil })).not.toContain('<img');
  expect(await show({ find: 'aya@example.jp' })).not.toContain('<img');
  const page = await renderView(
    { archive: a, syncs: [], mayShow: () => false },
    { view: 'records', sync: 'Contacts', of: 'zoho:7001', find: 'hanako' },
    reader(),
  );
  expect(page).not.toContain('Tanaka');
});

describe('runs', () => {
  const shown = async () => ({ archive: a, syncs: await archive.syncNames(a), mayShow: () => true });
  /** The addresses of the runs that are listed, the newest first. */
  async function runs(): Promise<readonly Record<string, string>[]> {
    const page = await show({ view: 'runs' });
    const links = [...page.matchAll(/href="(\?view=runs[^"]*cycle=[^"]*)"/g)].map(([, link]) => link!);
    return links.map((link) => Object.fromEntries(new URLSearchParams(link.replace(/&amp;/g, '&'))));
  }

  test('those that wrote something are listed, the newest first, with what they wrote', async () => {
    await runCycle(world.house(), ask);
    const page = textOf(await show({ view: 'runs' }));
    expect(await runs()).toHaveLength(2);
    expect(page).toMatch(/Zoho CRM: Updated 1.*Zoho CRM: Created 2/);
  });

  test('one is read entry by entry, field by field, searched by name, with its ID', async () => {
    const [last, first] = await runs();
    const page = textOf(await show({ ...last }));
    expect(page).toMatch(/Zoho CRM: Updated Hanako Tanaka.*Job Title\s+CTO\s+→\s+CEO/);
    expect(page).toContain(`ID ${last!.cycle}`);
    const found = textOf(await show({ ...first, find: 'Aya' }));
    expect(found).toContain('Entries: 1');
    expect(found).not.toContain('Ken Mori');
  });

  test('a run of a sync that is not shown is not told', async () => {
    const [last] = await runs();
    const page = await renderView({ archive: a, syncs: [], mayShow: () => false }, { ...last }, reader());
    expect(page).not.toContain('Tanaka');
    expect(await fileOf({ archive: a, syncs: [], mayShow: () => false }, { ...last }, reader())).toBeNull();
    expect(await fileOf({ archive: a, syncs: [], mayShow: () => false }, { ...last, undo: '1' }, reader())).toBeNull();
  });

  test('it is a file, a line a field', async () => {
    const [last] = await runs();
    const file = (await fileOf(await shown(), last!, reader()))!.text;
    const [titles, line, ...more] = file.replace('\ufeff', '').trimEnd().split('\r\n');
    expect(titles).toBe('"Time","Side","What was done","Record","ID","Reason","Field","Before","After"');
    expect(line).toMatch(
      /^"2\d{3}-[^"]*","Zoho CRM","Updated","Hanako Tanaka","7001","[^"]+","Job Title","CTO","CEO"$/,
    );
    expect(more).toEqual([]);
    expect((await fileOf(await shown(), last!, reader({ language: 'ja' })))?.text).toContain('"Zoho CRM","更新"');
  });

  test('the last 30 days say what was written and asked, today the last', async () => {
    const days = await archive.lastDays(a, 'Contacts', Date.now());
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toMatchObject({ written: 3, asked: 1, refused: 0 });
    expect(days.slice(0, -1).every(({ written, asked }) => written + asked === 0)).toBe(true);
    expect(textOf(await show({ view: 'status' }))).toMatch(/Last 30 days Records written: 3 .* Questions: 1/);
  });
});

test('a run leads to its execution in n8n, where it is known which one that was', async () => {
  const [cycle] = (await archive.writingCycles(a, 'Contacts', { offset: 0, limit: 1 })).cycles;
  const syncs = await archive.syncNames(a);
  const page = (editor?: string) =>
    renderView(
      { archive: a, syncs, mayShow: () => true },
      { view: 'runs', sync: 'Contacts', cycle: cycle?.id },
      reader({ editor }),
    );
  expect(await page('https://n8n.example/')).toContain('href="https://n8n.example/workflow/w/executions/1"');
  expect(await page()).not.toContain('/executions/');
});
