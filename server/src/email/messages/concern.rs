//! That the safeguarding protocol was started at a visit. It says where and when; it has no place for what about.

use askama::Template;

use super::{Frame, RenderError, Rendered, look};
use crate::email::words::{Link, Words};

/// Sent at once to those whom the cycle names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernStarted {
    /// The recipient's name.
    pub name: Words,
    /// Name of the school.
    pub school: Words,
    /// When the protocol was started, to be read after "at": "10:40am on 14 May 2027".
    pub started: Words,
    /// The page on which it is recorded.
    pub link: Link,
}

#[derive(Template)]
#[template(path = "email/concern_started.txt")]
struct Text<'a> {
    frame: &'a Frame,
    mail: &'a ConcernStarted,
}

#[derive(Template)]
#[template(path = "email/concern_started.html")]
struct Html<'a> {
    frame: &'a Frame,
    mail: &'a ConcernStarted,
}

impl ConcernStarted {
    /// Puts the message into words.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self) -> Result<Rendered, RenderError> {
        let subject = format!(
            "Safeguarding protocol started at {}",
            self.school.cut_to(100)
        );
        let why = "the cycle names your role among those who are told.".into();
        let frame = Frame::new(subject, why, None);
        let text = Text {
            frame: &frame,
            mail: self,
        }
        .render()?;
        let html = Html {
            frame: &frame,
            mail: self,
        }
        .render()?;
        Ok(frame.finish(&text, html))
    }
}
