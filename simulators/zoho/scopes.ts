/** Every scope that a program may ask this org for. */
export const ALL_SCOPES: readonly string[] = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.modules.emails.ALL',
  'ZohoCRM.settings.ALL',
  'ZohoCRM.users.ALL',
  'ZohoCRM.org.ALL',
  'ZohoCRM.coql.READ',
  'ZohoCRM.notifications.ALL',
  'ZohoCRM.files.CREATE',
  'ZohoCRM.files.READ',
  'ZohoCRM.bulk.ALL',
  'ZohoSearch.securesearch.READ',
];
