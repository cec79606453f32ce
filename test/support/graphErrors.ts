/**
 * Errors that Graph, Exchange, To Do and what stands in front of them are known to answer [learn: "Microsoft Graph error
 * responses", "Error codes" of Outlook mail, calendar and contacts; the rest seen on the live service]. What is proof that an item
 * is gone is not among them: see `sides/deletion.ts`.
 */
const graphErrors: readonly (readonly [status: number, codes: string])[] = [
  [400, 'BadRequest ErrorInvalidRequest ErrorInvalidIdMalformed ErrorInvalidId ErrorPropertyValidationFailure'],
  [
    400,
    'invalidRequest RequestBodyRead ErrorInvalidPropertySet ErrorCannotDeleteObject ErrorIncorrectUpdatePropertyCount',
  ],
  [400, 'ErrorInvalidRecipients ErrorRecurrenceBlocked ErrorOccurrenceCrossingBoundary ErrorCalendarIsNotOrganizer'],
  [400, 'ErrorSubmissionQuotaExceeded ErrorSendAsDenied RequestBroker--ParseUri ErrorInvalidUrlQuery UnknownError'],
  [401, 'InvalidAuthenticationToken unauthenticated UnknownError'],
  [403, 'ErrorAccessDenied ErrorAccountSuspend ErrorCannotDeleteObject ErrorCannotDeleteTaskOccurrence accessDenied'],
  [403, 'ExtensionError Forbidden ErrorFolderSavePropertyError quotaLimitReached'],
  [404, 'MailboxNotEnabledForRESTAPI MailboxNotSupportedForRESTAPI ResourceNotFound ErrorInvalidUser'],
  [404, 'ErrorNonExistentMailbox ErrorMailboxStoreUnavailable Request_ResourceNotFound UnknownError BadRequest'],
  [404, 'ErrorFolderNotFound ErrorSyncFolderNotFound ErrorParentFolderNotFound ExtensionError itemNotFound NotFound'],
  [405, 'ErrorInvalidRequest Request_BadRequest'],
  [408, 'ErrorTimeoutExpired RequestTimeout'],
  [409, 'ErrorIrresolvableConflict NameAlreadyExists conflict'],
  [410, 'SyncStateNotFound resyncRequired SyncStateInvalid'],
  [412, 'ErrorIrresolvableConflict preconditionFailed'],
  [423, 'locked'],
  [429, 'ApplicationThrottled TooManyRequests activityLimitReached'],
  [500, 'InternalServerError ErrorInternalServerError ErrorInternalServerTransientError ErrorContentConversionFailed'],
  [501, 'notImplemented'],
  [502, 'BadGateway UnknownError'],
  [503, 'MailboxInfoStale UnknownError ServiceUnavailable ErrorMailboxStoreUnavailable ErrorServerBusy'],
  [504, 'UnknownError GatewayTimeout'],
  [507, 'ErrorQuotaExceeded'],
  [509, 'bandwidthLimitExceeded'],
];

export interface GraphErrorCase {
  readonly status: number;
  readonly body: unknown;
  readonly name: string;
}

/** Bodies that no Graph sends: of a proxy, or cut off. */
const odd: readonly GraphErrorCase[] = [
  { status: 404, body: '', name: '404 without a body' },
  { status: 404, body: '<html>Not Found</html>', name: '404 as a page' },
  { status: 404, body: {}, name: '404 with an empty object' },
  { status: 200, body: {}, name: '200 with an empty object' },
  { status: 200, body: { id: 'x' }, name: '200 with no more than an id' },
  { status: 200, body: { value: null }, name: '200 with a null' },
];

export const errorCases: readonly GraphErrorCase[] = [
  ...graphErrors.flatMap(([status, codes]) =>
    codes.split(' ').map((code) => ({ status, body: { error: { code, message: '' } }, name: `${status} ${code}` })),
  ),
  ...odd,
];
