//! The school proposes days, the team says which it can do, and one of them is chosen.

use super::visit_date::{Preview, look_at, may_leave_window, tell_agreed};
use super::{Around, commit, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::personal_data::record;
use crate::usecases::stop_repeated;
use crate::usecases::visits::first_save;
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{PersonId, ReviewId};
use domain::notices::NoticeKind;
use domain::personal_data;
use domain::policy::{self, ReviewRelation, act};
use domain::states::InvitationState;
use domain::visit_date::proposals::{Around as Known, OtherVisit, parse_answers, parse_proposal};
use domain::visit_date::{VisitWindow, fit};
use store::Write;
use store::calendars::visit_changed;
use store::reviews::{Member, Review};
use store::visit_dates::{self, Near, Proposal};

/// Proposed days with all that is known of them.
#[derive(Debug)]
pub struct ProposedDates {
    /// The review.
    pub review: Review,
    /// The proposal, if there is one.
    pub proposal: Option<Proposal>,
    /// What lies near them, as far as this reader may know of it.
    pub others: Known,
}

/// The members of a team who come.
pub(in crate::usecases) fn comes(review: &Review) -> impl Iterator<Item = &Member> {
    review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Accepted)
}

/// Other visits in the words that this reader may have: a school is named to coordinators of the partnership and to
/// those who go there themselves. Everybody else hears only that there is a visit.
pub(super) fn known(user: &User, review: &Review, near: Near) -> Known {
    let coordinates = review
        .facts
        .relations(&user.actor)
        .contains(&ReviewRelation::Coordinator);
    let visits = near
        .visits
        .into_iter()
        .map(|n| OtherVisit {
            day: n.day,
            school: (n.same_partnership && coordinates || n.team.contains(&user.actor.person))
                .then_some(n.school_name),
            same_partnership: n.same_partnership,
            members: comes(review)
                .filter(|m| n.team.contains(&m.person))
                .map(|m| m.name.clone())
                .collect(),
        })
        .collect();
    Known {
        visits,
        days: near.days,
    }
}

async fn load(app: &App, user: &User, id: &ReviewId) -> Result<Review, Error> {
    super::find(app, user, id).await
}

fn window(user: &User, review: &Review) -> VisitWindow {
    VisitWindow {
        today: user.today,
        from: review.visits_from,
        until: review.visits_until,
        may_leave: may_leave_window(user, review),
    }
}

/// The proposed days, for whoever may read them.
pub async fn find(app: &App, user: &User, id: &ReviewId) -> Result<ProposedDates, Error> {
    let review = load(app, user, id).await?;
    policy::review::<act::SeeTimetable>(&user.actor, &review.facts)?;
    let (proposal, near) = app.store.find_proposal(id, user.today).await?;
    let others = known(user, &review, near);
    Ok(ProposedDates {
        review,
        proposal,
        others,
    })
}

/// The proposed days, when the person may propose others.
pub async fn open_proposal(app: &App, user: &User, id: &ReviewId) -> Result<ProposedDates, Error> {
    let found = find(app, user, id).await?;
    policy::review::<act::ProposeVisitDates>(&user.actor, &found.review.facts)?;
    Ok(found)
}

/// Saves a proposal and tells the team. [`Error::Conflict`] when another was saved since the form was shown.
pub async fn propose(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load(app, user, id).await?;
    let permit = policy::review::<act::ProposeVisitDates>(&user.actor, &review.facts)?;
    let days = parse_proposal(form, &window(user, &review), &review.calendar())?;
    let mut reader = Reader::new(form);
    let notes = ["note1", "note2", "note3", "note4", "note5"];
    let accepted = personal_data::ask(&mut reader, &notes);
    let seen = reader.version();
    reader.finish(Some(()))?;
    let around = Around::load(app, user, &review).await?;
    let mut write = Write::new(&user.meta());
    write.push(visit_dates::propose(&permit, seen, &days, user.now));
    let list: Vec<String> = days.iter().map(|d| d.day.to_string()).collect();
    write.audit("proposed days", format!("review:{id}"), list.join(" "));
    record(&mut write, &accepted, format!("review:{id}"));
    let team: Vec<PersonId> = comes(&review).map(|m| m.person.clone()).collect();
    let people = team.into_iter().chain(around.coordinators());
    tell(
        &mut write,
        &review,
        NoticeKind::VisitDatesProposed,
        people,
        &review.school_name,
        "/dates",
    );
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/dates?done=proposed"),
    );
    app.store.commit(write).await.map_err(first_save)?;
    app.wake.notify_one();
    Ok(())
}

/// Saves what the person can do. When everybody in the team has answered, those who choose are told.
pub async fn answer(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    let review = load(app, user, id).await?;
    let permit = policy::review::<act::AnswerVisitDates>(&user.actor, &review.facts)?;
    let (proposal, _) = app.store.find_proposal(id, user.today).await?;
    let Some(proposal) = proposal else {
        return Err(Error::Forbidden(
            "The school has not proposed any day yet.".into(),
        ));
    };
    let answers = parse_answers(form, &proposal.days)?;
    let mut write = Write::new(&user.meta());
    write.push(visit_dates::answer(&permit, &answers, user.now));
    write.audit("answered the proposed days", format!("review:{id}"), "");
    let answered = |person: &PersonId| {
        *person == user.actor.person
            || proposal
                .answers
                .get(person)
                .is_some_and(|said| proposal.days.iter().all(|d| said.contains_key(&d.day)))
    };
    if comes(&review).all(|m| answered(&m.person)) {
        let around = Around::load(app, user, &review).await?;
        let lead = comes(&review)
            .filter(|m| m.lead)
            .map(|m| m.person.clone())
            .collect::<Vec<_>>();
        tell(
            &mut write,
            &review,
            NoticeKind::VisitDatesAnswered,
            lead.into_iter().chain(around.heads()),
            &review.school_name,
            "/dates",
        );
    }
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/dates?done=answered"),
    );
    commit(app, write).await
}

/// What follows from a proposed day, for who may choose it; writes nothing.
pub async fn preview(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<Preview, Error> {
    let review = load(app, user, id).await?;
    policy::review::<act::ChooseVisitDate>(&user.actor, &review.facts)?;
    let (proposal, _) = app.store.find_proposal(id, user.today).await?;
    let day = proposed_day(user, &review, proposal.as_ref(), form)?;
    let fit = fit(day, &window(user, &review), &review.calendar())
        .map_err(|words| FieldErrors::one("choice", words))?;
    look_at(app, user, review, day, fit).await
}

fn proposed_day(
    user: &User,
    review: &Review,
    proposal: Option<&Proposal>,
    form: &RawForm,
) -> Result<NaiveDate, Error> {
    let mut reader = Reader::new(form);
    let day = reader.parsed::<NaiveDate>("choice", "Choose one of the days");
    let day = day.filter(|day| {
        proposal.is_some_and(|p| p.days.iter().any(|d| d.day == *day))
            && fit(*day, &window(user, review), &review.calendar()).is_ok()
    });
    if day.is_none() {
        reader.error(
            "choice",
            "This day can no longer be chosen. Choose another one, or ask the school for more days",
        );
    }
    Ok(reader.finish(day)?)
}

/// Agrees one of the proposed days. [`Error::Conflict`] when another day was agreed since the form was shown.
pub async fn choose(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load(app, user, id).await?;
    let permit = policy::review::<act::ChooseVisitDate>(&user.actor, &review.facts)?;
    let (proposal, _) = app.store.find_proposal(id, user.today).await?;
    let day = proposed_day(user, &review, proposal.as_ref(), form)?;
    let was = match form.get("was").trim() {
        "" => None,
        text => Some(text.parse::<NaiveDate>().map_err(|_| Error::Conflict)?),
    };
    let mut write = Write::new(&user.meta());
    for statement in visit_dates::choose(&permit, was, day) {
        write.push(statement);
    }
    write.audit("chose the day of the visit", format!("review:{id}"), day);
    if review.visit_date != Some(day) {
        write.push(visit_changed(&permit, user.now));
        tell_agreed(app, user, &mut write, &review, day).await?;
    }
    write.once(form.get("form_key"), &format!("/reviews/{id}?done=date"));
    commit(app, write).await
}
