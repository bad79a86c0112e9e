//! Days that the school proposes for its visit: what the team says to them, what else lies on them, and choosing one.

use crate::components::{
    BannerKind, Button, ButtonGroup, ButtonKind, Choice, DateInput, ErrorSummary, InsetText,
    LinkButton, NotificationBanner, PersonalDataQuestion, Radios, Tag, TagColour, TextInput,
    WhoCanSee,
};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use domain::visit_date::proposals::{DayAnswer, MOST_DAYS, answer_field};
use leptos::prelude::*;

/// A proposed day with all that is known of it.
#[derive(Debug, Clone)]
pub struct ProposedDayView {
    /// The day.
    pub day: NaiveDate,
    /// With its weekday, in words.
    pub words: String,
    /// What the school says of it.
    pub note: String,
    /// What else lies on it, one sentence each.
    pub clashes: Vec<String>,
    /// Name of each member of the team with the answer, where there is one.
    pub answers: Vec<(String, Option<DayAnswer>)>,
}

impl ProposedDayView {
    /// How many of the team can come, in words.
    fn standing(&self) -> (&'static str, TagColour) {
        let said = |answer| {
            self.answers
                .iter()
                .filter(|(_, a)| *a == Some(answer))
                .count()
        };
        let all = self.answers.len();
        if all == 0 || self.answers.iter().any(|(_, a)| a.is_none()) && said(DayAnswer::Cannot) == 0
        {
            ("Answers missing", TagColour::Grey)
        } else if said(DayAnswer::Can) == all {
            ("Everybody can", TagColour::Green)
        } else if said(DayAnswer::Cannot) == 0 {
            ("Possible for all", TagColour::Teal)
        } else if said(DayAnswer::Cannot) == all {
            ("Nobody can", TagColour::Red)
        } else {
            ("Not for everybody", TagColour::Orange)
        }
    }
}

/// The form in which a member of the team answers.
#[derive(Debug, Clone)]
pub struct DateAnswers {
    /// What was typed or saved.
    pub form: RawForm,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct DatesView {
    /// The school.
    pub school: String,
    /// Address of the page.
    pub href: String,
    /// The day as it is agreed now, in words.
    pub agreed: Option<String>,
    /// Who proposed the days, and when, in words.
    pub proposed: Option<(String, String)>,
    /// The days.
    pub days: Vec<ProposedDayView>,
    /// Where other days are proposed, for who may.
    pub propose: Option<String>,
    /// The form for the reader's own answers, for the team.
    pub answer: Option<DateAnswers>,
    /// The form for choosing one, for who may.
    pub choose: Option<RawForm>,
    /// The page on which a day is agreed in one step, for who may.
    pub one_step: Option<String>,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// What somebody else did in the meantime.
    pub other: Option<String>,
    /// Back to the review.
    pub back: String,
    /// Who can see the page.
    pub who: Vec<String>,
}

/// The proposed days.
#[component]
pub fn Dates(
    /// Everything on the page.
    view: DatesView,
    /// What is wrong with either form.
    errors: FieldErrors,
) -> impl IntoView {
    let href = view.href.clone();
    let days = view.days.clone();
    let none = days.is_empty();
    let list = days.iter().map(day_section).collect_view();
    let answer = view
        .answer
        .filter(|_| !none)
        .map(|a| answer_form(&href, &days, &a.form, &errors));
    let choose = view
        .choose
        .filter(|_| !none)
        .map(|form| choose_form(&href, &days, &form, &errors));
    let propose = view.propose.map(|href| {
        let (text, kind) = if none {
            ("Propose days", ButtonKind::Primary)
        } else {
            ("Propose other days", ButtonKind::Secondary)
        };
        view! { <LinkButton text href kind/> }
    });
    view! {
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        {view.other.map(|text| view! { <NotificationBanner text/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Days for the visit"</h1>
        {view.agreed.map(|day| view! { <InsetText>{format!("The visit is agreed for {day}.")}</InsetText> })}
        {if none {
            view! {
                <p class="govuk-body">"No day has been proposed yet. The headteacher can propose up to five, and the team then says which it can do."</p>
            }.into_any()
        } else {
            view! { <p class="govuk-body">{view.proposed.map(|(by, at)| format!("Proposed by {by} at {at}."))}</p> }.into_any()
        }}
        {list}
        {answer}
        {choose}
        {propose}
        {view.one_step.map(|href| view! {
            <p class="govuk-body"><a class="govuk-link" href=href>"Agree a day in one step, without proposals"</a></p>
        })}
        <p class="govuk-body"><a class="govuk-link" href=view.back>"Back to the review"</a></p>
        <WhoCanSee people=view.who/>
    }
}

fn day_section(day: &ProposedDayView) -> impl IntoView + use<> {
    let (standing, colour) = day.standing();
    let answers = day
        .answers
        .iter()
        .map(|(name, answer)| {
            let words = match answer {
                Some(DayAnswer::Can) => "can come",
                Some(DayAnswer::IfNeeded) => "can come if no other day suits",
                Some(DayAnswer::Cannot) => "cannot come",
                None => "has not answered",
            };
            view! { <li>{format!("{name} {words}")}</li> }
        })
        .collect_view();
    let clashes = day
        .clashes
        .iter()
        .map(|c| view! { <li><strong>{c.clone()}</strong></li> })
        .collect_view();
    view! {
        <section class="quintet-strand">
            <h2 class="govuk-heading-m">{day.words.clone()} " " <Tag text=standing colour/></h2>
            {(!day.note.is_empty()).then(|| view! { <p class="govuk-body">{format!("The school says: {}", day.note)}</p> })}
            <ul class="govuk-list govuk-list--bullet">{clashes}{answers}</ul>
        </section>
    }
}

fn answer_form(
    href: &str,
    days: &[ProposedDayView],
    form: &RawForm,
    errors: &FieldErrors,
) -> impl IntoView + use<> {
    let questions = days
        .iter()
        .map(|day| {
            let name = answer_field(day.day);
            let choices = DayAnswer::ALL
                .into_iter()
                .map(|a| Choice::new(a.as_str(), a.in_words()))
                .collect();
            let error = errors.get(&name).map(str::to_owned);
            view! {
                <Radios label=format!("Can you come on {}?", day.words) choices value=form.get(&name).to_owned() error name inline=true small=true/>
            }
        })
        .collect_view();
    view! {
        <h2 class="govuk-heading-m" id="answer">"When can you come?"</h2>
        <form method="post" action=href.to_owned() novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {questions}
            <Button text="Save my answers"/>
        </form>
    }
}

fn choose_form(
    href: &str,
    days: &[ProposedDayView],
    form: &RawForm,
    errors: &FieldErrors,
) -> impl IntoView + use<> {
    let choices = days
        .iter()
        .map(|day| {
            let mut hints = vec![day.standing().0.to_owned()];
            hints.extend(day.clashes.iter().cloned());
            Choice::new(day.day.to_string(), day.words.clone()).hint(hints.join(". "))
        })
        .collect();
    view! {
        <h2 class="govuk-heading-m">"Choose the day"</h2>
        <form method="post" action=format!("{href}/choose") novalidate>
            <input type="hidden" name="was" value=form.get("was").to_owned()/>
            <Radios
                name="choice"
                label="On which day is the visit?"
                hint="You see the dates that follow before anything is agreed"
                choices
                value=form.get("choice").to_owned()
                error=errors.get("choice")
            />
            <Button text="See the dates that follow" kind=ButtonKind::Secondary/>
        </form>
    }
}

/// The page on which days are proposed.
#[derive(Debug, Clone)]
pub struct ProposeDatesView {
    /// The school.
    pub school: String,
    /// First and last day of the cycle's visits, in words.
    pub window: (String, String),
    /// Days on which schools are closed in that time, in words.
    pub closed: Vec<String>,
    /// What somebody else did in the meantime.
    pub other: Option<String>,
    /// Back to the days.
    pub back: String,
}

/// Asks for up to five days.
#[component]
pub fn ProposeDates(
    /// What is known.
    view: ProposeDatesView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let fields = (1..=MOST_DAYS)
        .map(|n| {
            let (day, note) = (format!("day{n}"), format!("note{n}"));
            let part = |p: &str| form.get(&format!("{day}-{p}")).to_owned();
            let label = if n == 1 { "Day 1".to_owned() } else { format!("Day {n} (optional)") };
            let error = errors.get(&format!("{day}-day")).map(str::to_owned);
            view! {
                <DateInput label day=part("day") month=part("month") year=part("year") error name=day/>
                <TextInput
                    label=format!("Anything to know about day {n}? (optional)")
                    hint="For example, until 2pm only"
                    value=form.get(&note).to_owned()
                    error=errors.get(&note).map(str::to_owned)
                    name=note
                />
            }
        })
        .collect_view();
    let closed = view
        .closed
        .into_iter()
        .map(|c| view! { <li>{c}</li> })
        .collect::<Vec<_>>();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.other.map(|text| view! { <NotificationBanner text/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Propose days for the visit"</h1>
        <p class="govuk-body">
            {format!(
                "Propose up to five working days from {} to {}. Each is checked against weekends, bank holidays and the days when schools are closed. The team is told, and says which it can do.",
                view.window.0,
                view.window.1,
            )}
        </p>
        {(!closed.is_empty()).then(|| view! {
            <p class="govuk-body">"Schools are closed on:"</p>
            <ul class="govuk-list govuk-list--bullet">{closed}</ul>
        })}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            {fields}
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <ButtonGroup>
                <Button text="Propose these days"/>
                <a class="govuk-link" href=view.back>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
}
