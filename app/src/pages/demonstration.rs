//! The demonstration's own page: whom to be, what day it is, and what has been e-mailed.

use crate::components::{
    BannerKind, Button, Cell, Column, Details, NotificationBanner, PostButton, Table,
};
use chrono::NaiveDate;
use leptos::prelude::*;

/// One of the people to be.
#[derive(Debug, Clone)]
pub struct Person {
    /// What the form sends.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role in words.
    pub role: String,
    /// What there is to see.
    pub see: String,
}

/// An e-mail that was sent.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Recipient's name.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// When, in words.
    pub at: String,
    /// The text part.
    pub text: String,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct DemonstrationView {
    /// What day it is here.
    pub today: NaiveDate,
    /// How many e-mails were queued when the clock was moved just now.
    pub moved: Option<u64>,
    /// People to be.
    pub people: Vec<Person>,
    /// The next milestone: name, school, day.
    pub next: Option<(String, String, NaiveDate)>,
    /// The newest e-mails.
    pub mails: Vec<Mail>,
}

/// The page.
#[component]
pub fn Show(
    /// What it shows.
    view: DemonstrationView,
) -> impl IntoView {
    let day = |d: NaiveDate| d.format("%A %-d %B %Y").to_string();
    let moved = view.moved.map(|n| {
        let mails = match n {
            0 => "No e-mail was due on the way.".to_owned(),
            1 => "One e-mail went out on the way.".to_owned(),
            n => format!("{n} e-mails went out on the way."),
        };
        format!("It is now {}. {mails}", day(view.today))
    });
    let people = view
        .people
        .into_iter()
        .map(|p| {
            let become_button = view! {
                <PostButton
                    text=format!("Become {}", p.name)
                    action="/demo/become"
                    kind=crate::components::ButtonKind::Link
                    fields=vec![("person".to_owned(), p.id)]
                />
            };
            vec![
                Cell::text(p.role),
                Cell::text(p.see),
                Cell::view(become_button),
            ]
        })
        .collect();
    let next = match view.next {
        Some((milestone, school, on)) => format!(
            "The next milestone is “{milestone}” for {school} on {}.",
            day(on)
        ),
        None => "No milestone lies ahead. The clock moves by one working day.".to_owned(),
    };
    let mails = view
        .mails
        .into_iter()
        .map(|m| {
            view! {
                <Details summary=format!("{}: {} ({})", m.to, m.subject, m.at)>
                    <pre class="quintet-mail" tabindex="0">{m.text}</pre>
                </Details>
            }
        })
        .collect_view();
    view! {
        {moved.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        <h1 class="govuk-heading-l">"Demonstration"</h1>
        <p class="govuk-body">
            "Twelve invented schools in an invented local authority, two partnerships, one cycle under way and one finished. Nothing here is real, and nothing is sent outside."
        </p>
        <Table
            caption="Whom do you want to be?"
            columns=vec![Column::new("Role"), Column::new("What there is to see"), Column::hidden("Become")]
            rows=people
        />
        <h2 class="govuk-heading-m">"The clock"</h2>
        <p class="govuk-body">{format!("Today is {}. {next}", day(view.today))}</p>
        <p class="govuk-body">"Moving the clock sends each reminder on its day, as it would have been sent."</p>
        <form method="post" action="/demo/clock">
            <Button text="Move the clock to the next milestone"/>
        </form>
        <h2 class="govuk-heading-m">"E-mails"</h2>
        <p class="govuk-body">"The newest come first. They are written to files and not sent."</p>
        {mails}
    }
}
