export { makeCalDav, type CalDavClient } from './client';
export type { Calendar } from './discovery';
export type { DavChanges, VersionTag } from './objects';
export type { DavObject, Range } from './objects';
export type { PutResult, RemoveResult } from './write';
export { canonicalPath } from './urls';
