import { bad } from './errors';
import type { Call } from './world';

/** The `fields` parameter: mandatory on lists since version 3, at most 50 names. */
export function wantedFields(call: Call, mandatory: boolean): readonly string[] | undefined {
  const names = (call.query.fields ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length > 50) throw bad('LIMIT_EXCEEDED', { limit: 50, param_name: 'fields' });
  if (names.length > 0) return names;
  if (mandatory && call.version >= 3) throw bad('REQUIRED_PARAM_MISSING', { param_name: 'fields' });
  return undefined;
}
