export { makeCalDav, type CalDavClient } from './client';
export type { CalDavOptions } from './dav';
export type { Calendar } from './discovery';
export type { DavChanges, VersionTag } from './objects';
export type { Account } from './discovery';
export type { DavObject, Range } from './objects';
export type { Condition, PutResult, RemoveResult } from './write';
export { canonicalPath } from './urls';
