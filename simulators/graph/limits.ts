/** Switches and values of the Graph simulator, turned by the admin route `limits`. See README.md for each. */
export const GRAPH_LIMITS = {
  concurrency: 0,
  requestsPer10Min: 0,
  retryAfter: 1,
  latencyMs: 0,
  accessTokenLife: 3599,
  revoked: false,
  ifMatch: true,
  regenerateName: true,
  truncateNotes: true,
  birthdayAtNoon: true,
  dropBadEmails: true,
  maxTextLength: 0,
  wellKnownContacts: false,
  listPageSize: 10,
  listPageMax: 1000,
  deltaPageSize: 50,
  deltaPageMax: 1000,
  deltaLinkLife: 0,
  deltaDuplicates: false,
  deltaEmptyPages: false,
  deltaReplay: false,
  deltaReversed: false,
  deltaPartialRows: false,
  deltaLostReturns: false,
  deltaExpandFails: true,
};

export type GraphLimits = {
  [K in keyof typeof GRAPH_LIMITS]: (typeof GRAPH_LIMITS)[K] extends boolean ? boolean : number;
};
