import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';
import type { Ask } from './check';

export const tokenData = (credential: ICredentialDataDecryptedObject): Readonly<Record<string, unknown>> =>
  (credential.oauthTokenData ?? {}) as Record<string, unknown>;

/** Sends a permission's probe with the credential's own token; every status is an answer. */
export const askWith =
  (helper: IHttpRequestHelper, baseUrl: string, token: unknown): Ask =>
  async ({ method = 'GET', path, body }) => {
    const answer = (await helper.helpers.httpRequest({
      method,
      url: `${baseUrl}${path}`,
      headers: { Authorization: `Bearer ${String(token)}` },
      body,
      json: true,
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      sendCredentialsOnCrossOriginRedirect: false,
      disableFollowRedirect: true,
      timeout: 30_000,
    })) as { statusCode: number; body: unknown };
    return { status: answer.statusCode, body: answer.body };
  };
