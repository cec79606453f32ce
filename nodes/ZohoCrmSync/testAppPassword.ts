import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { makeCalDav } from '../../clients/caldav';
import type { HttpRequest, HttpResponse, Send } from '../../clients/http';
import { basicOf, calDavOf, type AppPasswordCredential } from '../../credentials/appPassword/place';
import { wordsOf } from '../../engine/errors';

interface Full {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: string;
}

const answerOf = ({ statusCode, headers, body }: Full): HttpResponse => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  body: body || undefined,
});

/** With the one helper that n8n gives to a credential's test. */
const sendWith =
  ({ helpers }: ICredentialTestFunctions, credential: AppPasswordCredential): Send =>
  async ({ method, url, headers, body, timeoutMs }: HttpRequest) => {
    const options = { method, uri: url, body, timeout: timeoutMs, followRedirect: false, simple: false };
    const full = { ...options, resolveWithFullResponse: true, encoding: 'utf8', headers: { ...headers } };
    return answerOf(
      (await helpers.request({ ...full, headers: { ...headers, Authorization: basicOf(credential) } })) as Full,
    );
  };

/**
 * What the editor's test of the credential does: signs in to the calendar, which is what app-specific passwords are for. It asks
 * for no session token, of which an account may have but few.
 */
export async function testAppPassword(
  this: ICredentialTestFunctions,
  { data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
  try {
    const place = calDavOf(data);
    const { calendars } = await makeCalDav(sendWith(this, data), { ...place, budgetMs: 5_000 }).discover();
    return { status: 'OK', message: `Signed in to the calendar: ${calendars.length} found.` };
  } catch (error) {
    const { message, nextStep } = wordsOf(error);
    return { status: 'Error', message: `${message} ${nextStep}`.trim() };
  }
}
