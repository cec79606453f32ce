import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { HttpRequest, HttpResponse, Send } from '../../clients/http';
import { noAnswer } from '../../clients/transportErrors';

type HttpRequestHelper = (options: IHttpRequestOptions) => Promise<unknown>;

const optionsOf = ({ method, url, headers, body, timeoutMs }: HttpRequest): IHttpRequestOptions => ({
  method: method as IHttpRequestOptions['method'],
  url,
  headers: { ...headers },
  ...(body !== undefined && { body: body as string }),
  json: false,
  encoding: 'text',
  returnFullResponse: true,
  ignoreHttpStatusErrors: true,
  disableFollowRedirect: true,
  sendCredentialsOnCrossOriginRedirect: false,
  timeout: timeoutMs ?? 30_000,
});

const responseOf = ({ statusCode, headers, body }: IN8nHttpFullResponse): HttpResponse => ({
  status: statusCode,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const),
  ),
  body: (body as unknown) === '' ? undefined : body,
});

/** Sends text and gives text back, following nothing. What it throws is n8n's and holds the whole request: never show it. */
export const textSend =
  (httpRequest: HttpRequestHelper): Send =>
  async (request) =>
    responseOf((await httpRequest(optionsOf(request))) as IN8nHttpFullResponse);

/** The same for a single request, with nothing around it that would put a silence in words: throws ApiError. */
export const plainSend =
  (httpRequest: HttpRequestHelper): Send =>
  async (request) => {
    try {
      return await textSend(httpRequest)(request);
    } catch (error) {
      throw noAnswer('zoho', request, error);
    }
  };
