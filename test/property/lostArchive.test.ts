import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { startFixture, type Fixture, type Side } from '../support/fixture';
import { graphForm, zohoForm } from '../support/vendorForms';

/**
 * The law: whatever odd records there are on both sides, once they are in step and the archive is lost, a new one makes none of them
 * a second time, and neither does a third.
 */
jest.setTimeout(600_000);
const runs = { numRuns: Number(process.env.RUNS ?? 6), endOnFailure: true };

interface World extends Pick<Fixture, 'file' | 'run' | 'stop'> {
  readonly counts: () => Promise<Readonly<Record<Side, number>>>;
}

const loseArchive = ({ file }: World): void =>
  ['', '-wal', '-shm'].forEach((end) => rmSync(`${file()}${end}`, { force: true }));

async function settle({ run }: World): Promise<void> {
  for (let n = 0; n < 4; n += 1) if ((await run()).written === 0) return;
}

async function expectNobodyTwice(world: World): Promise<void> {
  await settle(world);
  const before = await world.counts();
  for (let n = 0; n < 2; n += 1) {
    loseArchive(world);
    await settle(world);
    expect(await world.counts()).toEqual(before);
  }
}

const any = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const seeded = <T>(one: fc.Arbitrary<T>) =>
  fc.record({ outlook: fc.array(one, { maxLength: 8 }), zoho: fc.array(one, { maxLength: 8 }) });

describe('contacts', () => {
  let fixture: Fixture;
  beforeAll(async () => void (fixture = await startFixture()));
  afterAll(() => fixture.stop());

  const person = fc.record(
    {
      lastName: any('田中', 'Tanaka', 'Müller', 'X'.repeat(90), '𠮷田'),
      firstName: any('Madonna', '花子', 'ハナコ', 'Taro', 'J.'),
      email: any('a@example.jp', 'B@example.jp', 'family@example.jp', 'ｃ@example.jp'),
      companyName: any('Acme', '株式会社 山田', 'ＡＢＣ'),
      mobilePhone: any('+81 90 1111 2222', '03-1234-5678'),
      jobTitle: any('Boss'),
    },
    { requiredKeys: [] },
  );
  const isNamed = ({ lastName }: { readonly lastName?: string }) => lastName !== undefined;

  function reset(outlook: readonly object[], zoho: readonly object[]): World {
    fixture.clear();
    const own = outlook.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] }));
    const Contacts = zoho.map((one) => zohoForm(one as never));
    fixture.services.graph.seed({ contacts: own } as never);
    fixture.services.zoho.seed({ records: { Contacts } } as never);
    const counts = async () => ({
      outlook: (await fixture.contacts('outlook')).length,
      zoho: (await fixture.contacts('zoho')).length,
    });
    return { ...fixture, counts };
  }

  test('one name, only a company, only a phone: three stay three', async () => {
    const people = [{ firstName: 'Madonna' }, { companyName: 'Acme' }, { lastName: '田中', mobilePhone: '090' }];
    const world = reset(people, []);
    await settle(world);
    expect(await world.counts()).toEqual({ outlook: 3, zoho: 3 });
    await expectNobodyTwice(world);
  });

  test('whoever there is, nobody comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(seeded(person), async ({ outlook, zoho }) => {
        const inZoho = zoho
          .filter(isNamed)
          .map(({ companyName: _, ...one }) => ({ ...one, lastName: one.lastName!.slice(0, 80) }));
        await expectNobodyTwice(reset(outlook, inZoho));
      }),
      runs,
    );
  });
});
