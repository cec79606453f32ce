/** The page in seconds: few clicks, keys alone, little to scroll, whole words; in a real Chromium and a real n8n. */
import { quickTests } from './review/quick';

quickTests();
