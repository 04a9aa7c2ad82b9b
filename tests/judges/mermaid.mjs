// Parses every mermaid block of the named Markdown files with mermaid's own parser; exit 1 if it refuses one.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const dom = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
Object.defineProperty(globalThis, 'navigator', { value: dom.window.navigator, configurable: true });

const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false });

let count = 0;
let refused = 0;
for (const file of process.argv.slice(2)) {
  for (const [, text] of readFileSync(file, 'utf8').matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
    count += 1;
    try {
      await mermaid.parse(text);
    } catch (error) {
      refused += 1;
      console.log(`${file}: ${error.message}\n${text}`);
    }
  }
}
console.log(`${count} diagrams, ${refused} refused`);
process.exit(refused > 0 ? 1 : 0);
