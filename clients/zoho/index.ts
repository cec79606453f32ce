export { makeZoho, type ZohoClient, type ZohoOptions, type ZohoPage, type ZohoQuery } from './client';
export type { CoqlQuery } from './coql';
export type { WriteItemOptions, ZohoRecords } from './records';
export { isGone, isMoved, type ZohoItem } from './items';
export { explainItem, type ItemStory } from './explain';
export { zohoPath } from './path';
export { accountsError } from './accounts';
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
