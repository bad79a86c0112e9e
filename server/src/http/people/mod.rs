//! People: the own account, everybody for administrators, the people of a partnership and of a school.

mod account;
mod administration;
mod at_school;
mod in_partnership;

use super::Routes;
use super::ctx::User;
use crate::state::new_secret;
use crate::usecases::people::end_role;
use ::app::components::Choice;
use ::app::pages::people::account::ProfileView;
use ::app::pages::people::roles::{Counts, RoleView};
use domain::forms::RawForm;
use domain::framework::Framework;
use domain::pairing::WEEKDAYS;
use domain::people::RoleKind;
use store::people::reviewers::Reviewer;
use store::people::roles::RoleLine;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .with(account::routes)
        .with(administration::routes)
        .with(at_school::routes)
        .with(in_partnership::routes)
}

const HOME: (&str, &str) = ("Home", "/");

/// A form with a key of its own and nothing else.
fn new_form() -> RawForm {
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    form
}

/// The same form to be sent again after a conflict or a fault: with the present version, and a key of its own.
fn again(form: &mut RawForm, version: u32) {
    form.set("version", version.to_string());
    form.set("form_key", new_secret());
}

/// A role as screens show it. `end` is where it can be ended, given only when the reader may.
fn role_view(line: &RoleLine, user: &User, end: Option<String>) -> RoleView {
    let counts = match (line.held.holds_on(user.today), line.held.from > user.today) {
        (true, _) => Counts::Now,
        (false, true) if end_role::is_open(&line.held, user) => Counts::Later,
        _ => Counts::Ended,
    };
    RoleView {
        title: line.held.role.role_kind().title().to_owned(),
        place: line.place.clone(),
        from: line.held.from,
        until: line.held.until,
        why: line.held.why.clone(),
        granted_by: line.granted_by.clone().unwrap_or_default(),
        counts,
        end: end.filter(|_| end_role::is_open(&line.held, user)),
    }
}

/// A reviewer's profile as screens show it. Without a framework, strands are shown by code.
fn profile_view(reviewer: &Reviewer, framework: Option<&Framework>) -> ProfileView {
    let profile = &reviewer.profile;
    let names = |ids: &[domain::ids::SchoolId]| {
        ids.iter()
            .filter_map(|id| reviewer.schools.iter().find(|(school, _)| school == id))
            .map(|(_, name)| name.clone())
            .collect::<Vec<_>>()
    };
    let strand = |code: &String| {
        let title = framework
            .and_then(|f| f.strands().find(|s| s.code.to_string() == *code))
            .map(|s| s.title.as_str());
        title.map_or_else(|| code.clone(), |title| format!("{code} {title}"))
    };
    ProfileView {
        partnerships: reviewer
            .partnerships
            .iter()
            .map(|(_, name)| name.clone())
            .collect(),
        trained: profile.trained_on.map_or_else(
            || "Not recorded yet".to_owned(),
            |d| d.format("%-d %B %Y").to_string(),
        ),
        phases: profile.phases.clone(),
        expertise: profile.expertise.iter().map(strand).collect(),
        max_load: profile.max_load,
        interests: names(&profile.interests),
        works_at: names(&profile.works_at),
        weekdays: WEEKDAYS
            .iter()
            .filter(|(n, _)| reviewer.weekdays.contains(n))
            .map(|(_, name)| (*name).to_owned())
            .collect(),
        away: reviewer.away.clone(),
        posts: reviewer
            .posts
            .iter()
            .filter_map(|(id, until)| {
                let (_, name) = reviewer.schools.iter().find(|(school, _)| school == id)?;
                Some(format!("{name}, until {}", until.format("%-d %B %Y")))
            })
            .collect(),
        calibrated: reviewer.calibrated_at.is_some(),
    }
}

/// Roles to choose from, each with what it is for.
fn role_choices(kinds: &[RoleKind]) -> Vec<Choice> {
    kinds
        .iter()
        .map(|k| Choice::new(k.as_str(), k.title()).hint(k.purpose()))
        .collect()
}
