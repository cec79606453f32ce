import { ApiError, serviceName, type ApiSide, isObject } from './errors';
import { isRead, type HttpRequest } from './http';
import { hostName } from './urls';

interface NoAnswerRule {
  /** Names of Node, libuv and axios for it. */
  readonly codes: readonly string[];
  readonly code: string;
  /** The request can not have arrived, so even a write may be sent again. */
  readonly unsent: boolean;
  readonly words: (service: string, host: string) => string;
  readonly nextStep: string;
}

const noAnswerRules: readonly NoAnswerRule[] = [
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    code: 'hostNotFound',
    unsent: true,
    words: (service, host) => `The name ${host} of ${service} could not be resolved.`,
    nextStep: 'Check the network and DNS of the n8n machine, and the data centre or cloud chosen in the credential.',
  },
  {
    codes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
    code: 'notReachable',
    unsent: true,
    words: (service, host) => `${service} could not be reached at ${host}.`,
    nextStep: 'Check the network, firewall and proxy settings of the n8n machine. The next run tries again by itself.',
  },
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
    words: (service, host) => `${service} (${host}) did not answer in time.`,
    nextStep: 'The next run tries again by itself. If it stays so, see the service health page and lower Batch Size.',
  },
];

const connectionLost: NoAnswerRule = {
  codes: [],
  code: 'noAnswer',
  unsent: false,
  words: (service, host) => `The connection to ${service} (${host}) broke before an answer came.`,
  nextStep: 'The next run tries again by itself. If it stays so, check the network and proxy of the n8n machine.',
};

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
    message: silence.words(serviceName[side], hostName(request.url)),
    nextStep: silence.nextStep,
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
