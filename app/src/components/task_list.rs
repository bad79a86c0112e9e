//! What there is to do, and how far each thing has come.

use super::field::MaybeText;
use super::tag::{Tag, TagColour};
use leptos::prelude::*;

/// How far a task has come: a word, in a tag where something is still to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    text: String,
    colour: Option<TagColour>,
    muted: bool,
}

impl Status {
    /// Done: plain words, so that what is left to do stands out.
    pub fn done(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            colour: None,
            muted: false,
        }
    }

    /// Cannot be begun yet: plain grey words. Its task has no link.
    pub fn not_yet(text: impl Into<String>) -> Self {
        Self {
            muted: true,
            ..Self::done(text)
        }
    }

    /// Still to do: a tag.
    pub fn tag(text: impl Into<String>, colour: TagColour) -> Self {
        Self {
            colour: Some(colour),
            ..Self::done(text)
        }
    }
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    title: String,
    href: Option<String>,
    hint: MaybeText,
    status: Status,
}

impl Task {
    /// A task that can be done now.
    pub fn new(title: impl Into<String>, href: impl Into<String>, status: Status) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::unavailable(title, status)
        }
    }

    /// A task that cannot be opened.
    pub fn unavailable(title: impl Into<String>, status: Status) -> Self {
        Self {
            title: title.into(),
            href: None,
            hint: MaybeText::default(),
            status,
        }
    }

    /// A line under the title: when it is due, what it waits for.
    pub fn hint(mut self, hint: impl Into<MaybeText>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A list of tasks. A page with several gives each its own `id`.
#[component]
pub fn TaskList(
    /// The tasks, in the order they are best done.
    tasks: Vec<Task>,
    /// What the ids inside begin with; `task-list` without it.
    #[prop(into, optional)]
    id: MaybeText,
) -> impl IntoView {
    let id = id.or("task-list");
    let items = tasks
        .into_iter()
        .enumerate()
        .map(|(index, task)| item(format!("{id}-{}", index + 1), task))
        .collect_view();
    view! { <ul class="govuk-task-list">{items}</ul> }
}

fn item(id: String, task: Task) -> impl IntoView {
    let status_id = format!("{id}-status");
    let hint_id = format!("{id}-hint");
    let described_by = if task.hint.is_some() {
        format!("{hint_id} {status_id}")
    } else {
        status_id.clone()
    };
    let with_link = task.href.is_some();
    let title = match task.href {
        Some(href) => view! {
            <a class="govuk-link govuk-task-list__link" href=href aria-describedby=described_by>
                {task.title}
            </a>
        }
        .into_any(),
        None => view! { <div>{task.title}</div> }.into_any(),
    };
    let hint = task
        .hint
        .into_inner()
        .map(|hint| view! { <div id=hint_id class="govuk-task-list__hint">{hint}</div> });
    let status_class = if task.status.muted {
        "govuk-task-list__status govuk-task-list__status--cannot-start-yet"
    } else {
        "govuk-task-list__status"
    };
    let status = match task.status.colour {
        Some(colour) => view! { <Tag text=task.status.text colour/> }.into_any(),
        None => task.status.text.into_any(),
    };
    let class = if with_link {
        "govuk-task-list__item govuk-task-list__item--with-link"
    } else {
        "govuk-task-list__item"
    };
    view! {
        <li class=class>
            <div class="govuk-task-list__name-and-hint">{title}{hint}</div>
            <div class=status_class id=status_id>{status}</div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    #[test]
    fn a_tasks_link_tells_its_hint_and_status() {
        let html = render(|| {
            view! {
                <TaskList
                    id="now"
                    tasks=vec![
                        Task::new("Agree the terms", "/agree", Status::tag("To do", TagColour::Blue))
                            .hint("Due 12 May"),
                        Task::unavailable("Choose the visit date", Status::not_yet("Not yet")),
                    ]
                />
            }
        });
        assert!(
            html.contains(r#"aria-describedby="now-1-hint now-1-status""#),
            "{html}"
        );
        assert!(html.contains(r#"id="now-2-status""#), "{html}");
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
        assert!(
            html.contains("govuk-task-list__status--cannot-start-yet"),
            "{html}"
        );
    }
}
