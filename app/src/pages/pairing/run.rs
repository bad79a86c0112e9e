//! A suggestion while it is worked out, and when it waits for the coordinator: how good it is, what it would change, and
//! the two buttons.

use super::{MemberView, OUTDATED, concern_tags, member_details};
use crate::components::{
    Button, ButtonKind, Details, ErrorSummary, InsetText, NotificationBanner, PostButton,
    SummaryList, SummaryRow, Tag, TagColour, TextArea, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// One school's suggested team.
#[derive(Debug, Clone)]
pub struct SuggestedTeam {
    /// The school's name.
    pub school: String,
    /// The team, the lead first.
    pub members: Vec<MemberView>,
    /// What speaks against the team as a whole.
    pub concerns: Vec<String>,
    /// What is different from the planned team, in sentences; empty where nothing is.
    pub changes: Vec<String>,
}

/// Rules that clash, and for whom.
#[derive(Debug, Clone)]
pub struct ClashView {
    /// For which schools, as the beginning of a list.
    pub about: String,
    /// The rules.
    pub rules: Vec<String>,
}

/// A pair with a conflict of interest, to be given a reason.
#[derive(Debug, Clone)]
pub struct ConflictView {
    /// The form's field.
    pub field: String,
    /// Person, school and what the conflict is.
    pub what: String,
}

/// How a run stands.
#[derive(Debug, Clone)]
pub enum RunStage {
    /// It waits, or is being worked out: per cent, and what is known so far.
    Working {
        /// Per cent done.
        per_cent: u32,
        /// The best answer so far, in words.
        so_far: Option<String>,
    },
    /// It waits for the coordinator.
    Waiting,
    /// It is over: what became of it.
    Over(String),
}

/// The page of a run.
#[derive(Debug, Clone)]
pub struct RunView {
    /// Name of the cycle.
    pub cycle: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Address of this page.
    pub href: String,
    /// Address of the board.
    pub board: String,
    /// Who asked for it and when.
    pub asked: String,
    /// How it stands.
    pub stage: RunStage,
    /// How good the answer is, in sentences.
    pub quality: Vec<String>,
    /// How many people change, in a sentence.
    pub changes: String,
    /// The suggested teams, those that change first.
    pub teams: Vec<SuggestedTeam>,
    /// Rules that clash.
    pub smallest: Vec<ClashView>,
    /// Why schools cannot have a team, and what can be done.
    pub clashes: Vec<(String, String)>,
    /// Pairs that need a reason.
    pub conflicts: Vec<ConflictView>,
    /// Whether to offer the buttons.
    pub may_pair: bool,
    /// True when somebody else has changed a team meanwhile.
    pub outdated: bool,
}

/// The page.
#[component]
pub fn Run(
    /// What is on it.
    view: RunView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let waiting = matches!(view.stage, RunStage::Waiting);
    let stage = stage(&view, &form);
    let decide = (waiting && view.may_pair).then(|| decide(&view, &form, &errors));
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.outdated.then(|| view! {
            <NotificationBanner text=OUTDATED>
                <p class="govuk-body">"This suggestion was worked out for the teams as they were. Ask for another one."</p>
            </NotificationBanner>
        })}
        <span class="govuk-caption-l">{view.cycle.clone()}</span>
        <h1 class="govuk-heading-l">"Suggested teams"</h1>
        <p class="govuk-body">{view.asked.clone()}</p>
        {stage}
        {(!view.quality.is_empty()).then(|| view! {
            <h2 class="govuk-heading-m">"How good it is"</h2>
            {view.quality.iter().map(|q| view! { <p class="govuk-body">{q.clone()}</p> }).collect_view()}
        })}
        {clashes(&view)}
        {(!view.teams.is_empty()).then(|| view! {
            <h2 class="govuk-heading-m">"Schools and their teams"</h2>
            <p class="govuk-body">{view.changes.clone()}</p>
        })}
        {view.teams.iter().cloned().map(team).collect_view()}
        {decide}
        <p class="govuk-body"><a class="govuk-link" href=view.board.clone()>"All teams of this cycle"</a></p>
        <WhoCanSee
            people=vec![format!("The coordinators of {}, and administrators", view.partnership)]
            note="Nobody has been told of these teams."
        />
    }
}

fn hidden(form: &RawForm, what: &str) -> Vec<(String, String)> {
    vec![
        ("do".to_owned(), what.to_owned()),
        (
            "form_key".to_owned(),
            format!("{}-{what}", form.get("page_key")),
        ),
    ]
}

fn stage(view: &RunView, form: &RawForm) -> AnyView {
    match &view.stage {
        RunStage::Working { per_cent, so_far } => {
            let buttons = view.may_pair.then(|| {
                view! {
                    <div class="govuk-button-group">
                        {so_far.is_some().then(|| view! {
                            <PostButton text="Stop and take the best so far" action=view.href.clone() kind=ButtonKind::Secondary fields=hidden(form, "stop")/>
                        })}
                        <PostButton text="Cancel" about="this suggestion" action=view.href.clone() kind=ButtonKind::Secondary fields=hidden(form, "cancel")/>
                    </div>
                }
            });
            view! {
                <p class="govuk-body"><Tag text="Being worked out" colour=TagColour::Yellow/></p>
                <p class="govuk-body">
                    <label for="progress">{format!("{per_cent} % done")}</label>
                    " "
                    <progress id="progress" max="100" value=per_cent.to_string()>{format!("{per_cent} %")}</progress>
                </p>
                {so_far.clone().map(|text| view! { <p class="govuk-body">{text}</p> })}
                <InsetText>"This page loads again by itself every few seconds. You can leave it: the work goes on."</InsetText>
                <p class="govuk-body"><a class="govuk-link" href=view.href.clone()>"See how far it is now"</a></p>
                {buttons}
            }
            .into_any()
        }
        RunStage::Waiting => view! {
            <p class="govuk-body"><Tag text="Waits for you" colour=TagColour::Blue/></p>
        }
        .into_any(),
        RunStage::Over(words) => {
            let words = words.clone();
            view! { <InsetText>{words}</InsetText> }.into_any()
        }
    }
}

fn clashes(view: &RunView) -> AnyView {
    if view.smallest.is_empty() && view.clashes.is_empty() {
        return ().into_any();
    }
    view! {
        <h2 class="govuk-heading-m">"What stands in the way"</h2>
        {view.smallest.iter().cloned().map(|c| view! {
            <p class="govuk-body">{c.about}</p>
            <ul class="govuk-list govuk-list--bullet">
                {c.rules.into_iter().map(|r| view! { <li>{r}</li> }).collect_view()}
            </ul>
        }).collect_view()}
        {view.clashes.iter().cloned().map(|(what, to_do)| view! {
            <p class="govuk-body"><strong>{what}</strong>" "{to_do}</p>
        }).collect_view()}
    }
    .into_any()
}

fn team(team: SuggestedTeam) -> AnyView {
    let rows = team
        .members
        .iter()
        .map(|m| SummaryRow::view(m.title(), member_details(m)))
        .collect::<Vec<_>>();
    if team.changes.is_empty() {
        let concerns = concern_tags(&team.concerns);
        return view! {
            <Details summary=format!("{}: stays as planned", team.school)>
                {concerns}
                <SummaryList rows=rows/>
            </Details>
        }
        .into_any();
    }
    view! {
        <h3 class="govuk-heading-s">{team.school}</h3>
        <ul class="govuk-list govuk-list--bullet">
            {team.changes.into_iter().map(|c| view! { <li>{c}</li> }).collect_view()}
        </ul>
        {concern_tags(&team.concerns)}
        <SummaryList rows=rows/>
    }
    .into_any()
}

fn decide(view: &RunView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let reasons = view
        .conflicts
        .iter()
        .map(|c| {
            view! {
                <TextArea
                    name=c.field.clone()
                    label=c.what.clone()
                    hint="Why this pair is right all the same."
                    value=form.get(&c.field).to_owned()
                    error=errors.get(&c.field)
                    rows=2
                />
            }
        })
        .collect_view();
    let several = view.conflicts.len() > 1;
    let take = (!view.teams.is_empty()).then(|| view! {
        <form method="post" action=view.href.clone() novalidate>
            {hidden(form, "take").into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            {(!view.conflicts.is_empty()).then(|| view! {
                <h2 class="govuk-heading-m">"Conflicts of interest"</h2>
                <p class="govuk-body">"These pairs are to be avoided. To take the suggestion all the same, give a reason for each. It is kept with the pair."</p>
                {several.then(|| view! {
                    <TextArea
                        name="reason-all"
                        label="One reason for all that have none of their own (optional)"
                        value=form.get("reason-all").to_owned()
                        error=errors.get("reason-all")
                        rows=2
                    />
                })}
                {reasons}
            })}
            <p class="govuk-body">"If you use these teams, they are planned. Nobody is told until you send the invitations."</p>
            <Button text="Use these teams"/>
        </form>
    });
    view! {
        {take}
        <PostButton text="Throw this suggestion away" action=view.href.clone() kind=ButtonKind::Secondary fields=hidden(form, "drop")/>
    }
    .into_any()
}
