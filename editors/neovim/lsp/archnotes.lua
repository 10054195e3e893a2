--- How does Neovim (0.11 or newer) start archnotes?
---
--- `vim.lsp.enable('archnotes')` reads this file from the 'runtimepath'. What `vim.lsp.config('archnotes', { … })` says is
--- laid over it, so every key here can be set in `init.lua`.

---@type vim.lsp.Config
return {
  cmd = { 'archnotes', 'server' },
  filetypes = { 'markdown', 'yaml', 'yaml.docker-compose', 'mermaid' },
  -- The first of them that is found upward counts: the team's own settings and cards before the repository's root.
  -- A nested list, which would let the nearest of the first three win, needs Neovim 0.11.3.
  root_markers = { 'archnotes.toml', '.archnotes.toml', '.archnotes', '.git' },
  capabilities = {
    textDocument = {
      publishDiagnostics = {
        -- Neovim doesn't declare it, yet keeps what the server says in `user_data.lsp` of each diagnostic, from where the
        -- mapping in README.md opens the rule's page.
        codeDescriptionSupport = true,
      },
    },
  },
  handlers = {
    -- Neovim asks for the diagnostics of an edit a moment later, even when it has ended the server meanwhile. The server has
    -- to refuse that, and Neovim would show the refusal as an error.
    ['textDocument/diagnostic'] = function(err, result, ctx)
      local client = vim.lsp.get_client_by_id(ctx.client_id)
      if err and (not client or client:is_stopped()) then
        return
      end
      return vim.lsp.handlers['textDocument/diagnostic'](err, result, ctx)
    end,
  },
}
