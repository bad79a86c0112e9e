//! One framework version, to be read on a phone or printed.

use crate::components::{
    ButtonGroup, ButtonKind, Cell, Column, Details, InsetText, LinkButton, SummaryList, SummaryRow,
    Table,
};
use domain::framework::{Framework, Level, LevelName, Principle, Strand};
use leptos::prelude::*;
use std::sync::Arc;

/// A version's page.
#[component]
pub fn Show(
    /// The version.
    framework: Arc<Framework>,
    /// Address of its page.
    href: String,
    /// The day of its publication in words; a draft has none.
    published: Option<String>,
    /// Whether to offer publishing and deleting a draft.
    may_manage: bool,
) -> impl IntoView {
    let f = framework.as_ref();
    let state = match &published {
        Some(day) => view! { {super::state(true)} {format!(" {day}")} }.into_any(),
        None => super::state(false).into_any(),
    };
    let contents = f
        .principles
        .iter()
        .map(|p| {
            let text = format!("{}. {}", p.number, p.title);
            view! { <li><a class="govuk-link" href=format!("#principle-{}", p.number)>{text}</a></li> }
        })
        .collect_view();
    let levels = f
        .levels
        .iter()
        .map(|l| vec![Cell::text(level_name(l)), Cell::text(l.meaning.clone())])
        .collect();
    let principles = f.principles.iter().map(|p| principle(f, p)).collect_view();
    let file = format!("{href}/file");
    let guidance = f.guidance.clone();
    let manage = (may_manage && published.is_none()).then(|| {
        view! {
            <ButtonGroup>
                <LinkButton text="Publish" href=format!("{href}/publish")/>
                <LinkButton text="Delete the draft" href=format!("{href}/delete") kind=ButtonKind::Secondary/>
            </ButtonGroup>
        }
    });
    view! {
        <h1 class="govuk-heading-l">{f.title.clone()}</h1>
        <p class="govuk-body-l">{f.summary.clone()}</p>
        <SummaryList rows=vec![
            SummaryRow::text("Version", f.version.to_string()),
            SummaryRow::view("State", state),
            SummaryRow::text("What is new", f.changes.clone()),
            SummaryRow::text("Where it comes from", f.attribution.clone()),
            SummaryRow::view("File", view! {
                <a class="govuk-link" href=file>"Download the file"</a>
                " to read or adapt it in a text editor"
            }),
        ]/>
        {manage}
        <h2 class="govuk-heading-m">"How to use it"</h2>
        <InsetText>{guidance}</InsetText>
        <Table caption="The levels" columns=vec![Column::new("Level"), Column::new("What it means")] rows=levels/>
        <h2 class="govuk-heading-m">"Principles"</h2>
        <ul class="govuk-list">{contents}</ul>
        {principles}
    }
}

fn level_name(level: &LevelName) -> String {
    format!("{}. {}", level.level.number(), level.name)
}

fn principle(f: &Framework, p: &Principle) -> impl IntoView + use<> {
    let strands = p.strands.iter().map(|s| strand(f, s)).collect_view();
    view! {
        <section aria-labelledby=format!("principle-{}", p.number)>
            <h2 class="govuk-heading-l" id=format!("principle-{}", p.number)>{format!("{}. {}", p.number, p.title)}</h2>
            <p class="govuk-body">{p.about.clone()}</p>
            {strands}
        </section>
    }
}

fn strand(f: &Framework, s: &Strand) -> impl IntoView + use<> {
    let rows = Level::ALL
        .into_iter()
        .map(|l| {
            vec![
                Cell::text(level_name(f.level(l))),
                Cell::text(s.descriptor(l)),
            ]
        })
        .collect();
    let (see, hear, read) = (
        prompts("See", &s.see),
        prompts("Hear", &s.hear),
        prompts("Read", &s.read),
    );
    let question = s.question.clone();
    let id = format!("strand-{}", s.code.to_string().replace('.', "-"));
    view! {
        <h3 class="govuk-heading-m" id=id>{format!("{} {}", s.code, s.title)}</h3>
        <p class="govuk-body">{s.about.clone()}</p>
        <Table
            caption=format!("{} at each level", s.title)
            caption_size="s"
            columns=vec![Column::new("Level"), Column::new("What a school is like")]
            rows=rows
        />
        <Details summary=format!("What reviewers might see, hear and read for {}", s.code)>
            {see}
            {hear}
            {read}
            <p class="govuk-body"><strong>"A question a school could ask its peers"</strong></p>
            <p class="govuk-body">{question}</p>
        </Details>
    }
}

fn prompts(title: &'static str, items: &[String]) -> impl IntoView + use<> {
    let items = items
        .iter()
        .map(|i| view! { <li>{i.clone()}</li> })
        .collect_view();
    view! {
        <p class="govuk-body"><strong>{title}</strong></p>
        <ul class="govuk-list govuk-list--bullet">{items}</ul>
    }
}
