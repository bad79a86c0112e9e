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
use crate::state::App;
use crate::usecases::frameworks;
use domain::framework::{Framework, StrandCode};
use domain::ids::{ActionId, RecommendationId, ReviewId};
use domain::policy::{self, act};
use std::sync::Arc;
use store::action_plans::{Action, Plan};
use store::reviews::Review;

/// A plan with the review that it belongs to and the framework by which it is ordered.
#[derive(Debug, Clone)]
pub struct ReadPlan {
    /// The review.
    pub review: Review,
    /// The framework version of its cycle.
    pub framework: Arc<Framework>,
    /// The plan.
    pub plan: Plan,
}

impl ReadPlan {
    /// An action of this plan.
    pub fn action(&self, id: &ActionId) -> Result<&Action, Error> {
        self.plan
            .actions
            .iter()
            .find(|a| a.id == *id)
            .ok_or(Error::NotFound)
    }

    /// A strand by code and title: "2.1 Clear teaching".
    pub fn strand(&self, code: StrandCode) -> String {
        self.framework
            .strand(&code)
            .map_or_else(|| code.to_string(), |s| format!("{code} {}", s.title))
    }

    /// The recommendations of the report by id, in its order.
    pub fn recommendation_ids(&self) -> Vec<RecommendationId> {
        self.plan
            .recommendations
            .iter()
            .map(|r| r.id.clone())
            .collect()
    }

    /// True once the plan has been agreed.
    pub fn is_agreed(&self) -> bool {
        self.review.times.planned.is_some()
    }
}

/// The review as it stands: no permission has been asked for yet.
async fn load_review(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    app.store
        .find_review(id, user.today)
        .await?
        .ok_or(Error::NotFound)
}

/// The plan of a review, when the person may read it.
pub async fn read_plan(app: &App, user: &User, id: &ReviewId) -> Result<ReadPlan, Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ReadPlan>(&user.actor, &review.facts)?;
    let plan = app.store.find_plan(&permit).await?;
    let framework = frameworks::load(app, &review.framework).await?;
    Ok(ReadPlan {
        review,
        framework,
        plan,
    })
}
