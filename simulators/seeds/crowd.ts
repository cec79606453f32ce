import { Faker, en } from '@faker-js/faker';
import type { Address, Person } from './person';

/** Names in kanji with their reading, which their e-mail addresses use. */
const SURNAMES = [
  ['佐藤', 'sato'],
  ['鈴木', 'suzuki'],
  ['高橋', 'takahashi'],
  ['田中', 'tanaka'],
  ['渡辺', 'watanabe'],
  ['伊藤', 'ito'],
  ['中村', 'nakamura'],
  ['小林', 'kobayashi'],
  ['加藤', 'kato'],
  ['吉田', 'yoshida'],
] as const;
const GIVEN = [
  ['太郎', 'taro'],
  ['花子', 'hanako'],
  ['健一', 'kenichi'],
  ['美咲', 'misaki'],
  ['翔太', 'shota'],
  ['陽子', 'yoko'],
  ['大輔', 'daisuke'],
  ['真由美', 'mayumi'],
] as const;
const PREFECTURES = ['東京都', '大阪府', '京都府', '北海道', '福岡県'] as const;
const DEPARTMENTS = ['Sales', 'Purchasing', 'Research', 'Finance', '営業部', '総務部', 'ＩＴ推進室'] as const;

/** Companies that Zoho knows. */
export const COMPANIES = [
  ...['Acme Machines', 'Blue Harbour', 'Cedar & Sons', 'Delta Freight', 'Eastgate Foods', 'Fjord Energy'],
  ...[
    'Granite Tools',
    'Hoshino Paper',
    'Ivory Print',
    'Juniper Labs',
    '東京商事株式会社',
    '株式会社ＡＢＣ',
    '京都電機',
  ],
] as const;

/** Makes people, always the same ones in the same order; no two share a name or an address. */
export function crowd(seed: number) {
  const faker = new Faker({ locale: [en], seed });
  const taken = new Set<string>();
  let japanese = 0;

  function fresh(make: () => { given: string; surname: string; email: string }) {
    for (;;) {
      const found = make();
      const keys = [`${found.surname} ${found.given}`.toLowerCase(), found.email];
      if (keys.some((key) => taken.has(key))) continue;
      for (const key of keys) taken.add(key);
      return found;
    }
  }

  function western() {
    const [given, surname] = [faker.person.firstName(), faker.person.lastName()];
    return { given, surname, email: `${given}.${surname}@${faker.internet.domainWord()}.example`.toLowerCase() };
  }

  /** Each pair of names comes once; the domain keeps addresses apart. */
  function fromJapan() {
    const [surname, reading] = SURNAMES[japanese % SURNAMES.length] ?? SURNAMES[0];
    const [given, sound] = GIVEN[Math.floor(japanese / SURNAMES.length) % GIVEN.length] ?? GIVEN[0];
    japanese += 1;
    return { given, surname, email: `${sound}.${reading}@kaisha${japanese}.example` };
  }

  const phone = (): string =>
    `+81 ${faker.number.int({ min: 3, max: 99 })}-${faker.string.numeric({ length: 4, allowLeadingZeros: false })}-${faker.string.numeric(4)}`;

  const address = (isJapanese: boolean): Address =>
    isJapanese
      ? {
          ...{
            street: `中央${faker.number.int({ min: 1, max: 9 })}丁目${faker.number.int({ min: 1, max: 30 })}番`,
            city: '中央区',
          },
          ...{ state: faker.helpers.arrayElement(PREFECTURES), zip: faker.string.numeric('###-####'), country: '日本' },
        }
      : {
          ...{ street: faker.location.streetAddress(), city: faker.location.city(), state: faker.location.state() },
          ...{ zip: faker.location.zipCode(), country: faker.helpers.arrayElement(['USA', 'UK', 'Canada']) },
        };

  /** A person with the most usual fields; every fourth one is Japanese. */
  function person(index: number, more: Partial<Person> = {}): Person {
    const isJapanese = index % 4 === 3 && japanese < SURNAMES.length * GIVEN.length;
    const { given, surname, email } = fresh(isJapanese ? fromJapan : western);
    return {
      ...{ given, surname, emails: [email], title: isJapanese ? '課長' : faker.person.jobTitle() },
      company: faker.helpers.maybe(() => faker.helpers.arrayElement(COMPANIES), { probability: 0.7 }),
      department: faker.helpers.maybe(() => faker.helpers.arrayElement(DEPARTMENTS)),
      phone: faker.helpers.maybe(phone, { probability: 0.8 }),
      mobile: faker.helpers.maybe(phone),
      homePhone: faker.helpers.maybe(phone, { probability: 0.1 }),
      address: faker.helpers.maybe(() => address(isJapanese), { probability: 0.6 }),
      notes: faker.helpers.maybe(() => faker.lorem.sentences(2), { probability: 0.3 }),
      birthday: faker.helpers.maybe(() => faker.date.birthdate({ refDate: '2026-01-01' }).toISOString().slice(0, 10), {
        probability: 0.25,
      }),
      ...more,
    };
  }

  /** Phones that Graph keeps as extended properties, and an assistant. */
  const office = (): Partial<Person> => ({
    ...{ fax: phone(), otherPhone: phone(), assistant: faker.person.fullName(), assistantPhone: phone() },
  });

  return { person, phone, office, address: () => address(false), title: () => faker.person.jobTitle() };
}

export type Crowd = ReturnType<typeof crowd>;
