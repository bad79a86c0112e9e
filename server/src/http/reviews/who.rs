//! "Who can see this", in names where the visitor works on the review, by role for everybody else.

use crate::http::ctx::User;
use crate::usecases::reviews::Around;
use domain::policy::ReviewRelation;
use domain::states::InvitationState;
use domain::visibility::list;
use store::reviews::Review;

/// Names of those in the team who have accepted, the lead marked.
pub fn team_names(review: &Review) -> Vec<String> {
    review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Accepted)
        .map(|m| {
            if m.lead {
                format!("{} (lead)", m.name)
            } else {
                m.name.clone()
            }
        })
        .collect()
}

/// "The headteacher of X: A and B"; the role alone when nobody holds it.
fn named(role: String, names: &[String]) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [] => role,
        names => format!("{role}: {}", list(names)),
    }
}

/// True for those who work on the review and know each other by name; others see roles.
pub fn knows_names(review: &Review, user: &User) -> bool {
    use ReviewRelation as R;
    let relations = review.facts.relations(&user.actor);
    [
        R::Headteacher,
        R::Contributor,
        R::Coordinator,
        R::Lead,
        R::Reviewer,
        R::Invited,
        R::Facilitator,
    ]
    .iter()
    .any(|r| relations.contains(r))
}

/// Who sees that the review exists, its dates and its state.
pub fn of_review(review: &Review, around: &Around, user: &User) -> Vec<String> {
    let names = |kind: &str| {
        if knows_names(review, user) {
            around.names(kind)
        } else {
            Vec::new()
        }
    };
    let team = if knows_names(review, user) {
        team_names(review)
    } else {
        Vec::new()
    };
    let school = &review.school_name;
    vec![
        named(
            format!("The headteacher of {school}"),
            &names("headteacher"),
        ),
        named(
            "Those who contribute to its self-review".to_owned(),
            &names("contributor"),
        ),
        named(
            format!("The coordinators of {}", review.partnership_name),
            &names("coordinator"),
        ),
        named(
            "The review team and those who are asked into it".to_owned(),
            &team,
        ),
        "The inclusion leads of its local authority and its trust: dates and how far it is"
            .to_owned(),
        "Administrators of Quintet: dates and how far it is".to_owned(),
    ]
}

/// Who reads what the school writes: its own people, and the team from the release of the pack.
pub fn of_self_review(review: &Review, around: &Around) -> Vec<String> {
    let school = &review.school_name;
    let team = named("The review team".to_owned(), &team_names(review));
    let when = if review.facts.pack_released() {
        "until the review closes"
    } else {
        "from the day the pack is released until the review closes; not yet"
    };
    vec![
        named(
            format!("The headteacher of {school}"),
            &around.names("headteacher"),
        ),
        named(
            "Those who contribute to its self-review".to_owned(),
            &around.names("contributor"),
        ),
        format!("{team}, {when}"),
    ]
}

/// Who does not.
pub const SELF_REVIEW_NOTE: &str = "Coordinators, the local authority, the trust and other schools see how far it is, and never what is written.";
