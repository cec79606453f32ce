import type { Json } from './zohoHarness';
import { codeOf, codesOf, detailsOf, rowsOf, zohoUnderTest } from './zohoHarness';

const HOUR = { Start_DateTime: '2025-06-02T10:00:00+02:00', End_DateTime: '2025-06-02T11:00:00+02:00' };

describe('who takes part in a Zoho event, and who is mailed', () => {
  const { service, crm, insert, update, contacts } = zohoUnderTest();
  const read = async (id: unknown) => rowsOf(await crm(`/Events/${String(id)}`))[0] ?? {};
  const added = async (event: Json) => rowsOf(await insert('Events', [{ Event_Title: 'E', ...HOUR, ...event }]))[0];
  const add = async (event: Json = {}) => String(detailsOf(await added(event)).id);
  const change = async (id: string, event: Json) => (await update(`/Events/${id}`, [event])).status;

  it('answers participants with name, address, invitation and answer, and replaces them all', async () => {
    const [person] = contacts({ Last_Name: 'A', Email: 'a@x.example' });
    service.seed({ records: { Leads: [{ Last_Name: 'L' }] } });
    const [lead] = [...(service.state.records.get('Leads')?.keys() ?? [])];
    const user = '5545974000000001002';
    const Participants = [
      { type: 'contact', participant: person },
      { type: 'lead', participant: lead },
      { type: 'user', participant: user },
      { type: 'email', Email: 'x@y.example' },
    ];
    const id = await add({ Participants });
    const rest = { invited: false, status: 'not_known' };
    expect((await read(id)).Participants).toEqual([
      { type: 'contact', participant: person, Email: 'a@x.example', name: 'A', ...rest },
      { type: 'lead', participant: lead, Email: null, name: 'L', ...rest },
      { type: 'user', participant: user, Email: 'ken.sato@example.com', name: 'Ken Sato', ...rest },
      { type: 'email', participant: expect.stringMatching(/^\d+$/), Email: 'x@y.example', name: null, ...rest },
    ]);
    await change(id, { Participants: [{ type: 'email', participant: 'z@y.example', name: 'Z' }] });
    expect((await read(id)).Participants).toMatchObject([{ Email: 'z@y.example', name: 'Z' }]);
    await change(id, { Participants: [] });
    expect((await read(id)).Participants).toEqual([]);
  });

  it.each([
    ['an unknown type', { type: 'room', participant: '1' }, 'type'],
    ['an unknown contact', { type: 'contact', participant: '5545974000000999999' }, 'participant'],
    ['no address', { type: 'email', Email: 'nobody' }, 'participant'],
  ])('refuses participants with %s', async (_what, participant, name) => {
    const json_path = `$.data[0].Participants[0].${name}`;
    expect(await added({ Participants: [participant] })).toMatchObject({
      ...{ code: 'INVALID_DATA', details: { api_name: name, json_path } },
    });
  });

  it('takes fifty participants and no more', async () => {
    const Participants = Array.from({ length: 51 }, (_, i) => ({ type: 'email', participant: `p${i}@x.example` }));
    expect(await added({ Participants })).toMatchObject({
      ...{ code: 'LIMIT_EXCEEDED', details: { api_name: 'Participants', maximum_length: 50 } },
    });
    expect(await added({ Participants: Participants.slice(1) })).toMatchObject({ code: 'SUCCESS' });
  });

  it('mails nobody unless asked to, then each participant once', async () => {
    const one = { type: 'email', participant: 'one@x.example' };
    const two = { type: 'email', participant: 'two@x.example' };
    const quiet = await add({ Participants: [one] });
    await change(quiet, { Participants: [one, two] });
    await add({ Participants: [one], $send_notification: false });
    expect(service.outbox).toEqual([]);
    const id = await add({ Event_Title: 'Loud', Participants: [one], $send_notification: true });
    const letter = { module: 'Events', id, subject: 'Loud', at: expect.any(String) };
    expect(service.outbox).toEqual([{ kind: 'invitation', to: 'one@x.example', ...letter }]);
    await change(id, { Participants: [one, two], $send_notification: true });
    expect(service.outbox.slice(1)).toEqual([
      { kind: 'update', to: 'one@x.example', ...letter },
      { kind: 'invitation', to: 'two@x.example', ...letter },
    ]);
    expect((await read(id)).Participants).toMatchObject([{ invited: true }, { invited: true }]);
  });

  it('can be an org that mails whoever did not say no', async () => {
    service.limits.notifyUnlessRefused = true;
    const Participants = [{ type: 'email', participant: 'one@x.example' }];
    await add({ Participants, $send_notification: false });
    expect(service.outbox).toEqual([]);
    await add({ Participants });
    expect(service.outbox).toHaveLength(1);
  });
});

describe('cancelling a Zoho event', () => {
  const { service, crm, call } = zohoUnderTest();
  const cancel = (id: string, send_cancelling_mail: unknown = false) =>
    crm(`/Events/${id}/actions/cancel`, { body: { data: [{ send_cancelling_mail }] } });
  const read = async (id: string) => rowsOf(await crm(`/Events/${id}`))[0];
  const ids = () => [...(service.state.records.get('Events')?.keys() ?? [])];
  const guest = { type: 'email', Email: 'x@y.example' };
  const seed = (...events: Json[]) => {
    service.clock.set('2025-06-01T00:00:00Z');
    service.seed({ records: { Events: events.map((event) => ({ Event_Title: 'E', ...HOUR, ...event })) } });
    return ids();
  };

  it('marks it, keeps it, and mails those invited only when asked to', async () => {
    const [quiet = '', loud = ''] = seed(
      {
        Participants: [
          { ...guest, invited: true },
          { type: 'email', Email: 'never@y.example' },
        ],
      },
      { Participants: [{ ...guest, invited: true }] },
    );
    expect(await cancel(quiet)).toMatchObject({
      ...{ status: 200, body: { data: [{ code: 'SUCCESS', status: 'success', details: { id: quiet } }] } },
    });
    expect(await read(quiet)).toMatchObject({ $event_cancelled: true, Modified_Time: '2025-06-01T09:00:00+09:00' });
    expect(rowsOf(await crm('/Events?fields=Event_Title,$event_cancelled&sort_by=id&sort_order=asc'))).toMatchObject([
      { $event_cancelled: true },
      { $event_cancelled: false },
    ]);
    expect(service.outbox).toEqual([]);
    await cancel(loud, true);
    expect(service.outbox).toMatchObject([{ kind: 'cancellation', to: 'x@y.example', id: loud }]);
    expect(await cancel(loud)).toMatchObject({ status: 400, body: { data: [{ code: 'NOT_ALLOWED', details: {} }] } });
  });

  it('refuses what nobody was invited to, what is over, what is not there, and an incomplete request', async () => {
    const over = { Start_DateTime: '2025-05-31T22:00:00Z', End_DateTime: '2025-05-31T23:00:00Z' };
    const [alone = '', past = ''] = seed(
      { Participants: [guest] },
      { ...over, Participants: [{ ...guest, invited: true }] },
    );
    const reason = async (id: string) => detailsOf(rowsOf(await cancel(id))[0]).reason;
    expect(await reason(alone)).toBe('no_participants_invited');
    expect(await reason(past)).toBe('completed_meeting');
    expect(codesOf(await cancel('5545974000000999999'))).toEqual(['INVALID_DATA']);
    expect(codesOf(await cancel(alone, 'no'))).toEqual(['INVALID_DATA']);
    expect(codesOf(await crm(`/Events/${alone}/actions/cancel`, { body: { data: [{}] } }))).toEqual([
      'MANDATORY_NOT_FOUND',
    ]);
    const { body } = await call('/_simulator/tokens', { body: { scopes: ['ZohoCRM.modules.events.READ'] } });
    const { accessToken: token } = body as { accessToken: string };
    expect(codeOf(await crm(`/Events/${alone}/actions/cancel`, { body: {}, token }))).toBe('OAUTH_SCOPE_MISMATCH');
  });
});
