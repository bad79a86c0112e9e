//! The team's discussion, strand by strand.

use super::levels::{SideBySide, side_by_side};
use super::{Loaded, load_framework, load_review};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::reviews::{commit, proposed_dates::comes, tell};
use crate::usecases::stop_repeated;
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::{PersonId, PostId, ReviewId};
use domain::notices::NoticeKind;
use domain::personal_data;
use domain::policy::{self, act};
use domain::states::ReviewState;
use store::Write;
use store::discussions::{self, Levels, Post};
use store::visits::while_in;

/// In which states the team discusses: those of the policy.
const DISCUSSING: &[ReviewState] = &[
    ReviewState::Preparing,
    ReviewState::Visited,
    ReviewState::Drafting,
    ReviewState::InQualityAssurance,
    ReviewState::AccuracyCheck,
];

/// Everything that the team has said, beside its levels.
#[derive(Debug)]
pub struct Discussion {
    /// Levels by strand; all of them empty where the cycle uses none.
    pub levels: SideBySide,
    /// What was said, by strand, oldest first.
    pub posts: Vec<Post>,
}

/// The discussion, for the team.
pub async fn list_discussion(app: &App, user: &User, id: &ReviewId) -> Result<Discussion, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadVisitNotes>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let levels = if review.facts.levels {
        app.store.find_levels(id).await?
    } else {
        Levels::default()
    };
    let strands = side_by_side(user, &review, &framework, &levels);
    let posts = app.store.list_posts(id).await?;
    Ok(Discussion {
        levels: SideBySide {
            loaded: Loaded { review, framework },
            strands,
            team: true,
        },
        posts,
    })
}

/// Adds a contribution; those who are named in it hear of it.
pub async fn add_post(
    app: &App,
    user: &User,
    id: &ReviewId,
    strand: StrandCode,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::Discuss>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    if framework.strand(&strand).is_none() {
        return Err(Error::NotFound);
    }
    let mut reader = Reader::new(form);
    let text = reader.text("text", "Write what you want to say");
    let mut mentions: Vec<PersonId> = reader.every("mentions", "Choose people from the list");
    mentions.sort();
    mentions.dedup();
    if mentions
        .iter()
        .any(|p| !comes(&review).any(|m| m.person == *p))
    {
        reader.error("mentions", "Choose people from the list");
    }
    let accepted = personal_data::ask(&mut reader, &["text"]);
    reader.finish(Some(()))?;
    let page = format!("/discussion/{strand}");
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, DISCUSSING));
    write.push(discussions::add_post(
        &permit,
        &new_id(),
        strand,
        &text,
        &mentions,
        user.now,
    ));
    write.audit("wrote in the discussion", format!("review:{id}"), strand);
    record(&mut write, &accepted, format!("review:{id}"));
    tell(
        &mut write,
        &review,
        NoticeKind::MentionedInDiscussion,
        mentions,
        &review.school_name,
        &page,
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}{page}#thread"));
    commit(app, write).await
}

/// Removes a contribution of the person's own.
pub async fn remove_post(
    app: &App,
    user: &User,
    id: &ReviewId,
    strand: StrandCode,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::Discuss>(&user.actor, &review.facts)?;
    let post: PostId = form.get("post").parse()?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, DISCUSSING));
    write.push(discussions::remove_post(&permit, &post));
    write.audit(
        "removed from the discussion",
        format!("review:{id}"),
        strand,
    );
    match app.store.commit(write).await {
        // It has gone already, or it is somebody else's: either way there is no such thing to remove.
        Err(store::Error::Conflict) => Err(Error::NotFound),
        other => Ok(other?),
    }
}
