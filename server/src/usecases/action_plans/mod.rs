//! The school's action plan, the impact review, and the end of a review.

mod agree_plan;
mod close_review;
mod list_my_actions;
mod record_impact;
mod save_action;
mod update_action;

pub use agree_plan::{agree, find_to_agree, unanswered};
pub use close_review::{close, find_to_close};
pub use list_my_actions::{MyOpenAction, list_my_actions};
pub use record_impact::{ReadImpact, read_impact, record_impact};
pub use save_action::{create_action, edit_action, find_to_edit};
pub use update_action::{find_to_update, update_action};

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use domain::forms::RawForm;
use domain::framework::{Framework, StrandCode};
use domain::ids::{ActionId, PersonId, RecommendationId, ReviewId};
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use std::collections::BTreeSet;
use store::Write;
use store::action_plans::{Action, Plan};
use store::mail::{NewNotice, create_notice};
use store::reviews::Review;

/// A plan with the review that it belongs to and the framework by which it is ordered.
#[derive(Debug, Clone)]
pub struct ReadPlan {
    /// The review.
    pub review: Review,
    /// The framework version of its cycle.
    pub framework: Framework,
    /// The plan.
    pub plan: Plan,
}

impl ReadPlan {
    /// An action of this plan.
    pub fn action(&self, id: &ActionId) -> Result<&Action, Error> {
        self.plan.actions.iter().find(|a| a.id == *id).ok_or(Error::NotFound)
    }

    /// A strand by code and title: "2.1 Clear teaching".
    pub fn strand(&self, code: StrandCode) -> String {
        self.framework.strand(&code).map_or_else(|| code.to_string(), |s| format!("{code} {}", s.title))
    }

    /// The recommendations of the report by id, in its order.
    pub fn recommendation_ids(&self) -> Vec<RecommendationId> {
        self.plan.recommendations.iter().map(|r| r.id.clone()).collect()
    }

    /// True once the plan has been agreed.
    pub fn is_agreed(&self) -> bool {
        self.review.times.planned.is_some()
    }
}

/// The review as it stands: no permission has been asked for yet.
async fn load_review(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    app.store.find_review(id, user.today).await?.ok_or(Error::NotFound)
}

/// The plan of a review, when the person may read it.
pub async fn read_plan(app: &App, user: &User, id: &ReviewId) -> Result<ReadPlan, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ReadPlan>(&user.actor, &review.facts)?;
    let plan = app.store.find_plan(&permit).await?;
    let framework = domain::framework::parse(&plan.framework_text)
        .map_err(|_| Error::Internal(format!("framework {} does not parse", review.framework)))?;
    Ok(ReadPlan { review, framework, plan })
}

/// Queues a notice to each of these people once; who has done it is not told of it.
fn tell(write: &mut Write, review: &Review, kind: NoticeKind, people: impl IntoIterator<Item = PersonId>, page: &str) {
    let (by, now) = (write.meta().by.clone(), write.meta().now);
    let people: BTreeSet<PersonId> = people.into_iter().filter(|p| Some(p) != by.as_ref()).collect();
    for person in people {
        let notice = NewNotice {
            id: new_id(),
            person,
            kind,
            review: Some(review.facts.id.clone()),
            cycle: Some(review.facts.cycle.clone()),
            detail: review.school_name.clone(),
            link: format!("/reviews/{}{page}", review.facts.id),
        };
        write.push(create_notice(&notice, now));
    }
}

/// Leads a second post of the same form to where the first one led. Asked before the policy, since these deeds end the
/// leave to do them: pressing a button twice is not a fault.
async fn stop_repeated(app: &App, form: &RawForm) -> Result<(), Error> {
    let key = form.get("form_key");
    if key.is_empty() {
        return Ok(());
    }
    match app.store.posted(key).await? {
        Some(location) => Err(Error::Repeated(location)),
        None => Ok(()),
    }
}

/// Commits a write with notices and wakes the mail.
async fn commit(app: &App, write: Write) -> Result<(), Error> {
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}
