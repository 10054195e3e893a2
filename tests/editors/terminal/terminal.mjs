/** What is a terminal that a test can type into, read and take pictures of? xterm.js in a page, with a program behind it. */

import { spawn } from 'node:child_process';
import path from 'node:path';

/** Milliseconds; longer than anything takes on the busiest machine. */
const PATIENCE = 120_000;

/** The program sees a terminal of this many rows and columns. */
const IN_A_TERMINAL = `import os, pty, sys
os.environ.update(TERM='xterm-256color', COLORTERM='truecolor')
pty.spawn(['sh', '-c', 'stty rows "$0" cols "$1"; shift; exec "$@"', *sys.argv[1:]])`;

const PAGE = `<!doctype html><html lang="ko"><style>
  html, body { margin: 0; background: #14161b }
  #frame { display: inline-block; padding: 14px 18px }
</style><div id="frame"></div></html>`;

const LOOK = {
  allowProposedApi: true,
  fontFamily: '"Noto Sans Mono CJK KR", "Noto Color Emoji", monospace',
  fontSize: 16,
  lineHeight: 1.1,
  theme: { background: '#14161b', foreground: '#e0e2ea', cursor: '#e0e2ea' },
};

/** Starts `command` in `folder`. MODULES is the folder with xterm.js. */
export async function open({ browser, modules, folder, command, columns, rows }) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1200 }, deviceScaleFactor: 2 });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  await page.setContent(PAGE);
  const module = (name) => path.join(modules, 'node_modules/@xterm', name);
  await page.addStyleTag({ path: module('xterm/css/xterm.css') });
  await page.addScriptTag({ path: module('xterm/lib/xterm.js') });
  await page.addScriptTag({ path: module('addon-unicode11/lib/addon-unicode11.js') });

  const program = spawn('python3', ['-c', IN_A_TERMINAL, `${rows}`, `${columns}`, ...command], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  program.stdin.on('error', () => undefined); // what is typed at a program that has ended
  await page.exposeFunction('typed', (text) => void program.stdin.write(text));
  await page.evaluate(start, { ...LOOK, cols: columns, rows });
  program.stdout.on('data', (bytes) => page.evaluate(show, bytes.toString('base64')).catch(() => undefined));

  return {
    page,

    /** Types keys as playwright names them, one after the other. */
    async keys(...names) {
      for (const name of names) {
        await page.keyboard.press(name);
      }
    },

    /** Types text, of whichever script. */
    type: (text) => page.keyboard.insertText(text),

    /** Waits until the screen has all `parts`, wherever its lines break. */
    async shows(...parts) {
      const has = (parts) => parts.every((it) => globalThis.screenText().includes(it));
      await page.waitForFunction(has, parts, { polling: 20 }).catch(async () => {
        throw new Error(`waited in vain for ${parts.join(', ')} in\n${await page.evaluate('screenText()')}`);
      });
    },

    /** Waits until the screen has none of `parts`. */
    hides: (...parts) =>
      page.waitForFunction((parts) => !parts.some((it) => globalThis.screenText().includes(it)), parts, { polling: 20 }),

    picture: (file) => page.locator('#frame').screenshot({ path: file, animations: 'disabled' }),

    async close() {
      program.kill();
      await context.close();
    },
  };
}

/** Runs in the page. */
function start(options) {
  const terminal = new globalThis.Terminal(options);
  terminal.loadAddon(new globalThis.Unicode11Addon.Unicode11Addon());
  terminal.unicode.activeVersion = '11'; // in which an emoji is two cells wide
  terminal.onData((it) => globalThis.typed(it));
  terminal.open(document.getElementById('frame'));
  terminal.focus();
  globalThis.terminal = terminal;
  globalThis.screenText = () => {
    const buffer = terminal.buffer.active;
    const lines = Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.viewportY + row));
    return lines.map((it, row) => (row > 0 && !it.isWrapped ? '\n' : '') + it.translateToString(true)).join('');
  };
}

/** Runs in the page; returns when the screen is drawn. */
function show(base64) {
  const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
  globalThis.terminal.write(bytes);
}
