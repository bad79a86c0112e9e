//! Quality assurance: the coordinator chooses a moderator, who raises points, returns the draft or passes it on.

use super::full::{FullReport, Reading, load};
use super::hand_over::tell_heads;
use super::{commit, gone, leads, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use crate::usecases::visits::load_review;
use domain::forms::{RawForm, Reader};
use domain::ids::{PersonId, QualityPointId, ReviewId};
use domain::notices::NoticeKind;
use domain::personal_data::ask;
use domain::policy::{self, act};
use domain::reports::HandOver;
use domain::states::ReviewState;
use store::Write;
use store::reports::{self, Reviewer};
use store::reviews::{Review, set_state};
use store::visits::while_in;

/// The review and who could moderate its report, for the coordinator.
pub async fn find_choosing(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Vec<Reviewer>), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ChooseModerator>(&user.actor, &review.facts)?;
    let people = app.store.list_moderators(&permit, id).await?;
    Ok((review, people))
}

/// Names the moderator, who is told.
pub async fn choose_moderator(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (review, people) = find_choosing(app, user, id).await?;
    let permit = policy::review::<act::ChooseModerator>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let person = reader.parsed::<PersonId>("person", "Choose a moderator");
    if person
        .as_ref()
        .is_some_and(|p| people.iter().all(|r| r.person != *p))
    {
        reader.error("person", "Choose a moderator from the list");
    }
    let person = reader.finish(person)?;
    let mut write = Write::new(&user.meta());
    write.push(reports::set_moderator(&permit, &person));
    write.audit("chose the moderator", format!("review:{id}"), &person);
    let (kind, page) = if review.facts.state == ReviewState::InQualityAssurance {
        (NoticeKind::ReportToModerate, "/report/quality")
    } else {
        (NoticeKind::ModeratorChosen, "")
    };
    if review.facts.assurance.moderator.as_ref() != Some(&person) {
        tell(
            &mut write,
            &review,
            kind,
            [person],
            &format!("/reviews/{id}{page}"),
        );
    }
    write.once(form.get("form_key"), &format!("/reviews/{id}"));
    commit(app, write).await
}

/// The draft for its moderator.
pub async fn find_moderation(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ModerateReport>(&user.actor, &review.facts)?;
    load(app, review, Reading::Moderating).await
}

/// Raises a point on the present version.
pub async fn raise_quality_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ModerateReport>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let text = reader.text("text", "Say what the team should look at");
    let accepted = ask(&mut reader, &["text"]);
    reader.finish(Some(()))?;
    let mut write = Write::new(&user.meta());
    write.push(reports::while_moderating(&permit));
    write.push(reports::add_quality_point(
        &permit,
        &new_id(),
        &text,
        user.now,
    ));
    write.audit(
        "raised a point in quality assurance",
        format!("review:{id}"),
        "",
    );
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/quality#points"),
    );
    Ok(app.store.commit(write).await?)
}

/// Takes an own point on the present version back.
pub async fn remove_quality_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::ModerateReport>(&user.actor, &review.facts)?;
    let point: QualityPointId = form.get("point").parse()?;
    let mut write = Write::new(&user.meta());
    write.push(reports::while_moderating(&permit));
    write.push(reports::remove_quality_point(&permit, &point));
    write.audit(
        "took a point in quality assurance back",
        format!("review:{id}"),
        "",
    );
    gone(app.store.commit(write).await)
}

/// How many points the moderator has raised on the present version.
fn raised_now(report: &FullReport) -> usize {
    let last = report.parts.last_version;
    report
        .parts
        .quality_points
        .iter()
        .filter(|p| p.report_version == last)
        .count()
}

/// Sends the draft back to the lead with the points.
pub async fn return_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let report = find_moderation(app, user, id).await?;
    let review = report.review();
    let permit = policy::review::<act::ModerateReport>(&user.actor, &review.facts)?;
    if raised_now(&report) == 0 {
        return Err(Error::Forbidden(
            "Raise at least one point first, so that the team knows what to look at.".into(),
        ));
    }
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        ReviewState::InQualityAssurance,
        ReviewState::Drafting,
    )?);
    write.push(reports::send_back(&permit));
    write.audit(
        "returned the report in quality assurance",
        format!("review:{id}"),
        "",
    );
    tell(
        &mut write,
        review,
        NoticeKind::ReportReturned,
        leads(&review.facts),
        &format!("/reviews/{id}/report#quality"),
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}"));
    commit(app, write).await
}

/// Passes the draft on to the school for its accuracy check.
pub async fn pass_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let report = find_moderation(app, user, id).await?;
    let review = report.review();
    let permit = policy::review::<act::ModerateReport>(&user.actor, &review.facts)?;
    if raised_now(&report) > 0 {
        return Err(Error::Forbidden(
            "You have raised points on this version. Take them back before you pass it, or return the report with them.".into(),
        ));
    }
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        ReviewState::InQualityAssurance,
        ReviewState::AccuracyCheck,
    )?);
    report.freeze(&mut write, &permit, HandOver::School);
    write.push(reports::hand_over(&permit, user.now));
    write.push(reports::pass_on(&permit, user.now));
    write.audit(
        "passed the report in quality assurance",
        format!("review:{id}"),
        "",
    );
    tell_heads(app, user, &mut write, review).await?;
    tell(
        &mut write,
        review,
        NoticeKind::ReportPassed,
        leads(&review.facts),
        &format!("/reviews/{id}/report"),
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}"));
    commit(app, write).await
}

/// The lead says what was done about a point.
pub async fn reply_to_quality_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::EditReport>(&user.actor, &review.facts)?;
    let point: QualityPointId = form.get("point").parse()?;
    let mut reader = Reader::new(form);
    let text = reader.text("reply", "Say what you have done about the point");
    reader.finish(Some(()))?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, &[ReviewState::Drafting]));
    write.push(reports::reply(&permit, &point, &text, user.now));
    write.audit(
        "replied to a point in quality assurance",
        format!("review:{id}"),
        "",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report#quality"),
    );
    gone(app.store.commit(write).await)
}
