//! The one door by which mail leaves: to an SMTP server, or into a folder where none is set.
//!
//! Each attempt ends within its time limit with an [`Outcome`]; trying again is the outbox's business.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::message::Mailbox;

use super::conversation::Conversations;
use super::folder;
use super::mime::{OutgoingMail, clean_message_id};
use super::outcome::Outcome;
use super::relay::{MailerError, Relay, parse_sender};

/// How long one attempt may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    /// To have a TCP connection.
    pub connect: Duration,
    /// For everything, from looking up the server's name to its last reply.
    pub conversation: Duration,
}

impl Default for TimeLimits {
    /// Ten seconds to connect, sixty in all.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            conversation: Duration::from_secs(60),
        }
    }
}

/// Delivers mails, one at a time or several at once. Cheap to clone; clones share the open connections.
#[derive(Clone)]
pub struct Mailer {
    sender: Mailbox,
    limits: TimeLimits,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(Arc<Conversations>),
    Folder(PathBuf),
}

impl Mailer {
    /// A mailer for the settings: `smtp_url` as in `--smtp-url`, or none to write `.eml` files into
    /// `folder/mail/`; `from` as in `--mail-from`. Neither connects nor writes yet.
    ///
    /// # Errors
    /// [`MailerError`] names the setting that is wrong and shows the right form.
    pub fn from_settings(
        smtp_url: Option<&str>,
        folder: PathBuf,
        from: &str,
    ) -> Result<Self, MailerError> {
        let sender = parse_sender(from)?;
        let way = match smtp_url.map(str::trim).filter(|url| !url.is_empty()) {
            Some(url) => {
                let relay = Relay::parse(url)?;
                if relay.is_readable_on_the_way() {
                    tracing::warn!(
                        "mail goes to the mail server unencrypted; ?tls=required or smtps:// protects it"
                    );
                }
                Way::Smtp(Arc::new(Conversations::with(relay)))
            }
            None => Way::Folder(folder.join("mail")),
        };
        Ok(Self {
            sender,
            limits: TimeLimits::default(),
            way,
        })
    }

    /// The same mailer with other time limits.
    #[must_use]
    pub fn with_limits(self, limits: TimeLimits) -> Self {
        Self { limits, ..self }
    }

    /// The folder that mails are written into, where no SMTP server is set.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.way {
            Way::Smtp(_) => None,
            Way::Folder(folder) => Some(folder),
        }
    }

    /// The Message-ID for an id that is unique to a message, such as its record id in the outbox: the same for
    /// the same id and sender domain.
    #[must_use]
    pub fn message_id(&self, id: &str) -> String {
        clean_message_id(&format!("{id}@{}", self.sender.email.domain()))
    }

    /// Tries once to deliver one mail, and says what became of it, within the time limits.
    pub async fn deliver(&self, mail: &OutgoingMail) -> Outcome {
        let outcome = match mail.to_message(&self.sender) {
            Err(fault) => Outcome::refused(fault),
            Ok(message) => match &self.way {
                Way::Smtp(conversations) => self.converse(conversations, &message).await,
                Way::Folder(folder) => write(folder.clone(), mail, message.formatted()).await,
            },
        };
        let became = match &outcome {
            Outcome::Accepted { .. } => "accepted",
            Outcome::Deferred { .. } => "deferred",
            Outcome::Refused { .. } => "refused",
        };
        tracing::debug!(message_id = %mail.message_id, became, "mail attempted");
        outcome
    }

    /// Says farewell to the mail server on connections that are still open. Mails can be delivered afterwards.
    pub async fn close(&self) {
        if let Way::Smtp(conversations) = &self.way {
            conversations.close().await;
        }
    }

    async fn converse(&self, conversations: &Conversations, message: &lettre::Message) -> Outcome {
        let limit = self.limits.conversation;
        let content_began = AtomicBool::new(false);
        let handed_over = conversations.hand_over(message, self.limits.connect, &content_began);
        match tokio::time::timeout(limit, handed_over).await {
            Ok(outcome) => outcome,
            // A filter may take for ever over one mail; the others need not wait for it.
            Err(_) if content_began.load(Ordering::Relaxed) => Outcome::deferred(format!(
                "The mail server did not say within {limit:?} whether it took the mail"
            )),
            Err(_) => {
                Outcome::relay_fault(format!("The mail server did not answer within {limit:?}"))
            }
        }
    }
}

/// Shows neither user nor password.
impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = match &self.way {
            Way::Smtp(_) => "SMTP server",
            Way::Folder(_) => "folder",
        };
        f.debug_struct("Mailer")
            .field("way", &way)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

async fn write(folder: PathBuf, mail: &OutgoingMail, bytes: Vec<u8>) -> Outcome {
    let name = folder::file_name(mail.date, &mail.message_id);
    let writing = tokio::task::spawn_blocking(move || folder::write_whole(&folder, &name, &bytes));
    match writing.await {
        Ok(Ok(path)) => Outcome::accepted(format!("written to {}", path.display())),
        Ok(Err(fault)) => {
            Outcome::relay_fault(format!("The mail could not be written to a file: {fault}"))
        }
        Err(_) => Outcome::relay_fault("Writing the mail to a file was interrupted"),
    }
}
