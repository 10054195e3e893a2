/**
 * Makes the extension for the machine it runs on, with the server inside: `node scripts/build.mjs [OPTION…]`.
 *
 *     --server FILE    the server to put in; else Cargo builds it
 *     --target NAME    what it runs on, as the marketplaces call it; else this machine (`linux-x64`, `win32-arm64`, …)
 *     --out FILE       the package; else `archnotes-TARGET.vsix` here
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

const here = path.dirname(import.meta.dirname);
const root = path.resolve(here, '../..');
const { values } = parseArgs({
  options: { server: { type: 'string' }, target: { type: 'string' }, out: { type: 'string' } },
});
const target = values.target ?? `${process.platform}-${process.arch}`;
const program = target.startsWith('win32') ? 'archnotes.exe' : 'archnotes';
const out = path.resolve(values.out ?? path.join(here, `archnotes-${target}.vsix`));
const server = path.resolve(values.server ?? cargo());

process.chdir(here);
rmSync('server', { recursive: true, force: true });
mkdirSync('server');
copyFileSync(server, path.join('server', program));
chmodSync(path.join('server', program), 0o755);
copyFileSync(path.join(root, 'LICENSE-MIT'), 'LICENSE');
await build({
  absWorkingDir: here,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  // The library's ES modules, of which only what is used is taken.
  mainFields: ['module', 'main'],
});
writeFileSync('dist/README.md', withoutPictures(readFileSync('README.md', 'utf8')));
await createVSIX({
  packagePath: out,
  target,
  dependencies: false,
  skipLicense: true,
  allowMissingRepository: true,
  readmePath: 'dist/README.md',
});

/** VS Code's page of an extension loads pictures from the network only; the walkthrough has those of the package. */
function withoutPictures(text) {
  return text.replaceAll(/^!\[.*\]\(images\/.*\)\n\n/gm, '');
}

function cargo() {
  execFileSync('cargo', ['build', '--release', '--locked'], { cwd: root, stdio: 'inherit' });
  return path.join(root, 'target/release', process.platform === 'win32' ? 'archnotes.exe' : 'archnotes');
}
