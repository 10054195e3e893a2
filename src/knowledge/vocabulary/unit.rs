//! Which unit of time does a key end with? `rto_minutes`, `worst_seen_s`.

use super::super::words;
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

/// The minutes of the period that a key counts how often something is done in: `backups_per_day`, `일일백업횟수`.
pub(crate) fn period_of(key: &str) -> Option<f64> {
    const KOREAN: [(&str, f64); 4] = [("시간당", 60.0), ("하루", 1440.0), ("일일", 1440.0), ("주간", 10_080.0)];
    let words = words(key);
    let named = words.iter().position(|it| it == "per").and_then(|at| minutes_of(words.get(at + 1)?));
    named.or_else(|| KOREAN.iter().find(|it| key.starts_with(it.0)).map(|it| it.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_end_keys() {
        assert_eq!(unit_of_time("rto_minutes"), Some(("rto_", 1.0)));
        assert_eq!(unit_of_time("typicalHours"), Some(("typical", 60.0)));
        assert_eq!(period_of("backups_per_day"), Some(1440.0));
        assert_eq!(period_of("snapshotsPerHour"), Some(60.0));
        assert_eq!(period_of("일일백업횟수"), Some(1440.0));
        assert_eq!(period_of("cost_per_request").or(period_of("per")), None);
        assert_eq!(unit_of_time("min").or(unit_of_time("items")), None);
    }
}
