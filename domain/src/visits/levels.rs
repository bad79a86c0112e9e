//! Levels of school, peers and team side by side: how far they lie apart, in words, and when a reason is asked for.
//!
//! "Not explored" is the absence of a level and is compared with nothing. Holds no names of levels: those are the
//! framework's and come in as a function.

use crate::framework::Level;
use crate::states::ReviewState;

/// A judgement as it may stand: not given yet, "not explored", or a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// Nobody has said anything.
    Nothing,
    /// Said to be not explored: never the lowest level.
    NotExplored,
    /// A level.
    Level(Level),
}

impl Given {
    /// From the two columns in which it is stored.
    #[must_use]
    pub fn from_parts(level: Option<Level>, not_explored: bool) -> Self {
        match (level, not_explored) {
            (Some(level), _) => Self::Level(level),
            (None, true) => Self::NotExplored,
            (None, false) => Self::Nothing,
        }
    }

    /// The level, where there is one.
    #[must_use]
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(level),
            _ => None,
        }
    }
}

/// The middle of some levels: one level, or the two between which it lies when their number is even. None without
/// any.
#[must_use]
pub fn median(levels: &[Level]) -> Option<(Level, Level)> {
    let mut sorted = levels.to_vec();
    sorted.sort_unstable();
    let high = *sorted.get(sorted.len() / 2)?;
    let low = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some((low, high))
}

/// True when the agreed level needs a reason: it differs from the school's own, or from the middle of the peers'.
#[must_use]
pub fn needs_reason(own: Given, peers: &[Given], agreed: Given) -> bool {
    let Given::Level(agreed) = agreed else {
        return false;
    };
    let levels: Vec<Level> = peers.iter().filter_map(|g| g.level()).collect();
    let off_own = own.level().is_some_and(|own| own != agreed);
    let off_peers = median(&levels).is_some_and(|(low, high)| agreed < low || agreed > high);
    off_own || off_peers
}

/// The level on which school and all peers who gave one are of one mind; none where anybody differs or is missing.
#[must_use]
pub fn of_one_mind(own: Given, peers: &[Given], members: usize) -> Option<Level> {
    let own = own.level()?;
    let all = peers.len() >= members && members > 0;
    (all && peers.iter().all(|p| *p == Given::Level(own))).then_some(own)
}

/// Whether a strand is worth talking about, and why, one sentence each; none where everybody agrees or nobody has
/// spoken.
#[must_use]
pub fn divergence(own: Given, peers: &[Given], agreed: Given) -> Vec<String> {
    let mut out = Vec::new();
    let levels: Vec<Level> = peers.iter().filter_map(|g| g.level()).collect();
    if let (Some(low), Some(high)) = (levels.iter().min(), levels.iter().max())
        && low != high
    {
        out.push(format!(
            "The reviewers are {} apart.",
            steps(distance(*low, *high))
        ));
    }
    let explored = peers.iter().any(|p| p.level().is_some());
    let unexplored = peers.contains(&Given::NotExplored);
    if explored && unexplored {
        out.push("Some of the reviewers have not explored it.".to_owned());
    }
    // Where the team has agreed, its level is the one that counts; until then the middle of the peers'.
    if let Some(own) = own.level() {
        let (who, middle) = match agreed.level() {
            Some(level) => ("The team", Some((level, level))),
            None => ("The middle of the reviewers", median(&levels)),
        };
        if let Some((low, high)) = middle {
            if low > own {
                out.push(format!(
                    "{who} is {} above the school’s own level.",
                    steps(distance(own, low))
                ));
            } else if high < own {
                out.push(format!(
                    "{who} is {} below the school’s own level.",
                    steps(distance(high, own))
                ));
            }
        }
    } else if !levels.is_empty() || agreed.level().is_some() {
        out.push(match own {
            Given::NotExplored => "The school says that it has not explored it.".to_owned(),
            _ => "The school has given no level.".to_owned(),
        });
    }
    if let (Some(agreed), Some((low, high))) = (agreed.level(), median(&levels))
        && (agreed < low || agreed > high)
    {
        out.push("The agreed level is not the middle of the reviewers’.".to_owned());
    }
    out
}

fn distance(low: Level, high: Level) -> u8 {
    high.number().saturating_sub(low.number())
}

fn steps(n: u8) -> String {
    match n {
        1 => "one level".to_owned(),
        2 => "two levels".to_owned(),
        _ => "three levels".to_owned(),
    }
}

/// Whether a reviewer sees the level that the school has given to a strand, and those of the other reviewers.
///
/// Where the cycle asks reviewers for their own level first, they are hidden until the reviewer has given one (or said
/// "not explored") for this strand; from the accuracy check on they stand in the report and are hidden from nobody.
#[must_use]
pub fn sees_other_levels(own_first: bool, own: Given, state: ReviewState) -> bool {
    let in_report = state == ReviewState::AccuracyCheck || state.has_final_report();
    !own_first || own != Given::Nothing || in_report
}

#[cfg(test)]
mod tests {
    use super::*;
    use Level::{Developing, Emerging, Leading, Secure};
    use proptest::prelude::*;

    fn levels(list: &[Level]) -> Vec<Given> {
        list.iter().copied().map(Given::Level).collect()
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        for (list, expected) in [
            (vec![], None),
            (vec![Secure], Some((Secure, Secure))),
            (vec![Leading, Emerging], Some((Emerging, Leading))),
            (
                vec![Leading, Emerging, Developing],
                Some((Developing, Developing)),
            ),
            (
                vec![Secure, Secure, Developing, Secure],
                Some((Secure, Secure)),
            ),
        ] {
            assert_eq!(median(&list), expected, "{list:?}");
        }
    }

    #[test]
    fn a_level_that_differs_from_the_school_or_from_the_peers_needs_a_reason() {
        let own = Given::Level(Secure);
        let peers = levels(&[Secure, Developing]);
        assert!(!needs_reason(own, &peers, own));
        assert!(needs_reason(own, &peers, Given::Level(Developing)));
        assert!(needs_reason(own, &levels(&[Developing, Developing]), own));
        assert!(!needs_reason(own, &peers, Given::NotExplored));
        assert!(!needs_reason(Given::Nothing, &[], Given::Level(Leading)));
        assert!(!needs_reason(own, &[Given::NotExplored], own));
    }

    #[test]
    fn divergence_is_said_in_words_and_agreement_is_silence() {
        let own = Given::Level(Secure);
        assert!(divergence(own, &levels(&[Secure, Secure]), Given::Nothing).is_empty());
        assert!(divergence(own, &levels(&[Secure]), own).is_empty());
        assert!(divergence(own, &[], Given::Nothing).is_empty());
        for (own, peers, agreed, expected) in [
            (
                own,
                levels(&[Emerging, Secure]),
                Given::Nothing,
                vec!["The reviewers are two levels apart."],
            ),
            (
                own,
                levels(&[Developing, Developing]),
                Given::Nothing,
                vec!["The middle of the reviewers is one level below the school’s own level."],
            ),
            (
                Given::Level(Emerging),
                levels(&[Leading]),
                Given::Level(Leading),
                vec!["The team is three levels above the school’s own level."],
            ),
            (
                Given::NotExplored,
                levels(&[Leading]),
                Given::Nothing,
                vec!["The school says that it has not explored it."],
            ),
            (
                own,
                vec![Given::Level(Secure), Given::NotExplored],
                Given::Nothing,
                vec!["Some of the reviewers have not explored it."],
            ),
        ] {
            assert_eq!(divergence(own, &peers, agreed), expected);
        }
    }

    #[test]
    fn of_one_mind_are_only_all_of_them() {
        let own = Given::Level(Secure);
        assert_eq!(
            of_one_mind(own, &levels(&[Secure, Secure]), 2),
            Some(Secure)
        );
        assert_eq!(of_one_mind(own, &levels(&[Secure]), 2), None);
        assert_eq!(of_one_mind(own, &levels(&[Secure, Leading]), 2), None);
        assert_eq!(of_one_mind(Given::Nothing, &levels(&[Secure]), 1), None);
        assert_eq!(of_one_mind(own, &[Given::NotExplored], 1), None);
        assert_eq!(of_one_mind(own, &[], 0), None);
    }

    #[test]
    fn whoever_is_asked_first_sees_nothing_before_answering() {
        use ReviewState as S;
        for (own_first, own, state, sees) in [
            (true, Given::Nothing, S::Preparing, false),
            (true, Given::Nothing, S::Drafting, false),
            (true, Given::NotExplored, S::Preparing, true),
            (true, Given::Level(Secure), S::Visited, true),
            (true, Given::Nothing, S::AccuracyCheck, true),
            (true, Given::Nothing, S::Final, true),
            (false, Given::Nothing, S::Preparing, true),
        ] {
            assert_eq!(
                sees_other_levels(own_first, own, state),
                sees,
                "{own:?} {state}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_middle_lies_within_and_needs_no_reason(numbers in proptest::collection::vec(1u8..=4, 1..9)) {
            let list: Vec<Level> = numbers.iter().filter_map(|n| Level::try_from(*n).ok()).collect();
            let (low, high) = median(&list).unwrap_or((Emerging, Leading));
            prop_assert!(list.contains(&low) && list.contains(&high) && low <= high);
            prop_assert!(!needs_reason(Given::Nothing, &levels(&list), Given::Level(low)));
            prop_assert!(!needs_reason(Given::Level(high), &levels(&list), Given::Level(high)));
        }
    }
}
