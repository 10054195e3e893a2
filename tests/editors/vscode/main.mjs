/**
 * Runs all tests of the extension: `main.mjs CODE SCRATCH ROOT PICTURES`.
 *
 * CODE is the folder with code-server and playwright, SCRATCH has the packages, ROOT is the repository, PICTURES gets the
 * pictures.
 */

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { host } from './host.mjs';
import { window } from './window.mjs';

const [code, scratch, root, pictures] = process.argv.slice(2);
const { chromium } = createRequire(`${code}/`)('playwright-core');
const entry = path.join(code, 'node_modules/code-server/out/node/entry.js');
const data = path.join(scratch, 'data');
const folders = [
  '--config',
  '/dev/null',
  '--user-data-dir',
  data,
  '--extensions-dir',
  path.join(scratch, 'extensions'),
];

/** What would move, ask or speak in the pictures by itself. */
const SETTINGS = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'editor.unicodeHighlight.ambiguousCharacters': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'window.autoDetectColorScheme': false,
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

const settings = path.join(data, 'User/settings.json');
mkdirSync(path.dirname(settings), { recursive: true });
writeFileSync(settings, JSON.stringify(SETTINGS));
for (const name of ['archnotes', 'companion']) {
  const install = [entry, ...folders, '--install-extension', path.join(scratch, `${name}.vsix`)];
  execFileSync(process.execPath, install, { stdio: 'ignore' });
}

const results = path.join(scratch, 'results.json');
const env = {
  ...process.env,
  ARCHNOTES_ROOT: root,
  ARCHNOTES_TESTS: path.join(import.meta.dirname, 'host.cjs'),
  ARCHNOTES_RESULTS: results,
};
const options = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
let server;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
let [passed, failed] = [0, 0];
function say({ name, failure }) {
  console.log(failure ? `FAILED  ${name}\n${failure}` : `ok      ${name}`);
  failure ? failed++ : passed++;
}

try {
  const address = await serve();
  const parts = { address, browser, results, pictures, scratch, say };
  await host(parts);
  await window(parts);
} finally {
  await browser.close();
  await end();
  console.log(`${passed} passed, ${failed} failed`);
}
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/**
 * Starts code-server and returns its address.
 *
 * It gives its own child ten seconds to answer, which a busy machine does not keep: then it ends, and is started again.
 */
async function serve() {
  const log = path.join(scratch, 'code-server.log');
  for (let attempt = 0; attempt < 9; attempt++) {
    server = spawn(process.execPath, [entry, ...folders, '--bind-addr', '127.0.0.1:0', ...options], {
      env,
      stdio: ['ignore', 'pipe', openSync(log, 'w')],
      detached: true,
    });
    for await (const line of createInterface(server.stdout)) {
      const [, address] = /HTTP server listening on (http:\S+?)\/?$/.exec(line) ?? [];
      if (address) {
        return address;
      }
    }
  }
  throw new Error(`code-server ends by itself:\n${readFileSync(log, 'utf8')}`);
}

/** Ends code-server with all that it has started, which would write into SCRATCH while that is removed. */
async function end() {
  if (server && server.exitCode === null) {
    const ended = new Promise((resolve) => server.once('close', resolve));
    process.kill(-server.pid, 'SIGKILL');
    await ended;
  }
}
