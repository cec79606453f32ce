import { ApiError, serviceName, type ApiSide } from './errors';
import { isRead, type HttpRequest } from './http';

interface Silence {
  /** Names of Node, libuv and axios for it. */
  readonly codes: readonly string[];
  readonly code: string;
  /** The request can not have arrived, so even a write may be sent again. */
  readonly unsent: boolean;
  readonly words: (service: string, host: string) => string;
  readonly nextStep: string;
}

const silences: readonly Silence[] = [
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

const dropped: Silence = {
  codes: [],
  code: 'noAnswer',
  unsent: false,
  words: (service, host) => `The connection to ${service} (${host}) broke before an answer came.`,
  nextStep: 'The next run tries again by itself. If it stays so, check the network and proxy of the n8n machine.',
};

/** All codes and names along an error's chain of causes; libraries wrap the socket's error several times, n8n keeps its code in `httpCode`. */
function namesOf(error: unknown, depth = 5): string[] {
  if (depth === 0 || typeof error !== 'object' || error === null) return [];
  const { code, httpCode, name, cause } = error as Readonly<Record<string, unknown>>;
  return [code, httpCode, name]
    .filter((word): word is string => typeof word === 'string')
    .concat(namesOf(cause, depth - 1));
}

const kindOfSilence = (error: unknown): Silence => {
  const names = namesOf(error);
  return silences.find((silence) => silence.codes.some((code) => names.includes(code))) ?? dropped;
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an unknown host');

/** True where the request certainly never arrived. */
export const isUnsent = (error: unknown): boolean => kindOfSilence(error).unsent;

/** The words for a request that got no answer. Nothing of the thrown error but its code is kept. */
export function noAnswer(side: ApiSide, request: HttpRequest, error: unknown): ApiError {
  const silence = kindOfSilence(error);
  return new ApiError({
    side,
    status: null,
    code: silence.code,
    radius: 'side',
    message: silence.words(serviceName[side], hostOf(request.url)),
    nextStep: silence.nextStep,
    uncertain: !isRead(request) && !silence.unsent,
  });
}
