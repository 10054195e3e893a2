--- Does archnotes do in Neovim what it does: findings, cards, completion, fixes, and its own cards?

local helpers = require('helpers')
local PATIENCE = helpers.PATIENCE
local SERVER = helpers.SERVER
local ROOT = helpers.ROOT
local WORKSPACE = helpers.WORKSPACE
local NOTES = helpers.NOTES
local RENAMED = helpers.RENAMED
local SINGLE = helpers.SINGLE
local LINE_ENDS = helpers.LINE_ENDS
local wait_for = helpers.wait_for
local equal = helpers.equal
local contains = helpers.contains
local lines_of = helpers.lines_of
local write = helpers.write
local read = helpers.read
local card = helpers.card
local client_of = helpers.client_of
local open = helpers.open
local stop = helpers.stop
local diagnostics = helpers.diagnostics
local expect = helpers.expect
local below = helpers.below
local go_to = helpers.go_to
local ask = helpers.ask
local covered = helpers.covered
local choose = helpers.choose

local tests = {}
local function test(name, run)
  table.insert(tests, { name = name, run = run })
end

test('the shipped configuration is what starts the server', function()
  local shipped = vim.api.nvim_get_runtime_file('lsp/archnotes.lua', true)
  equal(#shipped, 1, 'the configurations on the runtimepath')
  equal(vim.uv.fs_realpath(shipped[1]), vim.fs.joinpath(ROOT, 'editors/neovim/lsp/archnotes.lua'), 'the file')
  equal(vim.uv.fs_realpath(vim.fn.exepath('archnotes')), SERVER, 'the server')
  local _, client = open(NOTES)
  equal(client.config.cmd, { 'archnotes', 'server' }, 'the command')
  equal(client.server_info.name, 'archnotes', 'who answers')
end)

test('Markdown, YAML and Mermaid get a client, and nothing else does', function()
  open(NOTES)
  vim.cmd.edit(vim.fs.joinpath(WORKSPACE, 'stack.yaml'))
  equal(vim.bo.filetype, 'yaml', 'the file type')
  wait_for('the client of a YAML file', function() return client_of(0) ~= nil end)
  vim.cmd.edit(vim.fs.joinpath(WORKSPACE, 'stack.mmd'))
  equal(vim.bo.filetype, 'mermaid', 'the file type')
  wait_for('the client of a diagram', function() return client_of(0) ~= nil end)
  vim.cmd.edit(vim.fs.joinpath(WORKSPACE, 'stack.txt'))
  equal(vim.bo.filetype, 'text', 'the file type')
  equal(client_of(0), nil, 'the client of a text file')
end)

test('the root is the folder with the team’s own cards', function()
  vim.fn.mkdir(vim.fs.joinpath(WORKSPACE, '.git'), 'p')
  vim.fn.mkdir(vim.fs.joinpath(WORKSPACE, 'team/.archnotes'), 'p')
  local _, client = open(NOTES, { name = 'team/docs/notes.md' })
  equal(vim.uv.fs_realpath(client.root_dir), vim.fs.joinpath(WORKSPACE, 'team'), 'the root')
end)

for format in vim.spairs(LINE_ENDS) do
  for _, encoding in ipairs({ 'utf-8', 'utf-16', 'utf-32' }) do
    test(('diagnostics stand at their bytes: %s, %s'):format(format, encoding), function()
      local config = { capabilities = { general = { positionEncodings = { encoding } } } }
      local buffer, client = open(NOTES, { format = format, config = config })
      equal(client.offset_encoding, encoding, 'the encoding')
      expect(buffer, { RENAMED, SINGLE })
    end)
  end
end

test('Neovim’s own choice is UTF-8', function()
  local _, client = open(NOTES)
  equal(client.offset_encoding, 'utf-8', 'the encoding')
end)

test('a diagnostic says who speaks, why, and where to read more', function()
  local buffer = open(NOTES)
  expect(buffer, { RENAMED, SINGLE })
  for _, it in ipairs(vim.diagnostic.get(buffer)) do
    equal(it.source, 'archnotes', 'the source')
    assert(it.message:find('[가-힣]'), 'not Korean: ' .. it.message)
    local sent = it.user_data.lsp
    equal(sent.code, it.code, 'the code')
    contains(sent.codeDescription.href, '/' .. it.code .. '.md', 'the page')
    equal(it._tags and it._tags.deprecated or false, it.code == 'renamed-service', 'whether it is struck through')
  end
end)

test('a diagnostic is shown once, pushed or pulled', function()
  local buffer, client = open(NOTES)
  expect(buffer, { RENAMED, SINGLE })
  -- What the editor asked for by itself has been answered, and a pulled answer would have been shown.
  ask(buffer, client, 'textDocument/hover')
  wait_for('the answers', function()
    return next(client.requests) == nil
  end)
  vim.api.nvim_buf_set_lines(buffer, 0, 0, true, { '📝 머리말', '' })
  expect(buffer, { below(RENAMED, 2), below(SINGLE, 2) })
  local namespaces = {}
  for _, it in ipairs(vim.diagnostic.get(buffer)) do
    namespaces[it.namespace] = true
  end
  equal(vim.tbl_count(namespaces), 1, 'the namespaces that diagnostics come from')
end)

for _, encoding in ipairs({ 'utf-8', 'utf-16' }) do
  test('hover shows the card in Korean: ' .. encoding, function()
    local config = { capabilities = { general = { positionEncodings = { encoding } } } }
    local buffer, client = open(NOTES, { config = config })
    go_to(buffer, RENAMED)
    local hover = ask(buffer, client, 'textDocument/hover')
    assert(hover, 'no hover on ' .. RENAMED.on)
    equal(hover.contents.kind, 'markdown', 'the kind')
    contains(hover.contents.value, 'Amazon Data Firehose', 'the card')
    contains(hover.contents.value, card('services/data-firehose.md', 'ko'), 'the card')
    equal(covered(buffer, client, hover.range), RENAMED.on, 'the range')
  end)
end

test('hover opens a window with the card', function()
  local buffer = open(NOTES)
  go_to(buffer, { line = 4, on = 'EC2' })
  vim.lsp.buf.hover()
  local window
  wait_for('a floating window', function()
    window = vim.iter(vim.api.nvim_list_wins()):find(function(it)
      return vim.api.nvim_win_get_config(it).relative ~= ''
    end)
    return window
  end)
  contains(table.concat(lines_of(vim.api.nvim_win_get_buf(window)), '\n'), card('services/ec2.md', 'ko'), 'the window')
  vim.api.nvim_win_close(window, true)
end)

test('hover speaks English in an English sentence, and between words says nothing', function()
  local buffer, client = open({ '# Notes', '', '🚀 Orders wait in Amazon SQS until a worker takes them.' })
  go_to(buffer, { line = 2, on = 'Amazon SQS' })
  local hover = ask(buffer, client, 'textDocument/hover')
  assert(hover, 'no hover on Amazon SQS')
  contains(hover.contents.value, card('services/sqs.md', 'en'), 'the card')
  go_to(buffer, { line = 2, on = 'worker' })
  equal(ask(buffer, client, 'textDocument/hover') or vim.NIL, vim.NIL, 'the hover on no name')
end)

test('the language can be set', function()
  local buffer, client = open(NOTES, { config = { init_options = { language = 'en' } } })
  go_to(buffer, RENAMED)
  local hover = ask(buffer, client, 'textDocument/hover')
  assert(hover, 'no hover on ' .. RENAMED.on)
  contains(hover.contents.value, card('services/data-firehose.md', 'en'), 'the card')
end)

test('a setting that does not exist is said', function()
  local said = {}
  local config = {
    init_options = { langauge = 'ko' },
    handlers = {
      ['window/logMessage'] = function(_, it)
        table.insert(said, it.message)
      end,
    },
  }
  local buffer = open(NOTES, { config = config })
  wait_for('a message', function()
    return #said > 0
  end)
  contains(table.concat(said, '\n'), 'langauge', 'the message')
  expect(buffer, { RENAMED, SINGLE })
end)

--- The items for what is `typed` at the end of a new last line.
local function complete(typed)
  local buffer, client = open(NOTES)
  vim.api.nvim_buf_set_lines(buffer, -1, -1, true, { typed })
  vim.cmd.normal({ 'G$', bang = true })
  -- In Normal mode the cursor cannot stand behind the last character.
  vim.wo.virtualedit = 'onemore'
  vim.api.nvim_win_set_cursor(0, { #lines_of(buffer), #typed })
  local list = ask(buffer, client, 'textDocument/completion')
  return buffer, client, list and (list.items or list) or {}
end

--- The item that writes `text`.
local function item(items, text)
  local found = vim.iter(items):find(function(it)
    return it.textEdit.newText == text
  end)
  local written = vim.tbl_map(function(it)
    return it.textEdit.newText
  end, items)
  return assert(found, ('no item writes %s, only %s'):format(text, vim.inspect(written)))
end

local function resolved(client, of)
  local answer = assert(client:request_sync('completionItem/resolve', of, PATIENCE))
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

for _, it in ipairs({
  { typed = '👩‍💻 썸네일은 람', on = '람', text = '람다', card = 'services/lambda.md' },
  { typed = '👩‍💻 세션은 dyna', on = 'dyna', text = 'Amazon DynamoDB', card = 'services/dynamodb.md' },
}) do
  test(('`%s` is completed to %s'):format(it.on, it.text), function()
    local buffer, client, items = complete(it.typed)
    local found = item(items, it.text)
    equal(found, item(vim.list_slice(items, 1, 3), it.text), 'the item among the first three')
    equal(covered(buffer, client, found.textEdit.range), it.on, 'what it replaces')
    equal(found.documentation, nil, 'the documentation before it is asked for')
    local documentation = resolved(client, found).documentation
    equal(documentation.kind, 'markdown', 'the kind')
    contains(documentation.value, card(it.card, 'ko'), 'the documentation')
    vim.lsp.util.apply_text_edits({ found.textEdit }, buffer, client.offset_encoding)
    local expected = it.typed:sub(1, #it.typed - #it.on) .. it.text
    equal(lines_of(buffer)[#NOTES + 1], expected, 'the line')
  end)
end

for format, line_end in vim.spairs(LINE_ENDS) do
  test('the fix writes the new name: ' .. format, function()
    local buffer = open(NOTES, { format = format })
    expect(buffer, { RENAMED, SINGLE })
    go_to(buffer, RENAMED)
    choose('Amazon Data Firehose')
    local expected = vim.deepcopy(NOTES)
    expected[3] = '🚀 로그는 Amazon Data Firehose로 S3에 보낸다.'
    wait_for('the new name', function()
      return vim.deep_equal(lines_of(buffer), expected)
    end)
    expect(buffer, { SINGLE })
  end)

  test('the comment silences the line below: ' .. format, function()
    local buffer = open(NOTES, { format = format })
    expect(buffer, { RENAMED, SINGLE })
    go_to(buffer, SINGLE)
    choose('여기서는 무시: single-instance')
    local expected = vim.deepcopy(NOTES)
    table.insert(expected, 5, '<!-- archnotes-disable-next-line single-instance -- reason -->')
    wait_for(function()
      return 'the comment in ' .. vim.inspect(lines_of(buffer))
    end, function()
      return vim.deep_equal(lines_of(buffer), expected)
    end)
    expect(buffer, { RENAMED })
    vim.cmd('silent write')
    equal(read(vim.api.nvim_buf_get_name(buffer)), table.concat(expected, line_end) .. line_end, 'the file')
    -- Without the comment it is back, where it was.
    vim.api.nvim_buf_set_lines(buffer, 4, 5, true, {})
    expect(buffer, { RENAMED, SINGLE })
  end)
end

test('the fix is the preferred action and names its diagnostic', function()
  local buffer, client = open(NOTES)
  expect(buffer, { RENAMED, SINGLE })
  go_to(buffer, RENAMED)
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  local held = vim.lsp.diagnostic.from(vim.diagnostic.get(buffer, { lnum = RENAMED.line }))
  params.context = { diagnostics = held, triggerKind = 1 }
  local answer = assert(client:request_sync('textDocument/codeAction', params, PATIENCE, buffer))
  local fix, comment = unpack(answer.result)
  equal({ fix.isPreferred, comment.isPreferred }, { true }, 'which is preferred')
  equal({ fix.kind, comment.kind }, { 'quickfix', 'quickfix' }, 'the kinds')
  local kinds = vim.tbl_map(function(it) return it.kind end, answer.result)
  assert(vim.list_contains(kinds, 'source.fixAll.archnotes'), 'no fix of the whole file: ' .. vim.inspect(kinds))
  equal(fix.diagnostics, held, 'the diagnostics of the fix')
  equal(fix.edit, nil, 'the edit before the fix is chosen')
  fix = assert(client:request_sync('codeAction/resolve', fix, PATIENCE, buffer)).result
  vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
  expect(buffer, { SINGLE })
end)

test('diagnostics follow the edits', function()
  local buffer = open(NOTES)
  expect(buffer, { RENAMED, SINGLE })
  -- A line above, and on the line itself an emoji before it.
  vim.api.nvim_buf_set_lines(buffer, 1, 1, true, { '', '🧭 개요를 적는다.' })
  vim.api.nvim_buf_set_text(buffer, RENAMED.line + 2, 0, RENAMED.line + 2, 0, { '🎉 ' })
  expect(buffer, { below(RENAMED, 2), below(SINGLE, 2) })
  -- A second instance is no finding any more.
  vim.api.nvim_buf_set_lines(buffer, SINGLE.line + 2, SINGLE.line + 3, true, { '⚡ 주문 서버는 EC2 세 대로 운영한다.' })
  expect(buffer, { below(RENAMED, 2) })
  vim.api.nvim_buf_set_lines(buffer, 0, -1, true, {})
  expect(buffer, {})
  vim.api.nvim_buf_set_lines(buffer, 0, -1, true, NOTES)
  expect(buffer, { RENAMED, SINGLE })
end)

test('many edits at once end in the text that there is', function()
  local buffer = open(NOTES)
  for n = 1, 200 do
    local last = RENAMED.line + (n - 1) % 2
    vim.api.nvim_buf_set_text(buffer, last, 0, last, 0, { n % 3 == 0 and '🚀' or '가', '' })
    vim.api.nvim_buf_set_lines(buffer, last, last + 1, true, {})
  end
  vim.api.nvim_buf_set_text(buffer, RENAMED.line, 0, RENAMED.line, 0, { '👩‍💻' })
  expect(buffer, { RENAMED, SINGLE })
end)

test('a broken card of the team is underlined in its file, and mended by saving it', function()
  local card = vim.fs.joinpath(WORKSPACE, '.archnotes/services/ledger-gate.md')
  local front = 'name: Ledger Gate\n%s: ours\ndocs: d\nsources: [{ url: u, read: 2026-11-23 }]\n'
  local text = '---\n' .. front .. '---\n# en\nOur door to the ledger.\n# ko\n장부로 가는 문.\n'
  write(card, text:format('catgory'))
  local buffer, client = open({ '# AWS', '', 'Ledger Gate' })
  local broken = vim.uri_to_bufnr(vim.uri_from_fname(card))
  wait_for('the diagnostic of a file that is not open', function()
    return vim.deep_equal(diagnostics(broken), { { 2, 0, 2, 7, 'knowledge', 'ERROR' } })
  end)
  vim.cmd('edit ' .. vim.fn.fnameescape(card))
  wait_for('its client', function()
    return client_of(broken) ~= nil
  end)
  equal(vim.lsp.get_clients({ bufnr = broken })[1].id, client.id, 'the client')
  vim.api.nvim_buf_set_text(broken, 2, 0, 2, 7, { 'category' })
  vim.cmd('silent write')
  expect(broken, {})
  vim.api.nvim_set_current_buf(buffer)
  go_to(buffer, { line = 2, on = 'Ledger Gate' })
  local hover = assert(ask(buffer, client, 'textDocument/hover'), 'no hover')
  contains(hover.contents.value, 'Our door to the ledger.', 'the card')
end)

test('it stops and starts again', function()
  local ended = {}
  local config = {
    on_exit = function(code, signal)
      table.insert(ended, { code, signal })
    end,
  }
  local buffer, client = open(NOTES, { config = config })
  expect(buffer, { RENAMED, SINGLE })
  stop()
  wait_for('the end of the process', function()
    return #ended > 0
  end)
  equal(ended, { { 0, 0 } }, 'its exit code and signal')
  expect(buffer, {})
  vim.lsp.enable('archnotes')
  wait_for('a new client', function()
    local new = client_of(buffer)
    return new and new.initialized and new.id ~= client.id
  end)
  expect(buffer, { RENAMED, SINGLE })
end)

test('a person types, completes and reads', function()
  local path = vim.fs.joinpath(WORKSPACE, 'typed.md')
  write(path, table.concat(NOTES, '\n') .. '\n')
  -- A second Neovim, started as a person starts it: the user's own init.lua and nothing that this test has set.
  local child = vim.fn.jobstart({ vim.v.progpath, '--embed', '--headless', '-n', path }, { rpc = true })
  assert(child > 0, 'no second Neovim')
  local function there(code)
    return vim.rpcrequest(child, 'nvim_exec_lua', code, {})
  end
  local ok, err = pcall(function()
    wait_for('the diagnostics', function()
      return there('return #vim.diagnostic.get(0)') == 2
    end)
    vim.rpcrequest(child, 'nvim_input', 'Go썸네일은 람<C-x><C-o>')
    wait_for('the menu', function()
      return there('return vim.fn.pumvisible()') == 1
    end)
    -- The first item of the menu is written at once.
    vim.rpcrequest(child, 'nvim_input', '<C-y>가 만든다.<Esc>')
    wait_for('Normal mode', function()
      return there('return vim.fn.mode()') == 'n'
    end)
    equal(there('return vim.api.nvim_get_current_line()'), '썸네일은 람다가 만든다.', 'the line')
  end)
  vim.fn.jobstop(child)
  vim.fn.jobwait({ child }, PATIENCE)
  assert(ok, err)
end)

test('two servers that count columns differently go together', function()
  vim.lsp.config['other'] = {
    cmd = { 'archnotes', 'server' },
    filetypes = { 'markdown' },
    capabilities = { general = { positionEncodings = { 'utf-16' } } },
  }
  vim.lsp.enable('other')
  local buffer = open(NOTES)
  expect(buffer, { RENAMED, RENAMED, SINGLE, SINGLE })
  local clients = vim.lsp.get_clients({ bufnr = buffer })
  equal(#clients, 2, 'the number of clients')
  go_to(buffer, RENAMED)
  for _, client in ipairs(clients) do
    local hover = ask(buffer, client, 'textDocument/hover')
    assert(hover, 'no hover of ' .. client.name)
    equal(covered(buffer, client, hover.range), RENAMED.on, 'the range of ' .. client.name)
  end
end)

test('the server has nothing to complain of', function()
  -- Standard error of a server is an error in Neovim's log.
  local log = vim.lsp.log.get_filename()
  local text = vim.uv.fs_stat(log) and read(log) or ''
  local errors = vim.iter(vim.split(text, '\n')):filter(function(it)
    return it:find('[ERROR]', 1, true) ~= nil
  end)
  equal(errors:totable(), {}, 'the errors in the log')
end)

return tests
