import type { World } from './world';

/** Nothing on either side. */
export const empty = (): World => ({ zoho: { records: {} }, graph: { contacts: [] } });
