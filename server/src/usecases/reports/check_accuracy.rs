//! The school's accuracy check: the head marks passages and finishes the check, the lead answers each point or puts
//! the correction into the text.

use super::full::{FullReport, Reading, find_report, load};
use super::{commit, gone, leads, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use crate::usecases::visits::load_review;
use domain::forms::{RawForm, Reader};
use domain::ids::{PointId, ReviewId};
use domain::notices::NoticeKind;
use domain::personal_data::ask;
use domain::policy::{self, ReviewAction, act, can_review};
use domain::reports::{HandOver, Place, PointAnswer, corrected};
use domain::states::ReviewState;
use store::Write;
use store::reports::{self, NewPoint, Part};
use store::visits::while_in;

/// The draft with its points, for the head of the school; after the check it can still be looked at.
pub async fn find_check(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    if !(review.facts.checked
        && can_review(&user.actor, ReviewAction::ReadDraftReport, &review.facts))
    {
        policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    }
    find_report(app, user, id).await
}

/// Marks a passage and proposes what should stand there.
pub async fn raise_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    let report = load(app, review, Reading::School).await?;
    let mut reader = Reader::new(form);
    let passage = reader.text("passage", "Say which words are not right");
    let correction = reader.text("correction", "Say what should stand there");
    let reason = reader.optional_text("reason");
    // Which paragraph was chosen is a link of the page: what is wrong with it is said beside the words.
    let place = form.get("place").parse::<Place>().ok();
    let contents = report.contents();
    let stands = place.as_ref().and_then(|p| contents.text_at(p));
    match stands.map(|text| text.matches(passage.as_str()).count()) {
        _ if passage.is_empty() => {}
        None => reader.error(
            "passage",
            "Choose a paragraph first: press “Say what is wrong” beside it",
        ),
        Some(0) => reader.error(
            "passage",
            "These words do not stand in the paragraph. Copy them from it as they are",
        ),
        Some(1) => {}
        Some(n) => reader.error(
            "passage",
            format!("These words stand there {n} times. Add the words around them, so that it is clear which you mean"),
        ),
    }
    let accepted = ask(&mut reader, &["correction", "reason"]);
    let place = reader.finish(place)?;
    let mut write = Write::new(&user.meta());
    write.push(reports::while_checking(&permit));
    write.push(reports::add_point(
        &permit,
        &NewPoint {
            id: new_id(),
            place,
            passage,
            correction,
            reason,
            report_version: report.parts.last_version,
        },
        user.now,
    ));
    write.audit("raised a point", format!("review:{id}"), "");
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/accuracy#points"),
    );
    Ok(app.store.commit(write).await?)
}

/// Takes an own point back.
pub async fn remove_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    let point: PointId = form.get("point").parse()?;
    let mut write = Write::new(&user.meta());
    write.push(reports::while_checking(&permit));
    write.push(reports::remove_point(&permit, &point));
    write.audit("took a point back", format!("review:{id}"), "");
    gone(app.store.commit(write).await)
}

/// The head has finished the check, with points or without.
pub async fn finish_check(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::CheckAccuracy>(&user.actor, &review.facts)?;
    let report = load(app, review, Reading::School).await?;
    let mut write = Write::new(&user.meta());
    write.push(reports::finish_check(&permit, user.now));
    report.freeze(&mut write, &permit, HandOver::Checked);
    write.audit("finished the accuracy check", format!("review:{id}"), "");
    tell(
        &mut write,
        report.review(),
        NoticeKind::AccuracyChecked,
        leads(&report.review().facts),
        &format!("/reviews/{id}/report"),
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report/accuracy"),
    );
    commit(app, write).await
}

/// The lead accepts or declines a point, with a reason.
pub async fn answer_point(
    app: &App,
    user: &User,
    id: &ReviewId,
    point: &PointId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    let mut reader = Reader::new(form);
    let answer =
        reader.parsed::<PointAnswer>("answer", "Say whether you accept or decline the point");
    let reason = reader.text(
        "reason",
        "Say what you changed, or why the report stays as it is",
    );
    let accepted = ask(&mut reader, &["reason"]);
    let answer = reader.finish(answer)?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, &[ReviewState::AccuracyCheck]));
    write.push(reports::answer_point(
        &permit, point, answer, &reason, user.now,
    ));
    write.audit("answered a point", format!("review:{id}"), answer.as_str());
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report#points"),
    );
    gone(app.store.commit(write).await)
}

/// Accepts a point and puts its correction into the text, in one write; refused in words when the passage no longer
/// stands there.
pub async fn apply_correction(
    app: &App,
    user: &User,
    id: &ReviewId,
    point: &PointId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    let report = load(app, review, Reading::Answering).await?;
    let found = report
        .parts
        .points
        .iter()
        .find(|p| p.id == *point)
        .ok_or(Error::NotFound)?;
    let contents = report.contents();
    let place = found.place.as_ref();
    let text = place
        .filter(|_| !found.applied)
        .and_then(|p| contents.text_at(p))
        .and_then(|text| corrected(text, &found.passage, &found.correction));
    let (Some(place), Some(text)) = (place, text) else {
        return Err(Error::Forbidden(
            "The passage no longer stands in the report as the school marked it. Change the text yourself, and answer the point.".into(),
        ));
    };
    let saved = report.parts.text.as_ref();
    let seen = saved.map_or(0, |t| t.version);
    let put = match place {
        Place::Summary => {
            reports::apply_to_text(&permit, seen, (&text, contents.answers), user.now)
        }
        Place::Answers => {
            reports::apply_to_text(&permit, seen, (contents.summary, &text), user.now)
        }
        Place::Finding(id) => {
            let seen = report.parts.findings.iter().find(|f| f.id == *id);
            let part = Part::Finding(id.clone());
            reports::apply_to_part(
                &permit,
                &part,
                seen.map_or(0, |f| f.version),
                &text,
                user.now,
            )
        }
        Place::Recommendation(id) => {
            let seen = report.parts.recommendations.iter().find(|r| r.id == *id);
            let part = Part::Recommendation(id.clone());
            reports::apply_to_part(
                &permit,
                &part,
                seen.map_or(0, |r| r.version),
                &text,
                user.now,
            )
        }
    };
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, &[ReviewState::AccuracyCheck]));
    write.push(reports::mark_applied(&permit, point, user.now));
    write.push(put);
    write.audit(
        "put a correction into the report",
        format!("review:{id}"),
        "",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report#points"),
    );
    Ok(app.store.commit(write).await?)
}
