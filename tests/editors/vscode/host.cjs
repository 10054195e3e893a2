/** Does the extension work in a real VS Code? Run inside the extension host by `companion`, in a scratch workspace. */

const assert = require('node:assert/strict');
const { readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** Milliseconds; longer than anything takes on the busiest machine. */
const PATIENCE = 120_000;

/** An emoji of two UTF-16 units, one of one, and one of several characters before what is underlined. */
const NOTES = [
  '# 🛰️ 주문 시스템',
  '',
  '🚀 로그는 Kinesis Data Firehose로 S3에 보낸다.',
  '',
  '👩‍💻⚡ 주문 서버는 EC2 한 대로 운영한다.',
  '',
].join('\n');
const RENAMED = { line: 2, text: 'Kinesis Data Firehose', code: 'renamed-service', severity: 3 };
const SINGLE = { line: 4, text: 'EC2 한 대', code: 'single-instance', severity: 1 };

let vscode;
let workspace;
let files = 0;
const tests = [];
const test = (name, run) => tests.push({ name, run });

exports.run = async (api, say) => {
  vscode = api;
  workspace = api.workspace.workspaceFolders[0].uri.fsPath;
  for (const { name, run } of tests) {
    const late = new Promise((_, reject) => setTimeout(reject, 2 * PATIENCE, new Error('it does not end')));
    const failure = await Promise.race([run(), late]).then(
      () => undefined,
      (error) => String(error?.stack ?? error),
    );
    say({ name, failure });
    // What a test that failed has left.
    await setting('server.path', undefined);
    await setting('language', undefined);
    await setting('rules', undefined);
    await closeAll();
  }
};

// Helpers ------------------------------------------------------------------------------------------------------------

/** Asks until the answer is true, and returns it; says what was waited for, and what was there instead. */
async function until(what, ask, instead = () => '') {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const res = await ask();
    if (res) {
      return res;
    }
    assert.ok(Date.now() < end, `waited in vain for ${what} ${JSON.stringify(instead())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Without a question whether to save. */
async function closeAll() {
  for (const document of vscode.workspace.textDocuments.filter((it) => it.isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Opens a new file of this text in the workspace, each under a name of its own. */
async function open(text, name = `notes-${files++}.md`) {
  const file = path.join(workspace, name);
  writeFileSync(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  return { document, editor };
}

/** The findings: the text that is underlined, where it starts, code and severity, in the order of the text. */
function found(document) {
  const diagnostics = vscode.languages.getDiagnostics(document.uri).filter((it) => it.source === 'archnotes');
  return diagnostics
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map((it) => ({ range: it.range, code: it.code.value ?? it.code, severity: it.severity }));
}

/** Waits until the file has just these findings, each at the columns that its text stands at. */
async function expect(document, findings) {
  const expected = () =>
    JSON.stringify(findings.map((it) => ({ range: range(document, it), code: it.code, severity: it.severity })));
  await until(
    `the findings ${expected()}`,
    () => JSON.stringify(found(document)) === expected(),
    () => found(document),
  );
}

/** Where the text stands in its line. JavaScript counts UTF-16 units, as VS Code does. */
function range(document, { line, text }) {
  const start = document.lineAt(line).text.indexOf(text);
  assert.notEqual(start, -1, `${text} is in line ${line}`);
  return new vscode.Range(line, start, line, start + text.length);
}

async function hover(document, position) {
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position);
  return hovers.map((it) => ({ range: it.range, text: it.contents.map((part) => part.value ?? part).join('\n') }));
}

/** The first line of what a card says. */
function card(file, language) {
  const text = readFileSync(path.join(process.env.ARCHNOTES_ROOT, 'knowledge', file), 'utf8');
  return text.split(`\n# ${language}\n`)[1].trim().split('\n')[0];
}

/** The process ids of the servers that the extension host runs. */
function servers() {
  return readdirSync('/proc').filter((it) => {
    try {
      const stat = readFileSync(`/proc/${it}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return stat.includes('(archnotes)') && state !== 'Z' && Number(parent) === process.pid;
    } catch {
      return false; // no process, or gone meanwhile
    }
  });
}

function setting(key, value) {
  return vscode.workspace.getConfiguration('archnotes').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Waits for a tab whose title has `part`. */
function tab(part) {
  const tabs = () => vscode.window.tabGroups.all.flatMap((it) => it.tabs).map((it) => it.label);
  return until(`a tab ${part}`, () => tabs().some((it) => it.includes(part)), tabs);
}

// Tests --------------------------------------------------------------------------------------------------------------

test('findings stand where their text does, behind emoji and Hangul', async () => {
  const { document } = await open(NOTES);
  await expect(document, [RENAMED, SINGLE]);
  const [renamed] = vscode.languages.getDiagnostics(document.uri);
  assert.equal(renamed.code.target.with({ query: '' }).toString(), 'archnotes:/renamed-service.md');
});

test('findings follow the text, line ends and all', async () => {
  const { document, editor } = await open(NOTES.replaceAll('\n', '\r\n'));
  await expect(document, [RENAMED, SINGLE]);
  await editor.edit((it) => it.insert(new vscode.Position(0, 0), '👍 첫 줄\n\n'));
  await expect(document, [
    { ...RENAMED, line: 4 },
    { ...SINGLE, line: 6 },
  ]);
});

test('a card is shown for the name under the cursor, in the language of the line', async () => {
  const { document } = await open(NOTES);
  const place = range(document, { line: 4, text: 'EC2' });
  const [shown] = await until('a hover', async () => {
    const res = await hover(document, place.start);
    return res.length > 0 && res;
  });
  assert.equal(document.getText(shown.range), 'EC2');
  assert.ok(shown.text.includes(card('services/ec2.md', 'ko')), shown.text);
});

test('a Korean name is completed as a person does', async () => {
  const { document, editor } = await open('# 📷 썸네일\n\n🖼️ 썸네일은 \n');
  const end = document.lineAt(2).range.end;
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('type', { text: '람' });
  await until(
    'the completed line',
    async () => {
      if (document.lineAt(2).text === '🖼️ 썸네일은 람') {
        await vscode.commands.executeCommand('editor.action.triggerSuggest');
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
      }
      return document.lineAt(2).text === '🖼️ 썸네일은 람다';
    },
    () => document.lineAt(2).text,
  );
});

test('a quick fix is made and undone', async () => {
  const { document } = await open(NOTES);
  await expect(document, [RENAMED, SINGLE]);
  const place = range(document, RENAMED);
  const actions = await vscode.commands.executeCommand(
    'vscode.executeCodeActionProvider',
    document.uri,
    place,
    'quickfix',
    9,
  );
  const rename = actions.find((it) => it.title.includes('Amazon Data Firehose'));
  assert.ok(rename?.edit, actions.map((it) => it.title).join(', '));
  assert.ok(await vscode.workspace.applyEdit(rename.edit));
  assert.equal(document.lineAt(2).text, '🚀 로그는 Amazon Data Firehose로 S3에 보낸다.');
  await expect(document, [SINGLE]);
  await vscode.commands.executeCommand('undo');
  assert.equal(document.getText(), NOTES);
  await expect(document, [RENAMED, SINGLE]);
});

test('names are mended when the file is saved, if the user wants it', async () => {
  const { document, editor } = await open(NOTES);
  await expect(document, [RENAMED, SINGLE]);
  const editing = vscode.workspace.getConfiguration('editor');
  await editing.update(
    'codeActionsOnSave',
    { 'source.fixAll.archnotes': 'explicit' },
    vscode.ConfigurationTarget.Global,
  );
  await editor.edit((it) => it.insert(new vscode.Position(5, 0), '끝.\n'));
  await vscode.commands.executeCommand('workbench.action.files.save');
  await until('the mended file', () => readFileSync(document.uri.fsPath, 'utf8').includes('Amazon Data Firehose'));
  await editing.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
});

test('a setting counts at once, and again when it is taken away, for the same server', async () => {
  const { document } = await open(NOTES);
  const before = await until('one server', () => servers().length === 1 && servers());
  const place = range(document, { line: 4, text: 'EC2' }).start;
  const says = (language) => async () =>
    (await hover(document, place))[0]?.text.includes(card('services/ec2.md', language));
  await until('the Korean card', says('ko'));
  await setting('language', 'en');
  await until('the English card', says('en'));
  await setting('language', undefined);
  await until('the Korean card again', says('ko'));
  await setting('rules', { 'single-instance': 'error' });
  await expect(document, [RENAMED, { ...SINGLE, severity: 0 }]);
  await setting('rules', undefined);
  await expect(document, [RENAMED, SINGLE]);
  assert.deepEqual(servers(), before);
});

test('the settings of the project count, and as soon as they change', async () => {
  const file = path.join(workspace, 'archnotes.toml');
  const { document } = await open(NOTES);
  await expect(document, [RENAMED, SINGLE]);
  writeFileSync(file, 'rules.single-instance = "off"\n');
  await expect(document, [RENAMED]);
  await setting('rules', { 'single-instance': 'error' });
  writeFileSync(file, 'rules.renamed-service = "off"\n');
  await expect(document, [{ ...SINGLE, severity: 0 }]);
  rmSync(file);
  await expect(document, [RENAMED, { ...SINGLE, severity: 0 }]);
  await setting('rules', undefined);
});

test('a server that is killed is started again', async () => {
  const { document, editor } = await open(NOTES);
  await expect(document, [RENAMED, SINGLE]);
  const [before, ...others] = await until('one server', () => servers().length === 1 && servers());
  assert.equal(others.length, 0);
  process.kill(Number(before), 'SIGKILL');
  await until('another server', () => servers().length === 1 && servers()[0] !== before, servers);
  await editor.edit((it) => it.insert(new vscode.Position(0, 0), '\n'));
  await expect(document, [
    { ...RENAMED, line: 3 },
    { ...SINGLE, line: 5 },
  ]);
});

test('a file that is not saved yet is checked, and YAML', async () => {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: NOTES });
  await vscode.window.showTextDocument(document);
  await expect(document, [RENAMED, SINGLE]);
  const { document: yaml } = await open('# ⚡ 주문 서버는 EC2 한 대로 운영한다.\nweb: EC2\n', 'notes.yaml');
  await expect(yaml, [{ ...SINGLE, line: 0 }]);
});

test('every command is there', async () => {
  const commands = await vscode.commands.getCommands(true);
  const manifest = vscode.extensions.getExtension('archnotes.archnotes').packageJSON;
  const missing = manifest.contributes.commands.filter((it) => !commands.includes(it.command));
  assert.deepEqual(missing, []);
});

test('card and rule open beside the text', async () => {
  const { document, editor } = await open(NOTES);
  await expect(document, [RENAMED, SINGLE]);
  const place = range(document, SINGLE).start;
  editor.selection = new vscode.Selection(place, place);
  await vscode.commands.executeCommand('archnotes.showRule');
  await tab('single-instance');
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await vscode.commands.executeCommand('archnotes.openCard');
  await tab('EC2');
});

test('the workspace is checked, files that are not open as well', async () => {
  const uri = vscode.Uri.file(path.join(workspace, 'closed.md'));
  writeFileSync(uri.fsPath, NOTES);
  const lines = { lineAt: (line) => ({ text: NOTES.split('\n')[line] }), uri };
  await expect(lines, [RENAMED, SINGLE]);
  await vscode.commands.executeCommand('archnotes.checkWorkspace');
  const { document } = await open(NOTES, 'closed.md');
  await expect(document, [RENAMED, SINGLE]);
});

test('the note to start from has no findings', async () => {
  for (const name of ['AWS architecture note', 'AWS 구성안']) {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown' });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'markdown', name });
    await until('the snippet', () => document.lineCount > 20);
    await vscode.commands.executeCommand('leaveSnippet');
    // A finding of our own shows that the text was read.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), '\n⚡ 주문 서버는 EC2 한 대로 운영한다.\n');
    await vscode.workspace.applyEdit(edit);
    await expect(document, [{ ...SINGLE, line: 2 }]);
  }
});

test('the debug information says which server runs', async () => {
  await vscode.commands.executeCommand('archnotes.copyDebugInformation');
  const text = await vscode.env.clipboard.readText();
  assert.match(text, /^extension: archnotes \d/);
  assert.match(text, /\nserver: running\n/);
  assert.match(text, /\nsettings: \{\}\n/);
});

test('what may not be read is told of in its place, and the rest is checked', async () => {
  const uri = vscode.Uri.file(path.join(workspace, 'archnotes.toml'));
  writeFileSync(uri.fsPath, 'language = "en"\n', { mode: 0 });
  if (process.getuid() === 0) {
    // Who may read everything has to give that up.
    const program = path.join(workspace, 'with-fewer-rights');
    const server = path.join(vscode.extensions.getExtension('archnotes.archnotes').extensionPath, 'server/archnotes');
    const text = `#!/bin/sh\nexec setpriv --bounding-set=-dac_override,-dac_read_search '${server}' "$@"\n`;
    writeFileSync(program, text, { mode: 0o755 });
    await setting('server.path', program);
  }
  const { document } = await open(NOTES);
  const told = () => vscode.languages.getDiagnostics(uri).map((it) => it.message);
  await until('what is told of the settings', () => told().includes('may not be read: permission denied'), told);
  await expect(document, [RENAMED, SINGLE]);
  rmSync(uri.fsPath);
  await until('the end of that', () => told().length === 0, told);
});

/** A program that says that it is a server of this version, and then does `body` instead of being one. */
function pretender(body, version = '0.1.0') {
  return `#!/bin/sh\ncase "$1" in --version) echo archnotes ${version} ;; *) ${body} ;; esac\n`;
}

const ANSWER = '{"jsonrpc":"2.0","id":0,"result":{"capabilities":{"textDocumentSync":1}}}';

/** What is wrong with the server that the user has set, the file and its mode, and what is said of it. */
const FAULTS = [
  ['is missing', undefined, 0, 'There is no server at PROGRAM.'],
  [
    'may not be run',
    'text',
    0o644,
    'The server at PROGRAM may not be run: it is no program, or you lack the permission.',
  ],
  ['is something else', '#!/bin/sh\necho hello\n', 0o755, 'The program at PROGRAM does not answer as archnotes.'],
  [
    'is of another version',
    pretender('exit 1', '0.0.1'),
    0o755,
    'PROGRAM is archnotes 0.0.1, but the extension needs archnotes 0.1.',
  ],
  [
    'crashes when it starts',
    pretender('echo "stack backtrace" >&2; exit 101'),
    0o755,
    'The archnotes server ended while it was starting. The log says why.',
  ],
  [
    'crashes again and again',
    // It ends when it has seen that its answer was taken; the message behind `initialized` ends the line for `grep`.
    pretender(`printf 'Content-Length: ${ANSWER.length}\\r\\n\\r\\n${ANSWER}'; grep -q '"initialized"'`),
    0o755,
    'The archnotes server ended several times in a row and is left alone. The log says why.',
  ],
];

for (const [index, [name, text, mode, says]] of FAULTS.entries()) {
  test(`a server that ${name} is told of in one sentence, and can be replaced`, async () => {
    const { document } = await open(NOTES);
    await expect(document, [RENAMED, SINGLE]);
    const program = path.join(workspace, `server-${index}`);
    if (text !== undefined) {
      writeFileSync(program, text, { mode });
    }
    await setting('server.path', program);
    const state = `server: failed: ${says.replace('PROGRAM', program)}`;
    let told;
    await until(
      state,
      async () => {
        await vscode.commands.executeCommand('archnotes.copyDebugInformation');
        told = (await vscode.env.clipboard.readText()).split('\n').find((it) => it.startsWith('server: '));
        return told === state;
      },
      () => told,
    );
    await expect(document, []);
    await setting('server.path', undefined);
    await expect(document, [RENAMED, SINGLE]);
  });
}
