import { ApiError } from '../../../clients/errors';
import { authTokenRequest, isSignedOut, readAuthToken, signOutRequest } from '../../../clients/zoho/authToken';

const accounts = 'https://accounts.zoho.eu';
const token = 'bad18eba1ff45jk7858b8ae88a77fa30';
const answer = (body: unknown, status = 200) => ({ status, headers: {}, body });
const remark = '#\n#Wed Feb 29 03:07:33 PST 2012\n';

function refusal(body: unknown, status = 200): ApiError {
  try {
    readAuthToken(answer(body, status), accounts);
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  throw new Error('There was no refusal.');
}

describe('asking for a session token', () => {
  const wish = { accounts, email: 'a+b@example.com', password: 'p&ss=wörd +', deviceName: 'n8n' };

  test('puts name and password into the body, never into the address', () => {
    const { url, body, headers } = authTokenRequest(wish);
    expect(url).toBe(`${accounts}/apiauthtoken/nb/create`);
    expect(headers?.['Content-Type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(String(body)))).toEqual({
      SCOPE: 'ZohoCRM/crmapi',
      EMAIL_ID: wish.email,
      PASSWORD: wish.password,
      DISPLAY_NAME: 'n8n',
    });
  });

  test('takes a token back by the body as well', () => {
    const { url, body } = signOutRequest(accounts, token);
    expect(url).toBe(`${accounts}/apiauthtoken/delete`);
    expect(body).toBe(`AUTHTOKEN=${token}`);
  });
});

describe('the reply', () => {
  test.each([
    ['token first', `${remark}AUTHTOKEN=${token}\nRESULT=TRUE\n`],
    ['token last', `${remark}RESULT=TRUE\r\nAUTHTOKEN=${token}\r\n`],
    ['with blanks and a colon', `${remark} AUTHTOKEN : ${token} \nRESULT = TRUE`],
    ['as a JSON text', JSON.stringify({ AUTHTOKEN: token, RESULT: 'TRUE' })],
    ['as JSON with small names', { authtoken: token, result: true }],
  ])('is read: %s', (_, body) => expect(readAuthToken(answer(body), accounts)).toBe(token));

  test.each([
    ['INVALID_PASSWORD', /does not accept the e-mail address and password/, /App Passwords.+Google, Yahoo or Facebook/],
    ['INVALID_CREDENTIALS', /does not accept the e-mail address and password/, /set a Zoho password.+or use .*OAuth2/],
    ['NO_SUCH_USER', /no such account in this data centre/, /choose the data centre/],
    ['ACCOUNT_DOES_NOT_EXIST', /no such account in this data centre/, /now it is accounts\.zoho\.eu/],
    ['WEB_LOGIN_REQUIRED', /two factors/, /create an app-specific password at https:\/\/accounts\.zoho\.eu/],
    ['EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS', /as many active auth tokens/, /Remove an active auth token at Accounts ›/],
    ['ACCOUNT_REGISTRATION_NOT_CONFIRMED', /never confirmed/, /Open the mail/],
    ['USER_NOT_ACTIVE', /switched off/, /Ask the administrator/],
    ['ACCOUNT_NOT_ACTIVE', /switched off/, /activate it/],
    ['REMOTE_SERVER_ERROR', /trouble of its own/, /next run tries again by itself/],
    ['IP_NOT_ALLOWED', /keeps this machine/, /Allowed IP Addresses/],
    ['API_REQUEST_BLOCKED', /keeps this machine/, /Ask the administrator/],
    ['INVALID_SCOPE', /no longer knows auth tokens/, /Zoho CRM Sync OAuth2/],
    ['REGISTRATION_NOT_ALLOWED', /does not let this account/, /Zoho CRM Sync OAuth2/],
  ])('%s is told in words of its own', (cause, message, nextStep) => {
    const error = refusal(`${remark}CAUSE=${cause}\nRESULT=FALSE\n`);
    expect(error).toMatchObject({ side: 'zoho', code: cause, radius: 'side' });
    expect(error.message).toMatch(message);
    expect(error.nextStep).toMatch(nextStep);
    expect(refusal(`${remark}RESULT=FALSE\nCAUSE=${cause}\n`).message).toBe(error.message);
  });

  test('of a cause that nobody knows names it', () => {
    expect(refusal('CAUSE=MOON_PHASE\nRESULT=FALSE').message).toBe(
      'accounts.zoho.eu refused the sign-in (MOON_PHASE).',
    );
    expect(refusal('CAUSE=user a@example.com\nRESULT=FALSE').message).not.toMatch(/example/);
    expect(refusal('RESULT=FALSE').code).toBe('unclearSignIn');
  });

  test.each([
    ['a page that is not there', '<!DOCTYPE html><html>', 404],
    ['a page that is gone', '', 410],
    ['a sign-in page', '<html><body>AUTHTOKEN=no</body></html>', 200],
    ['nothing', undefined, 200],
    ['another place', undefined, 302],
    ['some JSON', { message: 'INVALID_URL' }, 400],
    ['a page of text', 'Moved on', 200],
  ])('of the retired service is told as such: %s', (_, body, status) => {
    const error = refusal(body, status);
    expect(error.code).toBe('authTokensRetired');
    expect(error.nextStep).toBe(
      'Zoho no longer issues these; for contacts, tasks and mail use Zoho CRM Sync OAuth2; this credential works for events over CalDAV.',
    );
  });

  test.each([429, 500, 503])('of a busy server (%s) is no end of the service', (status) => {
    expect(refusal('<html>busy</html>', status).code).toBe('REMOTE_SERVER_ERROR');
  });

  test.each([
    ['RESULT=TRUE', true],
    ['RESULT=FALSE\nCAUSE=INVALID_AUTHTOKEN', false],
    ['<html></html>', false],
    [undefined, false],
  ])('to signing out is believed only when it says so: %s', (body, said) => {
    expect(isSignedOut(answer(body))).toBe(said);
  });
});
