import type { Answer } from '../../common/deliver';
import { postOnce } from '../../common/deliver';
import type { Call } from '../call';
import { badRequest } from '../errors';
import { makeGuid, next } from '../ids';

/** Encoded as the service encodes it: a blank is a plus [GH msgraph-sdk-go#237]. */
const encoded = (token: string): string => encodeURIComponent(token).replace(/%20/g, '+');

const withToken = (url: string, token: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}validationToken=${encoded(token)}`;

/** What is wrong with the answer to a validation request; null when it is right [docs: webhook delivery]. */
function wrongWith({ status, type, text, error }: Answer, token: string): string | null {
  if (status === 0)
    return /time|abort/i.test(error ?? '')
      ? 'Subscription validation request timed out.'
      : 'Subscription validation request failed. Notification endpoint could not be reached.';
  if (status !== 200)
    return `Subscription validation request failed. HTTP status code is '${status}'. Notification endpoint must respond with 200 OK to validation request.`;
  if (type !== 'text/plain')
    return 'Subscription validation request failed. Response must have the content type text/plain.';
  return text === token
    ? null
    : 'Subscription validation request failed. Response must exactly match validationToken query parameter.';
}

/** Asks an address whether it wants notifications: it has ten seconds to send the token back as plain text, else 400. */
export async function validate(call: Call, url: string): Promise<void> {
  const { state, limits, now } = call;
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${makeGuid(next(state), 'validation')}`;
  const letter = {
    url: withToken(url, token),
    headers: { 'content-type': 'text/plain; charset=utf-8', accept: 'text/plain' },
    body: '',
  };
  const answer = await postOnce(letter, limits.validationTimeoutMs);
  const wrong = wrongWith(answer, token);
  const outcome = wrong === null ? 'delivered' : 'failed';
  const { status } = answer;
  state.post.deliveries.push({
    ...{ at: new Date(now).toISOString(), kind: 'validation', url, attempt: 1, status, outcome, value: [] },
    ...(wrong === null ? {} : { error: wrong }),
  });
  if (wrong !== null) throw badRequest(wrong, 'ValidationError');
}
