//! Schools: the search, and one school as the register describes it.

pub mod membership;
pub mod register;

use crate::components::{
    Button, Cell, Column, InsetText, Pagination, SummaryList, SummaryRow, Table, Tag, TagColour,
    TextInput, WhoCanSee,
};
use leptos::prelude::*;

/// One school that a search found.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where its line leads.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its present URN.
    pub urn: String,
    /// Town and postcode.
    pub place: String,
    /// Its phase.
    pub phase: String,
    /// Its local authority.
    pub la: String,
    /// Its status in words, unless it is open.
    pub closed: Option<String>,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Results {
    /// What was typed.
    pub words: String,
    /// The schools of this page.
    pub lines: Vec<Line>,
    /// Schools on all pages.
    pub total: u64,
    /// The page shown, counted from one.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The address of a page without its number.
    pub href: String,
}

/// The field for the search. It is a GET form, so that a search has an address.
fn search_form(words: &str) -> impl IntoView + use<> {
    view! {
        <form method="get" role="search" novalidate>
            <TextInput
                name="q"
                label="Name, town, postcode or URN"
                hint="The beginning of each word is enough, such as “oak prim wend”."
                value=words.to_owned()
                kind="search"
                autocomplete="off"
            />
            <Button text="Search"/>
        </form>
    }
}

/// The hits as a table, or what to do when there are none.
fn hits(results: Results) -> AnyView {
    if results.words.is_empty() {
        return ().into_any();
    }
    if results.total == 0 {
        return view! {
            <h2 class="govuk-heading-m">"No school found"</h2>
            <p class="govuk-body">
                "Check the spelling, or use fewer words. A school that is not in the register yet cannot be found here."
            </p>
        }
        .into_any();
    }
    let caption = match results.total {
        1 => "1 school found".to_owned(),
        n => format!("{n} schools found"),
    };
    let rows = results
        .lines
        .into_iter()
        .map(|l| {
            let name = view! {
                <a class="govuk-link" href=l.href>{l.name}</a>
                {l.closed.map(|text| view! { " " <Tag text colour=TagColour::Grey/> })}
            };
            vec![
                Cell::view(name),
                Cell::text(l.place),
                Cell::text(l.phase),
                Cell::text(l.la),
                Cell::text(l.urn),
            ]
        })
        .collect();
    view! {
        <Table
            caption=caption
            columns=vec![
                Column::new("School"),
                Column::new("Place"),
                Column::new("Phase"),
                Column::new("Local authority"),
                Column::new("URN"),
            ]
            rows=rows
        />
        <Pagination page=results.page pages=results.pages href=results.href/>
    }
    .into_any()
}

/// The search over all schools of the register.
#[component]
pub fn Search(
    /// What was found.
    results: Results,
    /// Which register it is, in words; none before the first import.
    source: Option<String>,
) -> impl IntoView {
    let note = source.map_or_else(
        || {
            "No register of schools has been brought in yet. An administrator can do this."
                .to_owned()
        },
        |source| format!("From {source}."),
    );
    view! {
        <h1 class="govuk-heading-l">"Find a school"</h1>
        {search_form(&results.words)}
        {hits(results)}
        <p class="govuk-hint">{note}</p>
    }
}

/// One school.
#[derive(Debug, Clone)]
pub struct SchoolView {
    /// Its name.
    pub name: String,
    /// Its present URN.
    pub urn: String,
    /// URNs that it had before, oldest first.
    pub former_urns: Vec<String>,
    /// Its status in words.
    pub status: String,
    /// Whether pupils are taught there now.
    pub open: bool,
    /// The register's name for its type.
    pub type_name: String,
    /// Its phase.
    pub phase: String,
    /// Ages taught.
    pub ages: Option<String>,
    /// Pupils and places.
    pub pupils: Option<String>,
    /// Its local authority.
    pub la: String,
    /// Its trust.
    pub trust: Option<String>,
    /// Its federation.
    pub federation: Option<String>,
    /// Its address, one part a line.
    pub address: String,
    /// Its website, `http` or `https`.
    pub website: Option<String>,
    /// When it opened under its present URN.
    pub opened: Option<String>,
    /// When it closed.
    pub closed: Option<String>,
    /// Those of its partnerships that the reader may see: name and address.
    pub partnerships: Vec<(String, String)>,
    /// Address of the page of its people, for those who look after them.
    pub people: Option<String>,
    /// Which register this is from, in words.
    pub source: Option<String>,
}

/// A school's page.
#[component]
pub fn Show(
    /// The school.
    view: SchoolView,
) -> impl IntoView {
    let mut rows = vec![SummaryRow::text("URN", view.urn)];
    if !view.former_urns.is_empty() {
        rows.push(SummaryRow::text("Former URNs", view.former_urns.join(", ")));
    }
    let colour = if view.open {
        TagColour::Green
    } else {
        TagColour::Grey
    };
    rows.push(SummaryRow::view(
        "Status",
        view! { <Tag text=view.status colour/> },
    ));
    for (key, value) in [
        ("Opened under this URN", view.opened),
        ("Closed", view.closed),
        ("Type", Some(view.type_name)),
        ("Phase", Some(view.phase)),
        ("Ages", view.ages),
        ("Pupils", view.pupils),
        ("Local authority", Some(view.la)),
        ("Trust", view.trust),
        ("Federation", view.federation),
        ("Address", Some(view.address)),
    ] {
        if let Some(value) = value {
            rows.push(SummaryRow::text(key, value));
        }
    }
    if let Some(website) = view.website {
        rows.push(SummaryRow::view(
            "Website",
            view! { <a class="govuk-link" href=website.clone() rel="noreferrer">{website.clone()}</a> },
        ));
    }
    let partnerships = view
        .partnerships
        .into_iter()
        .map(|(name, href)| view! { <li><a class="govuk-link" href=href>{name}</a></li> })
        .collect::<Vec<_>>();
    let source = view.source.map_or_else(
        || "These facts were put in by hand.".to_owned(),
        |source| {
            format!(
                "Where this comes from: {source}. The register is changed by the school, not here."
            )
        },
    );
    view! {
        <h1 class="govuk-heading-l">{view.name}</h1>
        <SummaryList rows=rows/>
        {(!partnerships.is_empty()).then(|| view! {
            <h2 class="govuk-heading-m">"Partnerships"</h2>
            <ul class="govuk-list govuk-list--bullet">{partnerships}</ul>
        })}
        {view.people.map(|href| view! {
            <h2 class="govuk-heading-m">"People"</h2>
            <p class="govuk-body"><a class="govuk-link" href=href>"See who has a role at this school, or invite somebody"</a></p>
        })}
        <InsetText>{source}</InsetText>
        <WhoCanSee
            people=vec!["Everybody who has signed in: these facts are public".to_owned()]
            note="Partnerships are listed only for those who belong to them."
        />
    }
}
