//! What a reviewer says about the own work, for pairing: phases, strengths, limits, days, interests, recent posts.
//!
//! Training and the place of work are not here: the coordinator of the partnership vouches for those.

use crate::calendar::{format_closed_days, parse_closed_days};
use crate::forms::{FieldErrors, RawForm, Reader};
use crate::framework::Framework;
use crate::ids::SchoolId;
use crate::pairing::WEEKDAYS;
use crate::register::Phase;
use chrono::{Months, NaiveDate};

/// Most visits in one cycle that anybody may offer.
pub const MOST_VISITS: u32 = 10;

/// The part of a reviewer's profile that the reviewer writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProfile {
    /// Phases in which the person has worked, by the register's name.
    pub phases: Vec<String>,
    /// Codes of the strands in which the person is strong.
    pub expertise: Vec<String>,
    /// Most visits in one cycle; 0 means none for now.
    pub max_load: u32,
    /// Ticked schools with a declared interest.
    pub interests: Vec<SchoolId>,
    /// Another school with an interest, as typed: a URN or a name; empty when none.
    pub another: String,
    /// Days of the week on which the person can visit, 1 for Monday; empty means any.
    pub weekdays: Vec<u32>,
    /// When the person cannot visit, one day or range a line, in one spelling.
    pub away: String,
    /// Schools among the posts on record that are to stay there.
    pub posts: Vec<SchoolId>,
    /// Another post: the school as typed, and its last day.
    pub new_post: Option<(String, NaiveDate)>,
}

/// For so many years a post at a school counts, our proposal.
pub const POST_YEARS: u32 = 3;

/// Phases that can be ticked: those in which schools are, not "not applicable", which says nothing of a person's work.
pub fn phases() -> impl Iterator<Item = Phase> {
    Phase::ALL
        .into_iter()
        .filter(|p| *p != Phase::NotApplicable)
}

/// Reads the form. A strand that the framework does not have is refused, since nobody could be paired by it.
/// A post that ended more than [`POST_YEARS`] before `today` is refused, since it says nothing to pairing.
pub fn read_own_profile(
    form: &RawForm,
    framework: &Framework,
    today: NaiveDate,
) -> Result<OwnProfile, FieldErrors> {
    let mut reader = Reader::new(form);
    let mut ticked = |field: &str, known: &dyn Fn(&str) -> bool, wrong: &str| {
        let mut values: Vec<String> = Vec::new();
        for value in form.all(field) {
            if !known(value) {
                reader.error(field, wrong);
            } else if !values.iter().any(|v| v == value) {
                values.push(value.to_owned());
            }
        }
        values
    };
    let phases = ticked(
        "phases",
        &|v| phases().any(|p| p.label() == v),
        "Choose phases from the list",
    );
    let expertise = ticked(
        "expertise",
        &|v| framework.strands().any(|s| s.code.to_string() == v),
        "Choose strands from the list",
    );
    let wrong = "Enter a whole number from 0 to 10";
    let max_load = reader.parsed::<u32>("max_load", wrong);
    if max_load.is_some_and(|n| n > MOST_VISITS) {
        reader.error("max_load", wrong);
    }
    let interests = reader.every("interests", "Choose schools from the list");
    let another = reader.optional_line("another");
    let wrong = "Choose days from the list";
    let mut weekdays = reader.every::<u32>("weekdays", wrong);
    if weekdays
        .iter()
        .any(|day| !WEEKDAYS.iter().any(|(n, _)| n == day))
    {
        reader.error("weekdays", wrong);
    }
    weekdays.sort_unstable();
    weekdays.dedup();
    let away = match parse_closed_days(&reader.optional_text("away")) {
        Ok(days) => format_closed_days(&days),
        Err(lines) => {
            for line in lines {
                reader.error("away", format!("Line {}: {}", line.line, line.message));
            }
            String::new()
        }
    };
    let posts = reader.every("posts", "Choose posts from the list");
    let new_post = new_post(&mut reader, today);
    let profile = max_load.map(|max_load| OwnProfile {
        phases,
        expertise,
        max_load,
        interests,
        another,
        weekdays,
        away,
        posts,
        new_post,
    });
    reader.finish(profile)
}

/// A school and the last day of a post there: both or neither.
fn new_post(reader: &mut Reader, today: NaiveDate) -> Option<(String, NaiveDate)> {
    let school = reader.optional_line("post_school");
    let until = reader.optional_date("post_until", "the last day of the post");
    let typed = ["day", "month", "year"]
        .iter()
        .any(|part| !reader.raw().get(&format!("post_until-{part}")).is_empty());
    let since = today.checked_sub_months(Months::new(12 * POST_YEARS));
    match (school.is_empty(), until) {
        (true, Some(_)) => {
            reader.error("post_school", "Enter the school at which you held the post")
        }
        (false, None) if !typed => {
            reader.error("post_until-day", "Enter the last day of the post");
        }
        (false, Some(until)) if since.is_some_and(|since| until < since) => reader.error(
            "post_until-day",
            format!("Leave out posts that ended more than {POST_YEARS} years ago"),
        ),
        _ => {}
    }
    (!school.is_empty()).then_some(school).zip(until)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    fn read(pairs: &[(&str, &str)]) -> Result<OwnProfile, FieldErrors> {
        let raw = RawForm::new(
            pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
        );
        let today = NaiveDate::from_ymd_opt(2027, 1, 11).unwrap();
        read_own_profile(&raw, &parse(FIVE_PRINCIPLES).unwrap(), today)
    }

    #[test]
    fn days_and_times_away_are_kept_in_one_spelling_and_faults_are_told_by_line() {
        let profile = read(&[
            ("max_load", "2"),
            ("weekdays", "3"),
            ("weekdays", "1"),
            ("weekdays", "3"),
            ("away", "1 to 5 March 2027\n12/4/2027"),
        ])
        .unwrap();
        assert_eq!(profile.weekdays, [1, 3]);
        assert_eq!(profile.away.lines().count(), 2);
        assert_eq!(parse_closed_days(&profile.away).unwrap().len(), 2);
        let errors = read(&[("max_load", "2"), ("weekdays", "6"), ("away", "soon")]).unwrap_err();
        assert_eq!(errors.get("weekdays"), Some("Choose days from the list"));
        assert!(errors.get("away").unwrap().starts_with("Line 1:"));
    }

    #[test]
    fn a_recent_post_needs_a_school_and_a_day_that_is_not_too_long_ago() {
        let post = |school: &str, day: &str, year: &str| {
            let month = if day.is_empty() { "" } else { "8" };
            read(&[
                ("max_load", "2"),
                ("post_school", school),
                ("post_until-day", day),
                ("post_until-month", month),
                ("post_until-year", year),
            ])
        };
        let until = NaiveDate::from_ymd_opt(2026, 8, 31);
        let kept = post("Ashby Primary School", "31", "2026").unwrap();
        assert_eq!(
            kept.new_post,
            Some("Ashby Primary School".to_owned()).zip(until)
        );
        assert_eq!(post("", "", "").unwrap().new_post, None);
        assert!(
            post("", "31", "2026")
                .unwrap_err()
                .get("post_school")
                .is_some()
        );
        assert!(
            post("Ashby", "", "")
                .unwrap_err()
                .get("post_until-day")
                .is_some()
        );
        assert!(
            post("Ashby", "31", "2023")
                .unwrap_err()
                .get("post_until-day")
                .is_some()
        );
    }

    #[test]
    fn only_strands_of_the_framework_and_phases_of_the_register_are_taken() {
        let profile = read(&[
            ("phases", "Primary"),
            ("phases", "Primary"),
            ("expertise", "1.1"),
            ("max_load", " 0 "),
        ])
        .unwrap();
        assert_eq!(profile.phases, ["Primary"]);
        assert_eq!(profile.max_load, 0);
        let errors = read(&[
            ("phases", "Kindergarten"),
            ("expertise", "9.9"),
            ("max_load", "11"),
        ])
        .unwrap_err();
        for field in ["phases", "expertise", "max_load"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }
}
