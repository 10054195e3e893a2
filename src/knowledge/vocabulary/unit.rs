//! Which unit of time does a key end with? `rto_minutes`, `worst_seen_s`.

/// The key without the unit of time at its end, and that unit in minutes: `worst_seen_s`, `typicalMinutes`.
pub(crate) fn unit_of_time(key: &str) -> Option<(&str, f64)> {
    const UNITS: [(&str, f64); 14] = [
        ("minutes", 1.0),
        ("minute", 1.0),
        ("mins", 1.0),
        ("min", 1.0),
        ("seconds", 1.0 / 60.0),
        ("secs", 1.0 / 60.0),
        ("sec", 1.0 / 60.0),
        ("hours", 60.0),
        ("hour", 60.0),
        ("hrs", 60.0),
        ("days", 1440.0),
        ("s", 1.0 / 60.0),
        ("m", 1.0),
        ("h", 60.0),
    ];
    let find = |(unit, minutes): &(&str, f64)| {
        let at = key.len().checked_sub(unit.len()).filter(|it| key.is_char_boundary(*it))?;
        let (head, tail) = key.split_at(at);
        let is_word = head.ends_with(['_', '-', ' '])
            || tail.starts_with(char::is_uppercase) && head.ends_with(|it: char| it.is_lowercase());
        (tail.eq_ignore_ascii_case(unit) && is_word && !head.is_empty()).then_some((head, *minutes))
    };
    UNITS.iter().find_map(find)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_end_keys() {
        assert_eq!(unit_of_time("rto_minutes"), Some(("rto_", 1.0)));
        assert_eq!(unit_of_time("typicalHours"), Some(("typical", 60.0)));
        assert_eq!(unit_of_time("min").or(unit_of_time("items")), None);
    }
}
