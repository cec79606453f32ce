import { reason, sentence, type Reason } from '../../reasons';

/** What one side cannot say, and why. */
export type Refused = { readonly refused: Reason };
export const refuse = (refused: Reason): Refused => ({ refused });
export const isRefused = <T extends object>(outcome: T | Refused): outcome is Refused => 'refused' in outcome;

/** A value (a time, a zone) that only its use shows to be none. */
export class NotExpressible extends RangeError {
  constructor(readonly reason: Reason) {
    super(sentence(reason));
    this.name = 'NotExpressible';
  }
}

const whyRefused = (error: RangeError): Reason =>
  error instanceof NotExpressible ? error.reason : reason('unexpected', { message: error.message });

/** What `work` makes of its values; or, where one of them turns out to be none, why. */
export function orRefused<T>(work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return refuse(whyRefused(error));
    throw error;
  }
}
