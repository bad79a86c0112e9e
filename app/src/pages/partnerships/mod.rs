//! Partnerships: the list, one partnership with its schools, and the form for name and vision.

use crate::components::{
    Button, Cell, Column, Conflict, ErrorSummary, LinkButton, SummaryList, SummaryRow, Table,
    TextArea, TextInput,
};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of the partnership's page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Schools that are members today.
    pub schools: u64,
}

/// The partnerships that a person may see.
#[component]
pub fn List(
    /// One a partnership, by name.
    lines: Vec<Line>,
    /// Whether to offer a new one.
    may_create: bool,
) -> impl IntoView {
    let empty = lines.is_empty();
    let rows = lines
        .into_iter()
        .map(|l| {
            vec![
                Cell::link(l.name, l.href),
                Cell::text(l.schools.to_string()),
            ]
        })
        .collect();
    view! {
        <h1 class="govuk-heading-l">"Partnerships"</h1>
        {if empty {
            view! { <p class="govuk-body">"You do not belong to a partnership yet."</p> }.into_any()
        } else {
            view! {
                <Table
                    caption="Partnerships you belong to"
                    columns=vec![Column::new("Name"), Column::numeric("Schools today")]
                    rows=rows
                />
            }.into_any()
        }}
        {may_create.then(|| view! { <LinkButton text="Set up a partnership" href="/partnerships/new"/> })}
    }
}

/// A school in a partnership.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// Address of the school's page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its town.
    pub town: String,
    /// Its phase.
    pub phase: String,
    /// First day.
    pub joined: NaiveDate,
    /// Last day.
    pub left: Option<NaiveDate>,
}

/// One partnership.
#[derive(Debug, Clone)]
pub struct PartnershipView {
    /// Address of its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The shared vision.
    pub vision: String,
    /// Whether to lead to who holds which role.
    pub may_see_people: bool,
    /// Memberships, past and present.
    pub members: Vec<MemberView>,
    /// Whether to offer the form for name and vision.
    pub may_edit: bool,
    /// Whether to offer adding schools.
    pub may_manage: bool,
    /// Its cycles, as far as the person may see them.
    pub cycles: Vec<crate::pages::cycles::Line>,
    /// Where a cycle is set up, if the person may.
    pub new_cycle: Option<String>,
}

/// A partnership's page.
#[component]
pub fn Show(
    /// The partnership.
    view: PartnershipView,
) -> impl IntoView {
    let day = |d: NaiveDate| d.format("%-d %B %Y").to_string();
    let edit = format!("{}/edit", view.href);
    let mut vision = SummaryRow::view(
        "Shared vision",
        if view.vision.is_empty() {
            view! { <p class="govuk-body">"Not written yet"</p> }.into_any()
        } else {
            crate::components::paragraphs(&view.vision)
        },
    );
    if view.may_edit {
        vision = vision.action("Change", "name and shared vision", edit);
    }
    let rows = view
        .members
        .into_iter()
        .map(|m| {
            vec![
                Cell::link(m.name, m.href),
                Cell::text(m.town),
                Cell::text(m.phase),
                Cell::text(day(m.joined)),
                Cell::text(m.left.map_or_else(String::new, day)),
            ]
        })
        .collect::<Vec<_>>();
    view! {
        <h1 class="govuk-heading-l">{view.name}</h1>
        <SummaryList rows=vec![vision]/>
        {view.may_see_people.then(|| view! {
            <p class="govuk-body">
                <a class="govuk-link" href=format!("{}/people", view.href)>"People of this partnership"</a>
            </p>
        })}
        <h2 class="govuk-heading-m">"Schools"</h2>
        {if rows.is_empty() {
            view! { <p class="govuk-body">"No school has joined yet."</p> }.into_any()
        } else {
            view! {
                <Table
                    caption="Schools in this partnership"
                    columns=vec![
                        Column::new("School"),
                        Column::new("Town"),
                        Column::new("Phase"),
                        Column::new("Joined"),
                        Column::new("Left"),
                    ]
                    rows=rows
                />
            }.into_any()
        }}
        {view.may_manage.then(|| view! { <LinkButton text="Add a school" href=format!("{}/schools", view.href)/> })}
        <crate::pages::cycles::Section lines=view.cycles new=view.new_cycle/>
    }
}

/// What somebody else saved while this person was writing.
#[derive(Debug, Clone)]
pub struct Other {
    /// Their name for the partnership.
    pub name: String,
    /// Their vision.
    pub vision: String,
    /// Who saved.
    pub saved_by: String,
    /// When, in words.
    pub saved_at: String,
}

/// The form for name and vision.
#[component]
pub fn Edit(
    /// The page's heading.
    title: &'static str,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// What somebody else saved in the meantime.
    other: Option<Other>,
) -> impl IntoView {
    let conflict = other.map(|o| {
        view! {
            <Conflict
                name="vision"
                label="Shared vision"
                yours=form.get("vision").to_owned()
                theirs=o.vision
                who=o.saved_by
                when=o.saved_at
            />
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{title}</h1>
        {conflict}
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <TextInput name="name" label="Name" value=form.get("name").to_owned() error=errors.get("name")/>
            <TextArea
                name="vision"
                label="Shared vision"
                hint="What the schools want to achieve together. Everybody in the partnership can read it."
                value=form.get("vision").to_owned()
                error=errors.get("vision")
                rows=8
            />
            <Button text="Save"/>
        </form>
    }
}
