//! The rules of a cycle as its page and the board show them.

use crate::usecases::pairing as uc;
use app::pages::pairing::wording;
use app::pages::pairing::{RuleView, RulesView};
use domain::pairing::{CycleRules, Rule};
use store::teams::CycleTeams;

pub(in crate::http::pairing) fn rules(all: &CycleTeams, outdated: bool) -> RulesView {
    let names = uc::names(all);
    let ring = CycleRules::from_text(&all.rules).ring;
    RulesView {
        cycle: all.cycle_name.clone(),
        partnership: all.partnership_name.clone(),
        href: format!("/cycles/{}/pairing/rules", all.cycle.id),
        board: format!("/cycles/{}/pairing", all.cycle.id),
        rules: Rule::ALL
            .into_iter()
            .map(|rule| {
                let (name, about) = wording::rule(rule);
                RuleView {
                    key: rule.key(),
                    name,
                    about,
                    usual: rule.usual_points(),
                    can_be_strict: rule.can_be_strict(),
                }
            })
            .collect(),
        ring: ring
            .into_iter()
            .map(|school| names.schools.get(&school).cloned().unwrap_or(school))
            .collect(),
        outdated,
    }
}

/// What differs from the usual rules, in words.
pub(super) fn unusual(all: &CycleTeams) -> Vec<String> {
    let rules = CycleRules::from_text(&all.rules);
    let mut out = Vec::new();
    if !rules.ring.is_empty() {
        out.push("Schools visit each other in a ring".to_owned());
    }
    for rule in Rule::ALL {
        let (name, _) = wording::rule(rule);
        let points = rules.weights.get(rule);
        if rules.strict.contains(&rule) {
            out.push(format!("{name}: never in a suggestion"));
        } else if points != rule.usual_points() {
            out.push(format!(
                "{name}: {points} points, not {}",
                rule.usual_points()
            ));
        }
    }
    out
}
