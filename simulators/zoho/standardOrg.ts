import type { Values, ZohoUser } from './record';

const ORG_ID = '5545974000000000100';

const user = (serial: number, first: string, last: string, more: Partial<ZohoUser> = {}): ZohoUser => ({
  id: `55459740000000010${String(serial).padStart(2, '0')}`,
  first_name: first,
  last_name: last,
  email: `${first}.${last}@example.com`.toLowerCase(),
  time_zone: 'Asia/Tokyo',
  admin: false,
  status: 'active',
  subordinates: [],
  ...more,
});

export function standardUsers(): ZohoUser[] {
  const boss = user(1, 'Hanako', 'Yamada', { admin: true, subordinates: ['5545974000000001002'] });
  return [boss, user(2, 'Ken', 'Sato'), user(3, 'Mary', 'Jones', { time_zone: 'Europe/London' })];
}

export const standardOrg = (): Values => ({
  id: ORG_ID,
  zgid: '90000001',
  company_name: 'Example Trading',
  primary_email: 'hanako.yamada@example.com',
  primary_zuid: '80000001',
  country_code: 'JP',
  country: 'Japan',
  time_zone: 'Asia/Tokyo',
  currency: 'Japanese Yen - JPY',
  currency_symbol: '¥',
  iso_code: 'JPY',
  currency_locale: 'ja_JP',
  type: 'Production',
  mc_status: false,
  privacy_settings: false,
  hierarchy_preferences: { type: 'Role_Hierarchy', strictly_reporting: false },
  license_details: {
    paid: true,
    paid_type: 'enterprise',
    paid_expiry: '2035-01-01T00:00:00+09:00',
    users_license_purchased: 10,
    trial_type: null,
    trial_expiry: null,
    trial_action: 'none',
  },
});
