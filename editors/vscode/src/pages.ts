/** How is a card or the page of a rule shown? */

import * as vscode from 'vscode';
import type { Runner } from './runner';
import { run } from './tool';

const SCHEME = 'archnotes';

/** In which pages are written. */
export type Language = 'ko' | 'en';

/** Provides the text of pages, from the server's own knowledge and the workspace's. */
export function pages(runner: Runner): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const { name, folder, language = languageHere() } = JSON.parse(uri.query);
      if (runner.state.kind !== 'running') {
        return 'archnotes does not run.';
      }
      return run(runner.state.binary, ['explain', '--format', 'markdown', '--language', language, name], folder);
    },
  });
}

/** Opens what archnotes knows of `name`, a card or a rule, as Markdown beside the text. */
export async function open(name: string): Promise<void> {
  await vscode.commands.executeCommand('markdown.showPreviewToSide', address(name, languageHere()));
}

/** The address of what archnotes knows of `name`; without a language in that of the line that it is opened from. */
export function address(name: string, language?: Language): vscode.Uri {
  const query = JSON.stringify({ name, language, folder: folder()?.uri.fsPath });
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name.replaceAll('/', ' ')}.md`, query });
}

/** The folder of the open file, else the first one, if it is on disk. */
export function folder(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  const res = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  return res?.uri.scheme === 'file' ? res : undefined;
}

/** The language of pages: as it is set, else that of the line under the cursor, else the editor's. */
export function languageHere(): Language {
  const setting = vscode.workspace.getConfiguration('archnotes').get<string>('language', 'auto');
  if (setting === 'ko' || setting === 'en') {
    return setting;
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return vscode.env.language.startsWith('ko') ? 'ko' : 'en';
  }
  return /\p{Script=Hangul}/u.test(editor.document.lineAt(editor.selection.active.line).text) ? 'ko' : 'en';
}
