import { createHash } from 'node:crypto';
import type { UploadedFile } from '../../common/bodies';
import { bad } from '../errors';
import type { World } from '../state';
import { newId } from '../state';
import type { Answer, Call } from '../world';
import { ok } from '../world';

const MOST = 10;
/** Of one file, in bytes. */
const HEAVIEST = 20 * 1024 * 1024;

function check(files: readonly UploadedFile[]): void {
  if (files.length === 0) throw bad('INVALID_DATA', { api_name: 'file', expected_data_type: 'file' });
  if (files.length > MOST) throw bad('INVALID_DATA', { api_name: 'file', maximum_length: MOST });
  if (files.some(({ filename }) => filename.trim() === '')) throw bad('INVALID_DATA', { api_name: 'file' });
  if (files.some(({ bytes }) => bytes.length > HEAVIEST))
    throw bad('FILE_SIZE_MORE_THAN_ALLOWED_SIZE', { maximum_size: HEAVIEST }, 'the file is larger than allowed');
}

/** POST `/files`: the parts called `file` of a multipart form; their ids can be named as attachments. */
export function uploadFiles(world: World, call: Call): Answer {
  const files = (call.files ?? []).filter(({ name }) => name === 'file');
  check(files);
  const data = files.map(({ filename: name, bytes }) => {
    const id = createHash('sha256')
      .update(`file ${newId(world.state)}`)
      .digest('hex');
    world.state.mail.files.set(id, { id, name, bytes, by: call.user.id, at: world.now() });
    return { code: 'SUCCESS', details: { name, id }, message: `${name} uploaded Succesfully`, status: 'success' };
  });
  return ok({ data });
}

/** GET `/files?id=`: the bytes that were sent. */
export function downloadFile(world: World, call: Call): Answer {
  const file = world.state.mail.files.get(call.query.id ?? '');
  if (!file) throw bad('INVALID_DATA', { param_name: 'id' });
  return { status: 200, body: file.bytes };
}
