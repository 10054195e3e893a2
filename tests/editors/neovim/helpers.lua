--- What do all tests in Neovim need: the notes they open, what they wait for, how a finding's place is told?

--- Milliseconds; longer than anything takes on the busiest machine.
local PATIENCE = 60000

local SERVER = assert(vim.uv.fs_realpath(arg[1]))
local ROOT = vim.fs.normalize(vim.fs.joinpath(vim.fs.dirname(assert(vim.uv.fs_realpath(arg[0]))), '../../..'))
local WORKSPACE = assert(vim.uv.fs_realpath(vim.fn.tempname():match('^(.*)/')))

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

return {
  PATIENCE = PATIENCE,
  SERVER = SERVER,
  ROOT = ROOT,
  WORKSPACE = WORKSPACE,
  NOTES = NOTES,
  RENAMED = RENAMED,
  SINGLE = SINGLE,
  LINE_ENDS = LINE_ENDS,
  wait_for = wait_for,
  equal = equal,
  contains = contains,
  lines_of = lines_of,
  bytes_of = bytes_of,
  write = write,
  read = read,
  card = card,
  client_of = client_of,
  open = open,
  stop = stop,
  clean_up = clean_up,
  diagnostics = diagnostics,
  expect = expect,
  below = below,
  go_to = go_to,
  ask = ask,
  covered = covered,
  choose = choose,
}
