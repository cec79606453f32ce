import { createRequire } from 'node:module';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface ElementHandle {
  readonly evaluate: (work: (element: { readonly remove: () => void }) => void) => Promise<void>;
}

/** The part of Playwright that we use. It is installed beside n8n, not in this package, so its types are not at hand. */
export interface Locator {
  readonly click: (options?: { readonly position?: Point; readonly force?: boolean }) => Promise<void>;
  readonly dblclick: () => Promise<void>;
  readonly hover: () => Promise<void>;
  readonly fill: (text: string) => Promise<void>;
  readonly waitFor: (options?: { readonly state?: 'visible' | 'hidden' }) => Promise<void>;
  readonly count: () => Promise<number>;
  readonly check: () => Promise<void>;
  readonly selectOption: (value: string) => Promise<unknown>;
  readonly press: (key: string) => Promise<void>;
  readonly focus: () => Promise<void>;
  readonly innerText: () => Promise<string>;
  readonly allInnerTexts: () => Promise<string[]>;
  readonly inputValue: () => Promise<string>;
  readonly getAttribute: (name: string) => Promise<string | null>;
  readonly screenshot: (options: { readonly path: string }) => Promise<unknown>;
  readonly boundingBox: () => Promise<Box>;
  readonly first: () => Locator;
  readonly isVisible: () => Promise<boolean>;
  readonly getByRole: (role: string, options?: { readonly name: string | RegExp }) => Locator;
  readonly locator: (selector: string, options?: { readonly hasText: string }) => Locator;
}

interface Response {
  readonly url: () => string;
  readonly json: () => Promise<unknown>;
}

interface ConsoleMessage {
  readonly type: () => string;
  readonly text: () => string;
  readonly location: () => { readonly url: string };
}

export interface Page {
  readonly goto: (url: string, options: { readonly waitUntil: 'commit' | 'load' }) => Promise<unknown>;
  readonly reload: () => Promise<unknown>;
  readonly url: () => string;
  readonly evaluate: <T>(script: string) => Promise<T>;
  readonly emulateMedia: (media: { readonly colorScheme: 'light' | 'dark' }) => Promise<void>;
  readonly keyboard: { readonly press: (key: string) => Promise<void> };
  readonly waitForURL: (url: RegExp) => Promise<void>;
  readonly waitForEvent: (name: 'filechooser') => Promise<{ readonly setFiles: (file: string) => Promise<void> }>;
  readonly waitForResponse: (wanted: (response: Response) => boolean) => Promise<Response>;
  readonly waitForTimeout: (milliseconds: number) => Promise<void>;
  readonly locator: (selector: string, options?: { readonly hasText: string }) => Locator;
  readonly getByRole: (role: string, options?: { readonly name: string | RegExp }) => Locator;
  readonly addStyleTag: (style: { readonly content: string }) => Promise<ElementHandle>;
  readonly setViewportSize: (size: { readonly width: number; readonly height: number }) => Promise<void>;
  readonly screenshot: (options: { readonly path: string; readonly clip?: Box }) => Promise<unknown>;
  readonly setDefaultTimeout: (milliseconds: number) => void;
  readonly on: {
    (name: 'pageerror', listener: (error: Error) => void): void;
    (name: 'console', listener: (message: ConsoleMessage) => void): void;
  };
}

interface Browser {
  readonly newPage: (options: object) => Promise<Page>;
  readonly close: () => Promise<void>;
}

interface Playwright {
  readonly chromium: { readonly launch: (options: object) => Promise<Browser> };
}

export interface OpenBrowser {
  readonly page: Page;
  /** uncaught errors of the page so far, as text */
  readonly errors: readonly string[];
  /** what the page wrote to the console as an error, n8n's own look-ups left out */
  readonly consoleErrors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Environment that `npm test` sets after installing what it names. */
function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start this through \`npm test -- --e2e\`.`);
  return value;
}

/** n8n's editor looks for things that are not there: a session before the sign-in, schemas of nodes, hosts outside. */
const isLookUp = (url: string): boolean =>
  /\/(rest\/login|schemas\/.+\.json)$/.test(url) || !/^(http:\/\/127\.0\.0\.1|$)/.test(url);

/** `--no-sandbox` since tests often run as root; the only pages seen are those of our own n8n. */
const flags = ['--no-sandbox', '--disable-dev-shm-usage'];

/**
 * One page in a real Chromium, drawn at one and a half times its size so that pictures of it stay readable.
 * @param options Playwright's, of a new page (locale, credentials)
 */
export async function openBrowser(options: object = {}): Promise<OpenBrowser> {
  const { chromium } = createRequire(fromEnvironment('N8N_BIN'))('playwright-core') as Playwright;
  const browser = await chromium.launch({ executablePath: fromEnvironment('CHROMIUM_BIN'), args: flags });
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, deviceScaleFactor: 1.5, ...options });
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isLookUp(message.location().url)) consoleErrors.push(message.text());
  });
  return { page, errors, consoleErrors, close: () => browser.close() };
}
