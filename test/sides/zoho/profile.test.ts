import { profileFrom } from '../../../sides/zoho/profile';
import { kinds } from '../../../sync/kinds';
import { project } from '../../../sync/project';

const meta = (api_name: string, length: number, more: object = {}) => ({ api_name, length, ...more });
const fields = [
  meta('Last_Name', 80),
  meta('Title', 200),
  meta('Fax', 30, { read_only: true }),
  meta('Phone', 30, { operation_type: { api_create: true, api_update: false } }),
  meta('Account_Name', 120, { data_type: 'lookup' }),
  meta('Date_of_Birth', 20, { data_type: 'date' }),
];
const user = (id: string, timeZone: string) => ({ id, name: 'Aki', email: '', alias: '', timeZone, isActive: true });
const me = user('7', 'Asia/Tokyo');
const org = { id: '1', zgid: '2', company_name: 'Org' };
const profile = profileFrom(fields, { owner: me, signedIn: me, isChosen: false }, org);

test('lengths are those of the org; where it tells none, the kind has its own', () => {
  expect(profile.limits).toMatchObject({ lastName: 80, jobTitle: 200 });
  expect(profile.limits).not.toHaveProperty('companyName');
  expect(profile.limits).not.toHaveProperty('birthday');
});

test('what the org lacks or lets nobody write cannot be held there, and so is never taken for cleared', () => {
  expect(Object.keys(profile.fieldMap).sort()).toEqual(['birthday', 'companyName', 'jobTitle', 'lastName']);
  expect(profile.limits).toMatchObject({ businessFax: 0, businessPhone: 0, managerName: 0, email: 0 });
  expect(project(kinds.contact, 'zoho', { lastName: 'Bee', businessFax: '123' }, profile.limits).businessFax).toBe('');
});

test('it tells who we are', () => {
  expect(profile).toMatchObject({
    account: '2',
    orgName: 'Org',
    userId: '7',
    timeZone: 'Asia/Tokyo',
    hasSecondaryEmail: false,
  });
  expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
});

test('it tells whose records they are where that is not who signed in, and both clocks', () => {
  const owner = user('8', 'Europe/London');
  const theirs = profileFrom(fields, { owner, signedIn: me, isChosen: true }, org);
  expect(theirs).toMatchObject({ userId: '8', timeZone: 'Europe/London', writerZone: 'Asia/Tokyo' });
  expect(theirs.owned).toEqual({ Owner: { id: '8' } });
  expect(profile).not.toHaveProperty('owned');
});
