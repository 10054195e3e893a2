--- Does archnotes work in a real Neovim, through the configuration that is shipped?
---
---     nvim -u INIT -l tests/editors/neovim/main.lua SERVER
---
--- SERVER is the server to run, under the name `archnotes`; its folder comes first on PATH, so that the command of the
--- shipped configuration finds it.
--- INIT is the user's `init.lua` of README.md, with `editors/neovim` on the 'packpath' and XDG_* in a scratch folder:
--- `tests/editors/neovim/run` makes all that. Nothing here waits for a time, only for what must come.

assert(arg[1], 'usage: main.lua SERVER')
local HERE = vim.fs.dirname(assert(vim.uv.fs_realpath(arg[0])))
package.path = HERE .. '/?.lua;' .. package.path
-- `-l` leaves out what an interactive Neovim switches on by itself.
vim.cmd('filetype plugin on')

local helpers = require('helpers')

--- `print` leaves out the last line's end.
local function say(text)
  io.write(text, '\n')
end

local passed, failed = 0, 0
for _, it in ipairs(vim.list_extend(require('features'), require('install'))) do
  local ok, trace = xpcall(it.run, debug.traceback)
  local cleaned, left = pcall(helpers.clean_up)
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
