//! The one-time link that signs a person in.

use askama::Template;

use super::{Frame, RenderError, Rendered, look};
use crate::email::mime::Contact;
use crate::email::words::{Link, Words};

/// Sent when somebody types a known address into the sign-in page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    /// The person's name.
    pub name: Words,
    /// Opens the page whose button signs in.
    pub link: Link,
    /// For how long the link works.
    pub minutes_valid: u32,
    /// When it was asked for, in words: "9:41am on 3 March 2027".
    pub requested_at: Words,
    /// Whom to ask, where somebody is known.
    pub ask: Option<Contact>,
}

#[derive(Template)]
#[template(path = "email/sign_in_link.txt")]
struct Text<'a> {
    frame: &'a Frame,
    mail: &'a SignInLink,
}

#[derive(Template)]
#[template(path = "email/sign_in_link.html")]
struct Html<'a> {
    frame: &'a Frame,
    mail: &'a SignInLink,
}

impl SignInLink {
    /// Puts the message into words.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self) -> Result<Rendered, RenderError> {
        let why = "somebody typed this address into the sign-in page of Quintet.".into();
        let frame = Frame::new("Sign in to Quintet", why, self.ask.clone());
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
