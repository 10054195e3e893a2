/** What does the language status say? */

import * as vscode from 'vscode';
import { LANGUAGES } from './client';
import type { Runner } from './runner';

/** How many findings of archnotes the editor shows for a file. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((it) => it.source === 'archnotes');
}

/** An entry behind the `{}` of the status bar, for files that archnotes reads. */
export function status(runner: Runner): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem(
    'archnotes',
    LANGUAGES.map((language) => ({ language })),
  );
  item.name = 'archnotes';
  const show = () => render(item, runner);
  show();
  return vscode.Disposable.from(
    item,
    runner.onDidChange(show),
    vscode.languages.onDidChangeDiagnostics(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
}

function render(item: vscode.LanguageStatusItem, runner: Runner): void {
  const state = runner.state;
  item.busy = state.kind === 'starting';
  item.severity = vscode.LanguageStatusSeverity.Information;
  item.command = { command: 'workbench.actions.view.problems', title: 'Show Problems' };
  switch (state.kind) {
    case 'running':
      item.text = count(vscode.window.activeTextEditor?.document.uri);
      item.detail = `archnotes ${state.binary.version}`;
      break;
    case 'starting':
      item.text = 'archnotes is starting';
      item.detail = undefined;
      break;
    case 'stopped':
    case 'failed':
      item.text = 'archnotes does not run';
      item.detail = state.kind === 'failed' ? state.fault.message : undefined;
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.command = { command: 'archnotes.restart', title: 'Restart' };
  }
}

function count(uri: vscode.Uri | undefined): string {
  const number = uri === undefined ? 0 : findings(uri).length;
  switch (number) {
    case 0:
      return 'No findings';
    case 1:
      return '1 finding';
    default:
      return `${number} findings`;
  }
}
