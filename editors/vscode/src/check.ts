/** What is found in the workspace's files, open or not? */

import * as vscode from 'vscode';
import type { Binary } from './binary';
import { findings } from './status';
import { run } from './tool';

/** A finding as `archnotes check --format json` writes it. Rows and columns count from 1, columns in characters. */
interface Finding {
  readonly filename: string;
  readonly code: string;
  readonly severity: keyof typeof SEVERITIES;
  readonly message: string;
  readonly location: Place;
  readonly end_location: Place;
  readonly url: string | null;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The findings of the last check, of files that the server does not speak of itself. */
export class Checked implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('archnotes check');
  private readonly subscription = vscode.workspace.onDidOpenTextDocument((it) => this.collection.delete(it.uri));

  /**
   * Checks all folders on disk and returns how many findings there are, in how many files.
   *
   * Errors: what the command line says when it cannot run.
   */
  async check(binary: Binary): Promise<{ findings: number; files: number }> {
    this.collection.clear();
    const folders = vscode.workspace.workspaceFolders?.filter((it) => it.uri.scheme === 'file') ?? [];
    let [number, files] = [0, 0];
    for (const folder of folders) {
      const output = await run(binary, ['check', '--format', 'json'], folder.uri.fsPath);
      for (const [name, found] of byFile(JSON.parse(output))) {
        await this.show(vscode.Uri.joinPath(folder.uri, name), found);
        number += found.length;
        files += 1;
      }
    }
    return { findings: number, files };
  }

  dispose(): void {
    this.collection.dispose();
    this.subscription.dispose();
  }

  private async show(uri: vscode.Uri, found: readonly Finding[]): Promise<void> {
    const isOpen = vscode.workspace.textDocuments.some((it) => it.uri.toString() === uri.toString());
    if (isOpen || findings(uri).length > 0) {
      return;
    }
    const lines = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).split(/\r\n|\n|\r/);
    this.collection.set(
      uri,
      found.map((it) => diagnostic(it, lines)),
    );
  }
}

function byFile(found: readonly Finding[]): Map<string, Finding[]> {
  const res = new Map<string, Finding[]>();
  for (const it of found) {
    res.set(it.filename, [...(res.get(it.filename) ?? []), it]);
  }
  return res;
}

function diagnostic(finding: Finding, lines: readonly string[]): vscode.Diagnostic {
  const [start, end] = [finding.location, finding.end_location].map((it) => position(it, lines)) as [
    vscode.Position,
    vscode.Position,
  ];
  const res = new vscode.Diagnostic(new vscode.Range(start, end), finding.message, SEVERITIES[finding.severity]);
  res.source = 'archnotes';
  res.code = finding.url === null ? finding.code : { value: finding.code, target: vscode.Uri.parse(finding.url) };
  return res;
}

/** The editor counts UTF-16 units from 0. */
function position(place: Place, lines: readonly string[]): vscode.Position {
  const before = [...(lines[place.row - 1] ?? '')].slice(0, place.column - 1).join('');
  return new vscode.Position(place.row - 1, before.length);
}
