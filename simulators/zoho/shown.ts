/**
 * What Zoho answers of a record besides the fields of its module (recorded answers of 2026): marks of its own, which begin with `$`,
 * and what it makes of other fields. No client may rely on one being there.
 */
import type { StoredRecord } from './record';
import type { World } from './state';
import { seModule } from './pairs';
import { zohoTime } from './times';

export type Shown = (world: World, record: StoredRecord, zone: string) => unknown;

const always =
  (value: unknown): Shown =>
  () =>
    value;
const [none, no, yes, blank] = [always(null), always(false), always(true), always('')];

const refusable = { approve: false, reject: false, resubmit: false };
const approval = { delegate: false, takeover: false, ...refusable };

/** Empty until something is done about the record after it was made. */
const lastActivity: Shown = (_world, { created, modified }, zone) =>
  modified > created ? zohoTime(modified, zone) : null;

const editable: Record<string, Shown> = {
  $editable: (_world, record) => !record.locked,
  $field_states: none,
  $state: always('save'),
};

const record: Record<string, Shown> = {
  ...editable,
  $currency_symbol: ({ state }) => state.org.currency_symbol,
  $review_process: none,
  $review: none,
  $process_flow: no,
  $approved: yes,
  $approval: always(approval),
  $orchestration: no,
  $in_merge: no,
  $approval_state: always('approved'),
  Last_Activity_Time: lastActivity,
};

const layoutOf =
  (index: number): Shown =>
  () => ({ display_label: 'Standard', name: 'Standard', id: `55459740000000910${String(index).padStart(2, '0')}` });

/** Of people, companies and deals. */
const business = (layout: number): Record<string, Shown> => ({
  ...record,
  $review_process: always(refusable),
  $layout_id: layoutOf(layout),
  $locked_for_me: no,
  $zia_owner_assignment: always('owner_recommendation_unavailable'),
});

const activity: Record<string, Shown> = {
  ...record,
  $se_module: (world, one) => seModule(world, one),
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const joined = (parts: readonly unknown[], by: string): string => parts.map(text).filter(Boolean).join(by);

/** Street, place and country in lines of their own. */
const addressLines =
  (prefix: string, code: string): Shown =>
  (_world, { values: of }) => {
    const at = (name: string): unknown => of[`${prefix}${name}`];
    const region = joined([at('State'), at(code)], ' ');
    return joined([at('Street'), joined([at('City'), region], ', '), at('Country')], '\n');
  };

/** An address as one text, and where it lies; `prefix` is empty or ends with an underscore. */
const address = (prefix: string, code: string): Record<string, Shown> => ({
  [`${prefix}Address`]: addressLines(prefix, code),
  [`${prefix}Coordinates`]: blank,
  [`${prefix}Latitude`]: none,
  [`${prefix}Longitude`]: none,
  [`${prefix}Flat_House_No_Building_Apartment_Name`]: none,
});

const mailing: Record<string, Shown> = { Unsubscribed_Mode: none, Unsubscribed_Time: none };

const guid = (record: StoredRecord): string => {
  const digits = record.id.padStart(32, 'a').slice(-32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

const checkIn: Record<string, Shown> = {
  ...Object.fromEntries(
    ['State', 'City', 'Comment', 'Time', 'Address', 'By', 'Country', 'Sub_Locality'].map((name) => [
      `Check_In_${name}`,
      none,
    ]),
  ),
  Check_In_Status: always('PLANNED'),
  Latitude: none,
  Longitude: none,
  ZIP_Code: none,
};

/** By module, what is answered when no fields are named. */
const besides: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  Contacts: {
    ...business(33),
    ...mailing,
    ...address('Mailing_', 'Zip'),
    ...address('Other_', 'Zip'),
    $is_duplicate: no,
    nearby_distance__s: none,
  },
  Accounts: {
    ...business(29),
    ...address('Billing_', 'Code'),
    ...address('Shipping_', 'Code'),
    $is_duplicate: no,
    nearby_distance__s: none,
  },
  Leads: {
    ...business(55),
    ...mailing,
    ...address('', 'Zip_Code'),
    $converted: (_world, { values }) => values.Converted__s === true,
    $converted_detail: always({}),
    nearby_distance__s: none,
  },
  Deals: {
    ...business(23),
    Reason_For_Loss__s: none,
    Lead_Conversion_Time: none,
    Overall_Sales_Duration: always(0),
    Sales_Cycle_Duration: always(0),
  },
  Tasks: {
    ...activity,
    $locked_for_me: no,
    $u_id: none,
    $zia_owner_assignment: always('owner_recommendation_unavailable'),
    BEST_TIME: always([]),
  },
  Events: {
    ...activity,
    ...checkIn,
    $calendar_booking_event: no,
    $recurrence_id: none,
    $meeting_details: none,
    $u_id: (_world, one) => guid(one),
    $send_notification: no,
  },
  Cases: {
    ...record,
    $review_process: always(refusable),
    $zia_owner_assignment: none,
    Comments: always([]),
    Case_Number: (_world, one) => one.id,
    No_of_comments: always(0),
  },
  Notes: {
    ...editable,
    $attachments: none,
    $is_shared_to_client: no,
    $size: none,
    $voice_note: no,
    $se_module: (world, { values }) => parentModule(world, values.Parent_Id),
  },
};

const parentModule = (world: World, parent: unknown): string | null => {
  const id = (parent as { id?: string } | null)?.id ?? '';
  return [...world.state.records].find(([, records]) => records.has(id))?.[0] ?? null;
};

export const shownBesides = (module: string): Readonly<Record<string, Shown>> => besides[module] ?? record;

/** Fields that the metadata has and that come only when they are asked for. */
const ONLY_NAMED = ['Record_Status__s', 'Converted__s', 'Converted_Contact', 'Converted_Date_Time'];
const without: Readonly<Record<string, readonly string[]>> = {
  Events: ['Locked__s'],
  Notes: ['Locked__s', 'Tag'],
};

export const comesUnasked = (module: string, field: string): boolean =>
  !ONLY_NAMED.includes(field) && !without[module]?.includes(field);
