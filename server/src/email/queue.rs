//! Puts the mails that go out at once into a write: the link for signing in, the invitation, and that a safeguarding
//! protocol was started.
//!
//! Everything else that people are told goes through notices, so that nobody gets more than one mail a day.

use super::messages::{ConcernStarted, Invitation, Rendered, SignInLink};
use crate::error::Error;
use crate::state::new_id;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;
use domain::ids::PersonId;
use store::Write;
use store::mail::{NewMessage, create_message};
use store::people::Person;
use store::reports::Holder;

/// The link that somebody asked for.
pub fn sign_in(write: &mut Write, person: &Person, link: &str) -> Result<(), Error> {
    let now = write.meta().now;
    let mail = SignInLink {
        name: person.name.as_str().into(),
        link: link.into(),
        minutes_valid: 15,
        requested_at: now
            .with_timezone(&London)
            .format("%-I:%M%P on %A %-d %B %Y")
            .to_string()
            .into(),
        ask: None,
    };
    let rendered = mail.render().map_err(|e| Error::Internal(e.to_string()))?;
    queue(
        write,
        (&person.id, &person.name, &person.email),
        "sign_in",
        rendered,
    );
    Ok(())
}

/// What an invitation says.
#[derive(Debug)]
pub struct InvitationWords<'a> {
    /// Name of who invites.
    pub invited_by: &'a str,
    /// Follows "as": "headteacher of Ashby Primary School".
    pub role_in_words: &'a str,
    /// On what ground, ending with a full stop.
    pub why: &'a str,
    /// The one-time link.
    pub link: &'a str,
    /// Last day on which the link can be used.
    pub valid_until: NaiveDate,
}

/// An invitation to a role.
pub fn invitation(
    write: &mut Write,
    person: &Person,
    words: &InvitationWords<'_>,
) -> Result<(), Error> {
    let mail = Invitation {
        name: person.name.as_str().into(),
        invited_by: words.invited_by.into(),
        role_in_words: words.role_in_words.into(),
        why: words.why.into(),
        link: words.link.into(),
        valid_until: words.valid_until,
        ask: None,
    };
    let rendered = mail.render().map_err(|e| Error::Internal(e.to_string()))?;
    queue(
        write,
        (&person.id, &person.name, &person.email),
        "invitation",
        rendered,
    );
    Ok(())
}

/// That the safeguarding protocol was started at a visit, to one of those who are told.
pub fn concern(
    write: &mut Write,
    holder: &Holder,
    school: &str,
    started_at: DateTime<Utc>,
    link: &str,
) -> Result<(), Error> {
    let mail = ConcernStarted {
        name: holder.name.as_str().into(),
        school: school.into(),
        started: started_at
            .with_timezone(&London)
            .format("%-I:%M%P on %-d %B %Y")
            .to_string()
            .into(),
        link: link.into(),
    };
    let rendered = mail.render().map_err(|e| Error::Internal(e.to_string()))?;
    let to = (&holder.person, &holder.name, &holder.email);
    queue(write, to, "concern", rendered);
    Ok(())
}

fn queue(
    write: &mut Write,
    (person, name, email): (&PersonId, &String, &String),
    kind: &'static str,
    rendered: Rendered,
) {
    let now: DateTime<Utc> = write.meta().now;
    let message = NewMessage {
        id: new_id(),
        person: Some(person.clone()),
        kind,
        to_name: name.clone(),
        to_address: email.clone(),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        ask_address: None,
    };
    write.push(create_message(&message, now));
}
