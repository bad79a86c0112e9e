//! One SMTP conversation: open, sign in, sender, recipient, content.
//!
//! lettre speaks the protocol; the steps are taken here one by one, because what a 5xx means depends on the step
//! it answers. "No such user" condemns an address. "Sign-in failed" or "You may not send as that" is a fault of
//! our settings, and the mail must wait until somebody mends them. A connection that went well is kept for a
//! short while for the next mail. Nothing here limits time as a whole: [`super::transport`] does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::Message;
use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::time::{Instant, timeout};

use super::outcome::Outcome;
use super::relay::{Protection, Relay};

/// A server closes what is idle; below this we do not meet a closing one often.
const KEPT_IDLE_FOR: Duration = Duration::from_secs(10);
/// How many finished conversations are kept open.
const KEPT_AT_MOST: usize = 4;
/// How long a farewell or a sign of life may take.
const COURTESY: Duration = Duration::from_secs(2);

/// The conversations of one relay.
pub(super) struct Conversations {
    relay: Relay,
    idle: Mutex<Vec<(Instant, AsyncSmtpConnection)>>,
}

/// The step at which something went wrong, which says whose fault a 5xx is.
#[derive(Clone, Copy)]
enum Step {
    Connecting,
    Encrypting,
    SigningIn,
    Sender,
    Recipient,
    Content,
}

impl Conversations {
    pub(super) fn with(relay: Relay) -> Self {
        Self {
            relay,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// Hands over one message. `connect_limit` bounds the TCP connection alone. `content_began` is set when the
    /// server has taken sender and recipient, for a caller who gives up waiting.
    pub(super) async fn hand_over(
        &self,
        message: &Message,
        connect_limit: Duration,
        content_began: &AtomicBool,
    ) -> Outcome {
        let envelope = message.envelope();
        let Some(recipient) = envelope.to().first().cloned() else {
            return Outcome::refused("The mail has no recipient");
        };
        let mut connection = match self.take_or_open(connect_limit).await {
            Ok(connection) => connection,
            Err((step, fault)) => return judge(step, &fault),
        };
        let sender = envelope.from().cloned();
        let content = message.formatted();
        match send(&mut connection, sender, recipient, &content, content_began).await {
            Ok(response) => {
                self.keep(connection);
                let words = response.message().collect::<Vec<_>>().join(" ");
                Outcome::accepted(format!("{} {words}", response.code()).trim_end())
            }
            Err(SendFault::NeedsUtf8) => {
                self.keep(connection);
                Outcome::refused(
                    "The mail server does not take addresses with letters outside ASCII",
                )
            }
            Err(SendFault::At(step, fault)) => {
                let outcome = judge(step, &fault);
                // A server that answered deserves a farewell, one that went silent would make us wait again.
                if fault.status().is_some() {
                    let _ = timeout(COURTESY, connection.abort()).await;
                }
                outcome
            }
        }
    }

    /// Says farewell on all kept connections.
    pub(super) async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for (_, mut connection) in idle {
            let _ = timeout(COURTESY, connection.abort()).await;
        }
    }

    async fn take_or_open(
        &self,
        connect_limit: Duration,
    ) -> Result<AsyncSmtpConnection, (Step, Error)> {
        while let Some((since, mut connection)) = self.take_idle() {
            let alive = since.elapsed() < KEPT_IDLE_FOR
                && timeout(COURTESY, connection.test_connected()).await == Ok(true);
            if alive {
                return Ok(connection);
            }
        }
        self.open(connect_limit).await
    }

    fn take_idle(&self) -> Option<(Instant, AsyncSmtpConnection)> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT_AT_MOST {
            idle.push((Instant::now(), connection));
        }
    }

    async fn open(&self, connect_limit: Duration) -> Result<AsyncSmtpConnection, (Step, Error)> {
        let relay = &self.relay;
        let wrapped = match &relay.protection {
            Protection::Wrapped(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let address = (relay.host.as_str(), relay.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            address,
            Some(connect_limit),
            &relay.hello,
            wrapped,
            None,
        )
        .await
        .map_err(|fault| (Step::Connecting, fault))?;

        let upgrade = match &relay.protection {
            Protection::Required(parameters) => Some(parameters),
            Protection::Opportunistic(parameters) if connection.can_starttls() => Some(parameters),
            _ => None,
        };
        if let Some(parameters) = upgrade {
            connection
                .starttls(parameters.clone(), &relay.hello)
                .await
                .map_err(|fault| (Step::Encrypting, fault))?;
        }
        if let Some(credentials) = &relay.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection
                .auth(&mechanisms, credentials)
                .await
                .map_err(|fault| (Step::SigningIn, fault))?;
        }
        Ok(connection)
    }
}

enum SendFault {
    At(Step, Error),
    NeedsUtf8,
}

async fn send(
    connection: &mut AsyncSmtpConnection,
    sender: Option<Address>,
    recipient: Address,
    content: &[u8],
    content_began: &AtomicBool,
) -> Result<Response, SendFault> {
    let at = |step| move |fault| SendFault::At(step, fault);
    let mut parameters = Vec::new();
    // The content needs no 8BITMIME: lettre encodes it into ASCII.
    if !AsRef::<str>::as_ref(&recipient).is_ascii() {
        if !connection
            .server_info()
            .supports_feature(Extension::SmtpUtfEight)
        {
            return Err(SendFault::NeedsUtf8);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    connection
        .command(Mail::new(sender, parameters))
        .await
        .map_err(at(Step::Sender))?;
    connection
        .command(Rcpt::new(recipient, Vec::new()))
        .await
        .map_err(at(Step::Recipient))?;
    content_began.store(true, Ordering::Relaxed);
    connection.command(Data).await.map_err(at(Step::Content))?;
    connection.message(content).await.map_err(at(Step::Content))
}

/// What a fault at a step means for the mail.
fn judge(step: Step, fault: &Error) -> Outcome {
    let what = match step {
        Step::Connecting => "The mail server could not be reached",
        Step::Encrypting => "The connection to the mail server could not be encrypted",
        Step::SigningIn => "The mail server did not take our user and password",
        Step::Sender => "The mail server did not take our sender address",
        Step::Recipient => "The mail server did not take the recipient",
        Step::Content => "The mail server did not take the mail",
    };
    let reply = format!("{what}: {}", server_words(fault));
    let about_this_mail = matches!(step, Step::Recipient | Step::Content);
    match fault.status().map(u16::from) {
        // Shutting down, or wanting a sign-in or TLS first: said of the conversation, at whatever step.
        Some(421 | 530 | 534 | 535 | 538) => Outcome::relay_fault(reply),
        Some(_) if about_this_mail && fault.is_permanent() => Outcome::refused(reply),
        Some(_) if about_this_mail => Outcome::deferred(reply),
        // Silence or a broken line after DATA may have to do with this mail, but the next connection will tell.
        None if matches!(step, Step::Content) => Outcome::deferred(reply),
        _ => Outcome::relay_fault(reply),
    }
}

/// The code and text of a reply, or the cause of a fault without one.
fn server_words(fault: &Error) -> String {
    use std::error::Error as _;
    let cause = fault
        .source()
        .map_or_else(|| fault.to_string(), ToString::to_string);
    let cause = cause.split_whitespace().collect::<Vec<_>>().join(" ");
    match fault.status() {
        Some(code) => format!("{code} {cause}").trim_end().to_owned(),
        None if cause == "incomplete response" => {
            "it closed the connection without an answer".to_owned()
        }
        None => cause,
    }
}
