--- What can a user ask archnotes for, beside what Neovim asks every server for?

local M = {}

--- Whether `vim.lsp.enable('archnotes')` holds. Without it nobody wants the server.
function M.is_enabled()
  -- Neovim 0.10 has neither, 0.11 before 0.11.3 only the second.
  if vim.lsp.is_enabled then
    return vim.lsp.is_enabled('archnotes')
  end
  return vim.tbl_get(vim.lsp, '_enabled_configs', 'archnotes') ~= nil
end

--- The file that `program` names, or that stands under this name on the PATH, whether or not it can be run.
local function file_of(program)
  local paths = { program }
  if not program:find('/', 1, true) then
    paths = vim.tbl_map(function(folder)
      return vim.fs.joinpath(folder, program)
    end, vim.split(vim.env.PATH or '', ':'))
  end
  return vim.iter(paths):find(vim.uv.fs_stat)
end

--- The program of the configuration: its name or file, and why it cannot be started.
---
--- No program: there is no configuration, or its `cmd` is a function, of which nothing is known.
---@return string? program
---@return string? problem
function M.server()
  local config = vim.lsp.config and vim.lsp.config.archnotes
  local program = config and type(config.cmd) == 'table' and config.cmd[1] or nil
  if not program or vim.fn.executable(program) == 1 then
    return program
  end
  local file = file_of(program)
  if file then
    return file, ('%s is not an executable file'):format(file)
  elseif program:find('/', 1, true) then
    return program, ('there is no file %s'):format(program)
  end
  return program, ('there is no program "%s" on the PATH'):format(program)
end

--- Says, once, that the server cannot be started.
function M.look_for_server()
  if not M.is_enabled() then
    return
  end
  local _, problem = M.server()
  if problem then
    vim.notify_once(('archnotes: %s. The way out: :checkhealth archnotes'):format(problem), vim.log.levels.WARN)
  end
end

--- Opens the page of the rule whose finding stands in the cursor's line. It comes from the server, and needs no network.
local function rule()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'archnotes' })[1]
  for _, it in ipairs(client and vim.diagnostic.get(0, { lnum = line }) or {}) do
    if it.source == 'archnotes' and it.code then
      return client:exec_cmd({ title = 'Explain', command = 'archnotes.explain', arguments = { it.code } })
    end
  end
  vim.notify('archnotes: no finding in this line', vim.log.levels.INFO)
end

--- Ends the server and starts it anew, when it has gone, for the files that are open.
local function restart()
  local clients = vim.lsp.get_clients({ name = 'archnotes' })
  vim.lsp.enable('archnotes', false)
  -- One that doesn't go within the time is ended as the operating system does it.
  local gone = vim.wait(3000, function()
    return #vim.lsp.get_clients({ name = 'archnotes' }) == 0
  end, 10)
  if not gone then
    for _, it in ipairs(clients) do
      it:stop(true)
    end
  end
  vim.lsp.enable('archnotes')
end

local commands = {
  restart = restart,
  rule = rule,
  log = function()
    vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  end,
  health = function()
    vim.cmd.checkhealth('archnotes')
  end,
}

--- Runs `:Archnotes {name}`.
function M.run(name)
  local command = commands[name]
  if not command then
    local names = table.concat(M.complete(''), ', ')
    return vim.notify(('archnotes: there is no "%s", only %s'):format(name, names), vim.log.levels.ERROR)
  end
  command()
end

--- The names that begin with what is typed, sorted.
function M.complete(typed)
  local names = vim.tbl_filter(function(it)
    return vim.startswith(it, typed)
  end, vim.tbl_keys(commands))
  table.sort(names)
  return names
end

return M
