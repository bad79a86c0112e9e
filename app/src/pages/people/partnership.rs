//! People of a partnership, and one of them as far as the partnership is concerned.

use super::account::ProfileView;
use super::roles::{RoleTable, RoleView};
use super::{ChangedMeanwhile, Hidden};
use crate::components::{
    Button, ButtonKind, Cell, Checkboxes, Choice, Column, DateInput, ErrorSummary, LinkButton,
    PostButton, SummaryList, SummaryRow, Table, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// One person with what the person is here.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of the person's page.
    pub href: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// "Headteacher" or the day of training.
    pub what: String,
    /// School, or the most visits in a cycle.
    pub place: String,
}

/// Everybody of the partnership.
#[component]
pub fn List(
    /// Its name.
    name: String,
    /// Where people are invited; none for who may not.
    invite: Option<String>,
    /// Its coordinators.
    coordinators: Vec<Line>,
    /// Heads and contributors of its schools.
    at_schools: Vec<Line>,
    /// Names of member schools that have no headteacher here yet.
    without_head: Vec<String>,
    /// Its reviewers.
    reviewers: Vec<Line>,
) -> impl IntoView {
    let rows = |lines: Vec<Line>, wide: bool| {
        lines
            .into_iter()
            .map(|l| {
                let mut cells = vec![Cell::link(l.name, l.href), Cell::text(l.email)];
                if wide {
                    cells.extend([Cell::text(l.what), Cell::text(l.place)]);
                }
                cells
            })
            .collect::<Vec<_>>()
    };
    let people = |more: [&str; 2]| {
        vec![
            Column::new("Name"),
            Column::new("E-mail address"),
            Column::new(more[0]),
            Column::new(more[1]),
        ]
    };
    view! {
        <h1 class="govuk-heading-l">{format!("People of {name}")}</h1>
        {invite.map(|href| view! { <LinkButton text="Invite somebody" href/> })}
        <Table
            caption="Coordinators"
            columns=vec![Column::new("Name"), Column::new("E-mail address")]
            rows=rows(coordinators, false)
            empty="There is no coordinator."
        />
        <Table
            caption="At the schools"
            columns=people(["Role", "School"])
            rows=rows(at_schools, true)
            empty="Nobody at the schools has been invited yet."
        />
        {(!without_head.is_empty()).then(|| view! {
            <p class="govuk-body">"These schools have no headteacher here yet, so nobody can accept an agreement for them:"</p>
            <ul class="govuk-list govuk-list--bullet">
                {without_head.into_iter().map(|s| view! { <li>{s}</li> }).collect_view()}
            </ul>
        })}
        <Table
            caption="Reviewers"
            columns=people(["Trained on", "Most visits in a cycle"])
            rows=rows(reviewers, true)
            empty="Nobody reviews for this partnership yet."
        />
        <WhoCanSee people=vec![
            "The coordinators of this partnership".to_owned(),
            "The administrators of this website".to_owned(),
        ]/>
    }
}

/// What the coordinator says of a reviewer.
#[derive(Debug, Clone)]
pub struct TrainingForm {
    /// What was typed.
    pub form: RawForm,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// Member schools.
    pub schools: Vec<Choice>,
    /// True when the profile was changed since the form was opened.
    pub conflict: bool,
    /// Where the person is taken off the reviewers.
    pub stop: String,
    /// The key of that form, which is another.
    pub stop_key: String,
}

/// One person.
#[component]
pub fn Member(
    /// Name.
    name: String,
    /// E-mail address.
    email: String,
    /// Roles in this partnership.
    roles: Vec<RoleView>,
    /// The profile, when the person reviews for this partnership.
    profile: Option<ProfileView>,
    /// The form for the training, when the person reviews and the reader may change it.
    training: Option<TrainingForm>,
) -> impl IntoView {
    let errors = training
        .as_ref()
        .map(|t| t.errors.items().to_vec())
        .unwrap_or_default();
    let reviews = profile.is_some();
    view! {
        <ErrorSummary errors/>
        {training.as_ref().is_some_and(|t| t.conflict).then(|| view! {
            <ChangedMeanwhile now="The person has changed the own profile, or another coordinator has saved this page.".to_owned()/>
        })}
        <h1 class="govuk-heading-l">{name.clone()}</h1>
        <SummaryList rows=vec![SummaryRow::text("E-mail address", email)]/>
        {(!roles.is_empty() || !reviews).then(|| view! {
            <RoleTable caption="Roles in this partnership" roles empty="None."/>
        })}
        {profile.map(|p| view! {
            <h2 class="govuk-heading-m">"As a reviewer"</h2>
            <SummaryList rows=p.rows(None)/>
        })}
        {training.map(|t| training_form(t, name))}
    }
}

fn training_form(t: TrainingForm, name: String) -> impl IntoView {
    let form = t.form;
    let errors = t.errors;
    let ticked = form
        .all("works_at")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    view! {
        <h2 class="govuk-heading-m">"Training and place of work"</h2>
        <form method="post" novalidate>
            <Hidden form=form.clone()/>
            <DateInput
                name="trained"
                label="When was this person trained as a reviewer?"
                hint="For example, 27 3 2026. Leave it empty if not trained yet: only a trained reviewer can lead a team."
                day=form.get("trained-day").to_owned()
                month=form.get("trained-month").to_owned()
                year=form.get("trained-year").to_owned()
                error=errors.get("trained-day")
            />
            <Checkboxes
                name="works_at"
                label="At which schools of the partnership does this person work?"
                hint="Nobody reviews the own school"
                choices=t.schools
                values=ticked
                error=errors.get("works_at")
            />
            <Button text="Save"/>
        </form>
        <h2 class="govuk-heading-m">"Stop reviewing"</h2>
        <p class="govuk-body">{format!("{name} stays in the teams of reviews under way, and is not proposed for new ones.")}</p>
        <PostButton
            text="Take off the list of reviewers"
            action=t.stop
            kind=ButtonKind::Warning
            fields=vec![("form_key".to_owned(), t.stop_key)]
        />
    }
}
