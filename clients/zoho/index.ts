export { makeZoho, type ZohoClient, type ZohoOptions, type ZohoPage, type ZohoQuery } from './client';
export type { CoqlQuery } from './pages';
export type { WriteOptionsOfZoho, ZohoRecords } from './records';
export { isGone, isStale, type ZohoResult } from './results';
export { explainResult, type Explanation } from './results';
export { zohoPath } from '../urls';
export { zohoSignInError } from './errors';
export { isZohoReply, zohoError } from './errors';
export {
  acceptApiDomain,
  allowedApiDomains,
  customDataCentre,
  dataCentre,
  dataCentres,
  type DataCentre,
  type DataCentreCode,
} from './dataCentres';
