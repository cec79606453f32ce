/** Where people open records: the CRM's pages have the domain of the data centre, the API its own (accounts.zoho.… ↔ crm.zoho.…). */
const pages: readonly (readonly [RegExp, string])[] = [
  [/^(www|sandbox|developer)\.zohoapis\.(.+)$/, 'https://crm.zoho.$2'],
  [/^(www|sandbox|developer)\.zohoapis\.ca$/, 'https://crm.zohocloud.ca'],
];

/** Origin of the CRM's pages for an API domain. One that is none of Zoho's (a proxy, a simulator) is its own. */
export function webOf(apiDomain: string): string {
  if (!URL.canParse(apiDomain)) return 'https://crm.zoho.com';
  const { host, origin } = new URL(apiDomain);
  const found = pages.toReversed().find(([pattern]) => pattern.test(host));
  return found ? host.replace(found[0], found[1]) : origin;
}
