import {
  acceptApiDomain,
  allowedApiDomains,
  customDataCentre,
  dataCentre,
  dataCentres,
  makeZoho,
} from '../../../clients/zoho';
import type { DataCentre } from '../../../clients/zoho';
import { fakeSend } from '../support';

const get = (code: string) => dataCentre(code) as DataCentre;

test.each([
  ['us', 'https://accounts.zoho.com', 'https://www.zohoapis.com'],
  ['eu', 'https://accounts.zoho.eu', 'https://www.zohoapis.eu'],
  ['in', 'https://accounts.zoho.in', 'https://www.zohoapis.in'],
  ['au', 'https://accounts.zoho.com.au', 'https://www.zohoapis.com.au'],
  ['jp', 'https://accounts.zoho.jp', 'https://www.zohoapis.jp'],
  ['cn', 'https://accounts.zoho.com.cn', 'https://www.zohoapis.com.cn'],
  ['ca', 'https://accounts.zohocloud.ca', 'https://www.zohoapis.ca'],
  ['sa', 'https://accounts.zoho.sa', 'https://www.zohoapis.sa'],
  ['uk', 'https://accounts.zoho.uk', 'https://www.zohoapis.uk'],
  ['ae', 'https://accounts.zoho.ae', 'https://www.zohoapis.ae'],
])('%s', (code, accounts, api) => {
  expect(get(code)).toMatchObject({ accounts, api });
  expect(acceptApiDomain(get(code), `${api}/`)).toBe(api);
});

test('only the United Kingdom is unconfirmed, and says so', () => {
  expect(dataCentres.filter((dc) => !dc.confirmed).map((dc) => dc.code)).toEqual(['uk']);
  expect(get('uk').name).toContain('untested');
  expect(dataCentre('mars')).toBeNull();
});

test('a data centre accepts its own three hosts and nobody else does', () => {
  for (const dc of dataCentres)
    for (const owner of dataCentres)
      for (const domain of allowedApiDomains(owner)) {
        if (dc === owner) expect(acceptApiDomain(dc, domain)).toBe(domain);
        else expect(() => acceptApiDomain(dc, domain)).toThrow(/does not belong to the data centre/);
      }
});

test('a refusal names the data centre that would fit', () => {
  expect(() => acceptApiDomain(get('us'), 'https://www.zohoapis.eu')).toThrow(
    expect.objectContaining({ code: 'wrongDataCentre', nextStep: expect.stringContaining('Europe') }),
  );
});

test.each([
  'http://www.zohoapis.eu',
  'https://www.zohoapis.eu.evil.example',
  'https://www.zohoapis.eu/crm',
  'https://u@www.zohoapis.eu',
  'https://zohoapis.eu',
  'www.zohoapis.eu',
  '',
])('Europe refuses %s', (domain) => {
  expect(() => acceptApiDomain(get('eu'), domain)).toThrow();
});

test('custom: exactly the one given, http allowed', () => {
  const custom = customDataCentre('http://127.0.0.1:4000/', 'http://127.0.0.1:4000/');
  expect(acceptApiDomain(custom, 'http://127.0.0.1:4000')).toBe('http://127.0.0.1:4000');
  for (const other of ['http://127.0.0.1:4001', 'https://127.0.0.1:4000', 'https://www.zohoapis.com'])
    expect(() => acceptApiDomain(custom, other)).toThrow();
  expect(() => acceptApiDomain(customDataCentre('x', 'ftp://host'), 'ftp://host')).toThrow();
});

test('the client itself refuses a host that is not among the allowed ones', () => {
  const allowedDomains = allowedApiDomains(get('eu'));
  for (const apiDomain of ['https://www.zohoapis.com', 'https://www.zohoapis.eu/evil'])
    expect(() => makeZoho(fakeSend().send, { apiDomain, allowedDomains })).toThrow(/Refused to send the credential/);
  expect(() => makeZoho(fakeSend().send, { apiDomain: 'https://sandbox.zohoapis.eu/', allowedDomains })).not.toThrow();
});
