'use strict';
// n8n finds nodes and credentials by the "n8n" block of package.json; this file only makes the folder a valid package.
module.exports = {};
