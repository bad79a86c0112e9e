//! The report: read by whoever may, written by the lead, sent to the school, taken back, made final.

use super::findings::count_notes;
use super::{readers, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use crate::usecases::visits::{Loaded, first_save, hide_levels, load_framework, load_review};
use domain::forms::{RawForm, Reader};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::notices::NoticeKind;
use domain::policy::{self, ReviewAction, act, can_review};
use domain::reports::Contents;
use domain::states::ReviewState;
use std::collections::BTreeMap;
use store::Write;
use store::reports::{self, Finding, Point, Recommendation, ReportText};
use store::reviews::{Review, set_state};
use store::visits::{Side, StrandEntry, while_in};

/// As what the person reads the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The lead writes it.
    Writing,
    /// The lead answers the school's points.
    Answering,
    /// The team, or the school in its accuracy check, reads the draft.
    Draft,
    /// It is final.
    Final,
}

/// The whole report.
#[derive(Debug)]
pub struct FullReport {
    /// Review and framework.
    pub loaded: Loaded,
    /// As what the person reads it.
    pub reading: Reading,
    /// Its own text, once something has been saved.
    pub text: Option<ReportText>,
    /// By strand.
    pub findings: Vec<Finding>,
    /// In order.
    pub recommendations: Vec<Recommendation>,
    /// How many notes of the team there are for each strand that has any.
    pub notes: BTreeMap<StrandCode, usize>,
    /// The school's levels; empty when the cycle does not use levels.
    pub school_levels: Vec<StrandEntry>,
    /// The team's levels; empty when the cycle does not use levels.
    pub team_levels: Vec<StrandEntry>,
    /// The points of the accuracy check; empty for those who read the final report.
    pub points: Vec<Point>,
}

impl FullReport {
    /// The texts, for the rules.
    pub fn contents(&self) -> Contents<'_> {
        let text = self.text.as_ref();
        Contents {
            summary: text.map_or("", |t| t.summary.as_str()),
            answers: text.map_or("", |t| t.answers.as_str()),
            asked: !self.loaded.review.questions.is_empty(),
            findings: self
                .findings
                .iter()
                .map(|f| (f.kind, f.strand, f.text.as_str()))
                .collect(),
            recommendations: self
                .recommendations
                .iter()
                .map(|r| r.text.as_str())
                .collect(),
            notes: self.notes.clone(),
        }
    }
}

/// The report as far as the person may read it now.
pub async fn find_report(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let review = load_review(app, user, id).await?;
    let can = |action| can_review(&user.actor, action, &review.facts);
    let reading = if can(ReviewAction::EditReport) {
        Reading::Writing
    } else if can(ReviewAction::AnswerAccuracy) {
        Reading::Answering
    } else if can(ReviewAction::ReadDraftReport) {
        Reading::Draft
    } else {
        policy::review::<act::ReadReport>(&user.actor, &review.facts)?;
        Reading::Final
    };
    let levels = review.facts.levels;
    let framework = load_framework(app, &review).await?;
    let store = &app.store;
    let strand_entries = async |side| -> Result<Vec<StrandEntry>, Error> {
        if levels {
            Ok(store.list_strand_entries(id, side).await?)
        } else {
            Ok(Vec::new())
        }
    };
    let mut school_levels = strand_entries(Side::School).await?;
    let mut team_levels = strand_entries(Side::Team).await?;
    // A reviewer who has not given the own level yet sees those of others nowhere.
    let hidden = hide_levels(app, user, &review, &framework, &mut school_levels).await?;
    team_levels.retain(|e| !hidden.contains(&e.strand));
    let points = match reading {
        Reading::Final => Vec::new(),
        _ => store.list_points(id).await?,
    };
    Ok(FullReport {
        reading,
        text: store.find_report_text(id).await?,
        findings: store.list_findings(id).await?,
        recommendations: store.list_recommendations(id).await?,
        notes: count_notes(&store.list_notes(id, Side::Team).await?),
        school_levels,
        team_levels,
        points,
        loaded: Loaded { review, framework },
    })
}

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
    let mut write = Write::new(&user.meta());
    if review.facts.state == ReviewState::AccuracyCheck {
        let permit = policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
        reader.finish(Some(()))?;
        write.push(while_in(&permit, &[ReviewState::AccuracyCheck]));
        write.push(reports::save_correction(
            &permit, seen, &summary, &answers, user.now,
        ));
    } else {
        let permit = policy::review::<act::EditReport>(&user.actor, &review.facts)?;
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
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/report?saved=1"),
    );
    app.store.commit(write).await.map_err(first_save)
}

/// The report, when the person may send it to the school.
pub async fn find_sending(app: &App, user: &User, id: &ReviewId) -> Result<FullReport, Error> {
    let report = find_report(app, user, id).await?;
    policy::review::<act::EditReport>(&user.actor, &report.loaded.review.facts)?;
    if report.loaded.review.facts.state == ReviewState::Visited {
        return Err(Error::Forbidden(
            "Write the report and save it before you send it to the school.".into(),
        ));
    }
    Ok(report)
}

/// Hands the draft to the school for its accuracy check. Nothing but an empty report is refused.
pub async fn send_report(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let report = find_sending(app, user, id).await?;
    let review = &report.loaded.review;
    let permit = policy::review::<act::EditReport>(&user.actor, &review.facts)?;
    if report.contents().is_empty() {
        return Err(Error::Forbidden(
            "The report is empty. Write a summary, a finding or a recommendation first.".into(),
        ));
    }
    let location = format!("/reviews/{id}/report");
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        review.facts.state,
        ReviewState::AccuracyCheck,
    )?);
    write.push(reports::hand_over(&permit, user.now));
    write.audit(
        "sent the report for its accuracy check",
        format!("review:{id}"),
        "",
    );
    let heads = readers::heads(app, &review.facts, user.today).await?;
    tell(
        &mut write,
        review,
        NoticeKind::ReportToCheck,
        heads,
        &format!("/reviews/{id}/report/accuracy"),
    );
    write.once(form.get("form_key"), &location);
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// The review, when the person may take its draft back.
pub async fn find_taking_back(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::AnswerAccuracy>(&user.actor, &review.facts)?;
    Ok(review)
}

/// Takes the draft back from the school, so that findings can be changed; it has to be sent again.
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

/// The review, when the person may make its report final: the school has finished its check, and every point has an
/// answer.
pub async fn find_finishing(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::FinishReport>(&user.actor, &review.facts)?;
    let open = app
        .store
        .list_points(id)
        .await?
        .iter()
        .filter(|p| p.answer.is_none())
        .count();
    match open {
        0 => Ok(review),
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
    let review = find_finishing(app, user, id).await?;
    let permit = policy::review::<act::FinishReport>(&user.actor, &review.facts)?;
    let link = format!("/reviews/{id}/report");
    let mut write = Write::new(&user.meta());
    write.push(set_state(
        &permit,
        ReviewState::AccuracyCheck,
        ReviewState::Final,
    )?);
    write.push(reports::finish(&permit, user.now));
    write.audit("made the report final", format!("review:{id}"), "");
    let heads = readers::heads(app, &review.facts, user.today).await?;
    let others =
        readers::people_of(app, &review.facts, &review.facts.audiences, user.today).await?;
    tell(&mut write, &review, NoticeKind::ReportFinal, heads, &link);
    tell(&mut write, &review, NoticeKind::ReportShared, others, &link);
    write.once(form.get("form_key"), &link);
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}
