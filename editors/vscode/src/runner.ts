/** Does the server run, what happens when it ends, and what does the user hear of it? */

import * as vscode from 'vscode';
import { type Binary, Fault, find } from './binary';
import { Client } from './client';
import { concernsTheExtension, serverPath } from './settings';

/** What the server is doing. */
export type State =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly binary: Binary; readonly client: Client }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'stopped' };

/** A server that ends more often than this within `WINDOW` is left alone. */
const RESTARTS = 3;
/** Milliseconds. */
const WINDOW = 3 * 60_000;

/** Keeps one server running. */
export class Runner implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  private readonly subscription: vscode.Disposable;
  /** Starts and stops happen one after the other. */
  private queue: Promise<void> = Promise.resolve();
  private current: State = { kind: 'stopped' };
  /** When the server ended by itself, oldest first. */
  private ends: number[] = [];

  /** Fires with each new state. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      // Of all others the server hears itself.
      if (concernsTheExtension(event)) {
        void this.restart();
      }
    });
  }

  get state(): State {
    return this.current;
  }

  /** Starts the server, anew if it runs. Never fails: the state says how it went. */
  restart(): Promise<void> {
    this.ends = [];
    return this.enqueue(() => this.launch());
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.enqueue(() => this.end());
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step);
    return this.queue;
  }

  private async launch(): Promise<void> {
    await this.end();
    this.become({ kind: 'starting' });
    try {
      const binary = await find({
        setting: serverPath(),
        extension: this.context.extensionPath,
        version: this.context.extension.packageJSON.version,
        folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      });
      this.log.info(`Starting ${binary.path}, archnotes ${binary.version}`);
      const client = new Client(binary, this.log, () => this.ended(client));
      await started(client);
      this.become({ kind: 'running', binary, client });
      // It may have answered and left at once.
      if (client.isGone) {
        this.ended(client);
      }
    } catch (error) {
      this.fail(error instanceof Fault ? error : new Fault(String(error)));
    }
  }

  private async end(): Promise<void> {
    const state = this.current;
    this.become({ kind: 'stopped' });
    if (state.kind === 'running') {
      await state.client.end();
    }
  }

  /** The server of `client` is gone, and nobody has asked for it. One that never ran is spoken of by `launch`. */
  private ended(client: Client): void {
    if (this.current.kind !== 'running' || this.current.client !== client) {
      return;
    }
    const now = Date.now();
    this.ends = [...this.ends.filter((it) => now - it < WINDOW), now];
    if (this.ends.length <= RESTARTS) {
      this.log.warn(`The server ended unexpectedly and is started again (${this.ends.length} of ${RESTARTS})`);
      void this.enqueue(() => this.launch());
    } else {
      const fault = new Fault('The archnotes server ended several times in a row and is left alone. The log says why.');
      void this.enqueue(async () => this.fail(fault));
    }
  }

  private become(state: State): void {
    this.current = state;
    this.changed.fire(state);
  }

  private fail(fault: Fault): void {
    this.log.error(fault.message);
    this.become({ kind: 'failed', fault });
    void offer(fault);
  }
}

async function started(client: Client): Promise<void> {
  try {
    await client.start();
  } catch {
    await client.end();
    throw new Fault('The archnotes server ended while it was starting. The log says why.');
  }
}

/** One message with the ways out. */
async function offer(fault: Fault): Promise<void> {
  const ways = new Map<string, () => Thenable<unknown>>();
  if (fault.origin === undefined) {
    ways.set('Show Log', () => vscode.commands.executeCommand('archnotes.showLog'));
    ways.set('Restart', () => vscode.commands.executeCommand('archnotes.restart'));
  } else {
    if (fault.origin === 'setting') {
      ways.set('Use Included Server', useIncluded);
    }
    ways.set('Open Setting', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'archnotes.server.path'),
    );
  }
  const way = await vscode.window.showErrorMessage(fault.message, ...ways.keys());
  await ways.get(way ?? '')?.();
}

/** Takes `archnotes.server.path` away wherever it is set; the change restarts the server. */
async function useIncluded(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('archnotes');
  const set = configuration.inspect('server.path');
  const targets: [unknown, vscode.ConfigurationTarget][] = [
    [set?.workspaceFolderValue, vscode.ConfigurationTarget.WorkspaceFolder],
    [set?.workspaceValue, vscode.ConfigurationTarget.Workspace],
    [set?.globalValue, vscode.ConfigurationTarget.Global],
  ];
  for (const [, target] of targets.filter(([value]) => value !== undefined)) {
    await configuration.update('server.path', undefined, target);
  }
}
