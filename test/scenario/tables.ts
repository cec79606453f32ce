import type { Fields, Policy } from '../../sync/model';

/** `null`: the record was deleted. `undefined` after: not there. */
export interface Row {
  readonly outlook: Fields | null;
  readonly base?: Fields;
  readonly zoho: Fields | null;
}

export interface Scenario {
  readonly title: string;
  readonly policy?: Partial<Policy>;
  readonly before: Row;
  readonly after: { readonly outlook: Fields | null; readonly zoho: Fields | null };
  /** Values that lost a conflict, by field. */
  readonly lost?: Fields;
  /** Fields a person must decide. */
  readonly asks?: readonly string[];
  /** A rule that is not the same seen from the other side (Zoho's lengths): no mirror. */
  readonly oneSided?: true;
}

const hanako = { lastName: '田中', firstName: '花子', email: 'hanako@example.jp' };
const at = (more: Fields): Fields => ({ ...hanako, ...more });
const long = '本部ビル'.repeat(100);

/** outlook | base | zoho, before and after. Each is also mirrored and run twice by the runner. */
export const scenarios: readonly Scenario[] = [
  {
    title: 'nothing changed → nothing is written',
    before: { outlook: hanako, base: hanako, zoho: hanako },
    after: { outlook: hanako, zoho: hanako },
  },
  {
    title: 'mobile edited in Outlook → Zoho gets it',
    before: { outlook: at({ mobilePhone: '090-1' }), base: hanako, zoho: hanako },
    after: { outlook: at({ mobilePhone: '090-1' }), zoho: at({ mobilePhone: '090-1' }) },
  },
  {
    title: 'phone edited in Zoho, title in Outlook → both sides get both',
    before: { outlook: at({ jobTitle: '部長' }), base: hanako, zoho: at({ businessPhone: '03-1' }) },
    after: {
      outlook: at({ jobTitle: '部長', businessPhone: '03-1' }),
      zoho: at({ jobTitle: '部長', businessPhone: '03-1' }),
    },
  },
  {
    title: 'one field edited on both sides → Zoho wins, and the loser is named',
    policy: { conflict: 'zoho' },
    before: { outlook: at({ jobTitle: 'A' }), base: at({ jobTitle: '-' }), zoho: at({ jobTitle: 'B' }) },
    after: { outlook: at({ jobTitle: 'B' }), zoho: at({ jobTitle: 'B' }) },
    lost: { jobTitle: 'A' },
  },
  {
    title: 'one field edited on both sides → Outlook wins for that field only',
    policy: { conflict: 'zoho', perField: { jobTitle: 'outlook' } },
    before: {
      outlook: at({ jobTitle: 'A', department: 'C' }),
      base: at({}),
      zoho: at({ jobTitle: 'B', department: 'D' }),
    },
    after: { outlook: at({ jobTitle: 'A', department: 'D' }), zoho: at({ jobTitle: 'A', department: 'D' }) },
    lost: { jobTitle: 'B', department: 'C' },
  },
  {
    title: 'decide myself → the field waits, the others go over',
    policy: { conflict: 'ask' },
    before: { outlook: at({ jobTitle: 'A', department: 'C' }), base: at({}), zoho: at({ jobTitle: 'B' }) },
    after: { outlook: at({ jobTitle: 'A', department: 'C' }), zoho: at({ jobTitle: 'B', department: 'C' }) },
    asks: ['jobTitle'],
  },
  {
    title: 'edited on both sides to what a person calls the same → no conflict, no write',
    before: { outlook: at({ mobilePhone: '+81 90-1234' }), base: hanako, zoho: at({ mobilePhone: '+81(90)1234' }) },
    after: { outlook: at({ mobilePhone: '+81 90-1234' }), zoho: at({ mobilePhone: '+81(90)1234' }) },
  },
  {
    title: 'a field cleared on one side is cleared on the other',
    before: { outlook: at({ jobTitle: null }), base: at({ jobTitle: '部長' }), zoho: at({ jobTitle: '部長' }) },
    after: { outlook: at({ jobTitle: null }), zoho: at({ jobTitle: null }) },
  },
  {
    title: 'a company cleared on one side is never blanked: it comes back',
    before: {
      outlook: at({ companyName: null }),
      base: at({ companyName: 'Acme' }),
      zoho: at({ companyName: 'Acme' }),
    },
    after: { outlook: at({ companyName: 'Acme' }), zoho: at({ companyName: 'Acme' }) },
  },
  {
    title: 'first meeting → blanks are filled both ways, differing values go by policy',
    before: { outlook: at({ jobTitle: 'A', mobilePhone: '1' }), zoho: at({ jobTitle: 'B', homePhone: '2' }) },
    after: {
      outlook: at({ jobTitle: 'B', mobilePhone: '1', homePhone: '2' }),
      zoho: at({ jobTitle: 'B', mobilePhone: '1', homePhone: '2' }),
    },
    lost: { jobTitle: 'A' },
  },
  {
    title: 'a value longer than Zoho holds is shortened there and stays whole in Outlook',
    before: { outlook: at({ businessStreet: long }), base: hanako, zoho: hanako },
    after: { outlook: at({ businessStreet: long }), zoho: at({ businessStreet: long.slice(0, 250) }) },
    oneSided: true,
  },
  {
    title: 'a person with one name only has it as last name in Zoho, and it does not come back changed',
    before: {
      outlook: { firstName: 'Madonna', email: 'm@example.com' },
      zoho: { lastName: 'Madonna', email: 'm@example.com' },
    },
    after: {
      outlook: { firstName: 'Madonna', email: 'm@example.com' },
      zoho: { lastName: 'Madonna', email: 'm@example.com' },
    },
    oneSided: true,
  },
  {
    title: 'one way to Zoho → an edit in Zoho stays there, Outlook is not written',
    policy: { direction: 'toZoho' },
    before: { outlook: at({ jobTitle: 'A' }), base: hanako, zoho: at({ homePhone: '2' }) },
    after: { outlook: at({ jobTitle: 'A' }), zoho: at({ jobTitle: 'A', homePhone: '2' }) },
  },
  {
    title: 'deleted in Outlook, untouched in Zoho → kept by default',
    before: { outlook: null, base: hanako, zoho: hanako },
    after: { outlook: null, zoho: hanako },
  },
  {
    title: 'deleted in Outlook, and deletes are to go over → deleted in Zoho',
    policy: { deletes: 'delete' },
    before: { outlook: null, base: hanako, zoho: hanako },
    after: { outlook: null, zoho: null },
  },
  {
    title: 'deleted in Outlook, edited in Zoho → the edit is kept and created in Outlook again',
    policy: { deletes: 'delete' },
    before: { outlook: null, base: hanako, zoho: at({ jobTitle: 'B' }) },
    after: { outlook: at({ jobTitle: 'B' }), zoho: at({ jobTitle: 'B' }) },
  },
  {
    title: 'deleted on both sides → link dropped',
    before: { outlook: null, base: hanako, zoho: null },
    after: { outlook: null, zoho: null },
  },
];

/** The fields that a scenario moves or keeps. */
export const fieldsInScenarios: readonly string[] = scenarios
  .flatMap(({ before, after }) => [before.outlook, before.zoho, after.outlook, after.zoho])
  .flatMap((fields) => Object.keys(fields ?? {}));
