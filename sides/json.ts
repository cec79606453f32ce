export const asString = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A list without its holes: vendors leave nulls where something was. */
export const asArray = <T>(value: unknown): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]).filter((one) => one !== null && one !== undefined) : [];
export const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
export const stringOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
