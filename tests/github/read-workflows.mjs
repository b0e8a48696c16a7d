// Reads workflow and action files with the parser behind GitHub's own editor service, and prints what it objects to.
// Usage: read-workflows.mjs ROOT FILE...   Exit code 1 on any diagnostic, warnings included.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

const [root, ...files] = process.argv.slice(2);
// Lets the parser follow `$/path` references and compare what is passed with what the action or workflow takes.
const fileProvider = {
  getFileContent: async ({ path }) => ({ name: path, content: readFileSync(join(root, path), 'utf8') }),
};

let found = 0;
for (const file of files) {
  const path = join(root, file);
  const document = TextDocument.create(pathToFileURL(path).href, 'yaml', 0, readFileSync(path, 'utf8'));
  for (const { range, message } of await validate(document, { fileProvider })) {
    found += 1;
    console.log(`${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
  }
}
process.exitCode = found > 0 ? 1 : 0;
