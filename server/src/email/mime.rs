//! One finished mail as a value, and its headers and parts made by lettre.
//!
//! The same value always gives the same bytes: the Message-ID and the date come from the caller and the boundary
//! between the parts is computed, so a second copy of a mail is recognised as one.

use std::fmt;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::address::Address;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use sha2::{Digest, Sha256};

use super::words::Words;

/// The longest subject that is sent, in characters; screens show far fewer.
const LONGEST_SUBJECT: usize = 150;
/// The longest name in a header, in characters.
const LONGEST_NAME: usize = 100;

/// A person and an address to write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The person's name.
    pub name: Words,
    /// The e-mail address.
    pub address: Words,
}

impl Contact {
    /// A contact of plain strings.
    pub fn new(name: impl Into<Words>, address: impl Into<Words>) -> Self {
        Self {
            name: name.into(),
            address: address.into(),
        }
    }

    /// The address as a `mailto:` link, everything percent-encoded that could end it or add a subject.
    pub(super) fn mailto(&self) -> String {
        let mut link = String::from("mailto:");
        for byte in self.address.as_str().bytes() {
            if byte.is_ascii_alphanumeric() || b"@.-_+".contains(&byte) {
                link.push(char::from(byte));
            } else {
                link.push_str(&format!("%{byte:02X}"));
            }
        }
        link
    }
}

/// One mail to one person, ready to go.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// The Message-ID, `<id@domain>`: the same for each attempt. See [`super::Mailer::message_id`].
    pub message_id: String,
    /// The recipient's name; may be empty.
    pub to_name: String,
    /// The recipient's address as typed.
    pub to_address: String,
    /// Whom an answer should reach; left out where it is not an address.
    pub reply_to: Option<Contact>,
    /// The subject line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The Date header: when the mail was queued, so that it is the same for each attempt.
    pub date: DateTime<Utc>,
}

/// Shows the Message-ID alone: names, addresses and one-time links have no place in a log.
impl fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

impl OutgoingMail {
    /// The MIME message. The fault is in words, for the delivery log.
    pub(super) fn to_message(&self, sender: &Mailbox) -> Result<Message, String> {
        let to = Mailbox::new(header_name(&self.to_name), parse_address(&self.to_address)?);
        let mut builder = Message::builder()
            .from(sender.clone())
            .to(to)
            .subject(
                Words::from(self.subject.as_str())
                    .cut_to(LONGEST_SUBJECT)
                    .to_string(),
            )
            .date(header_date(self.date))
            .message_id(Some(clean_message_id(&self.message_id)))
            // An automatic answer ("I am away") to a reminder helps nobody; Exchange knows the second header.
            .header(AutoSubmitted)
            .header(AutoResponseSuppress);
        if let Some(contact) = &self.reply_to
            && let Ok(address) = parse_address(contact.address.as_str())
        {
            let name = header_name(contact.name.as_str());
            builder = builder.reply_to(Mailbox::new(name, address));
        }
        builder
            .multipart(
                MultiPart::builder()
                    .kind(MultiPartKind::Alternative)
                    .boundary(self.boundary())
                    .singlepart(SinglePart::plain(self.text.clone()))
                    .singlepart(SinglePart::html(self.html.clone())),
            )
            .map_err(|fault| format!("The mail could not be put together: {fault}"))
    }

    fn boundary(&self) -> String {
        let digest = hex::encode(Sha256::digest(self.message_id.as_bytes()));
        format!("quintet-{}", &digest[..32])
    }
}

/// Reads an address; the fault is in words. A domain with letters outside ASCII becomes its ASCII form.
fn parse_address(typed: &str) -> Result<Address, String> {
    let trimmed = typed.trim();
    let refused = || {
        let shown = Words::from(trimmed).cut_to(LONGEST_NAME);
        format!("“{shown}” is not an e-mail address")
    };
    if trimmed.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(refused());
    }
    let address: Address = trimmed.parse().map_err(|_| refused())?;
    if address.domain().is_ascii() {
        return Ok(address);
    }
    // Only the special schemes have their host turned into ASCII.
    let ascii =
        url::Url::parse(&format!("https://{}/", address.domain())).map_err(|_| refused())?;
    Address::new(address.user(), ascii.host_str().unwrap_or_default()).map_err(|_| refused())
}

fn header_name(name: &str) -> Option<String> {
    let name = Words::from(name).cut_to(LONGEST_NAME);
    (!name.is_empty()).then(|| name.to_string())
}

/// Nothing but `<`, visible ASCII and `>`: a Message-ID is written into the header as it stands.
pub(super) fn clean_message_id(id: &str) -> String {
    let inner: String = id
        .chars()
        .filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'))
        .collect();
    format!("<{inner}>")
}

/// A Date header can say the years 1970 to 9999; a clock that is moved in a demonstration may leave them.
fn header_date(date: DateTime<Utc>) -> SystemTime {
    const LAST: i64 = 253_402_300_799;
    let seconds = u64::try_from(date.timestamp().clamp(0, LAST)).unwrap_or_default();
    SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)
}

/// `Auto-Submitted: auto-generated` (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// `X-Auto-Response-Suppress` as Exchange reads it.
#[derive(Clone)]
struct AutoResponseSuppress;

impl Header for AutoResponseSuppress {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "OOF, AutoReply".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::TimeZone;

    fn mail() -> OutgoingMail {
        OutgoingMail {
            message_id: "<abc@quintet.example>".into(),
            to_name: "Priya Shah".into(),
            to_address: "priya@ashby.example".into(),
            reply_to: Some(Contact::new("Tom Hale", "tom@northshire.example")),
            subject: "Self-review for Ashby Primary is due on 3 March 2027".into(),
            text: "Hello Priya,\n".into(),
            html: "<p>Hello Priya,</p>".into(),
            date: Utc.with_ymd_and_hms(2027, 3, 3, 8, 0, 0).unwrap(),
        }
    }

    fn raw(mail: &OutgoingMail) -> String {
        let sender = "Quintet <mail@quintet.example>".parse().unwrap();
        String::from_utf8(mail.to_message(&sender).unwrap().formatted()).unwrap()
    }

    fn header_names(raw: &str) -> Vec<&str> {
        let head = raw.split("\r\n\r\n").next().unwrap();
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect()
    }

    #[test]
    fn a_mail_carries_the_headers_that_keep_automatic_answers_away() {
        let raw = raw(&mail());
        assert!(raw.contains("\r\nAuto-Submitted: auto-generated\r\n"));
        assert!(raw.contains("\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n"));
        assert!(
            raw.contains("\r\nReply-To: \"Tom Hale\" <tom@northshire.example>\r\n"),
            "{raw}"
        );
        assert!(raw.contains("\r\nMessage-ID: <abc@quintet.example>\r\n"));
        assert!(raw.contains("\r\nDate: Wed, 03 Mar 2027 08:00:00 +0000\r\n"));
        assert!(raw.contains("multipart/alternative"));
    }

    #[test]
    fn the_same_mail_gives_the_same_bytes() {
        assert_eq!(raw(&mail()), raw(&mail()));
    }

    #[test]
    fn line_breaks_in_any_field_add_no_header() {
        let honest = raw(&mail());
        let evil = "x\r\nBcc: all@evil.example\r\n\r\nbody\u{2028}\u{85}";
        let mut mail = mail();
        mail.to_name = evil.into();
        mail.subject = evil.into();
        mail.message_id = format!("<abc@quintet.example>{evil}");
        mail.reply_to = Some(Contact::new(evil, "tom@northshire.example"));
        assert_eq!(header_names(&raw(&mail)), header_names(&honest));

        mail.to_address = "priya@ashby.example\r\nBcc: all@evil.example".into();
        let sender = "mail@quintet.example".parse().unwrap();
        assert!(mail.to_message(&sender).is_err());
    }

    #[test]
    fn an_address_that_is_none_is_refused_in_words() {
        for typed in [
            "",
            "priya",
            "priya@",
            "@x.org",
            "a b@x.org",
            "a@x.org>",
            "a@x.org, b@x.org",
            "<script>@x",
        ] {
            let fault = parse_address(typed).unwrap_err();
            assert!(
                fault.contains("is not an e-mail address"),
                "{typed}: {fault}"
            );
        }
        assert!(
            parse_address("x".repeat(10_000).as_str())
                .unwrap_err()
                .len()
                < 400
        );
    }

    #[test]
    fn addresses_in_use_are_taken() {
        for typed in [
            " priya.o'neil+q@ashby.sch.uk ",
            "head@xn--bcher-kva.example",
        ] {
            assert!(parse_address(typed).is_ok(), "{typed}");
        }
        assert_eq!(
            parse_address("head@bücher.example").unwrap().to_string(),
            "head@xn--bcher-kva.example"
        );
    }

    #[test]
    fn very_long_names_and_subjects_are_cut() {
        let mut mail = mail();
        mail.to_name = "W".repeat(5_000);
        mail.subject = "é".repeat(5_000);
        let raw = raw(&mail);
        assert!(raw.len() < 3_000);
        assert!(raw.split("\r\n").all(|line| line.len() <= 998));
    }

    #[test]
    fn a_clock_far_from_now_does_no_harm() {
        for date in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert!(raw(&OutgoingMail { date, ..mail() }).contains("\r\nDate: "));
        }
    }
}
