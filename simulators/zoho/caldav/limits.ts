/** Switches of the calendar; what each does is in simulators/README.md. */
export const CALDAV_LIMITS = {
  calDavSync: true,
  calDavCtag: true,
  calDavSyncMost: 0,
  calDavRewrites: false,
  calDavQuota: 0,
  calDavMaxSize: 0,
} as const;
