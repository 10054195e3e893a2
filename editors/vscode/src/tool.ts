/** What does the command line of the server say? */

import { execFile } from 'node:child_process';
import type { Binary } from './binary';

/** More than the findings of a large workspace. Bytes. */
const ROOM = 64 << 20;

/** `check` ends so when there are findings. */
const FINDINGS = 1;

/**
 * Runs `archnotes` with `arguments` in `folder` and returns its standard output.
 *
 * Errors: what it says itself, in one line, when it ends with anything but 0 or 1.
 */
export function run(binary: Binary, args: readonly string[], folder: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: ROOM, windowsHide: true };
    execFile(binary.path, args, options, (error, output, complaint) => {
      if (error === null || error.code === FINDINGS) {
        resolve(output);
      } else {
        const [reason] = complaint.trim().split('\n');
        reject(new Error(reason || `archnotes ${args[0]} could not be run`));
      }
    });
  });
}
