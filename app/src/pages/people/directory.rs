//! Everybody, for administrators, and one person with every role.

use super::account::ProfileView;
use super::roles::{RoleTable, RoleView};
use crate::components::{
    Button, ButtonKind, Cell, Choice, Column, LinkButton, Pagination, Select, SummaryList,
    SummaryRow, Table, TextInput,
};
use domain::forms::RawForm;
use leptos::prelude::*;

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Address of the person's page.
    pub href: String,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Roles that count today, in words.
    pub roles: Vec<String>,
}

/// The list with its search.
#[component]
pub fn List(
    /// What is looked for.
    search: RawForm,
    /// Roles to look for.
    roles: Vec<Choice>,
    /// The people of this page.
    lines: Vec<Line>,
    /// How many are found in all.
    total: u64,
    /// This page, counted from one.
    page: usize,
    /// How many pages there are.
    pages: usize,
    /// Address of a page without its number.
    pages_href: String,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|l| {
            let roles = l
                .roles
                .into_iter()
                .map(|r| view! { <li>{r}</li> })
                .collect_view();
            vec![
                Cell::link(l.name, l.href),
                Cell::view(view! { <span class="quintet-text">{l.email}</span> }),
                Cell::view(view! { <ul class="govuk-list">{roles}</ul> }),
            ]
        })
        .collect::<Vec<_>>();
    let caption = match total {
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    view! {
        <h1 class="govuk-heading-l">"People"</h1>
        <LinkButton text="Invite somebody" href="/admin/people/invite"/>
        <form method="get" action="/admin/people" role="search">
            <TextInput name="q" label="Name or e-mail address" kind="search" value=search.get("q").to_owned()/>
            <Select name="role" label="Role held today" prompt="Any role" choices=roles value=search.get("role").to_owned()/>
            <Button text="Search" kind=ButtonKind::Secondary/>
        </form>
        <Table
            caption
            columns=vec![Column::new("Name"), Column::new("E-mail address"), Column::new("Roles today")]
            rows
            empty="Nobody is found. Try a part of the name, or another role."
        />
        <Pagination page pages href=pages_href/>
    }
}

/// One person.
#[component]
pub fn Person(
    /// Name.
    name: String,
    /// E-mail address.
    email: String,
    /// Where another role is given.
    give: String,
    /// Every role, newest first.
    roles: Vec<RoleView>,
    /// The profile, when the person is a reviewer.
    profile: Option<ProfileView>,
) -> impl IntoView {
    view! {
        <h1 class="govuk-heading-l">{name}</h1>
        <SummaryList rows=vec![SummaryRow::text("E-mail address", email)]/>
        <RoleTable caption="Roles" roles empty="This person holds no role."/>
        <LinkButton text="Give a role" href=give/>
        {profile.map(|p| view! {
            <h2 class="govuk-heading-m">"As a reviewer"</h2>
            <SummaryList rows=p.rows(None)/>
        })}
    }
}
