/** Rows that others recorded or pasted, each answered by the simulator for a record made of it. */
import type { Json } from '../../zohoHarness';
import { rowsOf } from '../../zohoHarness';
import type { Capture } from '../suite';
import type { Listed } from '../shape';
import { below } from '../shape';
import { seedRow, type Zoho } from './replay';

/** One row, as the version asked answers a record like it. */
const row = (file: string, place: string, listed?: Listed): Capture<Zoho> => ({
  file,
  own: async (zoho, recorded: Json) => {
    const module = place.split('/')[1] ?? '';
    seedRow(zoho, module, recorded);
    const fields = place.startsWith('v2') ? '' : `?fields=${Object.keys(recorded).join(',')}`;
    const answer = await zoho.call(`/crm/${place}/${String(recorded.id)}${fields}`);
    return rowsOf(answer)[0];
  },
  ...(listed && { listed }),
});

/** A page of rows by the path given; it is asked for the fields that the rows have. */
const page = (file: string, place: string, query: string, listed?: Listed): Capture<Zoho> => ({
  file,
  own: async (zoho, recorded: { readonly data: readonly Json[] }) => {
    const module = place.split('/')[1] ?? '';
    recorded.data.forEach((one) => seedRow(zoho, module, one));
    const fields = [...new Set(recorded.data.flatMap((one) => Object.keys(one)))];
    return (await zoho.call(`/crm/${place}?fields=${fields.join(',')}&${query}`)).body;
  },
  ...(listed && { listed }),
});

/** What a row of 2023 has not, and the service of 2026 shows; what it had then and shows no more. */
const OF_2026 = 'recorded in 2023; the answers of 2026 hold it (nango-v2-*)';
const OF_2023 = 'recorded in 2023; the answers of 2026 hold it no more (nango-v2-*)';
const listedAs = (reason: string, lines: readonly string[]): Listed =>
  Object.fromEntries(lines.map((line) => [line, reason]));
const mapped = (prefix: string): readonly string[] => [
  ...['Address', 'Coordinates'].map((name) => `${prefix}${name}: life missing, simulator string`),
  ...['Latitude', 'Longitude', 'Flat_House_No_Building_Apartment_Name'].map(
    (name) => `${prefix}${name}: life missing, simulator null`,
  ),
];
const TAKEOVER = '$approval.takeover: life missing, simulator boolean';
const LAYOUT = ['$layout_id: life missing, simulator object', '$locked_for_me: life missing, simulator boolean'];
const LOCKED = 'Locked__s: life missing, simulator boolean';
const NEARBY = 'nearby_distance__s: life missing, simulator null';
const DUPLICATE = '$is_duplicate: life missing, simulator boolean';
const ENRICHED = ['Enrich_Status__s', 'Last_Enriched_Time__s'].map((name) => `${name}: life null, simulator missing`);
const PATHFINDER = '$pathfinder: life boolean, simulator missing';
const SUGGESTED = { '$zia_owner_assignment: life null, simulator string': 'null where no owner was suggested' };
const PERSON = {
  ...listedAs(OF_2023, [...ENRICHED, PATHFINDER]),
  ...listedAs(OF_2026, [LOCKED, TAKEOVER, ...LAYOUT, NEARBY]),
  ...SUGGESTED,
};

export const ROWS: readonly Capture<Zoho>[] = [
  row('airbyte-v2-contact.json', 'v2/Contacts', {
    ...PERSON,
    ...listedAs(OF_2026, [...mapped('Mailing_'), ...mapped('Other_'), DUPLICATE]),
  }),
  row('airbyte-v2-lead.json', 'v2/Leads', { ...PERSON, ...listedAs(OF_2026, mapped('')) }),
  row('airbyte-v2-case.json', 'v2/Cases', {
    ...listedAs(OF_2023, [PATHFINDER]),
    ...listedAs(OF_2026, [LOCKED, TAKEOVER, 'Last_Activity_Time: life missing, simulator null']),
    'Product_Name: life object, simulator null': 'the simulator has no products',
  }),
  row('activepieces-v4-contact-row.json', 'v4/Contacts', {
    ...listedAs(OF_2023, [
      '$sharing_permission: life string, simulator missing',
      'Enrich_Status__s: life null, simulator missing',
      '$wizard_connection_path: life null, simulator missing',
    ]),
    ...listedAs(OF_2026, [TAKEOVER]),
  }),
  {
    file: 'pasted-v4-account-get.json',
    own: async (zoho, { data }: { readonly data: readonly Json[] }) => {
      for (const one of data) seedRow(zoho, 'Accounts', one);
      return (await zoho.call(`/crm/v4/Accounts/${String(data[0]?.id)}`)).body;
    },
    listed: below('data[]', {
      ...listedAs(OF_2023, [
        ...ENRICHED,
        '$sharing_permission: life string, simulator missing',
        '$zia_visions: life null, simulator missing',
        '$pathfinder: life null, simulator missing',
        '$orchestration: life null, simulator boolean',
      ]),
      ...listedAs(OF_2026, [
        ...['Tag: life missing, simulator list', '$approved: life missing, simulator boolean', TAKEOVER],
        ...['$layout_id: life missing, simulator object', DUPLICATE, NEARBY],
        ...[...mapped('Billing_'), ...mapped('Shipping_')],
      ]),
    }),
  },
  page(
    'amp-v6-contacts-list.json',
    'v6/Contacts',
    '',
    below(
      'data[]',
      listedAs('the project cut fields out of one row', [
        'Assistant: life missing|null, simulator null',
        'Created_Time: life missing|time+hh:mm, simulator time+hh:mm',
      ]),
    ),
  ),
  page('v7-get-leads-page1.json', 'v7/Leads', 'converted=true&per_page=4'),
  page('v7-get-leads-page2.json', 'v7/Leads', 'converted=true&per_page=4'),
  {
    // the rows of this page are of 2019; rows of 2026 are compared in records.ts
    file: 'v7-search-word.json',
    own: async (zoho) => {
      zoho.service.seed({ records: { Leads: [{ Last_Name: 'abc', Company: 'C' }] } });
      return ((await zoho.call('/crm/v7/Leads/search?word=abc')).body as Json).info;
    },
    life: ({ info }: Json) => info,
  },
  {
    file: 'v7-related-notes.json',
    own: async (zoho, { data }: { readonly data: readonly Json[] }) => {
      for (const one of data) seedRow(zoho, 'Notes', { ...one, $se_module: 'Leads' });
      const parent = String((data[0]?.Parent_Id as Json).id);
      return (await zoho.call(`/crm/v7/Leads/${parent}/Notes?fields=Owner,Parent_Id`)).body;
    },
  },
];
