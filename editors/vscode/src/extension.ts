/** What is switched on, and in what order does it leave? */

import * as vscode from 'vscode';
import { commands } from './commands';
import { pages } from './pages';
import { Runner } from './runner';
import { status } from './status';

let runner: Runner | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('archnotes', { log: true });
  runner = new Runner(context, log);
  context.subscriptions.push(log, runner, status(runner), pages(runner), commands(context, runner, log));
  await runner.restart();
}

export async function deactivate(): Promise<void> {
  await runner?.stop();
}
