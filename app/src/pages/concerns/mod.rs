//! That the safeguarding protocol was started at a visit, and when. There is no field for anything else on these pages.

use crate::components::{
    BannerKind, Button, Cell, Column, DateInput, ErrorSummary, NotificationBanner, Table,
    TextInput, WarningText, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A record.
#[derive(Debug, Clone)]
pub struct ConcernLine {
    /// Name of the school and address of its review.
    pub school: (String, String),
    /// When the protocol was started, in words.
    pub started: String,
    /// Who recorded it and when, in words.
    pub recorded: String,
}

/// The page of a review.
#[derive(Debug, Clone)]
pub struct ConcernView {
    /// Name of the school.
    pub school: String,
    /// Who is told, in words.
    pub told: String,
    /// What was recorded, as far as the reader may know.
    pub records: Vec<ConcernLine>,
    /// True when the reader may record one.
    pub may_record: bool,
    /// True when one was recorded just now.
    pub recorded: bool,
    /// Who can see the page.
    pub who: Vec<String>,
}

/// What to do, what was recorded, and the form.
#[component]
pub fn ReviewConcerns(
    /// The page.
    view: ConcernView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let v = view;
    let part = |p: &str| form.get(&format!("started-{p}")).to_owned();
    let banner = v.recorded.then(|| {
        let text = format!("Recorded. At once an e-mail goes to {}.", v.told);
        view! { <NotificationBanner text=text kind=BannerKind::Success/> }
    });
    let fields = v.may_record.then(|| {
        view! {
            <h2 class="govuk-heading-m">"Record that the protocol was started"</h2>
            <p class="govuk-body">{format!("Do this after you have followed the procedure. An e-mail then goes at once to {}. It says that the protocol was started, and when.", v.told)}</p>
            <form method="post" novalidate>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                <DateInput
                    name="started"
                    label="On which day was it started?"
                    hint="For example, 14 5 2027"
                    day=part("day")
                    month=part("month")
                    year=part("year")
                    error=errors.get("started-day")
                />
                <TextInput
                    name="time"
                    label="At what time?"
                    hint="For example, 10:40 or 2:15pm"
                    value=form.get("time").to_owned()
                    error=errors.get("time")
                    width=5
                />
                <Button text="Record it"/>
            </form>
        }
    });
    view! {
        {banner}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{v.school.clone()}</span>
        <h1 class="govuk-heading-l">"Safeguarding protocol"</h1>
        <WarningText text="If you are worried about a child or an adult, follow the school’s own safeguarding procedure now. Write nothing about it here."/>
        <ol class="govuk-list govuk-list--number">
            <li>"If somebody is in danger at this moment, call 999."</li>
            <li>{format!("Speak with the designated safeguarding lead of {} in person, at once. The school office knows where to find them.", v.school)}</li>
            <li>"If the concern is about the headteacher, tell the chair of governors or the local authority’s designated officer."</li>
            <li>"Write down what you saw and heard on the school’s own form, not on your device and not on this site."</li>
        </ol>
        <WhoCanSee people=v.who note="Only that the protocol was started, and when, is kept here. What it is about has no place on this site."/>
        {fields}
        {concern_table(v.records, false)}
    }
}

/// Everything that was recorded, for the administrator.
#[component]
pub fn AllConcerns(
    /// Newest first.
    records: Vec<ConcernLine>,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">"Safeguarding protocols started at visits"</h1>
        <p class="govuk-body">"That a protocol was started, and when: for your audit. What it was about is not kept on this site."</p>
        <WhoCanSee people=vec!["Administrators".to_owned(), "Of each visit, those whom its cycle names".to_owned()]/>
        {concern_table(records, true)}
    }
}

fn concern_table(records: Vec<ConcernLine>, schools: bool) -> impl IntoView {
    let rows = records
        .into_iter()
        .map(|r| {
            let mut row = Vec::new();
            if schools {
                row.push(Cell::link(r.school.0, r.school.1));
            }
            row.push(Cell::text(r.started));
            row.push(Cell::text(r.recorded));
            row
        })
        .collect();
    let mut columns = vec![Column::new("Started"), Column::new("Recorded")];
    if schools {
        columns.insert(0, Column::new("School"));
    }
    view! {
        <Table caption="What was recorded" columns=columns rows=rows empty="Nothing has been recorded."/>
    }
}
