import { answerIn, questionsIn } from '../../../nodes/ConflictReview/submitAnswers';
import { authenticate, type Auth, csrfToken, isValidCsrfToken, isSameOrigin } from '../../../nodes/ConflictReview/auth';
import { securityHeaders } from '../../../nodes/ConflictReview/handleRequest';

const basic: Auth = { by: 'basic', user: 'sato', password: 'correct horse' };
const header: Auth = { by: 'header', name: 'X-Door', value: 'opens' };
const sign = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

test.each([
  ['the right pair', basic, sign('sato:correct horse'), 'sato'],
  ['a wrong password', basic, sign('sato:wrong'), null],
  ['another user', basic, sign('ito:correct horse'), null],
  ['no header', basic, {}, null],
  ['another scheme', basic, { authorization: 'Bearer sato:correct horse' }, null],
  ['no Base64', basic, { authorization: 'Basic %%%' }, null],
  ['an empty password set', { ...basic, password: '' }, sign('sato:'), null],
  ['the right header', header, { 'x-door': 'opens' }, 'signed-in user'],
  ['the right header with its user', header, { 'x-door': 'opens', 'x-forwarded-user': 'sato' }, 'sato'],
  ['a user without the header', header, { 'x-forwarded-user': 'sato' }, null],
  ['an empty header set', { ...header, value: '' }, { 'x-door': '' }, null],
  ['no lock', { by: 'none' } as Auth, {}, 'anyone'],
])('%s', (_, lock, headers, name) => {
  expect(authenticate(lock, headers)?.name ?? null).toBe(name);
});

describe('a form', () => {
  const now = Date.UTC(2026, 4, 1);
  const token = csrfToken(basic, 'page', now);

  test('of this page is taken for half a day', () => {
    expect(isValidCsrfToken(token, basic, 'page', now + 3600_000)).toBe(true);
    expect(isValidCsrfToken(token, basic, 'page', now + 13 * 3600_000)).toBe(false);
  });

  test.each([
    ['of another page', token, basic, 'other'],
    ['with another password', token, { ...basic, password: 'x' }, 'page'],
    ['without a word', undefined, basic, 'page'],
    ['with a longer life', `${now + 1}.${token.split('.')[1]}`, basic, 'page'],
    ['with a cut word', token.slice(0, -1), basic, 'page'],
    ['with a list of words', [token, token], basic, 'page'],
  ])('%s is refused', (_, word, lock, page) => {
    expect(isValidCsrfToken(word, lock, page, now + 1000)).toBe(false);
  });

  test.each([
    [{ origin: 'https://n8n.example', host: 'n8n.example' }, true],
    [{ host: 'n8n.example' }, true],
    [{ origin: 'https://evil.example', host: 'n8n.example' }, false],
    [{ origin: 'null', host: 'n8n.example' }, false],
    [{ origin: 'https://n8n.example', host: 'inner:5678', 'x-forwarded-host': 'n8n.example' }, true],
    [{ origin: 'https://n8n.example', host: 'n8n.example', 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'https://n8n.example', host: 'n8n.example', 'sec-fetch-site': 'same-site' }, false],
  ])('from %j: %s', (headers, isOurs) => {
    expect(isSameOrigin(headers)).toBe(isOurs);
  });
});

test('nothing may be loaded, framed or kept, and only our own style and script run', () => {
  const { 'Content-Security-Policy': policy, ...rest } = securityHeaders('abc');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'nonce-abc'");
  expect(policy).not.toMatch(/unsafe/);
  expect(rest).toMatchObject({ 'Cache-Control': 'no-store', 'X-Frame-Options': 'DENY' });
});

describe('what a form says', () => {
  test.each([
    [{ answer: 'outlook' }, { take: 'outlook' }],
    [{ answer: 'unlink' }, { unlink: true }],
    [
      {
        answer: 'fields',
        'field.notes': 'typed',
        'typed.notes': ' a\r\nb ',
        'field.email': 'zoho',
        'typed.email': 'ignored',
      },
      { fields: { notes: { value: 'a\nb' }, email: { take: 'zoho' } } },
    ],
    [{ answer: 'fields', 'field.notes': 'typed', 'typed.notes': '' }, { fields: { notes: { value: null } } }],
    [{ answer: 'fields', 'field.notes': 'neither' }, null],
    [{ answer: 'join', 'join.outlook': 'o1', 'join.zoho': 'z1' }, { join: { outlook: 'o1', zoho: 'z1' } }],
    [{ answer: 'join', 'join.outlook': 'o1' }, null],
    [{ answer: '__proto__' }, null],
    [{ answer: ['dismiss', 'zoho'] }, { dismiss: true }],
    [{}, null],
  ])('%j', (form, answer) => {
    expect(answerIn(form)).toEqual(answer);
  });

  test.each([
    [{ id: 'r1', seen: 'f1' }, [{ id: 'r1', seen: 'f1' }]],
    [
      { pick: ['r1:f1', 'r2:f2', 'broken'] },
      [
        { id: 'r1', seen: 'f1' },
        { id: 'r2', seen: 'f2' },
      ],
    ],
    [{ pick: 'r1:f1' }, [{ id: 'r1', seen: 'f1' }]],
    [{}, []],
  ])('is about %j', (form, asked) => {
    expect(questionsIn(form)).toEqual(asked);
  });
});
