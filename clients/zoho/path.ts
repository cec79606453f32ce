import { segment } from '../segment';

/** zohoPath`/${module}/${id}/Emails`: names and ids as parts of an address below /crm/v8. Throws ApiError for `.` and `..`. */
export const zohoPath = (parts: TemplateStringsArray, ...ids: readonly string[]): string =>
  parts.map((part, i) => part + (i < ids.length ? segment('zoho', ids[i] ?? '') : '')).join('');
