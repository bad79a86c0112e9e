//! The workshop has been held: what was proposed is agreed.

use super::{ReadPlan, load_review, read_plan};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::reviews::{Around, commit, tell};
use crate::usecases::stop_repeated;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::states::{ActionState, InvitationState, ReviewState};
use store::action_plans::Recommendation;
use store::{Write, action_plans, reviews};

/// The plan, when the person may agree it now.
pub async fn find_to_agree(app: &App, user: &User, id: &ReviewId) -> Result<ReadPlan, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::AgreePlan>(&user.actor, &review.facts)?;
    read_plan(app, user, id).await
}

/// The recommendations that no action answers. The school may leave them so; the page asks why.
pub fn unanswered(found: &ReadPlan) -> Vec<&Recommendation> {
    let plan = &found.plan;
    plan.recommendations
        .iter()
        .filter(|r| {
            !plan.actions.iter().any(|a| {
                a.state != ActionState::Dropped && a.form.recommendation.as_ref() == Some(&r.id)
            })
        })
        .collect()
}

/// Agrees the plan: every proposed action becomes agreed, and the workshop counts as held.
///
/// # Errors
/// [`Error::Invalid`] when there is no action to agree.
pub async fn agree(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let found = find_to_agree(app, user, id).await?;
    let facts = &found.review.facts;
    let permit = policy::review::<act::AgreePlan>(&user.actor, facts)?;
    if !found
        .plan
        .actions
        .iter()
        .any(|a| a.state == ActionState::Proposed)
    {
        return Err(
            FieldErrors::one("", "Add at least one action before you agree the plan").into(),
        );
    }
    let mut reader = Reader::new(form);
    let reasons: Vec<_> = unanswered(&found)
        .into_iter()
        .map(|r| {
            (
                r.id.clone(),
                reader.optional_text(&format!("left-{}", r.id)),
            )
        })
        .collect();
    let reasons = reader.finish(Some(reasons))?;
    let people = Around::load(app, user, &found.review).await?;
    let lead = facts
        .team
        .iter()
        .filter(|m| m.lead && m.state == InvitationState::Accepted)
        .map(|m| m.person.clone());
    let mut write = Write::new(&user.meta());
    write.push(reviews::set_state(
        &permit,
        ReviewState::Final,
        ReviewState::WorkshopHeld,
    )?);
    write.push(action_plans::mark_agreed(&permit, user.now));
    write.push(action_plans::agree_actions(&permit));
    for (recommendation, reason) in &reasons {
        let reason = Some(reason.as_str()).filter(|r| !r.is_empty());
        write.push(action_plans::leave_unanswered(
            &permit,
            recommendation,
            reason,
        ));
    }
    write.audit("agreed the action plan", format!("review:{id}"), "");
    tell(
        &mut write,
        &found.review,
        NoticeKind::PlanAgreed,
        people.coordinators(),
        &found.review.school_name,
        "",
    );
    // The lead hears of it too: it says that the impact review lies ahead.
    tell(
        &mut write,
        &found.review,
        NoticeKind::PlanAgreed,
        lead,
        &found.review.school_name,
        "/impact",
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/plan"));
    commit(app, write).await
}
