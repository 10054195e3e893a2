--- Does archnotes work here, and if not, what is to be done? `:checkhealth archnotes`.

local archnotes = require('archnotes')
local health = vim.health

local M = {}

local INSTALL = {
  'From a checkout of the repository: cargo install --path . --locked',
  'It comes into ~/.cargo/bin, which must be on the PATH that Neovim has: :echo $PATH',
  "Or name the file: vim.lsp.config('archnotes', { cmd = { '/path/of/archnotes', 'server' } })",
}

--- Milliseconds for the server to say who it is.
local PATIENCE = 10000

--- The first line of what a program said.
local function first_line(text)
  return vim.split(vim.trim(text or ''), '\n')[1]
end

local function run(command, input)
  local ok, process = pcall(vim.system, command, { text = true, stdin = input, timeout = PATIENCE })
  if not ok then
    return { code = -1, stdout = '', stderr = tostring(process) }
  end
  return process:wait()
end

--- Whether the program can be started and is archnotes.
local function check_program()
  local program, problem = archnotes.server()
  if problem then
    local is_there = vim.uv.fs_stat(program)
    health.error(problem, is_there and { 'chmod +x ' .. program, INSTALL[3] } or INSTALL)
    return nil
  elseif not program then
    health.info('`cmd` is not a list of words; what it starts is not looked at')
    return nil
  end
  local path = vim.fn.exepath(program)
  local found = run({ path, '--version' })
  if found.code ~= 0 then
    health.error(('%s ends with exit code %d: %s'):format(path, found.code, first_line(found.stderr)), {
      'In a terminal: ' .. path .. ' --version',
      'If it was built for another machine, build it on this one. ' .. INSTALL[1],
    })
    return nil
  elseif not found.stdout:find('^archnotes %d') then
    health.error(('%s is another program: %s'):format(path, first_line(found.stdout)), { INSTALL[3] })
    return nil
  end
  health.ok(('%s is %s'):format(path, vim.trim(found.stdout)))
  return path
end

--- Whether the server answers, with the arguments that are configured.
local function check_answer(path)
  local command = vim.list_extend({ path }, vim.list_slice(vim.lsp.config.archnotes.cmd, 2))
  local body = vim.json.encode({
    jsonrpc = '2.0',
    id = 1,
    method = 'initialize',
    params = { processId = vim.NIL, rootUri = vim.NIL, capabilities = vim.empty_dict() },
  })
  -- The end of its input is the end of the server.
  local found = run(command, ('Content-Length: %d\r\n\r\n%s'):format(#body, body))
  local words = table.concat(vim.list_slice(command, 2), ' ')
  if found.stdout and found.stdout:find('"capabilities"', 1, true) then
    health.ok(('it answers as a language server (`%s`)'):format(words))
  else
    local said = first_line(found.stderr)
    local how = found.code == 124 and 'within ten seconds' or ('and ends with exit code %d'):format(found.code)
    health.error(('it gives no answer as a language server (`%s`) %s: %s'):format(words, how, said), {
      "The arguments are those of `cmd`; the shipped ones are { 'archnotes', 'server' }",
      'If those are the arguments, this is a fault of archnotes: please report it with the line above',
    })
  end
end

local function check_configuration()
  local files = vim.api.nvim_get_runtime_file('lsp/archnotes.lua', true)
  if #files == 0 then
    health.error('there is no lsp/archnotes.lua on the runtimepath', { ':help archnotes-install' })
  elseif #files > 1 then
    local all = table.concat(files, '\n  ')
    health.warn('there are several configurations, laid over each other:\n  ' .. all, { 'Keep one of them' })
  else
    health.ok('the configuration is ' .. files[1])
  end
  if archnotes.is_enabled() then
    health.ok('it is enabled for ' .. table.concat(vim.lsp.config.archnotes.filetypes or { 'all files' }, ', '))
  else
    health.warn('it is not enabled', { "In init.lua: vim.lsp.enable('archnotes')" })
  end
  local options = vim.lsp.config.archnotes and vim.lsp.config.archnotes.init_options
  health.info('settings of the editor: ' .. (options and vim.inspect(options, { newline = ' ', indent = '' }) or 'none'))
end

--- The nearest file or folder of one of these names, from a folder upward.
local function nearest(names, from)
  return from and vim.fs.find(names, { upward = true, path = from })[1] or 'none'
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'archnotes' })
  if #clients == 0 then
    health.info('no client: open a Markdown, YAML or Mermaid file; `:set filetype?` must say so')
  end
  local times = {}
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_keys(client.attached_buffers)
    local version = vim.tbl_get(client, 'server_info', 'version') or '?'
    local files = #buffers == 1 and '1 file' or #buffers .. ' files'
    local what = 'client %d: version %s, %s, columns in %s'
    health.ok(what:format(client.id, version, files, client.offset_encoding))
    health.info('root: ' .. (client.root_dir or 'none, each file by itself'))
    local settings = { 'archnotes.toml', '.archnotes.toml', '.config/archnotes.toml' }
    health.info('settings of the project: ' .. nearest(settings, client.root_dir))
    health.info('your own cards and rules: ' .. nearest({ '.archnotes' }, client.root_dir))
    for _, buffer in ipairs(buffers) do
      times[buffer] = (times[buffer] or 0) + 1
    end
  end
  if vim.iter(vim.tbl_values(times)):any(function(it) return it > 1 end) then
    health.warn('a file has two clients, so each finding is shown twice', {
      'archnotes is started by vim.lsp.start, or under another root, as well: :checkhealth vim.lsp',
    })
  end
  health.info('log: ' .. vim.lsp.log.get_filename())
end

function M.check()
  health.start('archnotes: configuration')
  if vim.fn.has('nvim-0.11') == 0 then
    health.warn('Neovim 0.11 or newer reads lsp/archnotes.lua; this one does not', { ':help archnotes-0.10' })
    return
  end
  check_configuration()
  health.start('archnotes: server')
  local path = check_program()
  if path then
    check_answer(path)
  end
  health.start('archnotes: clients')
  check_clients()
end

return M
