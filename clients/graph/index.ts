export { ENDLESS, isDamagedPage, makeGraph, type GraphClient, type GraphOptions, type GraphPage } from './client';
export type { GraphBatchItem } from './batch';
export type { GraphBatchAnswer } from './batch';
export { graphPath, graphQuery } from '../urls';
export { FOREIGN_MAILBOX, preferences } from './request';
export { brokenItem, graphError } from './errors';
export { graphSignInError } from './errors';
