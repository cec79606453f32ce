export * from './http';
export * from './errors';
export * from './hosts';
export { systemClock, type Clock } from './clock';
export { retryAfterMs } from './retryAfter';
export { limited, retrying, type RetryOptions } from './retry';
export { throttled, type ThrottleOptions } from './throttle';
export * from './graph';
export * from './zoho';
