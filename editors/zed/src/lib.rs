//! How does Zed start archnotes? The program is the user's own: the extension brings none and loads none.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Archnotes;

impl zed::Extension for Archnotes {
    fn new() -> Self {
        Archnotes
    }

    /// `lsp.archnotes.binary` of Zed's settings, else `archnotes` on the PATH of the worktree.
    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map(|it| (it.path, it.arguments)).unwrap_or_default();
        let command = path.or_else(|| worktree.which("archnotes")).ok_or(
            "archnotes is not on the PATH. Install it with `cargo install --path . --locked`, or name it in Zed's \
             settings: \"lsp\": { \"archnotes\": { \"binary\": { \"path\": \"/path/of/archnotes\" } } }",
        )?;
        let args = arguments.unwrap_or_else(|| vec!["server".to_owned()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_initialization_options(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }
}

zed::register_extension!(Archnotes);
