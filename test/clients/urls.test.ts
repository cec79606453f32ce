import { assertHost } from '../../clients/urls';

const base = 'https://graph.microsoft.com';

test.each([
  [`${base}/v1.0/me`, base],
  [`${base}/v1.0/me?$skiptoken=a%2Fb`, `${base}/v1.0`],
  ['http://127.0.0.1:4010/v1.0/me', 'http://127.0.0.1:4010'],
  [`${base}:443/v1.0/me`, base],
])('%s is below %s', (url, allowed) => {
  expect(assertHost('outlook', url, allowed)).toBe(url);
});

test.each([
  ['https://graph.microsoft.com.evil.example/v1.0/me', base],
  ['https://evil.example/?https://graph.microsoft.com', base],
  ['https://graph.microsoft.com@evil.example/v1.0', base],
  ['https://user:secret@graph.microsoft.com/v1.0', base],
  ['http://graph.microsoft.com/v1.0', base],
  ['https://graph.microsoft.com:8443/v1.0', base],
  [`${base}/v1.0beta/me`, `${base}/v1.0`],
  [`${base}/v1.0/../beta/me`, `${base}/v1.0`],
  ['//evil.example/v1.0', base],
  ['file:///etc/passwd', base],
  ['', base],
  [`${base}/v1.0`, ''],
])('%s is refused for %s', (url, allowed) => {
  expect(() => assertHost('outlook', url, allowed)).toThrow(/Refused to send the credential/);
  expect(() => assertHost('outlook', url, allowed)).not.toThrow(/secret/);
});
