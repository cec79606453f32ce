// The token comes from the environment or is asked for without showing it.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

function askHidden(question) {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  return new Promise((resolve) => {
    reader.on('close', () => resolve(''));
    reader.on('SIGINT', () => reader.close());
    reader.question('', (answer) => {
      resolve(answer);
      reader.close();
      process.stderr.write('\n');
    });
  });
}

/** @returns {Promise<string>} the token, or '' after saying how to get one */
export async function askToken({ tokenName, tokenHelp }, env) {
  if (env[tokenName]) return env[tokenName].trim();
  if (process.stdin.isTTY) {
    const typed = (await askHidden(`${tokenHelp}\nPaste the token (it is not shown): `)).trim();
    if (typed) return typed;
  }
  console.error(`${tokenHelp}\nThen: ${tokenName}=… npm run live -- …`);
  return '';
}
