//! One team: who is in it and why, and one small form for each change.

use super::{MemberView, OUTDATED, concern_tags, member_details};
use crate::components::{
    Button, ButtonKind, Checkboxes, Choice, ErrorSummary, InsetText, NotificationBanner,
    PostButton, Select, SummaryList, SummaryRow, Tag, TagColour, TextArea, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// A change that was asked for and needs a reason.
#[derive(Debug, Clone)]
pub struct Pending {
    /// The change, as a sentence.
    pub what: String,
    /// What is to be avoided about it.
    pub concerns: Vec<String>,
}

/// The page of one team.
#[derive(Debug, Clone)]
pub struct TeamView {
    /// The school.
    pub school: String,
    /// Address of this page.
    pub href: String,
    /// Address of the cycle's board.
    pub board: String,
    /// Name of the partnership.
    pub partnership: String,
    /// How the team stands.
    pub state: (&'static str, TagColour),
    /// What happened and what is next.
    pub summary: String,
    /// The team, the lead first; those who have declined last.
    pub members: Vec<MemberView>,
    /// What speaks against the team as a whole.
    pub concerns: Vec<String>,
    /// Whom one can add: id, and name with what helps to choose.
    pub candidates: Vec<(String, String)>,
    /// Names of planned people who can be invited now.
    pub invitable: Vec<String>,
    /// Why planned people cannot be invited yet.
    pub lacks: Option<&'static str>,
    /// Whether to offer the forms that change the team.
    pub may_manage: bool,
    /// Why there are none, in words.
    pub why_not: Option<String>,
    /// Whom one can name as facilitator; none where the person may not.
    pub facilitators: Option<Vec<(String, String)>>,
    /// Name of the facilitator.
    pub facilitator: Option<String>,
    /// A change that waits for a reason.
    pub pending: Option<Pending>,
    /// True when somebody else changed a team meanwhile.
    pub outdated: bool,
}

/// The team's page. `form` has the version, a key for each form to begin with, and what was typed.
#[component]
pub fn Team(
    /// What is on it.
    view: TeamView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let (text, colour) = view.state;
    let rows = view
        .members
        .iter()
        .map(|m| {
            SummaryRow::view(
                m.title(),
                view! { {member_details(m)} {member_forms(&view, &form, &errors, m)} }.into_any(),
            )
        })
        .collect::<Vec<_>>();
    let empty = rows.is_empty();
    let pending = view
        .pending
        .clone()
        .map(|p| pending_form(&view, &form, &errors, p));
    let invite = (view.may_manage && !view.invitable.is_empty()).then(|| invite_form(&view, &form));
    let changes = view.may_manage.then(|| change_forms(&view, &form, &errors));
    let facilitator = facilitator_form(&view, &form, &errors);
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.outdated.then(|| view! {
            <NotificationBanner text=OUTDATED>
                <p class="govuk-body">"Your change was not made. Look at the team below, then make it again if it still fits."</p>
            </NotificationBanner>
        })}
        <span class="govuk-caption-l">{view.school.clone()}</span>
        <h1 class="govuk-heading-l">"Review team"</h1>
        <p class="govuk-body"><Tag text=text colour=colour/></p>
        <InsetText>{view.summary.clone()}</InsetText>
        {pending}
        {concern_tags(&view.concerns)}
        {if empty {
            view! { <p class="govuk-body">"Nobody is in this team yet."</p> }.into_any()
        } else {
            view! { <SummaryList rows=rows/> }.into_any()
        }}
        {view.lacks.map(|l| view! { <p class="govuk-body">{format!("Nobody can be invited yet. {l}")}</p> })}
        {invite}
        {view.why_not.clone().map(|w| view! { <p class="govuk-body">{w}</p> })}
        {changes}
        {facilitator}
        <p class="govuk-body"><a class="govuk-link" href=view.board.clone()>"All teams of this cycle"</a></p>
        <WhoCanSee
            people=vec![format!("The coordinators of {}, and administrators", view.partnership)]
            note="The school sees who is coming once the team is confirmed. Reviewers see who is in their own team, not why."
        />
    }
}

/// The hidden fields of one form. Each form has its own key, so that using one does not spend another's.
fn hidden(form: &RawForm, what: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = vec![
        ("do".to_owned(), what.to_owned()),
        ("version".to_owned(), form.get("version").to_owned()),
    ];
    let mut key = format!("{}-{what}", form.get("page_key"));
    for (name, value) in more {
        key.push('-');
        key.push_str(value);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields.push(("form_key".to_owned(), key));
    fields
}

fn inputs(fields: Vec<(String, String)>) -> AnyView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
        .into_any()
}

fn choices(people: &[(String, String)]) -> Vec<Choice> {
    people
        .iter()
        .map(|(id, name)| Choice::new(id.clone(), name.clone()))
        .collect()
}

/// What was typed into the form `what`; another form's words are not shown in it.
fn typed(form: &RawForm, what: &str, name: &str) -> String {
    if form.get("do") == what {
        form.get(name).to_owned()
    } else {
        String::new()
    }
}

fn member_forms(view: &TeamView, form: &RawForm, errors: &FieldErrors, m: &MemberView) -> AnyView {
    if !view.may_manage || m.declined {
        return ().into_any();
    }
    let fields = |what: &str| hidden(form, what, &[("member", &m.person)]);
    let lead = (!m.lead).then(|| {
        view! {
            <PostButton text="Make lead" about=m.name.clone() action=view.href.clone() kind=ButtonKind::Link fields=fields("lead")/>
            " "
        }
    });
    let waive = (m.conflict.is_some() && m.conflict_waived.is_none()).then(|| {
        let name = format!("waiver-{}", m.person);
        let value = form.get(&name).to_owned();
        let error = errors.get(&name);
        view! {
            <form method="post" action=view.href.clone() novalidate>
                {inputs(hidden(form, "waive", &[("member", &m.person)]))}
                <TextArea
                    name=name
                    label="Why this person can review the school all the same"
                    hint="The team is confirmed only when this is settled. To take the person out, use Remove."
                    value=value
                    error=error
                    rows=3
                />
                <Button text="Keep in the team" about=m.name.clone() kind=ButtonKind::Secondary/>
            </form>
        }
    });
    let detected = m.detected.then(|| {
        let name = format!("detected-{}", m.person);
        let value = form.get(&name).to_owned();
        let error = errors.get(&name);
        view! {
            <form method="post" action=view.href.clone() novalidate>
                {inputs(hidden(form, "detected", &[("member", &m.person)]))}
                <TextArea
                    name=name
                    label=format!("Why {} can review the school although there is a conflict of interest", m.name)
                    hint="To take the person out, use Remove."
                    value=value
                    error=error
                    rows=3
                />
                <Button text="Waive the conflict" about=m.name.clone() kind=ButtonKind::Secondary/>
            </form>
        }
    });
    view! {
        <div class="govuk-body govuk-!-margin-top-2">
            {lead}
            <PostButton text="Remove" about=m.name.clone() action=view.href.clone() kind=ButtonKind::Link fields=fields("remove")/>
        </div>
        {waive}
        {detected}
    }
    .into_any()
}

fn pending_form(view: &TeamView, form: &RawForm, errors: &FieldErrors, p: Pending) -> AnyView {
    let kept: Vec<(String, String)> = form
        .pairs()
        .iter()
        .filter(|(n, _)| {
            matches!(
                n.as_str(),
                "do" | "person" | "lead" | "member" | "out" | "instead" | "version"
            )
        })
        .cloned()
        .collect();
    view! {
        <h2 class="govuk-heading-m">{p.what}</h2>
        <p class="govuk-body">"This is to be avoided where possible:"</p>
        {concern_tags(&p.concerns)}
        <form method="post" action=view.href.clone() novalidate>
            {inputs(kept)}
            <input type="hidden" name="form_key" value=format!("{}-pending", form.get("page_key"))/>
            <TextArea
                name="reason"
                label="Why it is right all the same"
                hint="Coordinators can read this later."
                value=form.get("reason").to_owned()
                error=errors.get("reason")
                rows=3
            />
            <div class="govuk-button-group">
                <Button text="Make this change"/>
                <a class="govuk-link" href=view.href.clone()>"Leave the team as it is"</a>
            </div>
        </form>
    }
    .into_any()
}

fn invite_form(view: &TeamView, form: &RawForm) -> AnyView {
    let names: Vec<&str> = view.invitable.iter().map(String::as_str).collect();
    let names = domain::visibility::list(&names);
    view! {
        <h2 class="govuk-heading-m">"Invite"</h2>
        <p class="govuk-body">{format!("An e-mail goes to {names}. They can accept or decline.")}</p>
        <PostButton text=format!("Invite {names}") action=view.href.clone() fields=hidden(form, "invite", &[])/>
    }
    .into_any()
}

fn change_forms(view: &TeamView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let present: Vec<(String, String)> = view
        .members
        .iter()
        .filter(|m| !m.declined)
        .map(|m| (m.person.clone(), m.name.clone()))
        .collect();
    let lead = if form.get("do") == "add" && form.has("lead") {
        vec!["yes".to_owned()]
    } else {
        Vec::new()
    };
    let replace = (!present.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"Replace a person"</h2>
            <form method="post" action=view.href.clone() novalidate>
                {inputs(hidden(form, "replace", &[]))}
                <Select
                    name="out"
                    label="Who leaves"
                    prompt="Choose a person"
                    choices=choices(&present)
                    value=typed(form, "replace", "out")
                    error=errors.get("out")
                />
                <Select
                    name="instead"
                    label="Who comes instead"
                    prompt="Choose a reviewer"
                    choices=choices(&view.candidates)
                    value=typed(form, "replace", "instead")
                    error=errors.get("instead")
                />
                <Button text="Replace" kind=ButtonKind::Secondary/>
            </form>
        }
    });
    view! {
        <h2 class="govuk-heading-m">"Add a person"</h2>
        <form method="post" action=view.href.clone() novalidate>
            {inputs(hidden(form, "add", &[]))}
            <Select
                name="person"
                label="Reviewer"
                prompt="Choose a reviewer"
                choices=choices(&view.candidates)
                value=typed(form, "add", "person")
                error=errors.get("person")
            />
            <Checkboxes
                name="lead"
                label="Part in the team"
                choices=vec![Choice::new("yes", "Leads the team").hint("In place of whoever leads it now. Needs training.")]
                values=lead
            />
            <Button text="Add to the team" kind=ButtonKind::Secondary/>
        </form>
        {replace}
    }
    .into_any()
}

fn facilitator_form(view: &TeamView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let now = view
        .facilitator
        .clone()
        .unwrap_or_else(|| "Nobody has been named yet".to_owned());
    let Some(people) = &view.facilitators else {
        return view! { <SummaryList rows=vec![SummaryRow::text("Workshop facilitator", now)]/> }
            .into_any();
    };
    let value = if form.get("do") == "facilitator" {
        form.get("facilitator")
    } else {
        form.get("facilitator_now")
    };
    view! {
        <h2 class="govuk-heading-m">"Workshop facilitator"</h2>
        <form method="post" action=view.href.clone() novalidate>
            {inputs(hidden(form, "facilitator", &[]))}
            <Select
                name="facilitator"
                label="Who runs the workshop"
                hint="Helps the school to turn recommendations into actions, and reads the plan. Not somebody from the review team."
                prompt="Nobody yet"
                choices=choices(people)
                value=value.to_owned()
                error=errors.get("facilitator")
            />
            <Button text="Save facilitator" kind=ButtonKind::Secondary/>
        </form>
    }
    .into_any()
}
