/** What does each command do? */

import * as vscode from 'vscode';
import { HoverRequest, WorkspaceDiagnosticRequest } from 'vscode-languageclient/node';
import { folder, languageHere, open } from './pages';
import type { Runner, State } from './runner';
import { chosen } from './settings';
import { findings } from './status';
import { run } from './tool';

type Running = Extract<State, { kind: 'running' }>;

/** Registers all commands of package.json. */
export function commands(
  context: vscode.ExtensionContext,
  runner: Runner,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const register = (name: string, command: () => unknown) =>
    vscode.commands.registerCommand(`archnotes.${name}`, () => attempt(command));
  const running = (command: (state: Running) => unknown) => () =>
    runner.state.kind === 'running' ? command(runner.state) : runner.restart();
  return vscode.Disposable.from(
    register('restart', () => runner.restart()),
    register('showLog', () => log.show()),
    register('showRule', running(showRule)),
    register('openCard', running(openCard)),
    register('checkWorkspace', running(checkWorkspace)),
    register('newNote', newNote),
    register('copyDebugInformation', () => copyDebugInformation(context, runner)),
  );
}

/** What goes wrong is said in one line. */
async function attempt(command: () => unknown): Promise<void> {
  try {
    await command();
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** The page of the rule behind the finding under the cursor, else of one that is chosen. */
async function showRule(state: Running): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const here = editor && findings(editor.document.uri).filter((it) => it.range.contains(editor.selection.active));
  const rules = new Set(here?.map(code));
  const [first, ...others] = rules;
  if (first !== undefined && others.length === 0) {
    return open(first);
  }
  const lines = await list(state, ['rules', '--language', languageHere()], /^(\S+)\s+(\S+)\s+(.*)$/);
  const items = lines.map(([, id = '', severity = '', title = '']) => ({
    label: id,
    description: severity,
    detail: title,
  }));
  const offered = rules.size === 0 ? items : items.filter((it) => rules.has(it.label));
  const item = await vscode.window.showQuickPick(offered, { placeHolder: 'Which rule?', matchOnDetail: true });
  return item && open(item.label);
}

/** The card of the name under the cursor, else of a service that is chosen. */
async function openCard(state: Running): Promise<void> {
  const name = await nameUnderCursor(state);
  if (name !== undefined) {
    return open(name);
  }
  const lines = await list(state, ['services'], /^(\S+)\s{2,}(.*?)\s{2,}(.*?)\s{2,}(.*)$/);
  const items = lines.map(([, id = '', name = '', category = '']) => ({ label: name, description: category, id }));
  const item = await vscode.window.showQuickPick(items, { placeHolder: 'Which service?', matchOnDescription: true });
  return item && open(item.id);
}

async function nameUnderCursor(state: Running): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !state.client.isRunning()) {
    return undefined;
  }
  const { code2ProtocolConverter: to, protocol2CodeConverter: from } = state.client;
  const hover = await state.client.sendRequest(
    HoverRequest.type,
    to.asTextDocumentPositionParams(editor.document, editor.selection.active),
  );
  const name = hover?.range && editor.document.getText(from.asRange(hover.range));
  // Not everything that has a hover is a name: an availability target has no card.
  return name !== undefined && /^\p{L}/u.test(name) ? name : undefined;
}

/** Waits until the server has read all files, and shows what it has found. */
async function checkWorkspace(state: Running): Promise<void> {
  const options = { location: vscode.ProgressLocation.Window, title: 'archnotes checks the workspace' };
  const { items } = await vscode.window.withProgress(options, () =>
    state.client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] }),
  );
  const numbers = items.map((it) => (it.kind === 'full' ? it.items.length : 0)).filter((it) => it > 0);
  const sum = numbers.reduce((a, b) => a + b, 0);
  if (sum === 0) {
    void vscode.window.showInformationMessage('archnotes has found nothing in the workspace.');
  } else {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    const [found, files] = [
      sum === 1 ? '1 finding' : `${sum} findings`,
      numbers.length === 1 ? '1 file' : `${numbers.length} files`,
    ];
    vscode.window.setStatusBarMessage(`archnotes: ${found} in ${files}`, 10_000);
  }
}

/** An unsaved note to try things on. */
async function newNote(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown' });
  await vscode.window.showTextDocument(document);
  const name = languageHere() === 'ko' ? 'AWS 구성안' : 'AWS architecture note';
  await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'markdown', name });
}

/** All that a report of a fault needs, and nothing of what the documents say. */
async function copyDebugInformation(context: vscode.ExtensionContext, runner: Runner): Promise<void> {
  const state = runner.state;
  const lines = [
    `extension: archnotes ${context.extension.packageJSON.version}`,
    `editor: ${vscode.env.appName} ${vscode.version}${vscode.env.remoteName ? ` (${vscode.env.remoteName})` : ''}`,
    `system: ${process.platform}-${process.arch}`,
    `server: ${state.kind}${state.kind === 'failed' ? `: ${state.fault.message}` : ''}`,
    ...(state.kind === 'running'
      ? [`program: ${state.binary.path}, ${state.binary.origin}, ${state.binary.version}`]
      : []),
    `settings: ${JSON.stringify(chosen())}`,
    `workspace: ${vscode.workspace.workspaceFolders?.length ?? 0} folders, ${vscode.workspace.isTrusted ? 'trusted' : 'not trusted'}`,
  ];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
  void vscode.window.showInformationMessage('The debug information of archnotes is in the clipboard.');
}

async function list(state: Running, args: readonly string[], row: RegExp): Promise<RegExpExecArray[]> {
  const output = await run(state.binary, args, folder()?.uri.fsPath);
  return output
    .split('\n')
    .map((it) => row.exec(it))
    .filter((it) => it !== null);
}

function code(it: vscode.Diagnostic): string {
  return String(typeof it.code === 'object' ? it.code.value : it.code);
}
