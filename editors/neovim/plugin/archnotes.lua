--- What does archnotes add to Neovim itself? One command, and a word to the user whose server cannot be found.

if vim.g.loaded_archnotes then
  return
end
vim.g.loaded_archnotes = true

vim.api.nvim_create_user_command('Archnotes', function(it)
  require('archnotes').run(it.args)
end, {
  nargs = 1,
  complete = function(typed)
    return require('archnotes').complete(typed)
  end,
  desc = 'archnotes: restart, rule, log or health',
})

vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('archnotes', {}),
  pattern = { 'markdown', 'yaml', 'yaml.docker-compose', 'mermaid' },
  desc = 'Says once that the server of archnotes is missing, which Neovim 0.11 only writes into its log',
  callback = function()
    require('archnotes').look_for_server()
  end,
})
