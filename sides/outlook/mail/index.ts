export { mailFeed, type MailFeed, type MailSettings } from './feed';
export { readMailProfile, type MailProfile } from './profile';
export { chooseMailFolder } from './folders';
export { listFiles, readFile } from './files';
export type { MailExtra } from './record';
