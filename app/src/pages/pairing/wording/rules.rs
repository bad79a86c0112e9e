//! Words for the rules of a cycle, for rules that clash, and for how good an answer is.

use super::Names;
use domain::pairing::{COST_OF_A_POINT, ClashingRules, HardRule, Quality, Rule};
use domain::visibility::list;

/// What a rule is called where its points are set, and what its points are for.
pub fn rule(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::DeclaredInterest => (
            "Declared interest",
            "A reviewer who has declared an interest in the school",
        ),
        Rule::RecentPost => (
            "Recent post",
            "A reviewer who held a post at the school in the last three years",
        ),
        Rule::SameDay => (
            "Two visits on one day",
            "Each visit of a person on a day on which there is another one",
        ),
        Rule::NotFree => (
            "Not free",
            "A reviewer who cannot visit on the agreed day, or on any day for visits",
        ),
        Rule::SameFederation => ("Same federation", "Reviewer and school in one federation"),
        Rule::SameTrust => ("Same trust", "Reviewer and school in one trust"),
        Rule::LoadOverLimit => ("Too many visits", "Each visit over a reviewer’s limit"),
        Rule::DirectSwap => (
            "Direct swap",
            "Each visit that is returned by the visited school in this cycle",
        ),
        Rule::OffRing => (
            "Out of the ring",
            "A reviewer who does not come from the school before in the ring",
        ),
        Rule::SamePairAsLastCycle => (
            "Same pair as last cycle",
            "A reviewer who visited the school in the last cycle",
        ),
        Rule::SmallTeam => ("Small team", "Each person fewer than a team should have"),
        Rule::PhaseMissing => (
            "Phase not known",
            "A team in which nobody knows the school’s phase",
        ),
        Rule::DistanceOverLimit => ("Too far", "A reviewer further away than the longest way"),
        Rule::FocusMissed => (
            "Focus not met",
            "Each strand that the school asks about and nobody in the team is strong in",
        ),
        Rule::UnevenLoad => (
            "Uneven load",
            "A person’s second visit costs twice this, the third four times, and so on",
        ),
        Rule::Travel => (
            "Travel",
            "Each 10 km from the reviewer’s school, in a straight line",
        ),
    }
}

/// A hard rule as an item of the list of those that clash.
pub fn hard_rule(rule_: HardRule) -> String {
    match rule_ {
        HardRule::OwnSchool => "Nobody reviews the own school".to_owned(),
        HardRule::Declined => {
            "Nobody is asked again who has declined or cannot be asked".to_owned()
        }
        HardRule::TrainedLead => "Each team needs a trained lead".to_owned(),
        HardRule::LeastSize => "Each team has at least so many people as you have set".to_owned(),
        HardRule::Kept => "Whoever has been invited or was chosen by you stays".to_owned(),
        HardRule::Strict(strict) => format!("Never: {}", lower(rule(strict).0)),
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// For which schools rules clash, in a sentence before the list of rules.
pub fn clashing(set: &ClashingRules, names: &Names) -> String {
    let schools: Vec<&str> = set.schools.iter().map(|s| names.school(s)).collect();
    if set.rules.is_empty() {
        return format!("There is nobody who could visit {}.", list(&schools));
    }
    format!(
        "These rules cannot all be kept for {}. If you change any one of them, the others can be kept:",
        list(&schools)
    )
}

/// Points with one decimal place: "1,230.4".
pub fn points(cost: u64) -> String {
    let tenths = (cost + COST_OF_A_POINT / 20) / (COST_OF_A_POINT / 10);
    let whole = (tenths / 10).to_string();
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    match tenths % 10 {
        0 => out,
        tenth => format!("{out}.{tenth}"),
    }
}

/// How good an answer is, in sentences.
pub fn quality(quality: &Quality, in_ring: bool) -> Vec<String> {
    let answer = points(quality.cost);
    let ring = if in_ring { " for this ring" } else { "" };
    let mut out = vec![if quality.is_best() {
        format!(
            "This is the best answer there is{ring}, with {answer} points. The fewer points, the better."
        )
    } else {
        let gap = quality.gap();
        format!(
            "This answer has {answer} points. The fewer points, the better. No answer{ring} can have fewer than {}, so this one is at most {}.{} % from the best.",
            points(quality.bound),
            gap / 100,
            gap % 100 / 10
        )
    }];
    if quality.one_by_one > quality.cost {
        out.push(format!(
            "Choosing for one school after the other would have given {} points.",
            points(quality.one_by_one)
        ));
    }
    if quality.stopped {
        out.push("It was stopped early, so there may be a better one.".to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_good_an_answer_is_stands_in_whole_sentences() {
        let best = Quality {
            cost: 12_304_000,
            bound: 12_304_000,
            one_by_one: 20_000_000,
            stopped: false,
        };
        assert_eq!(
            quality(&best, false),
            [
                "This is the best answer there is, with 1,230.4 points. The fewer points, the better.",
                "Choosing for one school after the other would have given 2,000 points.",
            ]
        );
        let stopped = Quality {
            bound: 11_073_600,
            stopped: true,
            ..best
        };
        let words = quality(&stopped, true).join(" ");
        assert!(
            words.contains("No answer for this ring can have fewer than 1,107.4"),
            "{words}"
        );
        assert!(words.contains("at most 10.0 % from the best"), "{words}");
        assert!(words.contains("stopped early"), "{words}");
    }

    #[test]
    fn rules_that_clash_are_named_with_their_schools() {
        let set = ClashingRules {
            rules: vec![HardRule::TrainedLead, HardRule::Strict(Rule::SameTrust)],
            schools: vec!["s1".into()],
        };
        assert!(
            clashing(
                &set,
                &Names {
                    schools: [("s1".to_owned(), "Ashby Primary School".to_owned())].into(),
                    ..Names::default()
                }
            )
            .contains("for Ashby Primary School.")
        );
        let rules: Vec<String> = set.rules.iter().map(|r| hard_rule(*r)).collect();
        assert_eq!(
            rules,
            ["Each team needs a trained lead", "Never: same trust"]
        );
        for each in Rule::ALL {
            assert!(!rule(each).0.is_empty() && !rule(each).1.is_empty());
        }
    }
}
