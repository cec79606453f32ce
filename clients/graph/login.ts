import { ApiError, credentialPlace, reconnect } from '../errors';

interface LoginRule {
  readonly codes: readonly string[];
  readonly message: string;
  readonly nextStep: string;
}

/** Learn: "Microsoft Entra authentication and authorization error codes". */
const rules: readonly LoginRule[] = [
  {
    codes: ['invalid_grant', 'interaction_required', 'login_required', 'consent_required'],
    message:
      'Microsoft no longer accepts the sign-in of the credential (revoked, expired after 90 days without use, or password changed).',
    nextStep: reconnect('outlook'),
  },
  {
    codes: ['invalid_client', 'unauthorized_client'],
    message:
      'Microsoft does not accept the client ID or client secret of the credential (a secret expires), or not in this tenant or cloud.',
    nextStep: `Make a new client secret in Microsoft Entra, check tenant and cloud, and enter them in ${credentialPlace.outlook}.`,
  },
  {
    codes: ['invalid_scope'],
    message: 'Microsoft does not grant one of the permissions the credential asks for.',
    nextStep: `Add the permissions listed in the credential to the app registration in Microsoft Entra, then reconnect under ${credentialPlace.outlook}.`,
  },
];

/** An error word of Microsoft's token endpoint, in ours; null where it is none that we know. */
export function loginError(code: string): ApiError | null {
  const rule = rules.find((one) => one.codes.includes(code));
  return rule ? new ApiError({ side: 'outlook', status: 400, code, radius: 'side', ...rule }) : null;
}
