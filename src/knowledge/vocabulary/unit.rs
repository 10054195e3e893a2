//! Which unit of time does a key end with? `rto_minutes`, `worst_seen_s`.

use crate::language::minutes_of;

/// The key without the unit of time at its end, and that unit in minutes: `worst_seen_s`, `typicalMinutes`.
pub(crate) fn unit_of_time(key: &str) -> Option<(&str, f64)> {
    // Longest first among those that share an end.
    const UNITS: [&str; 14] =
        ["minutes", "minute", "mins", "min", "seconds", "secs", "sec", "hours", "hour", "hrs", "days", "s", "m", "h"];
    let find = |unit: &&str| {
        let at = key.len().checked_sub(unit.len()).filter(|it| key.is_char_boundary(*it))?;
        let (head, tail) = key.split_at(at);
        let is_word = head.ends_with(['_', '-', ' '])
            || tail.starts_with(char::is_uppercase) && head.ends_with(|it: char| it.is_lowercase());
        let is_unit = tail.eq_ignore_ascii_case(unit) && is_word && !head.is_empty();
        Some((head, minutes_of(unit).filter(|_| is_unit)?))
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
