/** Does the extension work in the window that a person sees? It takes the pictures of the README on its way. */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Milliseconds; longer than anything takes on the busiest machine. */
const PATIENCE = 120_000;

/** Pixels of the window, of which a picture has twice as many. */
const SIZE = { width: 1040, height: 560 };

const SHOP = `# Ticket shop

| Tier    | Service       | Placement                |
|---------|---------------|--------------------------|
| Web     | ECS Fargate   | three Availability Zones |
| Orders  | Amazon Aurora | three Availability Zones |
| Tickets | Amazon SQS    | –                        |

📈 Clicks go through Kinesis Data Firehose to Amazon S3.
🧾 Reports come from RDS for MySQL, deployed without Multi-AZ.
🎫 The printing service runs on a single EC2 instance.
`;

const RESIZER = `# 🖼️ 사진 서비스

사진은 S3에 올리고, 📷 축소판은 
`;

export async function window({ address, browser, pictures, scratch, say }) {
  const folder = path.join(scratch, 'ticket-shop');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'shop.md'), SHOP);
  writeFileSync(path.join(folder, '사진.md'), RESIZER);
  const context = await browser.newContext({ viewport: SIZE, deviceScaleFactor: 2 });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();

  async function open(name) {
    const file = `vscode-remote://${new URL(address).host}${path.join(folder, name)}`;
    const query = new URLSearchParams({ folder, payload: JSON.stringify([['openFile', file]]) });
    await page.goto(`${address}/?${query}`, { waitUntil: 'commit' });
    await page.locator('.view-line').first().waitFor();
  }

  async function picture(name, clip = { x: 0, y: 0, ...SIZE }) {
    await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled', clip });
  }

  async function test(name, run) {
    try {
      await run();
      say({ name });
    } catch (error) {
      await page.screenshot({ path: path.join(pictures, 'failure.png') });
      say({ name, failure: String(error?.stack ?? error) });
    }
  }

  await test('a card is shown under the pointer', async () => {
    await open('shop.md');
    // The window stays so when it is opened again.
    const explorer = page.locator('.part.sidebar');
    await explorer.waitFor();
    await page.keyboard.press('Control+B');
    await explorer.waitFor({ state: 'hidden' });
    await squiggles(page, 2);
    // A card takes no more than a quarter of the editor's height.
    await page.setViewportSize({ ...SIZE, height: 3 * SIZE.height });
    const card = page.locator('.monaco-hover:visible', { hasText: 'message queue' });
    await point(page, 'SQS', card);
    // To its last line.
    const [whole, last] = [await card.boundingBox(), await card.getByText('Documentation').boundingBox()];
    assert.ok(last.y + last.height <= whole.y + whole.height, 'the card is cut off');
    await picture('hover', { x: 0, y: 0, width: SIZE.width, height: Math.ceil(whole.y + whole.height) + 20 });
    await page.mouse.move(0, 0);
    await card.waitFor({ state: 'hidden' });
    await page.setViewportSize(SIZE);
  });

  await test('a finding has its reason and its quick fixes', async () => {
    await click(page, 'EC2');
    await rest(page);
    const menu = page.locator('.action-widget:visible');
    await press(page, 'Control+.', menu);
    assert.match(await menu.innerText(), /single-instance/);
    await picture('finding');
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
  });

  await test('the language status counts the findings', async () => {
    await page.locator('[id="status.languageStatus"]').click();
    await page.locator('.hover-language-status', { hasText: '3 findings' }).first().waitFor();
    await page.keyboard.press('Escape');
    await click(page, 'shop');
    await rest(page);
  });

  await test('the Problems panel lists the findings', async () => {
    await page.keyboard.press('Control+Shift+M');
    const panel = page.locator('.markers-panel');
    await panel.getByText('single-instance').waitFor();
    await panel.getByText('database-not-multi-az').waitFor();
    await picture('problems');
    await page.keyboard.press('Control+J');
    await panel.waitFor({ state: 'hidden' });
  });

  await test('the code of a finding leads to the page of its rule', async () => {
    const code = page.locator('.monaco-hover:visible a.code-link', { hasText: 'single-instance' });
    await point(page, 'EC2', code);
    await code.click();
    const shown = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await shown.getByText('What to do').waitFor();
    await page.keyboard.press('Control+W');
    await page.locator('.tab', { hasText: 'single-instance' }).waitFor({ state: 'hidden' });
  });

  await test('a Korean name is completed', async () => {
    await open('사진.md');
    await page.locator('.view-line').nth(2).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.insertText('람');
    const list = page.locator('.suggest-widget.visible');
    await press(page, 'Control+Space', list);
    await list.getByText('람다').first().waitFor();
    const { y, height } = await list.boundingBox();
    await picture('completion', { x: 0, y: 0, width: SIZE.width, height: Math.ceil(y + height) + 40 });
    await page.keyboard.press('Enter');
    await list.waitFor({ state: 'hidden' });
    assert.match(await text(page), /축소판은 람다\n/);
  });

  await test('the page of the extension has nothing to load', async () => {
    await page.keyboard.press('Control+Shift+X');
    await page.locator('.extension-list-item', { hasText: 'Cards, completion and findings' }).first().click();
    const shown = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await shown.getByText('Rest the pointer on a name').waitFor();
    assert.equal(await shown.locator('img').count(), 0);
  });

  await context.close();
}

/** Waits until so many warnings are underlined. */
async function squiggles(page, number) {
  const are = (it) => document.querySelectorAll('.cdr.squiggly-warning').length === it;
  await page.waitForFunction(are, number);
}

/** Presses a key until it brings what it is for. */
async function press(page, key, brought) {
  await repeat(() => page.keyboard.press(key), brought);
}

/** Moves the pointer to a word until that brings what it is for. */
async function point(page, word, brought) {
  await repeat(async () => {
    await page.mouse.move(0, 0);
    const { x, y } = await where(page, word);
    await page.mouse.move(x, y);
  }, brought);
}

/** A window that is busy with something else, as with its new size, may lose a key or a movement. */
async function repeat(act, brought) {
  const comes = () => brought.waitFor({ timeout: PATIENCE / 10 }).then(
    () => true,
    () => false,
  );
  do {
    await act();
  } while (!(await comes()));
}

async function click(page, word) {
  const { x, y } = await where(page, word);
  await page.mouse.click(x, y);
}

/** Moves the pointer to a line without text: a word below it would be shown as a link while Ctrl is pressed. */
async function rest(page) {
  const { x, y } = await where(page, 'Tier');
  await page.mouse.move(x, y - 25);
}

/** The middle of a word in the editor's text, in pixels. */
function where(page, word) {
  return page.evaluate((word) => {
    const walker = document.createTreeWalker(document.querySelector('.view-lines'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const start = walker.currentNode.data.indexOf(word);
      if (start !== -1) {
        const range = document.createRange();
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + word.length);
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
    }
    throw new Error(`${word} is not in the text`);
  }, word);
}

/** The visible text of the editor, with plain spaces. */
async function text(page) {
  const lines = await page.locator('.view-line').allInnerTexts();
  return `${lines.join('\n').replaceAll('\u00a0', ' ')}\n`;
}
