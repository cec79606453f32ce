import { safeCode, isObject } from '../errors';
import type { Json } from '../http';

/** What became of one record of a bulk write. */
export interface ZohoResult {
  readonly ok: boolean;
  /** SUCCESS, or Zoho's word; `noResult` where the reply left the record out. */
  readonly code: string;
  /** Of the record written or refused; null where Zoho names none. */
  readonly id: string | null;
  readonly modifiedAt: string | null;
  /** Upsert only. */
  readonly action: 'insert' | 'update' | null;
  /** Upsert only: API name of the field that found the record. */
  readonly duplicateField: string | null;
  /** Insert of a record that recurs: the ids of its occurrences, in the order of the answer. */
  readonly occurrences?: readonly string[];
  /** As Zoho sent them; may hold names of records and users: not for logs. */
  readonly details: Json;
}

const idText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** One item of `data[]`; failed items lack keys that good ones have. */
export function toResult(raw: unknown): ZohoResult {
  const item: Json = isObject(raw) ? raw : {};
  const details = isObject(item.details) ? item.details : {};
  return {
    ok: item.status === 'success' && item.code === 'SUCCESS',
    code: raw === undefined ? 'noResult' : (safeCode(item.code) ?? 'unknown'),
    id: idText(details.id),
    modifiedAt: idText(details.Modified_Time),
    action: item.action === 'insert' || item.action === 'update' ? item.action : null,
    duplicateField: idText(item.duplicate_field),
    details,
  };
}

/**
 * Results in the order of what was sent. Zoho promises that order (v8 docs: "Insert records"); where ids were sent and every
 * result names one of them, those decide. With another number of results than was sent, places say nothing: what became of
 * the records has to be read.
 */
export function resultsInOrder(
  raw: readonly unknown[],
  sent: readonly { readonly id?: unknown }[],
): readonly ZohoResult[] {
  const items = raw.map(toResult);
  const byId = new Map(items.filter((item) => item.id !== null).map((item) => [item.id, item]));
  const named = sent.every((record) => byId.has(idText(record.id)));
  const placed = items.length === sent.length ? items : [];
  const isById = named || placed.length === 0;
  return sent.map((record, i) => (isById ? byId.get(idText(record.id)) : placed[i]) ?? toResult(undefined));
}

/**
 * The result of the one record that recurs, of its occurrences (v7 docs: "Insert records": seven items for a task that takes
 * place seven times). Where Zoho made some of them only, what became of it has to be read.
 */
export function resultOfSeries(raw: readonly unknown[]): readonly ZohoResult[] {
  const [first = toResult(undefined), ...others] = raw.map(toResult);
  if (others.length === 0) return [first];
  const all = [first, ...others];
  return [
    all.every(({ ok }) => ok) ? { ...first, occurrences: all.flatMap(({ id }) => id ?? []) } : toResult(undefined),
  ];
}

/** The record is not there any more: an id is all that was wrong (v8 docs: INVALID_DATA for an id). */
export const isGone = (item: ZohoResult): boolean =>
  !item.ok &&
  (['NOT_FOUND', 'RESOURCE_NOT_FOUND'].includes(item.code) ||
    (item.code === 'INVALID_DATA' &&
      (item.details.api_name === 'id' || (item.details.api_name === undefined && item.id !== null))));

/** Changed since the version we knew. */
export const isStale = (item: ZohoResult): boolean => item.code === 'ALREADY_MODIFIED';

/** Keys of Zoho's `details` that hold names of ours or theirs, or limits: never what a record contains. */
const safeKeys = [
  'api_name',
  'param_name',
  'column_name',
  'operator',
  'clause',
  'expected_data_type',
  'reason',
  'limit',
  'maximum_length',
  'minimum_length',
  'line',
  'column',
] as const;

const isLimit = (value: unknown): value is number | string =>
  typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value));

const safeValue = (value: unknown): string | number | null => (isLimit(value) ? value : safeCode(value));

const permissionsOf = (value: unknown): Record<string, string> => {
  const names = (Array.isArray(value) ? value : []).map(safeCode).filter((name) => name !== null);
  return names.length > 0 ? { permissions: names.join(' ') } : {};
};

/** What of `details` may be shown. */
export function safeDetails(details: unknown): Readonly<Record<string, string | number>> {
  if (!isObject(details)) return {};
  const pairs = safeKeys.map((key) => [key, safeValue(details[key])] as const).filter(([, value]) => value !== null);
  return { ...(Object.fromEntries(pairs) as Record<string, string | number>), ...permissionsOf(details.permissions) };
}

/** The field an item's error is about: named, or the end of a path like `$.data[0].Email`. */
function fieldInDetails(details: unknown): string | null {
  if (!isObject(details)) return null;
  const last =
    typeof details.json_path === 'string' ? (details.json_path.split('.').at(-1) ?? '').replace(/\[\d+\]$/, '') : null;
  const fromPath = last === 'data' ? null : safeCode(last);
  return safeCode(details.api_name) ?? fromPath;
}

export interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly nextStep: string;
  /** DUPLICATE_DATA: id of the record that has the value already. */
  readonly duplicateOf: string | null;
}

type Explain = (field: string, details: Json) => readonly [message: string, nextStep: string];

const triedAgain = 'it is tried again when it changes.';
const inCrm = 'Settle this in Zoho CRM; the record is tried again by itself.';

/** What is wrong with a value, by what `details` say of it. */
const invalidData: Explain = (field, details) => {
  const { maximum_length: max, expected_data_type: type } = safeDetails(details);
  if (max !== undefined)
    return [
      `${field} is longer than the ${max} characters Zoho CRM allows.`,
      `Shorten ${field}, or have the field lengthened in Zoho CRM; ${triedAgain}`,
    ];
  if (type === 'email')
    return [`${field} is no e-mail address that Zoho CRM accepts.`, `Correct ${field}; ${triedAgain}`];
  if (type !== undefined)
    return [`${field} is not of the type Zoho CRM expects (${type}).`, `Correct ${field}; ${triedAgain}`];
  if (details.supported_values !== undefined)
    return [
      `${field} has a value that its list in Zoho CRM does not hold.`,
      `Choose a value of the list, or add it in Zoho CRM; ${triedAgain}`,
    ];
  return [`Zoho CRM does not accept the value of ${field}.`, `Correct ${field}; ${triedAgain}`];
};

/** CRM v8 docs: "Status codes and error handling", item level. */
const explanations: Readonly<Record<string, Explain>> = {
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
    `Fill in ${field} in Zoho CRM once; ${triedAgain}`,
  ],
  EXPECTED_FIELD_MISSING: (field) => [`Zoho CRM misses ${field}.`, `Fill in ${field}; ${triedAgain}`],
  noResult: () => ['Zoho CRM gave no result for this record.', 'Nothing to do: the next run looks what became of it.'],
};

const otherRefusal: Explain = (field) => [
  `Zoho CRM refused the record (${field}).`,
  `Look at the record in Zoho CRM; ${triedAgain}`,
];
const recordGone: Explain = () => [
  'The record is no longer in Zoho CRM.',
  'Nothing to do, unless it should be there: look in the recycle bin of Zoho CRM.',
];

const explainerOf = (item: ZohoResult): Explain =>
  isGone(item)
    ? recordGone
    : ((Object.hasOwn(explanations, item.code) ? explanations[item.code] : undefined) ?? otherRefusal);

/** `details.duplicate_record.id`, in older replies `details.id`. */
const duplicateIn = (item: ZohoResult): string | null => {
  if (item.code !== 'DUPLICATE_DATA') return null;
  const id = isObject(item.details.duplicate_record) ? item.details.duplicate_record.id : item.details.id;
  return typeof id === 'string' ? id : null;
};

/** The errors within MULTIPLE_OR_MULTI_ERRORS, each like an item of its own. */
const errorsIn = (item: ZohoResult): readonly ZohoResult[] => {
  const errors = item.code === 'MULTIPLE_OR_MULTI_ERRORS' ? item.details.errors : undefined;
  return Array.isArray(errors) && errors.length > 0 ? errors.map(toResult) : [item];
};

const explainOne = (item: ZohoResult): Explanation => {
  const field = fieldInDetails(item.details) ?? (Object.hasOwn(explanations, item.code) ? 'a field' : item.code);
  const [message, nextStep] = explainerOf(item)(field, item.details);
  return { code: item.code, message, nextStep, duplicateOf: duplicateIn(item) };
};

/** A refused record in words: which field, why, what to do. Values are never shown. */
export function explainResult(item: ZohoResult): Explanation {
  const explained = errorsIn(item).map(explainOne);
  return {
    code: item.code,
    message: explained.map((one) => one.message).join(' '),
    nextStep: [...new Set(explained.map((one) => one.nextStep))].join(' '),
    duplicateOf: explained.find((one) => one.duplicateOf !== null)?.duplicateOf ?? null,
  };
}
