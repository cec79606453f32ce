import { CALDAV_ACCOUNT } from './caldav';
import { SEEDED } from './state';

export type { ZohoSeed } from './seed';
export type { ZohoService } from './server';
export { makeZoho as makeZohoSimulator } from './server';

/** What a client needs to reach the simulator; URLs without a trailing slash (CRM is `{api}/crm/v8/…`). */
export interface ZohoConnection {
  readonly accounts: string;
  readonly api: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly accessToken: string;
  /** Zoho Calendar: its address, and who signs in there with which app-specific password. */
  readonly calDav: { readonly url: string; readonly email: string; readonly appPassword: string };
}

/** The ready-made access of a simulator listening at `baseUrl`. */
export const zohoConnection = (baseUrl: string): ZohoConnection => ({
  ...{ accounts: baseUrl, api: baseUrl, ...SEEDED },
  calDav: { url: baseUrl, ...CALDAV_ACCOUNT },
});
