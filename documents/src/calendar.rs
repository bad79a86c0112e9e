//! Calendar files (iCalendar, RFC 5545), for downloads and for private feeds.
//!
//! Times are written as instants in UTC, so that every calendar shows them right on both sides of a change of the clock
//! without having to know a time zone. Every event is a component of one person's own calendar (its UID names the
//! person), so there is no organiser and nobody is invited: a newer `SEQUENCE` under the same UID replaces what was put
//! in before. The same values always give the same bytes.

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};

/// What is to be done with the events of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Put them in, or over what is there.
    Publish,
    /// Take them out.
    Cancel,
}

/// When something takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Sometime on a day.
    Day(NaiveDate),
    /// From one instant to a later one.
    Span(DateTime<Utc>, DateTime<Utc>),
}

/// One thing in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names it for ever, in every calendar.
    pub uid: String,
    /// How often it has changed.
    pub sequence: u32,
    /// When it changed last.
    pub changed: DateTime<Utc>,
    /// When it takes place.
    pub when: When,
    /// What it is, on one line.
    pub summary: String,
    /// Where; may be empty.
    pub place: String,
    /// More words; may be empty.
    pub description: String,
    /// The page about it.
    pub url: String,
    /// True when it does not take place.
    pub cancelled: bool,
    /// True when it takes the person's time, false for a note in the margin of a day.
    pub busy: bool,
}

/// A calendar file of this name with these entries, in their order.
#[must_use]
pub fn calendar_file(method: Method, name: &str, entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Quintet//Peer review of inclusion//EN"),
        ("CALSCALE", "GREGORIAN"),
        (
            "METHOD",
            match method {
                Method::Publish => "PUBLISH",
                Method::Cancel => "CANCEL",
            },
        ),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(&line(name));
    calendar.extend(entries.iter().map(event));
    calendar.to_string()
}

fn event(entry: &Entry) -> Event {
    let mut event = Event::with_uid(&line(&entry.uid));
    event
        .sequence(entry.sequence)
        .timestamp(entry.changed)
        .last_modified(entry.changed)
        .summary(&line(&entry.summary))
        .status(if entry.cancelled {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        })
        .add_property("TRANSP", if entry.busy { "OPAQUE" } else { "TRANSPARENT" })
        .class(Class::Private);
    match entry.when {
        When::Day(day) => {
            // The end of an all-day event is the first day that is free again.
            let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
            event.starts(day).ends(after);
        }
        When::Span(from, until) => {
            event.starts(from).ends(until);
        }
    }
    for (key, text) in [
        ("LOCATION", line(&entry.place)),
        ("DESCRIPTION", plain(&entry.description)),
        ("URL", line(&entry.url)),
    ] {
        if !text.is_empty() {
            event.add_property(key, text);
        }
    }
    event.done()
}

/// Text of one line without control characters.
fn line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

/// Text of several lines without other control characters.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::NaiveTime;
    use domain::calendar::london_instant;
    use proptest::prelude::*;

    fn entry(when: When) -> Entry {
        Entry {
            uid: "visit-r1-p1@quintet".into(),
            sequence: 3,
            changed: "2027-01-11T09:00:00Z".parse().unwrap(),
            when,
            summary: "Review visit: Ashby Brook, Infant; School".into(),
            place: "School Lane, Ashby".into(),
            description: "You lead.\nOpen the page for the timetable.".into(),
            url: "https://quintet.example/reviews/r1".into(),
            cancelled: false,
            busy: true,
        }
    }

    fn lines(text: &str) -> Vec<String> {
        text.replace("\r\n ", "")
            .split("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn nine_o_clock_on_the_wall_is_right_on_both_sides_of_each_change_of_the_clock() {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        for (day, expected) in [
            ("2027-03-26", "20270326T090000Z"),
            ("2027-03-27", "20270327T090000Z"),
            // The clock goes forward on Sunday 28 March 2027.
            ("2027-03-28", "20270328T080000Z"),
            ("2027-03-29", "20270329T080000Z"),
            ("2027-10-29", "20271029T080000Z"),
            ("2027-10-30", "20271030T080000Z"),
            // And back on Sunday 31 October 2027.
            ("2027-10-31", "20271031T090000Z"),
            ("2027-11-01", "20271101T090000Z"),
        ] {
            let from = london_instant(day.parse().unwrap(), nine);
            let span = When::Span(from, from + chrono::Duration::hours(7));
            let file = calendar_file(Method::Publish, "Visits", &[entry(span)]);
            assert!(
                lines(&file).contains(&format!("DTSTART:{expected}")),
                "{day}: {file}"
            );
        }
    }

    #[test]
    fn a_file_is_whole_and_the_same_values_give_the_same_bytes() {
        let span = When::Span(
            "2027-03-18T08:30:00Z".parse().unwrap(),
            "2027-03-18T15:30:00Z".parse().unwrap(),
        );
        let file = calendar_file(Method::Publish, "Visits", &[entry(span)]);
        let said = lines(&file);
        for expected in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            "UID:visit-r1-p1@quintet",
            "SEQUENCE:3",
            "STATUS:CONFIRMED",
            "DTSTAMP:20270111T090000Z",
            "DTEND:20270318T153000Z",
            r"SUMMARY:Review visit: Ashby Brook\, Infant\; School",
            r"DESCRIPTION:You lead.\nOpen the page for the timetable.",
            "END:VEVENT",
            "END:VCALENDAR",
        ] {
            assert!(said.iter().any(|l| l == expected), "{expected}\n{file}");
        }
        assert_eq!(
            file,
            calendar_file(Method::Publish, "Visits", &[entry(span)])
        );
        assert!(!file.contains("ORGANIZER") && !file.contains("ATTENDEE"));
    }

    #[test]
    fn a_cancelled_event_keeps_its_uid_and_says_so() {
        let mut gone = entry(When::Day("2027-03-18".parse().unwrap()));
        gone.cancelled = true;
        gone.sequence = 4;
        let said = lines(&calendar_file(Method::Cancel, "Visits", &[gone]));
        for expected in [
            "METHOD:CANCEL",
            "STATUS:CANCELLED",
            "SEQUENCE:4",
            "UID:visit-r1-p1@quintet",
            "DTSTART;VALUE=DATE:20270318",
            "DTEND;VALUE=DATE:20270319",
        ] {
            assert!(said.iter().any(|l| l == expected), "{expected} {said:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn no_text_breaks_out_of_its_line_and_no_line_is_too_long(summary in ".{0,120}", place in "[a-z\r\n\u{0}é😀:;,\\\\]{0,90}", description in "(.|[\r\n]){0,120}") {
            let mut hostile = entry(When::Day("2027-03-18".parse().unwrap()));
            hostile.summary = summary;
            hostile.place = place;
            hostile.description = description;
            let file = calendar_file(Method::Publish, "Visits", &[hostile]);
            for line in file.split("\r\n") {
                // 75 bytes and, on a line that goes on, the space before them: the library counts without it.
                prop_assert!(line.len() <= 76, "{line:?}");
                prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            }
            let named: Vec<String> = lines(&file).iter().filter_map(|l| l.split([':', ';']).next().map(str::to_owned)).collect();
            let known = ["BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "UID", "SEQUENCE", "DTSTAMP",
                "LAST-MODIFIED", "SUMMARY", "STATUS", "TRANSP", "CLASS", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "URL", ""];
            for name in named {
                prop_assert!(known.contains(&name.as_str()), "{name:?}");
            }
        }
    }
}
