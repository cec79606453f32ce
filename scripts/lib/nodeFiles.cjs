const Module = require('node:module');
const { existsSync } = require('node:fs');
const { dirname, resolve } = require('node:path');

// n8n's node files are called X.node.ts, with X.node.json beside them; Node looks for the JSON first, tests mean the code.
const { _resolveFilename: usual } = Module;
Module._resolveFilename = function withNodeFiles(request, parent, ...rest) {
  const file = request.endsWith('.node') && parent?.filename ? resolve(dirname(parent.filename), `${request}.ts`) : '';
  return usual.call(this, file && existsSync(file) ? file : request, parent, ...rest);
};
