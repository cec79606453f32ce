export { addCalDavAdmin, dumpCalDav } from './admin';
export type { CalDavState } from './model';
export { CALDAV_ACCOUNT, freshCalDav } from './model';
export { addCalDav } from './routes';
export type { CalDavSeed } from './seed';
export { seedCalDav, seedObject } from './seed';
