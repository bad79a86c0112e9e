//! The day of the visit: looked at with what follows from it, then agreed.

use super::proposed_dates::known;
use super::{Around, commit, find, tell};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::stop_repeated;
use chrono::NaiveDate;
use domain::forms::{RawForm, Reader};
use domain::ids::ReviewId;
use domain::milestones::MilestoneKey;
use domain::notices::NoticeKind;
use domain::policy::{self, Permit, ReviewAction, act, can_review};
use domain::visit_date::proposals::clashes;
use domain::visit_date::{Fit, VisitWindow, fit};
use store::calendars::visit_changed;
use store::reviews::Review;
use store::{Write, self_reviews};

/// A day that can be agreed, with what follows from it.
#[derive(Debug)]
pub struct Preview {
    /// The review as it stands.
    pub review: Review,
    /// The day.
    pub day: NaiveDate,
    /// True when it lies outside the cycle's days for visits.
    pub outside: bool,
    /// What else lies on that day.
    pub clashes: Vec<String>,
    /// Each milestone with its new date and the one that it has now.
    pub dates: Vec<(MilestoneKey, NaiveDate, Option<NaiveDate>)>,
}

/// Whoever may put a review off may also plan it outside the days of the cycle: the coordinator.
pub fn may_leave_window(user: &User, review: &Review) -> bool {
    can_review(&user.actor, ReviewAction::PostponeReview, &review.facts)
}

/// The review, when the person may agree the day of its visit now.
pub async fn open(
    app: &App,
    user: &User,
    id: &ReviewId,
) -> Result<(Review, Permit<act::AgreeVisitDate>), Error> {
    let review = find(app, user, id).await?;
    let permit = policy::review::<act::AgreeVisitDate>(&user.actor, &review.facts)?;
    Ok((review, permit))
}

/// Reads the day and what follows from it; writes nothing.
pub async fn preview(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<Preview, Error> {
    let (review, _) = open(app, user, id).await?;
    let (day, fit) = read(user, &review, form)?;
    look_at(app, user, review, day, fit).await
}

/// What follows from a day, and what else lies on it.
pub(super) async fn look_at(
    app: &App,
    user: &User,
    review: Review,
    day: NaiveDate,
    fit: Fit,
) -> Result<Preview, Error> {
    let (_, near) = app
        .store
        .find_proposal(&review.facts.id, user.today)
        .await?;
    let clashes = clashes(day, &known(user, &review, near));
    let calendar = review.calendar();
    let before = review.milestone_dates(&calendar);
    let moved = Review {
        visit_date: Some(day),
        ..review.clone()
    };
    let dates = moved
        .milestone_dates(&calendar)
        .iter()
        .map(|(key, date)| (key, date, before.get(key)))
        .collect();
    Ok(Preview {
        day,
        outside: fit == Fit::OutsideWindow,
        clashes,
        dates,
        review,
    })
}

fn read(user: &User, review: &Review, form: &RawForm) -> Result<(NaiveDate, Fit), Error> {
    let mut reader = Reader::new(form);
    let day = reader.date("visit", "the day of the visit");
    let window = VisitWindow {
        today: user.today,
        from: review.visits_from,
        until: review.visits_until,
        may_leave: may_leave_window(user, review),
    };
    let fit = day.and_then(|day| match fit(day, &window, &review.calendar()) {
        Ok(fit) => Some((day, fit)),
        Err(words) => {
            reader.error("visit-day", words);
            None
        }
    });
    Ok(reader.finish(fit)?)
}

/// Agrees the day. [`Error::Conflict`] when another day was agreed since the form was shown.
pub async fn agree(app: &App, user: &User, id: &ReviewId, form: &RawForm) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let (review, permit) = open(app, user, id).await?;
    let (day, _) = read(user, &review, form)?;
    let was = match form.get("was").trim() {
        "" => None,
        text => Some(text.parse::<NaiveDate>().map_err(|_| Error::Conflict)?),
    };
    let mut write = Write::new(&user.meta());
    write.push(self_reviews::set_visit_date(&permit, was, day));
    let moved = was.map_or_else(|| day.to_string(), |was| format!("{was} to {day}"));
    write.audit("agreed the day of the visit", format!("review:{id}"), moved);
    if review.visit_date != Some(day) {
        write.push(visit_changed(&permit, user.now));
        tell_agreed(app, user, &mut write, &review, day).await?;
    }
    write.once(form.get("form_key"), &format!("/reviews/{id}?done=date"));
    commit(app, write).await
}

/// Tells everybody concerned that this day is agreed.
pub(super) async fn tell_agreed(
    app: &App,
    user: &User,
    write: &mut Write,
    review: &Review,
    day: NaiveDate,
) -> Result<(), Error> {
    let around = Around::load(app, user, review).await?;
    let people = around
        .team()
        .into_iter()
        .chain(around.coordinators())
        .chain(around.heads());
    let detail = format!("{}, {}", review.school_name, day.format("%-d %B %Y"));
    tell(
        write,
        review,
        NoticeKind::VisitDateAgreed,
        people,
        &detail,
        "",
    );
    Ok(())
}
