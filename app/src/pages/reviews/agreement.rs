//! The agreement: the cycle's terms and who will see what, in the words that the school accepts.

use crate::components::{
    BannerKind, Button, Checkboxes, Choice, ErrorSummary, InsetText, NotificationBanner, WhoCanSee,
    paragraphs,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct AgreementView {
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// The words to be accepted, or those that were, as paragraphs between empty lines.
    pub words: String,
    /// "Hana One accepted this for Ashby Primary School at …", once somebody has.
    pub accepted: Option<String>,
    /// True when it has been accepted just now.
    pub just_accepted: bool,
    /// True when this person can accept it.
    pub may_accept: bool,
    /// True when the words have changed since the form was shown.
    pub changed: bool,
    /// Who can see the page.
    pub who: Vec<String>,
}

/// The page.
#[component]
pub fn Agreement(
    /// Everything on it.
    view: AgreementView,
    /// What was ticked.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let ticked = form
        .all("accept")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let waiting = view.accepted.is_none() && !view.may_accept;
    let school = view.school.clone();
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view
            .just_accepted
            .then(|| view! { <NotificationBanner text="Accepted. The coordinators hear of it." kind=BannerKind::Success/> })}
        {view
            .changed
            .then(|| {
                view! {
                    <NotificationBanner text="The words of the agreement have changed since you opened this page. Nothing was accepted. Read them again.">
                    </NotificationBanner>
                }
            })}
        <span class="govuk-caption-l">{format!("{}, {}", view.school, view.cycle)}</span>
        <h1 class="govuk-heading-l">"Agreement"</h1>
        {view.accepted.map(|text| view! { <InsetText>{text}</InsetText> })}
        {paragraphs(&view.words)}
        {waiting
            .then(|| {
                view! {
                    <InsetText>{format!("The headteacher of {} has not accepted this yet.", view.school)}</InsetText>
                }
            })}
        {view
            .may_accept
            .then(|| {
                view! {
                    <form method="post" novalidate>
                        <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
                        <input type="hidden" name="shown" value=form.get("shown").to_owned()/>
                        <Checkboxes
                            name="accept"
                            label="Do you accept this?"
                            choices=vec![Choice::new("yes", format!("I accept for {school}"))]
                            values=ticked
                            error=errors.get("accept")
                        />
                        <Button text="Accept the agreement"/>
                    </form>
                }
            })}
        <WhoCanSee people=view.who/>
    }
}
