import type { Group, GraphState, Mailbox } from './model';

/** All mailboxes; the signed-in account's first. */
export const mailboxes = (home: GraphState): GraphState[] => [home, ...home.tenant.others];

export const loginOf = ({ userPrincipalName, mail }: Mailbox): string => userPrincipalName ?? mail;

/** Whether a path means this one: by id or sign-in name. Another address of it finds nobody [docs: get user]. */
const isCalled = ({ mailbox }: GraphState, name: string): boolean =>
  [mailbox.id, loginOf(mailbox)].some((own) => own.toLowerCase() === name.toLowerCase());

export const mailboxNamed = (home: GraphState, name: string): GraphState | undefined =>
  mailboxes(home).find((state) => isCalled(state, name));

export const membersOf = (home: GraphState, { members }: Group): GraphState[] =>
  members.flatMap((name) => mailboxNamed(home, name) ?? []);

/** Whether a group, by id or name, has this mailbox in it. */
export function groupHas(home: GraphState, group: string, state: GraphState): boolean {
  const found = home.tenant.groups.find(({ id, displayName }) => id === group || displayName === group);
  return found !== undefined && membersOf(home, found).includes(state);
}
