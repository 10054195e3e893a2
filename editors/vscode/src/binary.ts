/** Which program is the server, and can it be run? */

import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import * as path from 'node:path';

/** Who named the server: the extension itself, or the setting `archnotes.server.path`. */
export type Origin = 'included' | 'setting';

/** A program that was asked for its version and can be started. */
export interface Binary {
  readonly path: string;
  readonly version: string;
  readonly origin: Origin;
}

/** Why archnotes does not run, in words for the user. */
export class Fault extends Error {
  constructor(
    message: string,
    /** Whose choice the server was, if that is what is wrong. */
    readonly origin?: Origin,
  ) {
    super(message);
  }
}

/** What is looked for. */
export interface Wanted {
  /** The setting; empty for the server that comes with the extension. */
  readonly setting: string;
  /** Where the extension is installed. */
  readonly extension: string;
  /** The extension's version: a server must be of the same series. */
  readonly version: string;
  /** What a relative setting starts from, if a folder is open. */
  readonly folder: string | undefined;
}

/** Long enough for a cold disk and a virus scanner. Milliseconds. */
const PATIENCE = 20_000;

/**
 * Finds the server and asks for its version.
 *
 * Errors: a `Fault` when it is missing, may not or cannot be run, is something else, or of another series.
 */
export async function find(wanted: Wanted): Promise<Binary> {
  const origin = wanted.setting === '' ? 'included' : 'setting';
  const program = origin === 'included' ? included(wanted.extension) : expand(wanted.setting, wanted.folder);
  const version = await versionOf(program, origin);
  if (series(version) !== series(wanted.version)) {
    throw new Fault(
      `${program} is archnotes ${version}, but the extension needs archnotes ${series(wanted.version)}.`,
      origin,
    );
  }
  return { path: program, version, origin };
}

function included(extension: string): string {
  return path.join(extension, 'server', process.platform === 'win32' ? 'archnotes.exe' : 'archnotes');
}

/** A bare name stays one, and is looked for on the `PATH`. */
function expand(setting: string, folder: string | undefined): string {
  if (/^~[/\\]/.test(setting)) {
    return path.join(homedir(), setting.slice(2));
  }
  const isName = !/[/\\]/.test(setting);
  return isName || path.isAbsolute(setting) || folder === undefined ? setting : path.join(folder, setting);
}

/** The part of a version that changes when something no longer fits: `0.1` of 0.1.7, `2` of 2.3.4. */
function series(version: string): string {
  const [major, minor] = version.split('.');
  return major === '0' ? `0.${minor}` : `${major}`;
}

function versionOf(program: string, origin: Origin): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, ['--version'], { timeout: PATIENCE, windowsHide: true }, (error, output) => {
      const version = /^archnotes (\d+\.\d+\.\d+\S*)\s*$/.exec(output)?.[1];
      if (error === null && version !== undefined) {
        resolve(version);
      } else {
        reject(new Fault(explain(program, origin, error), origin));
      }
    });
  });
}

/** What is wrong with a program that told no version. */
function explain(program: string, origin: Origin, error: Error | null): string {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
      return origin === 'included'
        ? `This build of the extension has no server for ${process.platform}-${process.arch}.`
        : `There is no server at ${program}.`;
    case 'EACCES':
    case 'EPERM':
      return `The server at ${program} may not be run: it is no program, or you lack the permission.`;
    case 'ENOEXEC':
    case 'EBADARCH':
    case 'UNKNOWN':
      return `The server at ${program} cannot be run on ${process.platform}-${process.arch}.`;
    default:
      return `The program at ${program} does not answer as archnotes.`;
  }
}
