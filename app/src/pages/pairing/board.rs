//! The board of a cycle's teams: what is planned, who has answered, what is missing, and the button that suggests.

use super::{MemberView, OUTDATED, concern_tags, member_details};
use crate::components::{
    Button, Cell, Checkboxes, Column, ErrorSummary, InsetText, LinkButton, NotificationBanner,
    Select, SummaryAction, SummaryList, SummaryRow, Table, Tag, TagColour, TextInput, WarningText,
    WhoCanSee,
};
use crate::components::{ButtonKind, Choice};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A school with its team.
#[derive(Debug, Clone)]
pub struct SchoolTeam {
    /// The school's name.
    pub name: String,
    /// Address of its team's page.
    pub href: String,
    /// How its team stands, as a word and a colour.
    pub state: (&'static str, TagColour),
    /// The team, the lead first; those who have declined last.
    pub members: Vec<MemberView>,
    /// What speaks against the team as a whole.
    pub concerns: Vec<String>,
    /// What it lacks, in words: "1 open place".
    pub lacks: Option<String>,
    /// Why there is no team and what can be done, a pair a reason.
    pub clashes: Vec<(String, String)>,
}

/// A reviewer's visits in this cycle.
#[derive(Debug, Clone)]
pub struct Load {
    /// The name.
    pub name: String,
    /// Where the person works.
    pub schools: String,
    /// True when trained to lead.
    pub trained: bool,
    /// True when the person has rated the fictional school.
    pub calibrated: bool,
    /// Schools to be visited.
    pub visits: Vec<String>,
    /// Most visits in a cycle.
    pub limit: u32,
}

/// The board.
#[derive(Debug, Clone)]
pub struct BoardView {
    /// Name of the cycle.
    pub cycle: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Address of this page.
    pub href: String,
    /// What happened and what is next, in a sentence or two.
    pub summary: String,
    /// The schools, those without a team first.
    pub schools: Vec<SchoolTeam>,
    /// What stands in the way and is about no school.
    pub clashes: Vec<(String, String)>,
    /// The reviewers, by name.
    pub loads: Vec<Load>,
    /// How many people can be invited now.
    pub invitable: usize,
    /// True once there is a suggestion: the button then says "again".
    pub suggested: bool,
    /// The last suggestion: where it is, and how it stands, in a sentence; none where it is over.
    pub run: Option<(String, String)>,
    /// The rules that differ from what is usual, in words.
    pub rules: Vec<String>,
    /// Whether to offer the forms.
    pub may_pair: bool,
    /// True when somebody else changed a team meanwhile.
    pub outdated: bool,
}

/// The board's page.
#[component]
pub fn Board(
    /// What is on it.
    view: BoardView,
    /// The settings as typed.
    form: RawForm,
    /// What is wrong with them.
    errors: FieldErrors,
) -> impl IntoView {
    let invite = (view.may_pair && view.invitable > 0).then(|| {
        let text = match view.invitable {
            1 => "Invite 1 planned person".to_owned(),
            n => format!("Invite {n} planned people"),
        };
        view! { <LinkButton text=text href=format!("{}/invite", view.href)/> }
    });
    let settings = view.may_pair.then(|| settings_form(&view, &form, &errors));
    let loads = loads(view.loads);
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.outdated.then(|| view! {
            <NotificationBanner text=OUTDATED>
                <p class="govuk-body">"Nothing of yours was saved. Look at the teams below, then try again."</p>
            </NotificationBanner>
        })}
        <span class="govuk-caption-l">{view.cycle}</span>
        <h1 class="govuk-heading-l">"Review teams"</h1>
        <InsetText>{view.summary.clone()}</InsetText>
        {view.run.clone().map(|(href, text)| view! {
            <NotificationBanner text=text>
                <p class="govuk-body"><a class="govuk-link" href=href>"Look at the suggestion"</a></p>
            </NotificationBanner>
        })}
        {view.clashes.into_iter().map(|(what, to_do)| view! {
            <WarningText text=what/>
            <p class="govuk-body">{to_do}</p>
        }).collect_view()}
        {invite}
        {settings}
        <h2 class="govuk-heading-m">"Schools and their teams"</h2>
        {(view.may_pair && view.suggested).then(|| view! {
            <p class="govuk-body"><a class="govuk-link" href=format!("{}/move", view.href)>"Move people between teams"</a></p>
        })}
        {view.schools.into_iter().map(|s| school(s, view.may_pair)).collect_view()}
        {loads}
        <WhoCanSee
            people=vec![format!("The coordinators of {}, and administrators", view.partnership)]
            note="Each reviewer who is invited sees the own team only. What speaks against a pair stays on this page."
        />
    }
}

fn settings_form(view: &BoardView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let sizes = |most: u32| {
        (1..=most)
            .map(|n| Choice::new(n.to_string(), n.to_string()))
            .collect::<Vec<_>>()
    };
    let value = |name: &str| form.get(name).to_owned();
    let text = if view.suggested {
        "Suggest again"
    } else {
        "Suggest teams"
    };
    let kind = if view.invitable > 0 {
        ButtonKind::Secondary
    } else {
        ButtonKind::Primary
    };
    view! {
        <form method="post" action=view.href.clone() novalidate>
            <input type="hidden" name="form_key" value=value("form_key")/>
            <input type="hidden" name="version" value=value("version")/>
            <Select
                name="size"
                label="People in a team"
                hint="With the lead. A smaller team is suggested only where nobody else suits."
                choices=sizes(8)
                value=value("size")
                error=errors.get("size")
            />
            <Select name="least" label="Least number of people" choices=sizes(8) value=value("least") error=errors.get("least")/>
            <TextInput
                name="max_km"
                label="Longest way in kilometres (optional)"
                hint="In a straight line from the reviewer’s own school. A longer way is avoided where possible."
                value=value("max_km")
                error=errors.get("max_km")
                inputmode="numeric"
                width=4
            />
            {view.suggested.then(|| view! {
                <Checkboxes
                    name="afresh"
                    label="Planned people"
                    choices=vec![Choice::new("yes", "Begin again without them").hint("Otherwise as few as possible are moved.")]
                    values=if form.has("afresh") { vec!["yes".to_owned()] } else { Vec::new() }
                />
            })}
            <p class="govuk-body">
                "A suggestion tells nobody, and changes nothing until you use it. People who have been invited, and those you chose yourself, stay."
            </p>
            <Button text=text kind=kind/>
        </form>
        <h3 class="govuk-heading-s">"Rules and points"</h3>
        {if view.rules.is_empty() {
            view! { <p class="govuk-body">"The usual rules and points hold."</p> }.into_any()
        } else {
            view! {
                <ul class="govuk-list govuk-list--bullet">
                    {view.rules.iter().cloned().map(|r| view! { <li>{r}</li> }).collect_view()}
                </ul>
            }.into_any()
        }}
        <p class="govuk-body"><a class="govuk-link" href=format!("{}/rules", view.href)>"Change the rules and points"</a></p>
    }
    .into_any()
}

fn school(s: SchoolTeam, may_pair: bool) -> AnyView {
    let (text, colour) = s.state;
    let mut rows = vec![SummaryRow::view(
        "Team",
        view! {
            <p class="govuk-body govuk-!-margin-bottom-1"><Tag text=text colour=colour/></p>
            {concern_tags(&s.concerns)}
            {s.lacks.map(|l| view! { <p class="govuk-body govuk-!-margin-bottom-1">{l}</p> })}
            {s.clashes.into_iter().map(|(what, to_do)| view! {
                <p class="govuk-body govuk-!-margin-bottom-1"><strong>{what}</strong></p>
                <p class="govuk-body govuk-!-margin-bottom-1">{to_do}</p>
            }).collect_view()}
        }
        .into_any(),
    )];
    rows.extend(
        s.members
            .iter()
            .map(|m| SummaryRow::view(m.title(), member_details(m))),
    );
    let text = if may_pair { "Change team" } else { "See team" };
    let actions = vec![SummaryAction {
        text: text.into(),
        about: format!("of {}", s.name),
        href: s.href,
    }];
    view! { <SummaryList title=s.name rows=rows actions=actions/> }.into_any()
}

fn loads(loads: Vec<Load>) -> AnyView {
    let rows = loads
        .into_iter()
        .map(|l| {
            let count = format!("{} of {}", l.visits.len(), l.limit);
            let over = u32::try_from(l.visits.len()).is_ok_and(|n| n > l.limit);
            let count = if over {
                Cell::view(view! { <Tag text=format!("{count}: over the limit") colour=TagColour::Orange/> }.into_any())
            } else {
                Cell::text(count)
            };
            vec![
                Cell::text(l.name),
                Cell::text(l.schools),
                Cell::text(if l.trained { "Yes" } else { "No" }),
                Cell::text(if l.calibrated { "Done" } else { "Not done" }),
                count,
                Cell::text(if l.visits.is_empty() { "None".to_owned() } else { l.visits.join(", ") }),
            ]
        })
        .collect();
    view! {
        <Table
            caption="Reviewers and their visits"
            columns=vec![
                Column::new("Reviewer"),
                Column::new("Works at"),
                Column::new("Can lead"),
                Column::new("Compared ratings"),
                Column::new("Visits"),
                Column::new("Schools to visit"),
            ]
            rows=rows
            empty="There are no reviewers in this partnership yet. Add some under People, then come back."
        />
    }
    .into_any()
}
