//! The setting `--smtp-url` read into what a conversation needs, or a fault in words that a technician can act on.
//!
//! The forms are those of lettre's own connection URL. It is read here all the same, since lettre's reader hides
//! the parts from us, and a conversation needs them one by one to tell a fault of the settings from a refused
//! address. No fault repeats the URL: it holds a password.

use std::net::IpAddr;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use url::Url;

/// Why the mail settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// The SMTP address does not have the form that is wanted.
    #[error(
        "the mail server address (--smtp-url) cannot be used: {0}. Write it like smtp://127.0.0.1:25, \
         smtp://user:password@mail.example.org:587?tls=required or smtps://user:password@mail.example.org:465"
    )]
    SmtpUrl(String),
    /// The sender is not an e-mail address.
    #[error(
        "the sender of mail (--mail-from) cannot be used: “{0}” is not an e-mail address. \
         Write it like quintet@example.org or Quintet <quintet@example.org>"
    )]
    From(String),
}

/// How the conversation is protected from readers on the way.
#[derive(Clone)]
pub(super) enum Protection {
    /// Not at all.
    None,
    /// STARTTLS where the server offers it.
    Opportunistic(TlsParameters),
    /// STARTTLS, or no mail.
    Required(TlsParameters),
    /// TLS from the first byte.
    Wrapped(TlsParameters),
}

/// Where and how to reach the relay.
pub(super) struct Relay {
    /// Host name or address, without brackets.
    pub(super) host: String,
    /// TCP port.
    pub(super) port: u16,
    /// Encryption.
    pub(super) protection: Protection,
    /// User and password, if the relay wants them.
    pub(super) credentials: Option<Credentials>,
    /// The name we give ourselves in EHLO.
    pub(super) hello: ClientId,
}

impl Relay {
    /// Reads `smtp://host:port`, `smtp://…?tls=required|opportunistic` or `smtps://user:password@host:port`.
    /// Default ports: 25 plain, 587 with STARTTLS, 465 with TLS throughout. A path is the name for EHLO. User and
    /// password are percent-encoded.
    ///
    /// # Errors
    /// [`MailerError::SmtpUrl`] says what is wrong. A password that would travel unencrypted to another machine
    /// is refused too.
    pub(super) fn parse(address: &str) -> Result<Self, MailerError> {
        let address = address.trim();
        let wrong = |why: &str| MailerError::SmtpUrl(why.to_owned());
        if !(address.starts_with("smtp://") || address.starts_with("smtps://")) {
            return Err(wrong("it does not begin with smtp:// or smtps://"));
        }
        let url = Url::parse(address).map_err(|fault| wrong(&format!("{fault}")))?;
        let host = url
            .host_str()
            .map(|host| host.trim_start_matches('[').trim_end_matches(']'))
            .filter(|host| !host.is_empty())
            .ok_or_else(|| wrong("it names no server"))?
            .to_owned();

        let tls = tls_choice(&url)?;
        let parameters = || {
            TlsParameters::new(host.clone())
                .map_err(|_| wrong("its server name is none that a certificate can be checked for"))
        };
        let (protection, default_port) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None | Some("required")) => (Protection::Wrapped(parameters()?), 465),
            ("smtps", Some(_)) => {
                return Err(wrong(
                    "smtps:// is encrypted throughout and takes no tls=opportunistic",
                ));
            }
            (_, Some("required")) => (Protection::Required(parameters()?), 587),
            (_, Some(_)) => (Protection::Opportunistic(parameters()?), 587),
            (_, None) => (Protection::None, 25),
        };

        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) => return Err(wrong("it has a password and no user")),
            (_, None) => return Err(wrong("it has a user and no password")),
            (user, Some(password)) => Some(Credentials::new(
                percent_decoded(user),
                percent_decoded(password),
            )),
        };
        let encrypted = matches!(protection, Protection::Required(_) | Protection::Wrapped(_));
        if credentials.is_some() && !encrypted && !is_loopback(&host) {
            return Err(wrong(
                "it would send the password unencrypted to another machine; use smtps:// or add ?tls=required",
            ));
        }

        let hello = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name if name.bytes().all(|b| b.is_ascii_graphic()) => ClientId::Domain(name.to_owned()),
            _ => {
                return Err(wrong(
                    "its path is not a host name to greet the server with",
                ));
            }
        };
        Ok(Self {
            port: url.port().unwrap_or(default_port),
            host,
            protection,
            credentials,
            hello,
        })
    }

    /// Whether mails cross a network that others can read.
    pub(super) fn is_readable_on_the_way(&self) -> bool {
        matches!(self.protection, Protection::None) && !is_loopback(&self.host)
    }
}

/// The sender's mailbox; one that has no name is called Quintet.
pub(super) fn parse_sender(from: &str) -> Result<Mailbox, MailerError> {
    let mut sender: Mailbox = from
        .trim()
        .parse()
        .map_err(|_| MailerError::From(from.to_owned()))?;
    sender.name.get_or_insert_with(|| "Quintet".to_owned());
    Ok(sender)
}

fn tls_choice(url: &Url) -> Result<Option<String>, MailerError> {
    let mut choice = None;
    for (name, value) in url.query_pairs() {
        match (&*name, &*value) {
            ("tls", "required" | "opportunistic") => choice = Some(value.into_owned()),
            ("tls", _) => {
                return Err(MailerError::SmtpUrl(
                    "tls= is neither required nor opportunistic".to_owned(),
                ));
            }
            _ => {
                return Err(MailerError::SmtpUrl(
                    "after the question mark it can only say tls=".to_owned(),
                ));
            }
        }
    }
    Ok(choice)
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// In a URL's user part a plus is a plus; in a form, whose decoder this is, it would be a space.
fn percent_decoded(part: &str) -> String {
    let as_form = format!("v={}", part.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(as_form.as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn fault(address: &str) -> String {
        match Relay::parse(address) {
            Ok(_) => panic!("{address} was taken"),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn the_documented_forms_are_read() {
        let plain = Relay::parse("smtp://127.0.0.1:2525").unwrap();
        assert_eq!((plain.host.as_str(), plain.port), ("127.0.0.1", 2525));
        assert!(matches!(plain.protection, Protection::None));
        assert!(plain.credentials.is_none() && !plain.is_readable_on_the_way());

        assert_eq!(Relay::parse("smtp://localhost").unwrap().port, 25);
        assert_eq!(Relay::parse("smtp://[::1]:26").unwrap().host, "::1");
        assert!(
            Relay::parse("smtp://relay.internal")
                .unwrap()
                .is_readable_on_the_way()
        );

        let starttls = Relay::parse("smtp://u:p@mail.example.org?tls=required").unwrap();
        assert_eq!(starttls.port, 587);
        assert!(matches!(starttls.protection, Protection::Required(_)));
        let maybe = Relay::parse("smtp://mail.example.org:25?tls=opportunistic").unwrap();
        assert!(matches!(maybe.protection, Protection::Opportunistic(_)));

        let tls = Relay::parse("smtps://user:pass@mail.example.org/quintet.example.org").unwrap();
        assert_eq!(tls.port, 465);
        assert!(matches!(tls.protection, Protection::Wrapped(_)));
        assert_eq!(tls.hello.to_string(), "quintet.example.org");
    }

    #[test]
    fn user_and_password_are_percent_decoded() {
        assert_eq!(percent_decoded("a%40b.org"), "a@b.org");
        assert_eq!(percent_decoded("p+q%2F%3A&r=s"), "p+q/:&r=s");
        let relay = Relay::parse("smtps://me%40x.org:p%2Fq@mail.example.org").unwrap();
        assert_eq!(
            relay.credentials,
            Some(Credentials::new("me@x.org".into(), "p/q".into()))
        );
    }

    #[test]
    fn a_bad_address_is_explained_and_never_repeats_the_password() {
        assert!(fault("mail.example.org:25").contains("does not begin with smtp:// or smtps://"));
        assert!(fault("http://user:hunter2@mail.example.org").contains("does not begin"));
        assert!(fault("smtp://").contains("names no server"));
        assert!(fault("smtp://host:99999").contains("port"));
        assert!(fault("smtp://h?tls=maybe").contains("neither required nor opportunistic"));
        assert!(fault("smtp://h?tsl=required").contains("can only say tls="));
        assert!(fault("smtps://h?tls=opportunistic").contains("encrypted throughout"));
        assert!(fault("smtps://user@h").contains("user and no password"));
        assert!(fault("smtps://:hunter2@h").contains("password and no user"));
        for address in [
            "smtp://user:hunter2@mail.example.org",
            "smtp://user:hunter2@mail.example.org?tls=opportunistic",
            "smtp://user:hunter2@mail.example.org?tls=none",
            "http://user:hunter2@mail.example.org",
        ] {
            assert!(!fault(address).contains("hunter2"), "{}", fault(address));
        }
    }

    #[test]
    fn a_password_may_go_unencrypted_to_the_same_machine_alone() {
        assert!(Relay::parse("smtp://user:pass@localhost:2525").is_ok());
        assert!(fault("smtp://user:pass@10.0.0.5:25").contains("unencrypted"));
    }

    #[test]
    fn the_sender_is_checked_and_gets_a_name() {
        assert_eq!(
            parse_sender("mail@example.org").unwrap().to_string(),
            "Quintet <mail@example.org>"
        );
        assert_eq!(
            parse_sender("Northshire <mail@example.org>")
                .unwrap()
                .to_string(),
            "Northshire <mail@example.org>"
        );
        assert!(
            parse_sender("nobody")
                .unwrap_err()
                .to_string()
                .contains("--mail-from")
        );
        assert!(parse_sender("a@b.org\r\nBcc: c@d.org").is_err());
    }
}
