export { makeCalDav, type CalDavClient } from './client';
export type { CalDavOptions } from './ask';
export type { Calendar } from './calendars';
export type { DavChanges, Tag } from './changes';
export type { Account } from './discovery';
export type { DavObject, Range } from './objects';
export type { Condition, PutResult, RemoveResult } from './write';
export { pathOfHref } from './hosts';
