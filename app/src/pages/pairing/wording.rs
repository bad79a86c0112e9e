//! What the pairing's answers are called on screens: reasons, concerns, clashes and broken rules in plain English.
//!
//! Words only: nothing is decided here. Keys are turned into names through [`Names`]; a key without a name is shown as
//! it is, so that a sentence is never empty. A phase's key is the register's name for it.

use domain::pairing::{Clash, Concern, Reason, UnavailablePeople, Violation};
use domain::visibility::list;
use std::collections::BTreeMap;

mod rules;

pub use rules::{clashing, hard_rule, points, quality, rule};

/// Names of what the pairing knows by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// School's key → name.
    pub schools: BTreeMap<String, String>,
    /// Person's key → name.
    pub people: BTreeMap<String, String>,
    /// Trust's key → name.
    pub trusts: BTreeMap<String, String>,
    /// Strand's code → title.
    pub strands: BTreeMap<String, String>,
}

fn name<'a>(names: &'a BTreeMap<String, String>, key: &'a str) -> &'a str {
    names.get(key).map_or(key, String::as_str)
}

impl Names {
    fn school<'a>(&'a self, key: &'a str) -> &'a str {
        name(&self.schools, key)
    }
    fn person<'a>(&'a self, key: &'a str) -> &'a str {
        name(&self.people, key)
    }
    fn people(&self, keys: &[String]) -> String {
        list(&keys.iter().map(|k| self.person(k)).collect::<Vec<_>>())
    }
}

/// "1 person", "2 people".
fn people(count: u32) -> String {
    match count {
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    }
}

/// "1 visit", "2 visits".
fn visits(count: u32) -> String {
    match count {
        1 => "1 visit".to_owned(),
        n => format!("{n} visits"),
    }
}

fn day(day: chrono::NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Why a person was given to a school, as an item of a list.
pub fn reason(reason: &Reason, names: &Names) -> String {
    match reason {
        Reason::Fixed => "Already in the team".to_owned(),
        Reason::TrainedLead => "Trained to lead".to_owned(),
        Reason::OnlyPossibleLead => "The only trained person who can lead here".to_owned(),
        Reason::KnowsPhase { phase } => {
            format!("Knows {} schools from the inside", phase.to_lowercase())
        }
        Reason::FocusExpertise { strands } => {
            let titles: Vec<String> = strands
                .iter()
                .map(|s| format!("“{}”", name(&names.strands, s)))
                .collect();
            let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
            format!("Strong in what the school asks about: {}", list(&titles))
        }
        Reason::Distance { km: 0 | 1 } => "Less than 1 km away".to_owned(),
        Reason::Distance { km } => format!("{km} km away"),
        Reason::Independent => "No trust, federation or interest in common".to_owned(),
        Reason::FreeOnTheDay { day: on } => format!("Free on {}", day(*on)),
        Reason::NewToSchool => "Did not visit this school in the last cycle".to_owned(),
        Reason::WithinLoad { load, limit } => {
            format!("{} of at most {limit} in this cycle", visits(*load))
        }
    }
}

/// What is to be avoided, short enough for a tag.
pub fn concern(concern: &Concern, names: &Names) -> String {
    match concern {
        Concern::DeclaredInterest => "Has declared an interest in this school".to_owned(),
        Concern::SameFederation { .. } => "Works at a school in the same federation".to_owned(),
        Concern::SameTrust { trust } => match names.trusts.get(trust) {
            Some(trust) => format!("Works at a school in the same trust, {trust}"),
            None => "Works at a school in the same trust".to_owned(),
        },
        Concern::LoadOverLimit { load, limit } => {
            format!("{}, more than the limit of {limit}", visits(*load))
        }
        Concern::DirectSwap { school, people } => {
            format!(
                "Direct swap: {} visits {} in this cycle",
                names.people(people),
                names.school(school)
            )
        }
        Concern::SamePairAsLastCycle => "Visited this school in the last cycle".to_owned(),
        Concern::RecentPost => "Held a post at this school in the last three years".to_owned(),
        Concern::NotFree { on: Some(on) } => format!("Not free on {}", day(*on)),
        Concern::NotFree { on: None } => "Free on none of the days for visits".to_owned(),
        Concern::SameDay { day: on, schools } => {
            let schools: Vec<&str> = schools.iter().map(|s| names.school(s)).collect();
            format!("Also visits {} on {}", list(&schools), day(*on))
        }
        Concern::OffRing { school } => {
            format!(
                "In the ring, people from {} visit this school",
                names.school(school)
            )
        }
        Concern::SmallTeam { size, target } => {
            format!("{} in the team, not {target}", people(*size))
        }
        Concern::PhaseMissing { phase } => {
            format!("Nobody in the team knows {} schools", phase.to_lowercase())
        }
        Concern::DistanceOverLimit { km, limit_km } => {
            format!("{km} km away, more than the limit of {limit_km} km")
        }
    }
}

/// A hard rule that a change would break, as an error beside a field.
pub fn violation(violation: &Violation, names: &Names) -> String {
    match violation {
        Violation::ClosedSchool => "This school has closed, so nobody can visit it".to_owned(),
        Violation::UnknownHost => "This school has no review that needs a team".to_owned(),
        Violation::HostTwice => "This school has two teams".to_owned(),
        Violation::TeamTooSmall { size, needed } => {
            format!(
                "A team needs at least {}. This one has {size}",
                people(*needed)
            )
        }
        Violation::NoLead => "The team has no lead. Choose one".to_owned(),
        Violation::SeveralLeads { people } => {
            format!(
                "A team has one lead. {} cannot all lead it",
                names.people(people)
            )
        }
        Violation::LeadNotTrained { person } => {
            format!(
                "{} is not trained to lead. Choose somebody who is",
                names.person(person)
            )
        }
        Violation::OwnSchool { person } => {
            format!(
                "{} works at this school. Nobody reviews the own school",
                names.person(person)
            )
        }
        Violation::Declined { person } => {
            format!(
                "{} has declined to visit this school. Choose somebody else",
                names.person(person)
            )
        }
        Violation::PersonTwice { person } => {
            format!("{} is already in this team", names.person(person))
        }
        Violation::UnknownPerson { person } => {
            format!(
                "{} does not review for this partnership. Choose somebody from the list",
                names.person(person)
            )
        }
        Violation::FixedChanged { person } => {
            format!(
                "{} has been asked already and cannot be changed this way",
                names.person(person)
            )
        }
    }
}

/// Why there is no team, and what can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClashWords {
    /// The key of the school that it is about; none where it is about a person or the list as a whole.
    pub school: Option<String>,
    /// What clashes, in whole sentences.
    pub what: String,
    /// What the coordinator can do.
    pub what_to_do: String,
}

/// Who would do but for a rule: "Rita works there. Rob has declined."
fn ruled_out(out: &UnavailablePeople, names: &Names) -> String {
    let each = |keys: &[String], one: &str, many: &str| match keys.len() {
        0 => String::new(),
        1 => format!(" {} {one}.", names.people(keys)),
        _ => format!(" {} {many}.", names.people(keys)),
    };
    format!(
        "{}{}{}{}",
        each(&out.own_school, "works there", "work there"),
        each(
            &out.declined,
            "has declined or cannot be asked",
            "have declined or cannot be asked"
        ),
        each(
            &out.strict,
            "is ruled out by a rule that you have made strict",
            "are ruled out by rules that you have made strict"
        ),
        each(
            &out.not_as_lead,
            "is in the team, but not as its lead",
            "are in the team, but not as its lead"
        ),
    )
}

/// What stands in the way of a team.
pub fn clash(clash: &Clash, names: &Names) -> ClashWords {
    let words = |school: Option<&String>, what: String, what_to_do: &str| ClashWords {
        school: school.cloned(),
        what,
        what_to_do: what_to_do.to_owned(),
    };
    let fixed = |school: &String, person: &String, why: &str, what_to_do: &str| {
        let what = format!(
            "{} is in the team of {}, {why}.",
            names.person(person),
            names.school(school)
        );
        words(Some(school), what, what_to_do)
    };
    match clash {
        Clash::NoTrainedLead {
            school,
            ruled_out: out,
        } => {
            let rule = format!(
                "Each team needs a trained lead, and nobody who is trained can lead at {}.",
                names.school(school)
            );
            let who = ruled_out(out, names);
            let who = if who.is_empty() {
                " Nobody on the list of reviewers is trained.".to_owned()
            } else {
                who
            };
            words(
                Some(school),
                format!("{rule}{who}"),
                "Add a trained reviewer from another school, or record somebody’s training date.",
            )
        }
        Clash::TooFewReviewers {
            school,
            available,
            needed,
            ruled_out: out,
        } => words(
            Some(school),
            format!(
                "A team needs at least {}, and {available} can visit {}.{}",
                people(*needed),
                names.school(school),
                ruled_out(out, names)
            ),
            "Add reviewers from other schools, or let teams be smaller.",
        ),
        Clash::FixedTeamWithoutLead { school, people } => words(
            Some(school),
            format!(
                "The team of {} is full, and none of {} leads it.",
                names.school(school),
                names.people(people)
            ),
            "Open the team and make somebody who is trained its lead, or take one person out.",
        ),
        Clash::SeveralFixedLeads { school, people } => words(
            Some(school),
            format!(
                "{} are all set to lead the team of {}.",
                names.people(people),
                names.school(school)
            ),
            "Open the team and choose one lead.",
        ),
        Clash::FixedLeadNotTrained { school, person } => fixed(
            school,
            person,
            "as its lead, but is not trained",
            "Open the team and choose another lead, or record the training date.",
        ),
        Clash::FixedAtOwnSchool { school, person } => fixed(
            school,
            person,
            "but works there",
            "Open the team and take this person out.",
        ),
        Clash::FixedButDeclined { school, person } => fixed(
            school,
            person,
            "but has declined or cannot be asked",
            "Open the team and take this person out.",
        ),
        Clash::FixedAtClosedSchool { school, person } => fixed(
            school,
            person,
            "but the school has closed",
            "Cancel the review of this school.",
        ),
        Clash::FixedUnknown { school, person } => fixed(
            school,
            person,
            "but is no reviewer of this partnership",
            "Open the team and take this person out.",
        ),
        Clash::HostTwice { school } => words(
            Some(school),
            format!("{} is twice in this cycle.", names.school(school)),
            "Cancel one of its reviews.",
        ),
        Clash::ReviewerTwice { person } => words(
            None,
            format!(
                "{} is twice on the list of reviewers.",
                names.person(person)
            ),
            "Remove one of the two.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let map = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect()
        };
        Names {
            schools: map(&[("s1", "Ashby Primary School")]),
            people: map(&[("rev1", "Rita"), ("rev2", "Ravi"), ("rev3", "Rosa")]),
            trusts: map(&[("t1", "Larkfield Trust")]),
            strands: map(&[("1.1", "Knowing every child")]),
        }
    }

    #[test]
    fn an_impossible_school_names_the_rule_the_people_and_what_to_do() {
        let words = clash(
            &Clash::NoTrainedLead {
                school: "s1".into(),
                ruled_out: UnavailablePeople {
                    own_school: vec!["rev1".into(), "rev2".into()],
                    declined: vec!["rev3".into()],
                    strict: vec![],
                    not_as_lead: vec![],
                },
            },
            &names(),
        );
        assert_eq!(
            words.what,
            "Each team needs a trained lead, and nobody who is trained can lead at Ashby Primary School. Rita and Ravi work there. Rosa has declined or cannot be asked."
        );
        assert!(words.what_to_do.starts_with("Add a trained reviewer"));
    }

    #[test]
    fn reasons_and_concerns_speak_of_names_and_never_of_keys() {
        let n = names();
        assert_eq!(
            reason(
                &Reason::FocusExpertise {
                    strands: vec!["1.1".into()]
                },
                &n
            ),
            "Strong in what the school asks about: “Knowing every child”"
        );
        assert_eq!(
            reason(
                &Reason::KnowsPhase {
                    phase: "Primary".into()
                },
                &n
            ),
            "Knows primary schools from the inside"
        );
        assert_eq!(reason(&Reason::Distance { km: 3 }, &n), "3 km away");
        assert_eq!(
            concern(&Concern::SameTrust { trust: "t1".into() }, &n),
            "Works at a school in the same trust, Larkfield Trust"
        );
        assert_eq!(
            concern(
                &Concern::DirectSwap {
                    school: "s1".into(),
                    people: vec!["rev2".into()]
                },
                &n
            ),
            "Direct swap: Ravi visits Ashby Primary School in this cycle"
        );
    }
}
