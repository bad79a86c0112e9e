//! The draft on its way: saved by the lead, handed to the moderator or the school, taken back, made final.

use super::full::{FullReport, Reading, find_report, load};
use super::{commit, readers, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use crate::usecases::visits::{first_save, load_review};
use domain::forms::{RawForm, Reader};
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::personal_data::{Accepted, ask_since};
use domain::policy::{self, act};
use domain::reports::HandOver;
use domain::states::ReviewState;
use store::Write;
use store::reports;
use store::reviews::{Review, set_state};
use store::visits::while_in;

/// Saves summary and answers; the first save after the visit begins the draft.
pub async fn save_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    let review = load_review(app, user, id).await?;
    let mut reader = Reader::new(form);
    let summary = reader.optional_text("summary");
    let answers = reader.optional_text("answers");
    let seen = reader.version();
    let parts = app.store.find_report_parts(id).await?;
    let before = parts
        .text
        .map(|t| (t.summary, t.answers))
        .unwrap_or_default();
    let mut write = Write::new(&user.meta());
    let accepted;
    if review.facts.state == ReviewState::AccuracyCheck {
        let permit = policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
        accepted = ask(&mut reader, &before);
        reader.finish(Some(()))?;
        write.push(while_in(&permit, &[ReviewState::AccuracyCheck]));
        write.push(reports::save_correction(
            &permit, seen, &summary, &answers, user.now,
        ));
    } else {
        let permit = policy::review::<act::EditReport>(&user.actor, &review.facts)?;
        accepted = ask(&mut reader, &before);
        reader.finish(Some(()))?;
        if review.facts.state == ReviewState::Visited {
            write.push(set_state(
                &permit,
                ReviewState::Visited,
                ReviewState::Drafting,
            )?);
        } else {
            write.push(while_in(&permit, &[ReviewState::Drafting]));
        }
        write.push(reports::save_draft(
            &permit, seen, &summary, &answers, user.now,
        ));
    }
    write.audit("saved the report", format!("review:{id}"), "");
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report?saved=1"),
    );
    app.store.commit(write).await.map_err(first_save)
}

/// Asks about what is new in the texts and looks as if it could lead to one pupil.
fn ask(reader: &mut Reader<'_>, before: &(String, String)) -> Accepted {
    ask_since(reader, &[("summary", &before.0), ("answers", &before.1)])
}

/// The report, when the person may hand it over.
pub async fn find_sending(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let report = find_report(app, user, id).await?;
    policy::review::<act::EditReport>(&user.actor, &report.review().facts)?;
    if report.review().facts.state == ReviewState::Visited {
        return Err(Error::Forbidden(
            "Write the report and save it before you hand it over.".into(),
        ));
    }
    Ok(report)
}

/// Hands the draft to the moderator where the cycle has quality assurance, else to the school for its accuracy check.
/// Nothing but an empty report is refused.
pub async fn send_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let report = find_sending(app, user, id).await?;
    let review = report.review();
    let permit = policy::review::<act::EditReport>(&user.actor, &review.facts)?;
    if report.contents().is_empty() {
        return Err(Error::Forbidden(
            "The report is empty. Write a summary, a finding or a recommendation first.".into(),
        ));
    }
    let location = format!("/reviews/{id}/report");
    let moderated = review.facts.assurance.used;
    let (next, hand_over) = if moderated {
        (ReviewState::InQualityAssurance, HandOver::Moderator)
    } else {
        (ReviewState::AccuracyCheck, HandOver::School)
    };
    let mut write = Write::new(&user.meta());
    write.push(set_state(&permit, review.facts.state, next)?);
    report.freeze(&mut write, &permit, hand_over);
    if moderated {
        write.audit(
            "handed the report to the moderator",
            format!("review:{id}"),
            "",
        );
        // Without a moderator the coordinators' list asks for one.
        tell(
            &mut write,
            review,
            NoticeKind::ReportToModerate,
            review.facts.assurance.moderator.clone(),
            &format!("/reviews/{id}/report/quality"),
        );
    } else {
        write.push(reports::hand_over(&permit, user.now));
        write.audit(
            "sent the report for its accuracy check",
            format!("review:{id}"),
            "",
        );
        tell_heads(app, user, &mut write, review).await?;
    }
    write.once(form.get("form_key"), &location);
    commit(app, write).await
}

/// The heads of the school are told that a draft is there to be checked.
pub(super) async fn tell_heads(
    app: &App,
    user: &User,
    write: &mut Write,
    review: &Review,
) -> Result<(), Error> {
    let heads = readers::heads(app, &review.facts, user.today).await?;
    let link = format!("/reviews/{}/report/accuracy", review.facts.id);
    tell(write, review, NoticeKind::ReportToCheck, heads, &link);
    Ok(())
}

/// The review, when the person may take its draft back.
pub async fn find_taking_back(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    Ok(review)
}

/// Takes the draft back from the school, so that findings can be changed; it has to be handed over again.
pub async fn take_back(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        ReviewState::AccuracyCheck,
        ReviewState::Drafting,
    )?);
    write.push(reports::take_back(&permit));
    write.audit("took the report back to draft", format!("review:{id}"), "");
    write.once(form.get("form_key"), &format!("/reviews/{id}/report"));
    Ok(app.store.commit(write).await?)
}

/// The report, when the person may make it final: the school has finished its check, and every point has an answer.
pub async fn find_finishing(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::FinishReport>(&user.actor, &review.facts)?;
    let report = load(app, review, Reading::Answering).await?;
    let open = report
        .parts
        .points
        .iter()
        .filter(|p| p.answer.is_none())
        .count();
    match open {
        0 => Ok(report),
        1 => Err(Error::Forbidden(
            "1 point of the school has no answer yet. Answer it first.".into(),
        )),
        n => Err(Error::Forbidden(format!(
            "{n} points of the school have no answer yet. Answer every point first."
        ))),
    }
}

/// Makes the report final, once the school has finished its check and every point has an answer.
pub async fn finish_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let report = find_finishing(app, user, id).await?;
    let review = report.review();
    let permit = policy::review::<act::FinishReport>(&user.actor, &review.facts)?;
    let link = format!("/reviews/{id}/report");
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        ReviewState::AccuracyCheck,
        ReviewState::Final,
    )?);
    report.freeze(&mut write, &permit, HandOver::Final);
    write.push(reports::finish(&permit, user.now));
    write.audit("made the report final", format!("review:{id}"), "");
    let heads = readers::heads(app, &review.facts, user.today).await?;
    let others =
        readers::people_of(app, &review.facts, &review.facts.audiences, user.today).await?;
    tell(&mut write, review, NoticeKind::ReportFinal, heads, &link);
    tell(&mut write, review, NoticeKind::ReportShared, others, &link);
    write.once(form.get("form_key"), &link);
    commit(app, write).await
}
