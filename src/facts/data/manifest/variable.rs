//! What do variables state? `DB_PASSWORD: Winter2cold`, `SESSION_STORE: memory`, `LEDGER_ADDR: 10.0.41.19:9443`.

use super::super::super::secret::{is_given, is_password, is_password_value, is_secret, url_with_password};
use super::super::super::{Fact, Kind, Statement, address};
use super::store::{self, Worth};
use super::{Manifest, Workload};

/// A name and the value that the manifest gives it.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Variable<'a> {
    pub(in super::super) name: &'a str,
    pub(in super::super) value: &'a str,
    /// The entry that holds the value.
    pub(in super::super) at: usize,
}

/// The facts of one variable. `is_kept` says whether a path stands on a disk that lasts.
pub(in super::super) fn read(
    manifest: &Manifest<'_>,
    it: &Variable<'_>,
    is_kept: impl Fn(&str) -> bool,
    facts: &mut Vec<Fact>,
) {
    let subject = Workload { name: it.name, class: None, within: it.at };
    let name = it.name.to_lowercase().replace(['-', '.', '/'], "_");
    let is_file = it.value.trim_end().contains('\n');
    if let Some(shown) = secret(it.name, it.value).or_else(|| in_file(it.value).filter(|_| is_file)) {
        manifest.say(facts, Statement::SecretInPlainText, &Workload { name: &shown, ..subject }, it.at);
    } else if is_session_store(&name) && is_local_store(it.value) {
        manifest.state(facts, Kind::LocalState, &subject, it.at);
    } else if address::is_called_so(&name) && address::is_private_host(it.value) {
        manifest.say(facts, Statement::CallsSynchronously, &subject, it.at);
    } else if is_folder(&name) && it.value.starts_with('/') && !is_kept(it.value) {
        let words = manifest.comments(it.at).map(|block| manifest.data.outline.blocks[block].prose.text());
        let names = [name.as_str(), it.value].into_iter();
        if store::worth(manifest.data, names, words) == Worth::Lasts {
            manifest.say(facts, Statement::KeptOnEphemeralStorage, &subject, it.at);
        }
    }
}

/// The secrets among the words of a command: `--password=Winter2cold`, `-Ddb.password=…`, or an option and its value one behind the other.
pub(in super::super) fn read_options<'a>(
    manifest: &Manifest<'_>,
    words: impl Iterator<Item = (&'a str, usize)>,
    facts: &mut Vec<Fact>,
) {
    let mut option = "";
    for (word, at) in words {
        let name = word.trim_start_matches('-');
        let is_option = name.len() < word.len();
        let found = match name.split_once('=') {
            Some((name, value)) if is_option => secret(name.trim_start_matches('D'), value),
            _ if is_option || !is_password_option(option) => None,
            _ => secret("password", word).map(|_| option.to_owned()),
        };
        if let Some(shown) = found {
            let subject = Workload { name: &shown, class: None, within: at };
            manifest.say(facts, Statement::SecretInPlainText, &subject, at);
        }
        option = if is_option && !name.contains('=') { name } else { "" };
    }
}

fn is_password_option(option: &str) -> bool {
    let option = option.to_lowercase().replace('-', "_");
    is_password(&option) || option.ends_with("pass")
}

/// The secrets in a file that is written into a manifest, by their first line: `spring.datasource.password=Winter2cold`.
fn in_file(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(['=', ':'])?;
        let value = value.trim().trim_matches(['"', '\'']);
        secret(name.trim().trim_start_matches("- "), value)
    })
}

/// What the message may show of a secret; `None` if it is none.
pub(in super::super) fn secret(name: &str, value: &str) -> Option<String> {
    let lower = name.to_lowercase().replace(['-', '.', '/'], "_");
    let in_url = url_with_password(value).filter(|it| is_password_value(it.1)).map(|it| format!("{}://…", it.0));
    let is_one = is_production_key(value)
        || (is_password(&lower) && is_password_value(value))
        || is_secret(&lower, value)
        || is_private_key(value);
    in_url.or_else(|| is_one.then(|| name.to_owned()))
}

/// Whether it is a key that a service gives out, whatever it is called: nobody has one of those for a sample.
pub(in super::super) fn is_production_key(value: &str) -> bool {
    is_given(value)
}

fn is_private_key(value: &str) -> bool {
    value.starts_with("-----BEGIN") && value.contains("PRIVATE KEY-----") && value.lines().count() > 3
}

/// `SESSION_STORE`, `SPRING_SESSION_STORE_TYPE`
fn is_session_store(name: &str) -> bool {
    const PARTS: [&str; 8] = ["store", "backend", "driver", "type", "engine", "handler", "storage", "provider"];
    name.contains("session") && name.split('_').any(|it| PARTS.contains(&it))
}

fn is_local_store(value: &str) -> bool {
    const LOCAL: [&str; 10] =
        ["memory", "in-memory", "inmemory", "in_memory", "memorystore", "file", "files", "filesystem", "local", "disk"];
    LOCAL.iter().any(|it| value.eq_ignore_ascii_case(it))
}

/// `UPLOAD_DIR`
fn is_folder(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["dir", "path", "root", "folder", "directory", "location"];
    name.rsplit('_').next().is_some_and(|it| ENDINGS.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_written_out() {
        let keys = [
            ("DB_PASSWORD", "ding1234!"),
            ("POSTGRES_PASSWORD", "coop"),
            ("db.password", "Winter2cold"),
            ("NOTIFY_API_KEY", "prod-7f3c21d4-9a44-4be1-notify-live"),
            ("X", "AKIA5QX7LMNTZ2WY8RKD"),
        ];
        for (name, value) in keys {
            assert_eq!(secret(name, value).as_deref(), Some(name), "{name}: {value}");
        }
        assert_eq!(secret("DATABASE_URL", "postgres://app:coop@db:5432/app").as_deref(), Some("postgres://…"));
        for (name, value) in [
            ("DB_PASSWORD", "${DB_PASSWORD}"),
            ("DB_PASSWORD", "changeme"),
            ("DB_PASSWORD", "<from vault>"),
            ("DB_PASSWORD", ""),
            ("DB_PASSWORD", "/run/secrets/db"),
            ("DB_PASSWORD_FILE", "/run/secrets/db1"),
            ("ALLOW_EMPTY_PASSWORD", "yes"),
            ("STRIPE_SECRET_KEY", "sk_test_123"),
            ("DATABASE_URL", "postgres://app:${PW}@db:5432/app"),
            ("DATABASE_URL", "postgres://db:5432/app"),
            ("SECRET_NAME", "orders-db-1"),
        ] {
            assert_eq!(secret(name, value), None, "{name}: {value}");
        }
    }
}
