//! What do names with values state, in an environment, a script or a file: `DB_PASSWORD: …`, `export SESSION_DIR=…`?

use super::super::secret::{is_given, is_secret, login, scheme_of_url_with_password};
use super::super::{Kind, Statement, address};
use crate::knowledge::words;
use crate::language::Class;
use crate::span::Span;

/// What a setting states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Its value is a secret.
    Secret,
    /// State is kept in a folder of the machine, or in the memory of the process.
    LocalState,
    /// One NAT gateway serves all zones.
    OneNatGateway,
    /// No backup is made.
    NoBackup,
    /// A database has no standby.
    NoStandby,
    /// A cache has one node.
    OneCacheNode,
    /// Its value is the private address of a machine that is called.
    PrivateAddress,
    /// A group of machines or tasks may not grow or shrink.
    FixedCapacity,
}

impl Says {
    /// The fact that it is.
    pub(super) fn kind(self) -> Kind {
        let stated = |what| Kind::Stated { what, minutes: None };
        match self {
            Says::Secret => stated(Statement::SecretInPlainText),
            Says::LocalState => Kind::LocalState,
            Says::OneNatGateway => stated(Statement::OneNatGateway),
            Says::NoBackup => stated(Statement::NoBackup),
            Says::NoStandby => Kind::Standby(false),
            Says::OneCacheNode => stated(Statement::OneCacheNode),
            Says::PrivateAddress => stated(Statement::CallsSynchronously),
            Says::FixedCapacity => stated(Statement::CapacityIsFixed),
        }
    }

    /// What it is said of.
    pub(super) fn of(self) -> Option<Class> {
        (self == Says::NoStandby).then_some(Class::Database)
    }

    /// Whether it describes a part of the system, of which there may be another one for tests.
    pub(super) fn is_of_a_part(self) -> bool {
        !matches!(self, Says::Secret | Says::LocalState | Says::PrivateAddress)
    }
}

/// Arguments of Terraform's provider and modules whose value says all.
const ARGUMENTS: [(&str, &str, Says); 6] = [
    ("single_nat_gateway", "true", Says::OneNatGateway),
    ("backup_retention_period", "0", Says::NoBackup),
    ("multi_az", "false", Says::NoStandby),
    ("num_cache_clusters", "1", Says::OneCacheNode),
    ("number_cache_clusters", "1", Says::OneCacheNode),
    ("num_cache_nodes", "1", Says::OneCacheNode),
];

/// The least and the most of what a group of Terraform's provider may have.
const BOUNDS: [(&str, &str); 2] = [("min_size", "max_size"), ("min_capacity", "max_capacity")];

/// A setting in a script that states something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The setting, bytes of the script.
    pub(super) span: Span,
    pub(super) says: Says,
    /// Its name; of what has none the shape of its value. No secret.
    pub(super) name: String,
}

/// Names of what is kept for users.
const STATE: [&str; 8] = ["session", "sessions", "upload", "uploads", "cart", "carts", "attachment", "attachments"];

/// Last words of names whose value is a place.
const PLACES: [&str; 13] = [
    "dir",
    "directory",
    "path",
    "root",
    "folder",
    "store",
    "storage",
    "driver",
    "backend",
    "location",
    "engine",
    "handler",
    "type",
];

/// Values of those that mean the machine itself.
const LOCAL: [&str; 9] =
    ["memory", "in-memory", "inmemory", "memorystore", "file", "files", "filesystem", "local", "disk"];

/// Folders of a machine; others may be mounted from elsewhere.
const FOLDERS: [&str; 5] = ["/var/", "/home/", "/opt/", "/srv/", "/usr/"];

/// Longer names and values are none.
const LONGEST: usize = 200;

/// What the setting `name` states with this value, which is written as it is.
pub(super) fn says(name: &str, value: &str) -> Option<Says> {
    let name = words(name);
    let value = value.trim();
    if value.len() > LONGEST {
        return None;
    }
    let joined = name.join("_");
    if let Some(it) = ARGUMENTS.iter().find(|it| it.0 == joined && it.1 == value) {
        return Some(it.2);
    }
    let is_state = name.iter().any(|it| STATE.contains(&it.as_str()));
    let is_place = name.last().is_some_and(|it| PLACES.contains(&it.as_str()));
    let is_here = LOCAL.contains(&value.to_ascii_lowercase().as_str()) || is_folder(value);
    if is_state && is_place && is_here {
        return Some(Says::LocalState);
    }
    if address::is_called_so(&joined) && address::is_private_host(value) {
        return Some(Says::PrivateAddress);
    }
    is_secret(&joined, value).then_some(Says::Secret)
}

/// Whether a value speaks for itself: the shape of a key, an address with a password. What it is, without the secret.
pub(super) fn given(value: &str) -> Option<String> {
    if is_given(value) {
        return Some(value.chars().take(4).chain(['…']).collect());
    }
    scheme_of_url_with_password(value).map(|it| format!("{it}://…"))
}

/// Whether `value` can only be a password where a password must stand: not the name of one, not a mark to fill in.
pub(super) fn is_password_value(value: &str) -> bool {
    const MARKS: [&str; 10] = ["{{", "${", "<", ">", "arn:", "://", "***", "xxx", "ssm:", "…"];
    let lower = value.to_ascii_lowercase();
    let is_word = !value.contains(char::is_whitespace) && !value.starts_with('/');
    (4..=128).contains(&value.len()) && is_word && !MARKS.iter().any(|it| lower.contains(it))
}

/// The settings in a script or a file that state something, in order. Cost: O(bytes).
pub(super) fn in_script(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut start = 0;
    // Of the block that is open: the name of the other bound, and its value.
    let mut bounds: Vec<(&str, &str)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.contains(['{', '}']) {
            bounds.clear();
        }
        let mut push = |span: Span, says, name| {
            let span = span.shift(start);
            if !found.iter().rev().take(4).any(|it| it.span.overlaps(span)) {
                found.push(Found { span, says, name });
            }
        };
        for word in bare_words(line) {
            let of_user = || login(line, word).filter(|it| is_secret(it, word.of(line)));
            if let Some(name) = given(word.of(line)).or_else(of_user) {
                push(word, Says::Secret, name);
            }
        }
        for (name, value) in assignments(line) {
            let is_several = value.of(line).parse().is_ok_and(|it: u32| it > 1);
            let fixed = bounds.contains(&(name.of(line), value.of(line))).then_some(Says::FixedCapacity);
            if let Some(said) = fixed.or_else(|| says(name.of(line), value.of(line))) {
                push(name.cover(value), said, name.of(line).to_owned());
            }
            let other = BOUNDS.iter().flat_map(|(min, max)| [(min, max), (max, min)]).find(|it| *it.0 == name.of(line));
            bounds.extend(other.filter(|_| is_several).map(|it| (*it.1, value.of(line))));
        }
        start += line.len();
    }
    found.sort_by_key(|it| it.span.start);
    found
}

fn is_folder(value: &str) -> bool {
    FOLDERS.iter().any(|it| value.starts_with(it))
}

/// Words without the marks around and between them.
fn bare_words(line: &str) -> impl Iterator<Item = Span> + '_ {
    let is_end = |it: char| it.is_whitespace() || "\"'`,;|()[]<>=".contains(it) || !it.is_ascii();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(|it| !is_end(it))?;
        let end = line[start..].find(is_end).map_or(line.len(), |it| start + it);
        at = end;
        Some(Span::new(start, end))
    })
    .filter(|it| it.len() <= LONGEST)
}

/// Names with their values in a line: `A=b`, `"a": "b"`, `--a b`.
fn assignments(line: &str) -> Vec<(Span, Span)> {
    const ENDS: &str = "\"',;|&)}`";
    let signs = line.match_indices(['=', ':']).map(|it| (it.0, it.0 + 1));
    let options = line.match_indices(" --").filter_map(|(at, _)| {
        let end = at + 3 + line[at + 3..].find(|it: char| it.is_whitespace() || it == '=')?;
        line[end..].starts_with(' ').then_some((end, end))
    });
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    let pair = |(before, behind): (usize, usize)| {
        let head = line[..before].trim_end_matches([' ', '"', '\'']);
        let name =
            head.rfind(|it| !is_name(it)).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let rest = line[behind..].trim_start_matches([' ', '\t']);
        let start = line.len() - rest.len();
        // What is in quotation marks ends at the next of them.
        let mark = rest.chars().next().filter(|it| matches!(it, '"' | '\''));
        let is_end = |it: char| it.is_whitespace() || mark.map_or_else(|| ENDS.contains(it), |mark| it == mark);
        let start = start + mark.map_or(0, char::len_utf8);
        let mut chars = line[start..].char_indices().take(LONGEST + 1);
        let value = chars.find(|it| is_end(it.1)).map_or(line.len() - start, |it| it.0);
        let fits = name < head.len() && head.len() - name <= LONGEST && (1..=LONGEST).contains(&value);
        fits.then(|| (Span::new(name, head.len()), Span::new(start, start + value)))
    };
    signs.chain(options).filter_map(pair).chain(defined(line)).collect()
}

/// The name and the value in quotation marks of `#define NAME "value"` and `define('NAME', 'value')`.
fn defined(line: &str) -> Option<(Span, Span)> {
    let (before, rest) = line.split_once("define")?;
    let name = rest.trim_start_matches([' ', '\t', '(', '\'', '"']);
    let start = before.len() + "define".len() + rest.len() - name.len();
    let end = start + name.find(|it: char| !it.is_alphanumeric() && it != '_')?;
    let between = line[end..].trim_start_matches(['\'', '"', ',', ' ', '\t']);
    let value = line.len() - between.len();
    let mark = line[..value].chars().next_back().filter(|it| matches!(it, '"' | '\''))?;
    let length = line[value..].find(mark)?;
    let fits = end > start && end - start <= LONGEST && (1..=LONGEST).contains(&length);
    fits.then(|| (Span::new(start, end), Span::new(value, value + length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a script, as it stands there.
    #[track_caller]
    fn check(text: &str, expected: &[(Says, &str)]) {
        let found = in_script(text);
        let found = found.iter().map(|it| (it.says, it.span.of(text))).collect::<Vec<_>>();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn scripts_hold_secrets() {
        use Says::Secret;
        check("export DB_PASS=Kirche!2021-EXAMPLE\n", &[(Secret, "DB_PASS=Kirche!2021-EXAMPLE")]);
        check("echo \"SMTP_PASSWORD=Zomer2019!mail\" >> x\n", &[(Secret, "SMTP_PASSWORD=Zomer2019!mail")]);
        check("{\"user\":\"a\",\"password\":\"hunter22x\"}", &[(Secret, "password\":\"hunter22x")]);
        check("export PGPASSWORD='Dalguji#settle9'", &[(Secret, "PGPASSWORD='Dalguji#settle9")]);
        check("DB_PASSWORD=Dalguji#settle9 # of the old one", &[(Secret, "DB_PASSWORD=Dalguji#settle9")]);
        check("mysql --user a --password Winter2cold", &[(Secret, "--password Winter2cold")]);
        check("KEY=AKIA5QX7LMNTZ2WY8RKD", &[(Secret, "AKIA5QX7LMNTZ2WY8RKD")]);
        check("* admin / qwe123123", &[(Secret, "qwe123123")]);
        check("#define MQTT_PASS  \"propolis77\"  /* all units */", &[(Secret, "MQTT_PASS  \"propolis77")]);
        check("define('DB_PASSWORD', 'Winter2cold');", &[(Secret, "DB_PASSWORD', 'Winter2cold")]);
        let url = "postgres://app:yakguk77@${Db.Endpoint.Address}/stock";
        check(&format!("한글 DB_URL={url}\n"), &[(Secret, url)]);
        for text in [
            "DB_PASS=$(aws secretsmanager get-secret-value)",
            "DB_PASS=${DbPassword1}",
            "DB_PASS=<your-password1>",
            "password: /prod/orders/db-1",
            "PASSWORD=password-example",
            "비밀번호=",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn arguments_say_what_there_is() {
        check("single_nat_gateway   = true", &[(Says::OneNatGateway, "single_nat_gateway   = true")]);
        check("  backup_retention_period = 0 # days", &[(Says::NoBackup, "backup_retention_period = 0")]);
        check("multi_az = false", &[(Says::NoStandby, "multi_az = false")]);
        check("num_cache_clusters = 1", &[(Says::OneCacheNode, "num_cache_clusters = 1")]);
        check("{\n  min_size = 4\n  max_size = 4\n}", &[(Says::FixedCapacity, "max_size = 4")]);
        check(
            "{\n  min_size = 4\n}\n{\n  max_size = 4\n}\nmin_size = 1\nmax_size = 1\nmin_size = 2\nmax_size = 4",
            &[],
        );
        check("multi_az = true\nbackup_retention_period = 10\nsingle_nat_gateway = var.single", &[]);
    }

    #[test]
    fn addresses_of_machines_are_wired_in() {
        let url = "tariff_url = http://10.20.4.17:8080/v2";
        check(&format!("{url}   ; tariffs"), &[(Says::PrivateAddress, url)]);
        check("upstream pool { server 10.20.4.17; }\ntariff_url = http://tariff.internal\nvpc_cidr = 10.0.0.0/16", &[]);
    }

    #[test]
    fn folders_of_the_machine_keep_state() {
        use Says::LocalState;
        check("UPLOAD_DIR=/var/www/html/scans", &[(LocalState, "UPLOAD_DIR=/var/www/html/scans")]);
        check("export SESSION_STORE=memory", &[(LocalState, "SESSION_STORE=memory")]);
        for text in ["SESSION_STORE=redis", "LOG_DIR=/var/log", "UPLOAD_DIR=/mnt/efs/scans", "UPLOAD_BUCKET=scans"] {
            check(text, &[]);
        }
    }
}
