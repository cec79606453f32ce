import { dumpCalDav } from './caldav';
import { creditsUsed } from './guard';
import { dumpMail } from './mail/dump';
import { renderRecord } from './render';
import type { DeletedRecord, World } from './state';
import { zohoTime } from './times';
import { dumpWatch } from './watch/dump';
import type { Call } from './world';

const deletedEntry = (entry: DeletedRecord, zone: string) => ({
  id: entry.record.id,
  display_name: entry.displayName,
  type: entry.permanent ? 'permanent' : 'recycle',
  deleted_time: zohoTime(entry.deletedAt, zone),
  record: entry.record.values,
});

/** Everything the simulated org holds, as plain JSON: every record of every module with all its fields. */
export function dumpZoho(world: World) {
  const { state } = world;
  const [user] = state.users;
  if (!user) throw new Error('The simulated Zoho org has no user.');
  const call = {
    user,
    version: 8,
    params: {},
    query: {},
    headers: {},
    scopes: [],
    body: undefined,
    takeFault: () => false,
  } satisfies Call;
  const modules = state.modules.map((module) => {
    const records = [...(state.records.get(module.api_name)?.values() ?? [])];
    return [module.api_name, records.map((record) => renderRecord(world, module, record, call))] as const;
  });
  const deleted = [...state.deleted].map(
    ([name, list]) => [name, list.map((one) => deletedEntry(one, user.time_zone))] as const,
  );
  return {
    modules: Object.fromEntries(modules),
    deleted: Object.fromEntries(deleted),
    users: state.users,
    org: state.org,
    workflowRuns: state.workflowRuns,
    creditsUsed: creditsUsed(world),
    ...dumpMail(state),
    ...dumpWatch(state),
    calDav: dumpCalDav(state.calDav),
  };
}
