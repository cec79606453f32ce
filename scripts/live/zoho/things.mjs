// Records made for a fact, each registered for removal by its own id before anything else happens.
import { NotTried } from '../verdict.mjs';

/** What a reply said in short, without ids and addresses. */
export const codeOf = ({ status, body }) => [status, body?.code ?? rowsOf({ body })[0]?.code].filter(Boolean).join(' ');

/** The items of a write's answer, or the rows of a list. */
export const rowsOf = ({ body }) => body?.data ?? body?.Emails ?? [];

export const idsOf = (reply) => rowsOf(reply).flatMap((item) => (item.details?.id ? [String(item.details.id)] : []));

/** Two years ahead, so that nobody's day is disturbed. */
const FAR = new Date(Date.now() + 730 * 86_400_000).toISOString().slice(0, 10);
export const meeting = (marker) => ({
  Event_Title: marker,
  Start_DateTime: `${FAR}T09:00:00+00:00`,
  End_DateTime: `${FAR}T10:00:00+00:00`,
  $send_notification: false,
});
export const DAILY_THREE = {
  Recurring_Activity: { RRULE: `FREQ=DAILY;INTERVAL=1;DTSTART=${FAR};COUNT=3` },
  Remind_At: [{ unit: 15, period: 'minutes' }],
};

async function isGone(call, module, id) {
  const { status, body } = await call('DELETE', `/${module}?ids=${id}&wf_trigger=false`);
  if (status === 200 && body?.data?.[0]?.code === 'SUCCESS') return true;
  return (await call('GET', `/${module}/${id}`)).status === 204;
}

async function post({ call, keep, marker }, path, body) {
  try {
    return await call('POST', path, { body });
  } catch (error) {
    if (!(error instanceof NotTried)) keep(`${marker}, perhaps, in ${path}: no answer came`, async () => false);
    throw error;
  }
}

/** Inserts records of a module; no workflow starts, and whatever was made is deleted again when the fact ends. */
export async function insert(box, module, data) {
  const reply = await post(box, `/${module}`, { data, trigger: [] });
  for (const id of idsOf(reply)) box.keep(`${box.marker} in ${module}`, () => isGone(box.call, module, id));
  return reply;
}

/** Inserts one record that must come about and answers its id. */
export async function make(box, module, record) {
  const reply = await insert(box, module, [record]);
  const [id] = idsOf(reply);
  if (!id) throw new NotTried(`a record of ${module} could not be made: ${codeOf(reply)}`);
  return id;
}

export const makeContact = (box, more = {}) => make(box, 'Contacts', { Last_Name: box.marker, ...more });

export const remove = ({ call }, module, id) => call('DELETE', `/${module}?ids=${id}&wf_trigger=false`);

/** The words of a list that this org uses. */
export async function choicesOf({ call }, module, field) {
  const reply = await call('GET', `/settings/fields?module=${module}`);
  const found = reply.body?.fields?.find((one) => one.api_name === field);
  return (found?.pick_list_values ?? [])
    .filter(({ actual_value: word, type }) => type !== 'unused' && !/^-.*-$/.test(word))
    .map((one) => one.actual_value);
}
