/** How a series repeats, as RFC 5545, Graph and Zoho say it. */
export { MOST_DATES, type Start } from './recurrence';
export { NotExpressible, isRefused, orRefused, refuse, type Refused } from '../row';
export type { GraphPattern, GraphRange, GraphRecurrence } from './graphRule';
export type { ZohoRecurrence, ZohoRule } from './zohoRule';
export { fromGraph, toGraph } from './graphRule';
export { fromZoho, toZoho } from './zohoRule';
export { canonicalRule } from './rrule';
