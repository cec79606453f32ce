/** A person settles what the rules left open, on the page, in a real Chromium; the sync then carries it out in a real n8n. */
import { lookingTests } from './review/looking';
import { answeringTests } from './review/answering';
import { distrustTests } from './review/distrust';
import { orderTests } from './review/orders';
import { moreTests } from './review/more';

lookingTests();
answeringTests();
distrustTests();
orderTests();
moreTests();
