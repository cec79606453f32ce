export {
  makeGraph,
  type GraphClient,
  type GraphOptions,
  type GraphPage,
  type GetOptions,
  type WriteOptions,
} from './client';
export type { GraphBatchItem } from './batch';
export type { GraphBatchAnswer } from './batchAnswers';
export { etagOf, ifMatch } from './etag';
export { graphPath, withQuery } from './path';
export { preferences } from './prefer';
export { graphError } from './errors';
export { loginError } from './login';
