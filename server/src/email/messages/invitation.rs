//! The invitation to join Quintet in a role.

use askama::Template;
use chrono::NaiveDate;

use super::{Frame, RenderError, Rendered, long_date, look};
use crate::email::mime::Contact;
use crate::email::words::{Link, Words};

/// Sent when a coordinator, a headteacher or an administrator invites a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The invited person's name.
    pub name: Words,
    /// Who invites: a name, and a school or partnership if that helps to know who it is.
    pub invited_by: Words,
    /// The role, to be read after "as": "a reviewer for the Northshire partnership".
    pub role_in_words: Words,
    /// The end of the sentence "Why you get this: …".
    pub why: Words,
    /// Opens the page on which the invitation is accepted.
    pub link: Link,
    /// The last day on which the link works.
    pub valid_until: NaiveDate,
    /// Whom to ask.
    pub ask: Option<Contact>,
}

#[derive(Template)]
#[template(path = "email/invitation.txt")]
struct Text<'a> {
    frame: &'a Frame,
    mail: &'a Invitation,
    valid_until: &'a str,
}

#[derive(Template)]
#[template(path = "email/invitation.html")]
struct Html<'a> {
    frame: &'a Frame,
    mail: &'a Invitation,
    valid_until: &'a str,
}

impl Invitation {
    /// Puts the message into words.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self) -> Result<Rendered, RenderError> {
        let subject = format!("{} invites you to Quintet", self.invited_by.cut_to(100));
        let frame = Frame::new(subject, self.why.clone(), self.ask.clone());
        let valid_until = &long_date(self.valid_until);
        let text = Text {
            frame: &frame,
            mail: self,
            valid_until,
        }
        .render()?;
        let html = Html {
            frame: &frame,
            mail: self,
            valid_until,
        }
        .render()?;
        Ok(frame.finish(&text, html))
    }
}
