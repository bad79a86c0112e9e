//! The ledger of sharing: with whom the head shares the final report, since when and why, and what was taken back.

use super::reader::ReadersView;
use crate::components::{
    BannerKind, Button, ButtonKind, Cell, Choice, Column, ErrorSummary, InsetText,
    NotificationBanner, PostButton, Radios, Table, TextInput, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm, capital};
use domain::visibility::Audience;
use leptos::prelude::*;

/// A line of the ledger.
#[derive(Debug, Clone)]
pub struct ShareLine {
    /// Its id.
    pub id: String,
    /// With whom.
    pub audience: Audience,
    /// Who is in the audience today, by name.
    pub names: Vec<String>,
    /// Why.
    pub reason: String,
    /// Since when, and by whom, in words.
    pub since: String,
    /// When it was taken back, and by whom, in words.
    pub ended: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct SharingView {
    /// Name of the school.
    pub school: String,
    /// Who can read the report now.
    pub readers: ReadersView,
    /// The ledger, oldest line first.
    pub ledger: Vec<ShareLine>,
    /// Whom the cycle's policy names.
    pub policy: Vec<Audience>,
    /// Who can be added, with the names of who is in each today.
    pub choices: Vec<(Audience, Vec<String>)>,
    /// Address of the page.
    pub href: String,
    /// True when somebody else changed the sharing since the form was shown.
    pub conflict: bool,
    /// What has just been done, in words.
    pub done: Option<&'static str>,
    /// Key of each button with which something is taken back, in the order of the ledger.
    pub keys: Vec<String>,
    /// Address of the report.
    pub back: String,
}

/// Sharing.
#[component]
pub fn Share(
    /// The page.
    view: SharingView,
    /// What was chosen.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let policy = if view.policy.is_empty() {
        "The cycle’s policy names nobody beside your school and the review team.".to_owned()
    } else {
        let names: Vec<&str> = view.policy.iter().map(|a| a.in_words()).collect();
        format!(
            "The cycle’s policy names {}. Your school accepted that before the cycle began, so it cannot be taken back here.",
            domain::visibility::list(&names)
        )
    };
    let who = |names: &[String]| {
        if names.is_empty() {
            "Nobody holds this role at the moment. Whoever gets it can read the report.".to_owned()
        } else {
            format!("Today: {}", names.join(", "))
        }
    };
    let end = format!("{}/end", view.href);
    let (open, ended): (Vec<_>, Vec<_>) = view
        .ledger
        .into_iter()
        .zip(view.keys)
        .partition(|(line, _)| line.ended.is_none());
    let open_rows = open
        .into_iter()
        .map(|(line, key)| {
            let audience = capital(line.audience.in_words());
            let fields = vec![("share".to_owned(), line.id), ("form_key".to_owned(), key)];
            let button = view! {
                <PostButton text="Take back" action=end.clone() kind=ButtonKind::Link fields=fields about=format!("from {}", line.audience.in_words())/>
            };
            let with = view! { {audience}<br/><span class="govuk-hint">{who(&line.names)}</span> };
            vec![
                Cell::view(with),
                Cell::text(line.since),
                Cell::text(line.reason),
                Cell::view(button),
            ]
        })
        .collect();
    let ended_rows: Vec<Vec<Cell>> = ended
        .into_iter()
        .map(|(line, _)| {
            vec![
                Cell::text(capital(line.audience.in_words())),
                Cell::text(line.since),
                Cell::text(line.reason),
                Cell::text(line.ended.unwrap_or_default()),
            ]
        })
        .collect();
    let history = (!ended_rows.is_empty()).then(|| {
        view! {
            <Table
                caption="Taken back"
                columns=vec![Column::new("With whom"), Column::new("Since"), Column::new("Why"), Column::new("Taken back")]
                rows=ended_rows
            />
        }
    });
    let choices: Vec<Choice> = view
        .choices
        .into_iter()
        .map(|(audience, names)| {
            Choice::new(audience.as_str(), capital(audience.in_words())).hint(who(&names))
        })
        .collect();
    let add = if choices.is_empty() {
        view! { <p class="govuk-body">"Everybody with whom it could be shared can read the report already."</p> }.into_any()
    } else {
        view! {
            <form method="post" action=view.href.clone() novalidate>
                <input type="hidden" name="version" value=form.get("version").to_owned()/>
                <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                <Radios
                    name="audience"
                    label="With whom do you share the report?"
                    choices=choices
                    value=form.get("audience").to_owned()
                    error=errors.get("audience")
                />
                <TextInput
                    name="reason"
                    label="Why?"
                    hint="For your own record, such as: for the governors’ meeting in June. No pupil by name, staff by role."
                    value=form.get("reason").to_owned()
                    error=errors.get("reason")
                />
                <Button text="Share the report"/>
            </form>
        }
        .into_any()
    };
    view! {
        {view.done.map(|words| view! { <NotificationBanner text=words kind=BannerKind::Success/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"Share the report"</h1>
        {view.conflict.then(|| view! {
            <InsetText>"Somebody changed this review while you were choosing. Nothing of yours was saved. Look at your choice again and save it."</InsetText>
        })}
        <p class="govuk-body">"The report belongs to your school. You can let more people read it, and take back what you have shared: they then cannot read it any more. Nobody can take back what somebody has read, printed or downloaded, and who has read it is not recorded."</p>
        <WhoCanSee people=view.readers.lines() note=view.readers.note/>
        <h2 class="govuk-heading-m">"Named by the cycle"</h2>
        <p class="govuk-body">{policy}</p>
        <Table
            caption="Shared by the school"
            columns=vec![Column::new("With whom"), Column::new("Since"), Column::new("Why"), Column::hidden("Take back")]
            rows=open_rows
            empty="The school has shared the report with nobody else."
        />
        {history}
        <h2 class="govuk-heading-m">"Share it with more people"</h2>
        {add}
        <p class="govuk-body"><a class="govuk-link" href=view.back>"Back to the report"</a></p>
    }
}
