import type { ZohoState } from '../state';

/** Channels without their tokens, and what was sent to them. */
export const dumpWatch = ({ watch }: ZohoState) => ({
  channels: [...watch.channels.values()].map(({ token: _token, expires, ...one }) => ({
    ...{ ...one, expires: new Date(expires).toISOString() },
  })),
  deliveries: watch.deliveries,
});
