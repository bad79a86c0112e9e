//! What Quintet writes: each message as plain values that render to a subject, a text part and an HTML part.
//!
//! The wording stands in `templates/email/`, one text and one HTML file for each message inside a shared layout.
//! A message says who it is about, what to do, by when, whom to ask and why one gets it. It never holds the text
//! of a finding, a rating or anything about a pupil, so none of these types has a place for it.

mod concern;
mod daily_mail;
mod daily_subject;
mod invitation;
mod look;
mod sign_in_link;

use chrono::{DateTime, NaiveDate, Utc};

pub use concern::ConcernStarted;
pub use daily_mail::{DailyMail, LateItem, NoticeItem, TaskItem, Timing};
pub use invitation::Invitation;
pub use sign_in_link::SignInLink;

use super::mime::{Contact, OutgoingMail};
use super::words::{Words, tidy_text};

/// What a rendering can fail with: a template that asks for the impossible. None of ours does.
pub type RenderError = askama::Error;

/// A message in words, not yet addressed.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, at most 150 characters.
    pub subject: String,
    /// The text part: lines of at most 76 columns, each link on a line of its own.
    pub text: String,
    /// The HTML part: a whole document, no script, no remote picture.
    pub html: String,
}

/// Shows the subject alone: the parts may hold a one-time link.
impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendered")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl Rendered {
    /// Addresses the message. `message_id` and `date` must be the same for each attempt to deliver it.
    #[must_use]
    pub fn address_to(
        self,
        recipient: &Contact,
        message_id: String,
        date: DateTime<Utc>,
    ) -> OutgoingMail {
        OutgoingMail {
            message_id,
            to_name: recipient.name.to_string(),
            to_address: recipient.address.to_string(),
            reply_to: None,
            subject: self.subject,
            text: self.text,
            html: self.html,
            date,
        }
    }
}

/// What the shared layout shows around each message.
struct Frame {
    subject: Words,
    /// The end of the sentence "Why you get this: …".
    why: Words,
    /// The person to ask, if there is one by name.
    ask: Option<Contact>,
}

impl Frame {
    fn new(subject: impl Into<Words>, why: Words, ask: Option<Contact>) -> Self {
        Self {
            subject: subject.into().cut_to(150),
            why,
            ask,
        }
    }

    fn finish(self, text: &str, html: String) -> Rendered {
        Rendered {
            subject: self.subject.to_string(),
            text: tidy_text(text),
            html,
        }
    }
}

/// "3 March 2027".
fn long_date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "1 thing", "2 things".
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
