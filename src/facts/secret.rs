//! Which values are secrets? `DB_PASSWORD=Orders!2024`, `AKIA…`, `postgres://app:…@host`, "the password `Winter-is-2cold`".

use crate::language::Unit;
use crate::span::Span;

use super::{Fact, Kind, Reader, Statement};

/// How the names of passwords end, in lower case with `_` between words.
const PASSWORDS: [&str; 10] =
    ["password", "passwd", "passphrase", "pwd", "_pass", "_pw", "비밀번호", "패스워드", "암호", "비번"];

/// How the names of keys and tokens end.
const KEYS: [&str; 16] = [
    "secret",
    "secret_key",
    "secretkey",
    "access_key",
    "accesskey",
    "access_key_id",
    "api_key",
    "apikey",
    "token",
    "private_key",
    "psk",
    "encryption_key",
    "signing_key",
    "secret_key_base",
    "app_key",
    "auth_key",
];

/// Tokens and keys that are no secrets.
const NO_SECRETS: [&str; 6] = ["next", "page", "request", "idempot", "csrf", "public"];

/// Users whose names stand before their password: `admin / …`.
const USERS: [&str; 5] = ["admin", "administrator", "root", "sa", "postgres"];

/// How the keys begin that a service gives out.
const GIVEN: [&str; 7] = ["ghp_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_", "AIza"];

/// What stands where a secret would: samples, names of algorithms, and references to the place that keeps it.
const PLACEHOLDERS: [&str; 35] = [
    "example",
    "changeme",
    "change-me",
    "change_me",
    "your",
    "placeholder",
    "dummy",
    "sample",
    "testing",
    "xxx",
    "***",
    "...",
    "…",
    "<",
    ">",
    "{",
    "}",
    "$",
    "(",
    "arn:",
    "ssm:",
    "op://",
    "://",
    "password",
    "passwd",
    "secret",
    "123456",
    "redacted",
    "sha2",
    "sha-",
    "aes-",
    "hmac",
    "oauth",
    "base64",
    "bcrypt",
];

/// Facts of kind [`Statement::SecretInPlainText`] whose evidence is the value. Their subject is its name: no message copies a secret.
pub(super) fn read(reader: &Reader<'_>, facts: &mut Vec<Fact>) {
    if !reader.is_statement() {
        return;
    }
    for (span, name) in secrets(reader.unit()) {
        let kind = Kind::Stated { what: Statement::SecretInPlainText, minutes: None };
        facts.push(reader.fact(kind, None, name, span));
    }
}

/// The secrets in a unit, each with its name. Cost: O(bytes).
fn secrets(unit: &Unit) -> Vec<(Span, String)> {
    words(&unit.text).filter_map(|it| Some((it, secret(unit, it)?))).collect()
}

/// The name of the secret that the word at `span` is or assigns.
fn secret(unit: &Unit, span: Span) -> Option<String> {
    let word = span.of(&unit.text);
    if is_given(word) {
        return Some(word.chars().take(4).chain(['…']).collect());
    }
    if let Some(scheme) = scheme_of_url_with_password(word) {
        return Some(format!("{scheme}://…"));
    }
    if let Some((name, value)) = word.split_once('=') {
        return Some(last_name(name)).filter(|it| is_secret(it, value));
    }
    let (name, is_assigned) = name_before(unit, span)?;
    (is_secret(&name, word) && (is_assigned || kinds_of_characters(word) >= 3)).then_some(name)
}

/// Stretches of ASCII without blanks, quotation marks and the signs that close a sentence, or of `이름=ASCII`.
fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    text.split_whitespace().filter_map(|word| {
        let word = word.trim_start_matches(['"', '\'', '(', '[', '*', '“']);
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let value = word.find('=').map_or(0, |it| it + 1);
        let end =
            word[value..].find(|it: char| !it.is_ascii() || "\"',;|".contains(it)).map_or(word.len(), |it| value + it);
        let word = word[..end].trim_end_matches(['.', ')', ']', ':', '*']);
        (!word.is_empty()).then(|| Span::new(start, start + word.len()))
    })
}

/// The name that stands before the value at `span`, and whether a sign or the border of a cell assigns it: `password: …`, `--password …`,
/// `| DB_PASS | … |`, `admin / …`, "the password …".
fn name_before(unit: &Unit, span: Span) -> Option<(String, bool)> {
    let before = unit.text[..span.start].trim_end_matches([' ', '"', '\'', '“', '*']);
    if let Some(name) = before.strip_suffix([':', '=']) {
        return Some((last_name(name), true));
    }
    if let Some(login) = login(&unit.text, span) {
        return Some((login, true));
    }
    if before.ends_with('|') {
        let is_whole = unit.is_row()
            && unit.parts.get(1).is_some_and(|it| it.span.contains(span) && it.span.len() <= span.len() + 2);
        return is_whole.then(|| (last_name(unit.parts[0].span.of(&unit.text)), true));
    }
    let word = before.rsplit(' ').next()?;
    let word = word.trim_end_matches(['는', '은', '가', '를', '을']);
    match word {
        "is" => before.strip_suffix("is").map(|it| (last_name(it), false)),
        _ if word.starts_with("--") => Some((last_name(word), true)),
        _ => Some((last_name(word), false)).filter(|it| is_password(&it.0)),
    }
}

/// The name of the password at `span` behind a user's name: `admin / …`. A region, size or host is none: `root / ap-northeast-2`.
pub(super) fn login(text: &str, span: Span) -> Option<String> {
    let user = text[..span.start].strip_suffix(" / ")?.rsplit(' ').next()?;
    let is_login = USERS.contains(&user) && !span.of(text).contains(['-', '.', ':']);
    is_login.then(|| format!("{user}_password"))
}

/// The last three words of `text`, as one name in lower case.
fn last_name(text: &str) -> String {
    let text = text.trim_end().trim_end_matches(['"', '\'', '*']);
    let start = text.rfind(['?', '&', '/', '(', '|', ',', '.', ';', '"']).map_or(0, |it| it + 1);
    let words = text[start..].split([' ', '-']).filter(|it| !it.is_empty()).collect::<Vec<_>>();
    words[words.len().saturating_sub(3)..].join("_").to_lowercase()
}

/// Whether something of this name is a password.
pub(super) fn is_password(name: &str) -> bool {
    name == "pass" || PASSWORDS.iter().any(|it| name.ends_with(it))
}

/// Whether something of this name and value is a secret: a password has letters and digits; a key's value may as well be its name, so it
/// must look random.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let is_key = KEYS.iter().any(|it| name.ends_with(it)) && !NO_SECRETS.iter().any(|it| name.contains(it));
    is_literal(value) && (is_password(name) || (is_key && looks_random(value)))
        || is_marked(value) && (is_password(name) || is_key || name.ends_with("_key"))
}

/// Whether a value in use bears the mark that keeps scanners quiet: `sk_test_EXAMPLE_51Habc`. A sample has nothing else, or capitals alone
/// as those of AWS.
fn is_marked(value: &str) -> bool {
    const MARK: &str = "EXAMPLE";
    let rest = value.replacen(MARK, "", 1);
    let count = |kind: fn(&u8) -> bool| rest.bytes().filter(kind).count();
    rest.len() < value.len()
        && is_literal(&rest)
        && count(u8::is_ascii_lowercase) >= 2
        && count(u8::is_ascii_digit) >= 2
}

/// Lower and upper case with digits, hexadecimal, or long with many digits.
fn looks_random(value: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| value.bytes().any(|it| kind(&it));
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && digits > 0;
    let is_hexadecimal = value.len() >= 16 && digits >= 4 && value.bytes().all(|it| it.is_ascii_hexdigit());
    // `ck_3b81f0aa97`
    let tail = value.rsplit('_').next().filter(|it| it.len() < value.len()).unwrap_or_default();
    let is_prefixed = tail.len() >= 8 && tail.bytes().all(|it| it.is_ascii_hexdigit()) && digits >= 3;
    is_mixed || is_hexadecimal || is_prefixed || (value.len() >= 24 && digits >= 6)
}

pub(super) fn is_literal(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    // 24hours, prod/orders/db-1; the secret of an access key is 40 characters long.
    let is_amount = value[digits..].bytes().all(|it| it.is_ascii_alphabetic()) && digits > 0;
    let is_path = value.contains('/') && value.len() != 40;
    (8..=128).contains(&value.len())
        && value.bytes().any(|it| it.is_ascii_digit())
        // RSA-2048
        && value.bytes().any(|it| it.is_ascii_lowercase())
        && !(is_amount && digits < 4)
        && !is_path
        && !PLACEHOLDERS.iter().any(|it| lower.contains(it))
}

/// Whether `value`, which a file gives to a password, is one: any word but a sample, a switch, or the way to the place that keeps it.
pub(super) fn is_password_value(value: &str) -> bool {
    const WORDS: [&str; 9] = ["password", "passwd", "secret", "testing", "123456", "base64", "hmac", "(", "://"];
    const SWITCHES: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "none", "todo"];
    const STORES: [&str; 5] = ["vault:", "file:", "secret:", "enc[", "ref+"];
    let lower = value.to_ascii_lowercase();
    let is_sample = PLACEHOLDERS.iter().any(|it| lower.contains(it) && !WORDS.contains(it)) || WORDS.contains(&&*lower);
    let is_elsewhere = value.starts_with(['/', '.']) || STORES.iter().any(|it| lower.starts_with(it));
    (3..=128).contains(&value.len())
        && !value.contains(char::is_whitespace)
        && value.contains(|it: char| it.is_ascii_alphanumeric())
        && !SWITCHES.contains(&&*lower)
        && !is_sample
        && !is_elsewhere
}

/// Of lower case, upper case, digits and other signs.
fn kinds_of_characters(value: &str) -> usize {
    let kinds: [fn(&u8) -> bool; 4] =
        [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit, u8::is_ascii_punctuation];
    kinds.iter().filter(|it| value.bytes().any(|byte| it(&byte))).count()
}

/// Keys whose shape says what they are.
pub(super) fn is_given(word: &str) -> bool {
    let is_access_key = word.len() == 20
        && word.starts_with("AKIA")
        && !word.ends_with("EXAMPLE")
        && word.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
        && word.bytes().any(|it| it.is_ascii_digit());
    let word = word.rsplit(['=', ':']).next().unwrap_or(word);
    // `vk_live_…`: whoever gives it out, it is in use.
    let is_live = word.split_once("_live_").is_some_and(|(maker, key)| maker.len() <= 3 && looks_random(key));
    let starts = GIVEN.iter().any(|it| word.starts_with(it));
    is_access_key || word.len() >= 12 && (starts || is_live) && is_literal(word)
}

/// `postgres` of `postgres://billing:Tr0ub4dor@billing-db:5432`.
pub(super) fn scheme_of_url_with_password(word: &str) -> Option<&str> {
    url_with_password(word).filter(|it| is_literal(it.1)).map(|it| it.0)
}

/// Scheme and password of an address elsewhere that has both.
pub(super) fn url_with_password(word: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = word.split_once("://")?;
    let (user, host) = rest.split_once('@')?;
    let (_, password) = user.split_once(':')?;
    let is_here = host.starts_with("localhost") || host.starts_with("127.");
    (!is_here).then_some((scheme, password))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::units;
    use crate::memo::Memo;
    use crate::surface::{Format, Place, outline};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let outline = outline(text, Place::First, Format::Markdown);
        let names = vec![Vec::new(); outline.blocks.len()];
        let units = units(&outline, &names, &Knowledge::default(), &mut Memo::default());
        let found = units.iter().flat_map(|unit| {
            secrets(unit).into_iter().map(|(span, name)| (span.of(&unit.text).to_owned(), name)).collect::<Vec<_>>()
        });
        let expected = expected.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect::<Vec<_>>();
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn values_behind_a_name() {
        check("DB_PASSWORD=Orders!2024 goes into the file.", &[("DB_PASSWORD=Orders!2024", "db_password")]);
        check("DB_PASSWORD=Orders!2024을 넣는다", &[("DB_PASSWORD=Orders!2024", "db_password")]);
        check("- master password: kimchi-jjigae-77", &[("kimchi-jjigae-77", "master_password")]);
        check("`--master-user-password Winter2cold`", &[("Winter2cold", "master_user_password")]);
        check("with the password `Winter-is-2cold`.", &[("Winter-is-2cold", "password")]);
        check("비밀번호는 Winter-is-2cold로 접속한다", &[("Winter-is-2cold", "비밀번호")]);
        check("* admin / qwe123123", &[("qwe123123", "admin_password")]);
        check("* admin / operator, root / ap-northeast-2", &[]);
        check("| a | b |\n|---|---|\n| DB_PASS | kimchi-jjigae-77 |", &[("kimchi-jjigae-77", "db_pass")]);
    }

    #[test]
    fn keys_and_addresses_speak_for_themselves() {
        check("액세스 키: AKIA5QX7LMNTZ2WY8RKD", &[("AKIA5QX7LMNTZ2WY8RKD", "AKIA…")]);
        let url = "postgres://billing:Tr0ub4dor@billing-db.internal:5432/billing";
        check(url, &[(url, "postgres://…")]);
    }

    #[test]
    fn placeholders_references_and_rules_are_no_secrets() {
        for text in [
            "DB_PASSWORD=<your password>",
            "DB_PASSWORD=${DB_PASSWORD_1}",
            "password: ********",
            "password: prod/orders/db-1",
            "password: arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-db",
            "secret: orders-db-2",
            "token: 24hours",
            "password policy2024",
            "암호: AES-256-GCM",
            "암호: RSA-2048",
            "AWS_SECRET_ACCESS_KEY=testing",
            "AKIAIOSFODNN7EXAMPLE",
            "postgres://app:app@localhost:5432/app",
            "비밀번호는 12자 이상",
        ] {
            check(text, &[]);
        }
    }
}
