//! What a careful planner would notice in a timetable, in words. Nothing here stops anybody: schools know their day.

use super::{Item, ItemKind, PANEL, Who, clock, minutes};
use crate::ids::PersonId;
use chrono::NaiveTime;

/// Longer than this without anything is worth a word, in minutes; a break is usually 20.
const GAP: i64 = 20;

/// A timetable with what it is measured against.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Its items, in any order.
    pub items: &'a [Item],
    /// The team that comes, with names.
    pub team: &'a [(PersonId, String)],
    /// When the day begins and ends.
    pub day: (NaiveTime, NaiveTime),
}

/// Everything worth a word, one sentence each: two places at once, outside the day, gaps, panels, people who do not
/// come. None for an empty timetable.
#[must_use]
pub fn warnings(plan: &Plan<'_>) -> Vec<String> {
    if plan.items.is_empty() {
        return Vec::new();
    }
    let mut out = twice(plan);
    out.extend(outside(plan));
    out.extend(gaps(plan));
    out.extend(missing(plan));
    out.extend(people(plan));
    out
}

fn span(item: &Item) -> String {
    format!("{} to {}", clock(item.starts), clock(item.ends))
}

/// One's own items in order of the clock.
fn of<'a>(plan: &Plan<'a>, person: &PersonId) -> Vec<&'a Item> {
    let mut own: Vec<&Item> = plan.items.iter().filter(|i| i.who.has(person)).collect();
    own.sort_by_key(|i| (i.starts, i.ends));
    own
}

fn twice(plan: &Plan<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for (person, name) in plan.team {
        let own = of(plan, person);
        for (n, a) in own.iter().enumerate() {
            for b in own.iter().skip(n + 1).filter(|b| b.starts < a.ends) {
                let (from, until) = (a.starts.max(b.starts), a.ends.min(b.ends));
                out.push(format!(
                    "{name} is in two places from {} to {}: {} and {}.",
                    clock(from),
                    clock(until),
                    a.name(),
                    b.name()
                ));
            }
        }
    }
    out
}

fn outside(plan: &Plan<'_>) -> Vec<String> {
    let (begins, ends) = plan.day;
    plan.items
        .iter()
        .filter(|i| i.starts < begins || i.ends > ends)
        .map(|i| {
            format!(
                "{}, {}, lies outside the day, which is from {} to {}.",
                i.name(),
                span(i),
                clock(begins),
                clock(ends)
            )
        })
        .collect()
}

/// Gaps in the middle of somebody's day; where everybody has the same, it is said once.
fn gaps(plan: &Plan<'_>) -> Vec<String> {
    let mut found: Vec<(NaiveTime, NaiveTime, Vec<&str>)> = Vec::new();
    for (person, name) in plan.team {
        let mut until: Option<NaiveTime> = None;
        for item in of(plan, person) {
            if let Some(last) = until
                && minutes(item.starts) - minutes(last) > GAP
            {
                match found.iter_mut().find(|g| (g.0, g.1) == (last, item.starts)) {
                    Some(gap) => gap.2.push(name),
                    None => found.push((last, item.starts, vec![name])),
                }
            }
            until = Some(until.map_or(item.ends, |last| last.max(item.ends)));
        }
    }
    found.sort_by_key(|g| (g.0, g.1));
    found
        .into_iter()
        .map(|(from, until, names)| {
            let who = if names.len() == plan.team.len() && names.len() > 1 {
                "Nobody in the team has anything".to_owned()
            } else {
                let have = if names.len() == 1 { "has" } else { "have" };
                format!("{} {have} nothing", crate::visibility::list(&names))
            };
            format!("{who} from {} to {}.", clock(from), clock(until))
        })
        .collect()
}

fn missing(plan: &Plan<'_>) -> Vec<String> {
    let has = |kind| plan.items.iter().any(|i| i.kind == kind);
    let mut out = Vec::new();
    for (kind, words) in [
        (
            ItemKind::PupilPanel,
            "There is no pupil panel: the visit would not hear pupils.",
        ),
        (
            ItemKind::ParentPanel,
            "There is no parent and carer panel: the visit would not hear families.",
        ),
        (
            ItemKind::Feedback,
            "There is no feedback to the school at the end of the day.",
        ),
    ] {
        if !has(kind) {
            out.push(words.to_owned());
        }
    }
    for item in plan.items.iter().filter(|i| i.kind == ItemKind::PupilPanel) {
        if let Some(size) = item.size.filter(|n| !PANEL.contains(n)) {
            out.push(format!(
                "{}, {}, has {size} pupils. Between {} and {} can all speak and nobody stands out.",
                item.name(),
                span(item),
                PANEL.start(),
                PANEL.end()
            ));
        }
    }
    out
}

/// Items whose people no longer come, and people who are in no item.
fn people(plan: &Plan<'_>) -> Vec<String> {
    let comes = |p: &PersonId| plan.team.iter().any(|(id, _)| id == p);
    let mut out: Vec<String> = plan
        .items
        .iter()
        .filter_map(|i| match &i.who {
            Who::Some(people) if !people.iter().any(comes) => Some(format!(
                "{}, {}, has nobody: who was down for it is no longer in the team.",
                i.name(),
                span(i)
            )),
            Who::Some(people) if !people.iter().all(comes) => Some(format!(
                "{}, {}, counts on somebody who is no longer in the team.",
                i.name(),
                span(i)
            )),
            _ => None,
        })
        .collect();
    out.extend(
        plan.team
            .iter()
            .filter(|(p, _)| !plan.items.iter().any(|i| i.who.has(p)))
            .map(|(_, name)| format!("{name} takes part in nothing.")),
    );
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::tests::{item, time};
    use super::*;

    fn team() -> Vec<(PersonId, String)> {
        [("rita", "Rita"), ("ravi", "Ravi")]
            .map(|(id, name)| (id.parse().unwrap(), name.to_owned()))
            .to_vec()
    }

    fn check(items: &[Item]) -> Vec<String> {
        warnings(&Plan {
            items,
            team: &team(),
            day: (time("08:30"), time("15:30")),
        })
    }

    /// A day without fault, to which a test adds one.
    fn sound() -> Vec<Item> {
        vec![
            item("a", ItemKind::Briefing, "08:30", "09:00", &[]),
            item("b", ItemKind::PupilPanel, "09:00", "12:00", &["rita"]),
            item("c", ItemKind::ParentPanel, "09:00", "12:00", &["ravi"]),
            item("d", ItemKind::Feedback, "12:00", "15:30", &[]),
        ]
    }

    #[test]
    fn a_sound_day_gets_no_warning_and_an_empty_one_is_not_scolded() {
        assert_eq!(check(&sound()), Vec::<String>::new());
        assert_eq!(check(&[]), Vec::<String>::new());
    }

    #[test]
    fn a_reviewer_in_two_places_is_named_with_both() {
        let mut items = sound();
        items.push(item("e", ItemKind::Senco, "11:30", "12:10", &["rita"]));
        assert_eq!(
            check(&items),
            [
                "Rita is in two places from 11:30am to 12:00pm: Pupil panel and Meeting with the SENCO.",
                "Rita is in two places from 12:00pm to 12:10pm: Meeting with the SENCO and Feedback to the school.",
            ]
        );
    }

    #[test]
    fn what_touches_does_not_clash_and_a_break_is_no_gap() {
        let mut items = sound();
        items[3].starts = time("12:20");
        assert_eq!(check(&items), Vec::<String>::new());
        items[3].starts = time("12:21");
        assert_eq!(
            check(&items),
            ["Nobody in the team has anything from 12:00pm to 12:21pm."]
        );
        items[2].ends = time("11:00");
        assert!(check(&items).contains(&"Ravi has nothing from 11:00am to 12:21pm.".to_owned()));
    }

    #[test]
    fn outside_the_day_and_panels_that_are_missing_or_too_big_are_said() {
        let mut items = sound();
        items[1].size = Some(12);
        items[3].ends = time("16:00");
        let said = check(&items);
        assert!(said.iter().any(|w| w.contains("has 12 pupils")), "{said:?}");
        assert!(
            said.contains(&"Feedback to the school, 12:00pm to 4:00pm, lies outside the day, which is from 8:30am to 3:30pm.".to_owned()),
            "{said:?}"
        );
        let said = check(&items[..1]);
        for word in ["pupil panel", "carer panel", "no feedback"] {
            assert!(said.iter().any(|w| w.contains(word)), "{said:?}");
        }
    }

    #[test]
    fn who_has_left_the_team_and_who_has_nothing_to_do_is_noticed() {
        let mut items = sound();
        items[1].who = Who::Some(["gone".parse().unwrap()].into());
        let said = check(&items);
        assert!(said.iter().any(|w| w.contains("has nobody")), "{said:?}");
        let said = check(&[item("a", ItemKind::Briefing, "08:30", "15:30", &["rita"])]);
        assert!(
            said.contains(&"Ravi takes part in nothing.".to_owned()),
            "{said:?}"
        );
    }
}
