/** What does the command line of the server say? */

import { execFile } from 'node:child_process';
import type { Binary } from './binary';

/** More than the longest page. Bytes. */
const ROOM = 16 << 20;

/**
 * Runs `archnotes` with `arguments` in `folder` and returns its standard output.
 *
 * Errors: what it says itself, in one line, when it fails.
 */
export function run(binary: Binary, args: readonly string[], folder: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: ROOM, windowsHide: true };
    execFile(binary.path, args, options, (error, output, complaint) => {
      if (error === null) {
        resolve(output);
      } else {
        const [reason] = complaint.trim().split('\n');
        reject(new Error(reason || `archnotes ${args[0]} could not be run`));
      }
    });
  });
}
