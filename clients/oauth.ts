import { isObject } from './facts';

/** Error words of OAuth servers as they stand in texts (RFC 6749 section 5.2, and Zoho's own). */
const inText =
  /\b(invalid_(?:grant|client_secret|client|code|scope|redirect_uri|token)|unauthorized_client|interaction_required|consent_required|access[ _]denied)\b/gi;

const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [...value.matchAll(inText)].map(([word]) => word) : [];

const wordIn = (body: unknown): string[] =>
  isObject(body) && typeof body.error === 'string' ? [body.error] : textsOf(body);

/**
 * OAuth error words in what a sender threw when it could not refresh the token: in the bodies that libraries hang on their
 * errors, in messages, and along the chain of causes. Best first; the caller knows which words mean something.
 */
export function oauthWordsIn(error: unknown, depth = 5): string[] {
  if (depth === 0 || !isObject(error)) return [];
  const { body, response, data, context, code, message, cause } = error;
  const bodies = [
    body,
    data,
    isObject(response) ? (response.body ?? response.data) : null,
    isObject(context) ? context.data : null,
  ];
  return [...bodies.flatMap(wordIn), ...textsOf(code), ...textsOf(message), ...oauthWordsIn(cause, depth - 1)];
}
