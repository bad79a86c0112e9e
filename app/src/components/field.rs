//! What all form fields have in common. It holds no field of its own.
//!
//! The contract that pages, forms and the error summary rely on:
//!
//! - a field takes `name`, `label`, `value` (what was typed, returned letter by letter), `hint` and
//!   `error`; `hint` and `error` accept `&str`, `String` or an `Option` of either;
//! - its id is its name, so the error summary links to `#name`. For radios and checkboxes that is the
//!   first choice (the others are `name-2`, `name-3`, …); a date has the three fields `name-day`,
//!   `name-month` and `name-year`, and the summary links to `#name-day`;
//! - hint and error are `name-hint` and `name-error`, and the field names them in `aria-describedby`;
//! - a form that holds fields is written `<form method="post" novalidate>`: the server checks, and says
//!   what is wrong in words, for everybody alike.

use leptos::prelude::*;

/// Text that may be absent. An empty string counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaybeText(Option<String>);

impl MaybeText {
    /// The text, if there is one.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether there is a text.
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// The text itself, if there is one.
    pub fn into_inner(self) -> Option<String> {
        self.0
    }

    /// The text, or `other` in its absence.
    pub fn or(self, other: &str) -> String {
        self.0.unwrap_or_else(|| other.to_owned())
    }
}

impl From<Option<String>> for MaybeText {
    fn from(text: Option<String>) -> Self {
        Self(text.filter(|text| !text.is_empty()))
    }
}

impl From<Option<&str>> for MaybeText {
    fn from(text: Option<&str>) -> Self {
        text.map(str::to_owned).into()
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Some(text).into()
    }
}

impl From<&String> for MaybeText {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for MaybeText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// One of several answers, for `Radios`, `Checkboxes` and `Select`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A line under the label. A `Select` cannot show it.
    pub hint: MaybeText,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: MaybeText::default(),
        }
    }

    /// The same choice with a line under its label.
    pub fn hint(mut self, hint: impl Into<MaybeText>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The id of choice number `index`, counted from zero: the first has the field's own name.
pub(super) fn choice_id(name: &str, index: usize) -> String {
    match index {
        0 => name.to_owned(),
        n => format!("{name}-{}", n + 1),
    }
}

/// The value of `aria-describedby` for the field `name`, or none when there is nothing to name.
pub(super) fn described_by(
    name: &str,
    hint: &MaybeText,
    error: &MaybeText,
    more: Option<&str>,
) -> Option<String> {
    let mut ids = Vec::new();
    if hint.is_some() {
        ids.push(format!("{name}-hint"));
    }
    if error.is_some() {
        ids.push(format!("{name}-error"));
    }
    ids.extend(more.map(|suffix| format!("{name}-{suffix}")));
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// A class, with its error variant behind it where there is an error.
pub(super) fn class_with_error(class: &str, error: &MaybeText) -> String {
    if error.is_some() {
        format!("{class} {class}--error")
    } else {
        class.to_owned()
    }
}

/// The line under a label or legend.
#[component]
pub(super) fn Hint(
    /// The field's name.
    name: String,
    /// The words, if any.
    text: MaybeText,
) -> impl IntoView {
    text.into_inner().map(|text| {
        view! { <div id=format!("{name}-hint") class="govuk-hint">{text}</div> }
    })
}

/// What is wrong with a field, next to it.
#[component]
pub(super) fn ErrorMessage(
    /// The field's name.
    name: String,
    /// The words, if any.
    text: MaybeText,
) -> impl IntoView {
    text.into_inner().map(|text| {
        view! {
            <p id=format!("{name}-error") class="govuk-error-message">
                <span class="govuk-visually-hidden">"Error:"</span>
                " "
                {text}
            </p>
        }
    })
}

/// Label, hint and error around one control, which is the child.
#[component]
pub(super) fn Field(
    /// The control's name and id.
    name: String,
    /// What the control is for.
    label: String,
    /// `s`, `m`, `l` or `xl`; bold and small without it.
    label_size: MaybeText,
    /// Whether the label is the page's only heading.
    page_heading: bool,
    /// The line under the label.
    hint: MaybeText,
    /// What is wrong.
    error: MaybeText,
    /// The control.
    children: Children,
) -> impl IntoView {
    let class = class_with_error("govuk-form-group", &error);
    let size = label_size.or(if page_heading { "l" } else { "s" });
    let label = view! {
        <label class=format!("govuk-label govuk-label--{size}") for=name.clone()>
            {label}
        </label>
    };
    let label = if page_heading {
        view! { <h1 class="govuk-label-wrapper">{label}</h1> }.into_any()
    } else {
        label.into_any()
    };
    view! {
        <div class=class>
            {label}
            <Hint name=name.clone() text=hint/>
            <ErrorMessage name=name text=error/>
            {children()}
        </div>
    }
}

/// Legend, hint and error around several controls, which are the children.
#[component]
pub(super) fn FieldGroup(
    /// The name from which the ids of hint and error are made.
    name: String,
    /// What the controls are for together.
    legend: String,
    /// `s`, `m`, `l` or `xl`; bold and small without it.
    legend_size: MaybeText,
    /// Whether the legend is the page's only heading.
    page_heading: bool,
    /// The line under the legend.
    hint: MaybeText,
    /// What is wrong.
    error: MaybeText,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let class = class_with_error("govuk-form-group", &error);
    let size = legend_size.or(if page_heading { "l" } else { "s" });
    let legend = if page_heading {
        view! { <h1 class="govuk-fieldset__heading">{legend}</h1> }.into_any()
    } else {
        legend.into_any()
    };
    let described_by = described_by(&name, &hint, &error, None);
    view! {
        <div class=class>
            <fieldset class="govuk-fieldset" aria-describedby=described_by>
                <legend class=format!("govuk-fieldset__legend govuk-fieldset__legend--{size}")>
                    {legend}
                </legend>
                <Hint name=name.clone() text=hint/>
                <ErrorMessage name=name text=error/>
                {children()}
            </fieldset>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_is_no_text() {
        assert!(!MaybeText::from("").is_some());
        assert!(!MaybeText::from(Some(String::new())).is_some());
        assert_eq!(MaybeText::from(Some("a")).get(), Some("a"));
    }

    #[test]
    fn only_what_is_shown_is_named_in_aria_describedby() {
        let none = MaybeText::default();
        let some = MaybeText::from("words");
        assert_eq!(described_by("email", &none, &none, None), None);
        assert_eq!(
            described_by("email", &some, &some, Some("count")).as_deref(),
            Some("email-hint email-error email-count")
        );
    }
}
