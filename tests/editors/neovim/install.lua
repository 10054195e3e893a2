--- What is a user told who installs archnotes: by README.md, by the help, by `:checkhealth`, and where the server fails?

local helpers = require('helpers')
local ROOT = helpers.ROOT
local WORKSPACE = helpers.WORKSPACE
local NOTES = helpers.NOTES
local RENAMED = helpers.RENAMED
local SINGLE = helpers.SINGLE
local wait_for = helpers.wait_for
local equal = helpers.equal
local contains = helpers.contains
local read = helpers.read
local write = helpers.write
local open = helpers.open

local PLUGIN = vim.fs.joinpath(ROOT, 'editors/neovim')

local tests = {}
local function test(name, run)
  table.insert(tests, { name = name, run = run })
end

--- What `:checkhealth archnotes` shows.
local function checkhealth()
  vim.cmd('silent checkhealth archnotes')
  local said = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  vim.cmd('bwipeout!')
  return said
end

--- Every message that the user is shown while `run` runs, and after it until `enough` holds.
local function messages_of(run, enough)
  local messages = {}
  local notify, once = vim.notify, vim.notify_once
  vim.notify = function(message)
    table.insert(messages, message)
  end
  local said = {}
  vim.notify_once = function(message)
    if not said[message] then
      table.insert(messages, message)
    end
    said[message] = true
  end
  local ok, err = pcall(function()
    run()
    wait_for('a message', function()
      return enough(messages)
    end)
  end)
  vim.notify, vim.notify_once = notify, once
  assert(ok, err)
  return messages
end

--- A file with this text that may be run, or may not.
local function program(name, text, mode)
  local path = vim.fs.joinpath(WORKSPACE, name)
  write(path, text)
  assert(vim.uv.fs_chmod(path, mode))
  return path
end

local function edit(name)
  write(vim.fs.joinpath(WORKSPACE, name), table.concat(NOTES, '\n') .. '\n')
  vim.cmd.edit(vim.fs.joinpath(WORKSPACE, name))
end

--- Opens two files with a server that is started by `cmd`, and returns all messages and what `:checkhealth` says.
local function fail(cmd)
  vim.lsp.config['archnotes'] = { cmd = cmd }
  vim.lsp.enable('archnotes')
  local messages = messages_of(function()
    edit('one.md')
  end, function(it)
    return #it > 0
  end)
  return messages, checkhealth()
end

test('checkhealth finds nothing to complain of', function()
  local markers = { 'archnotes.toml', '.archnotes' }
  write(vim.fs.joinpath(WORKSPACE, markers[1]), '')
  vim.fn.mkdir(vim.fs.joinpath(WORKSPACE, markers[2]))
  open(NOTES, { config = { init_options = { language = 'ko' } } })
  local said = checkhealth()
  assert(not said:find('ERROR') and not said:find('WARNING'), said)
  for _, it in ipairs({ ' is archnotes %d', 'answers as a language server', 'columns in utf%-8', 'language = "ko"' }) do
    assert(said:find(it), it .. ' is not in\n' .. said)
  end
  contains(said, 'root: ' .. WORKSPACE, 'the root')
  for _, it in ipairs(markers) do
    contains(said, vim.fs.joinpath(WORKSPACE, it), 'which configuration')
  end
end)

test('a server that is missing is one message, for all files, with a way out', function()
  local messages, health = fail({ 'archnotes-is-not-here', 'server' })
  equal(messages, {
    'archnotes: there is no program "archnotes-is-not-here" on the PATH. The way out: :checkhealth archnotes',
  }, 'the messages')
  contains(health, 'ERROR there is no program "archnotes-is-not-here" on the PATH', 'checkhealth')
  contains(health, 'cargo install --path .', 'checkhealth')
end)

test('the missing server is told once', function()
  vim.lsp.config['archnotes'] = { cmd = { 'archnotes-is-not-there', 'server' } }
  vim.lsp.enable('archnotes')
  local messages = messages_of(function()
    edit('one.md')
    edit('two.md')
  end, function(it)
    return #it > 0
  end)
  equal(#messages, 1, 'the number of messages')
end)

test('a server that is not enabled is not missed', function()
  vim.lsp.config['archnotes'] = { cmd = { 'archnotes-is-not-wanted', 'server' } }
  local messages = messages_of(function()
    edit('one.md')
  end, function()
    return true
  end)
  equal(messages, {}, 'the messages')
end)

test('a server that may not be run is told by its file', function()
  local path = program('archnotes', '', tonumber('644', 8))
  local messages, health = fail({ path, 'server' })
  equal(messages, { ('archnotes: %s is not an executable file. The way out: :checkhealth archnotes'):format(path) },
    'the messages')
  contains(health, 'chmod +x ' .. path, 'checkhealth')
end)

test('a server that ends at its start is one message, and checkhealth says what it said', function()
  local path = program('crashing', '#!/bin/sh\necho "no room left" >&2\nexit 3\n', tonumber('755', 8))
  local messages, health = fail({ path, 'server' })
  equal(#messages, 1, 'the number of messages')
  contains(messages[1], 'Client archnotes quit with exit code 3', 'the message')
  contains(health, 'ends with exit code 3: no room left', 'checkhealth')
  -- It is the newest entry of the log, which the last test of all reads.
  vim.fn.delete(vim.lsp.log.get_filename())
end)

test('a server that ends again and again is one message', function()
  -- It ends when it has seen that its answer was taken.
  local answer = '{"jsonrpc":"2.0","id":1,"result":{"capabilities":{"textDocumentSync":1}}}'
  local text = "#!/bin/sh\nprintf 'Content-Length: %d\\r\\n\\r\\n%s'\ngrep -q initialized\nexit 3\n"
  local path = program('leaving', text:format(#answer, answer), tonumber('755', 8))
  local messages = fail({ path, 'server' })
  equal(#messages, 1, 'the number of messages')
  contains(messages[1], 'Client archnotes quit with exit code 3', 'the message')
  vim.fn.delete(vim.lsp.log.get_filename())
end)

test('a server that is ended right behind an edit is ended without a message', function()
  local buffer, client = open(NOTES)
  helpers.expect(buffer, { RENAMED, SINGLE })
  local asked = {}
  local request = client.rpc.request
  client.rpc.request = function(method, ...)
    table.insert(asked, method)
    return request(method, ...)
  end
  local messages = messages_of(function()
    vim.api.nvim_buf_set_lines(buffer, 0, 0, true, { '📝 머리말', '' })
    -- A request makes Neovim tell the edit at once.
    client:request('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding), function() end)
    helpers.stop()
  end, function()
    return true
  end)
  equal({ asked[1], asked[2] }, { 'textDocument/hover', 'shutdown' }, 'the first requests')
  assert(vim.list_contains(asked, 'textDocument/diagnostic'), 'nothing was asked behind it: ' .. vim.inspect(asked))
  equal(messages, {}, 'the messages')
end)

test('what may not be read is told of in its place, and the rest is checked', function()
  local settings = vim.fs.joinpath(WORKSPACE, 'archnotes.toml')
  local folder = vim.fs.joinpath(WORKSPACE, 'closed')
  write(settings, 'language = "en"\n')
  vim.fn.mkdir(folder)
  assert(vim.uv.fs_chmod(settings, 0) and vim.uv.fs_chmod(folder, 0))
  local cmd = { 'archnotes', 'server' }
  if vim.uv.getuid() == 0 then
    -- Who may read everything has to give that up.
    cmd = vim.list_extend({ 'setpriv', '--bounding-set=-dac_override,-dac_read_search' }, cmd)
  end
  local messages = messages_of(function()
    helpers.expect(open(NOTES, { config = { cmd = cmd } }), { RENAMED, SINGLE })
  end, function()
    return #vim.diagnostic.get(vim.fn.bufadd(settings)) > 0
  end)
  local told = vim.diagnostic.get(vim.fn.bufadd(settings))
  vim.uv.fs_chmod(folder, tonumber('755', 8))
  equal({ #told, told[1].message }, { 1, 'may not be read: permission denied' }, 'what is told of the settings')
  equal(messages, {}, 'the messages')
end)

test('another program of that name is found out', function()
  local path = program('other', '#!/bin/sh\necho other 1.0\n', tonumber('755', 8))
  vim.lsp.config['archnotes'] = { cmd = { path, 'server' } }
  contains(checkhealth(), path .. ' is another program: other 1.0', 'checkhealth')
end)

test('arguments that start no language server are found out', function()
  vim.lsp.config['archnotes'] = { cmd = { 'archnotes', 'serve' } }
  contains(checkhealth(), 'it gives no answer as a language server (`serve`)', 'checkhealth')
end)

test(':Archnotes rule opens the page of the finding', function()
  local buffer = open(NOTES)
  helpers.expect(buffer, { RENAMED, SINGLE })
  helpers.go_to(buffer, SINGLE)
  vim.cmd.Archnotes('rule')
  wait_for('the page', function()
    return vim.api.nvim_buf_get_name(0):find('/rules/single%-instance%.md$')
  end)
  contains(table.concat(helpers.lines_of(0), '\n'), 'severity: warning', 'the page')
end)

test(':Archnotes restart starts another server for the same file', function()
  local buffer, client = open(NOTES)
  helpers.expect(buffer, { RENAMED, SINGLE })
  vim.cmd.Archnotes('restart')
  wait_for('a new client', function()
    local new = helpers.client_of(buffer)
    return new and new.initialized and new.id ~= client.id
  end)
  helpers.expect(buffer, { RENAMED, SINGLE })
end)

test(':Archnotes completes its words, and says so of others', function()
  equal(vim.fn.getcompletion('Archnotes ', 'cmdline'), { 'health', 'log', 'restart', 'rule' }, 'the words')
  local messages = messages_of(function()
    vim.cmd.Archnotes('rules')
  end, function(it)
    return #it > 0
  end)
  equal(messages, { 'archnotes: there is no "rules", only health, log, restart, rule' }, 'the messages')
end)

test('the help has its tags, and each that it names', function()
  local doc = vim.fs.joinpath(WORKSPACE, 'doc')
  vim.fn.mkdir(doc)
  local text = read(vim.fs.joinpath(PLUGIN, 'doc/archnotes.txt'))
  write(vim.fs.joinpath(doc, 'archnotes.txt'), text)
  vim.cmd.helptags(vim.fn.fnameescape(doc))
  local tags = {}
  for line in vim.gsplit(read(vim.fs.joinpath(doc, 'tags')), '\n') do
    tags[line:match('^[^\t]*')] = true
  end
  for tag in text:gmatch('|([^|%s]+)|') do
    assert(tags[tag] or #vim.fn.getcompletion(tag, 'help') > 0, 'there is no help on ' .. tag)
  end
  for _, file in ipairs({ 'lua/archnotes/health.lua', 'README.md' }) do
    for tag in read(vim.fs.joinpath(PLUGIN, file)):gmatch(':help (archnotes[%w.-]*)') do
      assert(tags[tag], file .. ' names help that is not there: ' .. tag)
    end
  end
end)

--- The pieces of Lua in a text, each of which must be Lua.
local function lua_of(file, pattern)
  local blocks = {}
  for block in read(vim.fs.joinpath(PLUGIN, file)):gmatch(pattern) do
    assert(loadstring(block))
    table.insert(blocks, block)
  end
  assert(#blocks > 5, file .. ' has its examples')
  return blocks
end

test('the Lua of the README and of the help is Lua', function()
  lua_of('README.md', '\n *```lua\n(.-)\n *```')
  lua_of('doc/archnotes.txt', '>lua\n(.-)\n<')
end)

test('the example for Neovim 0.10 starts the server', function()
  local example = vim.iter(lua_of('doc/archnotes.txt', '>lua\n(.-)\n<')):find(function(it)
    return it:find('vim.lsp.start', 1, true)
  end)
  local before = vim.api.nvim_get_autocmds({ event = 'FileType' })
  loadstring(example)()
  edit('notes.md')
  local ids = vim.tbl_map(function(it) return it.id end, before)
  for _, it in ipairs(vim.api.nvim_get_autocmds({ event = 'FileType' })) do
    if it.id and not vim.list_contains(ids, it.id) then
      vim.api.nvim_del_autocmd(it.id)
    end
  end
  helpers.expect(vim.api.nvim_get_current_buf(), { RENAMED, SINGLE })
  for _, it in ipairs(vim.lsp.get_clients({ name = 'archnotes' })) do
    it:stop()
  end
end)

return tests
