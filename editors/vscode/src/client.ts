/** How is one run of the server connected? */

import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  vsdiag,
} from 'vscode-languageclient/node';
import type { Binary } from './binary';
import { address } from './pages';
import { chosen } from './settings';

/** Where files are checked: on disk, unsaved, and in a repository that is read without a checkout. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];
/** The editor's names of the languages that the server reads. */
export const LANGUAGES = ['markdown', 'yaml', 'dockercompose', 'cloudformation', 'mermaid'];

/** Which files are handed to the server. */
export const SELECTOR = SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language })));

/** Milliseconds that the server may take to leave. */
const GRACE = 2000;

/**
 * A client that says nothing to the user, only to its log: `Runner` finds the words, and never shows a stack trace.
 *
 * It runs one process once; after its end a new client is made.
 */
export class Client extends LanguageClient {
  /** Whether the server has left without being asked to. */
  isGone = false;

  /** `ended` is called once when the server leaves without being asked to. */
  constructor(binary: Binary, log: vscode.LogOutputChannel, ended: () => void) {
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: log,
      traceOutputChannel: log,
      // For what is asked before the server asks for more.
      initializationOptions: chosen(),
      middleware: {
        provideDiagnostics: async (document, previous, token, next) => linked(await next(document, previous, token)),
        provideWorkspaceDiagnostics: (previous, token, report, next) =>
          next(previous, token, (it) => report(it && { items: it.items.map(linked) })),
        workspace: {
          // The library would answer with what `archnotes.server` says and with every default as well.
          configuration: ({ items }) =>
            items.map(({ section, scopeUri }) =>
              section === 'archnotes' ? chosen(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri)) : null,
            ),
        },
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          this.isGone = true;
          ended();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
    super('archnotes', 'archnotes', () => start(binary), options);
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** Ends the server, whatever state it is in. */
  async end(): Promise<void> {
    // A client that failed to start cannot be stopped and has nothing left to stop.
    await this.dispose(GRACE).catch(() => undefined);
  }
}

/** Lets the code of each finding lead to the page of its rule, which needs no network. */
function linked<T extends vsdiag.DocumentDiagnosticReport | null | undefined>(report: T): T {
  for (const { code } of report?.kind === vsdiag.DocumentDiagnosticReportKind.full ? report.items : []) {
    if (typeof code === 'object') {
      code.target = address(String(code.value));
    }
  }
  return report;
}

/** Starts the server. Not in the workspace's folder: it may be unreadable, or gone. */
function start(binary: Binary): Promise<ChildProcess> {
  const cwd = path.isAbsolute(binary.path) ? path.dirname(binary.path) : undefined;
  const server = spawn(binary.path, ['server'], { cwd, windowsHide: true });
  return new Promise((resolve, reject) => {
    server.once('spawn', () => resolve(server));
    server.once('error', reject);
  });
}
