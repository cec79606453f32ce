/** The triggers in a real n8n: published, called by the simulators over HTTP, restarted, and called by strangers. */
import { crossingTests } from './webhooks/crossing';
import { strangersTests } from './webhooks/strangers';
import { stayingTests } from './webhooks/staying';

crossingTests();
strangersTests();
stayingTests();
