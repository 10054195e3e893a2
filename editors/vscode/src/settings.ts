/** What did the user set? */

import * as vscode from 'vscode';

/** The extension's own settings, which the server does not know. */
const OWN = ['server'];

/** Whether a change of `archnotes.server.*` is among what changed. */
export function concernsTheExtension(event: vscode.ConfigurationChangeEvent): boolean {
  return OWN.some((it) => event.affectsConfiguration(`archnotes.${it}`));
}

/** The setting `archnotes.server.path`. */
export function serverPath(): string {
  return vscode.workspace.getConfiguration('archnotes').get<string>('server.path', '').trim();
}

/**
 * What the user set for a file or folder, as the server reads it; without one, for the workspace. Defaults are left out: they
 * would hide what `archnotes.toml` says.
 *
 * Of a setting that is an object, each entry counts by itself.
 */
export function chosen(scope?: vscode.Uri): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration('archnotes', scope ?? null);
  const res: Record<string, unknown> = {};
  for (const key of Object.keys(configuration).filter((it) => !OWN.includes(it))) {
    const value = configuration.get(key);
    const set = values(configuration.inspect(key));
    if (isObject(value)) {
      const entries = Object.entries(value).filter(([name]) => set.some((it) => isObject(it) && name in it));
      if (entries.length > 0) {
        res[key] = Object.fromEntries(entries);
      }
    } else if (set.length > 0 && typeof value !== 'function') {
      res[key] = value;
    }
  }
  return res;
}

function values(inspected: ReturnType<vscode.WorkspaceConfiguration['inspect']>): unknown[] {
  const set = [inspected?.globalValue, inspected?.workspaceValue, inspected?.workspaceFolderValue];
  return set.filter((it) => it !== undefined);
}

function isObject(it: unknown): it is object {
  return typeof it === 'object' && it !== null && !Array.isArray(it);
}
