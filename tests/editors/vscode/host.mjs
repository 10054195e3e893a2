/** Runs the tests of host.cjs inside the extension host of a window. */

import { mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Milliseconds; longer than anything takes on the busiest machine. */
const PATIENCE = 120_000;

/** Tells `say` each result as it comes. */
export async function host({ address, browser, results, scratch, say }) {
  const folder = path.join(scratch, 'host');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'tests-run-here'), '');
  writeFileSync(results, '');
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.goto(`${address}/?folder=${encodeURIComponent(folder)}`, { waitUntil: 'commit' });
  let told = 0;
  for await (const _ of changes(results)) {
    const lines = readFileSync(results, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((it) => JSON.parse(it));
    lines
      .slice(told)
      .filter((it) => it !== null)
      .forEach(say);
    told = lines.length;
    if (lines.at(-1) === null) {
      break;
    }
  }
  await context.close();
}

/** Yields at once, and whenever the file may have changed. */
async function* changes(file) {
  let wake = () => undefined;
  const watcher = watch(file, () => wake());
  try {
    for (;;) {
      const changed = new Promise((resolve) => {
        wake = resolve;
      });
      yield;
      await changed;
    }
  } finally {
    watcher.close();
  }
}
