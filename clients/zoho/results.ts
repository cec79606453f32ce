import { safeCode, isObject } from '../errors';
import type { Json } from '../http';
import { reason, severalTroubles, type Label, type Reason } from '../../reasons';

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

/** Zoho's code is that of a bad value then; the name may belong to a field that somebody deleted since it was read. */
const isUnknownField = ({ code, message }: Json): boolean => code === 'INVALID_DATA' && /field api name/i.test(message);

const codeOf = (raw: unknown, item: Json): string => {
  if (raw === undefined) return 'noResult';
  return isUnknownField(item) ? 'unknownField' : (safeCode(item.code) ?? 'unknown');
};

/** True for what a CRM call can return as success: nothing, or an object that does not call itself an error. */
export const isZohoReply = (body: unknown): boolean =>
  body === undefined || (isObject(body) && body.status !== 'error' && body.error === undefined);

/** One item of `data[]`; failed items lack keys that good ones have. */
export function toResult(raw: unknown): ZohoResult {
  const item: Json = isObject(raw) ? raw : {};
  const details = isObject(item.details) ? item.details : {};
  return {
    ok: item.status === 'success' && item.code === 'SUCCESS',
    code: codeOf(raw, item),
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

/** The result of a recurring record, of its occurrences (v7 docs: "Insert records"); made in part, it has to be read. */
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
  /** What is the matter, and what to do. */
  readonly reason: Reason;
  /** DUPLICATE_DATA: id of the record that has the value already. */
  readonly duplicateOf: string | null;
}

/** API name of the field, or the word for one that is not named. */
type Field = string | Label;
type Explain = (field: Field, details: Json) => Reason;

const aField: Label = { en: 'a field', ja: '項目' };

/** What is wrong with a value, by what `details` say of it. */
const invalidData: Explain = (field, details) => {
  const { maximum_length: max, expected_data_type: type } = safeDetails(details);
  if (max !== undefined) return reason('zohoValueTooLong', { field, max });
  if (type === 'email') return reason('zohoNoEmailAddress', { field });
  if (type !== undefined) return reason('zohoWrongType', { field, type });
  return reason(details.supported_values === undefined ? 'zohoValueRefused' : 'zohoNotInList', { field });
};

const notAllowed: Explain = () => reason('zohoRecordNotAllowed');
const leadConverted: Explain = () => reason('zohoLeadConverted');

/** CRM v8 docs: "Status codes and error handling", item level. */
const explanations: Readonly<Record<string, Explain>> = {
  INVALID_DATA: invalidData,
  MANDATORY_NOT_FOUND: (field) =>
    field === 'Remind_At' ? reason('zohoReminderRequired') : reason('zohoValueRequired', { field }),
  DUPLICATE_DATA: (field) => reason('zohoValueTaken', { field }),
  DUPLICATE_LINKING_DATA: () => reason('zohoLinkedAlready'),
  RECORD_LOCKED: () => reason('zohoRecordLocked'),
  RECORD_IN_BLUEPRINT: () => reason('zohoRecordInBlueprint'),
  NOT_APPROVED: () => reason('zohoAwaitsApproval'),
  NOT_REVIEWED: () => reason('zohoAwaitsReview'),
  ALREADY_MODIFIED: () => reason('zohoChangedAtOnce'),
  NO_PERMISSION: notAllowed,
  AUTHORIZATION_FAILED: notAllowed,
  ID_ALREADY_CONVERTED: leadConverted,
  CONVERTED_RECORD: leadConverted,
  DEPENDENT_FIELD_MISSING: (field) => reason('zohoDependentFieldMissing', { field }),
  EXPECTED_FIELD_MISSING: (field) => reason('zohoFieldMissing', { field }),
  unknownField: (field) => reason('zohoFieldUnknown', { field }),
  noResult: () => reason('zohoNoResult'),
};

const otherRefusal: Explain = (field) => reason('zohoRecordRefused', { field });
const recordGone: Explain = () => reason('zohoRecordGone');

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
  const field = fieldInDetails(item.details) ?? (Object.hasOwn(explanations, item.code) ? aField : item.code);
  return { code: item.code, reason: explainerOf(item)(field, item.details), duplicateOf: duplicateIn(item) };
};

/** A field by its API name; of a list (`$.data[0].Participants[1].Email`) the place of the entry. */
export interface RefusedField {
  readonly api: string;
  readonly at: number | null;
}

function refusedField({ code, details }: ZohoResult): RefusedField | null {
  if (code !== 'INVALID_DATA') return null;
  const path = isObject(details) ? details.json_path : null;
  const [, list, at] = /^\$\.data\[\d+\]\.(\w+)\[(\d+)\]/.exec(typeof path === 'string' ? path : '') ?? [];
  const api = list ? safeCode(list) : fieldInDetails(details);
  return api === null ? null : { api, at: at === undefined ? null : Number(at) };
}

/** The fields whose values alone the record was refused for; none where anything else is the matter. */
export function refusedFields(item: ZohoResult): readonly RefusedField[] {
  const fields = errorsIn(item).map(refusedField);
  return item.ok || isGone(item) ? [] : fields.every((one) => one !== null) ? fields : [];
}

/** Why a record was refused: which field, why, what to do. Values are never shown. */
export function explainResult(item: ZohoResult): Explanation {
  const explained = errorsIn(item).map(explainOne);
  return {
    code: item.code,
    reason: severalTroubles(explained.map((one) => one.reason)),
    duplicateOf: explained.find((one) => one.duplicateOf !== null)?.duplicateOf ?? null,
  };
}
