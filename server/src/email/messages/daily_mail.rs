//! The one mail a person gets on a day: what has happened, then what to do, the oldest first. Once a week it is
//! the summary, and tells a coordinator which schools are late.
//!
//! Who gets it, on which day, and what is left out because it is done, was decided before: this only words it.

use askama::Template;
use chrono::NaiveDate;

use super::{Frame, RenderError, Rendered, counted, daily_subject, long_date, look};
use crate::email::mime::Contact;
use crate::email::words::{Link, Words};

/// Longer lists are cut, with a count of the rest, so that no mail grows beyond what mail programs show whole.
const LONGEST_LIST: usize = 25;

/// One mail of one day to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyMail {
    /// The person's name.
    pub name: Words,
    /// The cycle that it is about; none where it is about several.
    pub cycle: Option<Words>,
    /// What has happened, in the order in which it did.
    pub notices: Vec<NoticeItem>,
    /// What the person has to do, in any order.
    pub tasks: Vec<TaskItem>,
    /// What others are late with, for those who chase, in any order.
    pub late: Vec<LateItem>,
    /// Whether this is the summary of the week.
    pub weekly: bool,
    /// The person's home page.
    pub home_link: Link,
    /// Whom to ask.
    pub ask: Option<Contact>,
    /// The end of the sentence "Why you get this: …": "you are the headteacher of Ashby Primary."
    pub why: Words,
}

/// Something that happened. Never the text of a finding, nor a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeItem {
    /// One sentence without a full stop: "The visit to Ashby Primary has moved to 5 May 2027".
    pub headline: Words,
    /// What to do about it in a sentence, or that nothing is to be done.
    pub what_to_do: Words,
    /// What the link leads to: "See the new dates".
    pub link_label: Words,
    /// Where it leads.
    pub link: Link,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskItem {
    /// A noun with a capital: "Self-review".
    pub title: Words,
    /// The school that it is for; none where it is for the whole cycle.
    pub school: Option<Words>,
    /// The day by which it is wanted.
    pub due: NaiveDate,
    /// How that day lies to today.
    pub timing: Timing,
    /// A word of help: "You have saved a draft. It is not submitted yet."
    pub note: Option<Words>,
    /// The page on which it is done.
    pub link: Link,
}

/// How a due day lies to today, counted in the calendar of the cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Still to come.
    Ahead,
    /// Today.
    Today,
    /// Past, by so many working days; zero where only holidays or weekends lie between.
    Late {
        /// Whole working days since the due day.
        working_days: u32,
    },
}

/// Something that a school is late with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateItem {
    /// The school.
    pub school: Words,
    /// What is late: "Self-review".
    pub task: Words,
    /// Whole working days since the due day.
    pub working_days_late: u32,
    /// The page that shows where the school stands.
    pub link: Link,
}

impl TaskItem {
    /// "Self-review for Ashby Primary".
    pub(super) fn what(&self) -> String {
        match &self.school {
            Some(school) => format!("{} for {school}", self.title),
            None => self.title.to_string(),
        }
    }

    /// "Due on 3 March 2027", "2 working days late: it was due on 1 March 2027".
    fn when(&self) -> String {
        let due = long_date(self.due);
        match self.timing {
            Timing::Ahead => format!("Due on {due}"),
            Timing::Today => format!("Due today, {due}"),
            Timing::Late { working_days: 0 } => format!("Late: it was due on {due}"),
            Timing::Late { working_days } => {
                format!("{}: it was due on {due}", days_late(working_days))
            }
        }
    }

    /// Whether the due day is past.
    pub(super) fn is_late(&self) -> bool {
        matches!(self.timing, Timing::Late { .. })
    }
}

/// "2 working days late".
pub(super) fn days_late(working_days: u32) -> String {
    let many = if working_days == 1 { "" } else { "s" };
    format!("{working_days} working day{many} late")
}

/// The parts of a list that are shown, and how many are not.
struct Listed<'a, T> {
    shown: &'a [T],
    more: usize,
}

impl<'a, T> Listed<'a, T> {
    fn of(all: &'a [T]) -> Self {
        let shown = &all[..all.len().min(LONGEST_LIST)];
        Self {
            shown,
            more: all.len() - shown.len(),
        }
    }
}

/// What both templates show.
struct View<'a> {
    mail: &'a DailyMail,
    notices: Listed<'a, NoticeItem>,
    tasks: Listed<'a, TaskItem>,
    late: Listed<'a, LateItem>,
    /// The one task of a mail, which gets the button.
    only_task: Option<&'a TaskItem>,
    /// The one notice of a mail without a task, which gets the button.
    only_notice: Option<&'a NoticeItem>,
    /// "This is your weekly summary of …", "You have 3 things to do."; may be empty.
    opening: String,
    /// Whether several things lead to the home page, where all of them stand.
    shows_home: bool,
}

#[derive(Template)]
#[template(path = "email/daily_mail.txt")]
struct Text<'a> {
    frame: &'a Frame,
    view: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "email/daily_mail.html")]
struct Html<'a> {
    frame: &'a Frame,
    view: &'a View<'a>,
}

impl DailyMail {
    /// Whether there is nothing to say: a daily mail is then not worth sending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notices.is_empty() && self.tasks.is_empty() && self.late.is_empty()
    }

    /// Puts the message into words: tasks by due day, lateness of others longest first.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self) -> Result<Rendered, RenderError> {
        let mut mail = self.clone();
        mail.tasks.sort_by_key(|task| task.due);
        mail.late.sort_by(|a, b| {
            (b.working_days_late, a.school.as_str()).cmp(&(a.working_days_late, b.school.as_str()))
        });
        let subject = daily_subject::word_subject(&mail);
        let frame = Frame::new(subject, mail.why.clone(), mail.ask.clone());
        let view = mail.view();
        let text = Text {
            frame: &frame,
            view: &view,
        }
        .render()?;
        let html = Html {
            frame: &frame,
            view: &view,
        }
        .render()?;
        Ok(frame.finish(&text, html))
    }

    fn view(&self) -> View<'_> {
        let only_task = match self.tasks.as_slice() {
            [task] => Some(task),
            _ => None,
        };
        let only_notice = match (
            self.notices.as_slice(),
            self.tasks.is_empty(),
            self.late.is_empty(),
        ) {
            ([notice], true, true) => Some(notice),
            _ => None,
        };
        View {
            mail: self,
            notices: Listed::of(&self.notices),
            tasks: Listed::of(&self.tasks),
            late: Listed::of(&self.late),
            only_task,
            only_notice,
            opening: self.opening(),
            shows_home: self.notices.len() + self.tasks.len() + self.late.len() != 1,
        }
    }

    fn opening(&self) -> String {
        let mut sentences = Vec::new();
        match (&self.cycle, self.weekly) {
            (Some(cycle), true) => {
                sentences.push(format!("This is your weekly summary of {cycle}."))
            }
            (None, true) => sentences.push("This is your weekly summary.".to_owned()),
            (Some(cycle), false) => sentences.push(format!("This is about {cycle}.")),
            (None, false) => {}
        }
        if self.tasks.len() > 1 {
            let things = counted(self.tasks.len(), "thing", "things");
            sentences.push(format!("You have {things} to do, the oldest first."));
        }
        if self.is_empty() {
            sentences.push("Nothing is late, and there is nothing for you to do.".to_owned());
        }
        sentences.join(" ")
    }
}
