//! The day of the visit: asked for, then shown with every date that follows from it, then agreed.

use crate::components::{
    Button, ButtonGroup, Cell, Column, DateInput, ErrorSummary, InsetText, NotificationBanner,
    Table, WarningText, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// What is known before the day is chosen.
#[derive(Debug, Clone)]
pub struct AskVisitDateView {
    /// The school.
    pub school: String,
    /// The day as it is agreed now, in words.
    pub now: Option<String>,
    /// First and last day of the cycle's visits, in words.
    pub window: (String, String),
    /// True when this person may plan outside them.
    pub may_leave: bool,
    /// Days on which schools are closed in that time, in words.
    pub closed: Vec<String>,
    /// What somebody else agreed in the meantime, in words.
    pub other: Option<String>,
    /// The page of proposed days.
    pub proposed: String,
    /// Back to the review.
    pub back: String,
    /// Who can see the day.
    pub who: Vec<String>,
}

/// Asks for the day.
#[component]
pub fn AskVisitDate(
    /// What is known.
    view: AskVisitDateView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let outside = if view.may_leave {
        " You can choose another day if you need to; you are told when it lies outside."
    } else {
        ""
    };
    let closed = view
        .closed
        .into_iter()
        .map(|c| view! { <li>{c}</li> })
        .collect::<Vec<_>>();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.other.map(|text| view! { <NotificationBanner text/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Day of the visit"</h1>
        {view.now.map(|day| view! { <InsetText>{format!("The visit is agreed for {day}.")}</InsetText> })}
        <p class="govuk-body">
            {format!(
                "Choose a working day from {} to {}, together with your team.{outside}",
                view.window.0,
                view.window.1,
            )}
        </p>
        {(!closed.is_empty())
            .then(|| {
                view! {
                    <p class="govuk-body">"Schools are closed on:"</p>
                    <ul class="govuk-list govuk-list--bullet">{closed}</ul>
                }
            })}
        <p class="govuk-body">
            "If you have not spoken about the day yet: "
            <a class="govuk-link" href=view.proposed>"propose several days and let the team say which it can do"</a>
            "."
        </p>
        <form method="post" novalidate>
            <input type="hidden" name="was" value=form.get("was").to_owned()/>
            <DateInput
                name="visit"
                label="When is the visit?"
                hint="For example, 18 3 2027"
                day=form.get("visit-day").to_owned()
                month=form.get("visit-month").to_owned()
                year=form.get("visit-year").to_owned()
                error=errors.get("visit-day")
            />
            <ButtonGroup>
                <Button text="See the dates that follow"/>
                <a class="govuk-link" href=view.back>"Go back"</a>
            </ButtonGroup>
        </form>
        <WhoCanSee people=view.who/>
    }
}

/// One date that follows from the day.
#[derive(Debug, Clone)]
pub struct PreviewLine {
    /// What is due.
    pub what: &'static str,
    /// The new date, in words.
    pub day: String,
    /// The date as it is now, in words, where it moves.
    pub before: String,
    /// True when the new date is already past.
    pub past: bool,
}

/// What follows from the day.
#[derive(Debug, Clone)]
pub struct PreviewVisitDateView {
    /// The school.
    pub school: String,
    /// The day, with its weekday.
    pub day: String,
    /// The dates.
    pub lines: Vec<PreviewLine>,
    /// True when the dates before are those of an agreed day.
    pub moves: bool,
    /// What should be known of the day.
    pub warnings: Vec<String>,
    /// Where the form goes.
    pub action: String,
    /// Back to choosing a day.
    pub back: String,
}

/// Shows the dates, and agrees the day.
#[component]
pub fn PreviewVisitDate(
    /// What follows.
    view: PreviewVisitDateView,
    /// What was typed.
    form: RawForm,
) -> impl IntoView {
    let fields = [
        "visit-day",
        "visit-month",
        "visit-year",
        "choice",
        "was",
        "form_key",
    ]
    .into_iter()
    .map(|name| view! { <input type="hidden" name=name value=form.get(name).to_owned()/> })
    .collect_view();
    let moves = view.moves;
    let mut columns = vec![Column::new("What"), Column::new("New date")];
    if moves {
        columns.push(Column::new("Until now"));
    }
    let rows = view
        .lines
        .into_iter()
        .map(|l| {
            let day = if l.past {
                format!("{} (already past)", l.day)
            } else {
                l.day
            };
            let mut row = vec![Cell::text(l.what), Cell::text(day)];
            if moves {
                row.push(Cell::text(l.before));
            }
            row
        })
        .collect::<Vec<_>>();
    let warnings = view
        .warnings
        .into_iter()
        .map(|text| view! { <WarningText text/> })
        .collect_view();
    view! {
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{format!("Visit on {}", view.day)}</h1>
        {warnings}
        <p class="govuk-body">
            "These dates follow from it. Reminders move with them, and nothing that has been written is lost."
        </p>
        <Table caption="Dates that follow" columns=columns rows=rows/>
        <p class="govuk-body">"The day is not agreed until you press the button. The team and the school then hear of it."</p>
        <form method="post" action=view.action novalidate>
            {fields}
            <ButtonGroup>
                <Button text="Agree this day" name="confirm" value="yes"/>
                <a class="govuk-link" href=view.back>"Choose another day"</a>
            </ButtonGroup>
        </form>
    }
}
