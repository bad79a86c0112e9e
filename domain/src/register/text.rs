//! How single fields of the register are read: text made clean, numbers, dates, postcodes and website addresses.
//! An empty field is "not known" (`None`), never a fault; a field that says something unreadable is.

use chrono::NaiveDate;

/// The longest text that any field may hold, in characters. The register's own fields stay far below it.
pub(super) const LONGEST_TEXT: usize = 500;

/// Ways in which the register and the tools that pass it on say "nothing here".
const ABSENT: [&str; 7] = [
    "NULL",
    "N/A",
    "-",
    "SUPP",
    "Not applicable",
    "Not recorded",
    "Does not apply",
];

/// The field's text with runs of white space made one space, and control and invisible formatting characters
/// dropped: they could reorder a name on the screen or make two equal names differ.
pub(super) fn clean(raw: &str) -> String {
    let mut cleaned = String::with_capacity(raw.len());
    let mut space_due = false;
    for character in raw.chars() {
        if character.is_whitespace() {
            space_due = !cleaned.is_empty();
        } else if !is_invisible(character) {
            if space_due {
                cleaned.push(' ');
                space_due = false;
            }
            cleaned.push(character);
        }
    }
    cleaned
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// Cleaned text, or `None` where the field says that there is nothing.
pub(super) fn known(raw: &str) -> Option<String> {
    let cleaned = clean(raw);
    let absent = cleaned.is_empty()
        || ABSENT
            .iter()
            .any(|marker| marker.eq_ignore_ascii_case(&cleaned));
    (!absent).then_some(cleaned)
}

/// A whole number without a sign, at most nine digits; a decimal part, as spreadsheets add it, is dropped.
pub(super) fn number(raw: &str) -> Result<Option<u32>, String> {
    let Some(text) = known(raw) else {
        return Ok(None);
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(decimals) {
        return Err(format!("“{}” is not a number", shortened(&text)));
    }
    whole
        .parse()
        .map(Some)
        .map_err(|_| format!("“{}” is not a number", shortened(&text)))
}

/// A percentage between 0 and 100 in tenths: `12.34` becomes 123.
pub(super) fn percent_in_tenths(raw: &str) -> Result<Option<u16>, String> {
    let Some(text) = known(raw) else {
        return Ok(None);
    };
    let bare = text.trim_end_matches('%').trim_end();
    let refused = || format!("“{}” is not a percentage", shortened(&text));
    let whole = number(bare).ok().flatten().ok_or_else(refused)?;
    let tenth = bare
        .split_once('.')
        .and_then(|(_, part)| part.chars().next()?.to_digit(10));
    let tenths = whole
        .saturating_mul(10)
        .saturating_add(tenth.unwrap_or_default());
    if tenths > 1_000 {
        return Err(refused());
    }
    u16::try_from(tenths).map(Some).map_err(|_| refused())
}

/// A date as `dd-mm-yyyy`, the register's way, or `dd/mm/yyyy` or `yyyy-mm-dd` as spreadsheets rewrite it; a time
/// of day after it is dropped. 1 January 1900 is how the register says that a date is not known.
pub(super) fn date(raw: &str) -> Result<Option<NaiveDate>, String> {
    let Some(text) = known(raw) else {
        return Ok(None);
    };
    let refused = || format!("“{}” is not a date such as 01-09-2024", shortened(&text));
    let day_only = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day_only.split(['-', '/']).collect();
    let [first, second, third] = parts.as_slice() else {
        return Err(refused());
    };
    let part = |digits: &str, longest: usize| -> Option<u32> {
        let plain = !digits.is_empty()
            && digits.len() <= longest
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain { digits.parse().ok() } else { None }
    };
    let (year, month, day) = if first.len() == 4 {
        (first, second, third)
    } else {
        (third, second, first)
    };
    if year.len() != 4 {
        return Err(refused());
    }
    let read = part(year, 4)
        .and_then(|year| i32::try_from(year).ok())
        .zip(part(month, 2))
        .zip(part(day, 2))
        .and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(refused)?;
    Ok((Some(read) != NaiveDate::from_ymd_opt(1900, 1, 1)).then_some(read))
}

/// A postcode in capitals with one space before its last three characters. What has not the form of one (armed
/// forces addresses, slips) is kept in capitals if it is short, since it still helps the post; else it is dropped.
pub(super) fn postcode(raw: &str) -> Option<String> {
    let text = known(raw)?.to_uppercase();
    let packed: String = text.chars().filter(|character| *character != ' ').collect();
    if !packed.bytes().all(|byte| byte.is_ascii_alphanumeric()) || packed.len() > 10 {
        return None;
    }
    let inward_form = packed.len() >= 3 && {
        let bytes = &packed.as_bytes()[packed.len() - 3..];
        bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_alphabetic)
    };
    if matches!(packed.len(), 5..=7) && inward_form {
        let (outward, inward) = packed.split_at(packed.len() - 3);
        return Some(format!("{outward} {inward}"));
    }
    Some(text)
}

/// A website address that is safe to link to: `http` or `https`, a plain host name with a dot, no user name.
/// Many schools are registered without a scheme; those get `http://`, which every site answers or redirects.
pub(super) fn website(raw: &str) -> Option<String> {
    let text = known(raw)?;
    if text.chars().count() > LONGEST_TEXT {
        return None;
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => ("https", rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => ("http", rest),
        Some(_) => return None,
        None => ("http", text.as_str()),
    };
    let (authority, path) = rest
        .find(['/', '?', '#'])
        .map_or((rest, ""), |start| rest.split_at(start));
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let host_is_plain = host.contains('.')
        && !host.starts_with(['.', '-'])
        && !host.ends_with(['.', '-'])
        && !host.contains("..")
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let port_is_plain = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number > 0));
    let path_is_plain = path.chars().all(|character| {
        !character.is_whitespace()
            && !character.is_control()
            && !matches!(character, '"' | '\'' | '<' | '>' | '\\' | '`' | '{' | '}')
    });
    if !(host_is_plain && port_is_plain && path_is_plain) {
        return None;
    }
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!(
        "{scheme}://{}{port}{path}",
        host.to_ascii_lowercase()
    ))
}

/// At most 40 characters of a field, for quoting it in a message.
pub(super) fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let mut kept: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn text_loses_stray_space_and_characters_that_nobody_sees() {
        assert_eq!(
            clean("  St\u{a0}Mary’s \t\r\n School\0 "),
            "St Mary’s School"
        );
        assert_eq!(clean("\u{feff}Oak\u{202e}wood\u{200b}"), "Oakwood");
        assert_eq!(clean(" \u{200b} "), "");
    }

    #[test]
    fn dates_are_read_in_the_three_ways_they_come() {
        for text in [
            "01-09-2024",
            "1/9/2024",
            "2024-09-01",
            "01/09/2024 00:00:00",
            "2024-09-01T00:00:00",
        ] {
            assert_eq!(date(text), Ok(on(2024, 9, 1)), "{text}");
        }
    }

    #[test]
    fn no_date_and_the_registers_placeholder_are_not_known() {
        for text in ["", "  ", "01-01-1900", "1900-01-01", "NULL"] {
            assert_eq!(date(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_a_fault() {
        for text in [
            "31-02-2024",
            "2024",
            "01-09-24",
            "1-2-3-4",
            "aa-bb-cccc",
            "+1-09-2024",
            "--",
        ] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_whole_and_unsigned() {
        assert_eq!(number("0210"), Ok(Some(210)));
        assert_eq!(number("210.0"), Ok(Some(210)));
        assert_eq!(number(""), Ok(None));
        for text in ["-1", "ten", "1,000", "9999999999", "1e3", ".5", "1.2.3"] {
            assert!(number(text).is_err(), "{text}");
        }
        assert_eq!(percent_in_tenths("12.34"), Ok(Some(123)));
        assert_eq!(percent_in_tenths("100.0%"), Ok(Some(1_000)));
        assert!(percent_in_tenths("100.1").is_err());
        assert!(percent_in_tenths("%").is_err());
    }

    #[test]
    fn postcodes_get_their_capitals_and_their_one_space() {
        assert_eq!(postcode("zz91aa").as_deref(), Some("ZZ9 1AA"));
        assert_eq!(postcode(" ZZ9  1aa ").as_deref(), Some("ZZ9 1AA"));
        assert_eq!(postcode("bfpo 57").as_deref(), Some("BFPO 57"));
        assert_eq!(postcode("<b>").as_deref(), None);
        assert_eq!(postcode("").as_deref(), None);
    }

    #[test]
    fn a_website_without_a_scheme_is_still_a_link() {
        assert_eq!(
            website("www.Oakwood.example").as_deref(),
            Some("http://www.oakwood.example")
        );
        assert_eq!(
            website("HTTPS://oakwood.example:8443/Home?x=1#top").as_deref(),
            Some("https://oakwood.example:8443/Home?x=1#top")
        );
    }

    #[test]
    fn nothing_but_a_plain_web_address_becomes_a_link() {
        for text in [
            "javascript:alert(1)",
            "data://oakwood.example",
            "http://user@oakwood.example",
            "http://http://oakwood.example",
            "https://oakwood",
            "http://",
            "http:///oakwood.example",
            "oakwood.example/\"><script>",
            "oakwood.example/a b",
            "head@oakwood.example",
            "http://oakwood.example:99999",
            "http://oakwood.example:",
            "none",
        ] {
            assert_eq!(website(text), None, "{text}");
        }
    }
}
