import type { ZohoState } from '../state';

/** Mails with their records, in the order they came; files without their bytes. */
export const dumpMail = ({ mail }: ZohoState) => ({
  mails: [...mail.mails.values()].flat().map(({ time, ...one }) => ({ ...one, time: new Date(time).toISOString() })),
  files: [...mail.files.values()].map(({ id, name, bytes }) => ({ id, name, size: bytes.length })),
});
