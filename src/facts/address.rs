//! Is a value the private address of a machine? Who moves that machine breaks who calls it.

/// Whether `host`, up to its port or path, is one of the private numbers: `10.1.4.22:8080`.
pub(super) fn is_private(host: &str) -> bool {
    let end = host.find([':', '/']).unwrap_or(host.len());
    let numbers = host[..end].split('.').map(|it| it.parse::<u8>().ok()).collect::<Option<Vec<_>>>();
    matches!(numbers.as_deref(), Some([10, _, _, _] | [192, 168, _, _] | [172, 16..=31, _, _]))
}

/// Whether the host of an address is one of them, with or without its scheme and user; 10.0.0.0/8 is a network.
pub(super) fn is_private_host(value: &str) -> bool {
    let rest = value.split_once("://").map_or(value, |it| it.1);
    let rest = rest.split_once('@').map_or(rest, |it| it.1);
    let end = rest.find([':', '/']).unwrap_or(rest.len());
    let is_network = !value.contains("://") && rest[end..].starts_with('/');
    !is_network && is_private(rest)
}

/// Whether `name` is that of an address: `prices_url`, `db_host`.
pub(super) fn is_called_so(name: &str) -> bool {
    const ENDINGS: [&str; 8] = ["host", "url", "uri", "addr", "address", "endpoint", "server", "upstream"];
    name.rsplit('_').next().is_some_and(|it| ENDINGS.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_by_private_number() {
        for value in ["10.0.41.19:9443", "http://172.31.9.44:7070/x", "192.168.0.1", "redis://u:p@10.1.2.3:6379"] {
            assert!(is_private_host(value), "{value}");
        }
        for value in ["10.0.0.0/8", "0.0.0.0:80", "172.32.0.1", "db.internal:5432", "8.8.8.8", "10.0.0.1,10.0.0.2", ""]
        {
            assert!(!is_private_host(value), "{value}");
        }
    }
}
