//! Mail: what Quintet writes to people, and how a written mail leaves the house.
//!
//! Two halves that do not know each other. [`messages`] turns plain values into a subject, a text part and an
//! HTML part. [`Mailer`] hands one finished [`OutgoingMail`] to an SMTP server, or writes it into a folder, and
//! says what became of it.
//!
//! This module decides nothing about who gets a mail or when, keeps no queue, reads no clock and no database:
//! the outbox does that, and calls [`Mailer::deliver`] for one message at a time. Signing (DKIM) is left to the
//! relay.

mod conversation;
mod folder;
pub mod messages;
mod mime;
mod outcome;
pub mod queue;
mod relay;
mod transport;
pub mod wording;
mod words;

pub use mime::{Contact, OutgoingMail};
pub use outcome::Outcome;
pub use relay::MailerError;
pub use transport::{Mailer, TimeLimits};
pub use words::{Link, Words};
