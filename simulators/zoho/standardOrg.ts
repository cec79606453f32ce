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

const BLANK = [...['photo_id', 'city', 'description', 'street', 'alias', 'state', 'fax', 'zip', 'website', 'mobile']];

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
  currency_locale: 'JPY',
  type: 'production',
  ...Object.fromEntries(BLANK.map((name) => [name, null])),
  created_time: '2026-01-05T09:00:00+09:00',
  ...{ phone: '0312345678', zia_portal_id: '814461734' },
  domain_name: 'org90000001',
  employee_count: '10',
  ...{ gapps_enabled: false, translation_enabled: false, lite_users_enabled: false, deletable_org_account: false },
  hipaa_compliance_enabled: false,
  mc_status: false,
  privacy_settings: false,
  hierarchy_preferences: { type: 'Role_Hierarchy' },
  license_details: {
    paid: true,
    paid_type: 'enterprise',
    paid_expiry: '2035-01-01T00:00:00+09:00',
    users_license_purchased: 10,
    trial_type: null,
    trial_expiry: null,
    portal_users_license_purchased: 0,
  },
});
