import { ApiError, type ApiSide } from './errors';

/** Half a surrogate pair has no percent-encoding at all; services show it as this sign, too. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** A value as it stands in a query: never throws, whatever the text. */
export const encoded = (text: string): string => encodeURIComponent(whole(text));

/**
 * An ID or a name as one part of an address. `.` and `..` have no encoded form: every URL parser takes them for "here" and "one
 * up", so a request for such a record would reach another address. Throws ApiError (radius record), nothing is sent.
 */
export function segment(side: ApiSide, text: string): string {
  if (text !== '.' && text !== '..') return encoded(text);
  throw new ApiError({
    side,
    status: null,
    code: 'notAnId',
    radius: 'record',
    message: `"${text}" is neither an ID nor the name of a module. Nothing was sent.`,
    nextStep: 'Fill in the ID or name as the service shows it.',
  });
}
