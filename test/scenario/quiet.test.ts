import { DatabaseSync, StatementSync } from 'node:sqlite';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishCycle, openArchive, startCycle, type Archive } from '../../archive';
import { nothing, runCycle, told } from '../../bench/cycle';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { outlookContact, zohoContact } from '../../simulators/seeds/world';
import { startFixture } from '../support/fixture';

/** What is at rest in them grows for years. */
const growing = ['record', 'link', 'key', 'journal', 'cycle'];

/** The statements that any archive of this process is asked while `work` goes on, and how often. */
async function statementsOf(work: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const asked = new Map<string, number>();
  const spies = (['all', 'run'] as const).map((name) => {
    const original = StatementSync.prototype[name] as (...args: unknown[]) => unknown;
    return jest.spyOn(StatementSync.prototype, name).mockImplementation(function (this: StatementSync, ...args) {
      asked.set(this.sourceSQL, (asked.get(this.sourceSQL) ?? 0) + 1);
      return original.apply(this, args) as never;
    });
  });
  await work();
  spies.forEach((spy) => spy.mockRestore());
  return asked;
}

/** As between runs of a schedule: only within a minute of a reading is it asked whether a run follows the last one at once. */
const aWhileAgo = ({ db }: Archive): Promise<unknown> => db.updateTable('cursor').set({ read_at: 0 }).execute();

/** How SQLite goes about a statement, step by step, in a new archive: nothing was analysed, as in every archive of ours. */
async function plansIn(statements: readonly string[]): Promise<readonly (readonly [string, readonly string[]])[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'quiet-')), 'archive.sqlite');
  await (await openArchive(file)).close();
  const db = new DatabaseSync(file);
  const own = statements.filter((sql) => /^(select|insert|update|delete)/.test(sql) && !/"(claim|credit)"/.test(sql));
  return own.map((sql) => [
    sql,
    db
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  ]);
}

/** A step that passes by every row of a sync, or of all; not where it stops at the first ones of an index. */
function readsAll(step: string, sql: string): boolean {
  const [, how, table = '', rest = ''] = /^(SCAN|SEARCH) (\w+)(.*)/.exec(step) ?? [];
  if (!growing.includes(table)) return false;
  if (how === 'SCAN') return true;
  const by = /\(([^)]*)\)/.exec(rest)?.[1] ?? '';
  const stopsSoon = rest.includes('COVERING INDEX') && sql.includes(' limit ');
  const ofAll = ['sync=?', 'sync=? AND side=?', ...(table === 'link' ? ['sync=? AND state=?'] : [])];
  return ofAll.includes(by) && !rest.includes('_some_ix') && !stopsSoon;
}

/** Each task may lack its line to the CRM: all pairs are looked at, in parts. */
const allTasks = /from "link" where \("sync" = \? and "state" = \?\) order by "id"/;

test.each([
  ['contacts', contacts],
  ['tasks', tasks],
  ['events', events],
])(
  'a run of %s without changes passes by nothing that is at rest',
  async (_kind, template) => {
    const fixture = await startFixture(template, 'demo');
    await fixture.untilQuiet({});
    await fixture.withArchive(aWhileAgo);
    const statements = [...(await statementsOf(() => fixture.run())).keys()];
    const passing = (await plansIn(statements)).filter(
      ([sql, steps]) => !allTasks.test(sql) && steps.some((step) => readsAll(step, sql)),
    );
    expect(statements.length).toBeGreaterThan(30);
    expect(passing).toEqual([]);
    await fixture.stop();
  },
  120_000,
);

/** A server takes a trip for each. */
test('a run without changes asks its archive little, however many other syncs are in it', async () => {
  const archive = await openArchive(join(mkdtempSync(join(tmpdir(), 'quiet-')), 'archive.sqlite'));
  for (const sync of ['One', 'Two', 'Three']) {
    const begun = await startCycle(archive, { sync, kind: 'contact', holder: 'test', now: Date.now() });
    if (begun.started) await finishCycle(archive, begun.cycle, Date.now());
  }
  const met = told('one', { lastName: 'Tanaka', email: 'tanaka@example.com' });
  for (const news of [{ outlook: [met], zoho: [] }, nothing]) await runCycle(archive, news);
  await aWhileAgo(archive);
  const statements = await statementsOf(() => runCycle(archive));
  const asked = [...statements].filter(([sql]) => !sql.trim().startsWith('pragma'));
  expect(asked.reduce((sum, [, times]) => sum + times, 0)).toBeLessThanOrEqual(43);
  await archive.close();
});

test('pairs that agree already are taken down some at a time, and once', async () => {
  const fixture = await startFixture();
  fixture.clear();
  const people = Array.from({ length: 200 }, (_, n) => ['Given', `Person${n}`, `p${n}@example.com`] as const);
  const contacts = people.map(([given, surname, email]) => outlookContact(given, surname, [email]));
  fixture.services.graph.seed({ categories: [{ displayName: 'Zoho' }], contacts } as never);
  fixture.services.zoho.seed({ records: { Contacts: people.map((person) => zohoContact(...person)) } } as never);
  const statements = await statementsOf(async () =>
    expect(await fixture.run()).toMatchObject({ linked: 200, written: 0 }),
  );
  expect(statements.get('begin immediate')).toBeLessThan(60);
  await fixture.stop();
});
