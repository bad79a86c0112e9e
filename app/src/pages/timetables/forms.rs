//! The forms behind a timetable.

use crate::components::{
    Button, ButtonGroup, ButtonKind, Checkboxes, Choice, ErrorSummary, NotificationBanner,
    PersonalDataQuestion, PostButton, Select, TextInput,
};
use domain::forms::{FieldErrors, RawForm};
use domain::timetable::ItemKind;
use leptos::prelude::*;

/// An item, new or there already.
#[derive(Debug, Clone)]
pub struct ItemFormView {
    /// The school.
    pub school: String,
    /// The members of the team: value and name.
    pub team: Vec<(String, String)>,
    /// Where the item is removed; none for a new one.
    pub remove: Option<String>,
    /// What somebody else did in the meantime.
    pub other: Option<String>,
    /// Back to the timetable.
    pub back: String,
}

/// The form of one item.
#[component]
pub fn Item(
    /// What is known.
    view: ItemFormView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let kinds = ItemKind::ALL
        .iter()
        .map(|k| Choice::new(k.as_str(), k.in_words()))
        .collect();
    let mut people = vec![Choice::new("everyone", "The whole team")];
    people.extend(
        view.team
            .iter()
            .map(|(id, name)| Choice::new(id.clone(), name.clone())),
    );
    let ticked = form
        .all("people")
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let is_new = view.remove.is_none();
    let later = (!is_new).then(|| {
        let values = form
            .all("move_later")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        view! {
            <Checkboxes
                name="move_later"
                label="What comes after it"
                choices=vec![
                    Choice::new("yes", "Move everything that comes later along")
                        .hint("By as many minutes as the end of this moves"),
                ]
                values
            />
        }
    });
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.other.map(|text| view! { <NotificationBanner text/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">{if is_new { "Add to the day" } else { "Change a part of the day" }}</h1>
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <Select name="kind" label="What is it?" choices=kinds value=form.get("kind").to_owned() prompt="Choose one" error=errors.get("kind")/>
            <TextInput
                name="title"
                label="In your own words (optional)"
                hint="For example, Learning walk in Years 3 and 4"
                value=form.get("title").to_owned()
                error=errors.get("title")
            />
            <TextInput name="starts" label="From" hint="For example, 9:30 or 2:15pm" width=10 value=form.get("starts").to_owned() error=errors.get("starts")/>
            <TextInput name="ends" label="Until" width=10 value=form.get("ends").to_owned() error=errors.get("ends")/>
            {later}
            <TextInput name="place" label="Where? (optional)" hint="For example, library" value=form.get("place").to_owned() error=errors.get("place")/>
            <TextInput
                name="with"
                label="With whom? (optional)"
                hint="By role, such as SENCO or pupils of Year 5. Never a name."
                value=form.get("with").to_owned()
                error=errors.get("with")
            />
            <Checkboxes name="people" label="Who of the team takes part?" choices=people values=ticked error=errors.get("people")/>
            <TextInput
                name="size"
                label="How many pupils, parents or staff? (optional)"
                hint="A pupil panel works best with 6 to 8, without staff in the room"
                inputmode="numeric"
                width=3
                value=form.get("size").to_owned()
                error=errors.get("size")
            />
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <ButtonGroup>
                <Button text="Save"/>
                <a class="govuk-link" href=view.back>"Cancel"</a>
            </ButtonGroup>
        </form>
        {view.remove.map(|action| view! { <PostButton text="Remove this from the day" action kind=ButtonKind::Warning/> })}
    }
}

/// When the day begins and ends.
#[derive(Debug, Clone)]
pub struct DayView {
    /// The school.
    pub school: String,
    /// What somebody else did in the meantime.
    pub other: Option<String>,
    /// Back to the timetable.
    pub back: String,
}

/// The form for the hours of the day.
#[component]
pub fn Day(
    /// What is known.
    view: DayView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {view.other.map(|text| view! { <NotificationBanner text/> })}
        <span class="govuk-caption-l">{view.school}</span>
        <h1 class="govuk-heading-l">"When the day begins and ends"</h1>
        <p class="govuk-body">"These times also stand in the calendars of the team and the school."</p>
        <form method="post" novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <TextInput name="starts" label="The team arrives" hint="For example, 8:30" width=10 value=form.get("starts").to_owned() error=errors.get("starts")/>
            <TextInput name="ends" label="The day ends" hint="For example, 3:30pm" width=10 value=form.get("ends").to_owned() error=errors.get("ends")/>
            <ButtonGroup>
                <Button text="Save"/>
                <a class="govuk-link" href=view.back>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
}
