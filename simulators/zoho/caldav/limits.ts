/** Switches of the calendar; what each does is in simulators/README.md. */
export const CALDAV_LIMITS = {
  calDavByTheBook: false,
  calDavMultigetMost: 100,
  calDavLingerSeconds: 0,
  calDavSync: true,
  calDavCtag: true,
  calDavSyncMost: 0,
  calDavRewrites: false,
  calDavQuota: 0,
  calDavMaxSize: 0,
} as const;
