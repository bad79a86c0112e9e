//! The usual visit day (domain.md, "Visit day"), dealt out to the team that comes.

use super::{ItemKind, Who, at};
use crate::ids::PersonId;
use chrono::NaiveTime;

/// An item that has no id yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// What it is.
    pub kind: ItemKind,
    /// The school's own words for it.
    pub title: String,
    /// From when.
    pub starts: NaiveTime,
    /// Until when.
    pub ends: NaiveTime,
    /// Where.
    pub place: String,
    /// With whom, by role.
    pub with: String,
    /// Who of the team.
    pub who: Who,
    /// How many sit in a panel.
    pub size: Option<u32>,
}

/// Who takes part in an item of the template.
#[derive(Clone, Copy)]
enum Part {
    All,
    First,
    Rest,
}

use ItemKind as K;
use Part::{All, First, Rest};

/// Kind, own words, from, until (minutes after midnight), with whom, who, size.
type Line = (K, &'static str, u32, u32, &'static str, Part, Option<u32>);

const H: u32 = 60;
const DAY: [Line; 14] = [
    (K::Briefing, "", 8 * H + 30, 9 * H, "Headteacher", All, None),
    (
        K::LeadingInclusion,
        "",
        9 * H,
        9 * H + 45,
        "Headteacher and senior leaders",
        All,
        None,
    ),
    (
        K::LearningWalk,
        "",
        9 * H + 45,
        10 * H + 30,
        "A senior leader as guide",
        All,
        None,
    ),
    (
        K::CatchUp,
        "Catch-up at break",
        10 * H + 30,
        10 * H + 50,
        "The team by itself",
        All,
        None,
    ),
    (
        K::PupilPanel,
        "Pupil panel, younger pupils",
        10 * H + 50,
        11 * H + 30,
        "Pupils, without staff",
        First,
        Some(8),
    ),
    (
        K::Staff,
        "",
        10 * H + 50,
        11 * H + 30,
        "Teachers and teaching assistants",
        Rest,
        None,
    ),
    (
        K::LearningWalk,
        "",
        11 * H + 30,
        12 * H + 10,
        "A middle leader as guide",
        First,
        None,
    ),
    (K::Senco, "", 11 * H + 30, 12 * H + 10, "SENCO", Rest, None),
    (
        K::CatchUp,
        "Catch-up at lunch",
        12 * H + 10,
        13 * H,
        "The team by itself",
        All,
        None,
    ),
    (
        K::ParentPanel,
        "",
        13 * H,
        13 * H + 40,
        "Parents and carers",
        First,
        None,
    ),
    (
        K::PupilPanel,
        "Pupil panel, older pupils",
        13 * H,
        13 * H + 40,
        "Pupils, without staff",
        Rest,
        Some(8),
    ),
    (
        K::LearningWalk,
        "",
        13 * H + 40,
        14 * H + 10,
        "A pupil or a leader as guide",
        All,
        None,
    ),
    (
        K::Drafting,
        "",
        14 * H + 10,
        15 * H,
        "The team by itself",
        All,
        None,
    ),
    (
        K::Feedback,
        "",
        15 * H,
        15 * H + 30,
        "Headteacher and senior leaders",
        All,
        None,
    ),
];

/// The usual day. The first of the team (the lead) goes one way and the others the other where two things happen at
/// once; a single reviewer cannot, so what the others would do is left out of the same hour and put behind it by hand:
/// for one person only the first of each pair stands, and the checks say what is missing.
#[must_use]
pub fn template(team: &[PersonId]) -> Vec<NewItem> {
    let mut out = Vec::new();
    for (kind, title, from, until, with, part, size) in DAY {
        let who = match (part, team) {
            (All, _) | (_, []) => Who::Everyone,
            (Rest, [_]) => continue,
            (First, [first, ..]) => Who::Some([first.clone()].into()),
            (Rest, [_, rest @ ..]) => Who::Some(rest.iter().cloned().collect()),
        };
        out.push(NewItem {
            kind,
            title: title.to_owned(),
            starts: at(from),
            ends: at(until),
            place: String::new(),
            with: with.to_owned(),
            who,
            size,
        });
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::checks::{Plan, warnings};
    use super::super::{Item, usual_day};
    use super::*;

    #[test]
    fn the_usual_day_of_a_team_of_two_or_more_leaves_nothing_to_warn_of() {
        for people in 2..=5 {
            let team: Vec<(PersonId, String)> = (0..people)
                .map(|n| (format!("p{n}").parse().unwrap(), format!("Person {n}")))
                .collect();
            let ids: Vec<PersonId> = team.iter().map(|(id, _)| id.clone()).collect();
            let items: Vec<Item> = template(&ids)
                .into_iter()
                .enumerate()
                .map(|(n, i)| Item {
                    id: format!("i{n}").parse().unwrap(),
                    kind: i.kind,
                    title: i.title,
                    starts: i.starts,
                    ends: i.ends,
                    place: "Library".to_owned(),
                    with: i.with,
                    who: i.who,
                    size: i.size,
                    version: 1,
                })
                .collect();
            let plan = Plan {
                items: &items,
                team: &team,
                day: usual_day(),
            };
            assert_eq!(warnings(&plan), Vec::<String>::new(), "{people}");
        }
    }

    #[test]
    fn nobody_is_in_two_places_in_the_usual_day_of_one() {
        let one = template(&["p0".parse().unwrap()]);
        for (n, a) in one.iter().enumerate() {
            for b in &one[n + 1..] {
                assert!(a.ends <= b.starts, "{a:?} {b:?}");
            }
        }
    }
}
