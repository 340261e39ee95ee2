// Has Mermaid itself read diagrams: prints, of each file in its arguments, a line of JSON with the
// text of each arrow, and what else it found.
// The folder that it runs in must have mermaid and jsdom of npm.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.cwd() + '/');
const { JSDOM } = require('jsdom');
const dom = new JSDOM('<!doctype html><body></body>');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
globalThis.Option = dom.window.Option;
const { default: mermaid } = await import(pathToFileURL(require.resolve('mermaid').replace(/mermaid[^/\\]*$/, 'mermaid.core.mjs')));

const plain = (s) => s.replace(/ﬂ°°(\d+)¶ß/g, (_, n) => String.fromCodePoint(Number(n)));
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const { config } = await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const arrows = [0, 3, 24]; // ->>, -x, -)
  const all = db.getMessages();
  console.log(JSON.stringify({
    arrows: all.filter((m) => arrows.includes(m.type)).map((m) => plain(m.message)),
    made: all.filter((m) => m.type === 1).length,
    notes: all.filter((m) => m.type === 2).length,
    config: Object.keys(config ?? {}),
  }));
}
