// Things made for a fact, each registered for removal by its own id before anything else happens.
import { NotTried } from '../verdict.mjs';

/** What a reply said in short, without ids and addresses. */
export const codeOf = ({ status, body }) => [status, body?.error?.code].filter(Boolean).join(' ');

export const IMMUTABLE = { prefer: 'IdType="ImmutableId"' };

const GONE = [204, 404, 410];

async function isGone(call, address, headers) {
  const { status } = await call('DELETE', address, { headers });
  return GONE.includes(status) || GONE.includes((await call('GET', address, { headers })).status);
}

async function post({ call, keep, marker }, path, request) {
  try {
    return await call('POST', path, request);
  } catch (error) {
    if (!(error instanceof NotTried)) keep(`${marker}, perhaps, in ${path}: no answer came`, async () => false);
    throw error;
  }
}

/** Makes a thing and answers its reply's body with its `address`; it is deleted again when the fact ends. */
export async function make(box, path, body, { headers, at = path } = {}) {
  const reply = await post(box, path, { body, headers });
  if (reply.status !== 201) throw new NotTried(`could not be made: ${codeOf(reply)}`);
  const address = `${at}/${encodeURIComponent(reply.body.id)}`;
  box.keep(`${box.marker} in ${at}`, () => isGone(box.call, address, headers));
  return { ...reply.body, address, headers: reply.headers };
}
