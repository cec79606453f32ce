import type { ZohoFailure } from './errors';
import { failure } from './errors';
import { mailCancellation } from './outbox';
import { addressesOf } from './participants';
import { findRecord, visibleTo } from './render';
import type { StoredRecord } from './record';
import type { World } from './state';
import { keepRecord } from './state';
import { instant } from './times';
import { noteNews } from './watch/news';
import type { Answer, Call } from './world';
import type { ItemResult } from './write';
import { itemsAnswer, sentRecords } from './write';

const KEY = { api_name: 'send_cancelling_mail', json_path: '$.data[0].send_cancelling_mail' };

/** Reasons as Zoho's specification of 2026 lists them. */
function notAllowed(world: World, record: StoredRecord): ZohoFailure | null {
  const { id, values } = record;
  const refuse = (details: Record<string, unknown>, text: string) => failure('NOT_ALLOWED', details, text);
  if (values.$event_cancelled === true) return refuse({}, 'the meeting is already cancelled');
  if (!addressesOf(world, values.Participants).some(({ invited }) => invited)) {
    return refuse({ reason: 'no_participants_invited', id }, 'the meeting has no invited participants');
  }
  const isOver = (instant(values.End_DateTime) ?? 0) <= world.now();
  return isOver ? refuse({ reason: 'completed_meeting', id }, 'the meeting is over') : null;
}

function cancelled(world: World, call: Call, record: StoredRecord): ItemResult {
  record.values = { ...record.values, $event_cancelled: true };
  record.modified = world.now();
  record.modifiedBy = call.user.id;
  keepRecord(world.state, record);
  noteNews(world, record, 'update');
  return { code: 'SUCCESS', details: { id: record.id }, message: 'meeting cancelled', status: 'success' };
}

function cancelOne(world: World, call: Call): ItemResult {
  const [{ send_cancelling_mail: mail } = {}] = sentRecords(call);
  if (mail === undefined) return failure('MANDATORY_NOT_FOUND', KEY);
  if (typeof mail !== 'boolean') return failure('INVALID_DATA', { expected_data_type: 'boolean', ...KEY });
  const id = call.params.id ?? '';
  const record = findRecord(world, 'Events', id);
  if (!record || !visibleTo(world, call.user, record)) {
    return failure('INVALID_DATA', { id }, 'the id given seems to be invalid');
  }
  const problem = notAllowed(world, record);
  if (problem) return problem;
  if (mail) mailCancellation(world, record);
  return cancelled(world, call, record);
}

/** POST `/Events/{id}/actions/cancel`: the meeting stays, marked `$event_cancelled`. */
export const cancelMeeting = (world: World, call: Call): Answer => itemsAnswer([cancelOne(world, call)], 200);
