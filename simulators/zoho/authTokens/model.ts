/** A token of the sign-in that Zoho had before OAuth. It never ran out. */
export interface AuthToken {
  readonly token: string;
  readonly email: string;
  /** DISPLAY_NAME of its request, as the list of active auth tokens showed it. */
  readonly label: string;
  readonly created: number;
}

export interface AuthTokenState {
  tokens: AuthToken[];
  /** By e-mail address: the CAUSE that this user gets whatever the password. */
  causes: Map<string, string>;
  /** How many were ever made. */
  made: number;
}

export const freshAuthTokens = (): AuthTokenState => ({ tokens: [], causes: new Map(), made: 0 });

/** Switches of the older sign-in; what each does is in simulators/README.md. */
export const AUTH_TOKEN_LIMITS = {
  authTokens: false,
  authTokensRetiredStatus: 404,
  authTokensMost: 10,
  authTokensAsJson: false,
} as const;
