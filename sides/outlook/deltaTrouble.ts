import { ApiError } from '../../clients/errors';
import { ENDLESS } from '../../clients/graph';
import { reason } from '../../reasons';
import { sideName } from '../../sync/model';
import type { FeedPage } from '../types';

/** Told as existing, and none of them is found by the same id. */
export const idsNotFound = (): ApiError =>
  new ApiError({
    ...{ side: 'outlook', status: null, code: 'idsNotFound', radius: 'kind' },
    reason: reason('idsNotFound'),
  });

export const isCursorExpired = (error: unknown): boolean =>
  error instanceof ApiError && ['resync', ENDLESS].includes(error.code);

/** Items that Microsoft cannot show, to be told; null for one of which not even the id is known. */
export const damagedItems = (refs: readonly (string | null)[]): FeedPage['left'] =>
  refs.map((ref) => ({ ref, label: sideName.outlook, reason: reason('outlookItemDamaged') }));
