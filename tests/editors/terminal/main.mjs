/**
 * What does a person see of archnotes in a terminal? `main.mjs MODULES SCRATCH PICTURES`.
 *
 * MODULES is the folder with xterm.js and playwright, SCRATCH gets the notes, PICTURES the pictures. `archnotes` and `nvim`
 * are on the PATH, the latter with its user's init.lua.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { open } from './terminal.mjs';

const [modules, scratch, pictures] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)('playwright-core');
const folder = path.join(scratch, 'notes');

const DESIGN = `# 🎫 예매 시스템

| 계층   | 서비스            | 배치              |
|--------|-------------------|-------------------|
| 웹     | ECS Fargate       | 가용 영역 세 곳   |
| 주문   | Amazon Aurora     | 가용 영역 세 곳   |
| 발권   | Amazon SQS        | 리전              |

📈 클릭은 Kinesis Data Firehose로 S3에 모은다.
🧾 통계 DB는 RDS for MySQL이고 Multi-AZ를 사용하지 않는다.
🏢 발권 서버는 EC2 한 대로 운영한다.
`;

mkdirSync(folder);
writeFileSync(path.join(folder, '예매.md'), DESIGN);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let [passed, failed] = [0, 0];

/** Runs `command` in a terminal of its own, and `body` on it. */
async function test(name, command, [columns, rows], body) {
  const terminal = await open({ browser, modules, folder, command, columns, rows });
  const picture = (it) => terminal.picture(path.join(pictures, `${it}.png`));
  try {
    await body(terminal, picture);
    console.log(`ok      ${name}`);
    passed++;
  } catch (error) {
    console.log(`FAILED  ${name}\n${error?.stack ?? error}`);
    await picture('failure');
    failed++;
  }
  await terminal.close();
}

const HIDDEN = '\\033[?25l'; // the cursor, which nobody types at
const SHELL = ['sh', '-c', `printf '${HIDDEN}\\033[32m$\\033[0m archnotes check 예매.md\\n'; archnotes check 예매.md`];
await test('the command line underlines what it finds', SHELL, [101, 27], async (it, picture) => {
  await it.shows('warning[single-instance]', 'hint[renamed-service]', '2 warnings, 1 hint in 1 file', 'the reasons');
  await picture('check');
});

const NEOVIM = ['nvim', '예매.md'];
await test('Neovim shows a finding in a float', NEOVIM, [96, 18], async (it, picture) => {
  await it.shows('W  11');
  await it.type('10Gf를');
  await it.keys('Control+w');
  await it.type('d');
  await it.shows('대기 인스턴스가', '복제본을 둔다');
  await picture('neovim-finding');
});

await test('Neovim shows the card of a name', NEOVIM, [96, 30], async (it, picture) => {
  await it.shows('W  11');
  await it.type('7GfSK');
  await it.shows('Amazon Simple Queue Service');
  await picture('neovim-hover');
});

await test('Neovim completes a Korean name', NEOVIM, [96, 18], async (it, picture) => {
  await it.shows('W  11');
  await it.type('Go축소판은 ');
  await it.type('람');
  await it.keys('Control+Space');
  await it.shows('람다 엣지', 'AWS Lambda');
  await picture('neovim-completion');
  await it.keys('Control+y');
  await it.shows('축소판은 람다');
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
