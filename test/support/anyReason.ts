import { reason, type Reason } from '../../reasons';

/** A reason in a test's own words, where it does not matter which. */
export const anyReason = (message: string): Reason => reason('unexpected', { message });
