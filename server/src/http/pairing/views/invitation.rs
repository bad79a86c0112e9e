//! An invitation as the invited person sees it.

use crate::usecases::pairing as uc;
use app::pages::pairing::InvitationView;
use domain::people::Actor;
use domain::policy::{ReviewAction, can_review};
use domain::states::{InvitationState, ReviewState};
use domain::visibility::list;
use store::teams::{Host, Place};

pub(in crate::http::pairing) fn invitation(
    found: &uc::Invitation,
    actor: &Actor,
) -> InvitationView {
    let review = &found.review;
    let me = &found.place;
    let day = |d: chrono::NaiveDate| d.format("%A %-d %B %Y").to_string();
    let others: Vec<&Place> = found
        .teams
        .host(&review.facts.id)
        .into_iter()
        .flat_map(Host::present)
        .filter(|p| p.person != me.person && p.state != InvitationState::Planned)
        .collect();
    let accepted = me.state == InvitationState::Accepted;
    let waits = others.iter().any(|p| p.state != InvitationState::Accepted);
    let confirmed = review.facts.state.is_after_visit()
        || matches!(
            review.facts.state,
            ReviewState::TeamConfirmed | ReviewState::DateAgreed | ReviewState::Preparing
        );
    let next = match (accepted, confirmed) {
        (false, _) => {
            "You have been asked into this review team. Please answer below. Nothing happens until you do."
        }
        (true, true) => {
            "You have accepted, and the team is confirmed. Next: read the school’s pack when it is released."
        }
        (true, false) if me.conflict.is_some() && me.conflict_waived.is_none() => {
            "You have accepted and declared a conflict of interest. The coordinator decides whether you take part."
        }
        (true, false) if waits => {
            "You have accepted. The team is confirmed when everybody has answered."
        }
        (true, false) => "You have accepted. The coordinator completes the team.",
    };
    let part = |p: &Place| if p.lead { "lead reviewer" } else { "reviewer" };
    let answered = |p: &Place| {
        if p.state == InvitationState::Accepted {
            "has accepted"
        } else {
            "has not answered yet"
        }
    };
    let school = found.teams.schools.get(&review.facts.school);
    let coordinators: Vec<&str> = found
        .teams
        .coordinators
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    InvitationView {
        school: review.school_name.clone(),
        about_school: school
            .map(|s| s.phase.clone())
            .filter(|p| !p.is_empty() && p != "Not applicable")
            .into_iter()
            .collect(),
        cycle: format!("{}, {}", review.cycle_name, review.partnership_name),
        when: match review.visit_date {
            Some(date) => day(date),
            None => format!(
                "One day between {} and {}. The day is not fixed yet.",
                day(review.visits_from),
                day(review.visits_until)
            ),
        },
        lead: me.lead,
        others: others
            .iter()
            .map(|p| format!("{}, {}, {}", p.name, part(p), answered(p)))
            .collect(),
        accepted,
        next: next.to_owned(),
        may_answer: can_review(actor, ReviewAction::AnswerInvitation, &review.facts),
        conflict: me.conflict.clone(),
        released: review.facts.pack_released(),
        coordinators: if coordinators.is_empty() {
            "the partnership".to_owned()
        } else {
            list(&coordinators)
        },
    }
}
