import type { Account, CalDavState } from './model';

/** Who signed in, or the status of the refusal: 401 for a wrong name or password, 403 for a locked account. */
export function accountOf(state: CalDavState, authorization: string | undefined): Account | 401 | 403 {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!encoded) return 401;
  const [email = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const password = rest.join(':');
  const account = state.accounts.find((one) => one.email.toLowerCase() === email.toLowerCase());
  if (!account) return 401;
  const opens = account.appPasswords.includes(password) || (!account.twoFactor && password === account.password);
  if (!opens) return 401;
  return account.locked ? 403 : account;
}
