export {
  makeGraph,
  type GraphClient,
  type GraphOptions,
  type GraphPage,
  type GetOptions,
  type WriteOptions,
} from './client';
export type { GraphBatchItem } from './batch';
export type { GraphBatchAnswer } from './batch';
export { etagOf, ifMatch } from './request';
export { graphPath, graphQuery } from '../urls';
export { preferences } from './request';
export { graphError } from './errors';
export { graphSignInError } from './errors';
