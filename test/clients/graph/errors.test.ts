import { graphError, graphSignInError } from '../../../clients/graph';
import { deepestCode } from '../../../clients/graph/errors';
import type { Method } from '../../../clients/http';

const answerWith = (status: number, code?: string, more: object = {}) => ({
  status,
  headers: { 'request-id': '11111111-2222-3333-4444-555555555555' },
  body: code === undefined ? '<html>' : { error: { code, message: '', ...more } },
});
const errorFor = (status: number, code: string | undefined, path: string, method: Method = 'GET', body?: unknown) =>
  graphError({ method, url: `https://graph.microsoft.com/v1.0${path}`, body }, answerWith(status, code));

test.each([
  [401, 'InvalidAuthenticationToken', '/me', 'side', 'InvalidAuthenticationToken', /Credentials › .*Connect/],
  [403, 'ErrorAccessDenied', '/me/contacts', 'kind', 'ErrorAccessDenied', /Contacts\.ReadWrite/],
  [403, 'ErrorAccessDenied', '/me/contactFolders', 'kind', 'ErrorAccessDenied', /Contacts\.ReadWrite/],
  [403, 'ErrorAccessDenied', '/me/outlook/masterCategories', 'kind', 'ErrorAccessDenied', /MailboxSettings\.Read /],
  [403, 'ErrorAccessDenied', '/me/mailboxSettings', 'kind', 'ErrorAccessDenied', /MailboxSettings\.Read /],
  [403, 'ErrorAccessDenied', '/me/todo/lists/1/tasks', 'kind', 'ErrorAccessDenied', /Tasks\.ReadWrite/],
  [403, 'ErrorAccessDenied', '/me/calendarView', 'kind', 'ErrorAccessDenied', /Calendars\.ReadWrite/],
  [403, 'ErrorAccessDenied', '/me/messages', 'kind', 'ErrorAccessDenied', /Mail\.Read /],
  [403, 'ErrorAccessDenied', '/me', 'kind', 'ErrorAccessDenied', /User\.Read/],
  [404, 'MailboxNotEnabledForRESTAPI', '/me/contacts', 'side', 'MailboxNotEnabledForRESTAPI', /administrator/],
  [404, 'ResourceNotFound', '/me/contacts/delta', 'side', 'ResourceNotFound', /no mailbox.*licence.*Licenses and apps/],
  [404, 'ResourceNotFound', '/me/contacts/abc', 'side', 'ResourceNotFound', /no mailbox.*licence/],
  [404, 'ResourceNotFound', '/me/todo/lists', 'side', 'ResourceNotFound', /no mailbox.*licence/],
  [404, 'Request_ResourceNotFound', '/me', 'side', 'Request_ResourceNotFound', /no mailbox.*another account/],
  [410, 'SyncStateNotFound', '/me/contactFolders/a/contacts/delta', 'kind', 'resync', /once more/],
  [410, undefined, '/me/contactFolders/a/contacts/delta', 'kind', 'resync', /once more/],
  [410, 'ErrorSyncFolderNotFound', '/me/contactFolders/a/contacts/delta', 'kind', 'resync', /once more/],
  [404, 'ErrorItemNotFound', '/me/contacts/abc', 'record', 'ErrorItemNotFound', /deleted or moved/],
  [404, 'ErrorItemNotFound', '/me/contactFolders/f/contacts/abc', 'record', 'ErrorItemNotFound', /deleted or moved/],
  [404, 'ErrorItemNotFound', '/me/contactFolders/f/contacts/delta', 'kind', 'folderNotFound', /choose the folder/],
  [404, 'ErrorItemNotFound', '/me/contactFolders/f', 'kind', 'folderNotFound', /choose the folder/],
  [
    400,
    'ErrorInvalidIdMalformed',
    '/me/contactFolders/f/contacts/delta',
    'kind',
    'folderNotFound',
    /choose the folder/,
  ],
  [400, 'ErrorInvalidIdMalformed', '/me/contacts/abc', 'record', 'ErrorInvalidIdMalformed', /Check the id/],
  [412, 'ErrorIrresolvableConflict', '/me/contacts/abc', 'record', 'ErrorIrresolvableConflict', /decided anew/],
  [429, 'ApplicationThrottled', '/me/contacts', 'side', 'ApplicationThrottled', /run again later/],
  [503, undefined, '/me/contacts', 'side', 'http503', /next run/],
  [507, 'ErrorQuotaExceeded', '/me/contacts', 'side', 'ErrorQuotaExceeded', /Free space/],
  [400, 'ErrorInvalidProperty', '/me/contacts/abc', 'record', 'ErrorInvalidProperty', /Correct/],
  [400, 'BadRequest', '/me/outlook/masterCategories', 'kind', 'BadRequest', /settings/],
] as const)('%i %s at %s', (status, code, path, radius, expectedCode, nextStep) => {
  const error = errorFor(status, code, path);
  expect(error).toMatchObject({ side: 'outlook', status, radius, code: expectedCode, uncertain: false });
  expect(`${error.message} ${error.nextStep} `).toMatch(nextStep);
  expect(error.details.requestId).toBe('11111111-2222-3333-4444-555555555555');
});

test('refused values of a new record park that record, a refused list stops the kind', () => {
  expect(errorFor(400, 'ErrorInvalidProperty', '/me/contacts', 'POST').radius).toBe('record');
  expect(errorFor(400, 'ErrorInvalidProperty', '/me/contactFolders/f/contacts', 'POST').radius).toBe('record');
  expect(errorFor(400, 'BadRequest', '/me/contactFolders/f/contacts/delta').radius).toBe('kind');
});

test('a subscription is not made where there is no mailbox, which is told; one that is gone is gone', () => {
  const made = errorFor(404, 'ResourceNotFound', '/subscriptions', 'POST');
  expect(made).toMatchObject({ radius: 'side', code: 'ResourceNotFound' });
  expect(made.message).toMatch(/no mailbox/);
  expect(errorFor(404, 'ResourceNotFound', '/subscriptions/1', 'DELETE').message).not.toMatch(/no mailbox/);
});

test('writing categories wants more than reading them', () => {
  expect(errorFor(403, 'ErrorAccessDenied', '/me/outlook/masterCategories', 'POST').message).toContain(
    'MailboxSettings.ReadWrite',
  );
});

test('the deepest code counts', () => {
  const body = {
    error: {
      code: 'generalException',
      innerError: { code: 'ErrorX', innererror: { code: 'ErrorDeep', 'request-id': '1' } },
    },
  };
  expect(deepestCode(body)).toBe('ErrorDeep');
  expect(deepestCode({ error: { code: 'outer', innerError: { date: '2026' } } })).toBe('outer');
  expect(deepestCode('<html>')).toBeNull();
});

test('names the properties the vendor complained of, never its text', () => {
  const body = { businessPhones: ['1', '2', '3'], surname: 'Yamada' };
  const answer = answerWith(400, 'ErrorInvalidProperty', {
    message: "The multi value property 'BusinessPhones' of Yamada exceeds the max allowed value.",
  });
  const error = graphError({ method: 'PATCH', url: 'https://graph.microsoft.com/v1.0/me/contacts/1', body }, answer);
  expect(error.message).toContain('(businessPhones)');
  expect(JSON.stringify(error) + error.message).not.toContain('Yamada');
});

test('a lost write is uncertain, a refused one is not', () => {
  expect(errorFor(503, undefined, '/me/contacts', 'POST').uncertain).toBe(true);
  expect(errorFor(429, undefined, '/me/contacts', 'POST').uncertain).toBe(false);
  expect(errorFor(507, 'ErrorQuotaExceeded', '/me/contacts', 'POST').uncertain).toBe(false);
});

test('words of the login server', () => {
  expect(graphSignInError('invalid_grant')?.nextStep).toMatch(/Connect again/);
  expect(graphSignInError('invalid_client')?.nextStep).toMatch(/client secret/);
  expect(graphSignInError('nothing_known')).toBeNull();
});
