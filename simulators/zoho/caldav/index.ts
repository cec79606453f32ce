export { addCalDavAdmin, dumpCalDav } from './admin';
export { CALDAV_ACCOUNT } from './model';
export { addCalDav } from './routes';
export type { CalDavSeed } from './seed';
export { seedCalDav } from './seed';
