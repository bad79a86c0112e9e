//! The rules of one cycle's suggestions: how many points each has, which no suggestion may break, and the ring.

use super::{find, not_outdated, not_repeated, problem};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::CycleId;
use domain::pairing::{CycleRules, MOST_POINTS, Rule, propose_ring};
use domain::policy::{self, act};
use store::Write;
use store::teams::{self, CycleTeams};

/// The cycle's teams, and the form as it is filled in when nobody has typed anything.
pub async fn rules_form(
    app: &App,
    user: &User,
    cycle: &CycleId,
) -> Result<(CycleTeams, RawForm), Error> {
    let teams = find(app, user, cycle).await?;
    policy::cycle::<act::PairCycle>(&user.actor, &teams.cycle)?;
    let rules = super::problem::rules(&teams);
    let mut form = RawForm::default();
    for rule in Rule::ALL {
        form.set(rule.key(), rules.weights.get(rule).to_string());
    }
    for rule in &rules.strict {
        form.add("strict", rule.key());
    }
    if !rules.ring.is_empty() {
        form.set("ring", "yes");
    }
    Ok((teams, form))
}

fn read(form: &RawForm) -> Result<CycleRules, FieldErrors> {
    let mut reader = Reader::new(form);
    let mut rules = CycleRules::default();
    for rule in Rule::ALL {
        let words = format!("Enter a whole number from 0 to {MOST_POINTS}");
        match reader.parsed::<u32>(rule.key(), words.as_str()) {
            Some(points) if points > MOST_POINTS => reader.error(rule.key(), words),
            Some(points) => rules.weights.set(rule, points),
            None => {}
        }
    }
    for key in form.all("strict") {
        match Rule::ALL
            .into_iter()
            .find(|r| r.key() == key && r.can_be_strict())
        {
            Some(rule) => {
                rules.strict.insert(rule);
            }
            None => reader.error("strict", "Choose rules from the list"),
        }
    }
    reader.finish(Some(rules))
}

/// Saves the rules. A ring that is switched on is worked out at once and stays as it is until it is switched off; the
/// schools that have joined since are put into a new one.
pub async fn save_rules(
    app: &App,
    user: &User,
    cycle: &CycleId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = find(app, user, cycle).await?;
    not_repeated(app, form).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &found.cycle)?;
    let mut rules = read(form)?;
    not_outdated(&found, form)?;
    if form.has("ring") {
        let before = super::problem::rules(&found).ring;
        let all = |ring: &[String]| {
            found
                .hosts
                .iter()
                .all(|h| ring.iter().any(|s| s == h.school.as_str()))
        };
        rules.ring = if !before.is_empty() && all(&before) {
            before
        } else {
            let mut question = problem(&found);
            question.ring.clear();
            propose_ring(&question)
        };
    }
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(&permit, cycle, found.version));
    write.push(teams::save_rules(&permit, &rules.to_text()));
    write.audit("changed the rules of pairing", format!("cycle:{cycle}"), "");
    write.once(form.get("form_key"), &format!("/cycles/{cycle}/pairing"));
    Ok(app.store.commit(write).await?)
}
