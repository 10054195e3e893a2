//! How long, or how often, in the notations of machines? `PT1H`, `cron(0 3 * * ? *)`, `rate(6 hours)` is read as words.

const DAY: f64 = 1440.0;

/// The minutes of a duration in ISO 8601 or between two runs of a cron expression; `None` for anything else.
pub(super) fn minutes(text: &str) -> Option<f64> {
    duration(text).or_else(|| cron(text))
}

/// `PT1H30M`, `P1D`, `P1W`, in minutes.
pub(super) fn duration(text: &str) -> Option<f64> {
    let text = text.trim().strip_prefix('P')?;
    let (days, times) = text.split_once('T').unwrap_or((text, ""));
    let days = fields(days, &[('W', 7.0 * DAY), ('D', DAY)])?;
    let times = fields(times, &[('H', 60.0), ('M', 1.0), ('S', 1.0 / 60.0)])?;
    Some(days + times).filter(|it| *it > 0.0)
}

/// The sum of numbers, each before its unit.
fn fields(mut text: &str, units: &[(char, f64)]) -> Option<f64> {
    let mut sum = 0.0;
    while !text.is_empty() {
        let end = text.find(|it: char| !it.is_ascii_digit() && it != '.')?;
        let unit = text[end..].chars().next()?;
        let minutes = units.iter().find(|it| it.0 == unit)?.1;
        sum += text[..end].parse::<f64>().ok()? * minutes;
        text = &text[end + unit.len_utf8()..];
    }
    Some(sum)
}

/// The time between two runs of `0 3 * * *` or `cron(0 3 * * ? *)`: five fields or six, of which minute and hour come first.
fn cron(text: &str) -> Option<f64> {
    let text = text.trim();
    let text = text.strip_prefix("cron(").and_then(|it| it.strip_suffix(')')).unwrap_or(text);
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday, ..] = fields.as_slice() else { return None };
    let is_field = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || b"*/,-?#".contains(&it));
    if fields.len() > 6
        || !fields.iter().all(|it| is_field(it))
        || !minute.starts_with(|it: char| "*/0123456789".contains(it))
    {
        return None;
    }
    let any = |it: &str| matches!(it, "*" | "?");
    let number = |it: &str| it.parse::<u8>().is_ok();
    let step = |it: &str| it.split_once('/').and_then(|it| it.1.parse::<f64>().ok());
    match (any(day) && any(month), any(weekday)) {
        (true, true) if number(minute) && number(hour) => Some(DAY),
        (true, true) if number(minute) && any(hour) => Some(60.0),
        (true, true) if number(minute) => step(hour).map(|it| it * 60.0),
        (true, true) if any(hour) => step(minute),
        (true, false) if number(minute) && number(hour) && number(weekday) => Some(7.0 * DAY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_schedules() {
        for (text, expected) in [
            ("PT1H", 60.0),
            ("PT1H30M", 90.0),
            ("P1D", DAY),
            ("cron(0 3 * * ? *)", DAY),
            ("0 3 * * *", DAY),
            ("0 */6 * * *", 360.0),
            ("*/15 * * * *", 15.0),
            ("30 * * * *", 60.0),
            ("0 4 * * 1", 7.0 * DAY),
        ] {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
        for text in
            ["P", "PT", "Postgres", "0 3 1 * *", "daily at 3", "1 2 3", "10 minutes between two runs", "0 3 * * * * *"]
        {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
