/** Parameters of a query or a form as text; repeated ones joined by commas. */
export const strings = (value: unknown): Record<string, string> =>
  value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, [one].flat().join(',')]))
    : {};
