import type { Finished as InCodes, Notice, ParkedRecord, Review } from '../../archive';

type InWords<T> = Omit<T, 'reason'> & { readonly reason: string };

/** What the item of Finish says: its report, with every reason in words. */
export type Finished = Omit<
  InCodes,
  'readings' | 'reviews' | 'parkedRecords' | 'left' | 'attachedTo' | 'skippedMails'
> & {
  readonly reviews: readonly InWords<Review>[];
  readonly parkedRecords: readonly (Omit<ParkedRecord, 'reason'> & {
    readonly message: string;
    readonly nextStep: string;
  })[];
  readonly left: readonly InWords<Notice>[];
  readonly attachedTo?: readonly InWords<Notice>[];
  readonly skippedMails?: readonly InWords<Notice>[];
};
