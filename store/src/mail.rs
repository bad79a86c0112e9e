//! Notices that wait for a person's next e-mail, e-mails that wait for delivery, and the log of both.

pub mod log;
pub mod outbox;
pub mod waiting;

use crate::{Statement, rid};
use chrono::{DateTime, Utc};
use domain::ids::{CycleId, MessageId, NoticeId, PersonId, ReviewId};
use domain::notices::NoticeKind;

/// Something that happened and that a person should hear of.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// Its id.
    pub id: NoticeId,
    /// Who should hear of it.
    pub person: PersonId,
    /// What happened.
    pub kind: NoticeKind,
    /// The review that it concerns.
    pub review: Option<ReviewId>,
    /// The cycle that it concerns.
    pub cycle: Option<CycleId>,
    /// A school's name, a date: never what somebody has written.
    pub detail: String,
    /// The path of the page on which to act.
    pub link: String,
}

/// Queues a notice.
pub fn create_notice(notice: &NewNotice, now: DateTime<Utc>) -> Statement {
    Statement::new(
        "CREATE $id SET person = $person, kind = $kind, review = $review, cycle = $cycle, detail = $detail, link = $link, created_at = $now RETURN NONE",
    )
    .bind("id", rid("notice", &notice.id))
    .bind("person", rid("person", &notice.person))
    .bind("kind", notice.kind.as_str().to_owned())
    .bind("review", notice.review.as_ref().map(|r| rid("review", r)))
    .bind("cycle", notice.cycle.as_ref().map(|c| rid("cycle", c)))
    .bind("detail", notice.detail.clone())
    .bind("link", notice.link.clone())
    .bind("now", now)
}

/// An e-mail that goes out as it is.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its id; the Message-ID is made from it, so the same message never goes out under two.
    pub id: MessageId,
    /// Whom it concerns.
    pub person: Option<PersonId>,
    /// `sign_in`, `invitation` or `daily`.
    pub kind: &'static str,
    /// Recipient's name.
    pub to_name: String,
    /// Recipient's address.
    pub to_address: String,
    /// Subject line.
    pub subject: String,
    /// Text part.
    pub text: String,
    /// HTML part.
    pub html: String,
    /// Address of a person to ask.
    pub ask_address: Option<String>,
}

/// Queues an e-mail for delivery at once.
pub fn create_message(message: &NewMessage, now: DateTime<Utc>) -> Statement {
    Statement::new(
        "CREATE $id SET person = $person, kind = $kind, to_name = $to_name, to_address = $to_address, subject = $subject, text = $text, html = $html, ask_address = $ask, state = 'queued', next_try_at = $now, created_at = $now RETURN NONE",
    )
    .bind("id", rid("message", &message.id))
    .bind("person", message.person.as_ref().map(|p| rid("person", p)))
    .bind("kind", message.kind.to_owned())
    .bind("to_name", message.to_name.clone())
    .bind("to_address", message.to_address.clone())
    .bind("subject", message.subject.clone())
    .bind("text", message.text.clone())
    .bind("html", message.html.clone())
    .bind("ask", message.ask_address.clone())
    .bind("now", now)
}
