import { isObject } from '../facts';
import type { Json } from '../http';
import { factsOf, fieldOf } from './details';
import { isGone, toItem, type ZohoItem } from './items';

export interface ItemStory {
  readonly code: string;
  readonly message: string;
  readonly nextStep: string;
  /** DUPLICATE_DATA: id of the record that has the value already. */
  readonly duplicateOf: string | null;
}

type Words = (field: string, details: Json) => readonly [message: string, nextStep: string];

const again = 'it is tried again when it changes.';
const inCrm = 'Settle this in Zoho CRM; the record is tried again by itself.';

/** What is wrong with a value, by what `details` say of it. */
const invalidData: Words = (field, details) => {
  const { maximum_length: max, expected_data_type: type } = factsOf(details);
  if (max !== undefined)
    return [
      `${field} is longer than the ${max} characters Zoho CRM allows.`,
      `Shorten ${field}, or have the field lengthened in Zoho CRM; ${again}`,
    ];
  if (type === 'email') return [`${field} is no e-mail address that Zoho CRM accepts.`, `Correct ${field}; ${again}`];
  if (type !== undefined)
    return [`${field} is not of the type Zoho CRM expects (${type}).`, `Correct ${field}; ${again}`];
  if (details.supported_values !== undefined)
    return [
      `${field} has a value that its list in Zoho CRM does not hold.`,
      `Choose a value of the list, or add it in Zoho CRM; ${again}`,
    ];
  return [`Zoho CRM does not accept the value of ${field}.`, `Correct ${field}; ${again}`];
};

/** CRM v8 docs: "Status codes and error handling", item level. */
const stories: Readonly<Record<string, Words>> = {
  INVALID_DATA: invalidData,
  MANDATORY_NOT_FOUND: (field) => [
    `${field} is required in Zoho CRM and is empty.`,
    `Fill in ${field}, or make it optional in the layout of Zoho CRM.`,
  ],
  DUPLICATE_DATA: (field) => [
    `Another record in Zoho CRM already has this ${field}, which must be unique there.`,
    'Merge the two records in Zoho CRM, or change one of the values.',
  ],
  DUPLICATE_LINKING_DATA: () => ['The two records are linked already.', 'Nothing to do.'],
  RECORD_LOCKED: () => [
    'The record is locked in Zoho CRM.',
    'Unlock it in Zoho CRM, or wait: the record is tried again by itself.',
  ],
  RECORD_IN_BLUEPRINT: () => ['The record is in a Blueprint of Zoho CRM, which allows no other change now.', inCrm],
  NOT_APPROVED: () => ['The record waits for approval in Zoho CRM.', inCrm],
  NOT_REVIEWED: () => ['The record waits for review in Zoho CRM.', inCrm],
  ALREADY_MODIFIED: () => [
    'The record was changed in Zoho CRM at the same moment.',
    'Nothing to do: it is read again in the next run.',
  ],
  NO_PERMISSION: () => [
    'The Zoho user of the credential may not change this record.',
    "Change its sharing or the user's profile in Zoho CRM.",
  ],
  AUTHORIZATION_FAILED: () => [
    'The Zoho user of the credential may not change this record.',
    "Change its sharing or the user's profile in Zoho CRM.",
  ],
  ID_ALREADY_CONVERTED: () => ['The lead has been converted in Zoho CRM.', 'Work with the contact it became.'],
  CONVERTED_RECORD: () => ['The lead has been converted in Zoho CRM.', 'Work with the contact it became.'],
  DEPENDENT_FIELD_MISSING: (field) => [
    `Zoho CRM wants ${field} together with another field that was not sent.`,
    `Fill in ${field} in Zoho CRM once; ${again}`,
  ],
  EXPECTED_FIELD_MISSING: (field) => [`Zoho CRM misses ${field}.`, `Fill in ${field}; ${again}`],
  noResult: () => ['Zoho CRM gave no result for this record.', 'Nothing to do: the next run looks what became of it.'],
};

const other: Words = (field) => [`Zoho CRM refused the record (${field}).`, `Look at the record in Zoho CRM; ${again}`];
const gone: Words = () => [
  'The record is no longer in Zoho CRM.',
  'Nothing to do, unless it should be there: look in the recycle bin of Zoho CRM.',
];

const storyOf = (item: ZohoItem): Words =>
  isGone(item) ? gone : ((Object.hasOwn(stories, item.code) ? stories[item.code] : undefined) ?? other);

/** `details.duplicate_record.id`, in older replies `details.id`. */
const duplicateIn = (item: ZohoItem): string | null => {
  if (item.code !== 'DUPLICATE_DATA') return null;
  const id = isObject(item.details.duplicate_record) ? item.details.duplicate_record.id : item.details.id;
  return typeof id === 'string' ? id : null;
};

/** The errors within MULTIPLE_OR_MULTI_ERRORS, each like an item of its own. */
const partsOf = (item: ZohoItem): readonly ZohoItem[] => {
  const errors = item.code === 'MULTIPLE_OR_MULTI_ERRORS' ? item.details.errors : undefined;
  return Array.isArray(errors) && errors.length > 0 ? errors.map(toItem) : [item];
};

const tell = (item: ZohoItem): ItemStory => {
  const field = fieldOf(item.details) ?? (Object.hasOwn(stories, item.code) ? 'a field' : item.code);
  const [message, nextStep] = storyOf(item)(field, item.details);
  return { code: item.code, message, nextStep, duplicateOf: duplicateIn(item) };
};

/** A refused record in words: which field, why, what to do. Values are never shown. */
export function explainItem(item: ZohoItem): ItemStory {
  const told = partsOf(item).map(tell);
  return {
    code: item.code,
    message: told.map((one) => one.message).join(' '),
    nextStep: [...new Set(told.map((one) => one.nextStep))].join(' '),
    duplicateOf: told.find((one) => one.duplicateOf !== null)?.duplicateOf ?? null,
  };
}
