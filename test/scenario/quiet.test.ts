import { DatabaseSync, StatementSync } from 'node:sqlite';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '../../archive';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { startFixture } from '../support/fixture';

/** What is at rest in them grows for years. */
const growing = ['record', 'link', 'key', 'journal', 'cycle'];

/** The statements that any archive of this process is asked while `work` goes on. */
async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const asked = new Set<string>();
  const spies = (['all', 'run'] as const).map((name) => {
    const original = StatementSync.prototype[name] as (...args: unknown[]) => unknown;
    return jest.spyOn(StatementSync.prototype, name).mockImplementation(function (this: StatementSync, ...args) {
      asked.add(this.sourceSQL);
      return original.apply(this, args) as never;
    });
  });
  await work();
  spies.forEach((spy) => spy.mockRestore());
  return [...asked];
}

/** How SQLite goes about a statement, step by step, in a new archive: nothing was analysed, as in every archive of ours. */
async function plansIn(statements: readonly string[]): Promise<readonly (readonly [string, readonly string[]])[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'quiet-')), 'archive.sqlite');
  await (await openArchive(file)).close();
  const db = new DatabaseSync(file);
  const own = statements.filter((sql) => /^(select|insert|update|delete)/.test(sql) && !sql.includes('"claim"'));
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
    const statements = await statementsOf(() => fixture.run());
    const passing = (await plansIn(statements)).filter(
      ([sql, steps]) => !allTasks.test(sql) && steps.some((step) => readsAll(step, sql)),
    );
    expect(statements.length).toBeGreaterThan(30);
    expect(passing).toEqual([]);
    await fixture.stop();
  },
  120_000,
);
