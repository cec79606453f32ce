export { mostIds, type ZohoPage } from './pages';
export { insertCalls } from './records';
export { makeZoho, type ZohoClient, type ZohoOptions, type ZohoQuery } from './client';
export { isGone, isStale, type ZohoResult } from './results';
export { explainResult, refusedFields } from './results';
export { brakeMs } from './errors';
export { zohoPath } from '../urls';
export {
  acceptApiDomain,
  allowedApiDomains,
  customDataCentre,
  dataCentre,
  dataCentres,
  type DataCentre,
} from './dataCentres';
