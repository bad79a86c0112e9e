//! The timetable of a visit: the day as everybody sees it and prints it, and the forms behind it.

mod forms;

pub use forms::{Day, DayView, Item, ItemFormView};

use crate::components::{
    BannerKind, Button, ButtonGroup, ButtonKind, Cell, Column, InsetText, LinkButton,
    NotificationBanner, PostButton, SummaryList, SummaryRow, Table, Tag, TagColour, WarningText,
    WhoCanSee,
};
use crate::pages::visits::{TeamLinks, TeamNav};
use leptos::prelude::*;

/// One line of the day.
#[derive(Debug, Clone)]
pub struct Line {
    /// "9:00am to 9:45am".
    pub time: String,
    /// What it is.
    pub what: String,
    /// Where.
    pub place: String,
    /// With whom, by role.
    pub with: String,
    /// Who of the team, in words.
    pub who: String,
    /// "8 people", for panels.
    pub size: String,
    /// The page on which it is changed, for who may.
    pub change: Option<String>,
}

impl Line {
    /// What it is, with the size of a panel.
    fn title(&self) -> String {
        if self.size.is_empty() {
            self.what.clone()
        } else {
            format!("{} ({})", self.what, self.size)
        }
    }
}

/// Who has agreed, for one side.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// "The school", "The team".
    pub side: &'static str,
    /// By whom and when, in words; none when not yet.
    pub by: Option<String>,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct TimetableView {
    /// The school.
    pub school: String,
    /// The day of the visit, in words.
    pub day: Option<String>,
    /// From when until when, in words.
    pub hours: String,
    /// Links between the review's pages, for the team.
    pub links: TeamLinks,
    /// Address of the page.
    pub href: String,
    /// False while nobody has begun it.
    pub begun: bool,
    /// The lines; of one person where `reader` says so.
    pub lines: Vec<Line>,
    /// Names and addresses of the views of single reviewers, the present one without address.
    pub views: TeamLinks,
    /// Whose day it is, where it is one person's.
    pub whose: Option<String>,
    /// What a careful planner would notice, for those who plan.
    pub warnings: Vec<String>,
    /// Who has agreed it.
    pub agreed: Vec<Agreed>,
    /// True when it was changed after somebody had agreed.
    pub changed_after: bool,
    /// Who changed it last, and when, in words.
    pub saved: String,
    /// True for those who may change it.
    pub may_edit: bool,
    /// The words of the button with which the reader agrees; none when it is not the reader's to agree, or done.
    pub agree: Option<&'static str>,
    /// Version that is agreed.
    pub version: u32,
    /// A form's key.
    pub form_key: String,
    /// The calendar file, where the reader can take the visit into a calendar.
    pub calendar: Option<String>,
    /// By when it is to be agreed, in words.
    pub due: Option<String>,
    /// What has just been done.
    pub done: Option<&'static str>,
    /// What went wrong with agreeing.
    pub other: Option<String>,
    /// Who can see it.
    pub who: Vec<String>,
}

/// The table of a day; also in the pack.
#[component]
pub fn DayTable(
    /// Its lines.
    lines: Vec<Line>,
) -> impl IntoView {
    let editable = lines.iter().any(|l| l.change.is_some());
    let mut columns = vec![
        Column::new("Time"),
        Column::new("What"),
        Column::new("Where"),
        Column::new("With"),
        Column::new("Who of the team"),
    ];
    if editable {
        columns.push(Column::hidden("Change"));
    }
    let rows = lines
        .into_iter()
        .map(|l| {
            let title = l.title();
            let mut row = vec![
                Cell::text(l.time.clone()),
                Cell::text(title.clone()),
                Cell::text(or_open(l.place)),
                Cell::text(l.with),
                Cell::text(l.who),
            ];
            if editable {
                let about = format!(" {title}, {}", l.time);
                row.push(Cell::view(l.change.map(|href| {
                    view! {
                        <a class="govuk-link quintet-no-print" href=href>
                            "Change"<span class="govuk-visually-hidden">{about}</span>
                        </a>
                    }
                })));
            }
            row
        })
        .collect();
    view! { <Table caption="The day" caption_hidden=true columns rows empty="Nothing is planned yet."/> }
}

/// Whose day is shown, and the days of the others.
#[component]
fn Views(
    /// Names and addresses, the present one without address.
    views: TeamLinks,
) -> impl IntoView {
    let items = views
        .into_iter()
        .map(|(name, href)| match href {
            Some(href) => view! { <li><a class="govuk-link" href=href>{name}</a></li> }.into_any(),
            None => view! { <li><strong aria-current="true">{name}</strong></li> }.into_any(),
        })
        .collect_view();
    view! {
        <nav class="quintet-no-print" aria-label="Whose day">
            <ul class="govuk-list quintet-team-nav">{items}</ul>
        </nav>
    }
}

fn or_open(place: String) -> String {
    if place.is_empty() {
        "Not said yet".to_owned()
    } else {
        place
    }
}

/// The timetable.
#[component]
pub fn Timetable(
    /// Everything on the page.
    view: TimetableView,
) -> impl IntoView {
    let heading = match &view.whose {
        Some(name) => format!("Visit to {}: the day of {name}", view.school),
        None => format!("Timetable of the visit to {}", view.school),
    };
    let rows = vec![
        SummaryRow::text(
            "Day of the visit",
            view.day
                .clone()
                .unwrap_or_else(|| "Not agreed yet".to_owned()),
        ),
        SummaryRow::text("From and until", view.hours.clone()),
    ];
    let body = if view.begun {
        begun(view.clone()).into_any()
    } else {
        not_begun(&view).into_any()
    };
    view! {
        {view.done.map(|text| view! { <NotificationBanner text kind=BannerKind::Success/> })}
        {view.other.clone().map(|text| view! { <NotificationBanner text/> })}
        <h1 class="govuk-heading-l">{heading}</h1>
        <TeamNav links=view.links.clone()/>
        <SummaryList rows/>
        {body}
        {view.calendar.clone().map(|href| view! {
            <p class="govuk-body quintet-no-print"><a class="govuk-link" href=href>"Put the visit into your calendar"</a></p>
        })}
        <WhoCanSee people=view.who note="The timetable says with whom by role. Write no names of pupils, parents or staff in it."/>
    }
}

fn not_begun(view: &TimetableView) -> impl IntoView + use<> {
    let due = view.due.clone();
    let begin = view.may_edit.then(|| {
        let key = |from: &str| {
            vec![
                ("from".to_owned(), from.to_owned()),
                ("form_key".to_owned(), view.form_key.clone()),
            ]
        };
        let action = format!("{}/begin", view.href);
        view! {
            <p class="govuk-body">
                "Begin with the usual day: briefing, meeting on leading inclusion, learning walks, panels with pupils and with parents and carers, meetings with staff and the SENCO, catch-ups of the team, drafting and feedback. Then change what is different with you."
            </p>
            <PostButton text="Begin with the usual day" action=action.clone() fields=key("template")/>
            <PostButton text="Begin with an empty day" action kind=ButtonKind::Secondary fields=key("empty")/>
        }
    });
    view! {
        <p class="govuk-body">"Nobody has begun the timetable yet." {due.map(|d| format!(" It is to be agreed by {d}."))}</p>
        {begin}
    }
}

fn begun(view: TimetableView) -> impl IntoView {
    let warnings = view
        .warnings
        .into_iter()
        .map(|w| view! { <li>{w}</li> })
        .collect::<Vec<_>>();
    let agreed: Vec<SummaryRow> = view
        .agreed
        .iter()
        .map(|a| {
            SummaryRow::text(
                a.side,
                a.by.clone().unwrap_or_else(|| "Not agreed yet".to_owned()),
            )
        })
        .collect();
    let both = view.agreed.iter().all(|a| a.by.is_some());
    let (tag, colour) = if both {
        ("Agreed", TagColour::Green)
    } else if view.changed_after {
        ("Changed since it was agreed", TagColour::Orange)
    } else {
        ("Not agreed by both yet", TagColour::Blue)
    };
    let href = view.href.clone();
    let agree = view.agree.map(|text| {
        view! {
            <form method="post" action=format!("{href}/agree") novalidate class="quintet-no-print">
                <input type="hidden" name="version" value=view.version.to_string()/>
                <input type="hidden" name="form_key" value=view.form_key.clone()/>
                <Button text/>
            </form>
        }
    });
    let edit = view.may_edit.then(|| {
        view! {
            <div class="quintet-no-print">
                <ButtonGroup>
                    <LinkButton text="Add to the day" href=format!("{}/new", view.href) kind=ButtonKind::Secondary/>
                    <a class="govuk-link" href=format!("{}/day", view.href)>"Change when the day begins and ends"</a>
                </ButtonGroup>
            </div>
        }
    });
    view! {
        <p class="govuk-body"><Tag text=tag colour/></p>
        {view.changed_after.then(|| view! {
            <InsetText>"The timetable was changed after it had been agreed. Whoever had agreed it was told, and is asked to look at it again."</InsetText>
        })}
        <Views views=view.views/>
        <DayTable lines=view.lines/>
        {edit}
        {(!warnings.is_empty()).then(|| view! {
            <div class="quintet-no-print">
                <WarningText text="Look at this before you agree. Nothing here stops you."/>
                <ul class="govuk-list govuk-list--bullet">{warnings}</ul>
            </div>
        })}
        <h2 class="govuk-heading-m">"Who has agreed it"</h2>
        <SummaryList rows=agreed/>
        {agree}
        <p class="govuk-body">{view.saved} {view.due.map(|d| format!(" It is to be agreed by {d}."))}</p>
    }
}
