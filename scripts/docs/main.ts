import { fieldsPage } from './fieldsPage';
import { messagesPage } from './messagesPage';

/** Run by `npm run docs`; prints the pages as JSON: `{file: text}`. */
async function main() {
  const pages = {
    'docs/fields.md': await fieldsPage('en'),
    'docs/fields.ja.md': await fieldsPage('ja'),
    'docs/troubleshooting.md': messagesPage('en'),
    'docs/troubleshooting.ja.md': messagesPage('ja'),
  };

  // In ASCII: a letter of several bytes may come in two pieces.
  const inAscii = JSON.stringify(pages).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  process.stdout.write(inAscii);
}

void main();
