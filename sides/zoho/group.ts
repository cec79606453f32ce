import { ApiError } from '../../clients/errors';
import type { ZohoItem } from '../../clients/zoho';
import { isMoved } from '../../clients/zoho';
import type { WriteResult } from '../types';
import type { Ready, Shape } from './result';
import { resultOf } from './result';
import { isoOf } from './times';

/** Sends a group of at most 100 records; one item of the answer for each, in their order. */
export type SendGroup = (group: readonly Ready[]) => Promise<readonly ZohoItem[]>;

/** The call was refused as one: its records have to be told apart by sending them in smaller parts. */
const isCollective = (error: unknown): error is ApiError =>
  error instanceof ApiError && !error.uncertain && (error.radius === 'record' || error.status === 412);

function alone({ job: { write } }: Ready, error: ApiError): WriteResult {
  if (error.status === 412) return { outcome: 'moved', write };
  return { outcome: 'refused', write, message: error.message, nextStep: error.nextStep };
}

/** Said to be changed meanwhile, yet nothing shows it: perhaps only a neighbour was, in a call judged as a whole. */
const isInnocent = ({ job }: Ready, item: ZohoItem): boolean =>
  item.modifiedAt === null || isoOf(item.modifiedAt) === job.write.version;

const isJudgedAsOne = (group: readonly Ready[], items: readonly ZohoItem[]): boolean =>
  group.length > 1 && items.every(isMoved) && group.some((ready, at) => isInnocent(ready, items[at] as ZohoItem));

/** The items of the answer; the refusal of the call as a whole; or, thrown, what is more than these records' fault. */
async function answerOf(group: readonly Ready[], send: SendGroup): Promise<readonly ZohoItem[] | ApiError> {
  try {
    return await send(group);
  } catch (error) {
    if (isCollective(error)) return error;
    throw error;
  }
}

/** Results in the order of the group. Where Zoho judged it as a whole it goes again in halves, down to single records. */
export async function* sendGroup(group: readonly Ready[], send: SendGroup, shape: Shape): AsyncGenerator<WriteResult> {
  if (group.length === 0) return;
  const answer = await answerOf(group, send);
  const asOne = answer instanceof ApiError || isJudgedAsOne(group, answer);
  if (asOne && group.length > 1) {
    const middle = Math.ceil(group.length / 2);
    yield* sendGroup(group.slice(0, middle), send, shape);
    yield* sendGroup(group.slice(middle), send, shape);
  } else if (answer instanceof ApiError) yield alone(group[0] as Ready, answer);
  else yield* group.map((ready, at) => resultOf(ready, answer[at] as ZohoItem, shape));
}
