import { reason } from '../reasons';
import { ApiError, type ApiSide, isObject } from './errors';
import { isRead, type HttpRequest } from './http';
import { hostName } from './urls';

interface NoAnswerRule {
  /** Names of Node, libuv and axios for it. */
  readonly codes: readonly string[];
  readonly code: 'hostNotFound' | 'notReachable' | 'timeout' | 'noAnswer';
  /** The request can not have arrived, so even a write may be sent again. */
  readonly unsent: boolean;
}

const noAnswerRules: readonly NoAnswerRule[] = [
  { codes: ['ENOTFOUND', 'EAI_AGAIN'], code: 'hostNotFound', unsent: true },
  { codes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'], code: 'notReachable', unsent: true },
  {
    codes: [
      'ETIMEDOUT',
      'ECONNABORTED',
      'ESOCKETTIMEDOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'TimeoutError',
      'AbortError',
    ],
    code: 'timeout',
    unsent: false,
  },
];

const connectionLost: NoAnswerRule = { codes: [], code: 'noAnswer', unsent: false };

/** All codes and names along an error's chain of causes; libraries wrap the socket's error several times, n8n keeps its code in `httpCode`. */
function errorNames(error: unknown, depth = 5): string[] {
  if (depth === 0 || typeof error !== 'object' || error === null) return [];
  const { code, httpCode, name, cause } = error as Readonly<Record<string, unknown>>;
  return [code, httpCode, name]
    .filter((word): word is string => typeof word === 'string')
    .concat(errorNames(cause, depth - 1));
}

const noAnswerRuleFor = (error: unknown): NoAnswerRule => {
  const names = errorNames(error);
  return noAnswerRules.find((silence) => silence.codes.some((code) => names.includes(code))) ?? connectionLost;
};

/** True where the request certainly never arrived. */
export const isUnsent = (error: unknown): boolean => noAnswerRuleFor(error).unsent;

/** The words for a request that got no answer. Nothing of the thrown error but its code is kept. */
export function noAnswer(side: ApiSide, request: HttpRequest, error: unknown): ApiError {
  const silence = noAnswerRuleFor(error);
  return new ApiError({
    side,
    status: null,
    code: silence.code,
    radius: 'side',
    reason: reason(silence.code, { side, host: hostName(request.url) }),
    uncertain: !isRead(request) && !silence.unsent,
  });
}

/** Error words of OAuth servers as they stand in texts (RFC 6749 section 5.2, and Zoho's own). */
const oauthWords =
  /\b(invalid_(?:grant|client_secret|client|code|scope|redirect_uri|token)|unauthorized_client|interaction_required|consent_required|access[ _]denied)\b/gi;

const wordsInText = (value: unknown): string[] =>
  typeof value === 'string' ? [...value.matchAll(oauthWords)].map(([word]) => word) : [];

const wordsInBody = (body: unknown): string[] =>
  isObject(body) && typeof body.error === 'string' ? [body.error] : wordsInText(body);

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
  return [
    ...bodies.flatMap(wordsInBody),
    ...wordsInText(code),
    ...wordsInText(message),
    ...oauthWordsIn(cause, depth - 1),
  ];
}
