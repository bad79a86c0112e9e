//! Setting up a cycle: what is typed, and the rules that it must keep before anything is saved.
//!
//! Holds no decision about who may do it, and no milestones: those stand in `milestones`.

use crate::calendar::{ClosedDays, parse_closed_days};
use crate::concerns::{self, Told};
use crate::forms::{FieldErrors, RawForm, Reader};
use crate::ids::{FrameworkId, SchoolId};
use crate::quality;
use crate::visibility::{self, Audience, list};
use chrono::{Months, NaiveDate};
use std::collections::BTreeSet;

/// How long a cycle may last, from its first day to its last. The milestones reach over about a school year; three
/// years is beyond any programme that we know of, and more is a slip of the finger.
pub const MAX_MONTHS: u32 = 36;

/// The four days that a coordinator sets. Always in this order, some perhaps the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CycleDates {
    /// First day of the cycle.
    pub starts_on: NaiveDate,
    /// First day for visits: the provisional day of every visit until one is agreed.
    pub visits_from: NaiveDate,
    /// Last day for visits.
    pub visits_until: NaiveDate,
    /// Last day of the cycle.
    pub ends_on: NaiveDate,
}

/// A school that can be chosen, with its days in the partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub name: String,
    /// First day in the partnership.
    pub joined: NaiveDate,
    /// Last day in the partnership.
    pub left: Option<NaiveDate>,
}

impl Candidate {
    /// True when the school is in the partnership on `day`.
    pub fn is_member_on(&self, day: NaiveDate) -> bool {
        self.joined <= day && self.left.is_none_or(|left| day <= left)
    }
}

/// A cycle that has not been launched, as its form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftForm {
    /// The cycle's name.
    pub name: String,
    /// The framework version that it freezes.
    pub framework: FrameworkId,
    /// Its days.
    pub dates: CycleDates,
    /// True when schools and teams give levels.
    pub levels: bool,
    /// True when a moderator reads each draft report before the school gets it.
    pub quality: bool,
    /// Who is told that the safeguarding protocol was started at a visit; never empty.
    pub told: BTreeSet<Told>,
    /// True when reviewers give their own level before they see the school's; always false without levels.
    pub own_levels_first: bool,
    /// Who may read final reports, beside the school and its team.
    pub audiences: BTreeSet<Audience>,
    /// What the partnership adds to the agreement.
    pub terms: String,
    /// Days that do not count as working days.
    pub closed_days: Vec<ClosedDays>,
    /// Schools that take part.
    pub schools: BTreeSet<SchoolId>,
}

/// A cycle that has been launched. What the schools have accepted can no longer be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningForm {
    /// The cycle's name.
    pub name: String,
    /// Its days.
    pub dates: CycleDates,
    /// Days that do not count as working days.
    pub closed_days: Vec<ClosedDays>,
}

impl DraftForm {
    /// Reads the form. `frameworks` are the published versions, `candidates` the schools that may be chosen.
    ///
    /// # Errors
    /// Every field that is not right, by name.
    pub fn parse(
        raw: &RawForm,
        frameworks: &[FrameworkId],
        candidates: &[Candidate],
    ) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let name = reader.line("name", NAME_MISSING);
        let framework = reader.parsed::<FrameworkId>("framework", "Choose a framework");
        if framework.as_ref().is_some_and(|f| !frameworks.contains(f)) {
            reader.error("framework", "Choose a framework that has been published");
        }
        let dates = dates(&mut reader);
        let schools: BTreeSet<SchoolId> = reader
            .every("schools", "Choose schools from the list")
            .into_iter()
            .collect();
        check_members(
            &mut reader,
            &schools,
            candidates,
            dates.map(|d| d.starts_on),
        );
        let levels = match raw.get("levels") {
            "on" => Some(true),
            "off" => Some(false),
            _ => {
                reader.error("levels", "Say whether the cycle uses levels");
                None
            }
        };
        // A form that does not ask the question leaves the step out.
        let quality = match raw.get("quality") {
            "on" => true,
            "off" | "" => false,
            _ => {
                reader.error("quality", "Say whether a moderator reads each draft report");
                false
            }
        };
        let mut told: BTreeSet<Told> = reader
            .every("told", "Choose from the list who is told")
            .into_iter()
            .collect();
        if told.is_empty() {
            if raw.has("told_asked") {
                reader.error("told", "Choose who is told that the protocol was started");
            }
            told.insert(Told::Coordinator);
        }
        // Left out by older forms, and meaningless where there are no levels.
        let own_levels_first = raw.get("own_levels_first") == "yes" && levels == Some(true);
        let audiences = reader
            .every("audiences", "Choose from the list")
            .into_iter()
            .collect();
        let terms = reader.optional_text("terms");
        let closed_days = closed_days(&mut reader);
        let value = framework
            .zip(dates)
            .zip(levels)
            .map(|((framework, dates), levels)| Self {
                name,
                framework,
                dates,
                levels,
                quality,
                told,
                own_levels_first,
                audiences,
                terms,
                closed_days,
                schools,
            });
        reader.finish(value)
    }
}

impl RunningForm {
    /// Reads the form.
    ///
    /// # Errors
    /// Every field that is not right, by name.
    pub fn parse(raw: &RawForm) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let name = reader.line("name", NAME_MISSING);
        let dates = dates(&mut reader);
        let closed_days = closed_days(&mut reader);
        reader.finish(dates.map(|dates| Self {
            name,
            dates,
            closed_days,
        }))
    }
}

/// What each school of a cycle accepts, one sentence or two an item: who sees what, whether a moderator reads drafts,
/// and who is told of a safeguarding concern.
pub fn accepted_words(
    audiences: &BTreeSet<Audience>,
    quality: bool,
    told: &BTreeSet<Told>,
) -> Vec<String> {
    let mut words = visibility::in_words(audiences);
    if quality {
        words.push(quality::IN_WORDS.to_owned());
    }
    words.push(concerns::in_words(told));
    words
}

const NAME_MISSING: &str = "Enter the cycle’s name, such as Spring and summer 2027";

/// The four days, in order. A day that comes too early is marked, not the one that it is compared with.
fn dates(reader: &mut Reader<'_>) -> Option<CycleDates> {
    let starts_on = reader.date("starts_on", "the first day of the cycle");
    let visits_from = reader.date("visits_from", "the first day for visits");
    let visits_until = reader.date("visits_until", "the last day for visits");
    let ends_on = reader.date("ends_on", "the last day of the cycle");
    let before = |a: Option<NaiveDate>, b: Option<NaiveDate>| a.zip(b).is_some_and(|(a, b)| a < b);
    if before(visits_from, starts_on) {
        reader.error(
            "visits_from-day",
            "The first day for visits must be on or after the first day of the cycle",
        );
    }
    if before(visits_until, visits_from) {
        reader.error(
            "visits_until-day",
            "The last day for visits must be on or after the first day for visits",
        );
    }
    if before(ends_on, visits_until) {
        reader.error(
            "ends_on-day",
            "The last day of the cycle must be on or after the last day for visits",
        );
    }
    let latest = starts_on.and_then(|d| d.checked_add_months(Months::new(MAX_MONTHS)));
    if before(latest, ends_on) {
        reader.error(
            "ends_on-day",
            format!("A cycle can last {} years or less", MAX_MONTHS / 12),
        );
    }
    Some(CycleDates {
        starts_on: starts_on?,
        visits_from: visits_from?,
        visits_until: visits_until?,
        ends_on: ends_on?,
    })
}

/// All lines that cannot be read in one message, since they stand in one field.
fn closed_days(reader: &mut Reader<'_>) -> Vec<ClosedDays> {
    let text = reader.optional_text("closed_days");
    match parse_closed_days(&text) {
        Ok(days) => days,
        Err(faults) => {
            let words: Vec<String> = faults
                .iter()
                .map(|f| format!("Line {}: {}", f.line, f.message))
                .collect();
            reader.error("closed_days", words.join(". "));
            Vec::new()
        }
    }
}

/// Schools that are not in the list, and those that are not in the partnership on the first day.
fn check_members(
    reader: &mut Reader<'_>,
    chosen: &BTreeSet<SchoolId>,
    candidates: &[Candidate],
    start: Option<NaiveDate>,
) {
    if chosen
        .iter()
        .any(|s| candidates.iter().all(|c| c.school != *s))
    {
        reader.error("schools", "Choose schools from the list");
    }
    let Some(start) = start else { return };
    let away: Vec<&str> = candidates
        .iter()
        .filter(|c| chosen.contains(&c.school))
        .filter(|c| {
            !candidates
                .iter()
                .any(|m| m.school == c.school && m.is_member_on(start))
        })
        .map(|c| c.name.as_str())
        .collect();
    if !away.is_empty() {
        let (verb, who) = if away.len() == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        reader.error(
            "schools",
            format!(
                "{} {verb} not in the partnership on {}. Leave {who} out, or change the first day of the cycle",
                list(&away),
                start.format("%-d %B %Y"),
            ),
        );
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::forms::set_date;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn good() -> RawForm {
        let mut raw = RawForm::default();
        raw.set("name", "Spring 2027");
        raw.set("framework", "five-principles-1");
        raw.set("levels", "off");
        raw.set(
            "closed_days",
            "15 February 2027 to 19 February 2027, Half term",
        );
        for (field, date) in [
            ("starts_on", "2027-01-04"),
            ("visits_from", "2027-03-15"),
            ("visits_until", "2027-05-28"),
            ("ends_on", "2027-12-17"),
        ] {
            set_date(&mut raw, field, Some(day(date)));
        }
        raw.add("schools", "s1");
        raw.add("schools", "s2");
        raw.add("audiences", "coordinator");
        raw
    }

    fn parse(raw: &RawForm) -> Result<DraftForm, FieldErrors> {
        let candidate = |id: &str, joined: &str, left: Option<&str>| Candidate {
            school: id.parse().unwrap(),
            name: format!("School {id}"),
            joined: day(joined),
            left: left.map(day),
        };
        let candidates = [
            candidate("s1", "2026-09-01", None),
            candidate("s2", "2026-09-01", Some("2027-01-04")),
            candidate("s3", "2027-01-05", None),
        ];
        DraftForm::parse(raw, &["five-principles-1".parse().unwrap()], &candidates)
    }

    #[test]
    fn a_whole_form_is_a_cycle() {
        let form = parse(&good()).unwrap();
        assert_eq!(form.schools.len(), 2);
        assert!(!form.levels && !form.own_levels_first);
        assert_eq!(form.audiences, BTreeSet::from([Audience::Coordinator]));
        assert_eq!(form.closed_days.first().unwrap().name, "Half term");
    }

    #[test]
    fn who_is_told_of_a_concern_is_asked_and_is_the_coordinator_where_it_was_not() {
        let form = parse(&good()).unwrap();
        assert_eq!(form.told, BTreeSet::from([Told::Coordinator]));
        assert!(!form.quality);
        let mut raw = good();
        raw.set("quality", "on");
        raw.set("told_asked", "1");
        assert!(parse(&raw).unwrap_err().get("told").is_some());
        raw.add("told", "headteacher");
        let form = parse(&raw).unwrap();
        assert_eq!(form.told, BTreeSet::from([Told::Headteacher]));
        assert!(form.quality);
        raw.set("quality", "perhaps");
        assert!(parse(&raw).unwrap_err().get("quality").is_some());
    }

    #[test]
    fn days_out_of_order_are_marked_beside_the_day_that_comes_too_early() {
        for (field, date) in [
            ("visits_from", "2027-01-03"),
            ("visits_until", "2027-03-14"),
            ("ends_on", "2027-05-27"),
        ] {
            let mut raw = good();
            set_date(&mut raw, field, Some(day(date)));
            let errors = parse(&raw).unwrap_err();
            assert_eq!(errors.items().len(), 1, "{errors:?}");
            assert!(
                errors
                    .get(&format!("{field}-day"))
                    .unwrap()
                    .contains("on or after")
            );
        }
    }

    #[test]
    fn a_cycle_of_more_than_three_years_is_a_slip() {
        let mut raw = good();
        set_date(&mut raw, "ends_on", Some(day("2037-12-17")));
        assert!(
            parse(&raw)
                .unwrap_err()
                .get("ends_on-day")
                .unwrap()
                .contains("3 years")
        );
    }

    #[test]
    fn every_line_of_closed_days_that_cannot_be_read_is_named() {
        let mut raw = good();
        raw.set(
            "closed_days",
            "15 February 2027\nsome time\n31 February 2027",
        );
        let errors = parse(&raw).unwrap_err();
        let words = errors.get("closed_days").unwrap();
        assert!(
            words.contains("Line 2:") && words.contains("Line 3:") && !words.contains("Line 1:"),
            "{words}"
        );
    }

    #[test]
    fn a_school_that_is_not_yet_a_member_on_the_first_day_is_named() {
        let mut raw = good();
        raw.add("schools", "s3");
        let errors = parse(&raw).unwrap_err();
        let words = errors.get("schools").unwrap();
        assert!(
            words.contains("School s3 is not in the partnership on 4 January 2027"),
            "{words}"
        );
        raw.add("schools", "s9");
        assert_eq!(
            parse(&raw).unwrap_err().get("schools"),
            Some("Choose schools from the list")
        );
    }

    #[test]
    fn a_framework_that_is_not_published_cannot_be_chosen() {
        let mut raw = good();
        raw.set("framework", "draft-2");
        assert!(parse(&raw).unwrap_err().get("framework").is_some());
    }

    proptest! {
        #[test]
        fn hostile_values_never_panic(pairs in proptest::collection::vec((
            prop_oneof![
                Just("name".to_owned()), Just("closed_days".to_owned()), Just("schools".to_owned()),
                Just("audiences".to_owned()), Just("starts_on-year".to_owned()), Just("levels".to_owned()), ".{0,8}",
            ], ".{0,40}"), 0..12)) {
            let raw = RawForm::new(pairs);
            let _ = parse(&raw);
            let _ = RunningForm::parse(&raw);
        }
    }
}
