--- Does archnotes work in a real Neovim, through the configuration that is shipped?
---
---     nvim -u INIT -l tests/editors/neovim.lua SERVER
---
--- SERVER is the server to run, under the name `archnotes`; its folder comes first on PATH, so that the command of the
--- shipped configuration finds it.
--- INIT is the user's `init.lua` of README.md, with `editors/neovim` on the 'packpath' and XDG_* in a scratch folder:
--- `tests/editors/run` makes all that. Nothing here waits for a time, only for what must come.

--- Milliseconds; longer than anything takes on the busiest machine.
local PATIENCE = 60000

assert(arg[1], 'usage: neovim.lua SERVER')
local SERVER = assert(vim.uv.fs_realpath(arg[1]))
local ROOT = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(assert(vim.uv.fs_realpath(arg[0])))))
local WORKSPACE = assert(vim.uv.fs_realpath(vim.fn.tempname():match('^(.*)/')))

vim.env.PATH = vim.fs.dirname(arg[1]) .. ':' .. vim.env.PATH
-- `-l` leaves out what an interactive Neovim switches on by itself.
vim.cmd('filetype plugin on')

--- An emoji of four bytes, one of three, and one of several characters before what is underlined.
local NOTES = {
  '# 🛰️ 주문 시스템',
  '',
  '🚀 로그는 Kinesis Data Firehose로 S3에 보낸다.',
  '',
  '👩‍💻⚡ 주문 서버는 EC2 한 대로 운영한다.',
  '',
}
local RENAMED = { line = 2, on = 'Kinesis Data Firehose', code = 'renamed-service', severity = 'HINT' }
local SINGLE = { line = 4, on = 'EC2 한 대', code = 'single-instance', severity = 'WARN' }

local LINE_ENDS = { unix = '\n', dos = '\r\n', mac = '\r' }

-- Helpers ------------------------------------------------------------------------------------------------------------

--- Waits until `condition` holds, and fails with what it is called.
local function wait_for(what, condition)
  assert(vim.wait(PATIENCE, condition, 5), 'waited in vain for ' .. (type(what) == 'function' and what() or what))
end

local function equal(found, expected, what)
  if not vim.deep_equal(found, expected) then
    error(('%s: found %s, expected %s'):format(what, vim.inspect(found), vim.inspect(expected)), 2)
  end
end

local function contains(text, part, what)
  if not text:find(part, 1, true) then
    error(('%s: no %q in\n%s'):format(what, part, text), 2)
  end
end

local function lines_of(buffer)
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
end

--- The first and the last byte (exclusive, from 0) of `part` in `text`.
local function bytes_of(text, part)
  local first, last = text:find(part, 1, true)
  assert(first, part .. ' is not in ' .. text)
  return first - 1, last
end

local function write(path, text)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  local file = assert(io.open(path, 'wb'))
  file:write(text)
  file:close()
end

local function read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

--- The first line of what the card `path` says in `language`.
local function card(path, language)
  local body = read(vim.fs.joinpath(ROOT, 'knowledge', path)):match('\n# ' .. language .. '\n(.*)')
  return vim.trim(assert(body:match('[^\n]+'), path .. ' says nothing in ' .. language))
end

local function client_of(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = 'archnotes' })[1]
end

--- Opens a file of these lines and returns its buffer and the client that has come to it.
---
--- `options.format`: a 'fileformat'. `options.config`: what the user's `vim.lsp.config` says. `options.name`: the file's.
local function open(lines, options)
  options = options or {}
  local format = options.format or 'unix'
  local path = vim.fs.joinpath(WORKSPACE, options.name or 'notes.md')
  write(path, table.concat(lines, LINE_ENDS[format]) .. LINE_ENDS[format])
  vim.lsp.config['archnotes'] = options.config or {}
  vim.lsp.enable('archnotes')
  -- Only files with lone carriage returns are not told by Neovim itself.
  vim.cmd('edit ' .. (format == 'mac' and '++ff=mac ' or '') .. vim.fn.fnameescape(path))
  local buffer = vim.api.nvim_get_current_buf()
  equal(vim.bo[buffer].fileformat, format, 'the file format')
  equal(lines_of(buffer), lines, 'the text')
  wait_for('a client', function()
    local client = client_of(buffer)
    return client and client.initialized
  end)
  return buffer, client_of(buffer)
end

--- Ends all clients and returns when they have gone.
local function stop()
  vim.lsp.enable({ 'archnotes', 'other' }, false)
  wait_for('the end of the clients', function()
    return #vim.lsp.get_clients() == 0
  end)
end

local function clean_up()
  stop()
  vim.cmd('silent! %bwipeout!')
  vim.fn.delete(WORKSPACE, 'rf')
  vim.fn.mkdir(WORKSPACE, 'p')
end

--- The diagnostics as {line, first byte, last line, last byte, code, severity}, in the order of the text.
local function diagnostics(buffer)
  local found = vim.tbl_map(function(it)
    return { it.lnum, it.col, it.end_lnum, it.end_col, it.code, vim.diagnostic.severity[it.severity] }
  end, vim.diagnostic.get(buffer))
  table.sort(found, function(a, b)
    return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])
  end)
  return found
end

--- Waits until the buffer has just these findings, each once, at the bytes that its text stands at.
local function expect(buffer, findings)
  local lines = lines_of(buffer)
  local expected = vim.tbl_map(function(it)
    local first, last = bytes_of(lines[it.line + 1], it.on)
    return { it.line, first, it.line, last, it.code, it.severity }
  end, findings)
  wait_for(function()
    return ('the diagnostics %s, found %s'):format(vim.inspect(expected), vim.inspect(diagnostics(buffer)))
  end, function()
    return vim.deep_equal(diagnostics(buffer), expected)
  end)
end

--- `finding` so many lines further down.
local function below(finding, lines)
  return vim.tbl_extend('force', finding, { line = finding.line + lines })
end

--- Puts the cursor on the middle of a finding, or of any {line, on}.
local function go_to(buffer, place)
  local first, last = bytes_of(lines_of(buffer)[place.line + 1], place.on)
  vim.api.nvim_win_set_cursor(0, { place.line + 1, math.floor((first + last) / 2) })
end

--- Asks at the cursor, and returns the client's answer.
local function ask(buffer, client, method)
  local function params(of)
    return vim.lsp.util.make_position_params(0, of.offset_encoding)
  end
  local answers = assert(vim.lsp.buf_request_sync(buffer, method, params, PATIENCE))
  local answer = assert(answers[client.id], 'no answer to ' .. method)
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

--- The text that a range of the client's covers, which stays on one line.
local function covered(buffer, client, range)
  equal(range.start.line, range['end'].line, 'the lines of the range')
  local line = lines_of(buffer)[range.start.line + 1]
  local byte = function(position)
    return vim.str_byteindex(line, client.offset_encoding, position.character)
  end
  return line:sub(byte(range.start) + 1, byte(range['end']))
end

--- Chooses, as `vim.lsp.buf.code_action` does, the one action at the cursor whose title has `part`.
local function choose(part)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(it)
      return it.title:find(part, 1, true) ~= nil
    end,
  })
end

local tests = {}
local function test(name, run)
  table.insert(tests, { name = name, run = run })
end

-- Tests --------------------------------------------------------------------------------------------------------------

test('the shipped configuration is what starts the server', function()
  local shipped = vim.api.nvim_get_runtime_file('lsp/archnotes.lua', true)
  equal(#shipped, 1, 'the configurations on the runtimepath')
  equal(vim.uv.fs_realpath(shipped[1]), vim.fs.joinpath(ROOT, 'editors/neovim/lsp/archnotes.lua'), 'the file')
  equal(vim.uv.fs_realpath(vim.fn.exepath('archnotes')), SERVER, 'the server')
  local _, client = open(NOTES)
  equal(client.config.cmd, { 'archnotes', 'server' }, 'the command')
  equal(client.server_info.name, 'archnotes', 'who answers')
end)

test('Markdown and YAML get a client, and nothing else does', function()
  open(NOTES)
  vim.cmd.edit(vim.fs.joinpath(WORKSPACE, 'stack.yaml'))
  equal(vim.bo.filetype, 'yaml', 'the file type')
  wait_for('the client of a YAML file', function() return client_of(0) ~= nil end)
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
  equal(answer.result[#answer.result].kind, 'source.fixAll.archnotes', 'what comes last')
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

test('the README’s Lua is Lua, and its mapping opens the page', function()
  local readme = read(vim.fs.joinpath(ROOT, 'editors/neovim/README.md'))
  local blocks = {}
  for block in readme:gmatch('\n *```lua\n(.-)\n *```') do
    table.insert(blocks, assert(loadstring(block)) and block)
  end
  assert(#blocks > 5, 'the README has its examples')
  local mapping = vim.iter(blocks):find(function(it)
    return it:find("'gK'", 1, true)
  end)
  loadstring(mapping)()
  local buffer = open(NOTES)
  expect(buffer, { RENAMED, SINGLE })
  go_to(buffer, SINGLE)
  local opened = {}
  local original = vim.ui.open
  vim.ui.open = function(page)
    table.insert(opened, page)
  end
  vim.cmd.normal('gK')
  vim.ui.open = original
  vim.keymap.del('n', 'gK')
  equal(#opened, 1, 'the pages opened')
  contains(opened[1], '/single-instance.md', 'the page')
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

-- The run ------------------------------------------------------------------------------------------------------------

--- `print` leaves out the last line's end.
local function say(text)
  io.write(text, '\n')
end

local passed, failed = 0, 0
for _, it in ipairs(tests) do
  local ok, trace = xpcall(it.run, debug.traceback)
  local cleaned, left = pcall(clean_up)
  if ok and cleaned then
    passed = passed + 1
    say('ok      ' .. it.name)
  else
    failed = failed + 1
    say('FAILED  ' .. it.name .. '\n' .. tostring(ok and left or trace))
  end
end
say(('%d passed, %d failed'):format(passed, failed))
os.exit(failed == 0 and passed > 0 and 0 or 1)
