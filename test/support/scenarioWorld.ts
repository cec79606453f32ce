import type { Fields, Policy } from '../../sync/model';
import { rows } from '../e2e/harness/contactRows';
import type { Row, Scenario } from '../scenario/tables';
import type { Raw, Side } from './fixture';
import { startFixture } from './fixture';
import type { Settings } from './pipeline';
import { graphForm, unlistedForm, zohoForm } from './vendorForms';

const emailOf = (n: number): string => `person${n}@example.jp`;
const own = (n: number, fields: Fields): Fields => ({ ...fields, email: emailOf(n) });

/** Only what the person changed; an empty edit is no edit. */
const changed = (base: Fields, now: Fields): Fields => {
  const names = [...new Set([...Object.keys(base), ...Object.keys(now)])];
  return Object.fromEntries(names.filter((name) => base[name] !== now[name]).map((name) => [name, now[name] ?? null]));
};

export const settingsOf = ({
  direction = 'both',
  conflict = 'zoho',
  perField = {},
  deletes = 'keep',
}: Partial<Policy>): Settings => ({
  'Conflict Resolver': {
    direction,
    policy: conflict,
    overrides: { fields: Object.entries(perField).map(([field, policy]) => ({ field, policy })) },
    deletes,
    guards: { maxDeletes: 1000, maxDeletePercent: 100 },
  },
});

function expectContact(found: Raw | null, side: Side, expected: Fields | null, n: number): void {
  if (expected === null) return expect(found).toBeNull();
  const wanted = (side === 'outlook' ? graphForm : zohoForm)(own(n, expected));
  const value = (row: (typeof rows)[number], contact: Raw) => row[side](contact);
  const wrong = rows.filter(
    (row) => value(row, found ?? {}).replace(/[\s()]/g, '') !== value(row, wanted).replace(/[\s()]/g, ''),
  );
  expect(wrong.map((row) => [row.name, value(row, found ?? {}), value(row, wanted)])).toEqual([]);
  expect(found).toMatchObject(unlistedForm(side, expected));
}

/** Both services with one contact per scenario, told apart by e-mail, and what a person does to them. */
export async function startScenarioWorld() {
  const fixture = await startFixture();
  const { services, ask } = fixture;
  const email = rows.find(({ name }) => name === 'e-mail')!;

  /** The one contact of a scenario; null when it is not there. Two of them are an error. */
  async function contact(side: Side, n: number): Promise<Raw | null> {
    const found = (await fixture.contacts(side)).filter((one) => email[side](one) === emailOf(n));
    if (found.length > 1) throw new Error(`${found.length} contacts of scenario ${n} in ${side}`);
    return found[0] ?? null;
  }

  async function edit(side: Side, n: number, base: Fields, now: Fields | null): Promise<unknown> {
    const id = encodeURIComponent(String((await contact(side, n))?.id));
    const path = side === 'outlook' ? `/v1.0/me/contacts/${id}` : `/crm/v8/Contacts/${id}`;
    if (now === null) return ask(side, 'DELETE', path);
    const body = (side === 'outlook' ? graphForm : zohoForm)(changed(base, now));
    if (Object.keys(body).length === 0) return undefined;
    return side === 'outlook' ? ask(side, 'PATCH', path, body) : ask(side, 'PUT', path, { data: [body], trigger: [] });
  }

  const world = {
    ...fixture,
    contact,
    /** Everything back to how it was before the first run. */
    seed(befores: readonly Row[]): void {
      fixture.clear();
      const first = (row: Row, side: Side, n: number) => own(n, row.base ?? row[side] ?? {});
      services.graph.seed({
        contacts: befores.map((row, n) => ({ ...graphForm(first(row, 'outlook', n)), categories: ['Zoho'] })),
      } as never);
      services.zoho.seed({ records: { Contacts: befores.map((row, n) => zohoForm(first(row, 'zoho', n))) } } as never);
    },
    /** What people did on each side since both last agreed. */
    async edit(befores: readonly Row[]): Promise<void> {
      for (const [n, row] of befores.entries()) {
        if (!row.base) continue;
        await edit('outlook', n, row.base, row.outlook);
        await edit('zoho', n, row.base, row.zoho);
      }
    },
    /** The first agreement, then what people did since. */
    async prepare(group: readonly Scenario[], settings: Settings): Promise<void> {
      const befores = group.map(({ before }) => before);
      world.seed(befores);
      if (befores.some(({ base }) => base)) await world.run(settings);
      await world.edit(befores);
    },
    async expectAfter(group: readonly Scenario[]): Promise<void> {
      for (const [n, { after }] of group.entries())
        for (const side of ['outlook', 'zoho'] as const) expectContact(await contact(side, n), side, after[side], n);
    },
  };
  return world;
}

export type ScenarioWorld = Awaited<ReturnType<typeof startScenarioWorld>>;
