-- The user's init.lua of the pictures: what editors/neovim/README.md tells, and windows with a margin.

vim.o.number = true
vim.o.winborder = 'solid'
vim.o.completeopt = 'menuone,noinsert,popup'
vim.o.cursorline = true
vim.o.linebreak = true
vim.o.ruler = false
vim.o.showcmd = false
vim.o.swapfile = false

vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(it)
    local client = vim.lsp.get_client_by_id(it.data.client_id)
    if client and client.name == 'archnotes' then
      vim.lsp.completion.enable(true, client.id, it.buf, { autotrigger = true })
    end
  end,
})
vim.keymap.set('i', '<C-Space>', vim.lsp.completion.get)
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'markdown',
  callback = function()
    vim.treesitter.start()
  end,
})

vim.lsp.enable('archnotes')
